// What a person's line of the calendar holds: the own absences, and under them, as many lanes as are needed, what one covers for others.
import { addDays, daysBetween } from "#domain/date.ts";
import { delegated, lastDay, wasThere, type Absence, type Person, type WorkKind } from "#lib/format/cover.ts";

export type Bar = { readonly absence: Absence; readonly lane: number; readonly left: number; readonly width: number; readonly duty?: readonly WorkKind[] };
export type Line = { readonly person: Person; readonly bars: readonly Bar[]; readonly lanes: number };
export type Span = { readonly from: string; readonly days: number };

export function linesOf(people: readonly Person[], absences: readonly Absence[], span: Span): Line[] {
  const shown = absences.filter((absence) => wasThere(absence) && absence.from < addDays(span.from, span.days) && lastDay(absence) >= span.from);
  return people.map((person) => {
    const own = shown.filter(({ userId }) => userId === person.userId).map((absence) => ({ absence }));
    const duties = shown.flatMap((absence) => {
      const duty = delegated(absence.delegates).find(({ by }) => by === person.userId)?.kinds;
      return duty ? [{ absence, duty }] : [];
    });
    // Each in the highest lane in which its days are free; the own absences come first.
    const lanes: Absence[][] = [];
    const bars = [...own, ...duties].map((bar): Bar => {
      const free = lanes.findIndex((lane) => !lane.some((other) => other.from <= lastDay(bar.absence) && bar.absence.from <= lastDay(other)));
      const lane = free === -1 ? lanes.push([]) - 1 : free;
      lanes[lane]!.push(bar.absence);
      return { ...bar, ...placed(bar.absence, span), lane };
    });
    return { person, bars, lanes: Math.max(1, lanes.length) };
  });
}

/** In shares of the span, cut at its edges. */
function placed(absence: Absence, { from, days }: Span): Pick<Bar, "left" | "width"> {
  const start = Math.max(0, daysBetween(from, absence.from));
  const end = Math.min(days, daysBetween(from, lastDay(absence)) + 1);
  return { left: start / days, width: Math.max(0, end - start) / days };
}
