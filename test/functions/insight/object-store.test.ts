import { afterAll, expect, test } from "vitest";
import { s3ObjectStore, type ObjectStore } from "#functions/insight/history/object-store.ts";
import { openS3ForTest } from "#test/infra/local/s3/open-for-test.ts";
import { memoryObjectStore } from "#test/world/object-store.ts";

const bytes = (text: string) => Buffer.from(text);

function keepsTheContract(name: string, open: () => Promise<ObjectStore>): void {
  test(`${name}: what is put is there, whole, until it is deleted`, async () => {
    const store = await open();
    expect(await store.get("history/a")).toBeUndefined();
    await store.put("history/a", bytes("one"));
    expect(Buffer.from((await store.get("history/a"))!.body).toString()).toBe("one");
    await store.put("history/a", bytes("two"));
    expect(Buffer.from((await store.get("history/a"))!.body).toString()).toBe("two");
    await store.delete(["history/a", "history/never-there"]);
    expect(await store.get("history/a")).toBeUndefined();
  });

  test(`${name}: a replacement that was decided from an older state is refused`, async () => {
    const store = await open();
    expect(await store.put("manifest", bytes("1"), null)).toBe("saved");
    expect(await store.put("manifest", bytes("other"), null)).toBe("conflict");
    const { etag } = (await store.get("manifest"))!;
    expect(await store.put("manifest", bytes("2"), etag)).toBe("saved");
    expect(await store.put("manifest", bytes("3"), etag)).toBe("conflict");
    expect(Buffer.from((await store.get("manifest"))!.body).toString()).toBe("2");
    await store.delete(["manifest"]);
    expect(await store.put("manifest", bytes("4"), etag)).toBe("conflict");
  });

  test(`${name}: a listing shows a prefix, in order, also beyond one page`, async () => {
    const store = await open();
    const keys = Array.from({ length: 1003 }, (_, n) => `list/${String(n).padStart(5, "0")}`);
    for (let n = 0; n < keys.length; n += 50) await Promise.all(keys.slice(n, n + 50).map((key) => store.put(key, bytes(key))));
    await store.put("listed-elsewhere", bytes("x"));
    expect(await store.list("list/")).toEqual(keys);
    await store.delete(keys);
    expect(await store.list("list/")).toEqual([]);
  });
}

const local = openS3ForTest({ lake: {} });
afterAll(async () => (await local).close());

keepsTheContract("memory", async () => memoryObjectStore());
keepsTheContract("S3", async () => s3ObjectStore((await local).client(), "lake"));
