// Interest and the fixed sum on one late invoice. Interest runs from the day after the due date through the day of payment (or today), on what was open
// on each day, actual days over 365. Only the end is rounded, half up: never the day, never a segment.
//
// A part payment goes to the principal if that was agreed, else (Code civil 1343-1, and most laws) to the interest first; interest that a payment settles,
// or that a year capitalises, is rounded at that moment because it becomes money then.
import { addDays, daysBetween, earliest, type DateText } from "#domain/date.ts";
import type { FixedSum, Pack } from "#domain/dunning/interest/packs.ts";
import { referenceRate, untilHalfYear, type Confirmation, type Rate } from "#domain/dunning/interest/rates.ts";
import { money, type Money } from "#domain/money.ts";
import type { Reason } from "#domain/reason.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export type LateDebt = {
  readonly principal: Money;
  readonly dueOn: DateText;
  /** The day that it was paid, or the day as of which it is reckoned. */
  readonly until: DateText;
  readonly payments?: readonly { readonly on: DateText; readonly minor: bigint }[];
  readonly partPayments?: "principal-first" | "interest-first";
  /** An agreed rate, in hundredths of a percent, instead of the law's. */
  readonly contractRate?: number;
};
export type Segment = { readonly from: DateText; readonly to: DateText; readonly days: number; readonly balanceMinor: bigint; readonly hundredths: number };
export type LateCharges = {
  readonly daysLate: number;
  readonly segments: readonly Segment[];
  /** What interest amounts to, with what part payments have settled of it. */
  readonly interest: Money;
  readonly settledInterest: Money;
  /** What is still owed of the principal and of interest. */
  readonly principalLeft: Money;
  readonly interestLeft: Money;
  readonly fixedSum?: Money;
  /** What must be confirmed before any of this stands in a letter. */
  readonly unconfirmed: readonly Reason[];
};

const YEAR = 365n;

export function lateCharges(pack: Pack, debt: LateDebt, confirmations: readonly Confirmation[] = [], dayCount = YEAR): LateCharges | Refused<"interest.rate-unknown" | "interest.contract-rate-too-low"> {
  const { principal, dueOn, until, payments = [], partPayments = "interest-first", contractRate } = debt;
  const { currency } = principal;
  const unconfirmed = new Map<string, Reason>();
  const rateOn = ratesOf(pack, debt, confirmations, unconfirmed);
  const segments: Segment[] = [];
  let [balance, pending, interest, settled] = [principal.minor, 0n, 0n, 0n];
  const scale = 10_000n * dayCount;
  let anniversary = yearAfter(dueOn);
  for (let from = addDays(dueOn, 1); from <= until; ) {
    const payment = payments.filter(({ on }) => on >= from).toSorted((a, b) => (a.on < b.on ? -1 : 1))[0];
    const to = [payment?.on, pack.compounding ? anniversary : undefined, pack.mode === "sliding" && contractRate === undefined ? untilHalfYear(from, until) : until].reduce<DateText>((end, cut) => (cut ? earliest(end, cut) : end), until);
    const hundredths = rateOn(from);
    if (typeof hundredths !== "number") return hundredths;
    const days = daysBetween(from, to) + 1;
    segments.push({ from, to, days, balanceMinor: balance, hundredths });
    pending += balance * BigInt(hundredths) * BigInt(days);
    if (pack.compounding && to === anniversary) {
      const year = rounded(pending, scale);
      [balance, interest, pending, anniversary] = [balance + year, interest + year, 0n, yearAfter(anniversary)];
    }
    for (const { on, minor } of payments) {
      if (on !== to) continue;
      const due = partPayments === "interest-first" && balance > minor ? rounded(pending, scale) : 0n;
      if (due > 0n) [interest, settled, pending] = [interest + due, settled + due, 0n];
      balance -= minor - due;
    }
    from = addDays(to, 1);
  }
  const last = rounded(pending, scale);
  const daysLate = Math.max(0, daysBetween(dueOn, until));
  const sum = daysLate > 0 ? fixedSumOf(pack.fixedSum, principal, addDays(dueOn, 1)) : undefined;
  for (const what of daysLate > 0 ? pack.unverified : []) unconfirmed.set(what, { code: "interest.rule-unverified", what });
  return {
    daysLate, segments, interest: money(interest + last, currency), settledInterest: money(settled, currency), principalLeft: money(balance, currency), interestLeft: money(interest + last - settled, currency),
    ...(sum ? { fixedSum: sum } : {}), unconfirmed: [...unconfirmed.values()],
  };
}

/** Half up, as bookkeepers do. */
export const rounded = (numerator: bigint, denominator: bigint): bigint => (2n * numerator + denominator) / (2n * denominator);

type RateOn = (date: DateText) => number | Refused<"interest.rate-unknown" | "interest.contract-rate-too-low">;

function ratesOf(pack: Pack, { dueOn, until, contractRate }: LateDebt, confirmations: readonly Confirmation[], unconfirmed: Map<string, Reason>): RateOn {
  const start = addDays(dueOn, 1);
  return (date) => {
    const on = pack.mode === "fixed-at-start" ? start : pack.mode === "fixed-at-payment" ? until : date;
    if (contractRate !== undefined) return contractAllowed(pack, contractRate, on, confirmations) ? contractRate : refused("interest.contract-rate-too-low", { hundredths: contractRate, date: on });
    const rate = statutoryRate(pack, on, confirmations);
    if (!rate) return refused("interest.rate-unknown", { reference: pack.reference ?? "", date: on });
    if (rate.standing !== "confirmed") unconfirmed.set(`${on} ${rate.hundredths}`, { code: "interest.rate-unconfirmed", hundredths: rate.hundredths, date: on, standing: rate.standing });
    return rate.hundredths;
  };
}

/** The rate of the law on a day: reference and margin, rounded up where the law (or its published rows) does so. */
export function statutoryRate({ reference, margin, roundUpTo }: Pack, date: DateText, confirmations: readonly Confirmation[] = []): Rate | undefined {
  if (!reference) return { hundredths: margin, standing: "sourced" };
  const base = referenceRate(reference, date, confirmations);
  if (!base) return undefined;
  const sum = base.hundredths + margin;
  return { ...base, hundredths: roundUpTo ? Math.ceil(sum / roundUpTo) * roundUpTo : sum };
}

/** In the first half of 2024 three times the French legal rate was more than the law's own default: an agreed rate is judged for each half-year. */
export function contractAllowed({ contractFloor }: Pack, hundredths: number, date: DateText, confirmations: readonly Confirmation[] = []): boolean {
  if (!contractFloor) return true;
  const floor = referenceRate(contractFloor.reference, date, confirmations);
  return floor !== undefined && hundredths >= floor.hundredths * contractFloor.times;
}

function fixedSumOf(sum: FixedSum | undefined, principal: Money, on: DateText): Money | undefined {
  if (!sum) return undefined;
  if ("minor" in sum) return money(sum.minor, sum.currency);
  if ("dated" in sum) {
    const row = sum.dated.findLast(({ from }) => from <= on);
    return row && money(row.minor, sum.currency);
  }
  // The tiers are in the law's own currency: a debt in another one is not measured by them.
  const tier = principal.currency === sum.currency ? sum.tiers.find(({ below }) => below === undefined || principal.minor < below) : undefined;
  return tier && money(tier.minor, sum.currency);
}

const yearAfter = (date: DateText): DateText => `${Number(date.slice(0, 4)) + 1}${date.slice(4) === "-02-29" ? "-02-28" : date.slice(4)}`;
