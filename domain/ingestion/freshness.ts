// How far can a source's figures be believed today? What was applied last, and how long ago, against what the source is expected to do.
import { isClosed } from "#domain/calendar/holidays.ts";
import type { Run, Source } from "#domain/ingestion/schema.ts";

export type Freshness = "fresh" | "late" | "held" | "failed" | "never";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** No company's export is later than this and still worth counting days for. */
const MOST_DAYS = 400;

export function freshnessOf(source: Pick<Source, "freshWithinHours">, last: Pick<Run, "state" | "receivedAt"> | undefined, applied: Pick<Run, "appliedAt" | "receivedAt"> | undefined, now: string): Freshness {
  if (last?.state === "held") return "held";
  if (last?.state === "failed") return "failed";
  // The same file again says that nothing has changed: that is news too.
  const at = last?.state === "duplicate" ? last.receivedAt : (applied?.appliedAt ?? applied?.receivedAt);
  if (!at) return "never";
  return workingTime(Date.parse(at), Date.parse(now)) <= source.freshWithinHours * HOUR ? "fresh" : "late";
}

/** What has passed on days on which banks work (TARGET): Friday's file is as good on Monday morning as a Tuesday's on Wednesday. */
function workingTime(from: number, to: number): number {
  const [first, last] = [Math.floor(from / DAY), Math.floor(to / DAY)];
  let passed = to - from;
  for (let day = first; day <= Math.min(last, first + MOST_DAYS); day++) if (isClosed("TARGET", day)) passed -= Math.min(to, (day + 1) * DAY) - Math.max(from, day * DAY);
  return passed;
}
