// Dates in bank exports: 2026-01-31, 31.01.26, 01/31/2026, 20260131, 31 Jan 2026, 2026. 01. 31. Whether 02/03 is in February or March is told by the whole
// column, never by one cell: the first order that fits every cell, day first where both do.
import { type DateText, epochDay, isDate } from "#domain/date.ts";

export type DateOrder = "ymd" | "dmy" | "mdy";
export const dateOrders: readonly DateOrder[] = ["ymd", "dmy", "mdy"];

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const otherMonths: Readonly<Record<string, number>> = {
  janv: 1, fevr: 2, fev: 2, mars: 3, avr: 4, mai: 5, juin: 6, juil: 7, aout: 8, sept: 9, okt: 10, dez: 12, dec: 12, mrz: 3, maerz: 3, mrt: 3, mei: 5, maj: 5, ago: 8, ene: 1, abr: 4, dic: 12, gen: 1, giu: 6, lug: 7, set: 9, ott: 10, mag: 5, out: 10,
};
const orders: Readonly<Record<DateOrder, readonly [number, number, number]>> = { ymd: [0, 1, 2], dmy: [2, 1, 0], mdy: [2, 0, 1] };

export function readCellDate(cell: string, order: DateOrder): DateText | null {
  const text = cell.trim().replace(/[T ]\d{1,2}:\d{2}.*$/, "").replace(/\.$/, "");
  const compact = /^(\d{8})$/.exec(text);
  if (compact) return order === "ymd" ? iso(text.slice(0, 4), text.slice(4, 6), text.slice(6)) : order === "dmy" ? iso(text.slice(4), text.slice(2, 4), text.slice(0, 2)) : iso(text.slice(4), text.slice(0, 2), text.slice(2, 4));
  const worded = /^(\d{1,2})[-. /]{1,2}([A-Za-zäéûÄÉÛ]{3,9})\.?[-. /,]{1,2}(\d{4}|\d{2})$/.exec(text);
  if (worded) return iso(worded[3]!, String(monthOf(worded[2]!)), worded[1]!);
  const american = /^([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})$/.exec(text);
  if (american) return iso(american[3]!, String(monthOf(american[1]!)), american[2]!);
  const match = /^(\d{1,4})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{1,4})$/.exec(text);
  if (!match) return null;
  const [y, m, d] = orders[order].map((n) => match[n + 1]!) as [string, string, string];
  const years = order === "ymd" ? [4] : [4, 2];
  return !years.includes(y.length) || m.length > 2 || d.length > 2 ? null : iso(y, m, d);
}

/** The order that most filled cells fit. Where two fit alike, the one in which they lie closer together: a statement is about days, not about a year. */
export function orderOf(cells: readonly string[]): DateOrder {
  const filled = cells.filter((cell) => cell.trim() !== "");
  const judged = dateOrders.map((order) => {
    const dates = filled.map((cell) => readCellDate(cell, order)).filter((date) => date !== null).toSorted();
    return { order, fits: dates.length, span: dates.length === 0 ? 0 : epochDay(dates.at(-1)!) - epochDay(dates[0]!) };
  });
  return judged.toSorted((a, b) => b.fits - a.fits || a.span - b.span)[0]!.order;
}

function iso(year: string, month: string, day: string): DateText | null {
  const full = year.length === 2 ? `20${year}` : year;
  const date = `${full}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return full.length === 4 && isDate(date) ? date : null;
}

function monthOf(word: string): number {
  const plain = word.toLowerCase().normalize("NFD").replace(/\p{Diacritic}/gu, "");
  return otherMonths[plain] ?? otherMonths[plain.slice(0, 4)] ?? (months.indexOf(plain.slice(0, 3)) + 1 || otherMonths[plain.slice(0, 3)] || 0);
}
