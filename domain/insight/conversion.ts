// An aged row in another currency, at a dated rate.
//
// The balance of a row is converted once, half to even; its parts are converted the same way, and what rounding leaves over (a few minor units)
// goes to the largest part, so that a converted row still adds up to its converted balance. A total is the conversion of each currency's
// total, added up: it does not depend on how the rows are grouped or paged, and may differ from the sum of converted rows by their rounding.
import type { AgedRow } from "#domain/insight/aged-balance.ts";
import type { DateText } from "#domain/date.ts";
import { convert, money, type Rate } from "#domain/money.ts";

/** The latest rate on or before the date. Only a rate in the asked direction: the inverse of a published rate is not a published rate. */
export function rateOn(rates: readonly Rate[], from: string, to: string, on: DateText): Rate | undefined {
  if (from === to) return { from, to, rate: "1", on };
  const known = rates.filter((rate) => rate.from === from && rate.to === to && rate.on <= on);
  return known.reduce<Rate | undefined>((best, rate) => (!best || rate.on > best.on ? rate : best), undefined);
}

type Amounts = Pick<AgedRow, "balance" | "buckets" | "overdue" | "credits" | "disputed">;

export function converted(row: Amounts & { currency: string }, rate: Rate): Amounts & { currency: string } {
  const at = (minor: bigint) => convert(money(minor, row.currency), rate).minor;
  const balance = at(row.balance);
  const [credits, ...buckets] = fitted([row.credits, ...row.buckets].map(at), balance) as [bigint, ...bigint[]];
  return { currency: rate.to, balance, buckets, credits, overdue: at(row.overdue), disputed: at(row.disputed) };
}

export const added = (a: Amounts, b: Amounts): Amounts => ({
  balance: a.balance + b.balance,
  buckets: a.buckets.map((bucket, n) => bucket + b.buckets[n]!),
  overdue: a.overdue + b.overdue,
  credits: a.credits + b.credits,
  disputed: a.disputed + b.disputed,
});

function fitted(parts: bigint[], whole: bigint): bigint[] {
  const rest = whole - parts.reduce((a, b) => a + b, 0n);
  if (rest === 0n) return parts;
  const largest = parts.reduce((best, part, n) => (size(part) > size(parts[best]!) ? n : best), 0);
  return parts.with(largest, parts[largest]! + rest);
}

const size = (n: bigint): bigint => (n < 0n ? -n : n);
