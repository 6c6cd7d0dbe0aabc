// What one confirmed clearing teaches: the account and the name pay for these customers, and in this way.
import type { Matcher, Pending } from "#domain/cash-application/matching/engine.ts";
import type { Lesson } from "#domain/cash-application/matching/memory.ts";
import type { Allocation, Clearing } from "#domain/cash-application/matching/model.ts";

export function lessonOf(matcher: Matcher, clearing: Clearing, { receipt }: Pending, allocations: readonly Allocation[], right: Pending["options"][number] | undefined): Lesson {
  const customers = [...new Set(allocations.map(({ item }) => item.customer))].toSorted();
  const fee = clearing.adjustments.find(({ type, amount }) => type === "bankFee" && amount > 0);
  const discount = clearing.adjustments.find(({ type, amount }) => type === "discount" && amount > 0);
  const late = discount && allocations.some(({ item }) => item.discountUntil > 0 && receipt.booked > item.discountUntil + 3);
  return {
    receipt: receipt.id,
    on: clearing.on,
    iban: receipt.iban,
    name: receipt.name,
    ...(receipt.ultimate ? { ultimate: receipt.ultimate } : {}),
    payer: clearing.payer,
    customers: customers.length > 0 ? customers : matcher.ledger.parties.has(clearing.payer) ? [clearing.payer] : [],
    kind: right?.kind ?? "",
    difference: right?.difference ?? "",
    residue: fee ? `fee:${fee.amount}` : late ? "late" : "",
    ...(clearing.renews ? { renews: true as const } : {}),
  };
}
