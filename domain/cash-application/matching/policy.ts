// What may differ without a person: exactly three things, cents, an agreed discount and bank charges, each with a limit per item and per debtor and
// year, in minor units of the currency. Everything else (retention, partial payment, overpayment, deduction) leaves the difference open and visible.
import { exponentOf } from "#domain/currency.ts";
import type { AdjustmentType, Cents } from "#domain/cash-application/matching/model.ts";

export type Policy = {
  readonly version: number;
  /** Largest cent difference of one payment, and how large a part of it, in thousandths. */
  readonly cents: Cents;
  readonly centsPerMille: number;
  readonly fee: Cents;
  /** Days after the discount's last day that still earn it: the bank's float. */
  readonly discountGrace: number;
  /** Written off for one debtor within a year, by kind of difference. */
  readonly yearly: Readonly<Record<AdjustmentType, Cents>>;
  /** A payment above this is never posted by a machine alone. 0: no ceiling. */
  readonly ceiling: Cents;
  /** Nothing of this debtor is posted without a person. */
  readonly never?: true;
};

/** What holds for a currency, and for one debtor in it. */
export type Policies = (currency: string, customer?: string) => Policy;

const euros: Policy = {
  version: 1, cents: 10, centsPerMille: 10, fee: 50_00, discountGrace: 3, ceiling: 0,
  yearly: { cents: 60_00, discount: 1_000_000_00, bankFee: 2_500_00, other: 0 },
};

/** Rough sizes of a unit against the euro: a cent's worth is not the same number of yen. Limits, not conversions. */
const unitsPerEuro: Readonly<Record<string, number>> = { JPY: 160, HUF: 400, CZK: 25, PLN: 4, SEK: 11, DKK: 7, NOK: 11, ISK: 150, KRW: 1500, INR: 90, XOF: 650, XAF: 650 };

/** For limits of other kinds in the same rough sizes. */
export const unitsPerEuroOf = (currency: string): { readonly units: number; readonly exponent: number } => ({ units: unitsPerEuro[currency] ?? 1, exponent: exponentOf(currency) });

export function policyFor(currency: string): Policy {
  const scale = (unitsPerEuro[currency] ?? 1) * 10 ** (exponentOf(currency) - 2);
  if (scale === 1) return euros;
  const scaled = (cents: Cents): Cents => Math.max(1, Math.round(cents * scale));
  const { cents, discount, bankFee, other } = euros.yearly;
  return { ...euros, cents: scaled(euros.cents), fee: scaled(euros.fee), yearly: { cents: scaled(cents), discount: scaled(discount), bankFee: scaled(bankFee), other } };
}
