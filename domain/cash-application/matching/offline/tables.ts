// The CSV files of the offline matcher, row by row. A row that cannot be read is told, and the rest goes on.
import { exponentOf, isCurrency } from "#domain/currency.ts";
import { rowReader } from "#domain/text/delimited.ts";
import type { Adjustment, AdjustmentType, Clearing, Item, Party } from "#domain/cash-application/matching/model.ts";
import { centsOf, dayOf } from "#domain/cash-application/matching/offline/fields.ts";

export type RowError = { readonly line: number; readonly field: string; readonly message: string };
type Cells = (field: string) => string;

/** Calls `read` for each row below the header; titles are compared without case and order. */
export function eachRow(text: string, read: (cells: Cells, line: number) => void): void {
  let titles: Map<string, number> | null = null;
  const reader = rowReader(
    ";",
    (row) => {
      if (row.cells === 1 && row.cell(0).trim() === "") return;
      if (!titles) titles = new Map(row.all().map((title, n) => [title.replace(/^\uFEFF/, "").trim().toLowerCase(), n]));
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

export function readParties(text: string): Party[] {
  const found = new Map<string, Party>();
  eachRow(text, (cell) => {
    const code = cell("code");
    if (!code) return;
    const known = found.get(code);
    const ibans = cell("iban").split(/[,| ]{1,3}(?=[A-Z]{2}\d{2})/).map((iban) => iban.replace(/\s/g, "").toUpperCase()).filter(Boolean);
    // A code that several entities use belongs to none of them alone.
    const entity = known && known.entity !== cell("entity") ? "" : cell("entity");
    found.set(code, { code, name: cell("name"), entity, country: cell("country"), city: cell("city"), vat: cell("vat"), parent: cell("parent"), ibans: [...new Set([...(known?.ibans ?? []), ...ibans])] });
  });
  return [...found.values()];
}

export function readItems(text: string, errors: RowError[]): Item[] {
  const items: Item[] = [];
  eachRow(text, (cell, line) => {
    const document = cell("document");
    const currency = cell("currency") || "EUR";
    const amount = centsOf(cell("amount"), currency);
    const issued = dayOf(cell("issue_date"));
    if (!document || amount === null || issued === null) return void errors.push({ line, field: !document ? "document" : amount === null ? "amount" : "issue_date", message: "cannot be read" });
    const kind = cell("type").toUpperCase().startsWith("C") || (cell("type") === "" && amount < 0) ? "CN" : "INV";
    const signed = (value: number): number => (kind === "CN" ? -Math.abs(value) : value);
    const open = cell("open_amount") === "" ? amount : (centsOf(cell("open_amount"), currency) ?? amount);
    const rate = Math.round(Number(cell("discount_pct").replace(",", ".").replace("%", "") || 0) * 100);
    items.push({
      document, kind, entity: cell("entity"), customer: cell("customer"), issued, due: dayOf(cell("due_date")) ?? issued, currency, amount: signed(amount), open: open === 0 ? 0 : signed(open), po: cell("po"), origin: cell("origin"),
      discountRate: Number.isFinite(rate) ? rate : 0, discountUntil: dayOf(cell("discount_date")) ?? 0,
    });
  });
  return items;
}

export type ClearingRows = { readonly payment: string; readonly on: number; readonly payer: string; readonly documents: { readonly document: string; readonly amount: string }[]; readonly adjustments: { readonly type: string; readonly amount: string }[] };

/** Rows of one payment, in whatever order they stand. */
export function readClearings(text: string): ClearingRows[] {
  const found = new Map<string, ClearingRows>();
  eachRow(text, (cell) => {
    const payment = cell("payment_id");
    if (!payment) return;
    const key = `${payment}|${cell("date")}`;
    const rows = found.get(key) ?? { payment, on: dayOf(cell("date")) ?? 0, payer: cell("payer"), documents: [], adjustments: [] };
    found.set(key, rows);
    if (cell("document") && cell("cleared_amount")) rows.documents.push({ document: cell("document"), amount: cell("cleared_amount") });
    if (cell("adjustment_amount") && Number(cell("adjustment_amount").replace(",", ".")) !== 0) rows.adjustments.push({ type: cell("adjustment_type"), amount: cell("adjustment_amount") });
  });
  return [...found.values()];
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
