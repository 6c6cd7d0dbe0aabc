// For random people and random books: the rows that each list returns are the rows that Cedar permits, no more and no fewer.
import type { Context } from "aws-lambda";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { seesCustomer, seesItem } from "#domain/access/scope.ts";
import type { User } from "#domain/access/schema.ts";
import type { Customer, Item } from "#domain/ledger/schema.ts";
import { answers } from "#functions/insight/api.ts";
import { insightRoutes } from "#domain/insight/routes.ts";
import { collectHistory } from "#functions/insight/collect-history.ts";
import { compactHistory } from "#functions/insight/history/compact.ts";
import { apiHandler } from "#functions/runtime/api.ts";
import { authorize, type Caller } from "#functions/runtime/authorize.ts";
import { callerFrom } from "#functions/runtime/decide.ts";
import { customerChange, itemChange } from "#test/world/changes.ts";
import { arnaud, invoice } from "#test/world/ledger.ts";
import { memoryObjectStore } from "#test/world/object-store.ts";

const names = ["Inès Marchetti", "Thomas Lebrun", "Marc Delorme", "IM"];
const countries = ["FR", "GB", "BE"];
const segments = ["retail", "key account"];
const entities = ["ent_fr", "ent_uk", "ent_us"] as const;
const maybe = <T>(from: readonly T[]) => fc.option(fc.constantFrom(...from), { nil: undefined });

type Books = { readonly customers: readonly Customer[]; readonly items: readonly Item[] };
const books: fc.Arbitrary<Books> = fc
  .array(fc.record({ country: maybe(countries), segment: maybe(segments), collector: maybe(names), salesperson: maybe(names), items: fc.array(fc.record({ entity: fc.constantFrom(...entities), minor: fc.integer({ min: -5000, max: 9000 }).filter((n) => n !== 0), settled: fc.boolean() }), { maxLength: 4 }) }), { minLength: 4, maxLength: 14 })
  .map((all) => ({
    customers: all.map(({ items: _items, ...facts }, n) => ({ ...arnaud, ...facts, country: facts.country as string, id: `cus_${n}` as const, code: `C${n}`, name: `Customer ${n}` })),
    items: all.flatMap(({ items }, n) => items.map((one, k) => itemOf(n, k, one))),
  }));

function itemOf(n: number, k: number, { entity, minor, settled }: { entity: (typeof entities)[number]; minor: number; settled: boolean }): Item {
  const amount = BigInt(minor);
  const posting = { id: `pst_${n}-${k}`, kind: "issue", on: "2026-01-10", instalment: 1, dueOn: "2026-02-10", minor: amount, entityMinor: amount, by: "run_1" } as const;
  const paid = { ...posting, id: `pst_${n}-${k}p`, kind: "allocation", on: "2026-02-01", minor: -amount, entityMinor: -amount } as const;
  return invoice({ id: `itm_${n}-${k}`, customerId: `cus_${n}`, entityId: entity, number: `FA-${n}-${k}`, minor: amount, entityMinor: amount, openMinor: settled ? 0n : amount, openEntityMinor: settled ? 0n : amount, postings: settled ? [posting, paid] : [posting] });
}

const users: fc.Arbitrary<User> = fc.record(
  {
    id: fc.constant("usr_1" as const), email: fc.constant("a@b.example"), name: fc.constantFrom(...names), language: fc.constant("en" as const), role: fc.constantFrom("collector", "salesperson", "credit-manager", "executive"),
    entityIds: fc.subarray([...entities], { maxLength: 2 }), countries: fc.subarray(countries), segments: fc.subarray(segments), knownAs: fc.subarray(["IM"]),
    sees: fc.constantFrom("everything", "portfolio", "own-customers", "team", "one-customer"), customerId: fc.constantFrom("cus_0", "cus_3"), team: fc.constant("north"),
  },
  { requiredKeys: ["id", "email", "name", "language", "role", "entityIds"] },
);
const teamMember: User = { id: "usr_2", email: "c@d.example", name: "Thomas Lebrun", role: "collector", language: "fr", entityIds: [], team: "north" };

const entitiesOf = ({ items }: Books, customer: Customer) => [...new Set(items.filter(({ customerId }) => customerId === customer.id).map(({ entityId }) => entityId))];
const mayOpen = (caller: Caller, all: Books, customer: Customer) => authorize(caller, "customer.read", { ...customer, kind: "customer", tenant: "ardelane", entities: entitiesOf(all, customer) }).allowed;
const maySee = (caller: Caller, { customers }: Books, item: Item) => authorize(caller, "item.read", { kind: "item", tenant: "ardelane", id: item.id, entity: item.entityId, customer: customers.find(({ id }) => id === item.customerId)! }).allowed;

test("the pure scope and Cedar see the same rows", () => {
  fc.assert(
    fc.property(books, users, (all, user) => {
      const caller = callerFrom("ardelane", { ...user, teamMembers: [teamMember] });
      for (const customer of all.customers) expect(seesCustomer(caller.scope, { ...customer, entities: entitiesOf(all, customer) })).toBe(mayOpen(caller, all, customer));
      for (const item of all.items) expect(seesItem(caller.scope, item.entityId, all.customers.find(({ id }) => id === item.customerId)!)).toBe(maySee(caller, all, item));
    }),
    { numRuns: 60 },
  );
});

test("the customers, invoices, postings and balances that the history answers with are those that Cedar permits", async () => {
  for (const [n, all] of fc.sample(books, { numRuns: 3, seed: 20260331 }).entries()) {
    const tenant = `ardelane-${n}`;
    const lake = memoryObjectStore();
    const half = Math.floor(all.items.length / 2);
    await collectHistory(lake, [...all.customers.map((customer) => customerChange(tenant, customer)), ...all.items.slice(0, half).map((item) => itemChange(tenant, item))]);
    await compactHistory(lake, tenant, "2026-03-15T00:00:00Z");
    if (half < all.items.length) await collectHistory(lake, all.items.slice(half).map((item) => itemChange(tenant, item)));
    for (const user of fc.sample(users, { numRuns: 10, seed: n })) await expectPermittedRows(lake, tenant, all, user);
  }
});

async function expectPermittedRows(lake: ReturnType<typeof memoryObjectStore>, tenant: string, all: Books, user: User): Promise<void> {
  const loaded = { ...user, teamMembers: [teamMember] };
  const door = apiHandler(insightRoutes, answers(() => ({ lake, rates: async () => [], timeZones: async () => ["Europe/Paris"] })), async () => loaded);
  const ask = async (path: string, query: string): Promise<any> => {
    const event = { rawPath: `/api/v1${path}`, rawQueryString: query, headers: {}, isBase64Encoded: false, requestContext: { requestId: "r", http: { method: "GET" }, authorizer: { jwt: { claims: { tenant, user: user.id } } } } };
    const { statusCode, body } = await door(event, { awsRequestId: "r" } as Context);
    expect(statusCode, body).toBe(200);
    return JSON.parse(body!);
  };
  const caller = callerFrom("ardelane", loaded);
  const customers = all.customers.filter((customer) => mayOpen(caller, all, customer)).map(({ id }) => id);
  const items = all.items.filter((item) => maySee(caller, all, item));

  const listed = await ask("/customers", "asOf=2026-03-31&limit=200");
  expect({ user, rows: listed.items.map(({ id }: { id: string }) => id).toSorted(), total: listed.total }).toEqual({ user, rows: customers.toSorted(), total: customers.length });
  const found = await ask("/invoices", "asOf=2026-03-31&status=all&limit=200");
  expect({ user, rows: found.items.map(({ id }: { id: string }) => id).toSorted() }).toEqual({ user, rows: items.map(({ id }) => id).toSorted() });
  const postings = await ask("/general-ledger", "from=2026-01-01&to=2026-03-31&limit=200");
  expect({ user, rows: postings.items.map(({ id }: { id: string }) => id).toSorted() }).toEqual({ user, rows: items.flatMap((item) => item.postings.map(({ id }) => id)).toSorted() });
  const aged = await ask("/aged-balance", "asOf=2026-03-31&groupBy=customer&limit=200");
  const owing = items.filter(({ openMinor }) => openMinor !== 0n);
  expect({ user, rows: aged.rows.map(({ key }: { key: string }) => key).toSorted() }).toEqual({ user, rows: [...new Set(owing.map(({ customerId }) => customerId))].toSorted() });
  expect(aged.rows.reduce((sum: number, row: { items: number }) => sum + row.items, 0)).toBe(owing.length);
}
