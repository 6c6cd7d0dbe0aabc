// Closed periods: up to which day an entity's books are shut for what the desk posts.
//
// The rule is one for everything that the ERP is told of (a receipt, an allocation, a write-off, a taking back): it is dated today, and never into a closed
// period. A day that somebody asks for and that is closed is refused; what would fall into a closed period of itself (the bank's booking day of a receipt, or
// today, where the month was shut before its end) is dated on the first open day, the value date stays, and the allocation says so.
//
// What follows the ERP's own books (hand-over.ts, an import) keeps the ERP's dates: those are its periods, and the ERP is not told of it again.
import { addDays, latest, monthEnd, type DateText } from "#domain/date.ts";
import type { EntityId, UserId } from "#domain/id.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export type Closer = { readonly id: UserId; readonly name: string };
/** `until` absent: everything is open. `before`: how far it was closed until then. */
export type ClosingAct = { readonly type: "closed" | "reopened"; readonly until?: DateText; readonly before?: DateText; readonly by: Closer; readonly at: string; readonly reason?: string };
export type ClosedPeriods = {
  readonly entityId: EntityId;
  readonly closedUntil?: DateText;
  /** Newest last. */
  readonly history: readonly ClosingAct[];
  readonly version: number;
};

export const neverClosed = (entityId: EntityId): ClosedPeriods => ({ entityId, history: [], version: 0 });

/** Ten years of months, and some that were reopened. */
const MOST_ACTS = 200;

/** A month may be shut on its last working day, before its end; no later one. */
export function close(periods: ClosedPeriods, until: DateText, today: DateText, by: Closer, at: string): ClosedPeriods | Refused<"period.not-later" | "period.too-far"> {
  if (periods.closedUntil !== undefined && until <= periods.closedUntil) return refused("period.not-later", { until: periods.closedUntil });
  if (until > monthEnd(today)) return refused("period.too-far", { until: monthEnd(today) });
  return acted(periods, { type: "closed", until, by, at });
}

export function reopen(periods: ClosedPeriods, until: DateText | undefined, reason: string, by: Closer, at: string): ClosedPeriods | Refused<"period.not-earlier" | "payment.reason-missing"> {
  if (reason.trim() === "") return refused("payment.reason-missing");
  if (periods.closedUntil === undefined || (until !== undefined && until >= periods.closedUntil)) return refused("period.not-earlier", periods.closedUntil === undefined ? undefined : { until: periods.closedUntil });
  return acted(periods, { type: "reopened", ...(until ? { until } : {}), by, at, reason });
}

function acted({ closedUntil: before, history, entityId, version }: ClosedPeriods, act: ClosingAct): ClosedPeriods {
  return { entityId, ...(act.until ? { closedUntil: act.until } : {}), history: [...history, { ...act, ...(before ? { before } : {}) }].slice(-MOST_ACTS), version: version + 1 };
}

export const isClosed = (on: DateText, closedUntil: DateText | undefined): boolean => closedUntil !== undefined && on <= closedUntil;

/** The day itself where it is open, else the first that is. */
export const firstOpen = (on: DateText, closedUntil: DateText | undefined): DateText => (closedUntil === undefined ? on : latest(on, addDays(closedUntil, 1)));

/** The day that a posting is dated on: today (or the first open day), or the one that was asked for, between the bank's booking day and today. */
export function postingDay({ asked, today, bookedOn, closedUntil }: { readonly asked?: DateText | undefined; readonly today: DateText; readonly bookedOn: DateText; readonly closedUntil: DateText | undefined }): DateText | Refused<"period.closed" | "posting.date-out-of-range"> {
  if (asked === undefined) return firstOpen(today, closedUntil);
  if (isClosed(asked, closedUntil)) return refused("period.closed", { until: closedUntil! });
  return asked < bookedOn || asked > today ? refused("posting.date-out-of-range", { from: bookedOn, to: today }) : asked;
}
