// The cells of a workbook (XLSX), through fflate, as texts: numbers as they are stored, dates as 2026-01-31. Formulas give their last result.
//
// A workbook comes from outside: only the parts that are needed are unpacked, each up to a size, for 100 KB can unpack to gigabytes. What is too large, and
// what cannot be read as the cells of a row, is told beside the rows, with its words, so that nobody takes half a sheet for a whole one.
import { unzipSync } from "fflate";
import { fromEpochDay } from "#domain/date.ts";
import { childrenOf, type Element, readXml } from "#domain/text/xml.ts";

export type Sheet = { readonly name: string; readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[]; readonly torn: readonly { readonly line: number; readonly text: string }[] };

const MAX_PART = 24 * 1024 * 1024;
const SMALLEST_PART = 46;
const MOST_UNPACKED = 1_032;
const MAX_COLUMNS = 500;
const needed = /^xl\/(workbook\.xml|sharedStrings\.xml|styles\.xml|worksheets\/[^/]+\.xml)$/;

export const isWorkbook = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04;

/** Null where the bytes are no workbook that can be opened. */
export function readWorkbook(bytes: Uint8Array): Sheet[] | null {
  let left = MAX_PART;
  let counted = 0;
  const tooLarge: string[] = [];
  let parts: Record<string, Uint8Array>;
  try {
    parts = unzipSync(bytes, {
      filter: ({ name, size, originalSize }) => {
        // A broken directory may count four billion parts; each that is there takes at least so many bytes.
        if (++counted * SMALLEST_PART > bytes.length) throw new RangeError("more parts than bytes");
        if (!needed.test(name)) return false;
        // Room is made for what a part says it unpacks to: more than deflate makes of so many bytes is a lie.
        if (originalSize <= left && originalSize <= Math.min(size, bytes.length) * MOST_UNPACKED) return (left -= originalSize) >= 0;
        tooLarge.push(name);
        return false;
      },
    });
  } catch {
    return null;
  }
  const text = (name: string): string => (parts[name] ? new TextDecoder().decode(parts[name]) : "");
  const names = elementsIn(text("xl/workbook.xml"), "sheet").map(({ attributes }) => attributes.name ?? "");
  const strings = elementsIn(text("xl/sharedStrings.xml"), "si").map(wordsOf);
  const dates = dateStyles(text("xl/styles.xml"));
  const sheets = Object.keys(parts).filter((name) => name.includes("worksheets/")).toSorted((a, b) => numberIn(a) - numberIn(b) || (a < b ? -1 : 1));
  if (sheets.length + tooLarge.length === 0) return null;
  return [...sheets.map((name, n) => sheetOf(names[n] ?? "", text(name), strings, dates)), ...tooLarge.map((name): Sheet => ({ name, rows: [], torn: [{ line: 1, text: name }] }))];
}

/** A row is its cells, and a cell its value or its words: anything else in it, or a cell outside of any row, was hurt on the way. */
function sheetOf(name: string, xml: string, strings: readonly string[], dates: readonly boolean[]): Sheet {
  const rows: { line: number; cells: string[] }[] = [];
  const torn: { line: number; text: string }[] = [];
  readXml(xml, {
    // What stands outside of its row, cell or value is wanted too, to be told as hurt.
    wants: (one) => /^(row|c|is|v|t)$/.test(one),
    restarts: (one) => one === "row",
    onElement: (element, _, raw) => {
      const line = Number(element.attributes.r) || rows.length + torn.length + 1;
      if (element.name === "row" && element.text.trim() === "" && element.children.every(isCell)) rows.push({ line, cells: cellsOf(element, strings, dates) });
      else torn.push({ line, text: raw });
    },
    onTorn: ({ attributes }, _, raw) => void torn.push({ line: Number(attributes.r) || rows.length + torn.length + 1, text: raw }),
    // Behind a broken tag nothing is sure to be seen: the letters of the whole sheet are told.
    onBroken: (line) => void torn.push({ line, text: xml }),
  });
  return { name, rows, torn };
}

const isCell = ({ name, text, children }: Element): boolean => name === "extLst" || (name === "c" && text.trim() === "" && children.every((one) => /^(v|is|f|extLst)$/.test(one.name) && (one.name === "is" ? one.text.trim() === "" : one.children.length === 0)) && children.filter((one) => one.name === "v" || one.name === "is").length <= 1);

const numberIn = (name: string): number => Number(/(\d+)\.xml$/.exec(name)?.[1] ?? 0);

function elementsIn(xml: string, wanted: string): Element[] {
  const found: Element[] = [];
  readXml(xml, { wants: (name) => name === wanted, onElement: (element) => void found.push(element), onBroken: () => undefined });
  return found;
}

/** All runs of a text, but not the reading aids of Asian scripts. */
function wordsOf({ name, text, children }: Element): string {
  if (name === "rPh") return "";
  return children.length === 0 ? text : (text.trim() === "" ? "" : text) + children.map(wordsOf).join("");
}

/** Which cell styles show a number as a date: the built-in formats 14–22 and 45–47, and own ones with days or years in them. */
function dateStyles(xml: string): readonly boolean[] {
  const own = new Map(elementsIn(xml, "numFmt").map(({ attributes }) => [attributes.numFmtId ?? "", /[dy]/i.test((attributes.formatCode ?? "").replace(/"[^"]*"|\[[^\]]*\]/g, ""))] as const));
  const styles = elementsIn(xml, "cellXfs")[0];
  return childrenOf(styles, "xf").map(({ attributes }) => {
    const id = attributes.numFmtId ?? "0";
    return own.get(id) ?? ((Number(id) >= 14 && Number(id) <= 22) || (Number(id) >= 45 && Number(id) <= 47));
  });
}

function cellsOf(row: Element, strings: readonly string[], dates: readonly boolean[]): string[] {
  const cells: string[] = [];
  for (const cell of childrenOf(row, "c")) {
    const value = valueOf(cell, strings, dates);
    // A place that is taken or that no sheet of people has is a mistake: the value comes behind the others.
    const told = columnOf(cell.attributes.r ?? "") ?? cells.length;
    const column = told >= MAX_COLUMNS || (cells[told] ?? "") !== "" ? cells.length : told;
    while (cells.length < column) cells.push("");
    cells[column] = value;
  }
  return cells;
}

function valueOf(cell: Element, strings: readonly string[], dates: readonly boolean[]): string {
  const value = childrenOf(cell, "v")[0]?.text ?? "";
  const type = cell.attributes.t;
  if (type === "s") return (strings[Number(value)] ?? value).trim();
  if (value === "") return childrenOf(cell, "is").map(wordsOf).join("").trim();
  if (type !== undefined && type !== "n") return value.trim();
  if (value !== "" && dates[Number(cell.attributes.s ?? "-1")] === true) return serialDate(Number(value)) ?? value;
  return plainNumber(value);
}

/** Days since 30 December 1899, as spreadsheets count them. */
const serialDate = (serial: number): string | null => (serial >= 1 && serial < 2_958_466 ? fromEpochDay(Math.floor(serial) - 25_569) : null);

/** 1204.5 may be stored as 1204.4999999999998: what a person sees has at most fifteen digits. */
const plainNumber = (value: string): string => (/\.\d{10,}|e/i.test(value) && Number.isFinite(Number(value)) ? String(Number(Number(value).toPrecision(15))) : value);

function columnOf(reference: string): number | null {
  const letters = /^([A-Z]{1,3})\d+$/.exec(reference)?.[1];
  if (!letters) return null;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
