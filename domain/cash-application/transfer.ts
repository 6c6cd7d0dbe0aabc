// Money that came to the account of one company and is another's of the group: the customer took our IBAN for theirs, or paid several companies in one transfer.
// What belongs to the other becomes a payment of its own there, which is applied, taken back and told to that company's ERP like any other.
//
// In the books of who received it, the money goes through the customer's account: booked as a receipt, and out of it again as `transferred`. In the books of
// whose it is, the receipt comes onto the customer's account. What stands between the two companies is thereby told to both ERPs, to the cent, and each
// company's own books add up. It can be undone as long as the other company has the money free.
import { receiptId, receiptOf, type Setting } from "#domain/cash-application/apply.ts";
import { kept, received, reopened, unallocated, type Payment, type Transfer } from "#domain/cash-application/payment.ts";
import { namedId, type CustomerId, type EntityId, type PaymentId } from "#domain/id.ts";
import { handedOverTo, resizeReceipt, TRANSFERRED, withdrawReceipt, type Act, type ItemChanged } from "#domain/ledger/allocate.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";

export type TransferOrder = { readonly entityId: EntityId; /** On whose account the money goes through. */ readonly customerId: CustomerId; /** Minor units, positive. */ readonly minor: bigint };
export type Transferred = { readonly payment: Payment; /** The other company's, new. */ readonly part: Payment; readonly changes: readonly ItemChanged[] };
export type NotTransferred = Refused<"payment.already-applied" | "payment.on-another-account" | "payment.not-enough" | "payment.same-company" | "payment.taken-over" | "item.unknown" | "rate.missing">;

export function transfer(payment: Payment, { entityId, customerId, minor }: TransferOrder, setting: Setting): Transferred | NotTransferred {
  if (entityId === payment.entityId) return refused("payment.same-company");
  if (payment.status === "set-aside") return refused("payment.already-applied", { id: payment.id, status: payment.status });
  if (payment.customerId !== undefined && payment.customerId !== customerId) return refused("payment.on-another-account", { customer: payment.customerId });
  if (payment.takenOver) return refused("payment.taken-over", { number: payment.takenOver.number });
  if (minor <= 0n || minor > unallocated(payment)) return refused("payment.not-enough", { left: String(unallocated(payment)), asked: String(minor) });
  const { on, now: at, by, digest } = setting;
  const act: Act = { ...setting, actor: by, allocation: "alc_none" };
  const receipt = receiptOf(payment, customerId, setting, act);
  if (isRefused(receipt)) return receipt;

  const id: PaymentId = namedId("pay", digest, payment.id, entityId, String(payment.version));
  const transfers: readonly Transfer[] = [...(payment.transfers ?? []), { id, entityId, minor, on, at, by }];
  const left = kept({ minor: payment.minor, transfers });
  const gone = left === 0n ? withdrawReceipt(receipt.next, act, TRANSFERRED) : resizeReceipt(receipt.next, -left, act);
  const version = payment.version + 1;
  const { decision: _stale, customerId: _nobody, ...rest } = payment;
  const next: Payment = left === 0n ? { ...rest, transfers, status: "set-aside", setAside: { reason: TRANSFERRED, by, at }, version } : { ...payment, transfers, customerId, status: payment.customerId ? payment.status : "on-account", version };
  return { payment: next, part: partOf(payment, id, entityId, minor), changes: [{ next: gone.next, previous: receipt.previous, facts: [...receipt.facts, ...gone.facts] }] };
}

/** As the bank told it, but for the amount and whose it is. */
function partOf({ allocations: _a, allocated: _b, status: _s, decision: _d, customerId: _c, transfers: _t, approval: _p, owner: _o, notes: _n, setAside: _x, transferredFrom: _f, doubtful: _u, ...told }: Payment, id: PaymentId, entityId: EntityId, minor: bigint): Payment {
  return { ...received({ ...told, id, entityId, minor }), status: "unmatched", transferredFrom: { id: told.id, entityId: told.entityId } };
}

export type Returned = { readonly payment: Payment; readonly part: Payment; readonly changes: readonly ItemChanged[] };

/** The money comes back from the other company. Nothing of it may be in use there. */
export function returnTransfer(payment: Payment, part: Payment, asked: Pick<Setting, "on" | "now" | "by" | "items" | "causedBy" | "digest">): Returned | Refused<"transfer.unknown" | "payment.awaiting-approval" | "payment.has-allocations" | "payment.taken-over" | "item.unknown"> {
  const found = payment.transfers?.find(({ id, returned }) => id === part.id && !returned);
  if (!found) return refused("transfer.unknown");
  if (part.status === "awaiting-approval") return refused("payment.awaiting-approval");
  if (part.customerId !== undefined || part.returned || kept(part) !== part.minor) return refused("payment.has-allocations", { id: part.id });
  const { on, now: at, by, items, digest } = asked;
  const transfers = payment.transfers!.map((one) => (one === found ? { ...one, returned: { on, at, by } } : one));
  const back: Payment = { ...part, status: "set-aside", setAside: { reason: "transfer-returned", by, at }, transferredFrom: { ...part.transferredFrom!, returned: true }, version: part.version + 1 };
  if (payment.status === "set-aside") return { payment: { ...reopened(payment), transfers }, part: back, changes: [] };

  const next: Payment = { ...payment, transfers, version: payment.version + 1 };
  if (payment.customerId === undefined) return { payment: next, part: back, changes: [] };
  const receipt = items.find(({ id }) => id === receiptId(digest, payment, payment.customerId!));
  if (!receipt) return refused("item.unknown", { number: payment.id });
  if (handedOverTo(receipt)) return refused("payment.taken-over", { number: payment.takenOver?.number ?? payment.id });
  return { payment: next, part: back, changes: [resizeReceipt(receipt, -kept(next), { ...asked, actor: by, allocation: "alc_none" })] };
}
