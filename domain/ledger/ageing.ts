// How old is what is open? Two clocks: days past the due date (the default), or days since the invoice.
//
// By due date, day 0 is not due and day 1 is the first bucket. By invoice date there is no "not due": the first bucket counts from day 0.
// Credits and unapplied cash stand in a column of their own, unless they are asked to stand by their own date. The bounds are data.
import { daysBetween, type DateText } from "#domain/date.ts";

export type Basis = "due" | "invoice";
export const defaultBounds: readonly number[] = [30, 60, 90, 120];

/** What is open of one instalment. `dueOn` of a credit is the date that it is placed by. */
export type OpenPart = { readonly dueOn: DateText; readonly issuedOn: DateText; readonly minor: bigint; readonly credit?: boolean };
export type Aged = { readonly buckets: readonly bigint[]; readonly credits: bigint; readonly overdue: bigint; readonly total: bigint };

export const daysPastDue = (dueOn: DateText, asOf: DateText): number => daysBetween(dueOn, asOf);

/** 0 is not due; 1 … n are the buckets between the bounds; n + 1 is beyond the last. By invoice date, 0 stays empty. */
export function bucketOf(days: number, basis: Basis = "due", bounds = defaultBounds): number {
  if (basis === "due" && days <= 0) return 0;
  const at = bounds.findIndex((bound) => days <= bound);
  return at === -1 ? bounds.length + 1 : at + 1;
}

/** One currency at a time: amounts of two currencies are never added, so the caller groups first. */
export function age(parts: Iterable<OpenPart>, asOf: DateText, options: { basis?: Basis; bounds?: readonly number[]; credits?: "separate" | "own-date" } = {}): Aged {
  const { basis = "due", bounds = defaultBounds, credits: placing = "separate" } = options;
  const buckets = Array.from({ length: bounds.length + 2 }, () => 0n);
  let [credits, overdue, total] = [0n, 0n, 0n];
  for (const { dueOn, issuedOn, minor, credit = minor < 0n } of parts) {
    total += minor;
    if (credit && placing === "separate") {
      credits += minor;
      continue;
    }
    const at = bucketOf(daysBetween(basis === "due" ? dueOn : issuedOn, asOf), basis, bounds);
    buckets[at]! += minor;
    if (dueOn < asOf) overdue += minor;
  }
  return { buckets, credits, overdue, total };
}
