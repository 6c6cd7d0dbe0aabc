// A FEC holds all entries of a year; we want the rows on customer accounts, and what the rest of each entry says about them.
//
// Read in one pass: rows on other accounts only leave their trace on their entry (which accounts, debit minus credit), customer rows are kept.
// 411 are the customers. Bills receivable (413), doubtful customers (416) and others are off unless the source asks for them: the figure that
// an accountant compares is the balance of 411, and it must agree to the cent.
import type { DateText } from "#domain/date.ts";
import { earliest, latest } from "#domain/date.ts";
import { columnKey, fecColumns, type FecColumns } from "#domain/ingestion/fec/columns.ts";
import { type EntryAccounts, isOpeningJournal, type KindReason, kindOf, noteAccount } from "#domain/ingestion/fec/kind.ts";
import { fecDate, fecLine, fecMinor, type FecLine, type Problem } from "#domain/ingestion/fec/line.ts";
import type { Row } from "#domain/text/delimited.ts";
import type { ItemKind } from "#domain/ledger/schema.ts";
import type { Reason } from "#domain/reason.ts";

/** A customer row with what its entry told: what it is, which number it goes by, which row of its entry it is. */
export type BookLine = FecLine & { readonly kind: ItemKind; readonly number: string; readonly ordinal: number };
export type FecReject = Problem & { readonly line: number; readonly row: Readonly<Record<string, string>> };
export type FecReading = {
  readonly lines: readonly BookLine[];
  readonly rejects: readonly FecReject[];
  readonly rows: number;
  readonly skipped: number;
  readonly first: DateText | undefined;
  readonly last: DateText | undefined;
  readonly hasOpening: boolean;
  readonly debit: bigint;
  readonly credit: bigint;
  /** The last row ended in the middle. */
  readonly cutOff: boolean;
  readonly reasons: readonly Reason[];
};
export type FecOptions = { readonly currency: string; readonly accounts?: readonly string[]; readonly repairs?: ReadonlyMap<number, Readonly<Record<string, string>>> };

/** `ordinal`: which customer row of its entry it is, unreadable ones counted. */
type Ordered = FecLine & { readonly ordinal: number };
type Entry = EntryAccounts & { sum: bigint; line: number; ordinal: number };

/** Throws nothing: a file without the columns answers with the reason `fec.columns-missing`, and no lines. */
export function fecReader({ currency, accounts = ["411"], repairs }: FecOptions) {
  let columns: FecColumns | undefined;
  let titles: string[] = [];
  const entries = new Map<string, Entry>();
  const kept: Ordered[] = [];
  const rejects: FecReject[] = [];
  const reasons = new Map<string, Reason & { count: number }>();
  const seen = { rows: 0, skipped: 0, debit: 0n, credit: 0n, hasOpening: false, cutOff: false, first: undefined as DateText | undefined, last: undefined as DateText | undefined };
  const note = (code: string, values: Record<string, string | number> = {}) => {
    const known = reasons.get(code);
    reasons.set(code, known ? { ...known, count: known.count + 1 } : { code, ...values, count: 1 });
  };

  const header = (row: Row): boolean => {
    const found = fecColumns(row.all());
    if ("missing" in found) {
      note("fec.columns-missing", { columns: found.missing.join(", ") });
      return true;
    }
    columns = found;
    titles = row.all().map((title, n) => (found.headless ? `column ${n + 1}` : title.replace("\uFEFF", "").trim() || `column ${n + 1}`));
    if (found.headless) note("fec.header-missing");
    return !found.headless;
  };

  const reject = (row: Row, problem: Problem) => rejects.push({ ...problem, line: row.line, row: Object.fromEntries(titles.map((title, n) => [title, row.cell(n)])) });

  const book = (row: Row, of: FecColumns): void => {
    seen.rows++;
    const mine = accounts.some((prefix) => row.cell(of.account).trim().startsWith(prefix));
    if (row.cells < of.least) {
      seen.cutOff = row.unfinished;
      reject(row, { field: "", value: row.all().join(" | ").slice(0, 200), code: "row.too-short" });
      return;
    }
    const amount = fecMinor(row, of, currency);
    const minor = "problem" in amount ? 0n : amount.minor;
    if (minor > 0n) seen.debit += minor;
    else seen.credit -= minor;
    const on = fecDate(row.cell(of.on));
    if (on.ok) {
      seen.first = seen.first ? earliest(seen.first, on.value) : on.value;
      seen.last = seen.last ? latest(seen.last, on.value) : on.value;
    }
    if (!seen.hasOpening && isOpeningJournal(row.cell(of.journal), row.cell(of.journalLabel))) seen.hasOpening = true;
    const entry = entryOf(entries, keyOf(row, of), row.line);
    entry.sum += minor;
    noteAccount(entry, row.cell(of.account).trim());
    const ordinal = mine ? entry.ordinal++ : 0;
    if (!mine) {
      seen.skipped++;
      if ("problem" in amount) note("fec.other-account-unreadable", { line: row.line });
      return;
    }
    const answer = fecLine(row, of, currency);
    if ("problem" in answer) reject(row, answer.problem);
    else kept.push({ ...answer.line, ordinal });
  };

  return {
    push(row: Row): void {
      if (!columns && (reasons.has("fec.columns-missing") || header(row))) return;
      if (!columns || row.all().every((cell) => cell.trim() === "")) return;
      const repair = repairs?.get(row.line);
      book(repair ? repaired(row, titles, repair) : row, columns);
    },
    end(): FecReading {
      const lines = numbered(kept, entries, note);
      for (const [key, { sum, line }] of entries) if (sum !== 0n) note("fec.entry-unbalanced", { entry: key.replaceAll("\u001f", "/"), line });
      return { ...seen, lines, rejects, reasons: [...reasons.values()] };
    },
  };
}

/** An entry is a number in a journal on a day; where packages leave the number empty, the document stands for it. */
const entryKey = (journal: string, entry: string, on: string, piece: string): string => [journal, entry || `~${piece}`, on].join("\u001f");
const keyOf = (row: Row, of: FecColumns): string => {
  const on = fecDate(row.cell(of.on));
  return entryKey(row.cell(of.journal).trim(), row.cell(of.entry).trim(), on.ok ? on.value : row.cell(of.on).trim(), row.cell(of.piece).trim().replace(/\s+/g, " "));
};
const keyOfLine = (line: FecLine): string => entryKey(line.journal, line.entry, line.on, line.piece);

function entryOf(entries: Map<string, Entry>, key: string, line: number): Entry {
  const known = entries.get(key);
  if (known) return known;
  const entry: Entry = { sum: 0n, line, ordinal: 0, sale: false, bank: false, bill: false };
  entries.set(key, entry);
  return entry;
}

/** Kinds need the whole entry, numbers the whole file: PieceRef is a document's number only where no other entry of the journal bears it. */
function numbered(kept: readonly Ordered[], entries: Map<string, Entry>, note: (code: string) => void): BookLine[] {
  const bearers = new Map<string, string>();
  for (const line of kept) {
    const ref = `${line.journal}\u001f${line.piece}`;
    const bearer = `${keyOfLine(line)}\u001f${line.auxiliary || line.account}`;
    bearers.set(ref, (bearers.get(ref) ?? bearer) === bearer ? bearer : "several");
  }
  return kept.map((line) => {
    const entry = entries.get(keyOfLine(line))!;
    const { kind, reason } = kindOf(line.minor, line.journal, line.journalLabel, entry);
    note(reason satisfies KindReason);
    const ofItsOwn = /[1-9]/.test(line.piece) && bearers.get(`${line.journal}\u001f${line.piece}`) !== "several";
    return { ...line, kind, number: ofItsOwn ? line.piece : [line.journal, line.entry || line.piece].filter(Boolean).join(" ") };
  });
}

/** The row with some cells set right by hand. */
function repaired(row: Row, titles: readonly string[], repair: Readonly<Record<string, string>>): Row {
  const byKey = new Map(Object.entries(repair).map(([title, value]) => [columnKey(title), value]));
  const cells = titles.map((title, n) => byKey.get(columnKey(title)) ?? row.cell(n));
  return { line: row.line, cells: cells.length, cell: (n) => cells[n] ?? "", all: () => cells, hashHigh: row.hashHigh, hashLow: row.hashLow, unfinished: false };
}
