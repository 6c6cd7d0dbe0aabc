// Taking an allocation back, at any time: each document is open again as it was, by a posting of the day it is done. Nothing is deleted; the payment keeps the
// allocation with who took it back and why. When nothing of the payment stands any more, its money leaves the account that it was booked to, and the payment
// is looked at anew.
import { receiptId, type Setting } from "#domain/cash-application/apply.ts";
import { reopened, type Allocation, type Payment } from "#domain/cash-application/payment.ts";
import { handedOverTo, takeBack as takeBackOn, withdrawReceipt, type Act, type ItemChanged } from "#domain/ledger/allocate.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export type TakenBack = { readonly payment: Payment; readonly allocation: Allocation; readonly changes: readonly ItemChanged[] };
type Asked = Pick<Setting, "items" | "on" | "now" | "by" | "causedBy" | "digest"> & { readonly reason: string };

export function takeBack(payment: Payment, allocationId: string, asked: Asked): TakenBack | Refused<"allocation.unknown" | "allocation.already-taken-back" | "payment.reason-missing" | "item.unknown"> {
  const allocation = payment.allocations.find(({ id }) => id === allocationId);
  if (!allocation) return refused("allocation.unknown");
  if (allocation.takenBack) return refused("allocation.already-taken-back", { on: allocation.takenBack.on });
  if (asked.reason.trim() === "") return refused("payment.reason-missing");
  const receipt = asked.items.find(({ id }) => id === receiptId(asked.digest, payment, allocation.customerId));
  const missing = allocation.lines.find(({ itemId }) => !asked.items.some(({ id }) => id === itemId));
  if (missing || !receipt) return refused("item.unknown", { number: missing?.number ?? payment.id });

  const { reason, on, now: at, by } = asked;
  const act: Act = { ...asked, actor: by, allocation: allocation.id };
  const taken: Allocation = { ...allocation, takenBack: { on, at, by, reason } };
  const left: Payment = { ...payment, allocated: payment.allocated - allocation.used, allocations: payment.allocations.map((one) => (one === allocation ? taken : one)) };
  // What the ERP has booked to the account stays there: it is the ERP's to move.
  const stands = left.allocations.some(({ takenBack }) => !takenBack) || handedOverTo(receipt) !== undefined;
  const next: Payment = stands ? { ...left, status: "on-account", version: payment.version + 1 } : reopened(left);

  const changes = asked.items.flatMap((item) => takeBackOn(item, act) ?? []);
  return { payment: next, allocation: taken, changes: stands ? changes : withdrawn(receipt, changes, act) };
}

/** Money on account that turns out to be somebody else's. */
export function takeOffAccount(payment: Payment, asked: Omit<Asked, "reason">): { readonly payment: Payment; readonly changes: readonly ItemChanged[] } | Refused<"payment.has-allocations" | "payment.taken-over" | "item.unknown"> {
  if (payment.takenOver) return refused("payment.taken-over", { number: payment.takenOver.number });
  if (payment.allocated !== 0n || payment.customerId === undefined) return refused("payment.has-allocations", { id: payment.id });
  const receipt = asked.items.find(({ id }) => id === receiptId(asked.digest, payment, payment.customerId!));
  if (!receipt) return refused("item.unknown", { number: payment.id });
  return { payment: reopened(payment), changes: [withdrawReceipt(receipt, { ...asked, actor: asked.by, allocation: "alc_none" })] };
}

function withdrawn(receipt: Item, changes: readonly ItemChanged[], act: Act): ItemChanged[] {
  const changed = changes.find(({ next }) => next.id === receipt.id);
  const gone = withdrawReceipt(changed?.next ?? receipt, act);
  return [...changes.filter((change) => change !== changed), { next: gone.next, previous: receipt, facts: [...(changed?.facts ?? []), ...gone.facts] }];
}
