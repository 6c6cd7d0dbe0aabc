// An import's postings are in deltas, which stay for hours after they were merged: so this reads small files only, not years of months. The
// months are looked into when nothing waits to be merged, which is when postings may have outlived their deltas.
//
// The question is put every second while the stream catches up, and a large import leaves a thousand deltas: so what was found stays, and each is
// read once.
import { tables } from "#functions/insight/history/columns.ts";
import { folderOf, openDatabase, type Database } from "#functions/insight/history/database.ts";
import { fetchFiles } from "#functions/insight/history/files.ts";
import { holdManifest } from "#functions/insight/history/manifest.ts";
import type { ObjectStore } from "#functions/insight/history/object-store.ts";
import { inDeltas, parquet } from "#functions/insight/queries/sources.ts";

const TRIES = 4;
/** Runs that were asked about last. One container is asked about one import again and again. */
const KEPT_RUNS = 2;
type Found = { readonly database: Database; readonly read: Set<string> };
const runs = new WeakMap<ObjectStore, Map<string, Promise<Found>>>();

/** How many postings of a run the history knows, each counted once, merged or not. */
export async function postingsOfRun(store: ObjectStore, tenant: string, runId: string, wanted = Infinity): Promise<number> {
  const folder = folderOf(tenant);
  for (let tries = 0; tries < TRIES; tries++) {
    const held = await holdManifest(store, tenant);
    const { database, read } = await foundOf(store, folder, `${tenant} ${runId}`);
    const deltas = held.kept.filter((key) => !read.has(key));
    const paths = await fetchFiles(store, folder, deltas);
    if (!paths) continue;
    const found = await database.use(async (ask) => {
      if (paths.length > 0) await ask(`INSERT INTO found SELECT posting_id FROM ${inDeltas("posting", paths)} WHERE run = $runId`, { deltas: paths, runId });
      deltas.forEach((key) => read.add(key));
      return Number((await ask<{ found: bigint }>("SELECT count(DISTINCT posting_id) AS found FROM found"))[0]!.found);
    });
    if (found >= wanted || held.deltas.length > 0) return found;
    const months = await fetchFiles(store, folder, Object.values(held.manifest.postings));
    if (months) return database.use(async (ask) => Number((await ask<{ found: bigint }>(everywhere(months), { months, runId }))[0]!.found));
  }
  throw new Error(`the history of ${tenant} was replaced ${TRIES} times while it was read`);
}

const everywhere = (months: readonly string[]): string =>
  `SELECT count(DISTINCT posting_id) AS found FROM (FROM found UNION ALL SELECT posting_id FROM ${parquet("months", months, tables.posting)} WHERE run = $runId)`;

async function foundOf(store: ObjectStore, folder: string, run: string): Promise<Found> {
  const known = runs.get(store) ?? new Map<string, Promise<Found>>();
  runs.set(store, known);
  const found = known.get(run) ?? beginCounting(folder);
  known.delete(run);
  known.set(run, found);
  found.catch(() => known.delete(run));
  for (const [oldest, old] of known) {
    if (known.size <= KEPT_RUNS) break;
    known.delete(oldest);
    void old.then(({ database }) => database.close(), () => undefined);
  }
  return found;
}

async function beginCounting(folder: string): Promise<Found> {
  const database = await openDatabase(folder);
  await database.use((ask) => ask("CREATE TABLE found (posting_id VARCHAR)"));
  return { database, read: new Set() };
}
