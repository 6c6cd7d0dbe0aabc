// The :61: line: value date, entry date, side, amount, type, the customer's reference, the bank's behind `//`, and supplementary details on the next line.
//
// RC takes back a credit, so it is a debit, and RD the other way round: reading R as decoration books the wrong side. EC and ED (MT942) are expected.
// The entry date has no year: it is the one nearest to the value date, so that 31 December and 2 January belong together.
import { minorUnits } from "#domain/cash-application/statements/amount.ts";
import { type DateText, epochDay, isDate, monthEnd } from "#domain/date.ts";

export type StatementLine = {
  readonly valueDate: DateText;
  readonly bookingDate: DateText;
  readonly amount: bigint;
  readonly reversal: boolean;
  readonly expected: boolean;
  readonly type: string | null;
  readonly customerReference: string | null;
  readonly bankReference: string | null;
  readonly supplement: string;
  /** What was put right on the way. */
  readonly mended?: { readonly field: string; readonly code: string; readonly message: string };
};
export type Unreadable = { readonly field: string; readonly code: string; readonly message: string };

const shape = /^(\d{6})\s?(\d{4})?\s?(RC|RD|EC|ED|C|D)\s?([A-Z])?\n?\s?(\d[\d.']*(?:,\d*)?|,\d+)(?![\d.,'])\s?(?:(?!NONREF(?:\s|\/|$))([A-Z][A-Z0-9 ]{3}))?(.*)$/s;

export function readLine(text: string, currency: string | null): StatementLine | Unreadable {
  const match = shape.exec(text.trimStart());
  if (!match) return unreadable(text);
  const [, day = "", entryDay, mark = "", , digits = "", type, rest = ""] = match;
  const value = dateOf(day);
  if (!value) return { field: "value date", code: "date.unreadable", message: `"${day}" is no date (year, month, day).` };
  const size = minorUnits(decimal(digits), currency);
  if (size === null) return { field: "amount", code: "amount.unreadable", message: `"${digits}" ${currency ?? ""} is no amount of that currency.` };
  const negative = mark === "D" || mark === "RC" || mark === "ED";
  const [references = "", ...more] = rest.split("\n");
  const at = references.indexOf("//");
  const entry = entryDay ? entryDate(entryDay, value.date) : { date: value.date };
  const mended = value.mended ?? entry.mended;
  return {
    valueDate: value.date,
    bookingDate: entry.date,
    amount: negative ? -size : size,
    reversal: mark.startsWith("R"),
    expected: mark.startsWith("E"),
    type: type?.trim() || null,
    customerReference: (at < 0 ? references : references.slice(0, at)).trim() || null,
    bankReference: at < 0 ? null : referenceIn(references.slice(at + 2).trim()),
    supplement: more.join("\n").trim(),
    ...(mended ? { mended } : {}),
  };
}

/** "//NONREF" says that there is none. */
const referenceIn = (text: string): string | null => (text === "" || /^NONREF$/i.test(text) ? null : text);

/** "1.234,56" and "1234.56" both occur; the point is a decimal sign only when there is no comma and it stands alone. */
function decimal(digits: string): string {
  const plain = digits.replaceAll("'", "");
  if (plain.includes(",") || plain.split(".").length > 2) return plain.replaceAll(".", "");
  return plain;
}

function unreadable(text: string): Unreadable {
  const first = text.split("\n")[0] ?? "";
  if (!/^\s*\d{6}/.test(first)) return { field: "value date", code: "date.unreadable", message: `The line "${first}" does not begin with a date (year, month, day).` };
  if (!/^\s*\d{6}\s?(\d{4})?\s?(RC|RD|EC|ED|C|D)/.test(first)) return { field: "debit/credit mark", code: "sign.unreadable", message: `The line "${first}" says neither debit nor credit (C, D, RC, RD).` };
  return { field: "amount", code: "amount.unreadable", message: `The line "${first}" has no amount behind its mark.` };
}

type ReadDate = { readonly date: DateText; readonly mended?: StatementLine["mended"] };

/** YYMMDD. Before 1980 nobody wrote these files. Banks that count 30 days in every month write 30 February: read as its last day, and said. */
export function dateOf(text: string): ReadDate | null {
  const year = Number(text.slice(0, 2));
  const iso = `${year >= 80 ? 1900 + year : 2000 + year}-${text.slice(2, 4)}-${text.slice(4, 6)}`;
  if (isDate(iso)) return { date: iso };
  return february(iso, "value date");
}

function february(iso: string, field: string): ReadDate | null {
  if (!/-02-(29|30|31)$/.test(iso)) return null;
  const date = monthEnd(`${iso.slice(0, 8)}01`);
  return { date, mended: { field, code: "date.february", message: `${iso} is no day of the calendar: read as ${date}.` } };
}

function entryDate(text: string, value: DateText): ReadDate {
  const year = Number(value.slice(0, 4));
  const candidates = [year - 1, year, year + 1].map((one) => `${one}-${text.slice(0, 2)}-${text.slice(2, 4)}`);
  const real = candidates.filter(isDate);
  const distance = (date: DateText): number => Math.abs(epochDay(date) - epochDay(value));
  const nearest = real.toSorted((a, b) => distance(a) - distance(b))[0];
  if (nearest) return { date: nearest };
  const mended = february(candidates[1]!, "entry date");
  return mended ?? { date: value, mended: { field: "entry date", code: "date.unreadable", message: `"${text}" is no day of the calendar: the value date ${value} is taken.` } };
}
