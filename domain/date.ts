// Business dates are plain ISO texts ("2026-03-31"): they compare with <, they are keys, and no time zone can move them.
// Arithmetic is on epoch days (whole days since 1970-01-01), which is also what the lake stores.
export type DateText = string;

const DAY = 86_400_000;
const shape = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Days since 1970-01-01. Throws on a text that is no date of the calendar: parse foreign text with `parseDate` first. */
export function epochDay(date: DateText): number {
  const day = epochDayOrNull(date);
  if (day === null) throw new RangeError(`${date} is no date`);
  return day;
}

export const fromEpochDay = (day: number): DateText => new Date(day * DAY).toISOString().slice(0, 10);
export const addDays = (date: DateText, days: number): DateText => fromEpochDay(epochDay(date) + days);
/** Calendar days from a to b: positive when b is later. */
export const daysBetween = (a: DateText, b: DateText): number => epochDay(b) - epochDay(a);
export const isDate = (text: string): boolean => epochDayOrNull(text) !== null;
export const latest = (a: DateText, b: DateText): DateText => (a > b ? a : b);
export const earliest = (a: DateText, b: DateText): DateText => (a < b ? a : b);

/** The last day of the date's month. */
export function monthEnd(date: DateText): DateText {
  const [year, month] = date.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en-CA", { timeZone: name }).resolvedOptions();
    return true;
  } catch {
    return false;
  }
}

/** The business date of an instant in an entity's time zone ("Europe/Paris"). */
export function businessDate(instant: string, timeZone: string): DateText {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(new Date(instant));
  return parts.slice(0, 10);
}

function epochDayOrNull(text: string): number | null {
  const match = shape.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const instant = new Date(Date.UTC(year, month - 1, day));
  if (year < 1900 || instant.getUTCMonth() !== month - 1 || instant.getUTCDate() !== day) return null;
  return Math.round(instant.getTime() / DAY);
}
