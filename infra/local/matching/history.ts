// The documents of the first run, as they stood on each day of the past: what is open now, plus what the clearings of the file have taken since.
import type { Matcher } from "#domain/cash-application/matching/engine.ts";
import { itemId } from "#domain/cash-application/matching/ledger.ts";
import type { Cents, Item, Receipt } from "#domain/cash-application/matching/model.ts";
import { clearingFor, mismatch, type ClearingRows } from "#domain/cash-application/matching/offline/tables.ts";

export type Books = { readonly ledger: readonly Item[]; readonly open: readonly Item[] | null; readonly fresh: readonly Item[] };

/** Replays the labelled receipts day by day, each judged with what was known that morning, and leaves the ledger as it is today. */
export function replay(matcher: Matcher, books: Books, receipts: readonly Receipt[], labels: ReadonlyMap<string, ClearingRows>, unknown: readonly ClearingRows[]): Receipt[] {
  const items = new Map<string, Item>();
  for (const item of [...books.ledger, ...(books.open ?? []), ...books.fresh]) items.set(itemId(item.entity, item.document), item);
  const cleared = clearedBy(receipts, labels);
  const listed = books.open === null ? null : new Set(books.open.map((item) => itemId(item.entity, item.document)));
  const today = new Map<string, Cents>();
  for (const [id, item] of items) {
    const taken = cleared.get(id) ?? 0;
    const fresh = books.fresh.includes(item);
    const left = Math.abs(item.amount) - Math.abs(taken);
    today.set(id, listed && !fresh ? (listed.has(id) ? item.open : 0) : Math.sign(item.amount) * Math.max(0, Math.min(Math.abs(item.open), left)));
    const before = today.get(id)! + taken;
    item.open = Math.sign(item.amount) * Math.min(Math.abs(item.amount), Math.abs(before));
  }
  const waiting = [...items.values()].toSorted((a, b) => a.issued - b.issued);
  let next = 0;
  const days = Map.groupBy(receipts, ({ booked }) => booked);
  for (const day of [...days.keys()].toSorted((a, b) => a - b)) {
    while (next < waiting.length && waiting[next]!.issued <= day) matcher.putItem(waiting[next++]!);
    matcher.decideDay(days.get(day)!, { post: false });
    for (const receipt of days.get(day)!.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
      const rows = labels.get(receipt.id);
      matcher.confirm(rows ? clearingFor(rows, receipt) : { receipt: receipt.id, on: day, payer: "", allocations: [], adjustments: [] });
    }
  }
  while (next < waiting.length) matcher.putItem(waiting[next++]!);
  for (const [id, open] of today) matcher.ledger.setOpen(matcher.ledger.items.get(id)!, open);
  if (unknown.length > 0 && listed === null) takeUnknown(matcher, unknown);
  return receipts.filter(({ id }) => !labels.has(id));
}

function clearedBy(receipts: readonly Receipt[], labels: ReadonlyMap<string, ClearingRows>): Map<string, Cents> {
  const cleared = new Map<string, Cents>();
  for (const receipt of receipts) {
    const rows = labels.get(receipt.id);
    if (!rows) continue;
    for (const { document, entity, amount } of clearingFor(rows, receipt).allocations) {
      const id = itemId(entity, document);
      cleared.set(id, (cleared.get(id) ?? 0) + amount);
    }
  }
  return cleared;
}

/** Clearings of payments whose statements we never saw still settle documents. */
export function takeUnknown(matcher: Matcher, clearings: readonly ClearingRows[]): void {
  const entities = [...new Set([...matcher.ledger.items.values()].map(({ entity }) => entity))];
  for (const rows of clearings) {
    for (const { document } of rows.documents) {
      const item = entities.map((entity) => matcher.ledger.item(entity, document)).find(Boolean);
      if (!item) continue;
      const { allocations } = clearingFor(rows, { id: rows.payment, entity: item.entity, currency: item.currency, amount: 0 });
      const taken = allocations.find((allocation) => allocation.document === document)?.amount ?? 0;
      const left = Math.abs(item.open) - Math.abs(taken);
      matcher.ledger.setOpen(item, Math.sign(item.amount) * Math.max(0, left));
    }
  }
}

/** Of several receipts with one bank reference, the one whose amount the clearing explains, then the nearest in time. */
export function labelled<R extends { id: string; entity: string; currency: string; amount: number; booked: number }>(rows: ClearingRows, candidates: readonly R[]): R | null {
  const ranked = candidates.map((receipt) => ({ receipt, off: mismatch(rows, receipt), days: Math.abs(rows.on - receipt.booked) })).toSorted((a, b) => a.off - b.off || a.days - b.days);
  return ranked[0]?.receipt ?? null;
}
