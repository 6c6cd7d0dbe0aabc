// An item as it stood at the end of a business date: only what had been posted by then counts. Undefined: it was not in the books yet.
import type { DateText } from "#domain/date.ts";
import { daysPastDue } from "#domain/ledger/ageing.ts";
import { cellsAt, openAt, type Cell, type Open } from "#domain/ledger/balance.ts";
import type { Instalment, Item } from "#domain/ledger/schema.ts";
import { settlementParts } from "#domain/ledger/settle.ts";

export type ItemAt = {
  readonly item: Item;
  readonly open: Open;
  /** What is open, by instalment and due date, the oldest due first. */
  readonly cells: readonly Cell[];
  readonly instalments: readonly (Instalment & { readonly open: bigint })[];
  readonly dueOn: DateText;
  readonly daysOverdue: number;
  readonly lettering: readonly string[];
};

export function itemAt(item: Item, asOf: DateText): ItemAt | undefined {
  const postings = item.postings.filter(({ on }) => on <= asOf);
  if (postings.length === 0) return undefined;
  const cells = cellsAt(postings).filter(({ minor }) => minor !== 0n);
  const openOf = (n: number) => cells.reduce((sum, { instalment, minor }) => (instalment === n ? sum + minor : sum), 0n);
  const dueOn = cells[0]?.dueOn ?? item.instalments.reduce((last, i) => (i.dueOn > last ? i.dueOn : last), item.issuedOn);
  const settled = [...settlementParts(postings)].filter(([, parts]) => parts.some(({ minor }) => minor !== 0n)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const lettering = settled.map(([key]) => key.split("|").slice(3).join("|")).filter(Boolean);
  return {
    item,
    open: openAt(postings),
    cells,
    instalments: item.instalments.map((instalment) => ({ ...instalment, open: openOf(instalment.n) })),
    dueOn,
    daysOverdue: daysPastDue(dueOn, asOf),
    lettering: [...new Set(lettering)],
  };
}

/** Allocations that still stand: two items that share one were settled with each other. */
export const allocationsOf = (item: Item, asOf: DateText): ReadonlySet<string> =>
  new Set(
    [...settlementParts(item.postings.filter(({ on }) => on <= asOf))]
      .flatMap(([key, parts]) => (parts.some(({ minor }) => minor !== 0n) ? [key.split("|")[2]!] : []))
      .filter(Boolean),
  );

export type Totals = { readonly currency: string; readonly open: bigint; readonly overdue: bigint; readonly credits: bigint; readonly disputed: bigint };

/** Per currency; credits stand apart, and nothing is overdue that is in the customer's favour. */
export function totalsOf(items: readonly ItemAt[], asOf: DateText): Totals[] {
  return [...Map.groupBy(items, ({ item }) => item.currency)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, group]) => {
      const cells = group.flatMap((at) => at.cells);
      const total = (which: (cell: Cell) => boolean) => cells.reduce((sum, cell) => (which(cell) ? sum + cell.minor : sum), 0n);
      const disputed = group.reduce((sum, { open }) => sum + open.disputedMinor, 0n);
      return { currency, open: total(() => true), overdue: total(({ minor, dueOn }) => minor > 0n && dueOn < asOf), credits: total(({ minor }) => minor < 0n), disputed };
    });
}
