// What is this file, and which column is what? A proposal from the first lines, with what was seen, for a person to confirm.
//
// Titles are believed first, then the cells: a column called "DATE" that holds no dates is not proposed as one. What nobody recognises stays unmapped
// (it is kept as an extra column), and is shown with its example.
import { isCurrency } from "#domain/currency.ts";
import { fecTitles } from "#domain/ingestion/fec/columns.ts";
import { type About, required } from "#domain/ingestion/fields.ts";
import type { MappingProfile } from "#domain/ingestion/schema.ts";
import { rowReader, UnreadableFile } from "#domain/text/delimited.ts";
import { detectDelimiter } from "#domain/text/delimiter.ts";
import { titleKey } from "#domain/text/title.ts";
import { titles } from "#domain/ingestion/titles.ts";
import { type DateFormat, readDate } from "#domain/text/values.ts";
import type { Reason } from "#domain/reason.ts";

export type DetectedColumn = { readonly title: string; readonly example: string; readonly field: string | null; readonly reasons: Reason[] };
export type Detected = { readonly format: "fec" | "delimited" | "unknown"; readonly profile?: MappingProfile; readonly columns: DetectedColumn[] };

const SAMPLE_ROWS = 500;
const dateFields = new Set(["issuedOn", "dueOn", "settledOn", "expectedOn"]);
const amountFields = new Set(["amount", "open", "entityAmount", "entityOpen", "creditLimit"]);

export function detect(text: string, fileName: string): Detected {
  const delimiter = detectDelimiter(text);
  const [header, ...rows] = delimiter ? sample(text, delimiter.delimiter) : [];
  if (!delimiter || !header) return { format: "unknown", columns: [] };
  const column = (n: number): string[] => rows.map((row) => row[n]?.trim() ?? "");
  if (fecTitles(header) >= 10) return { format: "fec", columns: header.map((title, n) => ({ title: title.trim(), example: exampleOf(column(n)), field: null, reasons: [{ code: "title.of-the-law" }] })) };

  const about = subjectOf(header, fileName);
  const decimal = decimalOf(rows);
  const dates = datesOf(header, rows, about);
  const found = proposals(header, column, about, dates);
  const fields = new Set(found.map(({ field }) => field));
  const missing = (required[about] as readonly string[]).filter((field) => !fields.has(field) && !(field === "amount" && fields.has("open")));
  if (missing.length > 0) return { format: "unknown", columns: found };
  const profile: MappingProfile = {
    version: 1, about, delimiter: delimiter.delimiter, decimal, dates, amounts: amountsOf(found, column),
    columns: Object.fromEntries(found.flatMap(({ title, field }) => (field === null ? [] : [[title, field] as const]))),
  };
  return { format: "delimited", profile, columns: found };
}

function sample(text: string, delimiter: string): string[][] {
  const rows: string[][] = [];
  const reader = rowReader(delimiter, (row) => void (rows.length <= SAMPLE_ROWS && !row.unfinished && rows.push(row.all())));
  try {
    reader.push(text.replace("\uFEFF", ""));
    if (rows.length < 2) reader.push("\n");
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
  }
  return rows;
}

/** The subject whose titles the file has most of; one that misses what it needs is out. The name of the file settles a draw. */
function subjectOf(header: readonly string[], fileName: string): About {
  const keys = new Set(header.map(titleKey));
  const named = { items: /item|open|bal|facture|invoice|ecriture|compte|receivable|ech/i, customers: /client|customer|tiers|debtor/i, contacts: /contact/i, commitments: /commande|order|livraison|deliver|bl\b/i };
  const scores = (Object.keys(titles) as About[]).map((about) => {
    const known = titles[about].filter((rule) => rule.titles.some((title) => keys.has(title))).map(({ field }) => field);
    const complete = (required[about] as readonly string[]).every((field) => (known as readonly string[]).includes(field) || (field === "amount" && known.includes("open")));
    return { about, score: known.length + (complete ? 100 : 0) + (about === "items" && complete ? 50 : 0) + (named[about].test(fileName) ? 0.5 : 0) };
  });
  return scores.toSorted((a, b) => b.score - a.score)[0]!.about;
}

function proposals(header: readonly string[], column: (n: number) => string[], about: About, dates: DateFormat): DetectedColumn[] {
  const taken = new Set<string>();
  // A field goes to the title that stands first in its list ("montant ttc" before "montant"), not to the column that comes first.
  const best = new Map<string, number>();
  for (const { field, titles: known } of titles[about]) {
    const at = known.map((title) => header.findIndex((one, n) => titleKey(one) === title && ![...best.values()].includes(n))).find((n) => n >= 0);
    if (at !== undefined && !best.has(field)) best.set(field, at);
  }
  return header.map((title, n) => {
    const field = [...best].find(([, at]) => at === n)?.[0];
    const cells = column(n);
    const base = { title: title.trim(), example: exampleOf(cells) };
    if (!field || taken.has(field)) return { ...base, field: null, reasons: [{ code: "title.unknown" }, ...seen(cells)] };
    if (dateFields.has(field) && filled(cells).length > 0 && shareOf(cells, (cell) => readDate(cell, dates).ok) < 0.5) return { ...base, field: null, reasons: [{ code: "title.known", field }, { code: "cells.no-dates" }] };
    if (amountFields.has(field) && filled(cells).length > 0 && shareOf(cells, isAmount) < 0.5) return { ...base, field: null, reasons: [{ code: "title.known", field }, { code: "cells.no-amounts" }] };
    taken.add(field);
    return { ...base, field, reasons: [{ code: "title.known", field }, ...seenAs(field, cells, dates), ...seen(cells)] };
  });
}

function seenAs(field: string, cells: readonly string[], dates: DateFormat): Reason[] {
  if (dateFields.has(field)) return [{ code: "dates.written", format: dates }];
  if (field === "currency") return [{ code: "values", values: [...new Set(filled(cells))].slice(0, 6).join(", "), iso: filled(cells).every((cell) => isCurrency(cell.toUpperCase())) }];
  if (field === "sign" || field === "kind" || field === "entity" || field === "paymentMethod") return [{ code: "values", values: [...new Set(filled(cells))].slice(0, 6).join(", ") }];
  return [];
}

function seen(cells: readonly string[]): Reason[] {
  const there = filled(cells);
  const empty = cells.length - there.length;
  return [...(there.length > 1 && new Set(there).size === there.length ? [{ code: "cells.unique", rows: there.length }] : []), ...(empty > 0 ? [{ code: "cells.empty", empty, rows: cells.length }] : [])];
}

const filled = (cells: readonly string[]): string[] => cells.filter((cell) => cell !== "");
const exampleOf = (cells: readonly string[]): string => filled(cells)[0] ?? "";
const shareOf = (cells: readonly string[], test: (cell: string) => boolean): number => filled(cells).filter(test).length / Math.max(1, filled(cells).length);
const isAmount = (cell: string): boolean => /^[-−(+]?[\d\s\u00A0\u202F.,'’]+[-)]?\s*(?:[A-Z]{3}|[€$£])?$/.test(cell) && /\d/.test(cell);

/** The last of comma and point that stands before one or two digits at the end of a cell, counted over all cells. */
function decimalOf(rows: readonly (readonly string[])[]): "," | "." {
  let [commas, points] = [0, 0];
  for (const cell of rows.flat()) {
    if (!isAmount(cell.trim())) continue;
    if (/,\d{1,2}\D*$/.test(cell.trim())) commas++;
    else if (/\.\d{1,2}\D*$/.test(cell.trim())) points++;
  }
  return commas >= points && commas > 0 ? "," : ".";
}

/** The format that reads every date of the date columns; a day above 12 decides between day and month first, and day first wins a draw. */
function datesOf(header: readonly string[], rows: readonly (readonly string[])[], about: About): DateFormat {
  const keys = new Set(titles[about].filter(({ field }) => dateFields.has(field)).flatMap((rule) => rule.titles));
  const cells = header.flatMap((title, n) => (keys.has(titleKey(title)) ? rows.map((row) => row[n]?.trim() ?? "").filter(Boolean) : []));
  const formats: DateFormat[] = ["DD/MM/YYYY", "YYYY-MM-DD", "YYYYMMDD", "MM/DD/YYYY"];
  const scores = formats.map((format) => ({ format, score: shareOf(cells, (cell) => readDate(cell, format).ok) }));
  const best = scores.toSorted((a, b) => b.score - a.score)[0]!;
  if (best.format === "DD/MM/YYYY" && cells.length > 0 && cells.every((cell) => cell.includes("."))) return "DD.MM.YYYY";
  return best.format;
}

/** A debit/credit column decides; else amounts that are never negative beside credit notes or payments are signed by their kind. */
function amountsOf(found: readonly DetectedColumn[], column: (n: number) => string[]): MappingProfile["amounts"] {
  if (found.some(({ field }) => field === "sign")) return "sign";
  const at = found.findIndex(({ field }) => field === "amount");
  const kinds = found.findIndex(({ field }) => field === "kind");
  if (at < 0 || kinds < 0) return "signed";
  const credits = column(kinds).some((kind) => /^(av|cn|cr|rg|reg|pay|cm|avoir|credit|r[eè]gl)/i.test(kind));
  const negative = column(at).some((cell) => /^[-−(]|[-−)]$/.test(cell));
  return credits && !negative ? "kind" : "signed";
}
