// What the steps of a compaction hold in common, and how each writes to the lake.
import { readFile } from "node:fs/promises";
import { literal, type Ask, type Parameters, type Read } from "#functions/insight/history/database.ts";
import { keepFile, pathOf } from "#functions/insight/history/files.ts";
import type { Manifest } from "#functions/insight/history/layout.ts";
import type { ObjectStore } from "#functions/insight/history/object-store.ts";

export type Work = { readonly store: ObjectStore; readonly tenant: string; readonly folder: string; readonly ask: Ask; readonly read: Read; readonly manifest: Manifest; readonly deltas: readonly string[] };

/** Writes what a query finds to the lake, and leaves it here. Light compression: a file is read far more often than it is sent. */
export async function write({ store, folder, ask }: Pick<Work, "store" | "folder" | "ask">, key: string, select: string, parameters: Parameters, compression: "zstd" | "lz4_raw" = "zstd"): Promise<void> {
  const path = pathOf(folder, key);
  await ask(`COPY (${select}) TO ${literal(path)} (FORMAT parquet, COMPRESSION ${compression})`, parameters);
  await store.put(key, await readFile(path));
  await keepFile(path);
}
