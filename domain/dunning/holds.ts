// What stops the whole message, whatever is due: the switch, a stale source, a debtor who may not be reminded, something that just happened.
// Every one that applies is told, not only the first: a clerk who lifts one hold must not find the next behind it.
import { addBusinessDays } from "#domain/calendar/business-days.ts";
import { addDays, type DateText } from "#domain/date.ts";
import { holdReason, isActive } from "#domain/dunning/claim.ts";
import type { ContextRule, Step } from "#domain/dunning/policy/schema.ts";
import type { Prepared } from "#domain/dunning/prepare.ts";
import type { Signal, Situation } from "#domain/dunning/situation.ts";
import type { World } from "#domain/dunning/world.ts";
import type { Reason } from "#domain/reason.ts";

export function wholeHolds({ debtor, addressee, holds, lines, accounts }: Situation, { policy }: Prepared, world: World, today: DateText): Reason[] {
  const reasons: Reason[] = [];
  for (const { scope, ...hold } of world.pauses) {
    const applies = scope.of === "everything" || (scope.of === "policy" && scope.policyId === policy.id);
    if (applies && isActive({ ...hold, scope }, today)) reasons.push({ ...holdReason({ ...hold, scope }), of: scope.of });
  }
  // A payment that the stale source has not told yet may have settled any of these items.
  for (const { source, state, asOf, entityIds } of world.stale) {
    if (entityIds.length === 0 || lines.some(({ entityId }) => entityIds.includes(entityId))) reasons.push({ code: "stale-data", source, state, asOf });
  }
  // Of several debtors of one payer, a hold on one keeps his items out (claim.ts); a hold on whoever is written to keeps everything back.
  const whole = accounts.length === 1 ? [debtor.id, addressee.id] : [addressee.id];
  for (const hold of holds) {
    const { scope } = hold;
    if (scope.of === "debtor" && whole.includes(scope.customerId) && isActive(hold, today)) reasons.push(holdReason(hold));
  }
  for (const flag of new Set([...(accounts.length === 1 ? debtor.flags : []), ...addressee.flags])) reasons.push({ code: flag });
  return reasons;
}

export type ActiveRule = { readonly rule: ContextRule; readonly signal: Signal; readonly until: DateText };

/** The rules of the policy whose signal is recent enough to matter today. */
export function activeRules({ rules }: Prepared, signals: readonly Signal[], place: string, today: DateText): ActiveRule[] {
  if (signals.length === 0) return [];
  return rules.flatMap((rule) => {
    const { signal: kind, withinDays, business } = rule.when;
    return signals.flatMap((signal) => {
      if (signal.kind !== kind || signal.on > today) return [];
      const from = signal.expectedOn !== undefined && signal.expectedOn > signal.on ? signal.expectedOn : signal.on;
      const until = business ? addBusinessDays(from, withinDays, place) : addDays(from, withinDays);
      return today <= until ? [{ rule, signal, until }] : [];
    });
  });
}

export const ruleReason = ({ rule, signal: { kind, on, expectedOn, amount }, until }: ActiveRule): Reason => ({
  code: "context-rule", rule: rule.id, signal: kind, on, until, effect: rule.effect.kind, ...(expectedOn ? { expectedOn } : {}), ...(amount ? { minor: String(amount.minor), currency: amount.currency } : {}),
});
/** Of the rules that hold today those that change a step of this level in this way. */
export const rulesFor = (rules: readonly ActiveRule[], { level }: Pick<Step, "level">, kind: ContextRule["effect"]["kind"]): readonly ActiveRule[] => (rules.length === 0 ? rules : rules.filter(({ rule }) => rule.effect.kind === kind && level >= rule.fromLevel));
const noShift = { days: 0, reasons: [] };
/** Days sooner (negative) or later. Of several rules the strongest of each kind counts, once. */
export function shiftOf(rules: readonly ActiveRule[], step: Pick<Step, "level">): { readonly days: number; readonly reasons: readonly Reason[] } {
  if (rules.length === 0) return noShift;
  const shifting = [...rulesFor(rules, step, "sooner"), ...rulesFor(rules, step, "later")];
  const most = (kind: "sooner" | "later"): number => shifting.reduce((days, { rule: { effect } }) => (effect.kind === kind ? Math.max(days, effect.days) : days), 0);
  return { days: most("later") - most("sooner"), reasons: shifting.map(ruleReason) };
}
