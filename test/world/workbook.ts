// A small XLSX as spreadsheet programs write it: numbers as numbers, words inline.
import { zipSync } from "fflate";

type Cells = readonly (readonly (string | number)[])[];

export const workbook = (rows: Cells): Uint8Array => packed(sheetXml(rows));

/** The letters of its only sheet. */
export function sheetXml(rows: Cells): string {
  const column = (n: number): string => String.fromCharCode(65 + n);
  const escaped = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const cell = (value: string | number, row: number, n: number): string =>
    typeof value === "number" ? `<c r="${column(n)}${row}"><v>${value}</v></c>` : `<c r="${column(n)}${row}" t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;
  const body = rows.map((cells, at) => `<row r="${at + 1}">${cells.map((value, n) => cell(value, at + 1, n)).join("")}</row>`).join("\n");
  return `<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>${body}</sheetData></worksheet>`;
}

/** A sheet's letters in their package; `level` 0: as they are. */
export function packed(sheet: string, level: 0 | 6 = 6): Uint8Array {
  const part = (text: string): Uint8Array => new TextEncoder().encode(text);
  return zipSync({
    "[Content_Types].xml": part("<Types/>"),
    "xl/workbook.xml": part('<?xml version="1.0" encoding="UTF-8"?><workbook><sheets><sheet name="Avis" sheetId="1"/></sheets></workbook>'),
    "xl/worksheets/sheet1.xml": part(sheet),
  }, { level });
}
