// What the ERP says of entries, into the table; by a file or by the API, as often as it likes.
import type { Actor } from "#domain/actor.ts";
import { acknowledged, type Acknowledgment } from "#domain/cash-application/export/booking.ts";
import { isRefused } from "#domain/refusal.ts";
import { postingRejected, type ExportFact } from "#events/cash-application.ts";
import type { BookingStore } from "#functions/store/booking.ts";

type How = { readonly now: string; readonly actor: Actor; readonly causedBy: string; /** Only entries of this legal entity are known to whoever says it. */ readonly entityId?: string | undefined };
export type Taken<A extends Acknowledgment> = { readonly accepted: number; readonly rejected: number; readonly unchanged: number; readonly unknown: readonly A[] };

export async function takeAcknowledgment<A extends Acknowledgment>(bookings: BookingStore, told: readonly A[], how: How): Promise<Taken<A>> {
  const unknown: A[] = [];
  let [accepted, rejected, unchanged] = [0, 0, 0];
  const left = [...Map.groupBy(told, ({ entry }) => entry).values()].values();
  const worker = async (): Promise<void> => {
    // What is said twice of one entry is taken in its order.
    for (const ofOne of left)
      for (const one of ofOne) {
        const outcome = await take(bookings, one, how);
        if (outcome === "unknown") unknown.push(one);
        else if (outcome === "accepted") accepted++;
        else if (outcome === "rejected") rejected++;
        else unchanged++;
      }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return { accepted, rejected, unchanged, unknown };
}

async function take(bookings: BookingStore, one: Acknowledgment, { now, actor, causedBy, entityId }: How): Promise<"accepted" | "rejected" | "unchanged" | "unknown"> {
  for (;;) {
    const booking = await bookings.booking(one.entry);
    if (!booking || (entityId !== undefined && booking.entityId !== entityId)) return "unknown";
    const next = acknowledged(booking, one);
    if (next === undefined) return "unchanged";
    if (isRefused(next)) return "unknown";
    const { id: bookingId, paymentId, batch = "", problem } = next;
    const facts: ExportFact[] = problem ? [{ name: postingRejected.name, occurredAt: now, actor, causedBy, data: { bookingId, exportId: batch, entityId: next.entityId, paymentId, ...problem } }] : [];
    if ((await bookings.saveBooking(next, booking, facts)) === "saved") return next.state === "accepted" ? "accepted" : "rejected";
  }
}
