import { emptyManifest, layout, type Manifest } from "#functions/insight/history/layout.ts";
import type { ObjectStore } from "#functions/insight/history/object-store.ts";

/** `etag` is what a replacement must find; null: there is no manifest yet. */
export type Held = { readonly manifest: Manifest; readonly etag: string | null; /** Deltas that are not merged yet. */ readonly deltas: readonly string[]; /** All deltas that are still there, merged or not. */ readonly kept: readonly string[] };

/** The deltas are listed first: one that is merged meanwhile is then known to the manifest, and one that comes meanwhile is the next reader's. */
export async function holdManifest(store: ObjectStore, tenant: string): Promise<Held> {
  const at = layout(tenant);
  const listed = await store.list(at.deltas);
  const found = await store.get(at.manifest);
  const manifest = found ? readManifest(Buffer.from(found.body).toString("utf8")) : emptyManifest;
  const retired = new Set(manifest.retired.map(({ key }) => key));
  return { manifest, etag: found?.etag ?? null, deltas: listed.filter((key) => !retired.has(key)), kept: listed };
}

export const replaceManifest = (store: ObjectStore, tenant: string, next: Manifest, etag: string | null): Promise<"saved" | "conflict"> =>
  store.put(layout(tenant).manifest, Buffer.from(JSON.stringify(next)), etag);

type FirstManifest = Omit<Manifest, "version" | "lines"> & { readonly version: 1; readonly checkpoints: Readonly<Record<string, string>> };

/** The first version kept checkpoints instead of lines: they are let go, and the next compaction writes the lines. */
function readManifest(text: string): Manifest {
  const manifest = JSON.parse(text) as Manifest | FirstManifest;
  if (manifest.version === 2) return manifest;
  const { checkpoints, retired, ...rest } = manifest;
  const since = "1970-01-01T00:00:00Z";
  return { ...rest, version: 2, lines: {}, retired: [...retired, ...Object.values(checkpoints).map((key) => ({ key, at: since }))] };
}
