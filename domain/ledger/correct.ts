// Corrections of an item that is already in the books. Each compares what is posted with what is told, and posts the difference.
import type { DateText } from "#domain/date.ts";
import type { ItemRecord } from "#domain/ingestion/schema.ts";
import { cellsAt, coveredBy, openAt, type Cell } from "#domain/ledger/balance.ts";
import { entityShares } from "#domain/ledger/issue.ts";
import type { Journal } from "#domain/ledger/journal.ts";
import type { Instalment, Posting } from "#domain/ledger/schema.ts";

const EXCHANGE = "exchange-difference";
const HANDED_OVER = "instalment-removed";
/** Adjustments that do not change what was invoiced on an instalment. */
export const besideInvoiced: ReadonlySet<string | undefined> = new Set([EXCHANGE, HANDED_OVER]);

/** The date of issue was wrong: from the old date to the new one there is nothing (or already something) to owe. */
export function correctIssueDate(book: Journal, from: DateText, to: DateText): void {
  if (from === to) return;
  for (const { instalment, dueOn, minor, entityMinor } of cellsAt(book.all().filter(({ kind }) => kind === "issue"))) {
    const at = { kind: "adjustment", instalment, dueOn, reason: "issue-date-changed" } as const;
    book.post({ ...at, on: from, minor: -minor, entityMinor: -entityMinor });
    book.post({ ...at, on: to, minor, entityMinor });
  }
}

/** Instalments whose amount is another now, that are new, or that are no more. */
export function correctAmounts(book: Journal, { instalments, entityMinor }: Pick<ItemRecord, "instalments" | "entityMinor">, on: DateText): void {
  const invoiced = Map.groupBy(book.all().filter(isInvoiced), ({ instalment }) => instalment);
  const shares = entityShares(
    instalments.map(({ minor }) => minor),
    entityMinor,
  );
  const told = new Map(instalments.map((instalment, at) => [instalment.n, { ...instalment, entityMinor: shares[at]! }]));
  for (const n of [...new Set([...invoiced.keys(), ...told.keys()])].toSorted((a, b) => a - b)) {
    const has = openAt(invoiced.get(n) ?? []);
    const wanted = told.get(n);
    const [minor, entity] = [(wanted?.minor ?? 0n) - has.minor, (wanted?.entityMinor ?? 0n) - has.entityMinor];
    if (minor === 0n && entity === 0n) continue;
    book.post({ kind: "adjustment", on, instalment: n, dueOn: wanted?.dueOn ?? invoiced.get(n)!.at(-1)!.dueOn, minor, entityMinor: entity, reason: "amount-changed" });
  }
}
const isInvoiced = ({ kind, reason }: Posting): boolean => kind === "issue" || (kind === "adjustment" && !besideInvoiced.has(reason));

/** What is open moves to where it is due now; an instalment that is no more hands over to the last one. */
export function correctDueDates(book: Journal, instalments: readonly Instalment[], on: DateText): void {
  const now = new Map(instalments.map(({ n, dueOn }) => [n, dueOn]));
  const last = instalments.at(-1)!;
  for (const { instalment, dueOn, minor, entityMinor } of book.cells()) {
    if (now.get(instalment) === dueOn || (minor === 0n && entityMinor === 0n)) continue;
    const move = { kind: "adjustment", on, reason: now.has(instalment) ? "due-date-changed" : HANDED_OVER } as const;
    const target = now.has(instalment) ? { instalment, dueOn: now.get(instalment)! } : { instalment: last.n, dueOn: last.dueOn };
    book.post({ ...move, instalment, dueOn, minor: -minor, entityMinor: -entityMinor });
    book.post({ ...move, ...target, minor, entityMinor });
  }
}

/** Nothing open in the item's currency: nothing may stay open in the entity's. As soon as something is open again, the difference is taken back. */
export function squareExchangeDifference(book: Journal, on: DateText, at: Pick<Cell, "instalment" | "dueOn">): void {
  const postings = book.all();
  const squared = openAt(postings.filter(({ reason }) => reason === EXCHANGE)).entityMinor;
  const open = book.open();
  const wanted = open.minor === 0n ? squared - open.entityMinor : 0n;
  if (wanted === squared) return;
  const settledOn = postings.reduce((day, p) => ((p.kind === "allocation" || p.kind === "write-off") && p.on > day ? p.on : day), "");
  book.post({ kind: "adjustment", on: open.minor === 0n && settledOn ? settledOn : on, ...at, minor: 0n, entityMinor: wanted - squared, reason: EXCHANGE });
}

/** The disputed share, never more than what is open; on the oldest due first. */
export function correctDisputes(book: Journal, told: bigint, on: DateText): void {
  let left = coveredBy(told, book.open().minor);
  for (const { instalment, dueOn, minor, disputedMinor } of book.cells()) {
    const wanted = coveredBy(left, minor);
    left -= wanted;
    if (wanted !== disputedMinor) book.post({ kind: "dispute", on, instalment, dueOn, minor: 0n, entityMinor: 0n, disputedMinor: wanted - disputedMinor });
  }
}
