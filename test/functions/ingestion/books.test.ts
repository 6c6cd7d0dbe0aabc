// A book on its way into the ledger: the company it is of, its customers, its invoices and what lettering settled.
import { afterAll, beforeAll, expect, test } from "vitest";
import { openAt } from "#domain/ledger/balance.ts";
import { readQueue } from "#functions/ingestion/ports.ts";
import { admit } from "#functions/ingestion/turns.ts";
import { fec, startImports, type ImportWorld } from "#test/world/imports.ts";
import { book } from "../../domain/ingestion/fec-books.ts";

let world: ImportWorld;
beforeAll(async () => {
  world = await startImports();
});
afterAll(async () => world?.close());

type Rows = Parameters<typeof book>[0];
const rows2025: Rows = [
  ["VE", "1", "20250310", "411000", "ARNAUD", "FA1", 100, 0, "AA", "20250415"], ["VE", "1", "20250310", "701000", "", "FA1", 0, 100],
  ["VE", "2", "20250312", "411000", "ARNAUD", "FA2", 60, 0], ["VE", "2", "20250312", "701000", "", "FA2", 0, 60],
  ["BQ", "3", "20250401", "411000", "ARNAUD", "VIR3", 0, 100, "AA", "20250415"], ["BQ", "3", "20250401", "512000", "", "VIR3", 100, 0],
];
const rows2026: Rows = [
  ["AN", "1", "20260101", "411000", "ARNAUD", "RAN", 60, 0, "AB", "20260220"], ["AN", "1", "20260101", "101000", "", "RAN", 0, 60],
  ["BQ", "7", "20260215", "411000", "ARNAUD", "VIR7", 0, 60, "AB", "20260220"], ["BQ", "7", "20260215", "512000", "", "VIR7", 60, 0],
];
const account = async () => (await world.items("fec-900200300", "ARNAUD")).toSorted((a, b) => (a.issuedOn < b.issuedOn ? -1 : 1));
const balanceAt = async (on: string): Promise<bigint> => (await account()).reduce((sum, { postings }) => sum + openAt(postings, on).entityMinor, 0n);

test("the company is recognised by the name of the file, the customer is opened, and a group is settled on the day it was lettered", async () => {
  await world.drop("fec", "900200300FEC20251231.txt", book(rows2025));
  const [run] = await world.settle({ twice: true });
  expect(run).toMatchObject({ state: "applied", rows: 6, skipped: 3, created: 3, rejected: 0, controls: [{ code: "fec.debit-equals-credit", ok: true }] });
  expect((await world.stores.ledger.entities()).find(({ registration }) => registration === "900200300")).toMatchObject({ currency: "EUR", country: "FR" });
  expect((await account()).map(({ number, kind, openMinor }) => [number, kind, openMinor])).toEqual([["FA1", "invoice", 0n], ["FA2", "invoice", 60_00n], ["VIR3", "payment", 0n]]);
  expect([await balanceAt("2025-03-31"), await balanceAt("2025-04-10"), await balanceAt("2025-12-31")]).toEqual([160_00n, 60_00n, 60_00n]);
});

test("the next year opens with what is open: it is not issued again, and its payment settles last year's invoice", async () => {
  await world.drop("fec", "900200300FEC20261231.txt", book(rows2026));
  expect((await world.settle()).at(-1)).toMatchObject({ state: "applied", created: 1, changed: 1, unchanged: 2, gone: 0 });
  expect((await account()).map(({ number, openMinor }) => [number, openMinor])).toEqual([["FA1", 0n], ["FA2", 0n], ["VIR3", 0n], ["VIR7", 0n]]);
  expect([await balanceAt("2026-01-01"), await balanceAt("2026-02-14"), await balanceAt("2026-02-15")]).toEqual([60_00n, 60_00n, 0n]);
});

test("each book again is a duplicate", async () => {
  const before = await account();
  await world.drop("fec", "900200300FEC20251231.txt", book(rows2025));
  await world.drop("fec", "900200300FEC20261231.txt", book(rows2026));
  expect((await world.settle()).slice(-2).map(({ state }) => state)).toEqual(["duplicate", "duplicate"]);
  expect(await account()).toEqual(before);
});

test("a book with a broken date rejects that row, keeps the rest, and takes it after repair", async () => {
  const more: Rows = [
    ...rows2026,
    ["VE", "8", "20260301", "411000", "BERGE", "FA8", 10, 0], ["VE", "8", "20260301", "701000", "", "FA8", 0, 10],
    ["VE", "9", "20260231", "411000", "BERGE", "FA9", 25, 0], ["VE", "9", "20260231", "701000", "", "FA9", 0, 25],
  ];
  await world.drop("fec", "900200300FEC20261231.txt", book(more));
  const run = (await world.settle()).at(-1)!;
  expect(run).toMatchObject({ state: "applied", created: 1, changed: 0, rejected: 1, gone: 0 });
  expect((await world.items("fec-900200300", "BERGE")).map(({ number }) => number)).toEqual(["FA8"]);
  const [reject] = await world.stores.imports.rejects(run.id);
  expect(reject).toMatchObject({ field: "EcritureDate", value: "20260231", suggestion: "20260228", line: 8 });

  await world.stores.imports.putRejects(run.id, [{ ...reject!, state: "repaired", repair: { EcritureDate: "20260228" } }]);
  await admit({ imports: world.stores.imports, read: readQueue(), now: "2026-04-01T08:00:00.000Z" }, run.id, { replay: [reject!.line], pass: 1, firstChunk: run.chunks });
  const replayed = (await world.settle({ twice: true })).at(-1)!;
  expect(replayed).toMatchObject({ id: run.id, state: "applied", rejected: 0 });
  expect((await world.stores.imports.rejects(run.id)).map(({ state }) => state)).toEqual(["replayed"]);
  expect((await world.items("fec-900200300", "BERGE")).map(({ number, issuedOn, openMinor }) => [number, issuedOn, openMinor]).toSorted()).toEqual([["FA8", "2026-03-01", 10_00n], ["FA9", "2026-02-28", 25_00n]]);
});

test("two companies with a customer of one code have two customers", async () => {
  await world.drop("fec", "900200301FEC20251231.txt", book([["VE", "1", "20250310", "411000", "ARNAUD", "FA1", 5, 0], ["VE", "1", "20250310", "701000", "", "FA1", 0, 5]]));
  await world.settle();
  expect((await world.items("fec-900200301", "ARNAUD")).map(({ openMinor }) => openMinor)).toEqual([5_00n]);
  expect(await account()).toHaveLength(4);
});

test("a file that is no book is refused, and says which columns it lacks", async () => {
  await world.drop("fec", "900200300FEC20271231.txt", "Bonjour\tMonsieur\r\n1\t2\r\n");
  expect((await world.settle()).at(-1)).toMatchObject({ state: "failed", sourceId: fec.id, reasons: [expect.objectContaining({ code: "fec.columns-missing" })] });
});
