// Some exports end with a row that counts: "TOTAL;41253;12723960,20". It is no document, and what it says must hold.
import { fieldText, type Layout } from "#domain/ingestion/delimited/layout.ts";
import type { Row } from "#domain/text/delimited.ts";
import { titleKey } from "#domain/text/title.ts";

export type Footer = { readonly line: number; readonly rows?: number; readonly total?: string };

export function footerOf(row: Row, layout: Layout): Footer | undefined {
  const first = row.cell(0);
  if (first.length > 20 || !isFooterWord(first) || fieldText(layout, row, "customer") !== "" && fieldText(layout, row, "number") !== "" && row.cells >= layout.titles.length && !isFooterWord(fieldText(layout, row, "number"))) return undefined;
  const numbers = row.all().slice(1).map((cell) => cell.trim()).filter((cell) => /^-?[\d\s\u00A0\u202F.,]+$/.test(cell));
  const rows = numbers.find((cell) => /^\d+$/.test(cell.replace(/[\s\u00A0\u202F]/g, "")));
  const total = numbers.findLast((cell) => /[.,]\d{1,3}$/.test(cell));
  return { line: row.line, ...(rows ? { rows: Number(rows.replace(/\D/g, "")) } : {}), ...(total ? { total } : {}) };
}

function isFooterWord(cell: string): boolean {
  // Nearly every row begins with a code or a number: words of letters alone are rare.
  const last = cell.charCodeAt(cell.length - 1);
  if (last >= 48 && last <= 57) return false;
  if (!/^[\p{L} :]+$/u.test(cell)) return false;
  return /^(total|totaux|total general|grand total|trailer|footer|fin|eof|count|nombre|nb lignes|somme|sum)$/.test(titleKey(cell));
}
