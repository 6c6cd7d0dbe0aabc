// The statement of a customer's account: opening balance, every movement, closing balance, per currency. Closing = opening + movements, always:
// the same postings make both. What moves nothing (a dispute, an exchange difference in our own currency, a move between due dates) is no line.
import type { DateText } from "#domain/date.ts";
import type { Item, Posting } from "#domain/ledger/schema.ts";

export type StatementLine = { readonly on: DateText; readonly item: Item; readonly posting: Posting["kind"]; readonly minor: bigint; readonly balance: bigint };
export type CurrencyStatement = { readonly currency: string; readonly opening: bigint; readonly closing: bigint; readonly lines: readonly StatementLine[] };

export function statement(items: readonly Item[], from: DateText, asOf: DateText): CurrencyStatement[] {
  return [...Map.groupBy(items, ({ currency }) => currency)]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, group]) => ({ currency, ...ofOneCurrency(group, from, asOf) }))
    .filter(({ opening, lines }) => opening !== 0n || lines.length > 0);
}

function ofOneCurrency(items: readonly Item[], from: DateText, asOf: DateText): Omit<CurrencyStatement, "currency"> {
  const movements = items.flatMap((item) => movementsOf(item).filter(({ on }) => on <= asOf));
  const opening = movements.reduce((sum, { on, minor }) => (on < from ? sum + minor : sum), 0n);
  let balance = opening;
  const lines = movements
    .filter(({ on }) => on >= from)
    .toSorted((a, b) => (a.on === b.on ? order(a).localeCompare(order(b)) : a.on < b.on ? -1 : 1))
    .map((line) => ({ ...line, balance: (balance += line.minor) }));
  return { opening, closing: balance, lines };
}

/** One line for what one act did on one day, over all instalments. */
function movementsOf(item: Item): Omit<StatementLine, "balance">[] {
  const acts = Map.groupBy(item.postings, ({ on, kind, allocation, lettering, reason }) => [on, kind, allocation, lettering, reason].join("|"));
  return [...acts.values()]
    .map((group) => ({ on: group[0]!.on, item, posting: group[0]!.kind, minor: group.reduce((sum, { minor }) => sum + minor, 0n) }))
    .filter(({ minor }) => minor !== 0n);
}

const order = ({ posting, item }: Omit<StatementLine, "balance">): string => `${posting === "issue" ? 0 : 1}|${item.number}|${item.id}`;
