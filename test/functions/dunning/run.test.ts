// A run over a tenant's customers on DynamoDB Local: planned once, saved with the account, released in its window, decided again, delivered.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { reconcile } from "#domain/ledger/reconcile.ts";
import type { Customer } from "#domain/ledger/schema.ts";
import { isRefused } from "#domain/refusal.ts";
import type { Books } from "#functions/dunning/books.ts";
import { messageDesk } from "#functions/dunning/desk.ts";
import { planShard } from "#functions/dunning/plan-shard.ts";
import { isDue } from "#functions/dunning/release-due.ts";
import { digest } from "#functions/runtime/digest.ts";
import { CUSTOMER_SHARDS, NO_ZONE } from "#functions/store/customer.ts";
import { dunningStore } from "#functions/store/dunning.ts";
import { ingestionStore } from "#functions/store/ingestion.ts";
import { paymentStore } from "#functions/store/payment.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { everyTenant, registerTenant } from "#functions/store/tenants.ts";
import { startDynamoDb, type DynamoDb } from "#test/world/dynamodb.ts";
import { hold, standard } from "#test/world/dunning.ts";
import { arnaud, invoiceRecord } from "#test/world/ledger.ts";

let dynamo: DynamoDb;
let tenant = "";
let books: Books;
let count = 0;
beforeAll(async () => void (dynamo = await startDynamoDb()), 60_000);
afterAll(() => dynamo?.close());
beforeEach(async () => {
  tenant = `t${++count}`;
  books = { payments: paymentStore(tenant, dynamo), ledger: ledgerStore(tenant, dynamo), dunning: dunningStore(tenant, dynamo), ingestion: ingestionStore(tenant, dynamo), users: async () => [] };
  await books.ledger.putEntity({ id: "ent_fr", code: "FR", name: "Fournil", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" });
  await books.dunning.savePolicy({ policy: standard, state: "published", changedBy: "usr_a", changedAt: "2026-01-01", revision: 0 });
});

const MORNING = "2026-02-16T05:00:00Z";
const NINE = "2026-02-16T08:00:00Z";

async function open(customer: Customer, minor = 120_000n, number = "FA-42"): Promise<void> {
  await books.ledger.saveCustomer(customer, undefined);
  await books.ledger.saveContact({ id: "con_1", customerId: customer.id, name: "Jeanne", role: "accounts-payable", email: "jeanne@arnaud.example", owner: "ours" });
  await bill(customer, minor, number);
}

async function bill({ id }: Customer, minor: bigint, number: string): Promise<void> {
  const told = reconcile(undefined, invoiceRecord({ id: `itm_${number}`, number, customerId: id, minor, entityMinor: minor, instalments: [{ n: 1, dueOn: "2026-02-10", minor }] }), { runId: "run_1", asOf: "2026-02-01", now: "2026-02-01T07:00:00.000Z", digest });
  if (!("item" in told)) throw new Error("an invoice was not told");
  await books.ledger.saveItem(told.item, undefined, []);
}

const run = async (at = MORNING) => {
  const outcomes = await Promise.all(CUSTOMER_SHARDS.map((shard) => planShard({ tenant, zone: "Europe/Paris", shard, runId: "r1" }, at, books)));
  return outcomes.reduce<Record<string, number>>((sum, one) => {
    for (const [outcome, n] of Object.entries(one)) sum[outcome] = (sum[outcome] ?? 0) + n;
    return sum;
  }, {});
};
const messages = async () => (await books.dunning.messagesOf(arnaud.id)).items;
const states = async () => (await messages()).map(({ step, state }) => `${step} ${state.status}`);

test("a late customer's reminder is planned once, however often and however parallel the run is", async () => {
  await open(arnaud);
  await Promise.all([run(), run(), run()]);
  expect(await run()).toEqual({ waits: 1 });
  expect(await messages()).toMatchObject([{ step: "r1", cycle: "1.0", sendOn: "2026-02-16", runId: "drn_r1", state: { status: "planned" }, lines: [{ number: "FA-42", claimedMinor: 120_000n, part: "advances" }], to: [{ email: "jeanne@arnaud.example" }] }]);
  expect(await books.dunning.account(arnaud.id)).toMatchObject({ version: 1, underWay: [{ step: "r1", keys: ["itm_FA-42~1"] }] });
  const facts = (await dynamo.records()).filter(({ dynamodb }) => JSON.stringify(dynamodb?.NewImage ?? {}).includes("MessagePlanned") && dynamodb?.Keys?.pk?.S?.startsWith(`${tenant}#`));
  expect(facts).toHaveLength(1);
});

test("it is released when its window opens, sent once, and its level rises when it has arrived", async () => {
  await open(arnaud);
  await run();
  const [message] = await books.dunning.messagesOn("2026-02-16");
  expect([isDue(message!, "2026-02-16T07:29:00Z"), isDue(message!, "2026-02-16T07:30:00Z")]).toEqual([false, true]);
  const desk = messageDesk(books);
  const claims = await Promise.all([desk.claim(message!, NINE, "2026-02-16T08:15:00Z"), desk.claim(message!, NINE, "2026-02-16T08:15:00Z")]);
  const [claimed] = claims.filter((one) => !isRefused(one));
  expect(claims.filter(isRefused)).toHaveLength(1);
  if (!claimed || isRefused(claimed)) throw new Error("nobody has it");
  const again = await desk.decideAgain(claimed, NINE);
  expect(again).toMatchObject({ decision: "send", changes: [] });
  if (again.decision !== "send") return;
  const decided = await desk.decided(claimed, again.message, "2026-02-16T20:00:00Z");
  if (isRefused(decided)) throw new Error(decided.code);
  expect(await desk.sent(decided, NINE, "ses-1")).toBe(true);
  expect(await books.dunning.messagesOn("2026-02-16")).toEqual([]);
  const out = await books.dunning.message(message!.id);
  expect(await desk.delivered(out!, "2026-02-16T08:01:00Z")).toBe(true);
  expect(await desk.delivered(out!, "2026-02-16T08:01:00Z")).toBe(false);
  expect(await books.dunning.account(arnaud.id)).toMatchObject({ underWay: [], settled: 1, marks: [{ step: "r1", level: 1, countsFrom: "2026-02-15" }] });
  expect(await run("2026-02-17T05:00:00Z")).toEqual({ nothing: 1 });
});

test("a payment between planning and sending stops it, with the reason", async () => {
  await open(arnaud);
  await run();
  const [message] = await messages();
  const [item] = await books.ledger.items(arnaud.id);
  const paid = { ...item!, openMinor: 0n, openEntityMinor: 0n, postings: [...item!.postings, { ...item!.postings[0]!, id: "pst_paid" as const, kind: "allocation" as const, on: "2026-02-16", minor: -120_000n, entityMinor: -120_000n }], version: item!.version + 1 };
  await books.ledger.saveItem(paid, item, []);
  const desk = messageDesk(books);
  const again = await desk.decideAgain(message!, NINE);
  expect(again).toMatchObject({ decision: "stop", reasons: [{ code: "settled" }] });
  if (again.decision === "stop") await desk.stopped(message!, NINE, again.reasons);
  expect(await states()).toEqual(["r1 stopped"]);
});

test("a hold or the switch holds the run; whoever bounced gets a letter", async () => {
  await open({ ...arnaud, addressLines: ["3 rue du Port"], postcode: "13200", city: "Arles" });
  await books.dunning.putHold(arnaud.id, hold({ reason: "manual", scope: { of: "debtor", customerId: arnaud.id }, until: "2026-02-16" }));
  expect(await run()).toEqual({ held: 1 });
  await books.dunning.putWideHold(hold({ id: "hld_all", reason: "paused", scope: { of: "everything" }, until: "2026-02-17" }));
  expect(await run("2026-02-17T05:00:00Z")).toEqual({ held: 1 });
  await books.dunning.flagContact(arnaud.id, "x", { address: "Jeanne@arnaud.example", why: "bounced", at: "2026-02-17" });
  expect(await run("2026-02-18T05:00:00Z")).toEqual({ sends: 1 });
  expect((await messages())[0]).toMatchObject({ channels: ["letter"] });
});

test("a letter that came back flags its address: no other goes there until the address is mended, and somebody is asked for it", async () => {
  await open({ ...arnaud, addressLines: ["3 rue du Port"], postcode: "13200", city: "Arles" });
  await books.dunning.flagContact(arnaud.id, "x", { address: "Jeanne@arnaud.example", why: "bounced", at: "2026-02-15" });
  expect(await run()).toEqual({ sends: 1 });
  const [letter] = await messages();
  await messageDesk(books).flagPostalAddress(letter!, NINE);
  await messageDesk(books).bounced(letter!, NINE, "unknown at this address");
  expect(await run("2026-02-17T05:00:00Z")).toEqual({ held: 1 });
  const [customer] = await books.ledger.customers([arnaud.id]);
  await books.ledger.saveCustomer({ ...customer!, addressLines: ["5 rue du Port"], version: customer!.version + 1 }, customer!);
  expect(await run("2026-02-18T05:00:00Z")).toEqual({ sends: 1 });
});

test("customers are found by the clock of their country, and tenants by their register", async () => {
  await books.ledger.saveCustomer(arnaud, undefined);
  await books.ledger.saveCustomer({ ...arnaud, id: "cus_york", code: "Y", country: "US" }, undefined);
  const { country: _c, ...unknown } = arnaud;
  await books.ledger.saveCustomer({ ...unknown, id: "cus_where", code: "W" }, undefined);
  expect(await Promise.all(["Europe/Paris", "America/New_York", NO_ZONE, "Asia/Tokyo"].map((zone) => books.ledger.customersIn(zone)))).toEqual([[arnaud.id], ["cus_york"], ["cus_where"], []]);
  await Promise.all(["b-tenant", "a-tenant", "a-tenant"].map((name) => registerTenant(name, dynamo)));
  expect(await everyTenant(dynamo)).toEqual(["a-tenant", "b-tenant"]);
  await expect(registerTenant("~sys", dynamo)).rejects.toThrow("cannot be a tenant");
});
