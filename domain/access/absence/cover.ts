// Who stands in for somebody who is away. Nothing is switched on or off: at each decision it is asked whether the person is away on that day, so a
// machine that was down at the first midnight has missed nothing, and a return is automatic.
//
// Cover hands on work and the rows that it is about, never rights: whoever stands in does what he may do himself. Cover may be passed on (the
// delegate is away too), but never in a circle, and an approval never comes to the person who asked for it: then it waits for a supervisor.
import type { Absence, NewAbsence, WorkKind } from "#domain/access/absence/schema.ts";
import { businessDate, daysBetween, fromEpochDay, epochDay, type DateText } from "#domain/date.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export type Cover =
  | { readonly by: string; readonly actedFor?: string; readonly through: readonly string[] }
  | { readonly by: undefined; readonly reason: "absence.no-delegate" | "absence.circle" | "absence.delegate-is-requester"; readonly through: readonly string[] };

export const workKinds: readonly WorkKind[] = ["calls", "approvals", "disputes", "messages"];
const LONGEST_DAYS = 366;

export const isAway = ({ from, to, cancelled, timeZone }: Absence, now: string): boolean => {
  const today = businessDate(now, timeZone);
  return !cancelled && from <= today && today <= to;
};

export const stateOf = (absence: Absence, now: string): "planned" | "away" | "back" | "cancelled" =>
  absence.cancelled ? "cancelled" : isAway(absence, now) ? "away" : businessDate(now, absence.timeZone) < absence.from ? "planned" : "back";

/** Who does this person's work of a kind now. `requester`: who asked for what is to be approved. */
export function coverOf(absences: readonly Absence[], userId: string, kind: WorkKind, now: string, requester?: string): Cover {
  const through: string[] = [];
  for (let at = userId; ; ) {
    const absence = absences.find((each) => each.userId === at && isAway(each, now));
    if (!absence) return at === userId ? { by: at, through } : { by: at, actedFor: userId, through };
    const next = absence.delegates[kind];
    if (!next) return { by: undefined, reason: "absence.no-delegate", through };
    if (next === userId || through.includes(next)) return { by: undefined, reason: "absence.circle", through };
    if (kind === "approvals" && next === requester) return { by: undefined, reason: "absence.delegate-is-requester", through };
    through.push(next);
    at = next;
  }
}

/** The kinds of work that `by` does for `absent` now. */
export const coveredKinds = (absences: readonly Absence[], absent: string, by: string, now: string): WorkKind[] =>
  absent === by ? [] : workKinds.filter((kind) => coverOf(absences, absent, kind, now).by === by);

/** Which kind of work a right belongs to; undefined: looking, which whoever covers anything may do. */
export function kindOfWork(action: string): WorkKind | undefined {
  const [noun = "", verb = ""] = action.split(".");
  if (verb === "read") return undefined;
  if (verb === "approve" || verb === "release") return "approvals";
  if (noun.startsWith("dispute")) return "disputes";
  return /^(message|dunning|letter|reminder)/.test(noun) ? "messages" : "calls";
}

type Wanted = Pick<Absence, "userId" | "from" | "to" | "delegates">;
export type AbsenceRefusal = "absence.period" | "absence.user-unknown" | "absence.delegate-unknown" | "absence.delegate-is-absent-person" | "absence.overlaps" | "absence.circle";

export function absenceRefusal(wanted: Wanted, others: readonly Absence[], people: ReadonlySet<string>): Refused<AbsenceRefusal> | undefined {
  const delegates = workKinds.flatMap((kind) => wanted.delegates[kind] ?? []);
  if (wanted.to < wanted.from || daysBetween(wanted.from, wanted.to) > LONGEST_DAYS) return refused("absence.period");
  if (!people.has(wanted.userId)) return refused("absence.user-unknown");
  if (delegates.some((id) => !people.has(id))) return refused("absence.delegate-unknown");
  if (delegates.includes(wanted.userId)) return refused("absence.delegate-is-absent-person");
  const meanwhile = others.filter((other) => !other.cancelled && overlap(other, wanted) > 0);
  if (meanwhile.some(({ userId }) => userId === wanted.userId)) return refused("absence.overlaps");
  return workKinds.some((kind) => goesRound(wanted, meanwhile, kind)) ? refused("absence.circle") : undefined;
}

/** Follows the delegates of a kind through the absences of the same time; back at the start, nobody would be left to do it. */
function goesRound(wanted: Wanted, meanwhile: readonly Absence[], kind: WorkKind): boolean {
  const seen = new Set<string>();
  for (let at = wanted.delegates[kind]; at !== undefined && !seen.has(at); at = meanwhile.find(({ userId }) => userId === at)?.delegates[kind]) {
    if (at === wanted.userId) return true;
    seen.add(at);
  }
  return false;
}

export type Load = { readonly userId: string; readonly kinds: readonly WorkKind[]; readonly days: number; readonly awayDays: number; readonly most: number; readonly alsoFor: readonly string[] };

/** What the absence would lay on each delegate. */
export function loadOf(wanted: NewAbsence & { readonly userId: string }, others: readonly Absence[]): Load[] {
  const delegates = [...new Set(workKinds.flatMap((kind) => wanted.delegates[kind] ?? []))];
  const standing = others.filter(({ cancelled }) => !cancelled);
  const days = Array.from({ length: Math.max(0, daysBetween(wanted.from, wanted.to) + 1) }, (_, n) => fromEpochDay(epochDay(wanted.from) + n));
  return delegates.map((userId) => {
    const covered = (day: DateText) => standing.filter((other) => on(other, day) && workKinds.some((kind) => other.delegates[kind] === userId)).map((other) => other.userId);
    return {
      userId,
      kinds: workKinds.filter((kind) => wanted.delegates[kind] === userId),
      days: days.length,
      awayDays: days.filter((day) => standing.some((other) => other.userId === userId && on(other, day))).length,
      most: 1 + Math.max(0, ...days.map((day) => new Set(covered(day)).size)),
      alsoFor: [...new Set(days.flatMap(covered))],
    };
  });
}

const on = ({ from, to }: Pick<Absence, "from" | "to">, day: DateText): boolean => from <= day && day <= to;
export const overlap = (a: Pick<Absence, "from" | "to">, b: Pick<Absence, "from" | "to">): number => Math.max(0, daysBetween(a.from > b.from ? a.from : b.from, a.to < b.to ? a.to : b.to) + 1);
