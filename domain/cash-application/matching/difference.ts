// A set of documents and an amount: do they agree, and if not, which rule allows the difference? d = what is open − what came.
// Each answer is a complete, balanced allocation: Σ allocations − Σ adjustments = the payment, in whole minor units, always.
import type { Adjustment, Allocation, Cents, Item, Receipt } from "#domain/cash-application/matching/model.ts";
import type { Policy } from "#domain/cash-application/matching/policy.ts";

export type Difference =
  | "exact" | "earned" | "late" | "feeShown" | "fee" | "discountFee" | "cents" | "small" | "retention" | "instalment" | "partial" | "short" | "over";
export type Fit = { readonly difference: Difference; readonly allocations: readonly Allocation[]; readonly adjustments: readonly Adjustment[] };

/** What is known of the payer's ways: fees that were confirmed before, discounts taken late. */
export type Ways = { readonly fees: ReadonlySet<Cents>; readonly charges: Cents };

/** Differences that are exact by a rule; loose readings (partial, short, over) are `loosely`'s. */
export function fits(items: readonly Item[], receipt: Receipt, policy: Policy, ways: Ways): Fit[] {
  let open = 0;
  for (const item of items) open += item.open;
  const d = open - receipt.amount;
  if (d === 0) return [{ difference: "exact", allocations: whole(items), adjustments: [] }];
  const found: Fit[] = [];
  const writeOff = (difference: Difference, ...adjustments: Adjustment[]): void => void found.push({ difference, allocations: whole(items), adjustments });
  const { earned, agreed } = discounts(items, receipt, policy);
  const slack = Math.min(2, items.length);
  if (earned > 0 && Math.abs(d - earned) <= slack) writeOff("earned", { type: "discount", amount: d });
  else if (agreed > earned && Math.abs(d - agreed) <= slack) writeOff("late", { type: "discount", amount: d });
  if (d > 0 && d === ways.charges && d <= policy.fee) writeOff("feeShown", { type: "bankFee", amount: d });
  else if (d > 0 && ways.fees.has(d) && d <= policy.fee) writeOff("fee", { type: "bankFee", amount: d });
  else if (earned > 0 && ways.fees.has(d - earned)) writeOff("discountFee", { type: "discount", amount: earned }, { type: "bankFee", amount: d - earned });
  if (found.length > 0) return found;
  const retained = retention(items, receipt);
  if (retained) return [retained];
  if (Math.abs(d) <= policy.cents && Math.abs(d) * 1000 <= receipt.amount * policy.centsPerMille) writeOff("cents", { type: "cents", amount: d });
  else if (Math.abs(d) <= policy.cents * 10 && Math.abs(d) * 1000 <= receipt.amount * policy.centsPerMille) writeOff("small", { type: "cents", amount: d });
  return found;
}

/** Readings that leave something open or on account: for documents that the payer named. */
export function loosely(items: readonly Item[], receipt: Receipt): Fit | null {
  const open = items.reduce((sum, item) => sum + item.open, 0);
  const d = open - receipt.amount;
  if (d < 0) return { difference: "over", allocations: whole(items), adjustments: [{ type: "other", amount: d }] };
  if (d === 0 || items.length === 0) return null;
  if (items.length === 1) return { difference: isShare(receipt.amount, items[0]!) ? "instalment" : "partial", allocations: [{ item: items[0]!, amount: receipt.amount }], adjustments: [] };
  const last = items.filter((item) => item.open > d).toSorted((a, b) => a.due - b.due || (a.document < b.document ? -1 : 1)).at(-1);
  if (!last) return null;
  return { difference: "short", allocations: items.map((item) => ({ item, amount: item === last ? item.open - d : item.open })), adjustments: [] };
}

export const whole = (items: readonly Item[]): Allocation[] => items.map((item) => ({ item, amount: item.open }));

/** Discounts agreed on these documents: those earned by the value date, and all. Rounded per document; a credit note gives its share back. */
function discounts(items: readonly Item[], receipt: Receipt, policy: Policy): { earned: Cents; agreed: Cents } {
  let [earned, agreed] = [0, 0];
  for (const item of items) {
    if (item.discountRate === 0) continue;
    const amount = discountOf(item);
    agreed += amount;
    if (receipt.value <= item.discountUntil + policy.discountGrace) earned += amount;
  }
  return { earned, agreed };
}

export const discountOf = (item: Item): Cents => Math.sign(item.open) * Math.round((Math.abs(item.open) * item.discountRate) / 10_000);

/** Works contracts keep 5 % back until the defects period ends: it stays open. */
function retention(items: readonly Item[], receipt: Receipt): Fit | null {
  if (items.some((item) => item.kind === "CN")) return null;
  for (const rate of [5, 10]) {
    const allocations = items.map((item) => ({ item, amount: item.open - Math.round((item.open * rate) / 100) }));
    const sum = allocations.reduce((total, { amount }) => total + amount, 0);
    if (Math.abs(sum - receipt.amount) <= Math.min(1, items.length - 1)) {
      if (sum !== receipt.amount) allocations[0]!.amount += receipt.amount - sum;
      return { difference: "retention", allocations, adjustments: [] };
    }
  }
  return null;
}

const shares = [10, 15, 20, 25, 30, 33, 40, 50, 60, 70, 75, 80];
/** An equal part of the document (a half, a third … a twelfth) or a round share of it. */
export function isShare(amount: Cents, item: Item): boolean {
  for (const base of item.amount === item.open ? [item.open] : [item.amount, item.open]) {
    for (let k = 2; k <= 12; k++) if (Math.abs(amount * k - base) < k) return true;
    if (shares.some((share) => Math.abs(amount - Math.round((base * share) / 100)) <= 1)) return true;
  }
  return false;
}
