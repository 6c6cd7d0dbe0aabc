// The words of the payments desk that depend on a code or a number.
import type { Group, Payment } from "#lib/payments/desk.svelte.ts";
import { adjustmentWord, matchWords } from "#lib/format/payment.ts";
import { amountText, counted } from "#lib/format/format.ts";
import * as m from "#lib/paraglide/messages.js";

type Counted = { readonly n: number; readonly count: string };
const groupWords: Readonly<Record<Group, (of: Counted) => string>> = {
  proposed: ({ n }) => m.group_proposed({ n }), open: ({ n }) => m.group_open({ n }), approval: () => m.group_approval(), waiting: ({ n }) => m.group_waiting({ n }), automatic: ({ n }) => m.group_automatic({ n }), byPeople: ({ n }) => m.group_by_people({ n }), setAside: ({ n }) => m.group_set_aside({ n }),
};
export const groupWord = (group: Group, of: Counted): string => groupWords[group](of);
/** Of one payment. */
export const groupOne = (group: Group): string => ({ proposed: m.one_proposed, open: m.one_open, approval: m.one_approval, waiting: m.one_waiting, automatic: m.one_automatic, byPeople: m.one_by_people, setAside: m.one_set_aside })[group]();
/** Of a receipt that is not applied, by its status. */
const undone: Readonly<Record<string, () => string>> = { waiting: m.one_waiting, proposed: m.one_proposed, unmatched: m.one_open, "awaiting-approval": m.one_approval };
export const statusOne = (status: string): string => undone[status]?.() ?? status;
export const groupTitle = (group: Group): string => ({ proposed: m.group_title_proposed, open: m.group_title_open, approval: m.group_title_approval, waiting: m.group_title_waiting, automatic: m.group_title_automatic, byPeople: m.group_title_by_people, setAside: m.group_title_set_aside })[group]();

/** The second line of a payment in the list: what it is taken for, or what is in the way. */
export function inShort({ decision, allocations, approval, setAside, status }: Payment): string {
  if (setAside && status === "set-aside") return asideWords(setAside.reason);
  const applied = allocations.findLast(({ takenBack }) => !takenBack);
  const taken = applied ?? approval ?? (status === "unmatched" ? undefined : decision?.proposals[0]);
  if (!taken || taken.lines.length === 0) {
    if (status === "on-account") return m.short_on_account();
    const against = decision?.reasons.find(({ against: isAgainst }) => isAgainst);
    return against ? matchWords(against) : m.short_waiting();
  }
  const credits = taken.lines.filter(({ cleared }) => cleared.amount.startsWith("-")).length;
  const debits = taken.lines.length - credits;
  const parts = [
    debits > 0 ? m.short_invoices(counted(debits)) : "", credits > 0 ? m.short_credits(counted(credits)) : "",
    inPart.has(differenceOf("reasons" in taken ? taken.reasons : [])) && taken.adjustments.length === 0 ? m.short_in_part() : "",
    ...taken.adjustments.map(({ type, amount }) => (amount.amount.startsWith("-") ? m.short_over({ amount: amountText({ ...amount, amount: amount.amount.slice(1) }) }) : `${(adjustmentWord[type]?.() ?? type).toLowerCase()} ${amountText(amount)}`)),
  ];
  return parts.filter(Boolean).join(", ");
}

const inPart = new Set(["partial", "short", "instalment", "retention"]);

const rules: Readonly<Record<string, () => string>> = {
  earned: m.rule_earned, late: m.rule_late, feeShown: m.rule_fee_shown, fee: m.rule_fee, discountFee: m.rule_discount_fee, cents: m.rule_cents, small: m.rule_small, retention: m.rule_retention, instalment: m.rule_instalment, partial: m.rule_partial, short: m.rule_short, over: m.rule_over,
};
/** Which rule explains a difference. */
export const ruleWords = (difference: string): string => rules[difference]?.() ?? "";

const lost: Readonly<Record<string, (values: { documents: string; n: number; rule: string }) => string>> = {
  "runner-up.forgets": ({ documents, n }) => m.lost_forgets({ documents, n }), "runner-up.not-named": ({ documents, n }) => m.lost_not_named({ documents, n }), "runner-up.difference": ({ rule }) => ruleWords(rule),
  "runner-up.same-documents": () => m.lost_same(), "runner-up.weaker": () => m.lost_weaker(),
};
export const lostWords = ({ code, documents, count, rule }: { code: string; documents?: unknown; count?: unknown; rule?: unknown }): string => lost[code]?.({ documents: String(documents ?? ""), n: Number(count ?? 1), rule: String(rule ?? "") }) ?? "";
export const differenceOf = (reasons: readonly { code: string }[]): string => reasons.find(({ code }) => code.startsWith("difference."))?.code.slice("difference.".length) ?? "exact";

/** What the desk itself set aside says so by a code; people say it in words of their own. */
export const asideWords = (reason: string): string => (reason === "transferred" ? m.transfer_aside() : reason === "transfer-returned" ? m.transfer_aside_back() : reason);
