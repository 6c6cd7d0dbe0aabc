// Which days of a year are closed in a place. The rules are data (rules.ts); a year is worked out once and kept, for a run asks it a million times.
import { epochDay } from "#domain/date.ts";
import { countries, regions } from "#domain/calendar/rules.ts";

/** Monday is 1. */
export const weekday = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

export function isClosed(place: string, day: number): boolean {
  return weekendOf(place).includes(weekday(day)) || holidaysOf(place, yearOf(day)).has(day);
}

/** "DE-BY" when we know Bavaria, else "DE", else nothing is known but the weekend. */
export function placeOf(country: string, region?: string): string {
  const whole = region ? (region.startsWith(`${country}-`) ? region : `${country}-${region}`) : country;
  return whole in regions ? whole : country;
}
export const isKnownPlace = (place: string): boolean => place in countries || place in regions;

/** The closed days of the year, weekends aside, as epoch days. */
export function holidaysOf(place: string, year: number): ReadonlySet<number> {
  const key = `${place} ${year}`;
  const known = kept.get(key);
  if (known) return known;
  const days = workedOut(rulesOf(place), year);
  kept.set(key, days);
  return days;
}
const kept = new Map<string, ReadonlySet<number>>();

const SATURDAY_SUNDAY = [6, 7];
const countryOf = (place: string): string => place.split("-")[0]!;
const weekendOf = (place: string): readonly number[] => (countries[place] ?? countries[countryOf(place)])?.weekend ?? SATURDAY_SUNDAY;
const yearOf = (day: number): number => new Date(day * 86_400_000).getUTCFullYear();

function rulesOf(place: string): string[] {
  const region = regions[place];
  const country = countries[region ? countryOf(place) : place]?.days ?? "";
  return (region?.alone ? region.days : `${country} ${region?.days ?? ""}`).split(" ").filter(Boolean);
}

type Rule = { readonly text: string; readonly shift: "" | ">" | "~"; readonly since: number; readonly until: number };

function workedOut(texts: readonly string[], year: number): Set<number> {
  const rules = texts.map(parsed).filter(({ since, until }) => since <= year && year <= until);
  const days = new Set<number>();
  for (const { text, shift } of rules) if (shift !== "~" && !text.startsWith("!")) for (const day of daysOf(text, year)) days.add(day);
  // What a weekend swallows is made up for only after all the others have their place: Boxing Day keeps Monday, Christmas takes Tuesday.
  for (const { text, shift } of rules) {
    const day = shift === "" ? undefined : daysOf(text, year)[0];
    if (day === undefined) continue;
    if (shift === "~") days.add(weekday(day) === 6 ? day - 1 : weekday(day) === 7 ? day + 1 : day);
    else if (weekday(day) > 5) days.add(nextFree(day, days));
  }
  for (const { text } of rules) if (text.startsWith("!")) for (const day of daysOf(text.slice(1), year)) days.delete(day);
  return days;
}

function parsed(rule: string): Rule {
  const match = /^(.*?)([>~]?)(?:@(-?)(\d{4}))?$/.exec(rule)!;
  const year = Number(match[4] ?? 0);
  return { text: match[1]!, shift: match[2] as Rule["shift"], since: match[4] && !match[3] ? year : 0, until: match[3] ? year : 9999 };
}

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

function daysOf(text: string, year: number): number[] {
  const date = /^(?:(\d{4})-)?(\d\d-\d\d)$/.exec(text);
  if (date) return date[1] === undefined || Number(date[1]) === year ? [epochDay(`${year}-${date[2]}`)] : [];
  const easter = /^E([+-]\d+)$/.exec(text);
  if (easter) return [easterSunday(year) + Number(easter[1])];
  const nth = /^(-?\d)([a-z]{3})(\d\d)(?:\+(\d))?$/.exec(text);
  if (nth) return [nthWeekday(year, Number(nth[3]), weekdays.indexOf(nth[2]!) + 1, Number(nth[1])) + Number(nth[4] ?? 0)];
  const before = /^([a-z]{3})<(\d\d-\d\d)$/.exec(text);
  if (before) return [lastBefore(epochDay(`${year}-${before[2]}`), weekdays.indexOf(before[1]!) + 1)];
  throw new RangeError(`"${text}" is no rule for a holiday`);
}

function nthWeekday(year: number, month: number, wanted: number, n: number): number {
  const first = epochDay(`${year}-${String(month).padStart(2, "0")}-01`);
  if (n > 0) return first + ((wanted - weekday(first) + 7) % 7) + (n - 1) * 7;
  const next = Math.round(Date.UTC(year, month, 1) / 86_400_000);
  return lastBefore(next, wanted);
}

const lastBefore = (day: number, wanted: number): number => day - (((weekday(day) - wanted + 6) % 7) + 1);

function nextFree(day: number, taken: ReadonlySet<number>): number {
  let next = day + 1;
  while (weekday(next) > 5 || taken.has(next)) next++;
  return next;
}

/** The Gregorian computus in the form of Meeus, Jones and Butcher. */
export function easterSunday(year: number): number {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const [d, e] = [Math.floor(b / 4), b % 4];
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const [i, k] = [Math.floor(c / 4), c % 4];
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  const day = (h + l - 7 * m + 33 * month + 19) % 32;
  return Math.round(Date.UTC(year, month - 1, day) / 86_400_000);
}
