// For random people and random books: each list that is read from the table, and each file made of it, holds the rows that Cedar permits, no more and no fewer.
// (The lists of the history have a test of their own: rows.property.test.ts.)
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { KnownObject } from "#domain/access/object-facts.ts";
import type { User } from "#domain/access/schema.ts";
import { received } from "#domain/cash-application/payment.ts";
import type { Customer, Item } from "#domain/ledger/schema.ts";
import { authorize, type Caller } from "#functions/runtime/authorize.ts";
import { callerFrom } from "#functions/runtime/decide.ts";
import { accessStore, loadedUser } from "#functions/store/access.ts";
import { bankStatementStore } from "#functions/store/bank-statement.ts";
import { ingestionStore } from "#functions/store/ingestion.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { paymentStore } from "#functions/store/payment.ts";
import { keepExport, keepReminders, RUN_DAY } from "#test/world/desk-reminders.ts";
import { openDesk } from "#test/world/desk.ts";
import { arnaud, invoice } from "#test/world/ledger.ts";

const names = ["Inès Marchetti", "Thomas Lebrun", "Marc Delorme"];
const entities = ["ent_fr", "ent_uk", "ent_us"] as const;
type EntityId = (typeof entities)[number];
const maybe = <T>(from: readonly T[]) => fc.option(fc.constantFrom(...from), { nil: undefined });

/** A customer, with one open invoice in each of some entities. The first letters say whose they are. */
type Account = { readonly customer: Customer; readonly items: readonly Item[] };
const accounts: fc.Arbitrary<readonly Account[]> = fc
  .array(fc.record({ country: fc.constantFrom("FR", "GB"), segment: maybe(["retail", "key account"]), collector: maybe(names), salesperson: maybe(names), in: fc.subarray([...entities], { minLength: 1 }) }), { minLength: 5, maxLength: 7 })
  .map((all) => all.map(({ in: books, ...facts }, n) => ({ customer: { ...arnaud, ...facts, id: `cus_${n}`, code: `C${n}`, name: `Customer ${n}` }, items: books.map((entityId) => itemOf(n, entityId)) })));

function itemOf(n: number, entityId: EntityId): Item {
  const issued = { id: `pst_${n}-${entityId.slice(4)}`, kind: "issue", on: "2026-01-10", instalment: 1, dueOn: "2026-02-10", minor: 1200_00n, entityMinor: 1200_00n, by: "run_1" } as const;
  return invoice({ id: `itm_${n}-${entityId.slice(4)}`, customerId: `cus_${n}`, entityId, number: `FA-${n}`, minor: 1200_00n, entityMinor: 1200_00n, openMinor: 1200_00n, openEntityMinor: 1200_00n, postings: [issued] });
}

const people: fc.Arbitrary<User> = fc.record(
  {
    id: fc.constant("usr_1" as const), email: fc.constant("a@b.example"), name: fc.constantFrom(...names), language: fc.constant("en" as const), role: fc.constantFrom("collector", "salesperson", "credit-manager", "accountant", "cash-applier", "executive"),
    entityIds: fc.subarray([...entities], { maxLength: 2 }), countries: fc.subarray(["FR", "GB"]), segments: fc.subarray(["retail", "key account"]), sees: fc.constantFrom("everything", "portfolio", "own-customers", "one-customer"), customerId: fc.constantFrom("cus_0", "cus_3"),
  },
  { requiredKeys: ["id", "email", "name", "language", "role", "entityIds"] },
);

let desk: Awaited<ReturnType<typeof openDesk>>;
beforeAll(async () => void (desk = await openDesk()), 120_000);
afterAll(() => desk?.close());

test("what a person reads of payments, messages, calls, runs, sources and exports is what Cedar lets him see", async () => {
  for (const [n, all] of fc.sample(accounts, { numRuns: 2, seed: 20260331 }).entries()) {
    const tenant = `random-${n}`;
    await settle(tenant, all);
    for (const [k, user] of fc.sample(people, { numRuns: 8, seed: n }).entries()) {
      const one: User = { ...user, id: `usr_${k}` };
      await accessStore(tenant).putUser(one);
      await expectPermittedRows(tenant, all, callerFrom(tenant, await loadedUser(accessStore(tenant), one)));
    }
  }
}, 180_000);

async function settle(tenant: string, all: readonly Account[]): Promise<void> {
  const [access, ledger, imports] = [accessStore(tenant), ledgerStore(tenant), ingestionStore(tenant)];
  await access.putTenant({ id: tenant, name: tenant, currency: "EUR" });
  for (const id of entities) {
    const name = id.slice(4);
    await ledger.putEntity({ id, code: name, name, country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "en" });
    await imports.putSource({ id: `src_${name}`, slug: name, name, format: "delimited", mode: "full", entityId: id, codeSpace: "erp", terms: { days: 30, endOfMonth: false }, freshWithinHours: 26, holdAbovePerMille: 300 });
    await paymentStore(tenant).create(received({ id: `pay_${name}`, entityId: id, account: "FR76", currency: "EUR", minor: 100n, bookedOn: "2026-02-12", text: name, kind: "credit-transfer", statement: { fileName: name, format: "camt.053", runId: "run_1", line: 1 } }), []);
    await bankStatementStore(tenant).keep({ id: `bst_${name}`, entityId: id, account: "FR76", currency: "EUR", day: "2026-02-12", fileName: name, runId: "run_1", format: "camt.053", credits: { count: 1, minor: 100n }, debits: { count: 0, minor: 0n } });
    await keepExport(tenant, { name, customerId: "cus_0", entityIds: [id], itemId: "itm_0-fr" });
  }
  for (const { customer, items } of all) {
    await ledger.saveCustomer(customer, undefined);
    for (const item of items) await ledger.saveItem(item, undefined, []);
    await keepReminders(tenant, { name: customer.id.slice(4), customerId: customer.id, entityIds: items.map(({ entityId }) => entityId), itemId: items[0]!.id });
  }
}

async function expectPermittedRows(tenant: string, all: readonly Account[], caller: Caller): Promise<void> {
  const permitted = <T>(action: string, rows: readonly T[], object: (row: T) => KnownObject): T[] => rows.filter((row) => authorize(caller, action, object(row)).allowed);
  const ask = async (request: string): Promise<any[]> => {
    const { status, json } = await desk.ask(request, { as: { tenant, user: caller.user.id } });
    if (status === 403 || status === 404) return [];
    expect(status, JSON.stringify(json)).toBe(200);
    return json.items ?? [json];
  };
  const who = { role: caller.role.id, scope: caller.scope };
  const expectRows = async (request: string, id: (row: any) => string, rows: readonly string[]): Promise<void> => expect({ request, who, rows: (await ask(request)).map(id).toSorted() }).toEqual({ request, who, rows: rows.toSorted() });
  const byId = ({ id }: { id: string }): string => id;
  const messageOf = ({ customer, items }: Account): KnownObject => ({ kind: "message", tenant, id: `msg_${customer.id.slice(4)}`, entities: items.map(({ entityId }) => entityId), customer });
  const inEntity = (kind: "entity" | "payment" | "source") => (id: EntityId): KnownObject => ({ kind, tenant, id, entity: id });
  const short = (id: string): string => id.slice(4);

  await expectRows("GET /entities", byId, permitted("entity.read", entities, inEntity("entity")));
  await expectRows("GET /sources", byId, permitted("source.read", entities, inEntity("source")).map((id) => `src_${short(id)}`));
  await expectRows("GET /payments?status=waiting", byId, permitted("payment.read", entities, inEntity("payment")).map((id) => `pay_${short(id)}`));
  await expectRows("GET /bank-statements", byId, permitted("payment.read", entities, inEntity("payment")).map((id) => `bst_${short(id)}`));
  for (const id of entities) {
    const mine = permitted("posting-export.read", [id], inEntity("entity")).map(short);
    await expectRows(`GET /postings-exports/entries?entity=${id}`, byId, mine.map((name) => `bok_${name}`));
    await expectRows(`GET /postings-exports?entity=${id}`, byId, mine.map((name) => `exp_${name}`));
    await expectRows(`GET /postings-exports/exp_${short(id)}/file`, () => "the file", mine.map(() => "the file"));
  }
  const messages = permitted("message.read", all, messageOf).map(({ customer }) => short(customer.id));
  await expectRows(`GET /messages?on=${RUN_DAY}`, byId, messages.map((name) => `msg_planned-${name}`));
  await expectRows("GET /dunning/approvals", byId, messages.map((name) => `msg_${name}`));
  await expectRows("GET /dunning/calls", byId, messages.map((name) => `msg_call-${name}`));
  await expectRows(`GET /dunning/runs/${RUN_DAY}`, ({ debtorId }) => debtorId, permitted("run.preview", all, messageOf).map(({ customer }) => customer.id));
  const accountOf = ({ customer, items }: Account): KnownObject => ({ kind: "account", tenant, id: customer.id, entities: items.map(({ entityId }) => entityId), customer });
  await expectRows("GET /dunning/hand-offs", byId, permitted("dunning.read", all, accountOf).map(({ customer }) => `hof_${short(customer.id)}`));
  for (const account of all) {
    const { customer, items } = account;
    const itsOwn = permitted("message.read", [account], messageOf).length > 0 ? ["", "call-", "planned-"].map((kind) => `msg_${kind}${short(customer.id)}`) : [];
    const open = permitted("item.read", items, (item) => ({ kind: "item", tenant, id: item.id, entity: item.entityId, customer }));
    const seen = permitted("dunning.read", [customer], (facts) => ({ kind: "customer", tenant, ...facts, entities: items.map(({ entityId }) => entityId) }));
    await expectRows(`GET /messages?customer=${customer.id}`, byId, itsOwn);
    await expectRows(`GET /customers/${customer.id}/open-items`, byId, open.map(byId));
    await expectRows(`GET /dunning/hand-offs?customer=${customer.id}`, byId, permitted("dunning.read", [account], accountOf).map(() => `hof_${short(customer.id)}`));
    await expectRows(`GET /dunning/signals?customer=${customer.id}`, byId, seen.map(() => `sig_${short(customer.id)}`));
    await expectRows(`GET /dunning/holds?customer=${customer.id}`, byId, seen.map(() => `hld_${short(customer.id)}`));
    await expectRows(`GET /promises?customer=${customer.id}`, byId, seen.map(() => `prm_${short(customer.id)}`));
  }
}
