// From a payment and what it is for to the postings that say so: all of one decision changes together, or nothing does.
//
// The money comes onto the payer's account as an item of its own (a receipt, in the customer's favour); the allocation takes it from there and gives it to
// the documents, all under one allocation id whose shares sum to zero. So a customer's balance moves when the money is known to be his, a document is
// settled when the allocation says so, and each can be asked for as of any date.
//
// What is written off is posted on the documents, the largest first, under its own kind and with its reason; what is left over stays on the account.
// A document of another currency is never touched: two currencies do not meet without a rate that somebody gave.
import type { Actor } from "#domain/actor.ts";
import type { DateText } from "#domain/date.ts";
import { namedId, type CustomerId, type Digest, type ItemId } from "#domain/id.ts";
import { firstOpen, isClosed } from "#domain/cash-application/closing/closing.ts";
import { kept, unallocated, type Adjustment, type Allocation, type Line, type Payment } from "#domain/cash-application/payment.ts";
import { codeOf } from "#domain/cash-application/write-off/codes.ts";
import { allocate, bookReceipt, handedOverTo, returnReceipt, type Act, type ItemChanged, type Share } from "#domain/ledger/allocate.ts";
import type { Item, LegalEntity } from "#domain/ledger/schema.ts";
import { convert, money, type Rate } from "#domain/money.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";

export type Order = {
  /** On whose account the money is booked. */
  readonly customerId: CustomerId;
  readonly lines: readonly Line[];
  readonly adjustments: readonly Adjustment[];
};
export type Setting = {
  readonly entity: Pick<LegalEntity, "id" | "currency">;
  /** Only where the payment's currency is not the entity's. */
  readonly rate?: Rate;
  /** The items of the order, and the receipt if there is one already. */
  readonly items: readonly Item[];
  /** The day that it is posted on (closing/closing.ts). */
  readonly on: DateText;
  /** The entity's books are closed up to here. */
  readonly closedUntil?: DateText | undefined;
  readonly now: string;
  readonly by: Actor;
  readonly approved?: Allocation["approved"];
  readonly causedBy: string;
  readonly digest: Digest;
};
export type Applied = { readonly payment: Payment; readonly allocation: Allocation | undefined; readonly changes: readonly ItemChanged[] };
export type NotApplied = Refused<"payment.already-applied" | "payment.on-another-account" | "payment.not-enough" | "payment.does-not-add-up" | "item.unknown" | "item.other-currency" | "item.other-entity" | "item.not-open-enough" | "rate.missing">;

export const receiptId = (digest: Digest, payment: Pick<Payment, "id">, customerId: CustomerId): ItemId => namedId("itm", digest, "receipt", payment.id, customerId);

export function apply(payment: Payment, order: Order, setting: Setting): Applied | NotApplied {
  const wrong = impossible(payment, order, setting);
  if (wrong) return wrong;
  const used = sum(order.lines.map(({ cleared }) => cleared)) - sum(order.adjustments.filter(({ minor }) => minor > 0n).map(({ minor }) => minor));
  const allocation: Allocation | undefined = order.lines.length === 0 ? undefined : { id: allocationId(payment, setting.digest), on: setting.on, at: setting.now, by: setting.by, ...order, used, ...movedBy(payment, setting), ...(setting.approved ? { approved: setting.approved } : {}) };
  const act: Act = { ...setting, actor: setting.by, allocation: allocation?.id ?? "alc_none" };

  const receipt = receiptOf(payment, order.customerId, setting, act);
  if (isRefused(receipt)) return receipt;
  if (used > -receipt.next.openMinor) return refused("item.not-open-enough", { number: receipt.next.number, open: String(receipt.next.openMinor), asked: String(used) });
  const onDocuments = allocation ? clear(order, receipt.next, used, setting.items, act) : [];
  if (isRefused(onDocuments)) return onDocuments;
  const paidOut = allocation && used !== 0n ? allocate(receipt.next, [{ kind: "allocation", minor: used, entityMinor: entityShare(receipt.next, used) }], act) : receipt;
  if (isRefused(paidOut)) return paidOut;

  const next: Payment = {
    ...payment, status: order.lines.length > 0 ? "applied" : "on-account", customerId: order.customerId, allocated: payment.allocated + used,
    allocations: allocation ? [...payment.allocations, allocation] : payment.allocations, version: payment.version + 1,
  };
  const changes = [joined(receipt, paidOut), ...onDocuments].filter(({ next: item, previous }) => item !== previous);
  return { payment: next, allocation, changes };
}

/** Said where the bank's booking day, or the day of the act, is closed. */
const movedBy = ({ bookedOn }: Payment, { now, closedUntil }: Setting): Pick<Allocation, "closedUntil"> =>
  closedUntil && (isClosed(bookedOn, closedUntil) || isClosed(now.slice(0, 10), closedUntil)) ? { closedUntil } : {};

function impossible(payment: Payment, { customerId, lines, adjustments }: Order, { entity, items }: Setting): NotApplied | undefined {
  if (payment.status === "set-aside" || (payment.status === "applied" && unallocated(payment) === 0n)) return refused("payment.already-applied", { id: payment.id, status: payment.status });
  // The money stands on one account: on a second one it would be there twice.
  if (payment.customerId !== undefined && payment.customerId !== customerId) return refused("payment.on-another-account", { customer: payment.customerId });
  const cleared = sum(lines.map((line) => line.cleared));
  const needed = cleared - sum(adjustments.map(({ minor }) => minor));
  const used = cleared - sum(adjustments.filter(({ minor }) => minor > 0n).map(({ minor }) => minor));
  if (used < 0n || used > unallocated(payment) || needed > unallocated(payment)) return refused("payment.not-enough", { left: String(unallocated(payment)), asked: String(used) });
  if (new Set(lines.map(({ itemId }) => itemId)).size !== lines.length || lines.some((line) => line.cleared === 0n)) return refused("payment.does-not-add-up", { lines: lines.length });
  const known = new Map(items.map((item) => [item.id, item]));
  for (const { itemId, number } of lines) {
    const item = known.get(itemId);
    if (!item) return refused("item.unknown", { number });
    if (item.currency !== payment.currency) return refused("item.other-currency", { number, currency: item.currency });
    if (item.entityId !== entity.id || payment.entityId !== entity.id) return refused("item.other-entity", { number });
  }
  return undefined;
}

/** The money on this customer's account: the ERP's own item where that stands for it, else our receipt as it stands, back from where it left, or new. */
export function receiptOf(payment: Payment, customerId: CustomerId, { entity, rate, items, closedUntil, digest }: Setting, act: Act): ItemChanged | Refused<"rate.missing" | "item.unknown"> {
  const id = receiptId(digest, payment, customerId);
  const standing = items.find((item) => item.id === id);
  if (standing && handedOverTo(standing)) {
    const theirs = items.find((item) => item.id === handedOverTo(standing));
    return theirs ? { next: theirs, previous: theirs, facts: [] } : refused("item.unknown", { number: payment.id });
  }
  if (standing) return standing.openMinor === 0n && payment.customerId === undefined ? returnReceipt(standing, -kept(payment), act) : { next: standing, previous: standing, facts: [] };
  if (payment.currency !== entity.currency && (!rate || rate.from !== payment.currency || rate.to !== entity.currency)) return refused("rate.missing", { from: payment.currency, to: entity.currency });
  const minor = -kept(payment);
  const entityMinor = payment.currency === entity.currency ? minor : convert(money(minor, payment.currency), rate!).minor;
  return bookReceipt(
    {
      id, customerId, entityId: entity.id, number: payment.reference ?? payment.id, ...(payment.text ? { label: payment.text.slice(0, 140) } : {}), issuedOn: payment.bookedOn,
      currency: payment.currency, entityCurrency: entity.currency, minor, entityMinor, source: "src_quittance",
    },
    act,
    firstOpen(payment.bookedOn, closedUntil),
  );
}

/** Each document gets its part of the money and of what is written off. In the entity's currency the money is worth what the receipt was booked at. */
function clear({ lines, adjustments }: Order, receipt: Item, used: bigint, items: readonly Item[], act: Act): ItemChanged[] | Refused<"item.not-open-enough"> {
  const writeOffs = writtenOffByLine(lines, adjustments);
  const changes: ItemChanged[] = [];
  let [given, givenEntity] = [0n, 0n];
  for (const { itemId, cleared } of lines) {
    const item = items.find(({ id }) => id === itemId)!;
    const off = writeOffs.get(itemId) ?? [];
    const paid = cleared - sum(off.map(({ minor }) => minor));
    given += paid;
    const entityMinor = used === 0n || item.currency === item.entityCurrency ? undefined : -((entityShare(receipt, used) * given) / used) - givenEntity;
    givenEntity += entityMinor ?? 0n;
    const shares: Share[] = [
      ...(paid === 0n ? [] : [{ kind: "allocation" as const, minor: -paid, ...(entityMinor === undefined ? {} : { entityMinor }) }]),
      ...off.map((one) => ({ kind: "write-off" as const, minor: -one.minor, reason: codeOf(one) })),
    ];
    const change = allocate(item, shares, act);
    if (isRefused(change)) return change;
    changes.push(change);
  }
  return changes;
}

/** The largest document bears a difference first; no document bears more than is cleared on it. */
function writtenOffByLine(lines: readonly Line[], adjustments: readonly Adjustment[]): Map<ItemId, Adjustment[]> {
  const debits = lines.filter(({ cleared }) => cleared > 0n).toSorted((a, b) => (a.cleared === b.cleared ? (a.itemId < b.itemId ? -1 : 1) : a.cleared > b.cleared ? -1 : 1));
  const left = new Map(debits.map(({ itemId, cleared }) => [itemId, cleared]));
  const byLine = new Map<ItemId, Adjustment[]>();
  for (const { type, code, minor } of adjustments) {
    let rest = minor;
    for (const { itemId } of debits) {
      if (rest <= 0n) break;
      const take = rest < left.get(itemId)! ? rest : left.get(itemId)!;
      if (take === 0n) continue;
      left.set(itemId, left.get(itemId)! - take);
      byLine.set(itemId, [...(byLine.get(itemId) ?? []), { type, ...(code ? { code } : {}), minor: take }]);
      rest -= take;
    }
  }
  return byLine;
}

/** What `used` of the receipt is worth in the entity's currency; the last of it takes all that is left. */
const entityShare = (receipt: Item, used: bigint): bigint => (used === -receipt.openMinor ? -receipt.openEntityMinor : (receipt.openEntityMinor * used) / receipt.openMinor);

const allocationId = (payment: Payment, digest: Digest): Allocation["id"] => namedId("alc", digest, payment.id, String(payment.version));
const joined = (first: ItemChanged, then: ItemChanged): ItemChanged => ({ next: then.next, previous: first.previous, facts: first === then ? then.facts : [...first.facts, ...then.facts] });
const sum = (minors: readonly bigint[]): bigint => minors.reduce((total, minor) => total + minor, 0n);
