// A promise to pay: is it kept? The deadline is the promised day and some business days; it is kept when what arrived by then reaches the promise less
// its tolerance. What comes later pays the invoice, not the promise: a broken promise stays broken, and the customer's word is known by it.
import { addBusinessDays } from "#domain/calendar/business-days.ts";
import type { DateText } from "#domain/date.ts";
import type { PaymentPromise, PromiseStatus } from "#domain/dunning/schema.ts";

export type Receipt = { readonly on: DateText; readonly minor: bigint };
export type PromiseAt = {
  readonly deadline: DateText;
  readonly minimumMinor: bigint;
  readonly receivedMinor: bigint;
  readonly status: PromiseStatus;
  /** Whether it is in the rate of kept promises: one that is open, superseded or cancelled is in neither number. */
  readonly counts: boolean;
};

export function promiseAt(promise: PaymentPromise, receipts: readonly Receipt[], asOf: DateText): PromiseAt {
  const deadline = deadlineOf(promise);
  const minimumMinor = leastAccepted(promise.promised.minor, promise.amountTolerance);
  const receivedMinor = receipts.reduce((sum, { on, minor }) => (on <= deadline ? sum + minor : sum), 0n);
  const status = statusOf(promise, { deadline, minimumMinor, receivedMinor }, asOf);
  return { deadline, minimumMinor, receivedMinor, status, counts: status === "kept" || status === "partially_kept" || status === "broken" };
}

export const deadlineOf = ({ payOn, toleranceDays, calendar }: Pick<PaymentPromise, "payOn" | "toleranceDays" | "calendar">): DateText => addBusinessDays(payOn, toleranceDays, calendar);

/** Rounded up: a cent below the tolerance is below it. */
const leastAccepted = (promised: bigint, tolerance: number): bigint => promised - (promised * BigInt(tolerance)) / 10_000n;

function statusOf({ ended }: PaymentPromise, { deadline, minimumMinor, receivedMinor }: Pick<PromiseAt, "deadline" | "minimumMinor" | "receivedMinor">, asOf: DateText): PromiseStatus {
  if (ended) return ended.as;
  if (receivedMinor >= minimumMinor) return "kept";
  if (asOf <= deadline) return "open";
  return receivedMinor > 0n ? "partially_kept" : "broken";
}

export type PlanAt = { readonly instalments: readonly PromiseAt[]; readonly status: "open" | "kept" | "broken" };

/** Instalments of a payment plan are paid in their order. One that is broken breaks the plan: reminders go on at the level that they had, on the due dates that they had. */
export function planAt(instalments: readonly PaymentPromise[], receipts: readonly Receipt[], asOf: DateText): PlanAt {
  let earlier = 0n;
  const states = instalments.map((instalment) => {
    const state = promiseAt(instalment, lessEarlier(receipts, earlier), asOf);
    earlier += instalment.promised.minor;
    return state;
  });
  const status = states.some((state) => state.status === "broken" || state.status === "partially_kept") ? "broken" : states.every((state) => state.status === "kept") ? "kept" : "open";
  return { instalments: states, status };
}

function lessEarlier(receipts: readonly Receipt[], earlier: bigint): Receipt[] {
  let left = earlier;
  return receipts
    .toSorted((a, b) => (a.on < b.on ? -1 : 1))
    .flatMap(({ on, minor }) => {
      const taken = minor < left ? minor : left;
      left -= taken;
      return minor > taken ? [{ on, minor: minor - taken }] : [];
    });
}

export type KeptRates = { readonly due: number; readonly kept: number; /** Percent with two decimals; null when no promise was due. */ readonly byCount: number | null; readonly byAmount: number | null; readonly byCash: number | null };

/** Of promises in one currency. By cash, an overpaid promise counts what was promised and no more. */
export function keptRates(promises: readonly { readonly promisedMinor: bigint; readonly state: Pick<PromiseAt, "status" | "receivedMinor" | "counts"> }[]): KeptRates {
  const due = promises.filter(({ state }) => state.counts);
  const kept = due.filter(({ state }) => state.status === "kept");
  const total = (of: typeof due, amount: (of: (typeof due)[number]) => bigint): bigint => of.reduce((sum, promise) => sum + amount(promise), 0n);
  const promised = total(due, ({ promisedMinor }) => promisedMinor);
  const percent = (part: bigint, whole: bigint): number | null => (whole === 0n ? null : Number((part * 20_000n + whole) / (2n * whole)) / 100);
  return {
    due: due.length,
    kept: kept.length,
    byCount: percent(BigInt(kept.length), BigInt(due.length)),
    byAmount: percent(total(kept, ({ promisedMinor }) => promisedMinor), promised),
    byCash: percent(total(due, ({ promisedMinor, state }) => (state.receivedMinor < promisedMinor ? state.receivedMinor : promisedMinor)), promised),
  };
}
