// The history shows everything that a run posted: the run is applied, its source is as fresh as the file, and the next file's turn comes.
import { historyCaughtUp } from "#events/insight.ts";
import { readQueue } from "#functions/ingestion/ports.ts";
import { storesOf } from "#functions/ingestion/stores.ts";
import { completed } from "#functions/ingestion/run-facts.ts";
import { endTurn, nudge, type Turns } from "#functions/ingestion/turns.ts";
import { now } from "#functions/runtime/clock.ts";
import { consumer } from "#functions/runtime/consumer.ts";
import type { StoredRun } from "#functions/store/ingestion.ts";

export const handler = consumer([historyCaughtUp], async ({ tenant, data }) => completeRun(tenant, data.runId));

export async function completeRun(tenant: string, runId: string): Promise<void> {
  const { imports } = storesOf(tenant);
  const turns: Turns = { imports, read: readQueue(), now: now() };
  const run = await imports.run(runId);
  const source = run?.sourceId ? await imports.source(run.sourceId) : undefined;
  if (!run || !source) return;
  if (run.state !== "settling") return nudge(turns, source.id);

  await repairedAreReplayed(imports, runId);
  const scopes = run.outcome ? { ...source.scopes, [run.outcome.scope]: run.outcome.next } : source.scopes;
  const asOf = [source.asOf, run.asOf].flatMap((date) => date ?? []).toSorted().at(-1);
  const ended: Partial<StoredRun> = { appliedAt: turns.now, outcome: undefined, replay: undefined, approved: undefined };
  await endTurn(turns, run, "complete", ended, [completed(run, turns.now)], { scopes, lastAppliedRunId: run.id, ...(asOf ? { asOf } : {}) });
}

/** Every repaired row that is not open again has been applied. Before the run ends: afterwards the next repairs may begin. */
async function repairedAreReplayed(imports: Turns["imports"], runId: string): Promise<void> {
  const repaired = (await imports.rejects(runId)).filter(({ state }) => state === "repaired");
  await imports.putRejects(runId, repaired.map((reject) => ({ ...reject, state: "replayed" })));
}
