// The day of the next run, as whoever looks at the preview means it: today while the policies' hours last, else the next day on which the house works.
// Customers elsewhere have their own mornings; the run of that day is theirs too.
import { onOrAfter } from "#domain/calendar/business-days.ts";
import { localTime } from "#domain/calendar/local-time.ts";
import { addDays, type DateText } from "#domain/date.ts";
import type { Policy } from "#domain/dunning/policy/schema.ts";

export function nextRunDay(now: string, { timeZone, calendar }: { readonly timeZone: string; readonly calendar: string }, policies: readonly Pick<Policy, "window">[]): DateText {
  const { date, time } = localTime(now, timeZone);
  const closes = policies.map(({ window }) => window.to).toSorted().at(-1) ?? "23:59";
  return onOrAfter(time > closes ? addDays(date, 1) : date, calendar);
}
