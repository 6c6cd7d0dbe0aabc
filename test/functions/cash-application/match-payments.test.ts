// The engine at the desk: what it posts, what it leaves to a person, and that deciding again changes nothing that somebody may be looking at.
import { afterAll, beforeAll, expect, test } from "vitest";
import { received, type Received } from "#domain/cash-application/payment.ts";
import type { OpenItemsList } from "#domain/insight/open-items-list.ts";
import { reconcile } from "#domain/ledger/reconcile.ts";
import { matchEntity } from "#functions/cash-application/match-payments.ts";
import { postingStores, type Stores } from "#functions/cash-application/order.ts";
import { digest } from "#functions/runtime/digest.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";
import { arnaud, invoiceRecord } from "#test/world/ledger.ts";

let dynamo: DynamoDb;
beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
}, 60_000);
afterAll(() => dynamo?.close());

const when = { now: "2026-02-13T07:00:00.000Z", causedBy: "evt_1" };
const bills = [["itm_a", "FA-26-40117", 1200_00n], ["itm_b", "FA-26-40118", 1300_00n]] as const;
const payment = (id: Received["id"], text: string, minor: bigint, change: Partial<Received> = {}): Received => ({
  id, entityId: "ent_fr", account: "FR76", currency: "EUR", minor, bookedOn: "2026-02-12", payerName: "MOULINS ARNAUD", text, kind: "credit-transfer", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: 1 }, ...change,
});

async function desk(tenant: string, payments: readonly Received[]): Promise<{ stores: Stores; list: OpenItemsList }> {
  const stores: Stores = postingStores(tenant);
  await stores.ledger.putEntity({ id: "ent_fr", code: "01", name: "Ardelane SA", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" });
  await stores.ledger.saveCustomer(arnaud, undefined);
  for (const [id, number, minor] of bills) {
    const told = reconcile(undefined, invoiceRecord({ id, number, minor }), { runId: "run_0", asOf: "2026-01-31", now: when.now, digest });
    if (!("item" in told)) throw new Error("an invoice was not told");
    await stores.ledger.saveItem(told.item, undefined, told.facts);
  }
  for (const one of payments) await stores.payments.create(received(one), []);
  const items = bills.map(([id, number, minor]) => ({ id, customer: arnaud.id, entity: "ent_fr" as const, kind: "invoice" as const, number, reference: "", issuedOn: "2026-01-10", dueOn: "2026-02-10", currency: "EUR", minor: Number(minor), open: Number(minor) }));
  return { stores, list: { customers: [{ id: arnaud.id, code: arnaud.code, name: arnaud.name, country: "FR", parent: "" }], items } };
}
const open = async ({ ledger }: Stores): Promise<bigint[]> => (await ledger.itemsByIds(arnaud.id, bills.map(([id]) => id))).toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(({ openMinor }) => openMinor);

test("a number and its amount are posted once, however often the matching runs, also against a list that still shows the invoice open", async () => {
  const { stores, list } = await desk("once", [payment("pay_1", "FA-26-40117", 1200_00n)]);
  await Promise.all([matchEntity(stores, "ent_fr", list, when), matchEntity(stores, "ent_fr", list, when)]);
  await matchEntity(stores, "ent_fr", list, when);
  expect(await stores.payments.payment("pay_1")).toMatchObject({ status: "applied", allocated: 1200_00n });
  expect(await open(stores)).toEqual([0n, 1300_00n]);
});

test("an invoice that was paid since the list was made is not paid by a second receipt", async () => {
  const { stores, list } = await desk("stale", [payment("pay_1", "FA-26-40117", 1200_00n)]);
  await matchEntity(stores, "ent_fr", list, when);
  await stores.payments.create(received(payment("pay_2", "FA-26-40117", 1200_00n)), []);
  await matchEntity(stores, "ent_fr", list, when);
  expect((await stores.payments.payment("pay_2"))!.status).not.toBe("applied");
  expect(await open(stores)).toEqual([0n, 1300_00n]);
});

test("a disputed invoice is not paid off by a machine, although number and amount agree", async () => {
  const { stores, list } = await desk("disputed", [payment("pay_1", "FA-26-40117", 1200_00n)]);
  const [item] = await stores.ledger.itemsByIds(arnaud.id, ["itm_a"]);
  await stores.ledger.saveItem({ ...item!, disputedMinor: 100_00n, disputeReason: "price", version: item!.version + 1 }, item, []);
  await matchEntity(stores, "ent_fr", list, when);
  expect((await stores.payments.payment("pay_1"))!).toMatchObject({ status: "proposed", decision: { reasons: expect.arrayContaining([expect.objectContaining({ code: "choice.document-on-hold", hold: "price" })]) } });
});

test("what is perhaps the same payment told twice waits for a person, and says so", async () => {
  const { stores, list } = await desk("doubtful", [payment("pay_1", "FA-26-40117", 1200_00n, { doubtful: true })]);
  await matchEntity(stores, "ent_fr", list, when);
  const asked = (await stores.payments.payment("pay_1"))!;
  expect(asked).toMatchObject({ status: "proposed", decision: { reasons: expect.arrayContaining([expect.objectContaining({ code: "payment.maybe-told-twice", against: true })]) } });
  expect(await open(stores)).toEqual([1200_00n, 1300_00n]);
});

test("deciding again leaves a proposal as it stands on somebody's screen", async () => {
  const { stores, list } = await desk("again", [payment("pay_1", "FA-26-40117", 1100_00n), payment("pay_2", "VIREMENT", 999_00n)]);
  await matchEntity(stores, "ent_fr", list, when);
  const before = await Promise.all(["pay_1", "pay_2"].map((id) => stores.payments.payment(id)));
  await matchEntity(stores, "ent_fr", list, { now: "2026-02-14T07:00:00.000Z", causedBy: "evt_2" });
  expect(await Promise.all(["pay_1", "pay_2"].map((id) => stores.payments.payment(id)))).toEqual(before);
  expect(before.map((one) => one!.status)).not.toContain("applied");
});

test("a decision tells where in the bank's words its evidence stands, and which document or customer it leads to", async () => {
  const { stores, list } = await desk("evidence", [payment("pay_1", "REGLT FA-26-40117", 1100_00n)]);
  await matchEntity(stores, "ent_fr", list, when);
  const { decision, text, payerName } = (await stores.payments.payment("pay_1"))!;
  const told = decision!.evidence.map(({ field, from, to, items, customerId }) => [field, (field === "name" ? payerName! : text).slice(from, to), items?.[0] ?? customerId]);
  expect(told).toContainEqual(["text", "FA-26-40117", "itm_a"]);
  expect(told).toContainEqual(["name", "MOULINS ARNAUD", arnaud.id]);
});
