// The CSV files of the offline matcher, row by row. A row that cannot be read is told with its line, its field and what stands there, and the rest goes on.
// A file without the columns that it lives by is refused whole: its separator is another one, or it is another file.
import { exponentOf, isCurrency } from "#domain/currency.ts";
import { rowReader } from "#domain/text/delimited.ts";
import type { Adjustment, AdjustmentType, Clearing, Item, Party } from "#domain/cash-application/matching/model.ts";
import { centsOf, dayOf } from "#domain/cash-application/matching/offline/fields.ts";

export type RowError = { readonly line: number; readonly field: string; readonly message: string };
export class MissingColumns extends Error {}
type Cells = (field: string) => string;

/** Calls `read` for each row below the header; titles are compared without case and order. An empty file has no rows. */
export function eachRow(text: string, needed: readonly string[], read: (cells: Cells, line: number) => void): void {
  let titles: Map<string, number> | null = null;
  const reader = rowReader(
    ";",
    (row) => {
      if (row.cells === 1 && row.cell(0).trim() === "") return;
      if (!titles) titles = titlesIn(row.all(), needed);
      else {
        const columns = titles;
        read((field) => {
          const at = columns.get(field);
          return at === undefined || at >= row.cells ? "" : row.cell(at).trim();
        }, row.line);
      }
    },
    { hashes: false },
  );
  reader.push(text);
  reader.end();
}

function titlesIn(cells: readonly string[], needed: readonly string[]): Map<string, number> {
  const titles = new Map(cells.map((title, n) => [title.replace(/^\uFEFF/, "").trim().toLowerCase(), n]));
  const missing = needed.filter((title) => !titles.has(title));
  if (missing.length > 0) throw new MissingColumns(`the first line has no column ${missing.join(", ")} (it reads "${cells.join(";").slice(0, 120)}"); the titles are separated by ;`);
  return titles;
}

export function readParties(text: string, errors: RowError[]): Party[] {
  const found = new Map<string, Party>();
  eachRow(text, ["code", "name"], (cell, line) => {
    const code = cell("code");
    if (!code) return void errors.push({ line, field: "code", message: "is empty: the customer is not taken" });
    const known = found.get(code);
    const ibans = cell("iban").split(/[,| ]{1,3}(?=[A-Z]{2}\d{2})/).map((iban) => iban.replace(/\s/g, "").toUpperCase()).filter(Boolean);
    // A code that several entities use belongs to none of them alone.
    const entity = known && known.entity !== cell("entity") ? "" : cell("entity");
    found.set(code, { code, name: cell("name"), entity, country: cell("country"), city: cell("city"), vat: cell("vat"), parent: cell("parent"), ibans: [...new Set([...(known?.ibans ?? []), ...ibans])] });
  });
  return [...found.values()];
}

export function readItems(text: string, errors: RowError[]): Item[] {
  const items = new Map<string, Item>();
  eachRow(text, ["document", "entity", "customer", "issue_date", "amount"], (cell, line) => {
    const wrong = wrongField(cell);
    if (wrong) return void errors.push({ line, ...wrong });
    const item = itemOf(cell);
    const key = `${item.entity}|${item.document}`;
    if (items.has(key)) errors.push({ line, field: "document", message: `${item.document} of ${item.entity} stands here a second time: this row counts` });
    for (const field of ["due_date", "discount_date"]) if (cell(field) !== "" && dayOf(cell(field)) === null) errors.push({ line, field, message: `"${cell(field)}" is no date: the row is taken without it` });
    if (discountOf(cell("discount_pct")) === null) errors.push({ line, field: "discount_pct", message: `"${cell("discount_pct")}" is no percentage: the row is taken without a discount` });
    items.set(key, item);
  });
  return [...items.values()];
}

/** Why a row cannot be taken at all. */
function wrongField(cell: Cells): { field: string; message: string } | null {
  const currency = cell("currency") || "EUR";
  const amount = (field: string): { field: string; message: string } => ({ field, message: `"${cell(field)}" is no amount of ${currency}: the row is not taken` });
  if (cell("document") === "") return { field: "document", message: "is empty: the row is not taken" };
  if (!isCurrency(currency)) return { field: "currency", message: `"${currency}" is no currency: the row is not taken` };
  if (centsOf(cell("amount"), currency) === null) return amount("amount");
  if (cell("open_amount") !== "" && centsOf(cell("open_amount"), currency) === null) return amount("open_amount");
  return dayOf(cell("issue_date")) === null ? { field: "issue_date", message: `"${cell("issue_date")}" is no date: the row is not taken` } : null;
}

function itemOf(cell: Cells): Item {
  const currency = cell("currency") || "EUR";
  const amount = centsOf(cell("amount"), currency)!;
  const issued = dayOf(cell("issue_date"))!;
  const kind = cell("type").toUpperCase().startsWith("C") || (cell("type") === "" && amount < 0) ? "CN" : "INV";
  const signed = (value: number): number => (kind === "CN" ? -Math.abs(value) : value);
  const open = cell("open_amount") === "" ? amount : centsOf(cell("open_amount"), currency)!;
  return {
    document: cell("document"), kind, entity: cell("entity"), customer: cell("customer"), issued, due: dayOf(cell("due_date")) ?? issued, currency, amount: signed(amount), open: open === 0 ? 0 : signed(open), po: cell("po"), origin: cell("origin"),
    discountRate: discountOf(cell("discount_pct")) ?? 0, discountUntil: dayOf(cell("discount_date")) ?? 0,
  };
}

/** "2", "2,5 %": hundredths of a per cent. */
function discountOf(text: string): number | null {
  const rate = Math.round(Number(text.replace(",", ".").replace("%", "").trim() || 0) * 100);
  return Number.isFinite(rate) ? rate : null;
}

export type ClearingRows = { readonly payment: string; readonly on: number; readonly payer: string; readonly documents: { readonly document: string; readonly amount: string }[]; readonly adjustments: { readonly type: string; readonly amount: string }[] };

/** Rows of one payment, in whatever order they stand. A payment of which one row cannot be read teaches nothing. */
export function readClearings(text: string, errors: RowError[]): ClearingRows[] {
  const found = new Map<string, ClearingRows>();
  const broken = new Set<string>();
  eachRow(text, ["date", "payment_id", "document", "cleared_amount"], (cell, line) => {
    const payment = cell("payment_id");
    if (!payment) return void errors.push({ line, field: "payment_id", message: "is empty: the row is not taken" });
    const key = `${payment}|${cell("date")}`;
    const wrong = wrongClearing(cell);
    if (wrong) {
      broken.add(key);
      return void errors.push({ line, ...wrong });
    }
    const rows = found.get(key) ?? { payment, on: dayOf(cell("date"))!, payer: cell("payer"), documents: [], adjustments: [] };
    found.set(key, rows);
    if (cell("document") && cell("cleared_amount")) rows.documents.push({ document: cell("document"), amount: cell("cleared_amount") });
    if (cell("adjustment_amount") && Number(cell("adjustment_amount").replace(",", ".")) !== 0) rows.adjustments.push({ type: cell("adjustment_type"), amount: cell("adjustment_amount") });
  });
  return [...found].flatMap(([key, rows]) => (broken.has(key) ? [] : [rows]));
}

/** The currency is the receipt's, which is not known here: an amount of the currency with the most decimals is one of any. */
function wrongClearing(cell: Cells): { field: string; message: string } | null {
  if (dayOf(cell("date")) === null) return { field: "date", message: `"${cell("date")}" is no date: the payment is not taken` };
  const field = ["cleared_amount", "adjustment_amount"].find((name) => cell(name) !== "" && centsOf(cell(name), "BHD") === null);
  return field ? { field, message: `"${cell(field)}" is no amount: the payment is not taken` } : null;
}

/** In the currency of the receipt; the signs are those that make the equation hold, should a file count write-offs the other way. */
export function clearingFor(rows: ClearingRows, receipt: { readonly id: string; readonly entity: string; readonly currency: string; readonly amount: number }): Clearing {
  const merged = new Map<string, number>();
  for (const { document, amount } of rows.documents) merged.set(document, (merged.get(document) ?? 0) + (centsOf(amount, receipt.currency) ?? 0));
  const allocations = [...merged].map(([document, amount]) => ({ document, entity: receipt.entity, amount }));
  const adjustments: Adjustment[] = rows.adjustments.map(({ type, amount }) => ({ type: adjustmentType(type), amount: centsOf(amount, receipt.currency) ?? 0 }));
  const cleared = allocations.reduce((sum, { amount }) => sum + amount, 0);
  const adjusted = adjustments.reduce((sum, { amount }) => sum + amount, 0);
  const turned = cleared - adjusted !== receipt.amount && cleared + adjusted === receipt.amount;
  return { receipt: receipt.id, on: rows.on, payer: rows.payer, allocations, adjustments: turned ? adjustments.map(({ type, amount }) => ({ type, amount: -amount })) : adjustments };
}

/** How far a payment's rows are from explaining this amount: tells apart two receipts that carry one bank reference. */
export function mismatch(rows: ClearingRows, receipt: { readonly id: string; readonly entity: string; readonly currency: string; readonly amount: number }): number {
  const { allocations, adjustments } = clearingFor(rows, receipt);
  if (allocations.length === 0) return 0;
  return Math.abs(allocations.reduce((sum, { amount }) => sum + amount, 0) - adjustments.reduce((sum, { amount }) => sum + amount, 0) - receipt.amount);
}

const adjustmentType = (text: string): AdjustmentType =>
  /cent|round|arrondi|rundung/i.test(text) ? "cents" : /disc|escompte|skonto/i.test(text) ? "discount" : /fee|frais|bank|charge/i.test(text) ? "bankFee" : "other";

export const minorDigits = (currency: string): number => (isCurrency(currency) ? exponentOf(currency) : 2);
