// The list of documents as a spreadsheet: one sheet, a bold head that stays, figures as figures. The smallest workbook that Excel and LibreOffice open
// without a word; nothing is computed in it, and a text that looks like a formula is a text.
import { zipOf } from "#functions/dunning/documents/archive.ts";
import type { DetailCell } from "#domain/dunning/messages/detail-file.ts";

export function workbookOf(rows: readonly (readonly DetailCell[])[], sheet: string, day: string): Uint8Array {
  const widths = (rows[0] ?? []).map((_, column) => Math.min(40, 2 + Math.max(...rows.slice(0, 200).map((row) => textOf(row[column] ?? "").length))));
  const file = (name: string, text: string) => ({ name, body: Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`) });
  const relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  const packages = "http://schemas.openxmlformats.org/package/2006";
  const spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  return zipOf(
    [
      file("[Content_Types].xml", `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${spreadsheet}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${spreadsheet}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${spreadsheet}.styles+xml"/></Types>`),
      file("_rels/.rels", `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
      file("xl/workbook.xml", `<workbook xmlns="${main}" xmlns:r="${relation}"><sheets><sheet name="${escaped(sheet.replace(/[[\]:*?/\\]/g, " ").slice(0, 31))}" sheetId="1" r:id="rId1"/></sheets></workbook>`),
      file("xl/_rels/workbook.xml.rels", `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relation}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relation}/styles" Target="styles.xml"/></Relationships>`),
      file("xl/styles.xml", `<styleSheet xmlns="${main}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs></styleSheet>`),
      file("xl/worksheets/sheet1.xml", `<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.map((width, n) => `<col min="${n + 1}" max="${n + 1}" width="${width}" customWidth="1"/>`).join("")}</cols><sheetData>${rows.map(rowXml).join("")}</sheetData></worksheet>`),
    ],
    day,
  );
}

const rowXml = (row: readonly DetailCell[], n: number): string => `<row r="${n + 1}">${row.map((cell, column) => cellXml(cell, `${letter(column)}${n + 1}`, n === 0)).join("")}</row>`;

/** Spreadsheets count in binary floats of 15 digits: a figure that would not survive is written as text. */
function cellXml(cell: DetailCell, at: string, head: boolean): string {
  if (typeof cell !== "string" && cell.number.replace(/[-.]/g, "").length <= 15) return `<c r="${at}"${cell.number.includes(".") ? ' s="2"' : ""}><v>${cell.number}</v></c>`;
  return `<c r="${at}" t="inlineStr"${head ? ' s="1"' : ""}><is><t xml:space="preserve">${escaped(textOf(cell))}</t></is></c>`;
}

const textOf = (cell: DetailCell): string => (typeof cell === "string" ? cell : cell.number);
const letter = (column: number): string => String.fromCharCode(65 + column);
/** What XML cannot hold at all is left out. */
const escaped = (text: string): string => text.replace(/[^\P{Cc}\t\n\r]/gu, "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
