// What a decision needs to know of one object. Read only for callers who do not see everything; for the others its tenant is enough.
import type { KnownObject, ObjectFacts } from "#domain/access/object-facts.ts";
import type { CustomerFacts, RowScope } from "#domain/access/scope.ts";
import { entitiesOf } from "#domain/dunning/message.ts";
import type { Customer } from "#domain/ledger/schema.ts";
import type { AboutKind } from "#domain/route.ts";
import { adviceStore } from "#functions/store/advice.ts";
import { bankDebitStore } from "#functions/store/bank-debit.ts";
import { bookingStore } from "#functions/store/booking.ts";
import { dunningStore } from "#functions/store/dunning.ts";
import { ingestionStore } from "#functions/store/ingestion.ts";
import { paymentStore } from "#functions/store/payment.ts";
import { ledgerStore, type LedgerStore } from "#functions/store/ledger.ts";

/** The ids in a request: the parameters of its path and its query, and `id`: the object's own. */
export type Ids = Readonly<Record<string, unknown>>;
export type LoadObject = (tenant: string, about: AboutKind, ids: Ids, scope: RowScope) => Promise<KnownObject | undefined>;

export const loadObject: LoadObject = async (tenant, about, ids, scope) => {
  const facts = await loaders[about](tenant, ids, scope);
  return facts && { ...facts, tenant };
};

const loaders: Readonly<Record<AboutKind, (tenant: string, ids: Ids, scope: RowScope) => Promise<ObjectFacts | undefined>>> = {
  async customer(tenant, { id }, scope) {
    const store = ledgerStore(tenant);
    const customer = await store.customer(String(id));
    return customer && { kind: "customer", ...(await customerFacts(store, customer, scope)) };
  },
  async account(tenant, { id }) {
    const store = ledgerStore(tenant);
    const [customer, items] = await Promise.all([store.customer(String(id)), store.items(String(id))]);
    return customer && { kind: "account", id: customer.id, entities: [...new Set(items.map(({ entityId }) => entityId))], customer };
  },
  async item(tenant, { id, customer: customerId }) {
    const store = ledgerStore(tenant);
    const [[item], customer] = await Promise.all([store.itemsByIds(String(customerId), [String(id)]), store.customer(String(customerId))]);
    return item && customer && { kind: "item", id: item.id, entity: item.entityId, customer };
  },
  async entity(tenant, { id }) {
    const entity = await ledgerStore(tenant).entity(String(id));
    return entity && { kind: "entity", id: entity.id, entity: entity.id };
  },
  async message(tenant, { id }) {
    const message = await dunningStore(tenant).message(String(id));
    const customer = message && (await ledgerStore(tenant).customer(message.debtorId));
    return customer && { kind: "message", id: message.id, entities: entitiesOf(message), customer };
  },
  payment: (tenant, { id }) => paymentFacts(tenant, id),
  async debit(tenant, { id }) {
    const debit = await bankDebitStore(tenant).debit(String(id));
    return debit && { kind: "payment", id: debit.id, entity: debit.entityId };
  },
  allocation: (tenant, { payment }) => paymentFacts(tenant, payment),
  async source(tenant, { id }) {
    const source = await ingestionStore(tenant).source(String(id));
    return source && { kind: "source", id: source.id, entity: source.entityId };
  },
  async import(tenant, { id }) {
    const store = ingestionStore(tenant);
    const run = await store.run(String(id));
    const source = run?.sourceId ? await store.source(run.sourceId) : undefined;
    return run && { kind: "import", id: run.id, entity: source?.entityId };
  },
  async advice(tenant, { id }) {
    const advice = await adviceStore(tenant).advice(String(id));
    return advice && { kind: "advice", id: advice.id, entity: advice.entityId };
  },
  async export(tenant, { id }) {
    const batch = await bookingStore(tenant).batch(String(id));
    return batch && { kind: "entity", id: batch.id, entity: batch.entityId };
  },
  async booking(tenant, { id }) {
    const booking = await bookingStore(tenant).booking(String(id));
    return booking && { kind: "entity", id: booking.id, entity: booking.entityId };
  },
};

async function paymentFacts(tenant: string, id: unknown): Promise<ObjectFacts | undefined> {
  const payment = await paymentStore(tenant).payment(String(id));
  return payment && { kind: "payment", id: payment.id, entity: payment.entityId, ...(payment.approval ? { proposedBy: payment.approval.by.id } : {}) };
}

/** In whose books a customer is takes reading its account, so it is asked only for a scope that needs it. */
export async function customerFacts(store: Pick<LedgerStore, "items">, customer: Customer, scope: RowScope): Promise<CustomerFacts> {
  const { id, country, segment, collector, salesperson } = customer;
  const entities = scope.entities === undefined ? undefined : [...new Set((await store.items(id)).map(({ entityId }) => entityId))];
  return { id, country, segment, collector, salesperson, entities };
}
