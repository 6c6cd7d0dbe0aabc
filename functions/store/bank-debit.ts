// What the bank took from our accounts, once each, by what is to be done about it.
//
// kind       | pk              | sk | gsi2pk                      | gsi2sk
// -----------|-----------------|----|-----------------------------|------------------
// bank debit | {t}#BD#{id}     | A  | {t}#BX#{entity}#{state}     | {booked on}#{id}
import { Entity } from "electrodb";
import type { Debit, DebitState } from "#domain/cash-application/debits/debit.ts";
import { packed, unpacked } from "#functions/store/packed.ts";
import { perTenant } from "#functions/store/per-tenant.ts";
import { attempted, type Saved } from "#functions/store/request.ts";
import { tenantTable, type Connection, type TenantTable } from "#functions/store/table.ts";

const needed = (field: string) => ({ type: "string", field, required: true }) as const;

export const bankDebitEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "bank-debit", version: "1", service: "q" },
      attributes: { tenant: needed("t"), id: needed("i"), entityId: needed("en"), state: needed("s"), bookedOn: needed("on"), version: { type: "number", field: "v", required: true }, content: { type: "any", field: "c", required: true } },
      indexes: {
        primary: { pk: { field: "pk", composite: ["tenant", "id"], template: "${tenant}#BD#${id}", casing: "none" }, sk: { field: "sk", composite: [], template: "A", casing: "none" } },
        byState: { index: "gsi2", pk: { field: "gsi2pk", composite: ["tenant", "entityId", "state"], template: "${tenant}#BX#${entityId}#${state}", casing: "none" }, sk: { field: "gsi2sk", composite: ["bookedOn", "id"], template: "${bookedOn}#${id}", casing: "none" } },
      },
    } as const,
    table && { client: table.client as never, table: table.table },
  );

export type BankDebitStore = ReturnType<typeof bankDebitStore>;

export const bankDebitStore = /* @__PURE__ */ perTenant((tenant: string, connection?: Connection) => {
  const debits = bankDebitEntity(tenantTable(tenant, connection));
  const rowOf = (debit: Debit) => ({ tenant, id: debit.id, entityId: debit.entityId, state: debit.state, bookedOn: debit.bookedOn, version: debit.version, content: packed(debit) });
  return {
    tenant,
    debit: async (id: string): Promise<Debit | undefined> => {
      const { data } = await debits.get({ tenant, id }).go({ consistent: true });
      return data ? unpacked<Debit>(data.content) : undefined;
    },
    /** "conflict": it is known already. */
    create: (debit: Debit): Promise<Saved> => attempted(() => debits.create(rowOf(debit)).go()),
    save: (next: Debit, previous: Debit): Promise<Saved> => attempted(() => debits.put(rowOf(next)).where(({ version }, { eq }) => eq(version, previous.version)).go()),
    /** Oldest first. */
    async withState(entityId: string, state: DebitState, { limit = 200, cursor }: { readonly limit?: number; readonly cursor?: string | undefined } = {}): Promise<{ items: Debit[]; nextCursor?: string }> {
      const page = await debits.query.byState({ tenant, entityId, state }).go({ limit, cursor: cursor ?? null, hydrate: true });
      const items = page.data.map(({ content }) => unpacked<Debit>(content)).filter((debit) => debit.state === state);
      return page.cursor ? { items, nextCursor: page.cursor } : { items };
    },
  };
});
