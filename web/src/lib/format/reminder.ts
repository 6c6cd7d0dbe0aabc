// Reminders in words: what becomes of a customer in a run, why, by which way, in which tone. Codes and values come from the domain; a code without
// words is shown as it is, never hidden.
import { money, toJson } from "#domain/money.ts";
import type { Answer } from "#lib/api/client.ts";
import { amountText, day } from "#lib/format/format.ts";
import * as m from "#lib/paraglide/messages.js";

export type Reason = { readonly code: string } & Readonly<Record<string, string | number | boolean>>;
export type Run = Answer<"POST /dunning/runs">;
export type RunRow = Run["items"][number];
export type RunChange = NonNullable<Run["changes"]>[number];
export type LoggedRow = Answer<"GET /dunning/runs/{on}">["items"][number];
export type RunLine = NonNullable<RunRow["lines"]>[number];
export type Outcome = RunRow["outcome"];
export type Hold = Answer<"GET /dunning/holds">["items"][number];

type Words = Readonly<Record<string, () => string>>;
export const outcomeWord: Readonly<Record<Outcome, () => string>> = { sends: m.out_sends, part: m.out_part, approval: m.out_approval, calls: m.out_calls, waits: m.out_waits, held: m.out_held, nothing: m.out_nothing };
const channels: Words = { email: m.chan_email, sms: m.chan_sms, letter: m.chan_letter, "registered-letter": m.chan_registered_letter, phone: m.chan_phone, "hand-off": m.chan_hand_off };
const tones: Words = { courtesy: m.tone_courtesy, neutral: m.tone_neutral, helpful: m.tone_helpful, firm: m.tone_firm, final: m.tone_final, formal: m.tone_formal };
const roles: Words = {
  "accounts-payable": m.role_accounts_payable, buyer: m.role_buyer, management: m.role_management, legal: m.role_legal, other: m.role_other,
  salesperson: m.role_salesperson_of, collector: m.role_collector_of, manager: m.role_manager_of,
};
const languages: Words = { fr: m.lang_fr, en: m.lang_en, de: m.lang_de, es: m.lang_es, pt: m.lang_pt, it: m.lang_it, nl: m.lang_nl };
const word = (words: Words) => (code: string): string => words[code]?.() ?? code;
export const channelWord = word(channels);
export const toneWord = word(tones);
export const roleWord = word(roles);
export const languageWord = word(languages);
/** The texts that come with Quittance have names; a tenant's own are called what he calls them. */
const templates: Words = {
  courtesy: m.tk_courtesy, "reminder-1": m.tk_reminder_1, "reminder-2": m.tk_reminder_2, "reminder-3": m.tk_reminder_3, "formal-notice": m.tk_formal_notice, statement: m.tk_statement, "promise-confirmed": m.tk_promise_confirmed,
  "promise-broken": m.tk_promise_broken, "thank-you": m.tk_thank_you, "dispute-acknowledged": m.tk_dispute_acknowledged, "call-note": m.tk_call_note,
};
export const templateWord = word(templates);
/** What comes with Quittance is called by the reader's own words, until somebody gives it another name. */
const supplied: Words = {
  "Courtesy note": m.tk_courtesy, "First reminder": m.tk_reminder_1, "Second reminder": m.tk_reminder_2, "Last reminder": m.tk_reminder_3, "Formal notice": m.tk_formal_notice, Call: m.nm_call, "Hand-off": m.nm_hand_off,
  "Standard France": m.nm_standard, Gentle: m.nm_gentle, Strict: m.nm_strict, "Public sector, Chorus Pro": m.nm_public, "Small amounts": m.nm_small,
};
export const named = word(supplied);
export const listed = (words: readonly string[]): string => (words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} ${m.and()} ${words.at(-1)}`);
export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);
export const levelBadge = (level: number): string => (level === 0 ? "–" : `R${level}`);

const isCurrency = /^[A-Z]{3}$/;
/** Reasons carry amounts as whole minor units. */
export const minorText = (minor: unknown, currency: unknown): string => (typeof currency === "string" && isCurrency.test(currency) ? amountText(toJson(money(BigInt(String(minor)), currency))) : String(minor));
const on = (value: unknown): string => (typeof value === "string" && /^\d{4}-\d\d-\d\d/.test(value) ? day(value.slice(0, 10)) : "–");

/** The first amounts of a reason that names one per currency. */
const perCurrency = (reason: Reason): string => Object.entries(reason).flatMap(([key, value]) => (key !== "code" && isCurrency.test(key) ? [minorText(value, key)] : [])).join(", ");

/** Credits and money not yet applied outweigh what is late: nothing is asked for. */
const inFavour = (reason: Reason): boolean => Object.entries(reason).every(([key, value]) => !isCurrency.test(key) || String(value).startsWith("-"));

const acceptance: Words = { "not-available": m.acc_not_available, suspended: m.acc_suspended, refused: m.acc_refused, rejected: m.acc_rejected };
const contact: Words = { "none-known": m.con_none_known, bounced: m.con_bounced, complained: m.con_complained, complaint: m.con_complained, away: m.con_away, "out-of-office": m.con_away };
const signals: Readonly<Record<string, (values: { date: string }) => string>> = {
  "new-order": m.sig_new_order, "payment-received": m.sig_payment_received, "unread-reply": m.sig_unread_reply, "out-of-office": m.sig_out_of_office, "score-down": m.sig_score_down,
  "insurer-cut": m.sig_insurer_cut, complaint: m.sig_complaint, "document-requested": m.sig_document_requested, "payment-announced": m.sig_payment_announced, "score-up": m.sig_score_up,
};
const slots: Readonly<Record<string, (values: { date: string }) => string>> = { weekend: m.why_slot_weekend, holiday: m.why_slot_holiday, closure: m.why_slot_closure, "window-over": m.why_slot_window };

const sentences: Readonly<Record<string, (r: Reason) => string>> = {
  dispute: (r) => (r.minor === undefined || r.currency === undefined ? m.why_dispute_all() : m.why_dispute({ amount: minorText(r.minor, r.currency) })),
  promise: (r) => (r.payOn ? m.why_promise({ date: on(r.payOn), until: on(r.until) }) : m.why_promise_short()),
  "payment-plan": m.why_payment_plan,
  "direct-debit": (r) => (r.on ? m.why_direct_debit_on({ date: on(r.on) }) : m.why_direct_debit()),
  "bill-in-progress": (r) => (r.on ? m.why_bill_on({ date: on(r.on) }) : m.why_bill_in_progress()),
  "announced-payment": m.why_announced_payment,
  "not-accepted": (r) => (r.status ? m.why_not_accepted_of({ state: word(acceptance)(String(r.status)) }) : m.why_not_accepted()),
  "bounced-contact": m.why_bounced_contact, insolvency: m.why_insolvency, "legal-hand-off": m.why_legal_hand_off, vip: m.why_vip, intercompany: m.why_intercompany, "stale-data": m.why_stale_data,
  "unapplied-credit": (r) => (r.credit === undefined ? m.why_unapplied_credit_short() : m.why_unapplied_credit({ credit: minorText(r.credit, r.currency) })),
  "document-requested": m.why_document_requested, "unread-reply": m.why_unread_reply, manual: m.why_manual,
  paused: (r) => (r.of === "everything" ? m.why_paused_everything() : r.of === "policy" ? m.why_paused_policy() : m.why_paused()),
  "level-unmapped": m.why_level_unmapped,
  "below-minimum-item": (r) => m.why_below_minimum_item({ amount: minorText(r.minor, r.currency) }),
  "below-minimum-total": (r) => (inFavour(r) ? m.why_in_favour({ amount: perCurrency(r) }) : m.why_below_minimum_total({ amount: perCurrency(r) })),
  "below-step-minimum": m.why_below_step_minimum,
  "message.attachment-not-found": (r) => m.why_attachment_not_found({ names: String(r.names) }),
  "message.attachment-too-large": (r) => m.why_attachment_too_large({ name: String(r.name) }),
  "no-usable-contact": (r) => `${m.why_no_usable_contact({ channel: channelWord(String(r.channel)).toLowerCase() })}${contact[String(r.why)] ? ` (${contact[String(r.why)]!()})` : ""}`,
  "no-postal-address": (r) => (r.missing === "returned" ? m.why_address_returned() : m.why_no_postal_address()), "contact-away": m.why_contact_away, "mend-contact": m.why_mend_contact,
  "no-template-language": (r) => (r.language ? m.why_no_template_language({ template: templateWord(String(r.template)), language: languageWord(String(r.language)) }) : m.why_no_language()),
  "channel-replaced": (r) => m.why_channel_replaced({ channel: channelWord(String(r.by)) }),
  "context-rule": (r) => {
    const said = signals[String(r.signal)]?.({ date: on(r.on) }) ?? String(r.signal);
    return r.expectedOn ? `${said}, ${r.signal === "out-of-office" ? m.evt_away_until({ date: on(r.expectedOn) }) : m.evt_expected_on({ date: on(r.expectedOn) })}` : said;
  },
  "message-under-way": m.why_message_under_way,
  "quiet-days": (r) => m.why_quiet_days({ last: on(r.last), date: on(r.until) }),
  "waits-for-slot": (r) => slots[String(r.why)]?.({ date: on(r.until) }) ?? m.why_slot_short(),
  "ladder-ended": m.why_ladder_ended, "step-not-due": (r) => m.why_step_not_due({ date: on(r.on) }), "step-due": m.why_step_due, "step-needs-approval": m.why_step_needs_approval,
  "above-maximum": (r) => m.why_above_maximum({ amount: minorText(r.minor, r.currency), maximum: minorText(r.maximum, r.currency) }),
  "no-maximum-for-currency": (r) => m.why_no_maximum({ currency: String(r.currency) }),
  "policy-changed": m.why_policy_changed, settled: (r) => m.why_settled({ number: String(r.number) }), "another-step": m.why_another_step, "no-longer-due": m.why_no_longer_due,
  "nothing-open": m.why_nothing_open, "nothing-asked": m.why_nothing_open, "written-by-hand": m.why_written_by_hand, "legal-letter": m.why_legal_letter, mailing: (r) => m.why_mailing({ count: String(r.above) }),
  overridden: (r) => m.why_overridden({ what: whyShort(String(r.what)), why: String(r.why) }),
  "stopped-by-hand": (r) => `${m.why_stopped_by_hand({ by: String(r.by) })}${r.note ? ` (${r.note})` : ""}`,
  withdrawn: (r) => m.why_withdrawn({ by: String(r.by) }),
  "left-out": (r) => m.why_left_out({ number: String(r.number) }), added: (r) => m.why_added({ number: String(r.number) }), "amount-changed": (r) => m.why_amount_changed({ number: String(r.number) }),
  "interest.rate-unconfirmed": m.why_rate_unconfirmed, "interest.rule-unverified": m.why_rate_unconfirmed, "message.rate-unconfirmed": m.why_rate_unconfirmed, "message.documents-missing": m.why_documents_missing,
};
/** Whose end is a part of the sentence already. */
const told = new Set(["promise", "quiet-days", "waits-for-slot", "context-rule"]);

export function whyWords(reason: Reason): string {
  const sentence = sentences[reason.code]?.(reason) ?? m.why_other({ code: reason.code });
  const more = [
    ...(reason.until && !told.has(reason.code) ? [m.why_until({ date: on(reason.until) })] : []),
    ...(reason.owner ? [m.why_owner({ owner: String(reason.owner) })] : []),
    ...(reason.note && reason.code !== "stopped-by-hand" ? [m.quoted({ text: String(reason.note) })] : []),
  ];
  return more.length > 0 ? `${sentence}, ${more.join(", ")}` : sentence;
}

const brief: Words = {
  promise: m.why_promise_short, "unapplied-credit": m.why_unapplied_credit_short, "below-minimum-total": m.why_below_minimum_short, "below-minimum-item": m.why_below_minimum_short,
  "no-usable-contact": m.why_no_usable_contact_short, "quiet-days": m.why_quiet_short, "waits-for-slot": m.why_slot_short, dispute: m.why_dispute_all, "step-not-due": m.why_slot_short,
  "no-template-language": m.why_no_language, "context-rule": m.why_context_rule_short,
};
/** For a list that counts reasons: without the values of one case. */
export const whyShort = (code: string): string => brief[code]?.() ?? sentences[code]?.({ code }) ?? m.why_other({ code });

/** What goes to a customer, in one line: by which way, to how many, in which language; what is left out, or why nothing goes. */
export function rowWords({ messages, left, outcome, reasons, nextOn }: RunRow): string {
  const going = messages.filter(({ kind }) => kind !== "task");
  const parts: string[] = going.map(({ channels: by, recipients, language }) => {
    const channel = listed(by.map((one, n) => (n === 0 ? channelWord(one) : channelWord(one).toLowerCase())));
    return recipients > 1 ? m.sum_to({ channel, n: recipients, count: String(recipients), language: language.toUpperCase() }) : m.sum_alone({ channel, language: language.toUpperCase() });
  });
  const calls = messages.length - going.length;
  if (calls > 0) parts.push(m.sum_call({ n: calls, count: String(calls) }));
  if (outcome === "approval") parts.push(...going.flatMap(({ approvals }) => approvals.map(whyWords)));
  if (left.length > 0 && going.length > 0) parts.push(m.sum_left_out({ n: left.length, count: String(left.length) }));
  if (going.length === 0) parts.push(...reasons.map(whyWords));
  if (parts.length === 0 && nextOn) parts.push(capital(m.next_on({ date: day(nextOn) })));
  return parts.join(" · ");
}

/** How a customer's next message differs from what the last real run did. */
export function changeWords(one: RunChange | undefined): string {
  if (!one) return "";
  if (one.change === "changed") return m.chg_was({ step: listed(one.before.map(named)) });
  return one.change === "new" ? m.chg_is_new() : m.chg_was({ step: listed(one.steps.map(named)) });
}
