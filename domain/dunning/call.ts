// Phone tasks: which first, and what their outcomes mean. The list is short on purpose: what was promised and not kept, then how far it has come, then how
// old it is, then how much it is in the list's own currency. Amounts of other currencies are not compared; age and level rank those.
import { addBusinessDays } from "#domain/calendar/business-days.ts";
import type { DateText } from "#domain/date.ts";
import type { Reason } from "#domain/reason.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export type Call = {
  readonly messageId: string;
  readonly level: number;
  readonly oldestDays: number;
  readonly claimed: readonly { readonly currency: string; readonly minor: bigint }[];
  readonly brokenPromises: number;
  readonly dueOn: DateText;
  /** How often nobody answered. */
  readonly tries: number;
};
export type RankedCall<C extends Call> = { readonly call: C; readonly rank: number; readonly reasons: readonly Reason[] };

export function rankCalls<C extends Call>(calls: readonly C[], currency: string, today: DateText): RankedCall<C>[] {
  const amount = ({ claimed }: Call): bigint => claimed.find((one) => one.currency === currency)?.minor ?? 0n;
  return calls
    .filter(({ dueOn }) => dueOn <= today)
    .toSorted((a, b) => b.brokenPromises - a.brokenPromises || b.level - a.level || band(b.oldestDays) - band(a.oldestDays) || Number(amount(b) - amount(a)) || a.tries - b.tries || (a.messageId < b.messageId ? -1 : 1))
    .map((call, n) => ({ call, rank: n + 1, reasons: reasonsFor(call, amount(call), currency) }));
}

const reasonsFor = ({ brokenPromises, level, oldestDays }: Call, minor: bigint, currency: string): Reason[] => [...(brokenPromises > 0 ? [{ code: "call.broken-promise", count: brokenPromises }] : []), { code: "call.level", level }, { code: "call.oldest", days: oldestDays }, { code: "call.amount", minor: String(minor), currency }];

/** Months late, so that a day more does not put a small debt before a large one. */
const band = (days: number): number => Math.floor(days / 30);

export type CallOutcome =
  | { readonly outcome: "promised" }
  | { readonly outcome: "disputed"; readonly what: string }
  | { readonly outcome: "payment-announced"; readonly on: DateText }
  | { readonly outcome: "no-answer" | "left-message" }
  | { readonly outcome: "call-back"; readonly on: DateText }
  | { readonly outcome: "wrong-number" }
  | { readonly outcome: "refused"; readonly why: string };

export type AfterCall = {
  /** The task is over, or comes back on a day. */
  readonly next: { readonly done: true } | { readonly done: false; readonly on: DateText };
  /** What else has to be made of it; the form that asks for the outcome asks for that too. */
  readonly also: readonly ("promise" | "dispute" | "announced-payment" | "mend-contact" | "escalate")[];
};

const MOST_TRIES = 3;

export function afterCall(call: Pick<Call, "tries">, outcome: CallOutcome, today: DateText, place: string): AfterCall | Refused<"call.date-in-the-past"> {
  if ("on" in outcome && outcome.on < today) return refused("call.date-in-the-past", { on: outcome.on });
  switch (outcome.outcome) {
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
