// A time of day in a place is an instant, and not the same one in July as in January. A time that the clock skips in spring happens an hour later,
// one that it shows twice in autumn happens the first time.
import type { DateText } from "#domain/date.ts";

export type LocalTime = { readonly date: DateText; readonly time: string };

/** The instant at which clocks in the zone show that date and time ("08:30"). */
export function instantAt(date: DateText, time: string, timeZone: string): string {
  const wanted = Date.parse(`${date}T${time}:00Z`);
  // The offsets of the day before and of the day after: where they differ, the clock changes in between, and both are tried.
  const [before, after] = [offsetAt(wanted - 86_400_000, timeZone), offsetAt(wanted + 86_400_000, timeZone)];
  const candidates = [wanted - before, wanted - after].filter((instant) => instant + offsetAt(instant, timeZone) === wanted);
  const instant = candidates.length > 0 ? Math.min(...candidates) : wanted - before;
  return new Date(instant).toISOString().replace(".000Z", "Z");
}

export function localTime(instant: string, timeZone: string): LocalTime {
  const shown = new Date(Date.parse(instant) + offsetAt(Date.parse(instant), timeZone)).toISOString();
  return { date: shown.slice(0, 10), time: shown.slice(11, 16) };
}

function offsetAt(instant: number, timeZone: string): number {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatter(timeZone).formatToParts(new Date(instant))) parts[type] = value;
  const shown = Date.parse(`${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}Z`);
  return shown - Math.floor(instant / 1000) * 1000;
}

const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-CA", { timeZone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  formatters.set(timeZone, made);
  return made;
}
