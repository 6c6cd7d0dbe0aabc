// Amounts and dates as the reader writes them: his language, his country's habits (a Swiss reads 1’234.50 where a German reads 1.234,50).
// Intl knows the habits but not the money: decimals come from ISO 4217, and the exact decimal text goes in, never a float.
// French keeps the wider no-break space, because the narrow one closes up in most faces; a minus is a true minus.
import { exponentOf } from "#domain/currency.ts";
import type { DateText } from "#domain/date.ts";
import { toDecimal, type Money } from "#domain/money.ts";

export type Formats = {
  readonly locale: string;
  amount(amount: Money): string;
  /** Without the currency, for a column that names it in its head. */
  bare(amount: Money): string;
  date(date: DateText): string;
  /** "4 décembre 2026": in sentences. */
  longDate(date: DateText): string;
  number(n: number): string;
  percent(decimal: string): string;
};

const cache = new Map<string, Formats>();

export function formatsFor(language: string, country: string): Formats {
  const key = `${language}-${country}`;
  let found = cache.get(key);
  if (!found) cache.set(key, (found = makeFormats(localeFor(language, country))));
  return found;
}

/** The language as that country writes it, if people there do; else the language's home. English elsewhere is British: LOOK.md. */
function localeFor(language: string, country: string): string {
  const spoken: Readonly<Record<string, string>> = { fr: "FR BE CH LU CA MA", en: "GB IE US CA AU NZ ZA IN", de: "DE AT CH LU LI", es: "ES MX AR CO CL PE", pt: "PT BR" };
  const home: Readonly<Record<string, string>> = { en: "GB" };
  const there = spoken[language]?.split(" ").includes(country) ? country : (home[language] ?? language.toUpperCase());
  return `${language}-${there}`;
}

function makeFormats(locale: string): Formats {
  const amounts = new Map<string, Intl.NumberFormat>();
  const bares = new Map<number, Intl.NumberFormat>();
  // A thousand has its point also where Intl begins at ten thousand (es, pt): that is how invoices are written.
  const grouping = { useGrouping: "always" } as const;
  const amountIn = (currency: string): Intl.NumberFormat =>
    kept(amounts, currency, () => new Intl.NumberFormat(locale, { style: "currency", currency, ...decimals(exponentOf(currency)), ...grouping }));
  const bareWith = (exponent: number): Intl.NumberFormat => kept(bares, exponent, () => new Intl.NumberFormat(locale, { ...decimals(exponent), ...grouping }));
  const short = new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...(locale.startsWith("en") ? { day: "2-digit", month: "short", year: "numeric" } : { day: "2-digit", month: "2-digit", year: "numeric" }) });
  const long = new Intl.DateTimeFormat(locale, { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" });
  const plain = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 3 });
  const dates = new Map<DateText, string>();
  return {
    locale,
    amount: (amount) => tidied(amountIn(amount.currency).format(toDecimal(amount) as Intl.StringNumericLiteral)),
    bare: (amount) => tidied(bareWith(exponentOf(amount.currency)).format(toDecimal(amount) as Intl.StringNumericLiteral)),
    date: (date) => remembered(dates, date, () => short.format(utc(date))),
    // The day stays with its month at the end of a line, in Spanish and Portuguese over its "de".
    longDate: (date) => long.format(utc(date)).replace(/ (de )?/, (gap) => gap.replaceAll(" ", "\u00a0")),
    number: (n) => tidied(plain.format(n)),
    percent: (decimal) => `${tidied(percents.format(decimal as Intl.StringNumericLiteral))}${locale.startsWith("en") || locale.startsWith("pt") ? "%" : "\u00a0%"}`,
  };
}

/** "31 875,40 €, 1 200,00 $ et 900,00 £": each currency for itself. */
export const listed = (texts: readonly string[], and: string): string | undefined => (texts.length < 2 ? texts[0] : `${texts.slice(0, -1).join(", ")} ${and} ${texts.at(-1)}`);

const decimals = (exponent: number) => ({ minimumFractionDigits: exponent, maximumFractionDigits: exponent });
const utc = (date: DateText): Date => new Date(`${date}T00:00:00Z`);
const tidied = (text: string): string => text.replaceAll("\u202f", "\u00a0").replace("-", "\u2212");

function kept<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

/** A run writes the same few hundred dates; a process that lives long must not keep all of them. */
function remembered(map: Map<DateText, string>, date: DateText, make: () => string): string {
  if (map.size > 5000) map.clear();
  return kept(map, date, make);
}
