// Where an instalment goes next on its ladder, and when. It climbs one step at a time: the next one comes when the step before has arrived and its
// days are over, and every condition on the step holds. Nothing is asked for "exactly on day n": a missed day is caught up by one step, not by all.
import { dateOf, dayOf } from "#domain/dunning/days.ts";
import type { Prepared, Rung } from "#domain/dunning/prepare.ts";
import type { Mark } from "#domain/dunning/schema.ts";
import type { OpenLine } from "#domain/dunning/situation.ts";
import type { Reason } from "#domain/reason.ts";

export type NextStep = {
  /** The step that is due, and the first day on which it was. */
  readonly due?: { readonly rung: Rung; readonly day: number };
  /** A call that is due and that no later message has overtaken. */
  readonly task?: { readonly rung: Rung; readonly day: number };
  /** The day of the step after, when none is due yet. */
  readonly nextDay?: number;
  readonly reasons: readonly Reason[];
};

export type Standing = {
  readonly line: OpenLine;
  readonly dueDay: number;
  /** The rung that it stands on; -1 is the ground. */
  readonly at: number;
  readonly mark: Mark | undefined;
  readonly tasksMade: readonly string[];
};

/** What the debtor's state says of steps: whether one is for him at all (`passes` says why not), by how much a rule moves it, where he begins. */
export type Climb = { readonly passes: (rung: Rung, line: OpenLine) => Reason | undefined; readonly shift: (rung: Rung) => { readonly days: number; readonly reasons: readonly Reason[] }; readonly startAt: (standing: Standing) => number };

export function nextStep(standing: Standing, { rungs, policy }: Prepared, climb: Climb, today: number): NextStep {
  const reasons: Reason[] = [];
  const start = climb.startAt(standing);
  let task: NextStep["task"];
  let nextDay: number | undefined;
  for (let at = standing.at + 1; at < rungs.length; at++) {
    const rung = rungs[at]!;
    if (at < start && !rung.courtesy) continue;
    if (rung.courtesy && today > standing.dueDay) continue;
    if (rung.task && standing.tasksMade.includes(rung.step.id)) continue;
    const why = climb.passes(rung, standing.line);
    if (why) {
      reasons.push({ ...why, step: rung.step.id });
      if (rung.task || rung.step.skippable) continue;
      return told({ task, reasons });
    }
    const shift = climb.shift(rung);
    const day = firstDayOf(rung, standing, policy.graceDays, shift.days);
    for (const reason of shift.reasons) reasons.push({ ...reason, step: rung.step.id });
    if (day > today) {
      nextDay = nextDay === undefined ? day : Math.min(nextDay, day);
      if (rung.task) continue;
      return told({ task, nextDay, reasons });
    }
    if (!rung.task) return told({ due: { rung, day }, reasons });
    task = { rung, day };
  }
  return told({ task, nextDay, reasons });
}

/** The first day of a step: all of its conditions together. */
function firstDayOf({ step, courtesy }: Rung, { line, dueDay, mark }: Standing, graceDays: number, shift: number): number {
  const { due, previous, invoice } = step.timing;
  const days: number[] = [];
  if (due !== undefined) days.push(dueDay + due + Math.min(shift, 0));
  if (!courtesy) days.push(dueDay + Math.max(graceDays, 1));
  if (invoice !== undefined) days.push(dayOf(line.issuedOn) + invoice);
  if (previous !== undefined && mark) days.push(dayOf(mark.countsFrom) + previous);
  // Sooner is sooner after the due date, and never less than the days between two steps; later is later than all of them.
  return Math.max(...days) + Math.max(shift, 0);
}

/**
 * From which day the days to the next step are counted. A message that a closed day moved counts from the day it was meant for, so a ladder does not
 * drift from weekend to weekend; one that was late for any other reason counts from the day it goes, so catching up makes no salvo.
 */
export function countsFrom(day: number, today: number, isClosedDay: (day: number) => boolean): string {
  let from = today;
  while (from > day && isClosedDay(from - 1)) from--;
  return dateOf(from);
}

/** Filled in, not spread together: this is asked a million times in a run. */
function told({ due, task, nextDay, reasons }: { due?: NextStep["due"]; task?: NextStep["task"]; nextDay?: number | undefined; reasons: readonly Reason[] }): NextStep {
  const next: { -readonly [K in keyof NextStep]: NextStep[K] } = { reasons };
  if (due) next.due = due;
  if (task) next.task = task;
  if (nextDay !== undefined) next.nextDay = nextDay;
  return next;
}
