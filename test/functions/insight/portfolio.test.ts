// Sharing customers out, from the rules to who held whom: on DynamoDB Local, with the history made from its stream.
import { afterAll, beforeAll, expect, test } from "vitest";
import { portfolioRoutes } from "#domain/access/portfolio/routes.ts";
import type { User } from "#domain/access/schema.ts";
import { reconcile } from "#domain/ledger/reconcile.ts";
import { collectHistory } from "#functions/insight/collect-history.ts";
import { portfolioHandlers } from "#functions/insight/portfolio.ts";
import { apiHandler } from "#functions/runtime/api.ts";
import { digest } from "#functions/runtime/digest.ts";
import { accessStore, loadUser } from "#functions/store/access.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { ask } from "#test/world/door.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";
import { arnaud, invoiceRecord } from "#test/world/ledger.ts";
import { memoryObjectStore } from "#test/world/object-store.ts";

let dynamo: DynamoDb;
const lake = memoryObjectStore();
const door = apiHandler(portfolioRoutes, portfolioHandlers(() => lake), loadUser);
const claire: User = { id: "usr_claire", email: "claire@ardelane.example", name: "Claire Vasseur", role: "credit-manager", language: "fr", entityIds: [] };
const asked = (request: string, body?: object, user = claire.id) => ask(door, request, { as: { tenant: "ardelane", user }, ...(body ? { body } : {}) });

const catchUp = async () => collectHistory(lake, await dynamo.records());

beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
  const access = accessStore("ardelane");
  await access.putTenant({ id: "ardelane", name: "Ardelane", currency: "EUR" });
  for (const user of [claire, { ...claire, id: "usr_fr" as const, email: "fr@ardelane.example", name: "France", countries: ["FR"] }]) await access.putUser(user);
  await access.putRate({ from: "GBP", to: "EUR", rate: "1.2", on: "2026-01-01" });
  const ledger = ledgerStore("ardelane");
  const facts = (id: string) => [{ name: "CustomerChanged" as const, occurredAt: "2026-01-31T06:00:00.000Z", actor: { type: "source" as const, id: "src_sage", run: "run_1" }, data: { customerId: id, fields: ["collector"] } }];
  for (const [n, country, currency, minor, collector] of [[1, "FR", "EUR", 9000_00n, "Thomas Lebrun"], [2, "FR", "EUR", 200_00n, undefined], [3, "GB", "GBP", 1000_00n, "Priya Nair"], [4, "CH", "CHF", 10_00n, undefined]] as const) {
    const id = `cus_${n}` as const;
    await ledger.saveCustomer({ ...arnaud, id, code: `C${n}`, name: `Customer ${n}`, country, ...(collector ? { collector } : {}) }, undefined, facts(id));
    const told = reconcile(undefined, invoiceRecord({ id: `itm_${n}`, customerId: id, number: `FA-${n}`, currency, entityCurrency: currency, minor, entityMinor: minor, instalments: [{ n: 1, dueOn: "2026-02-10", minor }] }), { runId: "run_1", asOf: "2026-01-31", now: "2026-01-31T06:00:00.000Z", digest });
    if ("item" in told) await ledger.saveItem(told.item, undefined, []);
  }
  await catchUp();
}, 60_000);
afterAll(() => dynamo?.close());

const eur = (amount: string) => ({ amount, currency: "EUR" });
const rules = [{ id: "large", when: { countries: ["FR"], open: { from: "5000" } }, to: ["Inès Marchetti"] }, { id: "french", when: { countries: ["FR"] }, to: ["Inès Marchetti", "Thomas Lebrun"] }];

test("who holds what today, in the tenant's currency; a currency without a rate is named", async () => {
  const { json } = await asked("GET /portfolios");
  expect(json).toEqual({ items: [{ collector: "", customers: 2, open: eur("200.00") }, { collector: "Priya Nair", customers: 1, open: eur("1200.00") }, { collector: "Thomas Lebrun", customers: 1, open: eur("9000.00") }], missingRates: ["CHF"] });
});

test("a preview says who would get what and why, and changes nothing", async () => {
  const { json } = await asked("POST /portfolios/preview", { rules });
  expect(json).toMatchObject({
    total: 2,
    moves: [
      { customerId: "cus_1", from: "Thomas Lebrun", to: "Inès Marchetti", open: eur("9000.00"), because: "rule large" },
      { customerId: "cus_2", to: "Thomas Lebrun", because: "rule french" },
    ],
  });
  expect(json.loads.find(({ collector }: { collector: string }) => collector === "Thomas Lebrun")).toMatchObject({ before: { customers: 1, open: eur("9000.00") }, after: { customers: 1, open: eur("200.00") }, gains: 1, losses: 1 });
  expect((await ledgerStore("ardelane").customer("cus_1"))?.collector).toBe("Thomas Lebrun");
});

test("applied, the customers have moved, each with its fact; applied again, before the history knows, nobody moves twice", async () => {
  expect((await asked("PUT /portfolios/rules", { rules, pins: [], version: 0 })).json.version).toBe(1);
  expect((await asked("PUT /portfolios/rules", { rules, pins: [], version: 0 })).json.code).toBe("portfolio.changed-meanwhile");
  expect((await asked("POST /portfolios/application", { version: 9 })).status).toBe(412);
  expect((await asked("POST /portfolios/application", { version: 1 })).json).toEqual({ moved: 2, left: 0 });
  expect((await asked("POST /portfolios/application", { version: 1 })).json).toEqual({ moved: 0, left: 0 });
  expect((await ledgerStore("ardelane").customers(["cus_1", "cus_2", "cus_3"])).map(({ id, collector }) => [id, collector]).toSorted()).toEqual([["cus_1", "Inès Marchetti"], ["cus_2", "Thomas Lebrun"], ["cus_3", "Priya Nair"]]);
});

test("who held a customer, since when, until when, by whom and why", async () => {
  const { json } = await asked("GET /customers/cus_1/holders");
  expect(json.items).toMatchObject([
    { collector: "Inès Marchetti", by: { type: "user", name: "Claire Vasseur" }, because: "rule large" },
    { collector: "Thomas Lebrun", since: "2026-01-31T06:00:00.000Z", until: json.items[0].since, by: { type: "source", id: "src_sage" } },
  ]);
  const held = (await asked("GET /portfolios/history?collector=Thomas%20Lebrun")).json.items;
  expect(held.map(({ customerId, until }: { customerId: string; until?: string }) => [customerId, until !== undefined])).toEqual([["cus_1", true], ["cus_2", false]]);
});

test("by hand and pinned, a customer stays there when the rules are applied again", async () => {
  expect((await asked("POST /portfolios/assignments", { customers: ["cus_1"], to: "Claire Vasseur", pin: true })).json).toEqual({ moved: 1 });
  await catchUp();
  const { version, pins } = (await asked("GET /portfolios/rules")).json;
  expect(pins).toEqual([{ customerId: "cus_1", to: "Claire Vasseur" }]);
  expect((await asked("POST /portfolios/application", { version })).json).toEqual({ moved: 0, left: 0 });
  expect((await asked("GET /customers/cus_1/holders")).json.items[0]).toMatchObject({ collector: "Claire Vasseur", because: "pin" });
});

test("whoever looks after France shares out French customers only, and none if one of them is not his", async () => {
  expect((await asked("GET /portfolios", undefined, "usr_fr")).json.items.reduce((sum: number, { customers }: { customers: number }) => sum + customers, 0)).toBe(2);
  expect((await asked("POST /portfolios/assignments", { customers: ["cus_2", "cus_3"], to: "France" }, "usr_fr")).json.code).toBe("customer.unknown");
  expect((await ledgerStore("ardelane").customer("cus_2"))?.collector).toBe("Thomas Lebrun");
  expect((await asked("GET /portfolios/history?collector=Priya%20Nair", undefined, "usr_fr")).json.items).toEqual([]);
});
