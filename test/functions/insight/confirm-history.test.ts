import { expect, test } from "vitest";
import { historyCaughtUp } from "#events/insight.ts";
import { confirmHistory } from "#functions/insight/confirm-history.ts";
import { collectHistory } from "#functions/insight/collect-history.ts";
import { compactHistory } from "#functions/insight/history/compact.ts";
import { folderOf, literal, openDatabase } from "#functions/insight/history/database.ts";
import { NotYet } from "#functions/runtime/queue.ts";
import { itemChange } from "#test/world/changes.ts";
import { invoice } from "#test/world/ledger.ts";
import { memoryObjectStore } from "#test/world/object-store.ts";

const posted = (tenant: string, postings: number) =>
  ({ name: "ImportPosted", id: "fct_1", tenant, occurredAt: "2026-02-01T08:00:00Z", actor: { type: "source", id: "src_sage", run: "run_january" }, version: 1, data: { runId: "run_january", sourceId: "src_sage", postings } }) as const;
const another = invoice({ id: "itm_fa43", postings: [{ ...invoice().postings[0]!, id: "pst_fa43" }] });

test("an import is in the history once all of its postings are, merged or not, and not before", async () => {
  const store = memoryObjectStore();
  const published: object[] = [];
  let waited = 0;
  const arriving = [() => collectHistory(store, [itemChange("confirmed", invoice())]), () => compactHistory(store, "confirmed", "2026-02-01T08:00:00Z"), () => collectHistory(store, [itemChange("confirmed", another)])];
  const ports = { store, now: () => "2026-02-01T08:00:09Z", publish: async (fact: object) => void published.push(fact), wait: async () => void (await arriving[waited++]?.()) };
  await confirmHistory(ports, posted("confirmed", 2));
  expect(waited).toBe(3);
  expect(published).toHaveLength(1);
  expect(historyCaughtUp.schema.parse(published[0])).toMatchObject({ tenant: "confirmed", data: { runId: "run_january" }, causedBy: "fct_1" });

  await expect(confirmHistory({ ...ports, wait: async () => undefined }, posted("confirmed", 3))).rejects.toBeInstanceOf(NotYet);
  expect(published).toHaveLength(1);
});

test("an import without a posting needs no history", async () => {
  const published: object[] = [];
  await confirmHistory({ store: memoryObjectStore(), now: () => "2026-02-01T08:00:09Z", publish: async (fact) => void published.push(fact), wait: async () => undefined }, posted("empty", 0));
  expect(published).toHaveLength(1);
});

test("the database of one tenant cannot read another's files, nor the machine's", async () => {
  const [mine, theirs] = [await openDatabase(folderOf("mine")), await openDatabase(folderOf("theirs"))];
  const file = `${theirs.folder}/secret.parquet`;
  await theirs.use((ask) => ask(`COPY (SELECT 42 AS secret) TO ${literal(file)} (FORMAT parquet)`));
  expect(await theirs.use((ask) => ask("FROM read_parquet($files)", { files: [file] }))).toEqual([{ secret: 42 }]);
  await expect(mine.use((ask) => ask("FROM read_parquet($files)", { files: [file] }))).rejects.toThrow(/Permission/);
  await expect(mine.use((ask) => ask("FROM read_text('/etc/hostname')"))).rejects.toThrow(/Permission/);
  await expect(mine.use((ask) => ask("SET enable_external_access = true"))).rejects.toThrow();
  mine.close();
  theirs.close();
  expect(() => folderOf("../theirs")).toThrow();
  expect(() => folderOf("..")).toThrow();
});
