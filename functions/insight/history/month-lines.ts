// Writes the lines of months anew, each from those of the month before, and with them the numbers of accounts.
import { digest } from "#functions/runtime/digest.ts";
import { lineColumns, tables } from "#functions/insight/history/columns.ts";
import { write, type Work } from "#functions/insight/history/compaction-work.ts";
import { fetchFiles, pathOf } from "#functions/insight/history/files.ts";
import { columnsOf, firstDayOf, firstWithoutLines, layout, type Manifest, type Month } from "#functions/insight/history/layout.ts";
import { columnsFrom } from "#functions/insight/history/line-columns.ts";
import { inOrder, linesOfMonth, numberedAccounts } from "#functions/insight/queries/lines.ts";
import { parquet } from "#functions/insight/queries/sources.ts";

/** `changed`: the first month that got postings. Undefined if a file is gone: then the manifest is not the latest any more. */
export async function rebuildLines(work: Work, manifest: Manifest, changed: Month | undefined, deltas: readonly string[]): Promise<Manifest | undefined> {
  const first = [changed, firstWithoutLines(manifest)].filter((month) => month !== undefined).toSorted()[0];
  if (!first) return manifest;
  const accounts = await numberAccounts(work, manifest, deltas);
  if (!accounts) return undefined;
  const lines: Record<Month, string> = {};
  let previous: string | undefined;
  for (const month of Object.keys(manifest.postings).toSorted()) {
    const key = month < first ? manifest.lines[month]! : await rebuildMonth(work, month, previous, manifest.postings[month]!, accounts);
    if (!key) return undefined;
    lines[month] = previous = key;
  }
  return { ...manifest, lines, accounts };
}

/** Makes the table `accounts`. A number once given stays, so files of lines that are not written anew stay right. */
async function numberAccounts({ store, tenant, folder, ask }: Work, manifest: Manifest, deltas: readonly string[]): Promise<string | undefined> {
  const old = manifest.accounts;
  const before = old ? [] : Object.values(manifest.postings).toSorted();
  const [known, postings] = [await fetchFiles(store, folder, old ? [old] : []), await fetchFiles(store, folder, before)];
  if (!known || !postings) return undefined;
  const named = old ? "fresh" : `(SELECT customer_id, entity_id, currency FROM ${parquet("postings", postings, tables.posting)})`;
  await ask(`CREATE TABLE accounts AS ${numberedAccounts(known, named)}`, { accounts: known, postings });
  const key = layout(tenant).dimension("accounts", digest(`${manifest.generation} ${old} ${before.join(" ")} ${deltas.join(" ")}`));
  await write({ store, folder, ask }, key, "FROM accounts ORDER BY account", {});
  return key;
}

async function rebuildMonth({ store, tenant, folder, ask, read }: Work, month: Month, previous: string | undefined, current: string, accounts: string): Promise<string | undefined> {
  const key = layout(tenant).lines(month, digest(`${previous} ${current} ${accounts}`));
  const [before, postings] = [await fetchFiles(store, folder, previous ? [previous] : []), await fetchFiles(store, folder, [current])];
  if (!before || !postings) return undefined;
  await write({ store, folder, ask }, key, `FROM (${linesOfMonth(before, postings)}) ${inOrder}`, { before, postings, firstDay: firstDayOf(month) }, "lz4_raw");
  const lines = [pathOf(folder, key)];
  const columns = await columnsFrom(read, parquet("lines", lines, lineColumns), { lines });
  await store.put(columnsOf(key), columns);
  return key;
}
