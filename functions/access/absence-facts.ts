// What is told of an absence as time goes by: that it began, that it ended. The marks are for the audit and for other contexts; cover goes by the date.
import { stateOf } from "#domain/access/absence/cover.ts";
import type { Absence } from "#domain/access/absence/schema.ts";
import type { Actor } from "#domain/actor.ts";
import { catalogue } from "#events/catalogue.ts";
import type { AbsenceFact } from "#events/access.ts";

const byTheClock: Actor = { type: "rule", id: "absence-cover", version: 1 };
type Told = "absencePlanned" | "absenceCancelled" | "absenceStarted" | "absenceEnded";

export const absenceFact = (told: Told, { id, userId, from, to, delegates }: Absence, now: string, actor: Actor): AbsenceFact =>
  ({ name: catalogue[told].name, occurredAt: now, actor, onBehalfOf: undefined, data: { absenceId: id, userId, from, to, delegates } }) as AbsenceFact;

/** The absence with the marks that are due by now, and the facts that tell of them; both marks at once if nobody looked in between. */
export function absenceMarks(absence: Absence, now: string): { readonly absence: Absence; readonly facts: readonly AbsenceFact[] } {
  const state = stateOf(absence, now);
  const starts = !absence.startedAt && (state === "away" || state === "back");
  const ends = !absence.endedAt && state === "back";
  return {
    absence: { ...absence, ...(starts ? { startedAt: now } : {}), ...(ends ? { endedAt: now } : {}) },
    facts: [...(starts ? [absenceFact("absenceStarted", absence, now, byTheClock)] : []), ...(ends ? [absenceFact("absenceEnded", absence, now, byTheClock)] : [])],
  };
}
