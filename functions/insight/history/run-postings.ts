// An import's postings are in deltas, which stay for hours after they were merged: so this reads small files only, not years of months. The
// months are looked into when nothing waits to be merged, which is when postings may have outlived their deltas.
import { tables } from "#functions/insight/history/columns.ts";
import { folderOf, openDatabase } from "#functions/insight/history/database.ts";
import { fetchFiles } from "#functions/insight/history/files.ts";
import { holdManifest } from "#functions/insight/history/manifest.ts";
import type { ObjectStore } from "#functions/insight/history/object-store.ts";
import { inDeltas, parquet } from "#functions/insight/queries/sources.ts";

const TRIES = 4;

/** How many postings of a run the history knows, each counted once, merged or not. */
export async function postingsOfRun(store: ObjectStore, tenant: string, runId: string, wanted = Infinity): Promise<number> {
  const folder = folderOf(tenant);
  for (let tries = 0; tries < TRIES; tries++) {
    const held = await holdManifest(store, tenant);
    const deltas = await fetchFiles(store, folder, held.kept);
    if (!deltas) continue;
    const found = await count(folder, deltas, [], runId);
    if (found >= wanted || held.deltas.length > 0) return found;
    const months = await fetchFiles(store, folder, Object.values(held.manifest.postings));
    if (months) return count(folder, deltas, months, runId);
  }
  throw new Error(`the history of ${tenant} was replaced ${TRIES} times while it was read`);
}

async function count(folder: string, deltas: string[], months: string[], runId: string): Promise<number> {
  const database = await openDatabase(folder);
  try {
    const sql = `SELECT count(DISTINCT posting_id) AS found FROM (
      SELECT posting_id FROM ${inDeltas("posting", deltas)} WHERE run = $runId UNION ALL SELECT posting_id FROM ${parquet("months", months, tables.posting)} WHERE run = $runId)`;
    const [row] = await database.use((ask) => ask<{ found: bigint }>(sql, { deltas, months, runId }));
    return Number(row!.found);
  } finally {
    database.close();
  }
}
