// Everything about the moment of a decision that is not about one debtor: the instant, which sources are stale, what is paused, which templates exist in
// which languages. The local date and the next slot of each place are worked out once per world, for a run asks for them a hundred thousand times.
import { isClosed, placeOf, weekday } from "#domain/calendar/holidays.ts";
import { instantAt, localTime, type LocalTime } from "#domain/calendar/local-time.ts";
import { epochDay, fromEpochDay, type DateText } from "#domain/date.ts";
import type { Policy } from "#domain/dunning/policy/schema.ts";
import type { Hold } from "#domain/dunning/schema.ts";

export type StaleSource = { readonly source: string; readonly state: string; readonly asOf: string; /** Empty: whose figures it brings is not limited. */ readonly entityIds: readonly string[] };

export type WorldFacts = {
  readonly now: string;
  /** For a look ahead: wherever somebody is, his clock shows the first hour of this day. */
  readonly morningOf?: DateText;
  readonly stale: readonly StaleSource[];
  /** Of scope "everything" and "policy". */
  readonly pauses: readonly Hold[];
  /** The languages in which a template is complete. */
  readonly templates: ReadonlyMap<string, readonly string[]>;
};
export type World = WorldFacts & { readonly local: (timeZone: string) => LocalTime & { readonly day: number }; readonly slot: (policy: Policy, place: string, timeZone: string) => Slot };

/** When the next message may go: today, or on a later day and why not today. */
export type Slot = { readonly day: number; readonly on: DateText; readonly notBefore: string; readonly notAfter: string; readonly why: "" | "holiday" | "weekend" | "closure" | "window-over" };

export function worldAt(facts: WorldFacts): World {
  const clocks = new Map<string, LocalTime & { readonly day: number }>();
  const slots = new Map<string, Slot>();
  const local = (timeZone: string) => {
    const known = clocks.get(timeZone);
    if (known) return known;
    const time = facts.morningOf ? { date: facts.morningOf, time: "00:00" } : localTime(facts.now, timeZone);
    const clock = { ...time, day: epochDay(time.date) };
    clocks.set(timeZone, clock);
    return clock;
  };
  const slot = (policy: Policy, place: string, timeZone: string) => {
    const key = `${policy.id}@${policy.version} ${place} ${timeZone}`;
    const known = slots.get(key) ?? nextSlot(policy, place, timeZone, local(timeZone));
    slots.set(key, known);
    return known;
  };
  return { ...facts, local, slot };
}

export { placeOf };

/** Whether a message of this policy may go to the place on that day. */
export function closedFor(policy: Policy, place: string, day: number): Slot["why"] {
  if (!policy.window.weekdays.includes(weekday(day))) return "weekend";
  if (isClosed(place, day)) return weekday(day) > 5 ? "weekend" : "holiday";
  if (policy.closures.length === 0) return "";
  const date = fromEpochDay(day);
  return policy.closures.some(({ from, to }) => from <= date && date <= to) ? "closure" : "";
}

function nextSlot(policy: Policy, place: string, timeZone: string, { day: today, time }: LocalTime & { readonly day: number }): Slot {
  const over = closedFor(policy, place, today) === "" && time > closing(policy, today);
  let day = over ? today + 1 : today;
  const why = over ? "window-over" : closedFor(policy, place, today);
  // A policy whose closures leave no day within two years is stopped by its check; here it just never finds one.
  for (let tries = 0; tries < 730 && closedFor(policy, place, day) !== ""; tries++) day++;
  const on = fromEpochDay(day);
  return { day, on, notBefore: instantAt(on, policy.window.from, timeZone), notAfter: instantAt(on, closing(policy, day), timeZone), why };
}

const closing = ({ window }: Policy, day: number): string => (weekday(day) === 5 && window.fridayTo !== undefined && window.fridayTo < window.to ? window.fridayTo : window.to);
