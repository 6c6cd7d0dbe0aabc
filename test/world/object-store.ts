import type { ObjectStore } from "#functions/insight/history/object-store.ts";

/** An object store in memory. It keeps the same contract as the real one: test/functions/insight/object-store.test.ts. */
export function memoryObjectStore(): ObjectStore & { readonly size: () => number; readonly bytes: () => number } {
  const objects = new Map<string, { body: Uint8Array; etag: string }>();
  let writes = 0;
  return {
    size: () => objects.size,
    bytes: () => [...objects.values()].reduce((sum, { body }) => sum + body.byteLength, 0),
    get: async (key) => objects.get(key),
    async put(key, body, expected) {
      const there = objects.get(key)?.etag ?? null;
      if (expected !== undefined && expected !== there) return "conflict";
      objects.set(key, { body: Uint8Array.from(body), etag: `"${++writes}"` });
      return "saved";
    },
    list: async (prefix) => [...objects.keys()].filter((key) => key.startsWith(prefix)).toSorted(),
    async delete(keys) {
      for (const key of keys) objects.delete(key);
    },
  };
}
