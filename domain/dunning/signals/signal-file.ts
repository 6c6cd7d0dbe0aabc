// A file of signals, as another program (a CRM, an order desk, a credit insurer) writes it: one row each, a header that names the columns in any order.
//
//   customer     the ERP's code of the account, or our id
//   kind         new-order, payment-announced, unread-reply, out-of-office, score-down, score-up, insurer-cut, complaint, document-requested
//   on           the day that it happened, YYYY-MM-DD
//   expected_on  of an announced payment its day, of an absence its last day; may be empty
//   amount       with a point, without a sign for the currency; needs `currency`; may be empty
//   currency     ISO 4217
//   contact      of an absence: whose, by e-mail address; may be empty
//   note         in free words; may be empty
//
// A bad row is rejected with its line and what is wrong with it; the good ones are taken.
import { isDate, type DateText } from "#domain/date.ts";
import { signalKindSchema, type SignalKind } from "#domain/dunning/policy/schema.ts";
import { rowReader, UnreadableFile } from "#domain/text/delimited.ts";
import { detectDelimiter } from "#domain/text/delimiter.ts";
import { titleKey } from "#domain/text/title.ts";
import { readAmount, readCurrency } from "#domain/text/values.ts";

export type SignalRow = { readonly line: number; readonly customer: string; readonly kind: SignalKind; readonly on: DateText; readonly expectedOn?: DateText; readonly amount?: { readonly minor: bigint; readonly currency: string }; readonly contact?: string; readonly note?: string };
export type RejectedRow = { readonly line: number; readonly code: string; readonly field?: string };
export type SignalFile = { readonly rows: readonly SignalRow[]; readonly rejected: readonly RejectedRow[] };

const columns = ["customer", "kind", "on", "expected_on", "amount", "currency", "contact", "note"] as const;
type Column = (typeof columns)[number];
const needed: readonly Column[] = ["customer", "kind", "on"];
const keys = new Map(columns.map((name) => [titleKey(name), name]));

export function readSignals(csv: string): SignalFile {
  const rows: SignalRow[] = [];
  const rejected: RejectedRow[] = [];
  let header: readonly (Column | undefined)[] | undefined;
  const reader = rowReader(detectDelimiter(csv)?.delimiter ?? ";", (row) => {
    if (row.all().every((cell) => cell.trim() === "")) return;
    if (!header) return void (header = row.all().map((title) => keys.get(titleKey(title))));
    const names = header;
    const cell = (name: Column): string => row.cell(names.indexOf(name))?.trim() ?? "";
    const read = rowOf(row.line, (name) => (names.includes(name) ? cell(name) : ""));
    if ("code" in read) rejected.push(read);
    else rows.push(read);
  });
  try {
    reader.push(csv.replace("\uFEFF", ""));
    reader.end();
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return { rows, rejected: [...rejected, { line: error.line, code: error.code }] };
  }
  const missing = needed.find((name) => !header?.includes(name));
  return missing ? { rows: [], rejected: [{ line: 1, code: "signal-file.column-missing", field: missing }] } : { rows, rejected };
}

function rowOf(line: number, cell: (name: Column) => string): SignalRow | RejectedRow {
  const empty = needed.find((name) => cell(name) === "");
  if (empty) return { line, code: "signal-file.empty", field: empty };
  const kind = signalKindSchema.safeParse(cell("kind").toLowerCase());
  if (!kind.success) return { line, code: "signal-file.kind-unknown", field: "kind" };
  const [on, expectedOn] = [cell("on"), cell("expected_on")];
  if (!isDate(on)) return { line, code: "signal-file.date-unreadable", field: "on" };
  if (expectedOn !== "" && !isDate(expectedOn)) return { line, code: "signal-file.date-unreadable", field: "expected_on" };
  const amount = amountOf(cell("amount"), cell("currency"));
  if (typeof amount === "string") return { line, code: "signal-file.amount-unreadable", field: amount };
  return { line, customer: cell("customer"), kind: kind.data, on, ...(expectedOn ? { expectedOn } : {}), ...(amount ? { amount } : {}), ...(cell("contact") ? { contact: cell("contact") } : {}), ...(cell("note") ? { note: cell("note").slice(0, 500) } : {}) };
}

function amountOf(text: string, code: string): SignalRow["amount"] | "amount" | "currency" {
  if (text === "") return undefined;
  const currency = readCurrency(code);
  if (!currency.ok) return "currency";
  const minor = readAmount(text, ".", currency.value);
  return minor.ok ? { minor: minor.value, currency: currency.value } : "amount";
}
