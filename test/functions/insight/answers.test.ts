// The questions of the API, put through its door: Ardelane, two entities, three customers, and what they owe.
import type { Context } from "aws-lambda";
import { beforeAll, expect, test } from "vitest";
import type * as z from "zod";
import type { User } from "#domain/access/schema.ts";
import { insightRoutes } from "#domain/insight/routes.ts";
import type { Customer, Item, LegalEntity } from "#domain/ledger/schema.ts";
import type { Rate } from "#domain/money.ts";
import { answers } from "#functions/insight/api.ts";
import { collectHistory } from "#functions/insight/collect-history.ts";
import { compactHistory } from "#functions/insight/history/compact.ts";
import { apiHandler } from "#functions/runtime/api.ts";
import { customerChange, entityChange, itemChange } from "#test/world/changes.ts";
import { arnaud, invoice } from "#test/world/ledger.ts";
import { memoryObjectStore } from "#test/world/object-store.ts";

const lake = memoryObjectStore();
const france: LegalEntity = { id: "ent_fr", code: "FR", name: "Ardelane France", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" };
const britain: LegalEntity = { ...france, id: "ent_uk", code: "UK", name: "Ardelane UK", country: "GB", currency: "GBP", timeZone: "Europe/London" };
const elan: Customer = { ...arnaud, id: "cus_elan", code: "411ELAN", name: "Élan Vital", country: "BE", collector: "ines", segment: "key" };
const zeta: Customer = { ...arnaud, id: "cus_zeta", code: "411ZETA", name: "zeta ltd", country: "GB", collector: "ines" };

const item = (n: number, change: Partial<Item> & { minor: bigint; due: string }): Item => {
  const { due, minor } = change;
  return invoice({
    ...change, id: `itm_${n}`, number: `FA-${n}`, entityMinor: minor, instalments: [{ n: 1, dueOn: due, minor }],
    postings: [{ id: `pst_${n}`, kind: "issue", on: "2026-01-10", instalment: 1, dueOn: due, minor, entityMinor: minor, by: "run_1" }],
  });
};
const ledger = [
  item(1, { minor: 1200_00n, due: "2026-02-10" }),
  item(2, { minor: -200_00n, due: "2026-02-01", kind: "credit-note", reference: "PO-77" }),
  item(3, { minor: 500_00n, due: "2026-05-31", customerId: "cus_elan" }),
  item(4, { minor: 80_05n, due: "2026-03-30", customerId: "cus_zeta", entityId: "ent_uk", currency: "GBP", entityCurrency: "GBP" }),
  item(5, { minor: 70_00n, due: "2026-03-01", customerId: "cus_zeta" }),
];
const paid: Item = { ...ledger[4]!, version: 2, postings: [...ledger[4]!.postings, { ...ledger[4]!.postings[0]!, id: "pst_5b", kind: "allocation", on: "2026-03-20", minor: -70_00n, entityMinor: -70_00n, lettering: "AAB" }] };

const rates: Rate[] = [{ from: "GBP", to: "EUR", rate: "1.15", on: "2026-03-01" }, { from: "GBP", to: "EUR", rate: "1.2", on: "2026-04-01" }, { from: "GBP", to: "EUR", rate: "20", on: "2026-06-01" }];
const ines: User = { id: "usr_ines", email: "ines@ardelane.example", name: "Inès Marchetti", role: "collector", language: "fr", entityIds: [], sees: "everything" };

beforeAll(async () => {
  await collectHistory(lake, [entityChange("ardelane", france), entityChange("ardelane", britain), ...[arnaud, elan, zeta].map((c) => customerChange("ardelane", c)), ...ledger.map((i) => itemChange("ardelane", i))]);
  await compactHistory(lake, "ardelane", "2026-03-15T00:00:00Z");
  await collectHistory(lake, [itemChange("ardelane", paid, ledger[4])]);
  await collectHistory(lake, [itemChange("other", item(9, { minor: 1n, due: "2026-02-10" }))]);
});

type Responses = { [K in keyof typeof insightRoutes as K extends `GET ${infer Path}` ? Path : never]: z.infer<(typeof insightRoutes)[K]["response"]> };

async function get<P extends keyof Responses>(path: P, query: Record<string, string> = {}, user: User = ines): Promise<Responses[P]> {
  const ports = { lake, rates: async () => rates, timeZones: async () => ["Europe/Paris"] };
  const door = apiHandler(insightRoutes, answers(() => ports), async () => user);
  const authorizer = { jwt: { claims: { tenant: "ardelane", user: user.id } } };
  const event = { rawPath: `/api/v1${path}`, rawQueryString: new URLSearchParams(query).toString(), headers: {}, isBase64Encoded: false, requestContext: { requestId: "r", http: { method: "GET" }, authorizer } };
  const { statusCode, body } = await door(event, { awsRequestId: "r" } as Context);
  const json: unknown = JSON.parse(body!);
  if (statusCode !== 200) throw new Error(`${statusCode} ${body}`);
  return insightRoutes[`GET ${path}`].response.parse(json) as Responses[P];
}
const eur = (amount: string) => ({ amount, currency: "EUR" });
const asOf = "2026-03-31";

test("the aged balance of a tenant, per currency, with credits apart", async () => {
  const { rows, totals, total } = await get("/aged-balance", { asOf });
  expect(rows).toMatchObject([
    { key: "all", currency: "EUR", balance: eur("1500.00"), buckets: ["500.00", "0.00", "1200.00", "0.00", "0.00", "0.00"].map(eur), overdue: eur("1200.00"), credits: eur("-200.00"), customers: 2, items: 3 },
    { key: "all", currency: "GBP", balance: { amount: "80.05" }, overdue: { amount: "80.05" }, customers: 1, items: 1 },
  ]);
  expect(totals.map((row) => row.balance.amount)).toEqual(["1500.00", "80.05"]);
  expect(total).toBeUndefined();
});

test("converted at the latest rate of the day, the total says with which", async () => {
  const answer = await get("/aged-balance", { asOf, currency: "EUR" });
  expect(answer.rates).toEqual([rates[0]]);
  expect(answer.total).toMatchObject({ balance: eur("1592.06"), overdue: eur("1292.06"), credits: eur("-200.00"), customers: 3, items: 4 });
  expect(answer.rows[1]!.converted).toMatchObject({ balance: eur("92.06"), buckets: ["0.00", "92.06", "0.00", "0.00", "0.00", "0.00"].map(eur) });
  const dollars = await get("/aged-balance", { asOf, currency: "USD" });
  expect(dollars).toMatchObject({ missingRates: ["EUR", "GBP"], rates: [] });
  expect(dollars.total).toBeUndefined();
});

test("a past date is asked again, and says what it said then", async () => {
  const { rows } = await get("/aged-balance", { asOf: "2026-03-19", groupBy: "customer" });
  expect(rows.map(({ label, currency, balance }) => `${label} ${balance.amount} ${currency}`)).toEqual(["Élan Vital 500.00 EUR", "Moulins Arnaud 1000.00 EUR", "zeta ltd 70.00 EUR", "zeta ltd 80.05 GBP"]);
  expect((await get("/aged-balance", { asOf: "2026-01-09" })).rows).toEqual([]);
});

test.each([
  ["collector", ["ines 500.00", "ines 80.05", " 1000.00"]],
  ["entity", ["Ardelane France 1500.00", "Ardelane UK 80.05"]],
  ["country", ["BE 500.00", "FR 1000.00", "GB 80.05"]],
  ["segment", ["key 500.00", " 1000.00", " 80.05"]],
])("by %s, what has none comes last", async (groupBy, expected) => {
  const { rows } = await get("/aged-balance", { asOf, groupBy });
  expect(rows.map(({ label, balance }) => `${label} ${balance.amount}`)).toEqual(expected);
});

test("pages go on where the last one ended, and the totals are of everything", async () => {
  const first = await get("/aged-balance", { asOf, groupBy: "customer", limit: "2" });
  const second = await get("/aged-balance", { asOf, groupBy: "customer", limit: "2", cursor: first.nextCursor! });
  expect([...first.rows, ...second.rows].map(({ label }) => label)).toEqual(["Élan Vital", "Moulins Arnaud", "zeta ltd"]);
  expect(second.totals).toEqual(first.totals);
  expect(second.nextCursor).toBeUndefined();
  await expect(get("/aged-balance", { asOf, cursor: "nonsense" })).rejects.toThrow("request.invalid");
});

test("who works for one entity sees that entity, whatever is asked for", async () => {
  const british: User = { ...ines, entityIds: ["ent_uk"] };
  expect((await get("/aged-balance", { asOf, groupBy: "entity" }, british)).rows.map(({ key }) => key)).toEqual(["ent_uk"]);
  expect((await get("/aged-balance", { asOf, entity: "ent_fr" }, british)).rows).toEqual([]);
  expect((await get("/invoices", { asOf, status: "all" }, british)).items.map(({ number }) => number)).toEqual(["FA-4"]);
  expect((await get("/general-ledger", { from: "2026-01-01", to: asOf }, british)).items).toHaveLength(1);
});

test("a customer is found without case and accents, by name or code", async () => {
  expect((await get("/customers", { asOf, q: "elan" })).items.map(({ name }) => name)).toEqual(["Élan Vital"]);
  expect((await get("/customers", { asOf, q: "411Z" })).items.map(({ name }) => name)).toEqual(["zeta ltd"]);
});

test("customers are listed by name, by what is open, by the oldest debt, page by page", async () => {
  const names = async (query: Record<string, string>) => (await get("/customers", { asOf, ...query })).items.map(({ name }) => name);
  expect(await names({})).toEqual(["Élan Vital", "Moulins Arnaud", "zeta ltd"]);
  expect(await names({ sort: "-open" })).toEqual(["Moulins Arnaud", "Élan Vital", "zeta ltd"]);
  expect(await names({ sort: "-oldest" })).toEqual(["Moulins Arnaud", "zeta ltd", "Élan Vital"]);
  expect(await names({ overdue: "true" })).toEqual(["Moulins Arnaud", "zeta ltd"]);
  expect(await names({ collector: "ines" })).toEqual(["Élan Vital", "zeta ltd"]);
  const first = await get("/customers", { asOf, sort: "-open", limit: "1" });
  expect(first.total).toBe(3);
  expect(await names({ sort: "-open", limit: "2", cursor: first.nextCursor! })).toEqual(["Élan Vital", "zeta ltd"]);
  expect(first.items[0]).toMatchObject({ oldestDays: 49, items: 2, balances: [{ open: eur("1000.00"), overdue: eur("1200.00"), credits: eur("-200.00") }] });
});

test("who owes most comes first whatever the currency, at the rates of the day; without a rate for each nothing is converted", async () => {
  const most = async (query: Record<string, string>) => (await get("/customers", { sort: "-open", ...query })).items.map(({ name, converted }) => `${name} ${converted?.open.amount ?? "–"}`);
  expect(await most({ asOf, currency: "EUR" })).toEqual(["Moulins Arnaud 1000.00", "Élan Vital 500.00", "zeta ltd 92.06"]);
  expect(await most({ asOf: "2026-06-02", currency: "EUR" })).toEqual(["zeta ltd 1601.00", "Moulins Arnaud 1000.00", "Élan Vital 500.00"]);
  expect(await most({ asOf: "2026-06-02", currency: "GBP" })).toEqual(["Moulins Arnaud –", "Élan Vital –", "zeta ltd 80.05"]);
  expect((await get("/customers", { asOf, currency: "GBP" })).missingRates).toEqual(["EUR"]);
});

test("invoices are found by number, order, amount of either sign, customer and state", async () => {
  const numbers = async (query: Record<string, string>) => (await get("/invoices", { asOf, ...query })).items.map(({ number }) => number);
  expect(await numbers({})).toEqual(["FA-2", "FA-1", "FA-4", "FA-3"]);
  expect(await numbers({ number: "fa-1" })).toEqual(["FA-1"]);
  expect(await numbers({ po: "po-77" })).toEqual(["FA-2"]);
  expect(await numbers({ amount: "200" })).toEqual(["FA-2"]);
  expect(await numbers({ amount: "80.05" })).toEqual(["FA-4"]);
  expect(await numbers({ q: "arnaud", sort: "-amount" })).toEqual(["FA-1", "FA-2"]);
  expect(await numbers({ overdue: "true" })).toEqual(["FA-1", "FA-4"]);
  expect(await numbers({ status: "settled" })).toEqual(["FA-5"]);
  expect(await numbers({ status: "all", asOf: "2026-03-19", customer: "cus_zeta" })).toEqual(["FA-5", "FA-4"]);
  const page = await get("/invoices", { asOf, limit: "1", sort: "-open" });
  expect(page).toMatchObject({ total: 4, totals: [eur("1500.00"), { amount: "80.05", currency: "GBP" }], items: [{ number: "FA-1", daysOverdue: 49, open: eur("1200.00") }] });
  expect(await numbers({ limit: "1", sort: "-open", cursor: page.nextCursor! })).toEqual(["FA-3"]);
});

test("the general ledger shows every posting once, in order, with its lettering", async () => {
  const first = await get("/general-ledger", { from: "2026-01-01", to: asOf, limit: "4" });
  const second = await get("/general-ledger", { from: "2026-01-01", to: asOf, limit: "4", cursor: first.nextCursor! });
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(["pst_1", "pst_2", "pst_3", "pst_4", "pst_5", "pst_5b"]);
  expect(second.items.at(-1)).toMatchObject({ on: "2026-03-20", kind: "allocation", number: "FA-5", amount: eur("-70.00"), lettering: "AAB" });
  expect((await get("/general-ledger", { from: "2026-03-01", to: asOf, customer: "cus_zeta" })).items.map(({ id }) => id)).toEqual(["pst_5b"]);
});
