// What our own people and rules settle on an item, and how it is taken back. A file's settlements come through reconcile.ts; these come from cash application.
//
// An allocation never takes more than is open, and nothing of the other sign: two clerks at once, or a rule that runs twice, cannot pay an invoice twice.
// Taking back is a posting of its own, dated on the day it is done; until then the books did show the item as paid. The item is due again when it was due
// before, so whatever was decided by its age goes on where it stopped.
import { latest, type DateText } from "#domain/date.ts";
import { size } from "#domain/ledger/balance.ts";
import { changedItem, type Cause, type ItemState } from "#domain/ledger/changed-item.ts";
import { correctDisputes, squareExchangeDifference } from "#domain/ledger/correct.ts";
import { journal, type Journal } from "#domain/ledger/journal.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { isOurs, settlementParts, spread, total } from "#domain/ledger/settle.ts";
import { refused, type Refused } from "#domain/refusal.ts";
import type { ItemFact } from "#events/ledger.ts";

/** Signed as postings are: what pays an invoice is negative. `entityMinor` is told where the money came in at a rate of its own. */
export type Share = { readonly kind: "allocation" | "write-off"; readonly minor: bigint; readonly entityMinor?: bigint; readonly reason?: string };
/** `allocation`: the id that every item of one allocation names. */
export type Act = Cause & { readonly allocation: `alc_${string}`; readonly on: DateText };
export type ItemChanged = { readonly next: Item; readonly previous: Item | undefined; readonly facts: readonly ItemFact[] };

export function allocate(item: Item, shares: readonly Share[], act: Act): ItemChanged | Refused<"item.not-open-enough"> {
  const taken = shares.reduce((sum, { minor }) => sum + minor, 0n);
  if (shares.some(({ minor }) => minor === 0n || minor > 0n === item.openMinor > 0n) || size(taken) > size(item.openMinor))
    return refused("item.not-open-enough", { number: item.number, open: String(item.openMinor), asked: String(-taken) });
  const book = bookOf(item, act);
  const on = latest(act.on, item.issuedOn);
  const [home] = book.cells();
  for (const { minor, entityMinor = proportional(item, minor), kind, reason } of shares) spread(book, { on, kind, minor, entityMinor, allocation: act.allocation, lettering: undefined, reason }, home!);
  return closed(item, book, act, on);
}

/** Undefined: nothing of that allocation stands on the item any more. */
export function takeBack(item: Item, act: Act): ItemChanged | undefined {
  const parts = [...settlementParts(item.postings)].flatMap(([key, all]) => (key.split("|")[2] === act.allocation ? all : [])).filter(({ minor, entityMinor }) => minor !== 0n || entityMinor !== 0n);
  if (parts.length === 0) return undefined;
  const book = bookOf(item, act);
  for (const { posting, on, instalment, dueOn, minor, entityMinor } of parts)
    book.post({ kind: "reversal", on: latest(act.on, on), instalment, dueOn, minor: -minor, entityMinor: -entityMinor, allocation: act.allocation, reverses: posting, reason: "allocation-taken-back" });
  return closed(item, book, act, latest(act.on, item.issuedOn));
}

/** Money that came in, as an item on the account of who paid it: in the customer's favour, so negative. */
export type Receipt = Omit<Item, "postings" | "openMinor" | "openEntityMinor" | "disputedMinor" | "version" | "instalments" | "dueReason" | "kind" | "fingerprint" | "sequence">;
/** `postedOn`: a later day than the bank's, where the books of that day are closed. */
export function bookReceipt(receipt: Receipt, act: Act, postedOn: DateText = receipt.issuedOn): ItemChanged {
  const { issuedOn, minor, entityMinor } = receipt;
  const state: ItemState = { ...receipt, kind: "payment", dueReason: "file", instalments: [{ n: 1, dueOn: issuedOn, minor }], fingerprint: "ours", sequence: "" };
  const book = journal({ ...state, version: 0 }, [], { by: act.causedBy, digest: act.digest });
  book.post({ kind: "issue", on: latest(postedOn, issuedOn), instalment: 1, dueOn: issuedOn, minor, entityMinor });
  return { previous: undefined, ...changed(undefined, state, book, act) };
}

/** The receipt leaves the account again: it was booked to the wrong customer, or is another company's. Only what no allocation uses can leave. */
export function withdrawReceipt(item: Item, act: Act, reason = "receipt-withdrawn"): ItemChanged {
  const book = bookOf(item, act);
  const on = latest(act.on, item.issuedOn);
  for (const { instalment, dueOn, minor, entityMinor } of book.cells())
    if (minor !== 0n || entityMinor !== 0n) book.post({ kind: "adjustment", on, instalment, dueOn, minor: -minor, entityMinor: -entityMinor, reason });
  return { previous: item, ...changed(item, item, book, act) };
}

/** The receipt comes back to an account that it had left, with what it is worth now. */
export function returnReceipt(item: Item, minor: bigint, act: Act): ItemChanged {
  const book = bookOf(item, act);
  const worth = resized(item, minor, (item.entityMinor * minor) / item.minor);
  const missing = { minor: minor - book.open().minor, entityMinor: worth.entityMinor - book.open().entityMinor };
  book.post({ kind: "adjustment", on: latest(act.on, item.issuedOn), instalment: 1, dueOn: item.instalments[0]!.dueOn, ...missing, reason: "receipt-returned" });
  return { previous: item, ...changed(item, worth, book, act) };
}

/** Part of the receipt leaves the account for another company's books, or comes back from there: from then on it is worth `minor`. What is allocated of it stays. */
export function resizeReceipt(item: Item, minor: bigint, act: Act): ItemChanged {
  const book = bookOf(item, act);
  const moved = minor - item.minor;
  // Where nothing of it is left open, nothing is in the entity's currency either: the last part takes what the rounding left.
  const entityMinor = item.openMinor + moved === 0n ? -item.openEntityMinor : (item.entityMinor * minor) / item.minor - item.entityMinor;
  book.post({ kind: "adjustment", on: latest(act.on, item.issuedOn), instalment: 1, dueOn: item.instalments[0]!.dueOn, minor: moved, entityMinor, reason: TRANSFERRED });
  return { previous: item, ...changed(item, resized(item, minor, item.entityMinor + entityMinor), book, act) };
}
export const TRANSFERRED = "transferred";
const resized = (item: Item, minor: bigint, entityMinor: bigint): Item => ({ ...item, minor, entityMinor, instalments: [{ ...item.instalments[0]!, minor }] });

/** The ERP's own record of the money stands on the account now: ours leaves it, with all that it gave, and says what stands for it. Dated so that never both count, nor neither. */
export function handOverReceipt(item: Item, to: Pick<Item, "id" | "issuedOn">, act: Act): ItemChanged {
  const book = bookOf(item, act);
  for (const [key, parts] of settlementParts(item.postings)) {
    const allocation = key.split("|")[2]!;
    for (const { posting, on, instalment, dueOn, minor, entityMinor } of parts)
      if (minor !== 0n || entityMinor !== 0n)
        book.post({ kind: "reversal", on: latest(on, to.issuedOn), instalment, dueOn, minor: -minor, entityMinor: -entityMinor, ...(allocation ? { allocation } : {}), reverses: posting, reason: HANDED_OVER });
  }
  const on = latest(item.postings[0]?.on ?? item.issuedOn, to.issuedOn);
  for (const { instalment, dueOn, minor, entityMinor } of book.cells())
    if (minor !== 0n || entityMinor !== 0n) book.post({ kind: "adjustment", on, instalment, dueOn, minor: -minor, entityMinor: -entityMinor, reason: HANDED_OVER });
  return { previous: item, ...changed(item, { ...item, extra: { ...item.extra, [STANDS_FOR_IT]: to.id } }, book, act) };
}
const HANDED_OVER = "handed-over-to-erp";
const STANDS_FOR_IT = "quittance.handedOverTo";
/** The item of the ERP that stands for a receipt of ours. */
export const handedOverTo = ({ extra }: Pick<Item, "extra">): Item["id"] | undefined => extra?.[STANDS_FOR_IT] as Item["id"] | undefined;

/** Nothing is posted, but whoever decided from the item as it was must look again. */
export const claimed = (item: Item): ItemChanged => ({ previous: item, next: { ...item, version: item.version + 1 }, facts: [] });

/** What still stands of one allocation of ours on an item; the ERP's own settlements have replaced the rest. */
export const standingOf = (item: Item, allocation: string): bigint =>
  [...settlementParts(item.postings)].reduce((sum, [key, parts]) => (key.split("|")[1] === "allocation" && key.split("|")[2] === allocation ? sum + total(parts).minor : sum), 0n);

/** Under which letterings of the ERP the item is settled. */
export const letteringsOf = ({ postings }: Item): string[] =>
  [...settlementParts(postings)].flatMap(([key, parts]) => (key.split("|")[2] !== "" && !isOurs(key) && total(parts).minor !== 0n ? [key.split("|")[2]!] : []));

const bookOf = (item: Item, { causedBy, digest }: Act): Journal => journal(item, item.postings, { by: causedBy, digest });

function closed(item: Item, book: Journal, act: Act, on: DateText): ItemChanged {
  const home = item.instalments.at(-1)!;
  squareExchangeDifference(book, on, { instalment: home.n, dueOn: home.dueOn });
  correctDisputes(book, item.disputedMinor, on);
  return { previous: item, ...changed(item, item, book, act) };
}

function changed(current: Item | undefined, state: ItemState, book: Journal, act: Act): Pick<ItemChanged, "next" | "facts"> {
  const { item, facts } = changedItem(current, state, book, act);
  return { next: item, facts };
}

/** The last of what is open takes all of what is open in the entity's currency. */
const proportional = ({ openMinor, openEntityMinor }: Item, minor: bigint): bigint => (-minor === openMinor ? -openEntityMinor : (openEntityMinor * minor) / openMinor);
