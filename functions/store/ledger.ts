// The ledger of one tenant as the functions see it: nouns in, nouns out. What is saved was decided in the domain; here it is only kept safe:
// a save names the state that it was decided from, and is a "conflict" when somebody else was faster, so the decision is made again.
import { Service } from "electrodb";
import type { Holding } from "#domain/access/portfolio/schema.ts";
import type { Commitment, Contact, Customer, Item, LegalEntity } from "#domain/ledger/schema.ts";
import type { CustomerFact, ItemFact, LegalEntityFact } from "#events/ledger.ts";
import { codeKey, customersByZone, commitmentEntity, commitmentOf, contactEntity, contactOf, customerEntity, customerOf, customerRow } from "#functions/store/customer.ts";
import { storedFact } from "#functions/store/fact.ts";
import { changesHolder, holderKey, holdingEntity, holdingOf, holdingsOf } from "#functions/store/holding.ts";
import { fromRow, itemEntity, numberKey, toRow } from "#functions/store/item.ts";
import { perTenant } from "#functions/store/per-tenant.ts";
import { all, attempted, each, type Saved } from "#functions/store/request.ts";
import { legalEntityEntity, legalEntityOf } from "#functions/store/settings.ts";
import { tenantTable, type Connection } from "#functions/store/table.ts";

export { customerFromImage } from "#functions/store/customer.ts";
export { itemFromImage } from "#functions/store/item.ts";
export type { Saved } from "#functions/store/request.ts";

export type ItemChange = { readonly next: Item; readonly previous: Item | undefined; readonly facts: readonly ItemFact[] };
export type LedgerStore = ReturnType<typeof ledgerStore>;

export const ledgerStore = /* @__PURE__ */ perTenant((tenant: string, connection?: Connection) => {
  const table = tenantTable(tenant, connection);
  const items = itemEntity(table);
  const customers = customerEntity(table);
  const contacts = contactEntity(table);
  const commitments = commitmentEntity(table);
  const entities = legalEntityEntity(table);
  const holdings = holdingEntity(table);
  const account = new Service({ customers, holdings }, { client: table.client as never, table: table.table });
  const together = new Service({ items }, { client: table.client as never, table: table.table });

  return {
    tenant,
    /** By code: the first is the one whose time zone the group lives in. */
    entities: async (): Promise<LegalEntity[]> => (await entities.query.primary({ tenant }).go(all)).data.map(legalEntityOf).toSorted((a, b) => a.code.localeCompare(b.code)),
    entity: async (id: string): Promise<LegalEntity | undefined> => {
      const { data } = await entities.get({ tenant, id }).go();
      return data ? legalEntityOf(data) : undefined;
    },
    putEntity: async (entity: LegalEntity, facts: readonly LegalEntityFact[] = []): Promise<void> => {
      await entities.put({ ...entity, tenant, fact: kept(facts) }).go();
    },

    customer: async (id: string): Promise<Customer | undefined> => {
      const { data } = await customers.get({ tenant, customerId: id }).go({ consistent: true });
      return data ? customerOf(data) : undefined;
    },
    customers: async (ids: readonly string[]): Promise<Customer[]> =>
      (
        await each(
          ids,
          (part) => customers.get(part.map((customerId) => ({ tenant, customerId }))).go({ consistent: true, unprocessed: "raw" }),
          (id) => customers.get({ tenant, customerId: id }).params(),
        )
      ).map(customerOf),
    customersByCode: async (codeSpace: string, code: string): Promise<Customer[]> => {
      const { data } = await customers.query.byCode({ tenant, codeKey: codeKey(codeSpace, code) }).go({ ...all, hydrate: true });
      return data.map(customerOf);
    },
    /** Ids of the customers of one time zone, or of one shard of it; `limit` for whoever only asks whether there are any. */
    customersIn: (zone: string, shard = "", limit = Infinity): Promise<Customer["id"][]> => customersByZone(table, tenant, zone, shard, limit),
    /** Who holds the customer is kept with it: `because` tells the rule or the pin that gave it. */
    async saveCustomer(next: Customer, previous: Customer | undefined, facts: readonly CustomerFact[] = [], because?: string): Promise<Saved> {
      const row = customerRow(tenant, next, kept(facts));
      const last = previous && changesHolder(next, previous) ? (await holdings.query.primary({ tenant, customerId: next.id }).go({ order: "desc", limit: 1, consistent: true })).data[0] : undefined;
      const held = holdingsOf(tenant, next, previous, last, facts, because);
      if (held.length > 0)
        return attempted(() =>
          account.transaction
            .write(({ customers: ofCustomer, holdings: ofHolding }) => [
              previous ? ofCustomer.put(row).where(({ version }, { eq }) => eq(version, previous.version)).commit() : ofCustomer.create(row).commit(),
              ...held.map((holding) => ofHolding.put(holding).commit()),
            ])
            .go(),
        );
      return attempted(() =>
        previous
          ? customers
              .put(row)
              .where(({ version }, { eq }) => eq(version, previous.version))
              .go()
          : customers.create(row).go(),
      );
    },
    /** Newest first. */
    holders: async (customerId: string): Promise<Holding[]> => (await holdings.query.primary({ tenant, customerId }).go({ ...all, order: "desc" })).data.map(holdingOf),
    /** All times that began by `to`, oldest first. */
    heldBy: async (collector: string, to = "9999"): Promise<Holding[]> =>
      (await holdings.query.byHolder({ tenant, holder: holderKey(collector) }).lte({ since: to }).go({ ...all, hydrate: true })).data.map(holdingOf),

    contacts: async (customerId: string): Promise<Contact[]> => (await contacts.query.primary({ tenant, customerId }).go(all)).data.map(contactOf),
    saveContact: async (contact: Contact): Promise<void> => {
      await contacts.put({ ...contact, tenant }).go();
    },

    commitments: async (customerId: string): Promise<Commitment[]> => (await commitments.query.primary({ tenant, customerId }).go(all)).data.map(commitmentOf),
    saveCommitment: async (commitment: Commitment): Promise<void> => {
      await commitments.put({ ...commitment, tenant }).go();
    },
    removeCommitment: async (customerId: string, id: string): Promise<void> => {
      await commitments.delete({ tenant, customerId, id }).go();
    },

    items: async (customerId: string): Promise<Item[]> => (await items.query.primary({ tenant, customerId }).go({ ...all, consistent: true })).data.map(fromRow),
    itemsByIds: async (customerId: string, ids: readonly string[]): Promise<Item[]> =>
      (
        await each(
          ids,
          (part) => items.get(part.map((id) => ({ tenant, customerId, id }))).go({ consistent: true, unprocessed: "raw" }),
          (id) => items.get({ tenant, customerId, id }).params(),
        )
      ).map(fromRow),
    itemsByNumber: async (number: string): Promise<Item[]> =>
      (await items.query.byNumber({ tenant, numberKey: numberKey(number) }).go({ ...all, hydrate: true })).data.map(fromRow),
    saveItem: (next: Item, previous: Item | undefined, facts: readonly ItemFact[]): Promise<Saved> => {
      const row = toRow(tenant, next, kept(facts, next.source));
      return attempted(() =>
        previous
          ? items
              .put(row)
              .where(({ version }, { eq }) => eq(version, previous.version))
              .go()
          : items.create(row).go(),
      );
    },
    /** All or none: at most 100 items that belong to one decision. */
    saveItems: (changes: readonly ItemChange[]): Promise<Saved> =>
      attempted(() =>
        together.transaction
          .write(({ items: entity }) =>
            changes.map(({ next, previous, facts }) => {
              const row = toRow(tenant, next, kept(facts, next.source));
              return previous
                ? entity
                    .put(row)
                    .where(({ version }, { eq }) => eq(version, previous.version))
                    .commit()
                : entity.create(row).commit();
            }),
          )
          .go(),
      ),

    /** What the requests of this store cost so far, in DynamoDB's units. */
    consumed: () => ({ ...table.consumed }),
  };
});

const kept = (facts: readonly (ItemFact | CustomerFact | LegalEntityFact)[], source?: string) => (facts.length > 0 ? facts.map((fact) => storedFact(fact, source)) : undefined);
