// A payment for documents of several companies of the group: what each of the others is handed, and what stays here.
import { money, parseDecimal, toJson } from "#domain/money.ts";
import type { Ask } from "#lib/api/client.ts";
import type { Order, Payment } from "#lib/payments/desk.svelte.ts";

export type Handed = Omit<Ask<"POST /payments/{id}/transfers">["body"], "version" | "on">;
export type Across = { readonly handed: readonly Handed[]; /** Absent where nothing is applied here. */ readonly order?: Order };
type Line = Order["lines"][number] & { readonly entityId: string };

/** What is written off is borne by the documents of the payment's own company, else by those of the company with the largest part; what is left over stays here. */
export function across({ entityId, currency }: Pick<Payment, "entityId" | "currency">, customerId: Order["customerId"], lines: readonly Line[], adjustments: NonNullable<Order["adjustments"]>): Across {
  const minor = (amount: string): bigint => parseDecimal(amount, currency)!.minor;
  const sum = (amounts: readonly string[]): bigint => amounts.reduce((total, amount) => total + minor(amount), 0n);
  const companies = [...Map.groupBy(lines, (line) => line.entityId)].map(([id, of]) => ({ id, lines: of.map(({ entityId: _e, ...line }) => line), minor: sum(of.map(({ cleared }) => cleared)) })).toSorted((a, b) => Number(b.id === entityId) - Number(a.id === entityId) || Number(b.minor - a.minor));
  const bears = companies[0]?.id;
  const writtenOff = adjustments.filter(({ amount }) => !amount.startsWith("-"));
  const own = companies.find(({ id }) => id === entityId);
  const handed = companies.filter((one) => one !== own).map((one): Handed => {
    const off = one.id === bears ? writtenOff : [];
    return { entityId: one.id as Handed["entityId"], customerId, amount: toJson(money(one.minor - sum(off.map(({ amount }) => amount)), currency)).amount, lines: one.lines, adjustments: off };
  });
  return own ? { handed, order: { customerId, lines: own.lines, adjustments } } : { handed };
}
