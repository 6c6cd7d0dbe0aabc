// A date as people type it: 31/03, 31.3.26, 310326, 31 mars, hier, +7. Day before month, always; what names no year is the last such day (or
// the next one, where a field is about the future), a month to the other side allowed. What cannot be read is undefined: nothing is guessed beyond that.
import { addDays, daysBetween, isDate } from "#domain/date.ts";

const days: Readonly<Record<string, number>> = { "avant-hier": -2, hier: -1, yesterday: -1, today: 0, "aujourd'hui": 0, auj: 0, demain: 1, tomorrow: 1 };
const bare = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("’", "'").toLowerCase().trim();
const monthNames = (["en-GB", "fr-FR"] as const).map((tag) => Array.from({ length: 12 }, (_, n) => bare(new Intl.DateTimeFormat(tag, { month: "long", timeZone: "UTC" }).format(new Date(Date.UTC(2026, n, 15))))));

export type Lean = "past" | "future";
const MONTH = 31;

export function readDate(typed: string, today: string, lean: Lean = "past"): string | undefined {
  const text = bare(typed);
  const ahead = days[text] ?? (/^[+\-\u2212]\d{1,4}$/.test(text) ? Number(text.replace("\u2212", "-")) : undefined);
  if (ahead !== undefined) return addDays(today, ahead);
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (iso) return written(iso[1]!, iso[2]!, iso[3]!);
  const parts = /^(\d{1,2})[\s/.-]+(\d{1,2}|[a-z]{3,})\.?(?:[\s/.-]+(\d{2}|\d{4}))?$/.exec(text) ?? /^(\d{2})(\d{2})(\d{2}|\d{4})?$/.exec(text) ?? /^(\d{1,2})$/.exec(text);
  if (!parts) return undefined;
  const [, day, named, year] = parts;
  const month = named === undefined ? today.slice(5, 7) : monthOf(named);
  if (!month) return undefined;
  return year ? written(year.length === 2 ? `20${year}` : year, month, day!) : leaning(month, day!, today, lean);
}

function written(year: string, month: string, day: string): string | undefined {
  const date = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isDate(date) ? date : undefined;
}

/** Beginnings of a name are enough when they fit one month: "fév", "juil", but not "jui". */
function monthOf(named: string): string | undefined {
  if (/^\d+$/.test(named)) return named;
  const fits = new Set(monthNames.flatMap((names) => names.flatMap((name, n) => (name.startsWith(named) ? [n] : []))));
  return fits.size === 1 ? String([...fits][0]! + 1) : undefined;
}

function leaning(month: string, day: string, today: string, lean: Lean): string | undefined {
  const year = Number(today.slice(0, 4));
  const dates = [year - 1, year, year + 1].flatMap((one) => written(String(one), month, day) ?? []);
  return lean === "past" ? dates.findLast((date) => daysBetween(today, date) <= MONTH) : dates.find((date) => daysBetween(today, date) >= -MONTH);
}
