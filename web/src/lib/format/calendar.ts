// Months and the ends of periods, on business dates. A week begins on Monday in both languages.
import { addDays, epochDay, monthEnd } from "#domain/date.ts";

export const monthStart = (date: string): string => `${date.slice(0, 8)}01`;

/** The same day so many months on, or the last of a shorter month. */
export function addMonths(date: string, months: number): string {
  const first = new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1 + months, 1)).toISOString().slice(0, 10);
  const last = monthEnd(first);
  return Number(date.slice(8)) > Number(last.slice(8)) ? last : `${first.slice(0, 8)}${date.slice(8)}`;
}

/** 0 is Monday. */
export const weekday = (date: string): number => (((epochDay(date) + 3) % 7) + 7) % 7;

/** Six weeks that hold the whole month, from a Monday to a Sunday. */
export function weeksOf(date: string): string[][] {
  const first = monthStart(date);
  const monday = addDays(first, -weekday(first));
  return Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (_day, n) => addDays(monday, week * 7 + n)));
}

/** The ends of the month, the quarter and the year that were over last. */
export function lastEnds(today: string): { readonly month: string; readonly quarter: string; readonly year: string } {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  const before = (firstMonth: number) => addDays(`${year}-${String(firstMonth).padStart(2, "0")}-01`, -1);
  return { month: before(month), quarter: before(month - ((month - 1) % 3)), year: before(1) };
}
