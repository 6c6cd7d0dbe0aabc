import { afterAll, beforeAll, expect, test } from "vitest";
import { roleSchema, type Role, type User } from "#domain/access/schema.ts";
import { itemJson } from "#domain/ledger/routes.ts";
import { reconcile } from "#domain/ledger/reconcile.ts";
import type { Item, LegalEntity } from "#domain/ledger/schema.ts";
import { handler } from "#functions/ledger/api.ts";
import { digest } from "#functions/runtime/digest.ts";
import { accessStore } from "#functions/store/access.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { ask } from "#test/world/door.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";
import { arnaud, invoiceRecord } from "#test/world/ledger.ts";

let dynamo: DynamoDb;
const verdier: LegalEntity = { id: "ent_fr", code: "FR", name: "Minoterie Verdier", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" };
const person = (role: Role, change: Partial<User> = {}): User => ({
  id: `usr_${role}`,
  email: `${role}@verdier.example`,
  name: role,
  role,
  language: "fr",
  entityIds: [],
  sees: "everything",
  ...change,
});
const as = (role: Role, tenant = "verdier") => ({ as: { tenant, user: `usr_${role}` } });

const settlement = { on: "2026-02-03", minor: 200_00n, entityMinor: 200_00n, kind: "allocation" as const, lettering: "AAAT", allocation: "alc_1" };
const told = (change: Parameters<typeof invoiceRecord>[0]): Item => {
  const answer = reconcile(undefined, invoiceRecord(change), { runId: "run_1", asOf: "2026-02-28", now: "2026-02-28T07:00:00.000Z", digest });
  if (!("outcome" in answer) || answer.outcome !== "changed") throw new Error("not told");
  return answer.item;
};

beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
  for (const tenant of ["verdier", "stranger"]) {
    for (const role of roleSchema.options) await accessStore(tenant).putUser(person(role));
  }
  await accessStore("verdier").putUser(person("collector", { id: "usr_elsewhere" as User["id"], email: "else@verdier.example", entityIds: ["ent_uk"] }));
  const ledger = ledgerStore("verdier");
  await ledger.putEntity(verdier);
  await ledger.saveCustomer({ ...arnaud, payerId: "cus_holding", version: 1 }, undefined);
  await ledger.saveCustomer({ ...arnaud, id: "cus_holding", code: "HOLD", name: "Arnaud Holding", creditLimit: { minor: 2n ** 60n, currency: "EUR" } }, undefined);
  await ledger.saveContact({ id: "con_1", customerId: "cus_arnaud", name: "Inès", role: "accounts-payable", owner: "erp" });
  await ledger.saveItem(told({ settlements: [settlement], disputedMinor: 50_00n }), undefined, []);
  await ledger.saveItem(
    told({ id: "itm_payment", kind: "payment", number: "RG-7", minor: -200_00n, issuedOn: "2026-02-03", settlements: [{ ...settlement, minor: -200_00n, entityMinor: -200_00n }] }),
    undefined,
    [],
  );
  await ledger.saveItem(told({ id: "itm_credit", kind: "credit-note", number: "AV-1", minor: -70_00n, issuedOn: "2026-02-20" }), undefined, []);
}, 60_000);
afterAll(() => dynamo?.close());

test("a customer is shown with who pays for it, its contacts, and exact amounts", async () => {
  const { status, json } = await ask(handler, "GET /customers/cus_arnaud", as("collector"));
  expect(status).toBe(200);
  expect(json).toMatchObject({
    customer: { name: "Moulins Arnaud", version: 1 },
    payer: { name: "Arnaud Holding", creditLimit: { amount: "11529215046068469.76", currency: "EUR" } },
    contacts: [{ name: "Inès" }],
  });
  expect(json.customer).not.toHaveProperty("codeSpace");
});

test("what is open at a date: before the payment all of it, after it the rest, credits apart", async () => {
  const january = await ask(handler, "GET /customers/cus_arnaud/open-items?asOf=2026-01-31", as("collector"));
  expect(january.json).toMatchObject({
    items: [{ number: "FA-42", open: { amount: "1200.00" }, daysOverdue: -10, lettering: [] }],
    totals: [{ open: { amount: "1200.00" }, overdue: { amount: "0.00" } }],
  });
  const february = await ask(handler, "GET /customers/cus_arnaud/open-items?asOf=2026-02-28", as("collector"));
  expect(february.json.totals).toEqual([{ open: amount("930.00"), overdue: amount("1000.00"), credits: amount("-70.00"), disputed: amount("50.00") }]);
  expect(february.json.items.map((item: { number: string }) => item.number)).toEqual(["AV-1", "FA-42"]);
  for (const item of february.json.items) expect(() => itemJson.parse(item)).not.toThrow();
  const settled = await ask(handler, "GET /customers/cus_arnaud/open-items?asOf=2026-02-28&settled=true", as("collector"));
  expect(settled.json.items).toHaveLength(3);
});
const amount = (text: string) => ({ amount: text, currency: "EUR" });

test("the statement closes with what is open", async () => {
  const { json } = await ask(handler, "GET /customers/cus_arnaud/statement?asOf=2026-02-28&from=2026-02-01", as("accountant"));
  expect(json.currencies).toMatchObject([{ opening: amount("1200.00"), closing: amount("930.00") }]);
  expect(json.currencies[0].lines.map((line: { number: string; amount: { amount: string } }) => [line.number, line.amount.amount])).toEqual([
    ["RG-7", "-200.00"],
    ["FA-42", "-200.00"],
    ["RG-7", "200.00"],
    ["AV-1", "-70.00"],
  ]);
});

test("an item tells its history, and what it was settled with", async () => {
  const { json } = await ask(handler, "GET /items/itm_fa42?customer=cus_arnaud&asOf=2026-02-28", as("salesperson"));
  expect(json).toMatchObject({
    item: { open: amount("1000.00"), disputed: amount("50.00"), lettering: ["AAAT"] },
    settledWith: [{ id: "itm_payment", number: "RG-7", lettering: "AAAT" }],
  });
  expect(json.postings.map((posting: { kind: string }) => posting.kind)).toEqual(["issue", "allocation", "dispute"]);
  expect((await ask(handler, "GET /items/itm_fa42?customer=cus_arnaud&asOf=2026-01-01", as("salesperson"))).status).toBe(404);
});

test("a change by hand is kept with its author; who was slower is told, and a circle is refused", async () => {
  const changed = await ask(handler, "PATCH /customers/cus_holding", { ...as("collector"), body: { segment: "A", version: 1 } });
  expect([changed.status, changed.json.segment, changed.json.version]).toEqual([200, "A", 2]);
  expect((await ledgerStore("verdier").customer("cus_holding"))?.touched).toHaveProperty("segment");
  expect(await ask(handler, "PATCH /customers/cus_holding", { ...as("collector"), body: { segment: "B", version: 1 } })).toMatchObject({
    status: 412,
    json: { code: "customer.changed-meanwhile", values: { version: 2 } },
  });
  expect(await ask(handler, "PATCH /customers/cus_holding", { ...as("collector"), body: { payerId: "cus_arnaud", version: 2 } })).toMatchObject({
    status: 422,
    json: { code: "customer.circular-link" },
  });
});

test("a legal entity is added once, with a time zone that exists", async () => {
  const { id: _id, ...body } = { ...verdier, code: "UK", name: "Verdier UK", currency: "GBP", timeZone: "Europe/London" };
  expect(await ask(handler, "POST /entities", { ...as("administrator"), body })).toMatchObject({ status: 201, json: { name: "Verdier UK" } });
  expect(await ask(handler, "POST /entities", { ...as("administrator"), body })).toMatchObject({ status: 409, json: { code: "entity.code-taken" } });
  expect(await ask(handler, "POST /entities", { ...as("administrator"), body: { ...body, code: "X", timeZone: "Europe/Lyon" } })).toMatchObject({
    status: 422,
    json: { errors: [{ pointer: "/body/timeZone" }] },
  });
});

test("whoever is limited to another entity sees nothing of this one", async () => {
  const elsewhere = { as: { tenant: "verdier", user: "usr_elsewhere" } };
  expect(await ask(handler, "GET /customers/cus_arnaud/open-items?asOf=2026-02-28", elsewhere)).toMatchObject({ status: 404, json: { code: "customer.unknown" } });
  expect((await ask(handler, "GET /items/itm_fa42?customer=cus_arnaud", elsewhere)).status).toBe(404);
  expect((await ask(handler, "GET /entities", elsewhere)).json.items).toEqual([]);
});
