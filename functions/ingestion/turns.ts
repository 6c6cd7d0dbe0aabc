// One file of a source at a time, in the order in which they came: who reads, who waits, who is next.
//
// Every move is one transaction over the source and the runs it concerns; the message that sets a run going is sent after it. A process may die in
// between, so every delivery of any message about a run also sees to it that the source's active run has been told to go on (`nudge`). Told twice is harmless.
import { next, type RunEvent } from "#domain/ingestion/run.ts";
import type { RunState } from "#domain/ingestion/schema.ts";
import { isRefused } from "#domain/refusal.ts";
import type { Send } from "#functions/ingestion/ports.ts";
import { progressed } from "#functions/ingestion/run-facts.ts";
import type { IngestionStore, RunChange, RunFact, StoredRun, StoredSource } from "#functions/store/ingestion.ts";

export type Turns = { readonly imports: IngestionStore; readonly read: Send; readonly now: string };

/** Lets a run begin, or puts it in line. Safe to repeat. */
export async function admit({ imports, read, now }: Turns, runId: string, changes: Partial<StoredRun> = {}): Promise<void> {
  for (;;) {
    const run = await imports.run(runId);
    const source = run?.sourceId && (await imports.source(run.sourceId));
    if (!run || !source) return;
    if (source.activeRunId === runId || source.waiting.includes(runId) || (run.state !== "received" && run.state !== "waiting" && run.state !== "held" && run.state !== "quarantined" && run.state !== "applied")) break;
    const free = !source.activeRunId && source.waiting.length === 0;
    const entered: StoredRun = { ...run, ...changes, state: free ? "reading" : "waiting" };
    const nextSource: StoredSource = { ...source, lastRunId: run.id, ...(free ? { activeRunId: run.id } : { waiting: [...source.waiting, runId] }) };
    if ((await imports.move({ next: nextSource, previous: source }, [{ next: entered, previous: run, facts: [progressed(entered, now)] }])) === "saved") break;
  }
  const run = await imports.run(runId);
  if (run?.sourceId) await nudge({ imports, read, now }, run.sourceId);
}

/** Ends a run's turn and lets the next one begin. "conflict" if the run has moved meanwhile: then whoever moved it sees to the rest. */
export async function endTurn(turns: Turns, run: StoredRun, event: RunEvent, changes: Partial<StoredRun>, facts: readonly RunFact[] = [], onSource: Partial<StoredSource> = {}): Promise<void> {
  const { imports, now } = turns;
  for (;;) {
    const source = await imports.source(run.sourceId!);
    const current = await imports.run(run.id);
    if (!source || !current || current.version !== run.version) break;
    const ended: StoredRun = { ...run, ...changes, state: stateAfter(run.state, event) };
    const heir = await firstWaiting(imports, source.waiting);
    const { activeRunId: _over, ...rest } = { ...source, ...onSource };
    const following: StoredSource = heir ? { ...rest, activeRunId: heir.run.id, waiting: heir.rest } : { ...rest, waiting: [] };
    const change: RunChange = { next: ended, previous: run, facts: [progressed(ended, now), ...facts] };
    const started: RunChange[] = heir ? [{ next: { ...heir.run, state: "reading" }, previous: heir.run, facts: [progressed({ ...heir.run, state: "reading" }, now)] }] : [];
    if ((await imports.move({ next: source.activeRunId === run.id ? following : { ...source, ...onSource }, previous: source }, source.activeRunId === run.id ? [change, ...started] : [change])) === "saved") break;
  }
  await nudge(turns, run.sourceId!);
}

/** Tells the source's active run to go on. */
export async function nudge({ imports, read }: Turns, sourceId: string): Promise<void> {
  const source = await imports.source(sourceId);
  if (source?.activeRunId) await read([{ tenant: imports.tenant, runId: source.activeRunId }]);
}

async function firstWaiting(imports: IngestionStore, waiting: readonly string[]): Promise<{ run: StoredRun; rest: string[] } | undefined> {
  for (const [n, id] of waiting.entries()) {
    const run = await imports.run(id);
    if (run?.state === "waiting") return { run, rest: waiting.slice(n + 1) };
  }
  return undefined;
}

function stateAfter(state: RunState, event: RunEvent): RunState {
  const answer = next(state, event);
  if (isRefused(answer)) throw new Error(`a run that is ${state} cannot ${event}`);
  return answer;
}
