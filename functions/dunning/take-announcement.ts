// What a customer said to the payments desk holds his reminders as if he had clicked "I have paid" himself. Told twice, it is the same hold.
import { paymentAnnounced } from "#events/cash-application.ts";
import { booksOf } from "#functions/dunning/books.ts";
import { announcePayment } from "#functions/dunning/visits/announced.ts";
import { now } from "#functions/runtime/clock.ts";
import { consumer } from "#functions/runtime/consumer.ts";
import type { CustomerId } from "#domain/id.ts";

export const handler = consumer([paymentAnnounced], async ({ tenant, actor, data: { adviceId, customerId, note } }) => {
  await announcePayment(booksOf(tenant), { customerId: customerId as CustomerId, of: adviceId, note, by: actor, causedBy: adviceId }, now());
});
