// The sum that a person can check: "1,200.00 + 340.00 − 40.00 (credit) − 30.00 (discount) = 1,470.00".
import { exponentOf } from "#domain/currency.ts";
import type { Adjustment, Allocation, Cents, Receipt } from "#domain/cash-application/matching/model.ts";

export function decimalText(amount: Cents, currency: string): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(amount)).padStart(exponent + 1, "0");
  return (amount < 0 ? "-" : "") + (exponent === 0 ? digits : `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`);
}

export function equationOf({ amount, currency }: Receipt, allocations: readonly Allocation[], adjustments: readonly Adjustment[]): string {
  const terms = [...allocations.map((allocation) => ({ value: allocation.amount, note: "" })), ...adjustments.map(({ amount: value, type }) => ({ value: -value, note: ` (${type})` }))];
  const sum = terms.map(({ value, note }, n) => `${n === 0 ? (value < 0 ? "-" : "") : value < 0 ? " - " : " + "}${decimalText(Math.abs(value), currency)}${note}`).join("");
  return `${sum} = ${decimalText(amount, currency)}`;
}
