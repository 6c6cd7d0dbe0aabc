import { afterAll, beforeAll, expect, test } from "vitest";
import { itemIssued } from "#events/ledger.ts";
import { reconcile, type Reconciled } from "#domain/ledger/reconcile.ts";
import { publishFacts, type Bus } from "#functions/ledger/publish-facts.ts";
import { digest } from "#functions/runtime/digest.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { startDynamoDb, type DynamoDb } from "#test/world/dynamodb.ts";
import { arnaud, invoiceRecord } from "#test/world/ledger.ts";

let dynamo: DynamoDb;
beforeAll(async () => void (dynamo = await startDynamoDb()), 60_000);
afterAll(() => dynamo?.close());

type Put = { name: string; detail: { id: string; tenant: string; data: { itemId: string } } };
const told = (...args: Parameters<typeof reconcile>) => reconcile(...args) as Reconciled;
const learning = (runId: string) => ({ runId, asOf: "2026-01-31", now: "2026-01-31T07:00:00.000Z", digest });

test("what was committed is published once per change, in the words of the catalogue, with ids that a repetition keeps", async () => {
  const store = ledgerStore("verdier", dynamo);
  const issued = told(undefined, invoiceRecord(), learning("run_1"));
  await store.saveItem(issued.item, undefined, issued.facts);
  const quiet = { ...issued.item, sequence: "2026-02-01", version: 2 };
  await store.saveItem(quiet, issued.item, []);
  const paid = told(
    quiet,
    invoiceRecord({ sequence: "2026-02-28", settlements: [{ on: "2026-02-03", minor: 1200_00n, entityMinor: 1200_00n, kind: "allocation" }] }),
    learning("run_2"),
  );
  await store.saveItem(paid.item, quiet, paid.facts);
  await store.saveCustomer(arnaud, undefined, [
    { name: "CustomerChanged", occurredAt: "2026-01-31T07:00:00.000Z", actor: { type: "user", id: "usr_lea", name: "Léa" }, data: { customerId: arnaud.id, fields: ["segment"] } },
  ]);

  const records = await dynamo.records();
  const puts: Put[] = [];
  const bus: Bus = async (entries) => {
    puts.push(...entries.map(({ name, detail }) => ({ name, detail: JSON.parse(detail) as Put["detail"] })));
    return [];
  };
  expect(await publishFacts(bus)(records)).toBeUndefined();
  expect(puts.map(({ name }) => name)).toEqual(["ItemIssued", "ItemSettled", "CustomerChanged"]);
  expect(itemIssued.schema.parse(puts[0]!.detail)).toMatchObject({
    tenant: "verdier",
    actor: { type: "source", id: "src_sage", run: "run_1" },
    causedBy: "run_1",
    version: 1,
    data: { itemId: "itm_fa42", customerId: "cus_arnaud", open: { amount: "1200.00", currency: "EUR" }, postings: issued.postings.map(({ id }) => id) },
  });
  expect(puts[1]!.detail.data).toMatchObject({ postings: paid.postings.map(({ id }) => id), open: { amount: "0.00" } });
  expect(puts[2]!.detail).toMatchObject({ actor: { id: "usr_lea" }, data: { fields: ["segment"] } });

  const before = puts.splice(0);
  await publishFacts(bus)(records);
  expect(puts).toEqual(before);
  expect(new Set(puts.map(({ detail }) => detail.id)).size).toBe(3);
});

test("what the bus does not take is tried again from there", async () => {
  const records = await dynamo.records();
  const busy: Bus = async (entries) => (entries.length > 1 ? [1] : []);
  expect(await publishFacts(busy)(records)).toBe(records[2]!.dynamodb!.SequenceNumber);
});
