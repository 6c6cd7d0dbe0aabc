// A run whose turn it is: its file is read, and what it says is staged. Reading again after a crash ends in the same objects and the same run.
import { createHash } from "node:crypto";
import type { Source } from "#domain/ingestion/schema.ts";
import type { Reason } from "#domain/reason.ts";
import { knowFile } from "#functions/ingestion/file-rows.ts";
import { applyQueue, inbox, lake, readQueue, type Send } from "#functions/ingestion/ports.ts";
import { storesOf } from "#functions/ingestion/stores.ts";
import type { Job, Later, Reading } from "#functions/ingestion/reading.ts";
import { posted, progressed } from "#functions/ingestion/run-facts.ts";
import { endTurn, nudge, type Turns } from "#functions/ingestion/turns.ts";
import { now } from "#functions/runtime/clock.ts";
import { digest } from "#functions/runtime/digest.ts";
import type { StoredRun, StoredSource } from "#functions/store/ingestion.ts";

export type Reader = (job: Job) => Promise<Reading | Later>;

export async function readRun(tenant: string, runId: string, readers: Readonly<Record<Source["format"], Reader>>): Promise<void> {
  const stores = storesOf(tenant);
  const run = await stores.imports.run(runId);
  const source = run?.sourceId ? await stores.imports.source(run.sourceId) : undefined;
  if (!run || !source) throw new Error(`there is no run ${runId} with a source`);
  const turns: Turns = { imports: stores.imports, read: readQueue(), now: now() };
  if (run.state === "applying") return sendChunks(stores.imports, run, applyQueue());
  if (run.state !== "reading") return source.activeRunId === runId ? undefined : nudge(turns, source.id);
  const job = await jobOf(run, source, stores);
  const reading: Reading | Later = job ? await readers[source.format](job) : { outcome: "failed", facts: {}, reasons: [{ code: "file.not-there" }] };

  if (reading.outcome === "later") return;
  if (reading.outcome === "staged") await apply(job!, reading, turns);
  else await endTurn(turns, run, ends[reading.outcome], { ...reading.facts, ...(job ? { sha256: job.known.sha256 } : {}), reasons: told(run, reading.reasons), readAt: turns.now });
}

const ends = { duplicate: "find-duplicate", failed: "fail", held: "hold" } as const;

/** The raw file is looked at whole before anything else: its checksum, its letters. */
async function jobOf(run: StoredRun, source: StoredSource, stores: Job["stores"]): Promise<Job | undefined> {
  const files = inbox();
  if (!(await files.open(run.key))) return undefined;
  const open = async () => (await files.open(run.key))!;
  const sha256 = createHash("sha256");
  const known = await knowFile(open, source.profile?.encoding, (block) => sha256.update(block));
  const repairs = new Map(run.replay?.map((line) => [line, {}]));
  if (run.replay) for (const { line, repair } of await stores.imports.rejects(run.id)) if (repairs.has(line)) repairs.set(line, repair ?? {});
  return { run, source, open, known: { ...known, sha256: sha256.digest("hex") }, stores, lake: lake(), digest, now: now(), repairs };
}

/** Rejects first, then the run, then the messages: whatever is cut off in between is done again from the message that is still in the queue. */
async function apply(job: Job, reading: Reading & { outcome: "staged" }, turns: Turns): Promise<void> {
  const { run, stores: { imports } } = job;
  const { facts, chunks, scope } = reading;
  await imports.putRejects(run.id, reading.rejects.map((reject) => withRepair(reject, job.repairs.get(reject.line))));
  const staged: StoredRun = {
    ...run, ...(run.replay ? replayedFacts(run, job, reading) : facts), sha256: job.known.sha256, readAt: turns.now, state: "applying", chunks: run.firstChunk + chunks, reasons: told(run, reading.reasons), outcome: { scope, next: reading.next },
  };
  const next: StoredRun = chunks > 0 ? staged : { ...staged, state: "settling" };
  const facts_ = [progressed(next, turns.now), ...(chunks > 0 ? [] : [posted(next, turns.now)]), ...(reading.tells ?? [])];
  if ((await imports.saveRun({ next, previous: run, facts: facts_ })) === "conflict") return;
  const saved = await imports.run(run.id);
  if (saved?.state === "applying") await sendChunks(imports, saved, applyQueue());
}

/** A replay counts its rows into the run that they belong to. */
function replayedFacts(run: StoredRun, { repairs }: Job, { rejects, facts }: Reading & { outcome: "staged" }): Partial<StoredRun> {
  const applied = repairs.size - rejects.length;
  return { rejected: Math.max(0, run.rejected - applied), created: run.created + (facts.created ?? 0), changed: run.changed + (facts.created ? 0 : (facts.changed ?? 0)) };
}

const withRepair = <R extends object>(reject: R, repair: Readonly<Record<string, string>> | undefined): R => (repair && Object.keys(repair).length > 0 ? { ...reject, repair: { ...repair } } : reject);

/** What a run has told before (a hold that was approved) stays told. */
const told = (run: StoredRun, reasons: readonly Reason[]): StoredRun["reasons"] => {
  const known = new Set(run.reasons.map((reason) => JSON.stringify(reason)));
  return [...run.reasons, ...reasons.filter((reason) => !known.has(JSON.stringify(reason)))].slice(-100);
};

async function sendChunks(imports: Job["stores"]["imports"], run: StoredRun, send: Send): Promise<void> {
  const marked = await imports.markedChunks(run.id);
  const left = Array.from({ length: run.chunks }, (_, chunk) => chunk).filter((chunk) => chunk >= run.firstChunk && !marked.has(chunk));
  // All are in, but the run does not say so: the last one is asked to say it again.
  await send((left.length > 0 ? left : [run.chunks - 1]).map((chunk) => ({ tenant: imports.tenant, runId: run.id, chunk })));
}
