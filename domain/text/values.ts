// What people and programs write into cells, and what it means. A cell that cannot be read is an answer with a code and, where a rule knows one,
// a suggestion: nobody's amount is guessed, but "31/02/2026" is shown with "28/02/2026" beside it, one click away.
import { exponentOf, isCurrency } from "#domain/currency.ts";
import { type DateText, isDate, monthEnd } from "#domain/date.ts";

export type Unreadable = { readonly ok: false; readonly code: string; readonly suggestion?: string };
export type Read<T> = { readonly ok: true; readonly value: T } | Unreadable;
export type DateFormat = "YYYY-MM-DD" | "DD/MM/YYYY" | "MM/DD/YYYY" | "YYYYMMDD" | "DD.MM.YYYY";

const read = <T>(value: T): Read<T> => ({ ok: true, value });
const unreadable = (code: string, suggestion?: string): Unreadable => (suggestion === undefined ? { ok: false, code } : { ok: false, code, suggestion });

/** A date as the format writes it. Separators may vary (31.12.2026 for 31/12/2026), a time of day behind it is dropped, two-digit years are 2000s. */
export function readDate(text: string, format: DateFormat): Read<DateText> {
  const parts = dateParts(text, format);
  if (!parts) return unreadable("date.unreadable", otherWriting(text, format));
  const iso = isoDate(parts.year, parts.month, parts.day);
  if (isDate(iso)) return read(iso);
  if (parts.month >= 1 && parts.month <= 12 && parts.day >= 29 && parts.day <= 31) {
    return unreadable("date.not-in-calendar", writeDate(monthEnd(isoDate(parts.year, parts.month, 1)), format));
  }
  const swapped = isoDate(parts.year, parts.day, parts.month);
  return unreadable("date.not-in-calendar", isDate(swapped) ? writeDate(swapped, format) : undefined);
}

/** A date in the source's own writing, for suggestions that are put into the source's cell. */
export function writeDate(date: DateText, format: DateFormat): string {
  const [year, month, day] = date.split("-") as [string, string, string];
  return format.replace("YYYY", year).replace("MM", month).replace("DD", day);
}

const orders = { "YYYY-MM-DD": [0, 1, 2], YYYYMMDD: [0, 1, 2], "DD/MM/YYYY": [2, 1, 0], "DD.MM.YYYY": [2, 1, 0], "MM/DD/YYYY": [2, 0, 1] } as const;

function dateParts(text: string, format: DateFormat): { year: number; month: number; day: number } | undefined {
  const cell = text.trim().replace(/[T ]\d{1,2}:\d{2}.*$/, "");
  const match = format === "YYYYMMDD" ? /^(\d{4})(\d{2})(\d{2})$/.exec(cell) : /^(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})$/.exec(cell);
  if (!match) return undefined;
  const [y, m, d] = orders[format].map((n) => match[n + 1]!) as [string, string, string];
  if ((y.length !== 4 && y.length !== 2) || d.length > 2 || m.length > 2) return undefined;
  return { year: Number(y.length === 2 ? `20${y}` : y), month: Number(m), day: Number(d) };
}

const isoDate = (year: number, month: number, day: number): string => `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;

/** The same day in the expected writing, when exactly one other writing makes sense of the text. */
function otherWriting(text: string, expected: DateFormat): string | undefined {
  const formats: DateFormat[] = ["YYYY-MM-DD", "YYYYMMDD", "DD/MM/YYYY"];
  for (const format of formats) {
    const parts = format === expected ? undefined : dateParts(text, format);
    const iso = parts && isoDate(parts.year, parts.month, parts.day);
    if (iso && isDate(iso)) return writeDate(iso, expected);
  }
  return undefined;
}

/** Blanks that stand between thousands: space, no-break space, narrow no-break space, thin space, figure space, apostrophes. */
const grouping = /[\s\u00A0\u202F\u2009\u2007'’]/g;
const currencyMark = /^(?:[A-Z]{3}|[€$£¥])|(?:[A-Z]{3}|[€$£¥])$/g;

/**
 * An amount in minor units of the currency. Understands thousands separators, padding zeros, a sign on either side ("1.204,50-"), parentheses and a
 * currency mark. More decimals than the currency counts are refused, unless they are zeros.
 */
export function readAmount(text: string, decimal: "," | ".", currency: string): Read<bigint> {
  const plain = plainDecimal(text, decimal);
  if (!plain.ok) return plain;
  const exponent = exponentOf(currency);
  const [units = "", fraction = ""] = plain.value.digits.split(".");
  const significant = fraction.replace(/0+$/, "");
  if (significant.length > exponent) return unreadable("amount.too-many-decimals");
  const minor = BigInt(units + significant.padEnd(exponent, "0"));
  return read(plain.value.negative ? -minor : minor);
}

/** The same as a plain decimal text, before the currency is known. */
function plainDecimal(text: string, decimal: "," | "."): Read<{ negative: boolean; digits: string }> {
  let cell = text.trim().replace(grouping, "").replace(currencyMark, "");
  const minus = /^[-−–]|[-−–]$/.test(cell) || /^\(.*\)$/.test(cell);
  cell = cell.replace(/^[-−–+(]+|[-−–+)]+$/g, "").replace(currencyMark, "");
  const thousands = decimal === "," ? "." : ",";
  if (cell.includes(thousands)) {
    if (!validGroups(cell, decimal, thousands)) return unreadable("amount.unreadable", otherDecimal(cell, decimal, thousands, minus));
    cell = cell.replaceAll(thousands, "");
  }
  const digits = cell.replace(decimal, ".");
  if (!/^(?:\d{1,24}(?:\.\d*)?|\.\d+)$/.test(digits)) return unreadable(cell === "" ? "amount.missing" : "amount.unreadable", looksLikeZero(cell, minus));
  return read({ negative: minus, digits: digits.startsWith(".") ? `0${digits}` : digits });
}

/** "1.204.500,00": every group behind the first has three digits, and none stands behind the decimal sign. */
function validGroups(cell: string, decimal: string, thousands: string): boolean {
  const [units = "", fraction = "", ...more] = cell.split(decimal);
  const [first = "", ...groups] = units.split(thousands);
  return more.length === 0 && !fraction.includes(thousands) && /^\d{1,3}$/.test(first) && groups.length > 0 && groups.every((group) => /^\d{3}$/.test(group));
}

/** "1204.50" where a comma is the decimal sign: most likely the other sign was meant, so say it, but do not assume it. */
function otherDecimal(cell: string, decimal: string, thousands: string, minus: boolean): string | undefined {
  const match = new RegExp(`^(\\d+)\\${thousands}(\\d{1,2})$`).exec(cell);
  return match ? `${minus ? "-" : ""}${match[1]}${decimal}${match[2]}` : undefined;
}

/** "1O4,50": the letter O among digits. */
const looksLikeZero = (cell: string, minus: boolean): string | undefined => (/^[\dOo.,]+$/.test(cell) && /\d/.test(cell) && /[Oo]/.test(cell) ? (minus ? "-" : "") + cell.replace(/[Oo]/g, "0") : undefined);

const currencyNames: Readonly<Record<string, string>> = {
  EURO: "EUR", EUROS: "EUR", "€": "EUR", EU: "EUR", "E": "EUR", GB: "GBP", STG: "GBP", "£": "GBP", LIVRE: "GBP", POUND: "GBP", "$": "USD", US: "USD", USS: "USD", "US$": "USD", DOLLAR: "USD",
  SFR: "CHF", FS: "CHF", "FR.": "CHF", "¥": "JPY", YEN: "JPY", RMB: "CNY",
};

/** An ISO 4217 code. What people write instead is not taken silently, but suggested. */
export function readCurrency(text: string): Read<string> {
  const code = text.trim().toUpperCase();
  if (isCurrency(code)) return read(code);
  if (code === "") return unreadable("currency.missing");
  return unreadable("currency.unknown", currencyNames[code]);
}

/** Debit or credit, however it is written. */
export function readSign(text: string): Read<1n | -1n> {
  const sign = text.trim().toUpperCase();
  if (["D", "+", "+1", "1", "S", "DB", "DR", "DEBIT", "DÉBIT", "DEB"].includes(sign)) return read(1n);
  if (["C", "-", "-1", "H", "CR", "CREDIT", "CRÉDIT", "CRE"].includes(sign)) return read(-1n);
  return unreadable(sign === "" ? "sign.missing" : "sign.unreadable");
}
