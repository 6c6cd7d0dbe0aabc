// A payment for documents of several companies of the group: what each of the others is handed, and what stays here.
import type { Adjustment } from "#domain/cash-application/payment.ts";
import type { CustomerId, EntityId, ItemId } from "#domain/id.ts";
import { money, parseDecimal, toJson } from "#domain/money.ts";

/** Amounts as the API has them: decimals. */
type Line = { itemId: ItemId; customerId: CustomerId; cleared: string };
type Change = { type: Adjustment["type"]; amount: string; code?: string; note?: string };
type Part = { customerId: CustomerId; lines: Line[]; adjustments: Change[] };
export type Across = { readonly handed: readonly (Part & { entityId: EntityId; amount: string })[]; /** Absent where nothing is applied here. */ readonly order?: Part };

/** What is written off is borne by the documents of the payment's own company, else by those of the company with the largest part; what is left over stays here. */
export function across({ entityId, currency }: { readonly entityId: EntityId; readonly currency: string }, customerId: CustomerId, lines: readonly (Line & { readonly entityId: EntityId })[], adjustments: Change[]): Across {
  const minor = (amount: string): bigint => parseDecimal(amount, currency)!.minor;
  const sum = (amounts: readonly string[]): bigint => amounts.reduce((total, amount) => total + minor(amount), 0n);
  const companies = [...Map.groupBy(lines, (line) => line.entityId)].map(([id, of]) => ({ id, lines: of.map(({ entityId: _e, ...line }) => line), minor: sum(of.map(({ cleared }) => cleared)) })).toSorted((a, b) => Number(b.id === entityId) - Number(a.id === entityId) || Number(b.minor - a.minor));
  const bears = companies[0]?.id;
  const writtenOff = adjustments.filter(({ amount }) => !amount.startsWith("-"));
  const own = companies.find(({ id }) => id === entityId);
  const handed = companies.filter((one) => one !== own).map((one) => {
    const off = one.id === bears ? writtenOff : [];
    return { entityId: one.id, customerId, amount: toJson(money(one.minor - sum(off.map(({ amount }) => amount)), currency)).amount, lines: one.lines, adjustments: off };
  });
  return own ? { handed, order: { customerId, lines: own.lines, adjustments } } : { handed };
}
