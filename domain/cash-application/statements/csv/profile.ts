// How a bank's CSV is to be read: delimiter, where its titles are, which column is what, order of dates, decimal sign, how a debit is told. Detected from the
// file with reasons; a person may correct it, and a stored profile is used as it is.
//
// Titles are believed first and then the cells: a date column must hold dates. Without titles the cells alone decide: the first column of dates, the last
// column of amounts that is no running balance.
import { dateOrders, type DateOrder, orderOf, readCellDate } from "#domain/cash-application/statements/csv/dates.ts";
import { type Table, tableOf } from "#domain/cash-application/statements/csv/table.ts";
import { currencyIn, type Role, roleOf } from "#domain/cash-application/statements/csv/titles.ts";
import { isCurrency } from "#domain/currency.ts";
import type { Reason } from "#domain/reason.ts";

export type CsvProfile = {
  readonly delimiter: string;
  readonly quotes: boolean;
  /** Index of the row with the titles, -1 without. */
  readonly titles: number;
  readonly columns: Readonly<Partial<Record<Role, readonly number[]>>>;
  readonly dates: DateOrder;
  readonly decimal: "," | ".";
  readonly currency: string | null;
  readonly reasons: readonly Reason[];
};

const SAMPLE = 200;

export function detectProfile(text: string): CsvProfile | null {
  const table = tableOf(text.slice(0, 200_000), SAMPLE);
  if (!table) return null;
  const titled = titledColumns(table, true);
  const found = titled ?? untitledColumns(table) ?? titledColumns(table, false);
  if (!found) return null;
  const body = table.rows.slice(found.titles + 1);
  const cells = (role: Role): string[] => (found.columns[role] ?? []).flatMap((n) => body.map((row) => row.cells[n] ?? ""));
  const amounts = [...cells("amount"), ...cells("debit"), ...cells("credit")];
  const dates = orderOf(cells("booking").length > 0 ? cells("booking") : cells("value"));
  const decimal = decimalOf(amounts);
  const titles = found.titles >= 0 ? table.rows[found.titles]!.cells : [];
  const told = [...(found.columns.amount ?? []), ...(found.columns.debit ?? []), ...(found.columns.credit ?? [])].map((n) => currencyIn(titles[n] ?? "")).find((code) => code !== null && isCurrency(code));
  const reasons: Reason[] = [
    { code: "csv.delimiter", delimiter: table.delimiter, columns: table.width },
    { code: titled ? "csv.titles" : "csv.no-titles", row: found.titles + 1 },
    ...Object.entries(found.columns).flatMap(([role, columns]) => columns.map((n): Reason => ({ code: "csv.column", role, column: n + 1, title: titles[n] ?? "" }))),
    { code: "csv.dates", order: dates },
    { code: "csv.decimal", sign: decimal },
  ];
  return { delimiter: table.delimiter, quotes: table.quotes, titles: found.titles, columns: found.columns, dates, decimal, currency: told ?? null, reasons };
}

type Found = { readonly titles: number; readonly columns: Partial<Record<Role, number[]>> };

/** The first row among the leading ones that names a date and an amount. Without `proven`, also where no cell below is a date: each row is then an error. */
function titledColumns(table: Table, proven: boolean): Found | undefined {
  for (let at = 0; at < Math.min(40, table.rows.length); at++) {
    const columns: Partial<Record<Role, number[]>> = {};
    table.rows[at]!.cells.forEach((title, n) => {
      const role = title.length <= 60 ? roleOf(title) : undefined;
      if (role) (columns[role] ??= []).push(n);
    });
    const body = table.rows.slice(at + 1);
    const dated = (["booking", "value"] as const).filter((role) => columns[role]?.some((n) => !proven || holdsDates(body, n)));
    if (dated.length === 0 || !(columns.amount || columns.debit || columns.credit)) continue;
    if (!proven && body.length === 0) continue;
    const own = checked(bothSides(ownAccount(columns, body), table.rows[at]!.cells, body), body, proven);
    // A row of titles about the account may stand above the one about its movements.
    if (proven && !(own.amount || own.debit || own.credit)) continue;
    return { titles: at, columns: own };
  }
  return undefined;
}

/** Columns whose cells are not what their title says are plain text. */
function checked(columns: Partial<Record<Role, number[]>>, body: Table["rows"], proven: boolean): Partial<Record<Role, number[]>> {
  const own = { ...columns };
  for (const role of ["booking", "value"] as const) own[role] = (own[role] ?? []).filter((n) => !proven || holdsDates(body, n));
  for (const role of ["amount", "debit", "credit", "balance"] as const) own[role] = (own[role] ?? []).filter((n) => holdsAmounts(body, n));
  if (own.booking!.length === 0) {
    own.booking = own.value!;
    own.value = [];
  }
  // "Transaction date" beside a booking date is when the customer acted; a second column of the same role only informs.
  const separate = own.debit!.length > 0 && own.credit!.length > 0;
  if (own.amount!.length > 0 && separate && !body.some((row) => [...own.debit!, ...own.credit!].some((n) => (row.cells[n] ?? "").trim() !== ""))) own.debit = own.credit = [];
  else if (separate) own.amount = [];
  else if (own.amount!.length > 0) {
    own.debit = [];
    own.credit = [];
  }
  for (const role of Object.keys(own) as Role[]) if (own[role]!.length === 0) delete own[role];
  return own;
}

/** "Kontonummer" is the other side's, or, where every row says the same, the owner's. */
function ownAccount(columns: Partial<Record<Role, number[]>>, body: Table["rows"]): Partial<Record<Role, number[]>> {
  const [first, ...more] = columns.iban ?? [];
  if (first === undefined || more.length > 0 || columns.account || body.length < 3) return columns;
  const told = new Set(body.map((row) => row.cells[first] ?? ""));
  if (told.size !== 1 || told.has("")) return columns;
  const { iban: _, ...others } = columns;
  return { ...others, account: [first] };
}

const payers = /auftraggeber|zahlungspflicht|ordinante|ordenante|donneur|emetteur|\bpayer|sender|nadawca|zleceniodawca|mok(ė|e)tojas/i;
const payees = /empf(ä|ae?)nger|beg(ü|ue?)nstigt|beneficiar|b(é|e)n(é|e)ficiaire|payee|odbiorca|gav(ė|e)jas/i;

/** Payer and payee in columns of their own: who of them is the other side depends on each row's sign. */
function bothSides(columns: Partial<Record<Role, number[]>>, titles: readonly string[], body: Table["rows"]): Partial<Record<Role, number[]>> {
  const of = (role: "counterparty" | "iban", some: RegExp, not: RegExp): number[] => (columns[role] ?? []).filter((n) => some.test(titles[n] ?? "") && !not.test(titles[n] ?? ""));
  const filled = (n: number): boolean => body.some((row) => (row.cells[n] ?? "") !== "");
  const [payer, payee] = [of("counterparty", payers, payees), of("counterparty", payees, payers)].map((some) => some.filter(filled)) as [number[], number[]];
  if (payer.length === 0 || payee.length === 0) return otherSide(columns, titles);
  return { ...columns, payer, payee, payerIban: of("iban", payers, payees), payeeIban: of("iban", payees, payers) };
}

/** Where a title says "counterparty", the other names are the account owner's. */
function otherSide(columns: Partial<Record<Role, number[]>>, titles: readonly string[]): Partial<Record<Role, number[]>> {
  const told = (columns.counterparty ?? []).filter((n) => /tegenpart|counterpart|contrepart|contrepartie|gegen|proti|empf.nger|beg.nstigt|zahlungspflicht/i.test(titles[n] ?? ""));
  return told.length > 0 ? { ...columns, counterparty: told } : columns;
}

function untitledColumns(table: Table): Found | undefined {
  const first = table.rows.findIndex((row) => row.cells.some((cell) => dateOrders.some((order) => readCellDate(cell, order) !== null)));
  if (first < 0) return undefined;
  const body = table.rows.slice(first);
  const width = Math.max(...body.map((row) => row.cells.length));
  const columns = Array.from({ length: width }, (_, n) => n);
  const dated = columns.filter((n) => holdsDates(body, n));
  const numbers = columns.filter((n) => !dated.includes(n) && holdsAmounts(body, n));
  if (dated.length === 0 || numbers.length === 0) return undefined;
  if (numbers.some((a) => numbers.some((b) => a !== b && eitherOr(body, a, b)))) return undefined;
  const running = numbers.length > 1 ? numbers.find((balance) => numbers.some((amount) => amount !== balance && runs(body, amount, balance))) : undefined;
  const amount = numbers.filter((n) => n !== running && body.some((row) => /[.,]\d{2}$/.test((row.cells[n] ?? "").trim()))).at(-1) ?? numbers.filter((n) => n !== running).at(-1)!;
  const words = columns.filter((n) => !dated.includes(n) && !numbers.includes(n) && body.some((row) => /[A-Za-z]{3}/.test(row.cells[n] ?? "")));
  const currency = words.find((n) => body.every((row) => isCurrency((row.cells[n] ?? "").trim()) || (row.cells[n] ?? "").trim() === ""));
  const side = columns.find((n) => n !== amount && body.filter((row) => /^(D|C|DR|CR|S|H|I|O|\+|-)$/i.test((row.cells[n] ?? "").trim())).length > body.length * 0.8);
  return {
    titles: first - 1,
    columns: {
      booking: [dated[0]!], amount: [amount], text: words.filter((n) => n !== currency && n !== side),
      ...(dated.length > 1 ? { value: [dated[1]!] } : {}), ...(running === undefined ? {} : { balance: [running] }), ...(currency === undefined ? {} : { currency: [currency] }), ...(side === undefined ? {} : { side: [side] }),
    },
  };
}

/** Two columns of which every row fills one: money in and money out, and no title tells which is which. A guess would turn every sign. */
function eitherOr(rows: Table["rows"], a: number, b: number): boolean {
  const filled = (row: Table["rows"][number], n: number): boolean => (row.cells[n] ?? "").trim() !== "";
  return rows.some((row) => filled(row, a)) && rows.some((row) => filled(row, b)) && rows.every((row) => !(filled(row, a) && filled(row, b)));
}

function holdsDates(rows: Table["rows"], n: number): boolean {
  const filled = rows.map((row) => (row.cells[n] ?? "").trim()).filter(Boolean);
  return filled.length > 0 && dateOrders.some((order) => filled.filter((cell) => readCellDate(cell, order) !== null).length >= filled.length * 0.5);
}

function holdsAmounts(rows: Table["rows"], n: number): boolean {
  const filled = rows.map((row) => (row.cells[n] ?? "").trim()).filter(Boolean);
  // "20.01.2024" has nothing but digits and points either.
  return filled.length === 0 || filled.filter((cell) => isAmount(cell) && !dateOrders.some((order) => readCellDate(cell, order) !== null)).length >= filled.length * 0.6;
}

export const isAmount = (cell: string): boolean => cell.length <= 30 && /\d/.test(cell) && /^[-+(−–]?\s*(?:[A-Z]{3}|[€$£¥])?\s*[-+]?[\d\s.,'’\u00A0\u202F]+\)?\s*(?:[A-Z]{3}|[€$£¥]|DR|CR)?\s*[-+)−–]?$/i.test(cell.trim());

const plain = (cell: string): number => Number(cell.replace(/[^\d,.-]/g, "").replace(/[.,](?=\d{3}\b)/g, "").replace(",", "."));
/** Does the balance move by the amount, row by row, in either direction of time? */
function runs(rows: Table["rows"], amount: number, balance: number): boolean {
  const told = rows.slice(0, 30).map((row) => [Math.abs(plain(row.cells[amount] ?? "")), plain(row.cells[balance] ?? "")] as const);
  const steps = told.slice(1).map(([size, after], n) => [Math.abs(after - told[n]![1]), size, told[n]![0]] as const);
  return steps.length > 0 && steps.every(([step, size, before]) => Math.abs(step - size) < 0.011 || Math.abs(step - before) < 0.011);
}

/** The sign in front of the last one or two digits; a comma where nothing tells (Europe). */
function decimalOf(cells: readonly string[]): "," | "." {
  let commas = 0;
  let points = 0;
  for (const cell of cells) {
    const mark = /([.,])\d{1,2}\D*$/.exec(cell.trim())?.[1];
    if (mark === ",") commas++;
    else if (mark === ".") points++;
    else if (/\.\d{3,}\D*$/.test(cell.trim()) && !/\.\d{3}(\.|,|\D*$)/.test(cell.trim())) points++;
  }
  if (commas === 0 && points === 0) return cells.some((cell) => /\d,\d{3}\b/.test(cell)) ? "." : ",";
  return commas >= points ? "," : ".";
}
