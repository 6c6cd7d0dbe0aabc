// What a message says: the instalments that climb, those that are listed beside them, the credits, and subtotals per currency.
import { dayOf } from "#domain/dunning/days.ts";
import { countsFrom } from "#domain/dunning/ladder.ts";
import type { Prepared, Rung } from "#domain/dunning/prepare.ts";
import type { Delivery } from "#domain/dunning/recipients.ts";
import type { MessageLine, MessageTotal, PlannedMessage } from "#domain/dunning/schema.ts";
import type { OpenLine, Situation } from "#domain/dunning/situation.ts";
import type { Account, Stand } from "#domain/dunning/standing.ts";
import { closedFor, type World } from "#domain/dunning/world.ts";
import type { Reason } from "#domain/reason.ts";

export type Composing = {
  readonly situation: Situation;
  readonly prepared: Prepared;
  readonly world: World;
  readonly place: string;
  readonly date: string;
  readonly today: number;
  readonly account: Account;
  readonly rung: Rung;
  readonly group: readonly Stand[];
  readonly delivery: Delivery;
  readonly tone: PlannedMessage["tone"];
  readonly ruleApprovals: readonly Reason[];
  /** What else made it what it is: a rule of the policy, a bounce. */
  readonly because: readonly Reason[];
};

export function composed(of: Composing): PlannedMessage | { readonly tooSmall: Reason } {
  const { situation, prepared: { policy }, world, place, rung, delivery, group } = of;
  const { step } = rung;
  const lines = linesOf(of);
  const totals = totalsOf(lines);
  if (!rung.task && belowMinimum(of, totals)) return { tooSmall: { code: "below-minimum-total", ...amountsOf(totals) } };
  const slot = world.slot(policy, place, situation.addressee.timeZone);
  const approvals = rung.task ? [] : approvalsOf(of, totals);
  return {
    group: situation.group, policyId: policy.id, policyVersion: policy.version, step: step.id, cycle: cycleOf(situation),
    kind: step.kind, debtorId: situation.debtor.id, addresseeId: situation.addressee.id, level: step.level, stepName: step.name,
    channels: [...delivery.channels], ...(step.template ? { template: step.template } : {}), tone: of.tone, language: delivery.language,
    to: [...delivery.to], copyTo: [...delivery.copyTo], attachments: step.attachments, ...(step.daysToPay ? { daysToPay: step.daysToPay } : {}), charges: step.charges,
    lines, totals,
    sendOn: slot.on, notBefore: slot.notBefore, notAfter: slot.notAfter, timeZone: situation.addressee.timeZone,
    approvals, reasons: [{ code: "step-due", step: step.id, items: group.length }, ...of.because, ...delivery.reasons],
  };
}

/** The spell of being late and the messages that it has seen: of several customers of one payer, together. */
const cycleOf = ({ accounts }: Situation): string => `${Math.max(1, ...accounts.map(({ cycle }) => cycle))}.${accounts.reduce((sum, { settled }) => sum + settled, 0)}`;

function linesOf({ prepared, account, rung, group, today, place }: Composing): MessageLine[] {
  const climbing = new Set(group);
  const closed = (day: number): boolean => closedFor(prepared.policy, place, day) !== "";
  const lines: MessageLine[] = [];
  for (const stand of account.stands) {
    if (climbing.has(stand)) {
      const step = rung.task ? stand.next!.task! : stand.next!.due!;
      const level = rung.task ? stand.level : step.rung.step.level;
      // A courtesy note that joins a reminder is told in it, and not asked for: nothing is owed before its day.
      const asked = rung.courtesy || today > stand.dueDay ? stand : { ...stand, claimedMinor: 0n };
      lines.push({ ...shown(stand.line, asked, today), level, part: "advances", step: step.rung.step.id, countsFrom: countsFrom(step.day, today, closed) });
    } else if (stand.blocked.length === 0 && prepared.policy.grouping === "one-message") {
      if (today > stand.dueDay) lines.push({ ...shown(stand.line, stand, today), level: stand.level, part: "listed" });
      else if (prepared.policy.listNotDue) lines.push({ ...shown(stand.line, stand, today), level: stand.level, part: "not-due" });
    }
  }
  const currencies = new Set(lines.map(({ currency }) => currency));
  for (const credit of account.credits) if (currencies.has(credit.currency)) lines.push({ ...shown(credit, { claimedMinor: 0n, dueDay: dayOf(credit.dueOn) }, today), level: 0, part: "credit" });
  return lines;
}

export function shown(line: OpenLine, { claimedMinor, dueDay }: Pick<Stand, "claimedMinor" | "dueDay">, today: number): Omit<MessageLine, "level" | "part"> {
  const { key, itemId, instalment, customerId, entityId, kind, number, reference, issuedOn, dueOn, currency, minor, openMinor, disputedMinor } = line;
  const told = { key, itemId, instalment, customerId, entityId, kind, number, issuedOn, dueOn, daysLate: today - dueDay, currency, minor, openMinor, disputedMinor, claimedMinor };
  return reference ? { ...told, reference } : told;
}

export function totalsOf(lines: readonly MessageLine[]): MessageTotal[] {
  const totals = new Map<string, MessageTotal>();
  for (const { currency, part, daysLate, openMinor, disputedMinor, claimedMinor } of lines) {
    const total = totals.get(currency) ?? { currency, overdueMinor: 0n, disputedMinor: 0n, claimedMinor: 0n, creditsMinor: 0n, notDueMinor: 0n };
    totals.set(currency, total);
    if (part === "credit") total.creditsMinor += openMinor;
    else if (part === "not-due" || daysLate <= 0) total.notDueMinor += openMinor;
    else total.overdueMinor += openMinor;
    if (part === "advances" || part === "listed") total.claimedMinor += claimedMinor;
    total.disputedMinor += part === "credit" ? 0n : disputedMinor;
  }
  return [...totals.values()];
}

/** What is asked for less what is his already. */
const netOf = ({ claimedMinor, creditsMinor }: MessageTotal): bigint => claimedMinor + creditsMinor;
const amountsOf = (totals: readonly MessageTotal[]): Record<string, string> => Object.fromEntries(totals.map((total) => [total.currency, String(netOf(total))]));

export const belowMinimum = ({ prepared: { minimumTotal } }: Pick<Composing, "prepared">, totals: readonly MessageTotal[]): boolean => totals.every((total) => netOf(total) < (minimumTotal.get(total.currency) ?? 0n));

/** Above the policy's maximum a person looks first; a currency for which it names none is above it. */
function approvalsOf({ prepared: { maximumTotal }, rung: { step }, ruleApprovals }: Composing, totals: readonly MessageTotal[]): Reason[] {
  const reasons: Reason[] = [...ruleApprovals];
  // A case goes to nobody by itself: a person names the recipient, another releases it.
  if (step.approval || step.kind === "hand-off") reasons.push({ code: "step-needs-approval", step: step.id });
  return [...reasons, ...aboveMaximum(maximumTotal, totals)];
}

export function aboveMaximum(maximumTotal: Composing["prepared"]["maximumTotal"], totals: readonly MessageTotal[]): Reason[] {
  if (maximumTotal.size === 0) return [];
  return totals.flatMap(({ currency, claimedMinor }): Reason[] => {
    const maximum = maximumTotal.get(currency);
    if (maximum === undefined) return [{ code: "no-maximum-for-currency", currency }];
    return claimedMinor > maximum ? [{ code: "above-maximum", currency, minor: String(claimedMinor), maximum: String(maximum) }] : [];
  });
}
