// What the ERP must be told, and the batches that it went out in.
//
// kind    | pk             | sk | gsi1pk             | gsi1sk | gsi2pk                      | gsi2sk
// --------|----------------|----|--------------------|--------|-----------------------------|------------
// booking | {t}#KE#{id}    | A  | {t}#KB#{batch}     | {id}   | {t}#KS#{entity}#{state}     | {at}#{id}
// batch   | {t}#KX#{id}    | A  |                    |        | {t}#KL#{entity}             | {number}
//
// A booking is created in the transaction that posts (payment.ts); from then on it changes under its version.
import { Entity } from "electrodb";
import type { Actor } from "#domain/actor.ts";
import type { BatchId, Booking, BookingState } from "#domain/cash-application/export/booking.ts";
import { namedId, type Digest, type EntityId } from "#domain/id.ts";
import type { ExportFact } from "#events/cash-application.ts";
import { storedFact } from "#functions/store/fact.ts";
import { packed, unpacked } from "#functions/store/packed.ts";
import { perTenant } from "#functions/store/per-tenant.ts";
import { all, attempted, type Saved } from "#functions/store/request.ts";
import { tenantTable, type Connection, type TenantTable } from "#functions/store/table.ts";

const needed = (field: string) => ({ type: "string", field, required: true }) as const;
const any = (field: string) => ({ type: "any", field, required: true }) as const;
const version = { type: "number", field: "v", required: true } as const;
const wiring = (table?: TenantTable) => table && { client: table.client as never, table: table.table };

export const bookingEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "booking", version: "1", service: "q" },
      attributes: { tenant: needed("t"), id: needed("i"), entityId: needed("en"), state: needed("s"), batch: needed("b"), at: needed("at"), version, content: any("c"), facts: { type: "any", field: "f" } },
      indexes: {
        primary: { pk: { field: "pk", composite: ["tenant", "id"], template: "${tenant}#KE#${id}", casing: "none" }, sk: { field: "sk", composite: [], template: "A", casing: "none" } },
        byBatch: { index: "gsi1", pk: { field: "gsi1pk", composite: ["tenant", "batch"], template: "${tenant}#KB#${batch}", casing: "none" }, sk: { field: "gsi1sk", composite: ["id"], template: "${id}", casing: "none" } },
        byState: { index: "gsi2", pk: { field: "gsi2pk", composite: ["tenant", "entityId", "state"], template: "${tenant}#KS#${entityId}#${state}", casing: "none" }, sk: { field: "gsi2sk", composite: ["at", "id"], template: "${at}#${id}", casing: "none" } },
      },
    } as const,
    wiring(table),
  );

export const batchEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "batch", version: "1", service: "q" },
      attributes: { tenant: needed("t"), id: needed("i"), entityId: needed("en"), number: needed("n"), version, content: any("c"), facts: { type: "any", field: "f" } },
      indexes: {
        primary: { pk: { field: "pk", composite: ["tenant", "id"], template: "${tenant}#KX#${id}", casing: "none" }, sk: { field: "sk", composite: [], template: "A", casing: "none" } },
        byEntity: { index: "gsi2", pk: { field: "gsi2pk", composite: ["tenant", "entityId"], template: "${tenant}#KL#${entityId}", casing: "none" }, sk: { field: "gsi2sk", composite: ["number"], template: "${number}", casing: "none" } },
      },
    } as const,
    wiring(table),
  );

export type Batch = {
  readonly id: BatchId;
  readonly entityId: EntityId;
  readonly number: number;
  readonly state: "making" | "ready";
  readonly madeAt: string;
  readonly by: Actor;
  /** What was to be told when it was begun; what of it is in another batch by then is left out. */
  readonly bookings: readonly Booking["id"][];
  readonly entries: number;
  readonly rows: number;
  readonly sha256?: string;
  readonly key: string;
  readonly version: number;
};
export const batchIdOf = (digest: Digest, entityId: string, number: number): BatchId => namedId("exp", digest, entityId, String(number));

export const bookingRow = (tenant: string, booking: Booking, facts: readonly ExportFact[] = []) => ({
  tenant, id: booking.id, entityId: booking.entityId, state: booking.state, batch: booking.batch ?? "-", at: booking.at, version: booking.version, content: packed(booking), ...(facts.length > 0 ? { facts: facts.map((fact) => storedFact(fact)) } : {}),
});
const batchRow = (tenant: string, batch: Batch, facts: readonly ExportFact[] = []) => ({
  tenant, id: batch.id, entityId: batch.entityId, number: String(batch.number).padStart(9, "0"), version: batch.version, content: packed(batch), ...(facts.length > 0 ? { facts: facts.map((fact) => storedFact(fact)) } : {}),
});

type Page = { readonly limit?: number; readonly cursor?: string | undefined };
export type BookingStore = ReturnType<typeof bookingStore>;

export const bookingStore = /* @__PURE__ */ perTenant((tenant: string, connection?: Connection) => {
  const table = tenantTable(tenant, connection);
  const [bookings, batches] = [bookingEntity(table), batchEntity(table)];
  return {
    tenant,
    booking: async (id: string): Promise<Booking | undefined> => {
      const { data } = await bookings.get({ tenant, id }).go({ consistent: true });
      return data ? unpacked<Booking>(data.content) : undefined;
    },
    saveBooking: (next: Booking, previous: Booking, facts: readonly ExportFact[] = []): Promise<Saved> => attempted(() => bookings.put(bookingRow(tenant, next, facts)).where(({ version: known }, { eq }) => eq(known, previous.version)).go()),
    /** Oldest first; `since`: an instant. */
    async withState(entityId: string, state: BookingState, { limit = 200, cursor, since }: Page & { readonly since?: string } = {}): Promise<{ items: Booking[]; nextCursor?: string }> {
      const query = bookings.query.byState({ tenant, entityId, state });
      const page = await (since ? query.gte({ at: since }) : query).go({ limit, cursor: cursor ?? null, hydrate: true });
      const items = page.data.map(({ content }) => unpacked<Booking>(content)).filter((booking) => booking.state === state);
      return page.cursor ? { items, nextCursor: page.cursor } : { items };
    },
    ofBatch: async (batch: string): Promise<Booking[]> => (await bookings.query.byBatch({ tenant, batch }).go({ ...all, hydrate: true })).data.map(({ content }) => unpacked<Booking>(content)),

    batch: async (id: string): Promise<Batch | undefined> => {
      const { data } = await batches.get({ tenant, id }).go({ consistent: true });
      return data ? unpacked<Batch>(data.content) : undefined;
    },
    createBatch: (batch: Batch): Promise<Saved> => attempted(() => batches.create(batchRow(tenant, batch)).go()),
    saveBatch: (next: Batch, previous: Batch, facts: readonly ExportFact[]): Promise<Saved> => attempted(() => batches.put(batchRow(tenant, next, facts)).where(({ version: known }, { eq }) => eq(known, previous.version)).go()),
    /** Newest first. */
    async batches(entityId: string, { limit = 50, cursor }: Page = {}): Promise<{ items: Batch[]; nextCursor?: string }> {
      const page = await batches.query.byEntity({ tenant, entityId }).go({ order: "desc", limit, cursor: cursor ?? null, hydrate: true });
      const items = page.data.map(({ content }) => unpacked<Batch>(content)).toSorted((a, b) => b.number - a.number);
      return page.cursor ? { items, nextCursor: page.cursor } : { items };
    },
    consumed: () => ({ ...table.consumed }),
  };
});
