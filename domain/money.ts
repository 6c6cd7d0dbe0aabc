// Exact amounts: minor units of one currency, as bigint. Amounts of two currencies never meet: that is a defect, so it throws.
// Exponents come from the ISO 4217 table in currency.ts, because Intl answers with display habits (HUF, MGA), not with the standard.
import { exponentOf } from "#domain/currency.ts";

export type Money = { readonly minor: bigint; readonly currency: string };

/** The shape of an amount in JSON: an exact decimal string. */
export type MoneyJson = { readonly amount: string; readonly currency: string };

export const money = (minor: bigint, currency: string): Money => ({ minor, currency });
export const zero = (currency: string): Money => money(0n, currency);

export const plus = (a: Money, b: Money): Money => money(a.minor + same(a, b).minor, a.currency);
export const minus = (a: Money, b: Money): Money => money(a.minor - same(a, b).minor, a.currency);
export const negated = (a: Money): Money => money(-a.minor, a.currency);
export const absolute = (a: Money): Money => (a.minor < 0n ? negated(a) : a);
export const least = (a: Money, b: Money): Money => (minus(a, b).minor <= 0n ? a : b);
export const isPositive = (a: Money): boolean => a.minor > 0n;
export const isZero = (a: Money): boolean => a.minor === 0n;
export const sum = (amounts: Iterable<Money>, currency: string): Money => {
  let total = zero(currency);
  for (const amount of amounts) total = plus(total, amount);
  return total;
};

/** Splits by weights and loses no cent: the largest remainders get the cents that are left over, the earlier part first. */
export function split(whole: Money, weights: readonly bigint[]): Money[] {
  const total = weights.reduce((a, b) => a + b, 0n);
  if (total <= 0n || weights.some((w) => w < 0n)) throw new RangeError("weights must be non-negative and not all zero");
  const size = whole.minor < 0n ? -whole.minor : whole.minor;
  const sign = whole.minor < 0n ? -1n : 1n;
  const parts = weights.map((weight, n) => ({ n, floor: (size * weight) / total, rest: (size * weight) % total }));
  let left = size - parts.reduce((a, p) => a + p.floor, 0n);
  for (const part of parts.toSorted((a, b) => (a.rest === b.rest ? a.n - b.n : a.rest > b.rest ? -1 : 1))) {
    if (left-- > 0n) part.floor += 1n;
  }
  return parts.map((part) => money(sign * part.floor, whole.currency));
}

/** A dated rate: one unit of `from` is `rate` units of `to`, as a decimal string ("1.1689"). */
export type Rate = { readonly from: string; readonly to: string; readonly rate: string; readonly on: string };

/** Converts with a dated rate, half to even. The caller keeps both amounts and the date of the rate. */
export function convert(amount: Money, rate: Rate): Money {
  if (rate.from !== amount.currency) throw new RangeError(`a rate from ${rate.from} cannot convert ${amount.currency}`);
  const [units = "0", fraction = ""] = rate.rate.split(".");
  const numerator = amount.minor * BigInt(units + fraction) * 10n ** BigInt(exponentOf(rate.to));
  const denominator = 10n ** BigInt(fraction.length) * 10n ** BigInt(exponentOf(amount.currency));
  return money(halfEven(numerator, denominator), rate.to);
}

/** The other way round, to twelve decimals: a cent of ten billion is not moved by what is left out. */
export function inverse({ from, to, rate, on }: Rate): Rate {
  const [units = "0", fraction = ""] = rate.split(".");
  const text = halfEven(10n ** BigInt(fraction.length + 12), BigInt(units + fraction)).toString().padStart(13, "0");
  return { from: to, to: from, rate: `${text.slice(0, -12)}.${text.slice(-12)}`, on };
}

/** "1234.5" EUR → 123450. Null when the text is no exact decimal, or has more decimals than the currency. */
export function parseDecimal(text: string, currency: string): Money | null {
  const match = /^(-?)(\d{1,24})(?:\.(\d*))?$/.exec(text);
  if (!match) return null;
  const exponent = exponentOf(currency);
  const fraction = (match[3] ?? "").replace(/0+$/, "");
  if (fraction.length > exponent) return null;
  const minor = BigInt(match[2]! + fraction.padEnd(exponent, "0"));
  return money(match[1] ? -minor : minor, currency);
}

/** 123450 EUR → "1234.50". */
export function toDecimal({ minor, currency }: Money): string {
  const exponent = exponentOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, "0");
  const sign = minor < 0n ? "-" : "";
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

export const toJson = (amount: Money): MoneyJson => ({ amount: toDecimal(amount), currency: amount.currency });

function same(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`${a.currency} meets ${b.currency}`);
  return b;
}

function halfEven(numerator: bigint, denominator: bigint): bigint {
  const sign = numerator < 0n ? -1n : 1n;
  const size = numerator * sign;
  const whole = size / denominator;
  const twice = (size % denominator) * 2n;
  const up = twice > denominator || (twice === denominator && whole % 2n === 1n);
  return sign * (up ? whole + 1n : whole);
}
