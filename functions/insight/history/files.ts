// Files of the lake, kept on the local disk. Their keys never change their content, so a file that is there is the right one. The disk of a
// function is small and its container may live for hours: what was not used for longest goes, but nothing that a question may be reading.
import { access, mkdir, rename, rm, stat, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { ObjectStore } from "#functions/insight/history/object-store.ts";

const AT_ONCE = 12;
const MOST_BYTES = 3 * 2 ** 30;
/** A question takes less than its function's 29 seconds, a step of a compaction a minute at most between fetching a file and reading it. */
const IN_USE_MS = 120_000;
let attempt = 0;

/** Fetches what is not here yet; answers with the paths, in the order of the keys. Undefined if one of them is gone. */
export async function fetchFiles(store: ObjectStore, folder: string, keys: readonly string[]): Promise<string[] | undefined> {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (let n = 0; n < keys.length; n += AT_ONCE) {
    const some = await Promise.all(keys.slice(n, n + AT_ONCE).map((key) => fetchFile(store, folder, key)));
    if (some.includes(undefined)) return undefined;
    paths.push(...(some as string[]));
  }
  return paths;
}

/** Where a file of the lake lies locally. */
export const pathOf = (folder: string, key: string): string => join(folder, key.split("/").slice(2).join("~"));

async function fetchFile(store: ObjectStore, folder: string, key: string): Promise<string | undefined> {
  const path = pathOf(folder, key);
  if (await exists(path)) return used(path);
  const object = await store.get(key);
  if (!object) return undefined;
  const partial = `${path}.${process.pid}.${++attempt}`;
  await writeFile(partial, object.body);
  await rename(partial, path);
  await keepFile(path);
  return path;
}

const exists = (path: string): Promise<boolean> => access(path).then(() => true, () => false);

type Kept = { readonly bytes: number; readonly usedAt: number };
const kept = new Map<string, Kept>();

function used(path: string): string {
  const { bytes } = kept.get(path) ?? { bytes: 0 };
  kept.delete(path);
  kept.set(path, { bytes, usedAt: performance.now() });
  return path;
}

/** Counts a file that now lies here, and makes room if there are too many. */
export async function keepFile(path: string): Promise<void> {
  kept.delete(path);
  kept.set(path, { bytes: (await stat(path)).size, usedAt: performance.now() });
  const most = await (room ??= roomOnDisk());
  for (const old of leastUsed(kept, most, performance.now())) {
    kept.delete(old);
    await rm(old, { force: true });
  }
}

let room: Promise<number> | undefined;
const roomOnDisk = async (): Promise<number> => {
  const { blocks, bsize } = await statfs(tmpdir());
  return Math.min(MOST_BYTES, blocks * bsize * 0.6);
};

/** Which files must go, so that the rest are not more than `most` bytes. The first of `files` was not used for longest. */
export function leastUsed(files: ReadonlyMap<string, Kept>, most: number, now: number): string[] {
  let over = [...files.values()].reduce((sum, { bytes }) => sum + bytes, -most);
  const gone: string[] = [];
  for (const [path, { bytes, usedAt }] of files) {
    if (over <= 0 || now - usedAt < IN_USE_MS) break;
    gone.push(path);
    over -= bytes;
  }
  return gone;
}
