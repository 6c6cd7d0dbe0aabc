// For whom one acts just now: somebody who is away and whom one covers. It belongs to this tab and survives a reload; every request about customers
// then says so (lib/api/client.ts), and the frame shows it as long as it lasts.
import type { Answer } from "#lib/api/client.ts";

export type Covered = Answer<"GET /absences/covered">["items"][number];
const KEY = "quittance.acting-for";

/** `doubts` counts answers that said one does not cover here: reason enough to ask the calendar again. */
export const acting: { id: string | undefined; covered: readonly Covered[]; doubts: number } = $state({ id: sessionStorage.getItem(KEY) ?? undefined, covered: [], doubts: 0 });

export const actingFor = (): Covered | undefined => acting.covered.find(({ userId }) => userId === acting.id);

export function actFor(userId: string | undefined): void {
  acting.id = userId;
  if (userId) sessionStorage.setItem(KEY, userId);
  else sessionStorage.removeItem(KEY);
}

/** One's own account and the calendar of cover are asked for as oneself. */
export const headerFor = (path: string): Record<string, string> => (acting.id && !/^\/(me|absences)\b/.test(path) ? { "acting-for": acting.id } : {});
