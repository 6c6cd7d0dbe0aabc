import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import type { DynamoDBRecord } from "aws-lambda";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, epochDay } from "#domain/date.ts";
import { agedBalance, openLines, type AgedRow, type OpenLine, type HistoryPosting } from "#domain/insight/aged-balance.ts";
import type { Item, Posting } from "#domain/ledger/schema.ts";
import { toDecimal } from "#domain/money.ts";
import { agedBalanceOf, type AgedQuestion } from "#functions/insight/answers/aged-balance.ts";
import { collectHistory } from "#functions/insight/collect-history.ts";
import { compactHistory } from "#functions/insight/history/compact.ts";
import { tables } from "#functions/insight/history/columns.ts";
import { leastUsed } from "#functions/insight/history/files.ts";
import { layout } from "#functions/insight/history/layout.ts";
import { readHistory } from "#functions/insight/history/open.ts";
import { postingsOfRun } from "#functions/insight/history/run-postings.ts";
import { customerChange, itemChange } from "#test/world/changes.ts";
import { arnaud, invoice } from "#test/world/ledger.ts";
import { memoryObjectStore } from "#test/world/object-store.ts";

let tenants = 0;
const newTenant = () => `t${++tenants}`;

/** An item's life: issued, then moved by postings of any date, two of which may be due on different days. */
const life = fc.record({
  n: fc.nat(1_000_000),
  customer: fc.nat(5),
  currency: fc.constantFrom("EUR", "USD", "JPY"),
  entity: fc.constantFrom("ent_fr", "ent_uk"),
  moves: fc.array(fc.record({ on: fc.nat(200), due: fc.nat(3), minor: fc.oneof(fc.bigInt({ min: -500n, max: 500n }), fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n })), disputed: fc.bigInt({ min: 0n, max: 1000n }) }), { minLength: 1, maxLength: 5 }),
});
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

function versionsOf({ n, customer, currency, entity, moves }: Life): Item[] {
  const postings = moves.map(
    (move, m): Posting => ({
      id: `pst_${n}-${m}`, kind: m === 0 ? "issue" : "allocation", on: addDays("2025-01-01", move.on), instalment: 1 + (move.due % 2), dueOn: addDays("2025-02-01", move.due * 25),
      minor: move.minor, entityMinor: move.minor, disputedMinor: move.disputed, by: "run_january",
    }),
  );
  return postings.map((_, v) =>
    invoice({ id: `itm_${n}`, customerId: `cus_${customer}`, entityId: entity, currency, entityCurrency: currency, number: `F${n}`, minor: moves[0]!.minor, issuedOn: postings[0]!.on, postings: postings.slice(0, v + 1), version: v + 1 }),
  );
}

const told = (items: readonly Item[]): HistoryPosting[] =>
  items.flatMap((item) =>
    item.postings.map((p) => ({ ...p, itemId: item.id, itemKind: item.kind, entityId: item.entityId, customerId: item.customerId, issuedOn: item.issuedOn, currency: item.currency, entityCurrency: item.entityCurrency, disputedMinor: p.disputedMinor ?? 0n, run: p.by })),
  );

const plain = (rows: readonly AgedRow[]) =>
  rows
    .map((r) => [r.key, r.currency, toDecimal({ minor: r.balance, currency: r.currency }), ...r.buckets.map((minor) => toDecimal({ minor, currency: r.currency })), toDecimal({ minor: r.overdue, currency: r.currency }), toDecimal({ minor: r.credits, currency: r.currency }), toDecimal({ minor: r.disputed, currency: r.currency }), r.customers, r.items].join(" "))
    .toSorted();

async function asked(store: ReturnType<typeof memoryObjectStore>, tenant: string, question: Partial<AgedQuestion>): Promise<string[]> {
  const answer = await readHistory(store, tenant, (history) => agedBalanceOf(history, { asOf: "2025-06-30", groupBy: "customer", basis: "due", bounds: [30, 60], rates: [], limit: 200, ...question }));
  if (!("rows" in answer)) throw new Error(answer.code);
  return answer.rows
    .map((r) => [r.key, r.currency, r.balance.amount, ...r.buckets.map((b) => b.amount), r.overdue.amount, r.credits.amount, r.disputed.amount, r.customers, r.items].join(" "))
    .toSorted();
}

const happening = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant("batch" as const), size: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("again" as const), which: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("again, cut otherwise" as const), from: fc.nat(10), size: fc.integer({ min: 1, max: 8 }) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("compact" as const), hours: fc.constantFrom(0, 1, 5) }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("two compactions at once" as const) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("ask" as const), day: fc.integer({ min: -5, max: 210 }) }) },
);

test("whatever comes late, twice or in between, the history says what the postings say", { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(life, { selector: ({ n }) => n, minLength: 1, maxLength: 12 }), fc.array(happening, { minLength: 4, maxLength: 16 }), fc.integer({ min: 0, max: 210 }), async (lives, happenings, day) => {
      const [store, tenant] = [memoryObjectStore(), newTenant()];
      const changes = lives.flatMap((one) => versionsOf(one).map((item, v, all) => ({ item, record: itemChange(tenant, item, all[v - 1]) })));
      const delivered: { items: Item[]; records: DynamoDBRecord[] }[] = [];
      let hour = 0;
      const deliver = async (size: number) => {
        const some = changes.splice(0, size);
        if (some.length === 0) return;
        delivered.push({ items: some.map(({ item }) => item), records: some.map(({ record }) => record) });
        await collectHistory(store, delivered.at(-1)!.records);
      };
      const check = async (asOf: string) => {
        const postings = told(delivered.flatMap(({ items }) => items));
        for (const [groupBy, keyOf] of [["customer", ({ customerId }: OpenLine) => customerId], ["entity", ({ entityId }: OpenLine) => entityId]] as const) {
          const question = { asOf, basis: groupBy === "customer" ? ("due" as const) : ("invoice" as const), bounds: [30, 60] };
          const expected = agedBalance(postings, { ...question, groupOf: (line) => ({ key: keyOf(line), label: "" }) });
          expect(await asked(store, tenant, { ...question, groupBy })).toEqual(plain(expected));
        }
        const of = agedBalance(postings.filter(({ entityId }) => entityId === "ent_uk"), { asOf, basis: "due", bounds: [30, 60], groupOf: ({ customerId }) => ({ key: customerId, label: "" }) });
        expect(await asked(store, tenant, { asOf, entity: "ent_uk" })).toEqual(plain(of));
      };
      const instant = () => new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
      for (const step of happenings) {
        if (step.type === "batch") await deliver(step.size);
        if (step.type === "again" && delivered.length > 0) await collectHistory(store, delivered[step.which % delivered.length]!.records);
        if (step.type === "again, cut otherwise") await collectHistory(store, delivered.flatMap(({ records }) => records).slice(step.from, step.from + step.size));
        if (step.type === "compact") await compactHistory(store, tenant, ((hour += step.hours), instant()));
        if (step.type === "two compactions at once") await Promise.all([compactHistory(store, tenant, instant()), compactHistory(store, tenant, instant())]);
        if (step.type === "ask") await check(addDays("2025-01-01", step.day));
      }
      await deliver(Infinity);
      await check(addDays("2025-01-01", day));
      await compactHistory(store, tenant, ((hour += 9), instant()));
      await check(addDays("2025-01-01", day));
      expect(await postingsOfRun(store, tenant, "run_january")).toBe(lives.reduce((sum, { moves }) => sum + moves.length, 0));
    }),
    { numRuns: 15 },
  );
});

test("a batch that comes again long after it was merged and deleted counts once", async () => {
  const [store, tenant] = [memoryObjectStore(), newTenant()];
  const [item] = versionsOf({ n: 1, customer: 1, currency: "EUR", entity: "ent_fr", moves: [{ on: 0, due: 0, minor: 100n, disputed: 0n }] });
  const batch = [itemChange(tenant, item!)];
  const once = async (step: Promise<unknown>) => (await step, expect(await asked(store, tenant, {})).toEqual(["cus_1 EUR 1.00 0.00 0.00 0.00 1.00 1.00 0.00 0.00 1 1"]));
  await once(collectHistory(store, batch));
  await once(compactHistory(store, tenant, "2026-01-01T00:00:00Z"));
  await once(compactHistory(store, tenant, "2026-01-02T00:00:00Z"));
  expect((await store.list(`history/${tenant}/delta/`))).toEqual([]);
  await once(collectHistory(store, batch));
  await once(compactHistory(store, tenant, "2026-01-03T00:00:00Z"));
});

test("a history that was kept before there were lines is answered exactly, and the next compaction writes them", async () => {
  const [store, tenant] = [memoryObjectStore(), newTenant()];
  const [first, second] = [1, 2].map((n) => versionsOf({ n, customer: n, currency: "EUR", entity: "ent_fr", moves: [{ on: 0, due: 0, minor: 100n, disputed: 0n }, { on: 70, due: 0, minor: -30n, disputed: 0n }] }));
  await collectHistory(store, [itemChange(tenant, first![1]!)]);
  await compactHistory(store, tenant, "2026-01-01T00:00:00Z");
  const manifest = JSON.parse(Buffer.from((await store.get(layout(tenant).manifest))!.body).toString()) as { lines: object; accounts?: string };
  const { lines: _lines, accounts: _accounts, ...rest } = manifest;
  await store.put(layout(tenant).manifest, Buffer.from(JSON.stringify({ ...rest, version: 1, checkpoints: { "2025-01": `history/${tenant}/checkpoint/2025-01/x.parquet` } })));
  await collectHistory(store, [itemChange(tenant, second![0]!)]);
  const both = async () => {
    expect(await asked(store, tenant, { asOf: "2025-03-31" })).toEqual(["cus_1 EUR 0.70 0.00 0.00 0.70 0.00 0.70 0.00 0.00 1 1", "cus_2 EUR 1.00 0.00 0.00 1.00 0.00 1.00 0.00 0.00 1 1"]);
    expect(await asked(store, tenant, { asOf: "2025-01-31" })).toEqual(["cus_1 EUR 1.00 1.00 0.00 0.00 0.00 0.00 0.00 0.00 1 1", "cus_2 EUR 1.00 1.00 0.00 0.00 0.00 0.00 0.00 0.00 1 1"]);
  };
  await both();
  await compactHistory(store, tenant, "2026-01-02T00:00:00Z");
  await both();
  expect(Object.keys((JSON.parse(Buffer.from((await store.get(layout(tenant).manifest))!.body).toString()) as { lines: object }).lines)).toEqual(["2025-01", "2025-03"]);
});

/** The file as it was written before its customers had towns, numbers, accounts and discounts. */
async function narrowed(store: ReturnType<typeof memoryObjectStore>, key: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "quittance-narrowed-"));
  const [from, to] = [join(folder, "from.parquet"), join(folder, "to.parquet")];
  writeFileSync(from, (await store.get(key))!.body);
  const duck = await (await DuckDBInstance.create()).connect();
  const before = Object.keys(tables.customer).filter((name) => !["city", "vat", "ibans", "discount"].includes(name));
  const columns = (await duck.runAndReadAll(`SELECT column_name FROM (DESCRIBE FROM read_parquet('${from}'))`)).getRows().flat();
  const struct = `CASE WHEN customer IS NULL THEN NULL ELSE struct_pack(${before.map((name) => `${name} := customer.${name}`).join(", ")}) END`;
  await duck.run(`COPY (SELECT ${columns.includes("customer") ? `* REPLACE (${struct} AS customer)` : before.join(", ")} FROM read_parquet('${from}')) TO '${to}' (FORMAT parquet)`);
  await store.put(key, readFileSync(to));
  duck.closeSync();
  rmSync(folder, { recursive: true });
}

test("customers of before they had towns and numbers stay, beside those that have them, in deltas and compacted", async () => {
  const [store, tenant, moved] = [memoryObjectStore(), newTenant(), newTenant()];
  const customers = (of = tenant) => readHistory(store, of, (history) => history.use((ask) => ask<{ customer_id: string; city: string | null; ibans: string | null }>("SELECT customer_id, city, ibans FROM customers ORDER BY customer_id")));
  const deltas = () => store.list(layout(tenant).deltas);
  await collectHistory(store, [customerChange(tenant, arnaud), customerChange(tenant, { ...arnaud, id: "cus_b", code: "B" })]);
  for (const key of await deltas()) await narrowed(store, key);
  const [old] = await deltas();
  await collectHistory(store, [customerChange(tenant, { ...arnaud, id: "cus_c", code: "C", city: "Rouen", ibans: ["FR7630006000011234567890189"] })]);
  const both = [{ customer_id: arnaud.id, city: null, ibans: null }, { customer_id: "cus_b", city: null, ibans: null }, { customer_id: "cus_c", city: "Rouen", ibans: "FR7630006000011234567890189" }].toSorted((a, b) => (a.customer_id < b.customer_id ? -1 : 1));
  expect([old !== undefined, await customers()]).toEqual([true, both]);
  await compactHistory(store, tenant, "2026-01-01T00:00:00Z");
  expect(await customers()).toEqual(both);
  // Whoever wrote a file has it: another tenant gets what this one's looked like before.
  for (const key of await store.list(layout(tenant).root)) {
    const { body } = (await store.get(key))!;
    await store.put(key.replace(tenant, moved), key === layout(tenant).manifest ? Buffer.from(Buffer.from(body).toString().replaceAll(`history/${tenant}/`, `history/${moved}/`)) : body);
  }
  for (const key of (await store.list(layout(moved).root)).filter((one) => one.includes("customers"))) await narrowed(store, key);
  await collectHistory(store, [customerChange(moved, { ...arnaud, id: "cus_d", code: "D", city: "Lille", version: 2 })]);
  expect((await customers(moved)).map(({ customer_id, city }) => [customer_id, city])).toEqual([[arnaud.id, null], ["cus_b", null], ["cus_c", null], ["cus_d", "Lille"]].toSorted(([a], [b]) => (a! < b! ? -1 : 1)));
});

test("files that a stopped compaction left behind go after the grace period, and none that is named", async () => {
  const [store, tenant] = [memoryObjectStore(), newTenant()];
  const [item] = versionsOf({ n: 1, customer: 1, currency: "EUR", entity: "ent_fr", moves: [{ on: 0, due: 0, minor: 100n, disputed: 0n }] });
  await collectHistory(store, [itemChange(tenant, item!)]);
  await compactHistory(store, tenant, "2026-01-01T00:00:00Z");
  const left = layout(tenant).lines("2025-01", "left-behind");
  await store.put(left, Buffer.from("half"));
  await compactHistory(store, tenant, "2026-01-01T01:00:00Z");
  await compactHistory(store, tenant, "2026-01-01T02:30:00Z");
  expect(await store.list(left)).toEqual([left]);
  await compactHistory(store, tenant, "2026-01-01T03:30:00Z");
  expect(await store.list(left)).toEqual([]);
  expect(await asked(store, tenant, {})).toEqual(["cus_1 EUR 1.00 0.00 0.00 0.00 1.00 1.00 0.00 0.00 1 1"]);
});

test("the disk of a container keeps what was used last, and never loses what a question may be reading", () => {
  const files = new Map([["january", { bytes: 60, usedAt: 0 }], ["february", { bytes: 60, usedAt: 1_000 }], ["march", { bytes: 60, usedAt: 500_000 }]]);
  expect(leastUsed(files, 200, 500_000)).toEqual([]);
  expect(leastUsed(files, 120, 500_000)).toEqual(["january"]);
  expect(leastUsed(files, 10, 500_000)).toEqual(["january", "february"]);
});

test("lines that came to nothing are not open, on any day after", () => {
  const [item] = versionsOf({ n: 1, customer: 1, currency: "EUR", entity: "ent_fr", moves: [{ on: 0, due: 0, minor: 100n, disputed: 0n }] });
  const settled = { ...item!, postings: [...item!.postings, { ...item!.postings[0]!, id: "pst_x" as const, minor: -100n, on: "2025-01-02" }] };
  expect(openLines(told([settled]), "2025-01-01")).toHaveLength(1);
  expect(openLines(told([settled]), "2025-01-02")).toEqual([]);
  expect(epochDay("2025-01-02")).toBe(20090);
});
