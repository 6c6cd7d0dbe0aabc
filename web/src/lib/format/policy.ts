// A policy in words: its steps in two lines as on the ladder, what it applies to, what keeps it from being published.
import type { Answer } from "#lib/api/client.ts";
import { amountText, counted, weekdayName } from "#lib/format/format.ts";
import { capital, channelWord, languageWord, listed, roleWord, toneWord } from "#lib/format/reminder.ts";
import * as m from "#lib/paraglide/messages.js";

export type KeptPolicy = Answer<"GET /dunning/policies/{id}">["versions"][number];
export type Policy = KeptPolicy["policy"];
export type Step = Policy["steps"][number];
export type Problem = KeptPolicy["problems"][number];
export type ContextRule = Policy["rules"][number];

type Words = Readonly<Record<string, () => string>>;
export const kindWords: Words = { message: m.kind_message, task: m.kind_task, "hand-off": m.kind_hand_off };
export const attachmentWords: Words = {
  statement: m.att_statement, invoices: m.att_invoices, "overdue-invoices": m.att_overdue_invoices, "credit-notes": m.att_credit_notes,
};
export const chargesWords: Words = { none: m.charges_none, displayed: m.charges_displayed, claimed: m.charges_claimed };
export const unitWords: Words = { debtor: m.unit_debtor, payer: m.unit_payer, parent: m.unit_parent, contract: m.unit_contract, entity: m.unit_entity };
export const groupingWords: Words = { "one-message": m.group_one_message, "one-per-level": m.group_one_per_level };
export const signalWords: Words = {
  "new-order": m.signal_new_order, "payment-received": m.signal_payment_received, "unread-reply": m.signal_unread_reply, "out-of-office": m.signal_out_of_office, "score-down": m.signal_score_down,
  "insurer-cut": m.signal_insurer_cut, complaint: m.signal_complaint, "document-requested": m.signal_document_requested, "payment-announced": m.signal_payment_announced, "score-up": m.signal_score_up,
};
const signalSentences: Words = {
  "new-order": m.rule_new_order, "payment-received": m.rule_payment_received, "unread-reply": m.rule_unread_reply, "out-of-office": m.rule_out_of_office, "score-down": m.rule_score_down,
  "insurer-cut": m.rule_insurer_cut, complaint: m.rule_complaint, "document-requested": m.rule_document_requested, "payment-announced": m.rule_payment_announced, "score-up": m.rule_score_up,
};
export const taskWords: Words = { none: m.task_none, collector: m.role_collector_of, salesperson: m.role_salesperson_of, "cash-applier": m.task_cash_applier, "credit-manager": m.task_credit_manager };

type Effect = ContextRule["effect"];
export const effectWord = (effect: Effect): string => {
  switch (effect.kind) {
    case "tone":
      return m.eff_tone({ tone: toneWord(effect.tone) });
    case "sooner":
    case "later":
      return (effect.kind === "sooner" ? m.eff_sooner : m.eff_later)(counted(effect.days));
    default:
      return ({ hold: m.eff_hold, approve: m.eff_approve, skip: m.eff_skip, call: m.eff_call } as const)[effect.kind]();
  }
};
/** What each effect begins with when it is chosen. */
export const newEffects: Readonly<Record<Effect["kind"], Effect>> = { hold: { kind: "hold" }, tone: { kind: "tone", tone: "helpful" }, approve: { kind: "approve" }, sooner: { kind: "sooner", days: 3 }, later: { kind: "later", days: 3 }, skip: { kind: "skip" }, call: { kind: "call" } };
export const effectChoice: Readonly<Record<Effect["kind"], () => string>> = { hold: m.eff_hold_choice, tone: m.eff_tone_choice, approve: m.eff_approve_choice, sooner: m.eff_sooner_choice, later: m.eff_later_choice, skip: m.eff_skip_choice, call: m.eff_call_choice };
/** A whole rule as one would say it to a colleague. */
export function ruleSentence({ when: { signal, withinDays, business }, fromLevel, effect, task }: ContextRule): string {
  const what = signalSentences[signal]?.() ?? signal;
  const within = withinDays === 0 ? m.rule_today() : (business ? m.rule_within_business : m.rule_within)(counted(withinDays));
  const from = fromLevel === 0 ? m.rule_every_level() : m.rule_from_level({ level: fromLevel });
  const said = m.rule_sentence({ what, within, from, effect: effectWord(effect) });
  return task === "none" ? said : `${said} ${capital(m.rule_told({ who: taskWords[task]!() }))}`;
}

/** −5 · +18: from the due date; a step that counts otherwise has none. */
export const dayMark = ({ timing: { due } }: Step): string => (due === undefined ? "·" : due < 0 ? `\u2212${-due}` : `+${due}`);

/** By which way and to whom beside; then what limits it. Two short lines, as on the ladder. */
export function stepLines(step: Step): readonly [string, string] {
  const { kind, channels, copyTo, minimum, approval, daysToPay, timing } = step;
  const way = kind === "task" ? m.pol_task_for() : kind === "hand-off" ? m.pol_file_out() : listed(channels.map((one) => channelWord(one).toLowerCase()));
  const first = [way, ...(copyTo.length > 0 ? [m.pol_copy_to({ who: listed(copyTo.map(roleWord)) })] : [])];
  const second = [
    ...(timing.previous === undefined ? [] : [timing.due === undefined ? m.pol_after_previous_only({ days: timing.previous }) : m.pol_after_previous({ days: timing.previous })]),
    ...(timing.invoice === undefined ? [] : [m.pol_after_invoice({ days: timing.invoice })]),
    ...minimum.slice(0, 1).map((amount) => m.pol_over({ amount: amountText(amount, { cents: false }) })),
    ...(kind === "task" ? [m.pol_no_level()] : []),
    ...(approval ? [m.pol_by_hand()] : []),
    ...(daysToPay ? [m.pol_days_to_pay(counted(daysToPay))] : []),
  ];
  return [capital(first.join(", ")), capital(second.join(", "))];
}

export function appliesWords({ appliesTo: { customers, segments, entities, countries } }: Policy, entityName: (id: string) => string): string {
  const parts = [...(customers.length > 0 ? [m.pol_customers_count(counted(customers.length))] : []), ...segments, ...entities.map(entityName), ...countries];
  return parts.length > 0 ? parts.join(", ") : m.pol_everybody();
}

/** 1 is Monday; the fifth of January 2026 was one. */
export const weekdayWord = (n: number, width: "long" | "narrow" = "long"): string => weekdayName(`2026-01-${String(4 + n).padStart(2, "0")}`, width);
const workingDays = "1,2,3,4,5";
export const daysWord = ({ window: { weekdays } }: Policy): string => {
  const days = weekdays.toSorted();
  return days.join() === workingDays ? `${capital(weekdayWord(1))}–${weekdayWord(5)}` : capital(listed(days.map((n) => weekdayWord(n))));
};

const ruleSignal = ({ signal }: Problem): string => capital(signalWords[String(signal)]?.() ?? String(signal));
const sentences: Readonly<Record<string, (p: Problem) => string>> = {
  "policy.step-after-hand-off": m.prob_step_after_hand_off, "policy.no-reminder": m.prob_no_reminder, "policy.step-twice": m.prob_step_twice, "policy.step-without-trigger": m.prob_step_without_trigger,
  "policy.first-step-needs-date": m.prob_first_step_needs_date, "policy.courtesy-after-due": m.prob_courtesy_after_due, "policy.reminder-before-due": m.prob_reminder_before_due,
  "policy.days-not-rising": (p) => m.prob_days_not_rising({ due: String(p.due), before: String(p.before) }), "policy.task-raises-level": m.prob_task_raises_level, "policy.ladder-not-rising": m.prob_ladder_not_rising,
  "policy.formal-notice-without-deadline": m.prob_formal_without_deadline, "policy.charges-before-due": m.prob_charges_before_due, "policy.task-is-a-call": m.prob_task_is_a_call,
  "policy.currency-twice": (p) => m.prob_currency_twice({ currency: String(p.currency) }), "policy.minimum-above-maximum": (p) => m.prob_minimum_above_maximum({ currency: String(p.currency) }),
  "policy.unknown-step": (p) => m.prob_unknown_step({ step: String(p.step) }), "policy.window-empty": m.prob_window_empty, "policy.friday-empty": m.prob_friday_empty, "policy.closure-backwards": m.prob_closure_backwards,
  "policy.step-without-template": m.prob_step_without_template, "policy.unknown-template": (p) => m.prob_unknown_template({ template: String(p.template) }),
  "policy.language-missing": (p) => m.prob_language_missing({ template: String(p.template), language: languageWord(String(p.language)) }),
  "policy.mapped-to-unknown-step": (p) => m.prob_mapped_to_unknown_step({ from: String(p.from) }), "policy.step-unmapped": (p) => m.prob_step_unmapped({ from: String(p.from), version: String(p.version) }),
  "policy.step-unreachable": m.prob_step_unreachable,
  "policy.rule-twice": (p) => m.prob_rule_twice({ signal: ruleSignal(p) }), "policy.rule-above-ladder": (p) => m.prob_rule_above_ladder({ signal: ruleSignal(p), level: String(p.fromLevel), highest: String(p.highest) }),
  "policy.rule-skips-nothing": (p) => m.prob_rule_skips_nothing({ signal: ruleSignal(p) }),
};
export const problemWords = (problem: Problem): string => sentences[problem.code]?.(problem) ?? m.prob_other({ code: problem.code });
/** The step that a problem is about, if it is about one. */
export const stepOf = ({ code, step }: Problem, { steps }: Policy): Step | undefined => (code === "policy.unknown-step" ? undefined : steps.find(({ id }) => id === step));
