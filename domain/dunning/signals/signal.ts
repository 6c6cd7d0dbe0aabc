// Something happened around a debtor: an order, an answer that nobody has read, a word about a payment. It is noted with its day and by whom; what it
// changes is the policy's business (holds.ts), and when it is dealt with it ends. What the ledger knows better (a payment that came in) is not noted.
import { addDays, type DateText } from "#domain/date.ts";
import type { SignalKind } from "#domain/dunning/policy/schema.ts";
import type { RecordedSignal } from "#domain/dunning/schema.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export type SignalRefusal = "signal.in-the-future" | "signal.expected-too-far" | "signal.expected-before" | "signal.not-by-hand" | "signal.ended";

/** Nobody's word holds back a reminder for longer: what is announced for later is a promise, with its amount and its tolerance. */
export const MOST_DAYS_AHEAD = 60;
const derived: ReadonlySet<SignalKind> = new Set(["payment-received"]);

export function noteSignal(signal: RecordedSignal, today: DateText): RecordedSignal | Refused<SignalRefusal> {
  const { kind, on, expectedOn } = signal;
  if (derived.has(kind)) return refused("signal.not-by-hand", { kind });
  if (on > today) return refused("signal.in-the-future", { on });
  if (expectedOn !== undefined && expectedOn < on) return refused("signal.expected-before", { on, expectedOn });
  if (expectedOn !== undefined && expectedOn > addDays(today, MOST_DAYS_AHEAD)) return refused("signal.expected-too-far", { expectedOn, latest: addDays(today, MOST_DAYS_AHEAD) });
  return signal;
}

export function endSignal(signal: RecordedSignal, by: string, today: DateText, note?: string): RecordedSignal | Refused<SignalRefusal> {
  return signal.ended ? refused("signal.ended", { on: signal.ended.on }) : { ...signal, ended: { on: today, by, ...(note ? { note } : {}) } };
}
