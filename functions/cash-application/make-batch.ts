// A batch of postings for the ERP: each entry in exactly one, however often and by how many at once it is made, and whenever the machine dies.
//
// First the batch says which entries it means to hold, under the next number of the entity: of two makers one comes first, and the other helps to finish. Then
// each entry is marked under its version; what another batch has meanwhile is left out. The file is written from what is marked, so it is the same whoever
// writes it, and last the batch is ready. A batch that was cut off is finished before another is begun.
import { createHash } from "node:crypto";
import type { Actor } from "#domain/actor.ts";
import { exported, type Booking } from "#domain/cash-application/export/booking.ts";
import { batchText } from "#domain/cash-application/export/layout.ts";
import type { LegalEntity } from "#domain/ledger/schema.ts";
import { postingsExported } from "#events/cash-application.ts";
import { digest } from "#functions/runtime/digest.ts";
import { logger } from "#functions/runtime/log.ts";
import { batchIdOf, type Batch, type BookingStore } from "#functions/store/booking.ts";
import type { LedgerStore } from "#functions/store/ledger.ts";

/** A file of some ten thousand lines: an ERP reads that in one go. */
const MOST = 1_000;
export type Makers = { readonly bookings: BookingStore; readonly ledger: Pick<LedgerStore, "customers" | "entities">; readonly write: (key: string, text: string) => Promise<void> };
type When = { readonly by: Actor; readonly now: string };

/** Undefined: nothing waits to be told. */
export async function makeBatch(makers: Makers, entity: LegalEntity, when: When): Promise<Batch | undefined> {
  const { bookings } = makers;
  let number = (await bookings.batches(entity.id, { limit: 1 })).items[0]?.number ?? 0;
  for (;;) {
    const newest = number > 0 ? await bookings.batch(batchIdOf(digest, entity.id, number)) : undefined;
    if (newest?.state === "making") return finish(makers, entity, newest, when);
    // The index may be a moment behind: the next number is the first that nobody has.
    if (await bookings.batch(batchIdOf(digest, entity.id, number + 1))) {
      number++;
      continue;
    }
    const waiting = await pending(bookings, entity.id);
    if (waiting.length === 0) return undefined;
    const id = batchIdOf(digest, entity.id, number + 1);
    const begun: Batch = {
      id, entityId: entity.id, number: number + 1, state: "making", madeAt: when.now, by: when.by, bookings: waiting.map((one) => one.id), entries: 0, rows: 0, version: 0,
      key: `exports/${bookings.tenant}/${entity.code.replace(/[^A-Za-z0-9_-]/g, "_")}/postings_${String(number + 1).padStart(6, "0")}.csv`,
    };
    if ((await bookings.createBatch(begun)) === "saved") return finish(makers, entity, begun, when);
  }
}

async function pending(store: BookingStore, entityId: string): Promise<Booking[]> {
  const { items } = await store.withState(entityId, "pending", { limit: MOST });
  const now = await Promise.all(items.map(({ id }) => store.booking(id)));
  return now.filter((booking) => booking?.state === "pending").map((booking) => booking!);
}

async function finish({ bookings, ledger, write }: Makers, entity: LegalEntity, batch: Batch, { now }: When): Promise<Batch> {
  const held: Booking[] = [];
  const left = batch.bookings.values();
  const worker = async (): Promise<void> => {
    for (const id of left) {
      const booking = await marked(bookings, id, batch);
      if (booking) held.push(booking);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  held.sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));
  const customers = new Map((await ledger.customers([...new Set(held.flatMap(({ rows }) => rows.map(({ customerId }) => customerId)))])).map(({ id, code }) => [id as string, code]));
  const entities = new Map(held.some(({ otherEntity }) => otherEntity) ? (await ledger.entities()).map(({ id, code }) => [id as string, code]) : []);
  const text = batchText(batch.id, held, { entity: entity.code, entities, customers });
  await write(batch.key, text);

  const rows = held.reduce((sum, one) => sum + one.rows.length, 0);
  const ready: Batch = { ...batch, state: "ready", entries: held.length, rows, sha256: createHash("sha256").update(text).digest("hex"), version: batch.version + 1 };
  const fact = { name: postingsExported.name, occurredAt: now, actor: batch.by, causedBy: batch.id, data: { exportId: batch.id, entityId: entity.id, number: batch.number, entries: held.length, rows } } as const;
  // Whoever helped may have been faster: the batch is the same.
  await bookings.saveBatch(ready, batch, [fact]);
  logger.info("postings exported", { batch: batch.id, entries: held.length, rows });
  return (await bookings.batch(batch.id))!;
}

/** Undefined: it is in another batch. */
async function marked(store: BookingStore, id: string, batch: Batch): Promise<Booking | undefined> {
  for (;;) {
    const booking = await store.booking(id);
    if (!booking) return undefined;
    if (booking.batch === batch.id) return booking;
    const next = exported(booking, batch.id);
    if (!next) return undefined;
    if ((await store.saveBooking(next, booking)) === "saved") return next;
  }
}
