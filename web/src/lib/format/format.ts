// How amounts, dates and counts are written, once, in both languages (LOOK 9). No screen formats money itself.
// French groups with a no-break space (U+00A0) in place of Intl's narrow one, which closes up in our face; the minus is U+2212 everywhere.
import { getLocale } from "#lib/paraglide/runtime.js";

export type MoneyJson = { readonly amount: string; readonly currency: string };
const tag = () => (getLocale() === "fr" ? "fr-FR" : "en-GB");
const house = (text: string): string => text.replaceAll("\u202f", "\u00a0").replaceAll("-", "\u2212");

export const isCredit = ({ amount }: MoneyJson): boolean => amount.startsWith("-");
export const isNothing = ({ amount }: MoneyJson): boolean => /^-?0+(\.0+)?$/.test(amount);

/** To whole units, half away from zero, on the text: a figure without cents must not be a euro short. */
export function inUnits({ amount, currency }: MoneyJson): MoneyJson {
  const [units = "0", fraction = ""] = amount.replace("-", "").split(".");
  const rounded = BigInt(units) + (/^[5-9]/.test(fraction) ? 1n : 0n);
  return { amount: `${amount.startsWith("-") ? "-" : ""}${rounded}`, currency };
}

/** The parts of an amount, so that cents can be one step quieter. Exact: the text is cut, never parsed into a float. */
export function amountParts({ amount, currency }: MoneyJson): { sign: string; units: string; cents: string; symbol: string; before: boolean } {
  const [units = "0", fraction = ""] = amount.replace("-", "").split(".");
  const grouped = house(new Intl.NumberFormat(tag()).format(BigInt(units)));
  const symbol = house(new Intl.NumberFormat(tag(), { style: "currency", currency, currencyDisplay: "narrowSymbol" }).formatToParts(0).find(({ type }) => type === "currency")?.value ?? currency);
  return { sign: amount.startsWith("-") && !isNothing({ amount, currency }) ? "\u2212" : "", units: grouped, cents: fraction && `${getLocale() === "fr" ? "," : "."}${fraction}`, symbol, before: getLocale() !== "fr" };
}

export function amountText(money: MoneyJson, { cents = true, symbol = true } = {}): string {
  const part = amountParts(cents ? money : inUnits(money));
  const figure = part.units + part.cents;
  if (!symbol) return part.sign + figure;
  return part.before ? `${part.sign}${part.symbol}${figure}` : `${part.sign}${figure}\u00a0${part.symbol}`;
}

/** For charts and headlines only: 18.6M€, €412k. */
export function shortAmount({ amount, currency }: MoneyJson): string {
  return house(new Intl.NumberFormat(tag(), { style: "currency", currency, notation: "compact", maximumFractionDigits: 1, currencyDisplay: "narrowSymbol" }).format(Number(amount)));
}

export const count = (n: number): string => house(new Intl.NumberFormat(tag()).format(n));
/** For messages that have a singular: the number that decides, and how it is written. */
export const counted = (n: number): { n: number; count: string } => ({ n, count: count(n) });
export const percent = (share: number): string => house(new Intl.NumberFormat(tag(), { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(share));
export const signedPercent = (share: number): string => house(new Intl.NumberFormat(tag(), { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" }).format(share));

/** a, b and c · a, b et c */
export const listed = (words: readonly string[]): string => new Intl.ListFormat(tag(), { type: "conjunction" }).format(words);

/** France, for FR; what is no country is shown as it is. */
export function countryName(code: string): string {
  try {
    return new Intl.DisplayNames(tag(), { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}

const noon = (date: string) => new Date(`${date}T12:00:00Z`);
/** 24/11/2026 · 24 Nov 2026 */
export const day = (date: string): string =>
  getLocale() === "fr" ? date.split("-").reverse().join("/") : new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" }).format(noon(date)).replace("Sept", "Sep");
/** 24/11/26 · 24 Nov 26 */
export const shortDay = (date: string): string => (getLocale() === "fr" ? `${date.slice(8)}/${date.slice(5, 7)}/${date.slice(2, 4)}` : day(date).replace(/ 20(\d\d)$/, " $1"));
/** novembre 2026 · November 2026 */
export const monthName = (date: string): string => new Intl.DateTimeFormat(tag(), { month: "long", year: "numeric", timeZone: "UTC" }).format(noon(date));
/** nov. · Nov */
export const shortMonth = (date: string): string => new Intl.DateTimeFormat(tag(), { month: "short", timeZone: "UTC" }).format(noon(date)).replace("Sept", "Sep");
/** lundi … dimanche, from a date that is a Monday on. */
export const weekdayName = (date: string, width: "long" | "narrow"): string => new Intl.DateTimeFormat(tag(), { weekday: width, timeZone: "UTC" }).format(noon(date));
/** mardi 24 novembre · Tuesday 24 November */
export const spokenDay = (date: string): string => new Intl.DateTimeFormat(tag(), { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(noon(date)).replace(",", "");
/** Time of a feed: 07:42, or the day too when it was not today. */
export function moment(instant: string, now = new Date()): string {
  const at = new Date(instant);
  const time = new Intl.DateTimeFormat(tag(), { hour: "2-digit", minute: "2-digit" }).format(at);
  return at.toDateString() === now.toDateString() ? time : `${new Intl.DateTimeFormat(tag(), { weekday: "short", day: "2-digit", month: "2-digit" }).format(at)} ${time}`;
}
/** 08:30 by the clocks of a place. */
export const clock = (instant: string, timeZone: string): string => new Intl.DateTimeFormat(tag(), { hour: "2-digit", minute: "2-digit", timeZone }).format(new Date(instant));
export const megabytes = (bytes: number): string =>
  house(bytes < 1_000_000 ? `${new Intl.NumberFormat(tag(), { maximumFractionDigits: 0 }).format(Math.max(1, bytes / 1000))} ${getLocale() === "fr" ? "ko" : "kB"}` : `${new Intl.NumberFormat(tag(), { maximumFractionDigits: 1 }).format(bytes / 1e6)} ${getLocale() === "fr" ? "Mo" : "MB"}`);

/** Which bucket of the default bounds (0 not due, 1: 1–30 … 5: over 120) a number of days past due is in. */
export const ageOf = (days: number): 0 | 1 | 2 | 3 | 4 | 5 => (days <= 0 ? 0 : days <= 30 ? 1 : days <= 60 ? 2 : days <= 90 ? 3 : days <= 120 ? 4 : 5);
