// What the API says about one customer, and what a person may change there. Lists over all customers are the history's (functions/insight).
import { seesCustomer, seesEntity } from "#domain/access/scope.ts";
import { namedId, type CustomerId } from "#domain/id.ts";
import { changeCustomer } from "#domain/ledger/change-customer.ts";
import { ledgerRoutes } from "#domain/ledger/routes.ts";
import type { Customer, LegalEntity } from "#domain/ledger/schema.ts";
import { isRefused, refused } from "#domain/refusal.ts";
import { legalEntityAdded, type LegalEntityFact } from "#events/ledger.ts";
import { accountHandlers } from "#functions/ledger/accounts.ts";
import { presentCustomer } from "#functions/ledger/present.ts";
import { apiHandler, type Caller, type Handlers } from "#functions/runtime/api.ts";
import { digest } from "#functions/runtime/digest.ts";
import { loadUser } from "#functions/store/access.ts";
import { ledgerStore, type LedgerStore } from "#functions/store/ledger.ts";
import { customerFacts } from "#functions/store/objects.ts";

export const ledgerHandlers = (stores: (tenant: string) => LedgerStore = ledgerStore): Handlers<typeof ledgerRoutes> => ({
  "GET /entities": async ({ caller }) => ({ items: (await stores(caller.tenant).entities()).filter(({ id }) => seesEntity(caller.scope, id)) }),

  "POST /entities": async ({ body, caller, now }) => {
    const store = stores(caller.tenant);
    const entities = await store.entities();
    if (entities.some(({ code }) => code === body.code)) return refused("entity.code-taken");
    const entity: LegalEntity = { ...body, id: namedId("ent", digest, body.code) };
    const fact: LegalEntityFact = {
      name: legalEntityAdded.name,
      occurredAt: now,
      actor: { type: "user", id: caller.user.id, name: caller.user.name },
      data: { entityId: entity.id, name: entity.name },
    };
    await store.putEntity(entity, [fact]);
    return entity;
  },

  "GET /customers/{id}": async ({ params, caller }) => {
    const store = stores(caller.tenant);
    const [customer, contacts] = await Promise.all([store.customer(params.id), store.contacts(params.id)]);
    if (!customer) return refused("customer.unknown");
    const linked = await visible(store, caller, await store.customers([customer.payerId, customer.parentId].filter((id) => id !== undefined)));
    const [payer, parent] = [customer.payerId, customer.parentId].map((id) => linked.find((other) => other.id === id));
    return { customer: presentCustomer(customer), ...(payer ? { payer: presentCustomer(payer) } : {}), ...(parent ? { parent: presentCustomer(parent) } : {}), contacts };
  },

  "PATCH /customers/{id}": async ({ params, body, caller, now }) => {
    const store = stores(caller.tenant);
    const current = await store.customer(params.id);
    if (!current) return refused("customer.unknown");
    const { version, ...change } = body;
    if (version !== current.version) return refused("customer.changed-meanwhile", { version: current.version });
    const wanted = [...new Set([change.payerId, change.parentId].filter((id) => id != null))];
    if ((await visible(store, caller, await store.customers(wanted))).length < wanted.length) return refused("customer.unknown");
    const linked = await linkedTo(store, [change.payerId, change.parentId]);

    const answer = changeCustomer(current, change, linked, { now, user: { id: caller.user.id, name: caller.user.name } });
    if (answer === undefined) return presentCustomer(current);
    if (isRefused(answer)) return answer;

    const saved = await store.saveCustomer(answer.customer, current, answer.facts);
    return saved === "saved" ? presentCustomer(answer.customer) : refused("customer.changed-meanwhile");
  },

  ...accountHandlers(stores),
});

export const handler = apiHandler(ledgerRoutes, ledgerHandlers(), loadUser);

/** Who pays for a customer, or owns it, may be somebody whom the caller does not see. */
async function visible(store: LedgerStore, { scope }: Caller, customers: readonly Customer[]): Promise<Customer[]> {
  const facts = await Promise.all(customers.map((customer) => customerFacts(store, customer, scope)));
  return customers.filter((_, n) => seesCustomer(scope, facts[n]!));
}

/** Follows the links upwards from where a change would lead; a group of companies is rarely more than a handful of floors high. */
async function linkedTo(store: LedgerStore, from: readonly (CustomerId | null | undefined)[]): Promise<Customer[]> {
  const found = new Map<string, Customer>();
  for (let next = from.filter((id) => id != null); next.length > 0;) {
    const customers = await store.customers(next);
    for (const customer of customers) found.set(customer.id, customer);
    next = customers.flatMap(({ payerId, parentId }) => [payerId, parentId]).filter((id) => id !== undefined && !found.has(id)) as CustomerId[];
  }
  return [...found.values()];
}
