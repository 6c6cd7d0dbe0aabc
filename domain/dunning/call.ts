// Phone tasks: which first, and what their outcomes mean. The list is short on purpose: a broken promise first, then what is overdue by how long (amount times
// days), then how far it has come. Amounts are compared in the desk's own currency, by dated rates; an amount without a rate is not guessed at: it is listed
// last and says so.
import { addBusinessDays } from "#domain/calendar/business-days.ts";
import { addDays, type DateText } from "#domain/date.ts";
import type { Hold } from "#domain/dunning/schema.ts";
import { MOST_DAYS_AHEAD } from "#domain/dunning/signals/signal.ts";
import { convert, money, type Rate } from "#domain/money.ts";
import type { Reason } from "#domain/reason.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export type Owed = { readonly currency: string; readonly minor: bigint; readonly days: number };
export type Call = {
  readonly messageId: string;
  readonly level: number;
  /** What is late, instalment by instalment. */
  readonly owed: readonly Owed[];
  readonly brokenPromises: number;
  readonly dueOn: DateText;
  /** How often nobody answered. */
  readonly tries: number;
};
export type RankedCall<C extends Call> = { readonly call: C; readonly rank: number; readonly reasons: readonly Reason[] };
export type Measure = { readonly currency: string; readonly rates: readonly Rate[]; readonly today: DateText };

export function rankCalls<C extends Call>(calls: readonly C[], measure: Measure): RankedCall<C>[] {
  return calls
    .filter(({ dueOn }) => dueOn <= measure.today)
    .map((call) => ({ call, ...weightOf(call.owed, measure) }))
    .toSorted((a, b) => b.call.brokenPromises - a.call.brokenPromises || compare(b.weight, a.weight) || b.call.level - a.call.level || a.call.tries - b.call.tries || (a.call.messageId < b.call.messageId ? -1 : 1))
    .map(({ call, amount, unknown }, n) => ({ call, rank: n + 1, reasons: reasonsFor(call, amount, unknown, measure.currency) }));
}

/** The sum of amount times days late. A day counts for as much as the money that is late by it. */
function weightOf(owed: readonly Owed[], { currency, rates, today }: Measure): { readonly weight: bigint; readonly amount: bigint; readonly unknown: readonly string[] } {
  const unknown = new Set<string>();
  let [weight, amount] = [0n, 0n];
  for (const one of owed) {
    const rate = one.currency === currency ? undefined : rates.filter(({ from, to, on }) => from === one.currency && to === currency && on <= today).toSorted((a, b) => (a.on < b.on ? 1 : -1))[0];
    if (one.currency !== currency && !rate) {
      unknown.add(one.currency);
      continue;
    }
    const minor = rate ? convert(money(one.minor, one.currency), rate).minor : one.minor;
    amount += minor;
    weight += minor * BigInt(Math.max(one.days, 1));
  }
  return { weight, amount, unknown: [...unknown] };
}

const compare = (a: bigint, b: bigint): number => (a > b ? 1 : a < b ? -1 : 0);

const reasonsFor = ({ brokenPromises, level, owed, tries }: Call, minor: bigint, unknown: readonly string[], currency: string): Reason[] => [
  ...(brokenPromises > 0 ? [{ code: "call.broken-promise", count: brokenPromises }] : []),
  { code: "call.amount", minor: String(minor), currency },
  { code: "call.oldest", days: Math.max(0, ...owed.map(({ days }) => days)) },
  { code: "call.level", level },
  ...(tries > 0 ? [{ code: "call.tried", times: tries }] : []),
  ...unknown.map((one) => ({ code: "call.no-rate", currency: one })),
];

export type CallOutcome =
  | { readonly outcome: "promised" | "reached" }
  | { readonly outcome: "disputed"; readonly what: string }
  /** The day on which he has paid, or will. */
  | { readonly outcome: "payment-announced"; readonly on: DateText }
  | { readonly outcome: "no-answer" | "left-message" }
  | { readonly outcome: "call-back"; readonly on: DateText }
  | { readonly outcome: "wrong-number" | "refused" };

export type AfterCall = {
  /** The task is over, or comes back on a day. */
  readonly next: { readonly done: true } | { readonly done: false; readonly on: DateText };
  /** What else has to be made of it; the form that asks for the outcome asks for that too. */
  readonly also: readonly ("promise" | "dispute" | "announced-payment" | "mend-contact" | "escalate")[];
};

const MOST_TRIES = 3;

export function afterCall(call: Pick<Call, "tries">, outcome: CallOutcome, today: DateText, place: string): AfterCall | Refused<"call.date-in-the-past" | "signal.expected-too-far"> {
  if (outcome.outcome === "call-back" && outcome.on < today) return refused("call.date-in-the-past", { on: outcome.on });
  if (outcome.outcome === "payment-announced" && outcome.on > addDays(today, MOST_DAYS_AHEAD)) return refused("signal.expected-too-far", { expectedOn: outcome.on });
  switch (outcome.outcome) {
    case "reached":
      return { next: { done: true }, also: [] };
    case "promised":
      return { next: { done: true }, also: ["promise"] };
    case "disputed":
      return { next: { done: true }, also: ["dispute"] };
    case "payment-announced":
      return { next: { done: true }, also: ["announced-payment"] };
    case "wrong-number":
      return { next: { done: true }, also: ["mend-contact"] };
    case "refused":
      return { next: { done: true }, also: ["escalate"] };
    case "call-back":
      return { next: { done: false, on: outcome.on }, also: [] };
    default:
      return call.tries + 1 >= MOST_TRIES ? { next: { done: true }, also: ["mend-contact"] } : { next: { done: false, on: addBusinessDays(today, call.tries + 1, place) }, also: [] };
  }
}

/** A dispute that was announced on the telephone holds for three weeks at most: until then it is a case of its own, or it was none. */
const DISPUTE_DAYS = 21;
/** What was announced for a day may take some to show on the bank's statement. */
const ARRIVAL_DAYS = 3;

/** What a call's outcome holds back, instalment by instalment; nothing by itself is for ever. */
export function holdsAfter(outcome: CallOutcome, keys: readonly string[], by: string, today: DateText, place: string): Omit<Hold, "id">[] {
  const held = (reason: Hold["reason"], until: DateText, note: string): Omit<Hold, "id">[] => keys.map((key) => ({ reason, scope: { of: "line", key }, from: today, until, owner: by, ...(note ? { note } : {}), placedBy: by }));
  if (outcome.outcome === "disputed") return held("dispute", addDays(today, DISPUTE_DAYS), outcome.what);
  if (outcome.outcome !== "payment-announced") return [];
  // What was paid long ago has arrived or has not: one day to look for it.
  const [arrives, looked] = [addBusinessDays(outcome.on, ARRIVAL_DAYS, place), addBusinessDays(today, 1, place)];
  return held("announced-payment", arrives > looked ? arrives : looked, "");
}
