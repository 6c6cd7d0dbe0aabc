// How far can a source's figures be believed today? What was applied last, and how long ago, against what the source is expected to do.
import type { Run, Source } from "#domain/ingestion/schema.ts";

export type Freshness = "fresh" | "late" | "held" | "failed" | "never";

export function freshnessOf(source: Pick<Source, "freshWithinHours">, last: Pick<Run, "state" | "receivedAt"> | undefined, applied: Pick<Run, "appliedAt" | "receivedAt"> | undefined, now: string): Freshness {
  if (last?.state === "held") return "held";
  if (last?.state === "failed") return "failed";
  // The same file again says that nothing has changed: that is news too.
  const at = last?.state === "duplicate" ? last.receivedAt : (applied?.appliedAt ?? applied?.receivedAt);
  if (!at) return "never";
  return Date.parse(now) - Date.parse(at) <= source.freshWithinHours * 3_600_000 ? "fresh" : "late";
}
