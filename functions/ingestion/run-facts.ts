// What a run tells the others. Its facts are kept with it, and published from the stream.
import { importCompleted, importPosted, importProgressed } from "#events/ingestion.ts";
import type { Run } from "#domain/ingestion/schema.ts";
import type { RunFact } from "#functions/store/ingestion.ts";

const told = (run: Run, now: string) => ({ occurredAt: now, actor: { type: "source" as const, id: run.sourceId ?? run.sourceSlug, run: run.id }, causedBy: run.id });

export const progressed = (run: Run, now: string): RunFact => ({
  name: importProgressed.name,
  ...told(run, now),
  data: { runId: run.id, ...(run.sourceId ? { sourceId: run.sourceId } : {}), state: run.state, chunks: run.chunks, chunksApplied: run.chunksApplied, rejected: run.rejected },
});

export const posted = (run: Run, now: string): RunFact => ({ name: importPosted.name, ...told(run, now), data: { runId: run.id, sourceId: run.sourceId!, postings: run.postings } });

export const completed = (run: Run, now: string): RunFact => ({ name: importCompleted.name, ...told(run, now), data: { runId: run.id, sourceId: run.sourceId! } });
