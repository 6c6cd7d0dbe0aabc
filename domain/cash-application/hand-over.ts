// The ERP books our money too: from our export, or from the bank statement that it reads itself. Then its own item stands on the account beside our receipt,
// and the customer would have paid twice. This rule keeps both books in step: as soon as the ERP's item is there, ours hands over to it.
//
//  - Which item it is: the document that the ERP acknowledged, else one that names our payment, else a payment of the same amount within ten days, the nearest
//    first; of a payment that another company has a part of, what came in whole or what is left of it. An item stands for one receipt only. Equal amounts may be exchanged between two receipts without a cent going wrong.
//  - What we allocated from our receipt is allocated from the ERP's item instead, as far as that still has it open.
//  - What the ERP has used for something else is the ERP's word: our allocation is taken back from the documents, and says so.
//  - A document that the ERP settles gives our allocation up (settle.ts), because it is most often the same money. Where the ERP's lettering shows that it was
//    another payment's, ours was not used: it is on account again. A file of open items that tells neither payments nor lettering leaves that unknown; then
//    the money counts as used.
//
// It holds in any order (the ERP first, the bank first, settled before or after), and running it again changes nothing; hand-over.property.test.ts plays it.
import { receiptId, type Setting } from "#domain/cash-application/apply.ts";
import type { Allocation, Payment } from "#domain/cash-application/payment.ts";
import { epochDay, latest } from "#domain/date.ts";
import type { ItemId } from "#domain/id.ts";
import { allocate, claimed, handOverReceipt, handedOverTo, letteringsOf, standingOf, takeBack, type Act, type ItemChanged } from "#domain/ledger/allocate.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { isRefused } from "#domain/refusal.ts";

/** Booking days of a bank and of an ERP lie apart; a customer's equal payment of the next month does not lie within ten days. */
const DAYS_APART = 10;
const MOST_CHANGES = 95;

export type InStep = { readonly payment: Payment; readonly changes: readonly ItemChanged[]; /** Taken back, because the ERP has used the money otherwise. */ readonly displaced: readonly Allocation[] };
type Asked = Pick<Setting, "on" | "now" | "by" | "causedBy" | "digest"> & {
  /** The account of the payment's customer, whole, and the documents of its allocations wherever they stand. */
  readonly items: readonly Item[];
  /** The ERP's own document numbers for this payment, as it acknowledged them. */
  readonly acknowledged: readonly string[];
};

/** Undefined: nothing is to be done. */
export function keepInStep(payment: Payment, asked: Asked): InStep | undefined {
  const { items } = asked;
  const receipt = payment.customerId && items.find(({ id }) => id === receiptId(asked.digest, payment, payment.customerId!));
  if (!receipt) return undefined;
  const handed = handedOverTo(receipt);
  const theirs = handed ? items.find(({ id }) => id === handed) : standsFor(payment, receipt, asked);
  const book = changesOf(items);
  const act: Act = { ...asked, actor: asked.by, allocation: "alc_none" };
  if (theirs && !handed) {
    book.note(handOverReceipt(receipt, theirs, act));
    book.note(claimed(theirs));
  }
  const standing = payment.allocations.filter(({ takenBack }) => !takenBack);
  // As many as one transaction takes; the rest is done from what is saved then.
  const displaced = standing.filter((allocation) => (book.changes().length + allocation.lines.length > MOST_CHANGES && book.changes().length > 2 ? false : theirs ? !movedTo(theirs.id, allocation, book, act) : settledByOthers(receipt.id, allocation, book, act)));
  if (book.changes().length === 0) return undefined;
  return { payment: after(payment, displaced, theirs && book.item(theirs.id), asked), changes: book.changes(), displaced: displaced.map((one) => asTaken(one, asked)) };
}

/** The allocation comes out of the ERP's item. False: that has been used for something else, and the documents are open again. */
function movedTo(theirs: ItemId, allocation: Allocation, book: Book, act: Act): boolean {
  const of: Act = { ...act, allocation: allocation.id };
  const documents = [...new Set(allocation.lines.map(({ itemId }) => itemId))].filter((id) => book.has(id));
  const needed = -documents.reduce((sum, id) => sum + standingOf(book.item(id), allocation.id), 0n);
  if (standingOf(book.item(theirs), allocation.id) === needed) return true;
  const back = takeBack(book.item(theirs), of);
  if (back) book.note(back);
  if (needed === 0n) return true;
  const item = book.item(theirs);
  const moved = needed > 0n && needed <= -item.openMinor ? allocate(item, [{ kind: "allocation", minor: needed }], { ...of, on: latest(allocation.on, item.issuedOn) }) : undefined;
  if (moved && !isRefused(moved)) {
    book.note(moved);
    return true;
  }
  takeOff(documents, book, of);
  return false;
}

/** The ERP has settled our documents with another payment: ours stands whole or not at all, so it is on account again. */
function settledByOthers(receipt: ItemId, allocation: Allocation, book: Book, act: Act): boolean {
  const of: Act = { ...act, allocation: allocation.id };
  const documents = [...new Set(allocation.lines.map(({ itemId }) => itemId))].filter((id) => book.has(id));
  const given = documents.reduce((sum, id) => sum + standingOf(book.item(id), allocation.id), standingOf(book.item(receipt), allocation.id));
  if (given === 0n || !documents.some((id) => book.letteredWith(id))) return false;
  takeOff([...documents, receipt], book, of);
  return true;
}

function takeOff(ids: readonly ItemId[], book: Book, of: Act): void {
  for (const id of ids) {
    const open = takeBack(book.item(id), of);
    if (open) book.note(open);
  }
}

function after(payment: Payment, displaced: readonly Allocation[], theirs: Item | undefined, asked: Asked): Payment {
  const gone = new Set(displaced.map(({ id }) => id));
  const allocations = payment.allocations.map((one) => (gone.has(one.id) ? asTaken(one, asked) : one));
  const allocated = payment.allocated - displaced.reduce((sum, { used }) => sum + used, 0n);
  const stands = allocations.some(({ takenBack }) => !takenBack);
  // What the ERP has used up is settled, though not by us.
  const status = stands || theirs?.openMinor === 0n ? "applied" : "on-account";
  const takenOver = payment.takenOver ?? (theirs && { itemId: theirs.id, number: theirs.number, on: theirs.issuedOn, at: asked.now });
  return { ...payment, allocations, allocated, status, ...(takenOver ? { takenOver } : {}), version: payment.version + 1 };
}

const asTaken = (allocation: Allocation, { on, now: at, by }: Asked): Allocation => ({ ...allocation, takenBack: { on, at, by, reason: "erp-settled-otherwise" } });

function standsFor(payment: Payment, receipt: Item, { items, acknowledged }: Asked): Item | undefined {
  const taken = new Set(items.flatMap((item) => handedOverTo(item) ?? []));
  const fits = items.filter((item) => item.source !== receipt.source && item.customerId === receipt.customerId && item.entityId === receipt.entityId && item.currency === receipt.currency && (item.minor === receipt.minor || item.minor === -payment.minor) && !taken.has(item.id));
  const ranked = fits.map((item) => ({ item, rank: rankOf(item, payment, acknowledged), days: Math.abs(epochDay(item.issuedOn) - epochDay(payment.bookedOn)) })).filter(({ rank, days }) => rank > 1 || (rank === 1 && days <= DAYS_APART));
  return ranked.toSorted((a, b) => b.rank - a.rank || a.days - b.days || (a.item.id < b.item.id ? -1 : 1))[0]?.item;
}

/** 3: the document that was acknowledged; 2: it names our payment; 1: it is a payment; 0: it is something else in the customer's favour. */
function rankOf(item: Item, { id, reference, endToEndId }: Payment, acknowledged: readonly string[]): number {
  if (acknowledged.some((number) => plain(number) === plain(item.number))) return 3;
  const said = [item.number, item.reference ?? "", item.label ?? "", ...Object.values(item.extra ?? {})].map(plain);
  const names = [id, reference ?? "", endToEndId ?? ""].map(plain).filter((name) => name.length >= 6 && /\d/.test(name));
  if (names.some((name) => said.some((text) => text.includes(name)))) return 2;
  return item.kind === "payment" ? 1 : 0;
}
const plain = (text: string): string => text.toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");

type Book = ReturnType<typeof changesOf>;
/** Several changes of one item are one change. */
function changesOf(items: readonly Item[]) {
  const now = new Map(items.map((item) => [item.id, item]));
  const changed = new Map<ItemId, ItemChanged>();
  /** The ERP's letterings of what stands in the customer's favour. */
  const lettered = new Set(items.filter(({ minor }) => minor < 0n).flatMap(letteringsOf));
  return {
    letteredWith: (id: ItemId): boolean => letteringsOf(now.get(id)!).some((one) => lettered.has(one)),
    has: (id: ItemId): boolean => now.has(id),
    item: (id: ItemId): Item => now.get(id)!,
    note({ next, previous, facts }: ItemChanged): void {
      const before = changed.get(next.id);
      changed.set(next.id, { next, previous: before ? before.previous : previous, facts: [...(before?.facts ?? []), ...facts] });
      now.set(next.id, next);
    },
    changes: (): ItemChanged[] => [...changed.values()],
  };
}
