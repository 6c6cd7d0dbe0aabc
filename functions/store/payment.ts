// Payments: what came in, what was decided, what was posted. A payment and the items that it settles change in one transaction, each under the version
// that the decision was made from; whoever comes second decides again, and no cent is posted twice.
//
// kind    | pk            | sk | gsi1pk                        | gsi1sk | gsi2pk                       | gsi2sk
// --------|---------------|----|-------------------------------|--------|------------------------------|----------------
// payment | {t}#P#{id}    | A  | {t}#PD#{entity}#{booked on}   | {id}   | {t}#PS#{entity}#{status}     | {booked on}#{id}
import { Entity, Service } from "electrodb";
import type { DateText } from "#domain/date.ts";
import type { Payment, PaymentStatus } from "#domain/cash-application/payment.ts";
import type { ItemChanged } from "#domain/ledger/allocate.ts";
import type { PaymentFact } from "#events/cash-application.ts";
import type { Booking } from "#domain/cash-application/export/booking.ts";
import { bookingEntity, bookingRow } from "#functions/store/booking.ts";
import { storedFact } from "#functions/store/fact.ts";
import { itemEntity, toRow } from "#functions/store/item.ts";
import { perTenant } from "#functions/store/per-tenant.ts";
import { all, attempted, type Saved } from "#functions/store/request.ts";
import { tenantTable, type Connection, type TenantTable } from "#functions/store/table.ts";

const needed = (field: string) => ({ type: "string", field, required: true }) as const;

export const paymentEntity = (table?: TenantTable) =>
  new Entity(
    {
      model: { entity: "payment", version: "1", service: "q" },
      attributes: {
        tenant: needed("t"), id: needed("i"), entityId: needed("en"), status: needed("s"), bookedOn: needed("on"),
        version: { type: "number", field: "v", required: true }, content: { type: "any", field: "c", required: true }, facts: { type: "any", field: "f" },
      },
      indexes: {
        primary: { pk: { field: "pk", composite: ["tenant", "id"], template: "${tenant}#P#${id}", casing: "none" }, sk: { field: "sk", composite: [], template: "A", casing: "none" } },
        byDay: {
          index: "gsi1",
          pk: { field: "gsi1pk", composite: ["tenant", "entityId", "bookedOn"], template: "${tenant}#PD#${entityId}#${bookedOn}", casing: "none" },
          sk: { field: "gsi1sk", composite: ["id"], template: "${id}", casing: "none" },
        },
        byStatus: {
          index: "gsi2",
          pk: { field: "gsi2pk", composite: ["tenant", "entityId", "status"], template: "${tenant}#PS#${entityId}#${status}", casing: "none" },
          sk: { field: "gsi2sk", composite: ["bookedOn", "id"], template: "${bookedOn}#${id}", casing: "none" },
        },
      },
    } as const,
    table && { client: table.client as never, table: table.table },
  );

export type PaymentStore = ReturnType<typeof paymentStore>;
export type PaymentChange = { readonly next: Payment; readonly previous: Payment; readonly facts: readonly PaymentFact[] };
/** DynamoDB takes a hundred in one transaction: beside these documents the receipt, the payment, another payment that moves with it, and what the ERP is told. */
export const ITEMS_AT_ONCE = 95;
export type Also = Omit<PaymentChange, "previous"> & { readonly previous: Payment | undefined };
type Together = { readonly booking?: Booking | undefined; /** Another payment that the same act changes, or makes. */ readonly also?: Also | undefined };

export type Page = { readonly limit: number; readonly cursor: string | undefined };
export type PaymentPage = { readonly items: readonly Payment[]; readonly nextCursor?: string };

export const paymentStore = /* @__PURE__ */ perTenant((tenant: string, connection?: Connection) => {
  const table = tenantTable(tenant, connection);
  const [payments, items] = [paymentEntity(table), itemEntity(table)];
  const bookings = bookingEntity(table);
  const together = new Service({ payments, items, bookings }, { client: table.client as never, table: table.table });
  const rowOf = (payment: Payment, facts: readonly PaymentFact[]) => {
    const { version, ...content } = payment;
    return { tenant, id: payment.id, entityId: payment.entityId, status: payment.status, bookedOn: payment.bookedOn, version, content, ...(facts.length > 0 ? { facts: facts.map((fact) => storedFact(fact)) } : {}) };
  };

  return {
    tenant,
    payment: async (id: string): Promise<Payment | undefined> => {
      const { data } = await payments.get({ tenant, id }).go({ consistent: true });
      return data ? paymentOf(data) : undefined;
    },
    /** "conflict": it is known already, from an earlier file or from this one read before. */
    create: (payment: Payment, facts: readonly PaymentFact[]): Promise<Saved> => attempted(() => payments.create(rowOf(payment, facts)).go()),
    /** Oldest first. */
    async withStatus(entityId: string, status: PaymentStatus, { limit = 200, cursor }: Partial<Page> = {}): Promise<PaymentPage> {
      const page = await payments.query.byStatus({ tenant, entityId, status }).go({ limit, cursor: cursor ?? null, hydrate: true });
      const found = page.data.map(paymentOf).filter((payment) => payment.status === status);
      return page.cursor ? { items: found, nextCursor: page.cursor } : { items: found };
    },
    /** Booked on that day or later. */
    since: async (entityId: string, status: PaymentStatus, bookedOn: DateText): Promise<Payment[]> =>
      (await payments.query.byStatus({ tenant, entityId, status }).gte({ bookedOn }).go({ ...all, hydrate: true })).data.map(paymentOf).filter((payment) => payment.status === status),
    ofDay: async (entityId: string, bookedOn: DateText): Promise<Payment[]> => (await payments.query.byDay({ tenant, entityId, bookedOn }).go({ ...all, hydrate: true })).data.map(paymentOf),
    async ofDayInPages(entityId: string, bookedOn: DateText, { limit, cursor }: Page): Promise<PaymentPage> {
      const page = await payments.query.byDay({ tenant, entityId, bookedOn }).go({ limit, cursor: cursor ?? null, hydrate: true });
      return { items: page.data.map(paymentOf), ...(page.cursor ? { nextCursor: page.cursor } : {}) };
    },
    /** The payment and every item that it touches, or nothing. */
    save: ({ next, previous, facts }: PaymentChange, changes: readonly ItemChanged[] = [], { booking, also }: Together = {}): Promise<Saved> =>
      attempted(() =>
        together.transaction
          .write(({ payments: ofPayments, items: ofItems, bookings: ofBookings }) => [
            ofPayments.put(rowOf(next, facts)).where(({ version }, { eq }) => eq(version, previous.version)).commit(),
            ...(also ? [also.previous ? ofPayments.put(rowOf(also.next, also.facts)).where(({ version }, { eq }) => eq(version, also.previous!.version)).commit() : ofPayments.create(rowOf(also.next, also.facts)).commit()] : []),
            ...(booking ? [ofBookings.create(bookingRow(tenant, booking)).commit()] : []),
            ...changes.map((change) => {
              const row = toRow(tenant, change.next, change.facts.length > 0 ? change.facts.map((fact) => storedFact(fact, change.next.source)) : undefined);
              return change.previous ? ofItems.put(row).where(({ version }, { eq }) => eq(version, change.previous!.version)).commit() : ofItems.create(row).commit();
            }),
          ])
          .go(),
      ),
    consumed: () => ({ ...table.consumed }),
  };
});

type Row = { readonly version: number; readonly content: unknown };
/** Amounts come back as numbers where they are small enough; the domain has them as bigint. */
function paymentOf({ version, content }: Row): Payment {
  const stored = content as Payment;
  const whole = (value: unknown): bigint => BigInt(value as number);
  const lines = (of: Payment["allocations"][number]["lines"]) => of.map((line) => ({ ...line, cleared: whole(line.cleared) }));
  const adjustments = (of: Payment["allocations"][number]["adjustments"]) => of.map((one) => ({ ...one, minor: whole(one.minor) }));
  const { decision, approval } = stored;
  return {
    ...stored, version, minor: whole(stored.minor), allocated: whole(stored.allocated),
    allocations: stored.allocations.map((one) => ({ ...one, used: whole(one.used), lines: lines(one.lines), adjustments: adjustments(one.adjustments) })),
    ...(stored.transfers ? { transfers: stored.transfers.map((one) => ({ ...one, minor: whole(one.minor) })) } : {}),
    ...(approval ? { approval: { ...approval, lines: lines(approval.lines), adjustments: adjustments(approval.adjustments), over: approval.over.map((one) => ({ ...one, minor: whole(one.minor), limit: whole(one.limit) })) } } : {}),
    ...(decision ? { decision: { ...decision, proposals: decision.proposals.map((one) => ({ ...one, lines: lines(one.lines), adjustments: adjustments(one.adjustments) })) } } : {}),
  };
}
