// Files of the lake, kept on the local disk. Their keys never change their content, so a file that is there is the right one.
import { access, mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ObjectStore } from "#functions/insight/history/object-store.ts";

const AT_ONCE = 12;
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
  if (await exists(path)) return path;
  const object = await store.get(key);
  if (!object) return undefined;
  const partial = `${path}.${process.pid}.${++attempt}`;
  await writeFile(partial, object.body);
  await rename(partial, path);
  return path;
}

const exists = (path: string): Promise<boolean> => access(path).then(() => true, () => false);
