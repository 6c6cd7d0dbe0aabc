// The life of an import run, as a table. Whoever moves a run asks `next`; a move that is not in the table is refused.
import type { RunState } from "#domain/ingestion/schema.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export type RunEvent = "start" | "wait" | "quarantine" | "release" | "stage" | "finish-reading" | "find-duplicate" | "hold" | "approve" | "abandon" | "fail" | "post" | "complete" | "replay";

type Table = Readonly<Record<RunState, Readonly<Partial<Record<RunEvent, RunState>>>>>;

export const moves: Table = {
  received: { start: "reading", wait: "waiting", quarantine: "quarantined" },
  waiting: { start: "reading", abandon: "abandoned" },
  reading: { stage: "applying", "find-duplicate": "duplicate", hold: "held", fail: "failed", abandon: "abandoned" },
  applying: { post: "settling" },
  settling: { complete: "applied" },
  // A repaired row goes through the same door again: the run is opened anew, and ends applied again.
  applied: { replay: "waiting" },
  held: { approve: "waiting", abandon: "abandoned" },
  quarantined: { release: "waiting", abandon: "abandoned" },
  duplicate: {},
  failed: {},
  abandoned: {},
};

export const endStates: ReadonlySet<RunState> = new Set(["applied", "duplicate", "quarantined", "held", "failed", "abandoned"]);
/** States in which a run holds its source: others of the source wait. */
export const activeStates: ReadonlySet<RunState> = new Set(["reading", "applying", "settling"]);

export function next(state: RunState, event: RunEvent): RunState | Refused<"import.cannot"> {
  return moves[state][event] ?? refused("import.cannot", { state, event });
}

// A table with a state that nothing leads to, or a state that is neither an end nor left again, is a mistake: the program does not start with it.
const reached = new Set<RunState>(["received", ...Object.values(moves).flatMap((events) => Object.values(events))]);
for (const state of Object.keys(moves) as RunState[]) {
  if (!reached.has(state)) throw new Error(`nothing leads to the state ${state}`);
  if (!endStates.has(state) && Object.keys(moves[state]).length === 0) throw new Error(`a run would stay ${state} for ever`);
}
