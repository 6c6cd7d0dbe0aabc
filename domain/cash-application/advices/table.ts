// An advice as a table (CSV, or the cells of a workbook): a row for each document. The titles are known by their words in the languages of the customers;
// rows above them tell payer, date and reference as "name: value", and a row that says "total" is the total.
import { type Advice, type AdviceDraft, closeAdvice, openAdvice } from "#domain/cash-application/advices/advice.ts";
import { decimalsOf, minorUnits } from "#domain/cash-application/statements/amount.ts";
import { orderOf, type DateOrder, readCellDate } from "#domain/cash-application/statements/csv/dates.ts";
import { isAmount } from "#domain/cash-application/statements/csv/profile.ts";
import { rowsOf, tableOf, type TableRow } from "#domain/cash-application/statements/csv/table.ts";
import { looseDecimal } from "#domain/cash-application/statements/loose-decimal.ts";
import { titleKey } from "#domain/text/title.ts";

type Column = "document" | "date" | "gross" | "discount" | "paid" | "order" | "reason" | "currency" | "type" | "total";

const titles: readonly (readonly [Column, RegExp])[] = [
  ["order", /purchaseorder|^po(number|no|nr)?$|bestell|commande|bestelnummer|ordernumber|pedido|ordine/],
  ["discount", /discount|skonto|escompte|korting|abzug|deduct|remise|descuento|sconto|kassa/],
  ["date", /date|datum|fecha|^data$/],
  ["currency", /currency|devise|wahrung|munt|divisa|valuta/],
  ["paid", /^(paid|net|netto|paye|regle|bezahlt|betaald|payment)|amountpaid|paidamount|netamount|montant(paye|net|regle)|nettobetrag|zahlbetrag|zahlung|nettopay|paymentamount|betaaldbedrag|pagado|pagato/],
  ["gross", /gross|brut|brutto|invoiceamount|montant|betrag|bedrag|amount|importe|importo|kwota|belop|total/],
  ["document", /invoice|facture|rechnung|document|belegn|beleg|factuur|piece|factura|fattura|reference|referenz|numero|number|^(no|nr|ref)$/],
  ["type", /type|typ|art|nature/],
  ["reason", /reason|motif|grund|comment|remark|bemerkung|text|description|libelle|note/],
];

export function readAdviceCsv(text: string, file?: string): Advice[] {
  const table = tableOf(text.slice(0, 200_000), 200);
  const rows = table ? (rowsOf(text, table.delimiter, table.quotes) ?? rowsOf(text, table.delimiter, false) ?? []) : [];
  const advice = readAdviceTable(rows, file);
  return advice ? [advice] : [];
}

/** Null where no row names a document and an amount, and nothing was hurt. `torn`: rows of a workbook that are no cells any more. */
export function readAdviceTable(rows: readonly TableRow[], file?: string, torn: readonly { readonly line: number; readonly text: string }[] = []): Advice | null {
  const at = rows.findIndex(({ cells }) => {
    const found = columnsOf(cells);
    return found.document !== undefined && (found.paid !== undefined || found.gross !== undefined);
  });
  if (at < 0 && torn.length === 0) return null;
  const draft = openAdvice("table", file);
  for (const { line, text } of torn) draft.errors.push({ line, field: "", code: "row.torn", message: "This part of the workbook cannot be read as the cells of a row.", raw: text });
  const columns = columnsOf(rows[at]?.cells ?? []);
  const body = at < 0 ? [] : rows.slice(at + 1);
  const order = orderOf(body.map(({ cells }) => cells[columns.date ?? -1] ?? ""));
  for (const row of at < 0 ? rows : rows.slice(0, at)) readHead(draft, row, order);
  if (at >= 0) draft.unread.push({ line: rows[at]!.line, text: rows[at]!.cells.join(";") });
  for (const row of body) readRow(draft, row, columns, order);
  return closeAdvice(draft);
}

function columnsOf(cells: readonly string[]): Partial<Record<Column, number>> {
  const found: Partial<Record<Column, number>> = {};
  cells.forEach((cell, n) => {
    const key = titleKey(cell).replace(/[^a-z0-9]/g, "");
    const column = cell.length <= 50 && !/\d{3}/.test(cell) ? titles.find(([, pattern]) => pattern.test(key))?.[0] : undefined;
    if (column && found[column] === undefined) found[column] = n;
  });
  return found;
}

function readRow(draft: AdviceDraft, row: TableRow, columns: Partial<Record<Column, number>>, order: DateOrder): void {
  const cell = (column: Column): string => row.cells[columns[column] ?? -1]?.trim() ?? "";
  const raw = row.cells.join(";");
  if (row.cells.every((one) => one === "")) return;
  const currency = cell("currency").toUpperCase();
  if (currency.length === 3 && decimalsOf(currency) !== null) draft.currency ??= currency;
  const amount = (column: Column): bigint | null => (cell(column) === "" ? null : amountIn(cell(column), draft.currency));
  const gross = amount("gross");
  const discount = amount("discount");
  const paid = amount("paid") ?? (gross === null ? null : gross - (discount === null ? 0n : discount < 0n ? -discount : discount));
  // "Total Energies" is a customer: a row with a document's number is a document.
  if (!/\d{4}/.test(cell("document")) && row.cells.some((one) => /^(grand |sub)?(total|summe|gesamt|somme|totaal|suma)\b/i.test(one))) {
    const written = row.cells.findLast((one) => isAmount(one));
    const total = paid ?? (written === undefined ? null : amountIn(written, draft.currency));
    if (draft.total !== null || total === null) draft.unread.push({ line: row.line, text: raw });
    draft.total ??= total;
    return;
  }
  const document = cell("document");
  const unreadable = (["gross", "discount", "paid"] as const).find((column) => cell(column) !== "" && amount(column) === null);
  if (unreadable) return void draft.errors.push({ line: row.line, field: unreadable, code: "amount.unreadable", message: `"${cell(unreadable)}" is no amount.`, raw });
  if (document === "" || paid === null) return void draft.unread.push({ line: row.line, text: raw });
  draft.lines.push({ line: row.line, document, type: cell("type") || null, date: readCellDate(cell("date"), order), gross, discount, paid, purchaseOrder: cell("order") || null, reason: cell("reason") || null, raw });
}

const amountIn = (cell: string, currency: string | null): bigint | null => {
  const plain = cell.replace(/[€$£¥]|\b[A-Z]{3}\b/g, "").replace(/[−–]/g, "-").trim().replace(/^\((.*)\)$/, "-$1");
  const thousands = /^\d{1,3}([.,])\d{3}$/.exec(plain.replace(/^[-+]/, ""));
  const decimal = thousands ? plain.replace(thousands[1]!, "") : (looseDecimal(plain) ?? "");
  return minorUnits(decimal, currency);
};

/** "Payment date: 31.01.2026" in one cell, or the name and the value in two. */
function readHead(draft: AdviceDraft, row: TableRow, order: DateOrder): void {
  const filled = row.cells.filter((cell) => cell !== "");
  const pair = /^([^:]{3,40}):\s*(.+)$/.exec(filled.join(filled.length > 1 && !filled[0]!.endsWith(":") && !filled[0]!.includes(":") ? ": " : " "));
  if (pair && takeHead(draft, pair[1]!, pair[2]!.trim(), order)) return;
  draft.unread.push({ line: row.line, text: row.cells.join(";") });
}

/** One "name: value" of an advice; false where the name says nothing known. */
export function takeHead(draft: AdviceDraft, name: string, value: string, order: DateOrder): boolean {
  const key = titleKey(name).replace(/[^a-z0-9]/g, "");
  const told = { paidOn: draft.paidOn, total: draft.total, payer: draft.payer, paymentReference: draft.paymentReference };
  if (/date|datum/.test(key)) draft.paidOn ??= readCellDate(value, order);
  else if (/amount|total|montant|betrag|bedrag|summe/.test(key)) {
    const code = /\b([A-Z]{3})\b/.exec(value)?.[1] ?? (value.includes("€") ? "EUR" : null);
    if (code && decimalsOf(code) !== null) draft.currency ??= code;
    draft.total ??= amountIn(value, draft.currency);
  } else if (/payer|payeur|from|debtor|customer|zahler|auftraggeber|donneur|emetteur|client|societe|company|firma/.test(key)) draft.payer ??= value;
  else if (/reference|referenz|paymentno|paymentnumber|avis|advice|verwendungszweck|kenmerk|ref/.test(key)) draft.paymentReference ??= value;
  // Said a second time, or unreadable: it stays among what is kept unread.
  return Object.entries(told).some(([field, before]) => before === null && draft[field as keyof typeof told] !== null);
}
