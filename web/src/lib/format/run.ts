// What an import run did, in one short sentence, and how its state is shown.
import type { Answer } from "#lib/api/client.ts";
import { count, counted } from "#lib/format/format.ts";
import * as m from "#lib/paraglide/messages.js";

export type Run = Answer<"GET /imports">["items"][number];
export type Source = Answer<"GET /sources">["items"][number];

export function runWords(run: Run): string {
  const changes = run.created + run.changed + run.gone;
  const rejected = run.rejected > 0 ? `, ${m.run_rejected(counted(run.rejected))}` : "";
  switch (run.state) {
    case "applied":
      return (changes > 0 ? m.run_changes(counted(changes)) : m.run_nothing_new()) + rejected;
    case "applying":
    case "settling":
      return m.run_applying({ ...counted(run.chunks), done: count(run.chunksApplied) });
    default:
      return stateWord(run.state);
  }
}

export const stateWord = (state: Run["state"]): string =>
  ({
    received: m.state_received(), waiting: m.state_waiting(), reading: m.state_reading(), applying: m.state_applying(), settling: m.state_settling(), applied: m.state_applied(),
    duplicate: m.state_duplicate(), quarantined: m.state_quarantined(), held: m.state_held(), failed: m.state_failed(), abandoned: m.state_abandoned(),
  })[state];

export const stateTone = (state: Run["state"]) =>
  (({ received: "line", waiting: "line", reading: "acc", applying: "acc", settling: "acc", applied: "good", duplicate: "line", quarantined: "warn", held: "warn", failed: "bad", abandoned: "off" }) as const)[state];

export const freshDot = (freshness: Source["freshness"]): string => ({ fresh: "", late: "w", held: "w", failed: "b", never: "n" })[freshness];
export const isRunning = (state: Run["state"]): boolean => ["received", "waiting", "reading", "applying", "settling"].includes(state);
