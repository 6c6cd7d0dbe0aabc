// The desk of reminders behind its door: a tenant with its people, and customers with late invoices, on a table of its own.
import { reconcile } from "#domain/ledger/reconcile.ts";
import type { Customer } from "#domain/ledger/schema.ts";
import { policyToJson } from "#functions/dunning/present.ts";
import { digest } from "#functions/runtime/digest.ts";
import { accessStore } from "#functions/store/access.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { ask } from "#test/world/door.ts";
import { startDynamoDb, useAsEnvironment } from "#test/world/dynamodb.ts";
import { standard } from "#test/world/dunning.ts";
import { arnaud, invoiceRecord } from "#test/world/ledger.ts";

export const TENANT = "fournil";
/** Camille collects for Arnaud and Besse; Hélène and Marc manage; Inès sells to somebody else; Ada administers; Paul only reads. */
export const people = { camille: "collector", helene: "credit-manager", marc: "credit-manager", ines: "salesperson", ada: "administrator", paul: "accountant", elise: "executive" } as const;
export type Person = keyof typeof people;

export type Owes = { readonly number: string; readonly minor: bigint; readonly dueOn: string; readonly currency?: string };
export type Debtor = Partial<Customer> & Pick<Customer, "id" | "name"> & { readonly owes: readonly Owes[]; readonly email?: string; readonly phone?: string };

export async function openDunningDesk(handlerOf: () => Promise<unknown>) {
  const dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
  process.env.POWERTOOLS_LOG_LEVEL = "CRITICAL";
  const [access, ledger] = [accessStore(TENANT), ledgerStore(TENANT)];
  await access.putTenant({ id: TENANT, name: "Fournil", currency: "EUR" });
  for (const [name, role] of Object.entries(people)) await access.putUser({ id: `usr_${name}`, email: `${name}@us.example`, name, role, language: "en", entityIds: [] });
  await ledger.putEntity({ id: "ent_fr", code: "FR", name: "Fournil", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" });
  const handler = await handlerOf();
  const api = (user: Person, request: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => ask(handler, request, { as: { tenant: TENANT, user: `usr_${user}` }, body, headers });
  return {
    dynamo, api, ledger,
    /** Adds a customer of Camille's with what he owes and whom to write to. */
    async debtor({ owes, email, phone, ...own }: Debtor): Promise<void> {
      await ledger.saveCustomer({ ...arnaud, code: own.id, country: "FR", language: "fr", addressLines: ["12 rue des Tanneurs"], postcode: "69003", city: "Lyon", collector: "camille", salesperson: "somebody else", ...own }, undefined);
      if (email || phone) await ledger.saveContact({ id: `con_${own.id.slice(4)}`, customerId: own.id, name: "Jeanne", role: "accounts-payable", ...(email ? { email } : {}), ...(phone ? { phone } : {}), owner: "ours" });
      for (const { number, minor, dueOn, currency = "EUR" } of owes) await ledger.saveItem(invoiceOf(own.id, { number, minor, dueOn, currency }), undefined, []);
    },
    /** Policies are published by two people. */
    async publish(policy = standard): Promise<void> {
      await api("helene", `PUT /dunning/policies/${policy.id}`, { policy: policyToJson(policy), revision: 0 });
      const { json } = await api("marc", `POST /dunning/policies/${policy.id}/publication`, { revision: 1 });
      if (json.state !== "published") throw new Error(`the policy is not published: ${JSON.stringify(json)}`);
    },
    /** The clock of the application, from this instant on. */
    at(instant: string): void {
      process.env.QUITTANCE_CLOCK_OFFSET_MS = String(Date.parse(instant) - Date.now());
    },
    async close(): Promise<void> {
      delete process.env.QUITTANCE_CLOCK_OFFSET_MS;
      await dynamo.close();
    },
  };
}

export const itemId = (number: string): `itm_${string}` => `itm_${number.toLowerCase().replace(/[^a-z0-9]/g, "")}`;

function invoiceOf(customerId: `cus_${string}`, { number, minor, dueOn, currency }: Required<Owes>) {
  const record = invoiceRecord({ id: itemId(number), number, customerId, minor, currency, instalments: [{ n: 1, dueOn, minor }] });
  const told = reconcile(undefined, record, { runId: "run_1", asOf: "2026-02-01", now: "2026-02-01T07:00:00.000Z", digest });
  if (!("item" in told)) throw new Error(`${number} was not told`);
  return told.item;
}
