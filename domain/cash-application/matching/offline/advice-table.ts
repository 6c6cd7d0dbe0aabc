// An advice as a table (CSV or a spreadsheet): words above the table say who pays, when and how much in all; the row with the titles is the first in which
// a reference and an amount are named; a table may hold the advices of many payments, told apart by a column.
import type { Advice } from "#domain/cash-application/matching/model.ts";
import { adviceDraft, closed, columnOf, type AdviceDraft, type Column } from "#domain/cash-application/matching/offline/advice-fields.ts";
import { centsOf, dayOf } from "#domain/cash-application/matching/offline/fields.ts";

export function adviceFromRows(id: string, rows: readonly (readonly string[])[], currency: string): Advice[] {
  const head = adviceDraft();
  head.currency = currency;
  const titles = rows.findIndex((row) => {
    const columns = row.map(columnOf);
    return columns.includes("reference") && (columns.includes("gross") || columns.includes("net"));
  });
  for (const row of titles < 0 ? rows : rows.slice(0, titles)) readHead(row, head);
  if (titles < 0) return [];
  const columns = new Map<Column, number>();
  rows[titles]!.forEach((title, n) => {
    const column = columnOf(title);
    if (column && !columns.has(column)) columns.set(column, n);
  });
  const drafts = new Map<string, AdviceDraft>();
  for (const row of rows.slice(titles + 1)) {
    const cell = (column: Column): string => row[columns.get(column) ?? -1]?.trim() ?? "";
    const [gross, net] = [centsOf(cell("gross"), currency), centsOf(cell("net"), currency)];
    if (/^(total|sum|somme|gesamt|summe|totaal)/i.test(row.find((text) => text.trim() !== "") ?? "") || !/\d/.test(cell("reference"))) {
      if (/total|sum|gesamt/i.test(row.join(" "))) head.total ??= net ?? gross;
      else readHead(row, head);
      continue;
    }
    if (gross === null && net === null) continue;
    const key = `${cell("payment")}|${cell("payer")}`;
    const draft = drafts.get(key) ?? { ...adviceDraft(), currency: cell("currency") || currency, reference: cell("payment"), payer: cell("payer"), iban: cell("iban").replace(/\s/g, ""), paidOn: dayOf(cell("date")), total: centsOf(cell("total"), currency) };
    drafts.set(key, draft);
    const credit = /cn|credit|avoir|gutschrift/i.test(cell("type"));
    const signed = (value: number | null): number | null => (credit && value !== null ? -Math.abs(value) : value);
    draft.lines.push({ reference: cell("reference"), gross: signed(gross), discount: Math.abs(centsOf(cell("discount"), currency) ?? 0) * (credit ? -1 : 1), net: signed(net) });
  }
  const single = drafts.size === 1;
  return [...drafts.values()].flatMap((draft, n) => closed(`${id}#${n}`, { ...draft, payer: draft.payer || head.payer, iban: draft.iban || head.iban, reference: draft.reference || head.reference, paidOn: draft.paidOn ?? head.paidOn, total: draft.total ?? (single ? head.total : null) }));
}

/** "Payer;ACME SAS" or "Payer: ACME SAS". */
export function readHead(row: readonly string[], draft: AdviceDraft): void {
  const text = row.filter((cell) => cell.trim() !== "");
  const [title = "", value = ""] = text.length >= 2 ? text : (/^\s*([^:=]{2,40})[:=]\s*(.+)$/.exec(text[0] ?? "")?.slice(1) ?? []);
  const column = columnOf(title);
  const bare = value.trim();
  if (bare === "" || column === null) return;
  if (column === "payment" || (column === "reference" && draft.reference === "")) draft.reference = bare;
  else if (column === "payer" && draft.payer === "") draft.payer = bare;
  else if (column === "date") draft.paidOn ??= dayOf(bare);
  else if (column === "iban") draft.iban = bare.replace(/\s/g, "").toUpperCase();
  else if (column === "currency") draft.currency = bare;
  else if (column === "total" || column === "gross" || column === "net") draft.total ??= centsOf(bare, draft.currency || "EUR");
}
