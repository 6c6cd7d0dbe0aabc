// What payers tell beside their money: kept once, shown beside the one payment it explains, and never used for a second.
import { afterAll, beforeAll, expect, test } from "vitest";
import { readAdvices } from "#domain/cash-application/advices/read.ts";
import { announcedPayment } from "#domain/cash-application/advices/kept.ts";
import { received, type Received } from "#domain/cash-application/payment.ts";
import { toParsed } from "#domain/cash-application/statements/parsed.ts";
import type { OpenItemsList } from "#domain/insight/open-items-list.ts";
import { reconcile } from "#domain/ledger/reconcile.ts";
import { matchEntity } from "#functions/cash-application/match-payments.ts";
import { postingStores, type Stores } from "#functions/cash-application/order.ts";
import { applyPayment } from "#functions/cash-application/post.ts";
import { readAdvice } from "#functions/ingestion/advice-reading.ts";
import type { Job } from "#functions/ingestion/reading.ts";
import { digest } from "#functions/runtime/digest.ts";
import { adviceStore } from "#functions/store/advice.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";
import { arnaud, invoiceRecord } from "#test/world/ledger.ts";

let dynamo: DynamoDb;
beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
}, 60_000);
afterAll(() => dynamo?.close());

const when = { now: "2026-02-13T07:00:00.000Z", causedBy: "evt_1" };
const clerk = { type: "user", id: "usr_julien", name: "Julien Abadie" } as const;
const entity = { id: "ent_fr", code: "01", name: "Ardelane SA", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" } as const;
const bills = [["itm_a", "FA-26-40117", 1200_00n], ["itm_b", "FA-26-40118", 1300_00n], ["itm_c", "FA-26-40119", 700_00n], ["itm_d", "FA-26-40120", 777_00n]] as const;
/** "VIREMENT" from Moulins Arnaud: nothing in it says what is paid. */
const payment = (id: Received["id"], minor: bigint, change: Partial<Received> = {}): Received => ({
  id, entityId: "ent_fr", account: "FR76", currency: "EUR", minor, bookedOn: "2026-02-12", payerName: "MOULINS ARNAUD", text: "VIREMENT", kind: "credit-transfer", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: 1 }, ...change,
});
/** The two oldest, the third less a deduction that only the payer knows. */
const advice = "Bonjour,\nnous avons regle ce jour par virement:\nFA-26-40117  1200,00\nFA-26-40119  655,50\nPayeur: MOULINS ARNAUD\nDate: 11/02/2026\nMontant total: 1855,50\n";

async function desk(tenant: string, payments: readonly Received[]): Promise<{ stores: Stores; list: OpenItemsList }> {
  const stores: Stores = postingStores(tenant);
  await stores.ledger.putEntity(entity);
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

let files = 0;
async function arrives(tenant: string, text: string) {
  files++;
  const job = {
    run: { id: `run_${files}`, fileName: `avis ${files}.txt`, key: "k", receivedAt: when.now }, source: { id: "src_advices", scopes: {} }, known: { sha256: String(files) }, digest, now: when.now,
    stores: { imports: { tenant }, ledger: { entities: async () => [entity] } }, lake: { read: async () => new TextEncoder().encode(toParsed(readAdvices(new TextEncoder().encode(text), "avis.txt"))) },
  } as unknown as Job;
  return readAdvice(job);
}
const documents = async ({ payments }: Stores, id: string) => (await payments.payment(id))!.decision!.proposals[0]?.lines.map(({ number, cleared }) => [number, cleared]);

test("a payment that nobody could explain is explained by the advice that comes after it, and shows it", async () => {
  const { stores, list } = await desk("after", [payment("pay_1", 1855_50n)]);
  await matchEntity(stores, "ent_fr", list, when);
  expect(await documents(stores, "pay_1")).not.toEqual([["FA-26-40117", 1200_00n], ["FA-26-40119", 655_50n]]);
  expect(await arrives("after", advice)).toMatchObject({ outcome: "staged", facts: { created: 1, rejected: 0 } });
  await matchEntity(stores, "ent_fr", list, when);
  expect(await documents(stores, "pay_1")).toEqual([["FA-26-40117", 1200_00n], ["FA-26-40119", 655_50n]]);
  const [linked] = (await adviceStore("after").withState("linked")).items;
  expect(linked).toMatchObject({ paymentId: "pay_1", total: 1855_50n, payer: "MOULINS ARNAUD", paidOn: "2026-02-11", entityId: "ent_fr", currency: "EUR" });
  expect((await stores.payments.payment("pay_1"))!.decision!.advice).toBe(linked!.id);
});

test("the same advice sent twice is one advice, and a text that says nothing of a payment is none", async () => {
  await desk("twice", []);
  await arrives("twice", advice);
  expect(await arrives("twice", advice)).toMatchObject({ facts: { created: 0, unchanged: 1 } });
  expect((await adviceStore("twice").withState("waiting")).items).toHaveLength(1);
  expect(await arrives("twice", "Bonjour, merci de votre appel.\n")).toMatchObject({ outcome: "failed", reasons: [{ code: "advice.nothing-read" }] });
});

test("an advice is used up by the payment that was applied with it, and explains no second one of the same amount", async () => {
  const { stores, list } = await desk("once", [payment("pay_1", 1855_50n)]);
  await arrives("once", advice);
  await matchEntity(stores, "ent_fr", list, when);
  const asked = (await stores.payments.payment("pay_1"))!;
  if (asked.status !== "applied") {
    const [{ customerId, lines, adjustments }] = asked.decision!.proposals as [NonNullable<typeof asked.decision>["proposals"][number]];
    expect(await applyPayment(stores, "pay_1", asked.version, { customerId, lines, adjustments }, { by: clerk, ...when })).toMatchObject({ status: "applied" });
  }
  await stores.payments.create(received(payment("pay_2", 1855_50n)), []);
  await matchEntity(stores, "ent_fr", list, when);
  expect((await stores.payments.payment("pay_2"))!.decision!.advice).toBeUndefined();
  expect((await adviceStore("once").withState("used")).items.map(({ paymentId }) => paymentId)).toEqual(["pay_1"]);
});

test("a payment that was announced with its documents is explained by them when it comes, each with what is open on it", async () => {
  const { stores, list } = await desk("announced", [payment("pay_1", 1977_00n)]);
  const told = announcedPayment({ customerId: arnaud.id, payer: arnaud.name, amount: { minor: 1977_00n, currency: "EUR" }, paidOn: "2026-02-11", references: ["FA-26-40117", "FA 26 40120"] }, { by: clerk, at: when.now, of: "telephone" }, digest);
  await adviceStore("announced").create(told);
  await matchEntity(stores, "ent_fr", list, when);
  expect(await documents(stores, "pay_1")).toEqual([["FA-26-40117", 1200_00n], ["FA-26-40120", 777_00n]]);
  expect((await stores.payments.payment("pay_1"))!.decision!.advice).toBe(told.id);
});

test("who only said that he has paid is remembered beside his next payment; what may be of two payments is beside neither", async () => {
  const { stores, list } = await desk("said", [payment("pay_1", 431_00n)]);
  const said = announcedPayment({ customerId: arnaud.id, payer: arnaud.name, paidOn: "2026-02-11", references: [] }, { by: clerk, at: when.now, of: "click" }, digest);
  await adviceStore("said").create(said);
  await matchEntity(stores, "ent_fr", list, when);
  const asked = (await stores.payments.payment("pay_1"))!;
  expect(asked.decision!.advice).toBe(said.id);
  const two = await desk("of-two", [payment("pay_1", 500_00n, { payerName: "INCONNU" }), payment("pay_2", 500_00n, { payerName: "AUTRE INCONNU" })]);
  await adviceStore("of-two").create(announcedPayment({ customerId: arnaud.id, payer: arnaud.name, amount: { minor: 500_00n, currency: "EUR" }, paidOn: "2026-02-11", references: [] }, { by: clerk, at: when.now, of: "click" }, digest));
  await matchEntity(two.stores, "ent_fr", two.list, when);
  expect((await Promise.all(["pay_1", "pay_2"].map((id) => two.stores.payments.payment(id)))).map((one) => one!.decision?.advice)).toEqual([undefined, undefined]);
  expect((await adviceStore("of-two").withState("waiting")).items).toHaveLength(1);
});
