// The machine dies at any moment of an import, again and again. Nothing is lost, nothing is counted twice.
// KILLS says how often; the gate takes fewer than a night run (`KILLS=20 npx vitest run test/stories/killed.test.ts`).
import { afterAll, expect, test } from "vitest";
import type { Item } from "#domain/ledger/schema.ts";
import { chance } from "#infra/local/demo/chance.ts";
import { allRunsEnded, ask, drop } from "#test/stories/people.ts";
import { itemsInTable } from "#test/stories/ledger-truth.ts";
import { inventedFec } from "#test/world/fec.ts";
import { startCloud, type TestCloud } from "#test/world/local-cloud.ts";

const kills = Number(process.env.KILLS ?? 4);
const books = [1, 2, 3].map((n) => inventedFec({ siren: `90020030${n}`, closing: "20251231", seed: n }));
const clouds: TestCloud[] = [];
afterAll(async () => {
  for (const cloud of clouds) await cloud.stop();
});

test(`an import that was killed ${kills} times ends as one that was left alone`, async () => {
  const [calm, killed] = [await finalState(0), await finalState(kills)];
  expect(killed.items).toEqual(calm.items);
  expect(killed.balance).toEqual(calm.balance);
  expect(calm.items.length).toBeGreaterThan(100);
});

async function finalState(times: number) {
  const luck = chance(times + 11);
  const cloud = await startCloud({ empty: true });
  clouds.push(cloud);
  for (const { name, bytes } of books) await drop(cloud, "fec", name, bytes);
  for (let n = 0; n < times; n++) {
    await new Promise((resolve) => setTimeout(resolve, luck.between(50, 2_500)));
    await cloud.kill9();
    await cloud.restart();
  }
  const runs = await allRunsEnded(cloud, books.length);
  expect(runs.map(({ state }) => state)).toEqual(books.map(() => "applied"));
  const items = [...(await itemsInTable(cloud.aws.dynamodb, cloud.endpoints.table)).values()].map(lasting).toSorted((a, b) => a.id.localeCompare(b.id));
  const { totals } = await ask<{ totals: unknown }>(cloud, "/aged-balance?asOf=2025-12-31");
  await cloud.stop();
  return { items, balance: totals };
}

/** What must be the same: everything but which run and which try wrote it. */
const lasting = (item: Item) => ({ ...item, version: 0, sequence: "", postings: item.postings.map((posting) => ({ ...posting, by: "" })) });
