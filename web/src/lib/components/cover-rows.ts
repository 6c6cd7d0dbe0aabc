// What a person's line of the calendar holds: the own absences, and under them, as many lanes as are needed, what one covers for others.
import { addDays, daysBetween } from "#domain/date.ts";
import { delegated, lastDay, wasThere, type Absence, type Person, type WorkKind } from "#lib/format/cover.ts";

export type Bar = { readonly absence: Absence; readonly lane: number; readonly left: number; readonly width: number; readonly duty?: readonly WorkKind[] };
export type Line = { readonly person: Person; readonly bars: readonly Bar[]; readonly lanes: number };
export type Span = { readonly from: string; readonly days: number };

export function linesOf(people: readonly Person[], absences: readonly Absence[], span: Span): Line[] {
  const shown = absences.filter((absence) => wasThere(absence) && absence.from < addDays(span.from, span.days) && lastDay(absence) >= span.from);
  return people.map((person) => {
    const own = shown.filter(({ userId }) => userId === person.userId).map((absence) => ({ ...placed(absence, span), lane: 0 }));
    const ends: string[] = [];
    const duties = shown.flatMap((absence): Bar[] => {
      const duty = delegated(absence.delegates).find(({ by }) => by === person.userId)?.kinds;
      if (!duty) return [];
      const free = ends.findIndex((end) => end < absence.from);
      const at = free === -1 ? ends.length : free;
      ends[at] = lastDay(absence);
      return [{ ...placed(absence, span), lane: at + (own.length > 0 ? 1 : 0), duty }];
    });
    return { person, bars: [...own, ...duties], lanes: Math.max(1, ends.length + (own.length > 0 ? 1 : 0)) };
  });
}

/** In shares of the span, cut at its edges. */
function placed(absence: Absence, { from, days }: Span): Omit<Bar, "lane"> {
  const start = Math.max(0, daysBetween(from, absence.from));
  const end = Math.min(days, daysBetween(from, lastDay(absence)) + 1);
  return { absence, left: start / days, width: Math.max(0, end - start) / days };
}
