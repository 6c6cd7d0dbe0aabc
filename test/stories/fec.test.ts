// Sophie, the accountant, drops the ledger files of two companies that nobody here has seen before.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { toDecimal } from "#domain/money.ts";
import type { Run } from "#domain/ingestion/schema.ts";
import { allRunsEnded, ask, drop } from "#test/stories/people.ts";
import { balanceAt, bookLines, itemsInTable } from "#test/stories/ledger-truth.ts";
import { inventedFec } from "#test/world/fec.ts";
import { startCloud, type TestCloud } from "#test/world/local-cloud.ts";

const real = join(import.meta.dirname, "../../../shared/data/fec_lettrage_pseudonymised");
const books = existsSync(real)
  ? ["000000001FEC20220831.txt", "111111111FEC20221231.TXT"].map((name) => ({ name, bytes: readFileSync(join(real, name)) }))
  : [inventedFec({ siren: "900200301", closing: "20251231", seed: 1 }), inventedFec({ siren: "900200302", closing: "20250630", seed: 2 })];

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud({ empty: true });
  for (const { name, bytes } of books) await drop(cloud, "fec", name, bytes);
});
afterAll(async () => cloud?.stop());

test("both files run to the end, and every line is accounted for", async () => {
  const runs = await allRunsEnded(cloud, books.length);
  expect(runs.map(({ fileName, state, rejected }) => ({ fileName, state, rejected })).toSorted((a, b) => a.fileName.localeCompare(b.fileName))).toEqual(
    books.map(({ name }) => ({ fileName: name, state: "applied", rejected: 0 })),
  );
});

test("the ledger's balance is debit minus credit of the customer accounts, at closing and at three dates before", async () => {
  const { items: entities } = await ask<{ items: { id: string; registration?: string }[] }>(cloud, "/entities");
  for (const { name, bytes } of books) {
    const lines = bookLines(bytes);
    const dates = [...new Set(lines.map(({ on }) => on))].toSorted();
    const entity = entities.find(({ registration }) => registration === name.slice(0, 9))!;
    for (const share of [0.25, 0.5, 0.75, 1]) {
      const on = dates[Math.ceil(dates.length * share) - 1]!;
      const answer = await ask<{ totals: { balance: { amount: string } }[] }>(cloud, `/aged-balance?asOf=${on}&entity=${entity.id}`);
      expect({ name, on, balance: answer.totals[0]?.balance.amount ?? "0.00" }).toEqual({ name, on, balance: toDecimal({ minor: balanceAt(lines, on), currency: "EUR" }) });
    }
  }
});

test("groups that the books have lettered in full are settled in full, and no group makes or loses a cent", async () => {
  const items = [...(await itemsInTable(cloud.aws.dynamodb, cloud.endpoints.table)).values()];
  const shares = new Map<string, bigint>();
  for (const item of items) for (const { allocation, minor } of item.postings) if (allocation) shares.set(allocation, (shares.get(allocation) ?? 0n) + minor);
  expect([...shares].filter(([, share]) => share !== 0n)).toEqual([]);

  const all = books.flatMap(({ bytes, name }) => bookLines(bytes).map((line) => ({ ...line, book: name })));
  const groups = Map.groupBy(all.filter(({ lettering }) => lettering), ({ book, customer, lettering }) => `${book} ${customer} ${lettering}`);
  const balanced = [...groups.values()].filter((lines) => lines.reduce((sum, { minor }) => sum + minor, 0n) === 0n).flat();
  const settled = items.filter(({ openMinor }) => openMinor === 0n);
  expect(balanced.length).toBeGreaterThan(0);
  expect(settled.length).toBeGreaterThanOrEqual(balanced.filter(({ minor }) => minor !== 0n).length);
});

test("the same files again change nothing in the ledger", async () => {
  const before = await itemsInTable(cloud.aws.dynamodb, cloud.endpoints.table);
  for (const { name, bytes } of books) await drop(cloud, "fec", name, bytes);
  const runs: Run[] = await allRunsEnded(cloud, books.length * 2);
  expect(runs.filter(({ state }) => state === "duplicate")).toHaveLength(books.length);
  expect(await itemsInTable(cloud.aws.dynamodb, cloud.endpoints.table)).toEqual(before);
});
