// Where each open instalment of a debtor stands before today's decision, and what his whole account says of the steps to come.
import { dayOf } from "#domain/dunning/days.ts";
import type { Claim } from "#domain/dunning/claim.ts";
import { ruleReason, rulesFor, shiftOf, type ActiveRule } from "#domain/dunning/holds.ts";
import type { Climb, NextStep, Standing } from "#domain/dunning/ladder.ts";
import type { Prepared, Rung } from "#domain/dunning/prepare.ts";
import type { Delivery, Undeliverable } from "#domain/dunning/recipients.ts";
import type { Mark } from "#domain/dunning/schema.ts";
import type { OpenLine, Situation } from "#domain/dunning/situation.ts";
import type { Reason } from "#domain/reason.ts";

export type Stand = Omit<Standing, "at"> & {
  /** Undefined when its level belongs to another policy and nobody said what it means in this one. */
  readonly at: number | undefined;
  readonly level: number;
  readonly claimedMinor: bigint;
  /** Everything that keeps it out of a message. */
  readonly blocked: Reason[];
  /** What is worth saying of an instalment that may go: a part of it is disputed, it is small. */
  readonly notes: readonly Reason[];
  /** Too small to be a reason to write; listed when there is another. */
  readonly small: boolean;
  /** The message under way that it is in: until that one has arrived, or failed, it climbs no further. */
  readonly busy: string | undefined;
  next?: NextStep;
};

export type Account = {
  readonly stands: readonly Stand[];
  readonly credits: readonly OpenLine[];
  readonly keys: ReadonlySet<string>;
  /** Claimable and late, by currency; currencies are never added. */
  readonly overdue: ReadonlyMap<string, bigint>;
  readonly pastCycles: readonly string[];
};

export function standingsOf(situation: Situation, claims: ReadonlyMap<string, Claim>, prepared: Prepared, today: number): Account {
  const marks = new Map<string, Mark>();
  const tasks = new Map<string, string[]>();
  const busy = new Map<string, string>();
  for (const account of situation.accounts) {
    for (const way of account.underWay) if (way.kind !== "task") for (const key of way.keys) busy.set(key, way.messageId);
    for (const mark of account.marks) marks.set(mark.key, mark);
    for (const { key, step } of account.tasks) tasks.set(key, [...(tasks.get(key) ?? []), step]);
  }
  const stands: Stand[] = [];
  const credits: OpenLine[] = [];
  const keys = new Set<string>();
  const overdue = new Map<string, bigint>();
  for (const line of situation.lines) {
    if (line.openMinor < 0n) credits.push(line);
    if (line.openMinor <= 0n) continue;
    keys.add(line.key);
    const stand = standOf(line, claims.get(line.key)!, marks.get(line.key), tasks.get(line.key) ?? none, busy.get(line.key), prepared);
    stands.push(stand);
    if (today > stand.dueDay && stand.blocked.length === 0) overdue.set(line.currency, (overdue.get(line.currency) ?? 0n) + stand.claimedMinor);
  }
  coverByCredits(stands, credits, overdue, prepared, today);
  return { stands, credits, keys, overdue, pastCycles: situation.accounts.flatMap(({ pastCycles }) => pastCycles) };
}
const none: readonly string[] = [];

function standOf(line: OpenLine, { claimedMinor, reasons }: Claim, mark: Mark | undefined, tasksMade: readonly string[], busy: string | undefined, { rungOf, minimumItem }: Prepared): Stand {
  const at = mark ? rungOf(mark) : -1;
  const small = claimedMinor > 0n && claimedMinor < (minimumItem.get(line.currency) ?? 0n);
  const blocked = claimedMinor === 0n ? [...reasons] : at === undefined ? [{ code: "level-unmapped", policy: mark!.policyId, version: mark!.policyVersion, step: mark!.step }] : [];
  const notes = [...(claimedMinor > 0n ? reasons : []), ...(small ? [{ code: "below-minimum-item", minor: String(claimedMinor), currency: line.currency }] : [])];
  return { line, dueDay: dayOf(line.dueOn), at, level: mark?.level ?? 0, mark, tasksMade, claimedMinor, small, busy, blocked, notes };
}

/** Money of his that nobody has applied yet: from the policy's share of what is overdue on, applying it comes before writing. Each currency for itself. */
function coverByCredits(stands: readonly Stand[], credits: readonly OpenLine[], overdue: ReadonlyMap<string, bigint>, { policy }: Prepared, today: number): void {
  if (credits.length === 0) return;
  for (const [currency, late] of overdue) {
    const credit = credits.reduce((sum, line) => (line.currency === currency ? sum - line.openMinor : sum), 0n);
    if (credit === 0n || credit * 100n < late * BigInt(policy.creditsHoldPercent)) continue;
    const reason = { code: "unapplied-credit", credit: String(credit), overdue: String(late), currency };
    for (const stand of stands) if (stand.line.currency === currency && today > stand.dueDay && stand.blocked.length === 0) stand.blocked.push(reason);
  }
}

export function climbOf(account: Account, prepared: Prepared, delivery: (rung: Rung) => Delivery | Undeliverable, rules: readonly ActiveRule[], today: number): Climb {
  const serial = startOfSerialLate(account, prepared, today);
  return {
    passes: (rung, line) => {
      if (rung.minimum.size > 0 && !reaches(rung, rung.courtesy ? new Map([[line.currency, line.openMinor]]) : account.overdue)) return { code: "below-step-minimum" };
      if (!rung.step.skippable && !rung.task) return undefined;
      const [skipped] = rulesFor(rules, rung.step, "skip");
      if (skipped) return ruleReason(skipped);
      const reached = delivery(rung);
      return "undeliverable" in reached && reached.kind !== "waits" ? reached.undeliverable[0] : undefined;
    },
    shift: ({ step }) => shiftOf(rules, step),
    startAt: (standing) => (standing.at >= 0 ? 0 : Math.max(serial, entryByAge(standing, prepared, today))),
  };
}

/** In one currency at least; a currency that the step does not name has no minimum. */
const reaches = ({ minimum }: Rung, amounts: ReadonlyMap<string, bigint>): boolean => [...amounts].some(([currency, minor]) => minor >= (minimum.get(currency) ?? 0n));

function startOfSerialLate({ pastCycles }: Account, { policy: { serialLate }, byId }: Prepared, today: number): number {
  if (!serialLate || pastCycles.length < serialLate.cycles) return 0;
  const lately = pastCycles.filter((on) => dayOf(on) > today - 365).length;
  return lately >= serialLate.cycles ? (byId.get(serialLate.startAt)?.at ?? 0) : 0;
}

function entryByAge({ line, dueDay }: Standing, { policy: { entry }, rungs, byId }: Prepared, today: number): number {
  if (!entry || line.dueOn >= entry.overdueBefore) return 0;
  const ceiling = byId.get(entry.notAbove)?.at ?? -1;
  return rungs.reduce((start, { at, step, task }) => (!task && at <= ceiling && step.timing.due !== undefined && dueDay + step.timing.due <= today ? at : start), 0);
}
