// Absences and who covers them, in words.
import { workKinds } from "#domain/access/absence/cover.ts";
import type { Answer } from "#lib/api/client.ts";
import { day, listed } from "#lib/format/format.ts";
import * as m from "#lib/paraglide/messages.js";

export type Absence = Answer<"GET /absences">["items"][number];
export type Person = Answer<"GET /absences">["people"][number];
export type Delegates = Absence["delegates"];
export type WorkKind = (typeof workKinds)[number];
export { workKinds };

const kindWords: Readonly<Record<WorkKind, () => string>> = { calls: m.cover_calls, approvals: m.cover_approvals, disputes: m.cover_disputes, messages: m.cover_messages };
export const workWord = (kind: WorkKind): string => kindWords[kind]();
/** "Calls, disputes and messages". */
export const workWords = (kinds: readonly WorkKind[]): string => capital(listed(kinds.map((kind) => workWord(kind).toLowerCase())));
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const states: Readonly<Record<Absence["state"], () => string>> = { planned: m.cover_planned, away: m.cover_away, back: m.cover_back, cancelled: m.cover_cancelled };
export const stateWord = ({ state, startedAt }: Absence): string => (state === "cancelled" && startedAt ? m.cover_ended_early() : states[state]());

export const periodWords = ({ from, to }: { from: string; to: string }): string => (from === to ? m.cover_one_day({ from: day(from) }) : m.cover_period({ from: day(from), to: day(to) }));

/** Who does what, each person once; what nobody does comes last. */
export function delegated(delegates: Delegates): { readonly by: string | undefined; readonly kinds: readonly WorkKind[] }[] {
  const found = [...Map.groupBy(workKinds, (kind) => delegates[kind] as string | undefined)].map(([by, kinds]) => ({ by, kinds }));
  return [...found.filter(({ by }) => by), ...found.filter(({ by }) => !by)];
}

export function coverWords(delegates: Delegates, nameOf: (id: string) => string): string {
  const parts = delegated(delegates);
  const [only] = parts;
  if (parts.length === 1 && only?.by) return m.cover_everything_by({ name: nameOf(only.by) });
  return parts.map(({ by, kinds }) => (by ? m.cover_kind_by({ kind: workWords(kinds), name: nameOf(by) }) : m.cover_open_kinds({ kinds: workWords(kinds) }))).join(" · ");
}

const refusals: Readonly<Record<string, () => string>> = {
  "absence.period": m.cover_refused_period, "absence.user-unknown": m.cover_refused_user, "absence.delegate-unknown": m.cover_refused_delegate, "absence.delegate-is-absent-person": m.cover_refused_self,
  "absence.overlaps": m.cover_refused_overlaps, "absence.circle": m.cover_refused_circle,
};
export const refusalWord = (code: string): string => (refusals[code] ?? m.cover_refused_other)();

/** The last day that an absence lasted or will last: earlier than planned if it was ended. */
export const lastDay = ({ to, cancelled, endedAt }: Absence): string => (cancelled && endedAt && endedAt.slice(0, 10) < to ? endedAt.slice(0, 10) : to);
/** What was called off before it began was never there. */
export const wasThere = ({ cancelled, startedAt }: Absence): boolean => !cancelled || startedAt !== undefined;
