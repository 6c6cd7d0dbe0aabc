// What the ERP is told, for people and programs: batches and their files, what the ERP said of them, and what does not fit together.
import type * as z from "zod";
import { dismissed, sentAgain, type Acknowledgment, type Booking } from "#domain/cash-application/export/booking.ts";
import type { exportRoutes } from "#domain/cash-application/export/routes.ts";
import type { batchJson, bookingJson } from "#domain/cash-application/export/schema.ts";
import { money, toJson } from "#domain/money.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";
import { takeAcknowledgment } from "#functions/store/acknowledgment.ts";
import { makeBatch } from "#functions/cash-application/make-batch.ts";
import type { Handlers } from "#functions/runtime/api.ts";
import { env } from "#functions/runtime/env.ts";
import { bookingStore, type Batch, type BookingStore } from "#functions/store/booking.ts";
import { ledgerStore, type LedgerStore } from "#functions/store/ledger.ts";

type Stores = { readonly bookings: BookingStore; readonly ledger: LedgerStore };
const storesOf = (tenant: string): Stores => ({ bookings: bookingStore(tenant), ledger: ledgerStore(tenant) });
const ADDRESS_SECONDS = 900;
const files = () => import("#functions/cash-application/export-files.ts");

export const exportAnswers = (of: (tenant: string) => Stores = storesOf): Handlers<typeof exportRoutes> => ({
  "GET /postings-exports": async ({ query, caller }) => {
    const { items, nextCursor } = await of(caller.tenant).bookings.batches(query.entity, query);
    return { items: items.map(shownBatch), ...(nextCursor ? { nextCursor } : {}) };
  },

  "POST /postings-exports": async ({ body, caller, now }) => {
    const { bookings, ledger } = of(caller.tenant);
    const entity = await ledger.entity(body.entity);
    if (!entity) return refused("entity.unknown");
    const batch = await makeBatch({ bookings, ledger, write: async (key, text) => (await files()).writeDocument(env("DOCUMENTS_BUCKET"), key, text) }, entity, { by: { type: "user", id: caller.user.id, name: caller.user.name }, now });
    return batch ? { batch: shownBatch(batch) } : {};
  },

  "GET /postings-exports/entries": async ({ query, caller }) => {
    const stores = of(caller.tenant);
    const { items, nextCursor } = await stores.bookings.withState(query.entity, query.state, query);
    return { items: await shown(stores, items), ...(nextCursor ? { nextCursor } : {}) };
  },

  "GET /postings-exports/{id}": async ({ params, caller }) => {
    const stores = of(caller.tenant);
    const batch = await stores.bookings.batch(params.id);
    if (!batch) return refused("export.unknown");
    const entries = await stores.bookings.ofBatch(batch.id);
    const states = Object.fromEntries([...Map.groupBy(entries, ({ state }) => state)].map(([state, group]) => [state, group.length]));
    return { batch: shownBatch(batch), states, entries: await shown(stores, entries) };
  },

  "GET /postings-exports/{id}/file": async ({ params, caller, now }) => {
    const batch = await of(caller.tenant).bookings.batch(params.id);
    if (!batch) return refused("export.unknown");
    if (batch.state !== "ready") return refused("export.being-made");
    return { url: await (await files()).documentAddress(env("DOCUMENTS_BUCKET"), batch.key, fileName(batch), ADDRESS_SECONDS), expiresAt: new Date(Date.parse(now) + ADDRESS_SECONDS * 1000).toISOString() };
  },

  "POST /postings-exports/{id}/acknowledgment": async ({ params, body, caller, now }) => {
    const { bookings } = of(caller.tenant);
    const batch = await bookings.batch(params.id);
    if (!batch) return refused("export.unknown");
    const told = body.entries.map(({ entry, status, ...rest }): Acknowledgment => ({ entry, accepted: status === "accepted", ...rest }));
    const { accepted, rejected, unchanged, unknown } = await takeAcknowledgment(bookings, told, { now, actor: { type: "user", id: caller.user.id, name: caller.user.name }, causedBy: `act_${caller.user.id}`, entityId: batch.entityId });
    return { accepted, rejected, unchanged, unknown: unknown.map(({ entry }) => entry) };
  },

  "POST /postings-exports/entries/{id}/replay": async ({ params, body, caller }) => changed(of(caller.tenant), params.id, body.version, sentAgain),

  "POST /postings-exports/entries/{id}/dismissal": async ({ params, body, caller, now }) =>
    changed(of(caller.tenant), params.id, body.version, (booking) => dismissed(booking, { type: "user", id: caller.user.id, name: caller.user.name }, now, body.reason)),
});

async function changed(stores: Stores, id: string, version: number, change: (booking: Booking) => Booking | Refused) {
  const booking = await stores.bookings.booking(id);
  if (!booking) return refused("booking.unknown");
  if (booking.version !== version) return refused("booking.changed-meanwhile", { version: booking.version });
  const next = change(booking);
  if (isRefused(next)) return next;
  if ((await stores.bookings.saveBooking(next, booking)) === "conflict") return refused("booking.changed-meanwhile");
  return (await shown(stores, [next]))[0]!;
}

const fileName = ({ key }: Batch): string => key.split("/").at(-1)!;
const shownBatch = ({ bookings: _b, key: _k, version: _v, ...batch }: Batch): z.input<typeof batchJson> => ({ ...batch, by: { ...batch.by }, fileName: fileName({ key: _k } as Batch) });

async function shown({ ledger }: Stores, bookings: readonly Booking[]): Promise<z.input<typeof bookingJson>[]> {
  const names = new Map((await ledger.customers([...new Set(bookings.flatMap(({ customerId }) => customerId ?? []))])).map(({ id, name }) => [id as string, name]));
  return bookings.map(({ account: _a, valueOn: _v, currency, entityCurrency, by, rows, dismissed: settled, ...plain }) => ({
    ...plain, by: { ...by }, ...(plain.customerId && names.has(plain.customerId) ? { customerName: names.get(plain.customerId)! } : {}), ...(settled ? { dismissed: { at: settled.at, reason: settled.reason } } : {}),
    rows: rows.map(({ minor, entityMinor, ...row }) => ({ ...row, amount: toJson(money(minor, currency)), entityAmount: toJson(money(entityMinor, entityCurrency)) })),
  }));
}
