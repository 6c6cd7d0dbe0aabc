// Merges deltas into months, rebuilds the lines that they touch, and replaces the manifest, all or nothing.
//
// A posting may be dated in any month: an old lettering comes late, a correction is back-dated. So every month that the deltas speak of is
// rebuilt, and the lines of every month from the first of them on. Two compactions at once do no harm: only one of the two can replace the
// manifest; the other begins again and finds less to do.
//
// What a compaction leaves behind that was stopped, or was second, is named by no manifest. The next one retires it like a file that was replaced.
// That may hit the files of one that is still at work: its manifest is then refused, and when it begins again it gives its files other names,
// because the number of the manifest is in them. So what is retired once is never named again.
import { digest } from "#functions/runtime/digest.ts";
import { tables } from "#functions/insight/history/columns.ts";
import { folderOf, openDatabase } from "#functions/insight/history/database.ts";
import { write, type Work } from "#functions/insight/history/compaction-work.ts";
import { fetchFiles, pathOf } from "#functions/insight/history/files.ts";
import { filesOf, firstWithoutLines, GRACE_MS, layout, type Manifest, type Month } from "#functions/insight/history/layout.ts";
import { rebuildLines } from "#functions/insight/history/month-lines.ts";
import { holdManifest, replaceManifest, type Held } from "#functions/insight/history/manifest.ts";
import type { ObjectStore } from "#functions/insight/history/object-store.ts";
import { monthOfPostings, monthsOfFresh } from "#functions/insight/queries/compaction.ts";
import { freshPostings, latest, monthsOfDeltas } from "#functions/insight/queries/sources.ts";

export type Compacted = { readonly merged: number; readonly months: readonly Month[]; readonly deleted: number };
const TRIES = 6;

/** `now`: an RFC 3339 instant, for the grace period only; what the files hold does not depend on it. */
export async function compactHistory(store: ObjectStore, tenant: string, now: string): Promise<Compacted> {
  for (let tries = 0; tries < TRIES; tries++) {
    const held = await holdManifest(store, tenant);
    const done = await compactOnce(store, tenant, held, now);
    if (done) return done;
  }
  throw new Error(`the history of ${tenant} changed ${TRIES} times while it was compacted`);
}

async function compactOnce(store: ObjectStore, tenant: string, held: Held, now: string): Promise<Compacted | undefined> {
  const over = (at: string) => Date.parse(now) - Date.parse(at) > GRACE_MS;
  const expired = held.manifest.retired.filter(({ at }) => over(at)).map(({ key }) => key);
  const orphans = await orphansOf(store, tenant, held.manifest);
  const behind = held.deltas.length > 0 || firstWithoutLines(held.manifest) !== undefined;
  if (!behind && expired.length === 0 && orphans.length === 0) return { merged: 0, months: [], deleted: 0 };

  await store.delete(expired);
  const merged = behind ? await merge(store, tenant, held) : { next: held.manifest, months: [] };
  if (!merged) return undefined;
  const next = withRetired(held, merged.next, orphans, new Set(expired), now);
  if ((await replaceManifest(store, tenant, next, held.etag)) === "conflict") return undefined;
  return { merged: held.deltas.length, months: merged.months, deleted: expired.length };
}

/** Files that no manifest names and that are not retired yet. */
async function orphansOf(store: ObjectStore, tenant: string, manifest: Manifest): Promise<string[]> {
  const at = layout(tenant);
  const known = new Set([at.manifest, ...filesOf(manifest), ...manifest.retired.map(({ key }) => key)]);
  return (await store.list(at.root)).filter((key) => !known.has(key) && !key.startsWith(at.deltas));
}

/** A file that the new manifest names (left by one that was stopped, and made again) is not retired. */
function withRetired(held: Held, next: Manifest, orphans: readonly string[], expired: ReadonlySet<string>, now: string): Manifest {
  const named = new Set(filesOf(next));
  const gone = [...filesOf(held.manifest), ...held.deltas, ...orphans].map((key) => ({ key, at: now }));
  const retired = [...held.manifest.retired.filter(({ key }) => !expired.has(key)), ...gone].filter(({ key }) => !named.has(key));
  return { ...next, generation: held.manifest.generation + 1, retired };
}


/** Undefined if a file is gone: then the manifest is not the latest any more. */
async function merge(store: ObjectStore, tenant: string, held: Held): Promise<{ next: Manifest; months: Month[] } | undefined> {
  const folder = folderOf(tenant);
  const deltas = await fetchFiles(store, folder, held.deltas);
  if (!deltas) return undefined;
  const database = await openDatabase(folder);
  try {
    return await database.use(async (ask, read) => {
      const work: Work = { store, tenant, folder, ask, read, manifest: held.manifest, deltas };
      const months = await mergePostings(work);
      if (!months) return undefined;
      const next = await rebuildLines(work, { ...held.manifest, postings: { ...held.manifest.postings, ...months } }, Object.keys(months).toSorted()[0], held.deltas);
      const dimensions = next && (await mergeDimensions(work, held.deltas));
      return dimensions && { next: { ...next, ...dimensions }, months: Object.keys(months) };
    });
  } finally {
    database.close();
  }
}

/** Rewrites the months that got postings, and only those. */
async function mergePostings({ store, tenant, folder, ask, manifest, deltas }: Work): Promise<Record<Month, string> | undefined> {
  const spoken = (await ask<{ month: Month }>(monthsOfDeltas(deltas), { deltas })).map(({ month }) => month);
  const known = await fetchFiles(store, folder, spoken.flatMap((month) => manifest.postings[month] ?? []));
  if (!known) return undefined;
  await ask(`CREATE TEMP TABLE fresh AS FROM ${freshPostings(deltas, known)}`, { deltas, months: known });
  const changed = await ask<{ month: Month; ids: string }>(monthsOfFresh);
  const rewritten: Record<Month, string> = {};
  for (const { month, ids } of changed) {
    const old = manifest.postings[month];
    const before = old ? [pathOf(folder, old)] : [];
    const key = layout(tenant).postings(month, digest(`${manifest.generation} ${old} ${ids}`));
    await write({ store, folder, ask }, key, monthOfPostings(before), { before, month });
    rewritten[month] = key;
  }
  return rewritten;
}

const dimensions = [["items", "item", "item_id"], ["customers", "customer", "customer_id"], ["entities", "entity", "entity_id"]] as const;

async function mergeDimensions({ store, tenant, folder, ask, manifest, deltas }: Work, deltaKeys: readonly string[]): Promise<Partial<Manifest> | undefined> {
  const merged: Record<string, string> = {};
  if (deltas.length === 0) return merged;
  for (const [name, table, id] of dimensions) {
    const [{ any } = { any: false }] = await ask<{ any: boolean }>(`SELECT count(*) > 0 AS any FROM read_parquet($deltas) WHERE ${table} IS NOT NULL`, { deltas });
    if (!any) continue;
    const old = manifest[name];
    const known = await fetchFiles(store, folder, old ? [old] : []);
    if (!known) return undefined;
    const key = layout(tenant).dimension(name, digest(`${manifest.generation} ${old} ${deltaKeys.join(" ")}`));
    await write({ store, folder, ask }, key, `SELECT ${Object.keys(tables[table]).join(", ")} FROM ${latest(table, id, known, deltas)} ORDER BY ${id}`, { known, deltas });
    merged[name] = key;
  }
  return merged;
}
