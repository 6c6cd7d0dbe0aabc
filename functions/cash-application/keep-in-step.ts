// Our books and the ERP's about the same money, after each of the things that can bring them apart: we posted, or an import came in.
// And once an hour, the ERP is told what was posted. A payment is looked at until the ERP's own item stands for it, four months at most; the rule is in domain/cash-application/hand-over.ts.
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod";
import { receiptId } from "#domain/cash-application/apply.ts";
import { keepInStep, type InStep } from "#domain/cash-application/hand-over.ts";
import type { Payment } from "#domain/cash-application/payment.ts";
import { addDays, businessDate } from "#domain/date.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { allocationTakenBack, paymentApplied, type PaymentFact } from "#events/cash-application.ts";
import { openItemsListed } from "#events/insight.ts";
import { learnFromErp } from "#functions/cash-application/learn-from-erp.ts";
import { itemsOf, postingStores, type Stores } from "#functions/cash-application/order.ts";
import { about } from "#functions/cash-application/post.ts";
import { exportAll } from "#functions/cash-application/export-postings.ts";
import { now } from "#functions/runtime/clock.ts";
import { consumer } from "#functions/runtime/consumer.ts";
import { digest } from "#functions/runtime/digest.ts";
import { queueHandler } from "#functions/runtime/queue.ts";
import { logger } from "#functions/runtime/log.ts";
import { payerMemoryStore } from "#functions/store/payer-memory.ts";
import { bookingStore, type BookingStore } from "#functions/store/booking.ts";

const rule = { type: "rule", id: "cash-application.keep-in-step", version: 1 } as const;
const WATCHED_DAYS = 120;
const AT_ONCE = 8;
export type When = { readonly now: string; readonly causedBy: string };

const facts = consumer([paymentApplied, openItemsListed], async (fact) => {
  const stores = postingStores(fact.tenant);
  const when = { now: now(), causedBy: fact.id };
  if (fact.name === paymentApplied.name) return void (await stepped(stores, fact.data.paymentId, [], when));
  for (const { id } of await stores.ledger.entities()) {
    await stepAll(stores, bookingStore(fact.tenant), id, when);
    await learnFromErp(stores, payerMemoryStore(fact.tenant), id, when.now);
  }
});

/** Once an hour the schedule says, on the same queue, that it is time to tell the ERP. */
const due = queueHandler(z.object({ schedule: z.literal("export-postings") }), exportAll);

export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const { hourly = [], told = [] } = Object.groupBy(event.Records, ({ body }) => (body.startsWith('{"schedule"') ? "hourly" : "told"));
  const answers = [...(hourly.length > 0 ? [await due({ Records: hourly }, context)] : []), ...(told.length > 0 ? [await facts({ Records: told }, context)] : [])];
  return { batchItemFailures: answers.flatMap(({ batchItemFailures }) => batchItemFailures) };
}

/** Every payment that the ERP was, or is to be, told of lately. */
export async function stepAll(stores: Stores, bookings: BookingStore, entityId: string, when: When): Promise<number> {
  const since = addDays(when.now.slice(0, 10), -WATCHED_DAYS);
  const watched = new Map<string, string[]>();
  for (const state of ["pending", "exported", "accepted", "rejected", "dismissed"] as const) {
    let cursor: string | undefined;
    do {
      const page = await bookings.withState(entityId, state, { cursor, since });
      for (const { paymentId, document } of page.items) watched.set(paymentId, [...(watched.get(paymentId) ?? []), ...(document ? [document] : [])]);
      cursor = page.nextCursor;
    } while (cursor);
  }
  const left = [...watched].toSorted(([a], [b]) => (a < b ? -1 : 1)).values();
  let moved = 0;
  const worker = async (): Promise<void> => {
    for (const [paymentId, documents] of left) if (await stepped(stores, paymentId, documents, when)) moved++;
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (moved > 0) logger.info("receipts handed over to the ERP's own", { entityId, watched: watched.size, moved });
  return moved;
}

/** Until nothing is to be done; a payment of very many documents takes several transactions. */
export async function stepped(stores: Stores, paymentId: string, acknowledged: readonly string[], when: When): Promise<boolean> {
  let moved = false;
  for (let tries = 0; tries < 50; tries++) {
    const payment = await stores.payments.payment(paymentId);
    const answer = payment && (await decided(stores, payment, acknowledged, when));
    if (!payment || !answer) return moved;
    const saved = await stores.payments.save({ next: answer.payment, previous: payment, facts: answer.displaced.map((allocation) => factOf(payment, allocation, when)) }, answer.changes);
    if (saved === "saved") moved = true;
  }
  throw new Error(`the payment ${paymentId} does not come to rest`);
}

async function decided(stores: Stores, payment: Payment, acknowledged: readonly string[], when: When): Promise<InStep | undefined> {
  // What waits for an approval stays as it was shown; the next list of open documents comes by again.
  if (!payment.customerId || payment.status === "awaiting-approval" || payment.returned) return undefined;
  const [account, entity] = await Promise.all([stores.ledger.items(payment.customerId), stores.ledger.entity(payment.entityId)]);
  if (!account.some(({ id }) => id === receiptId(digest, payment, payment.customerId!))) return undefined;
  const elsewhere = payment.allocations.filter(({ takenBack }) => !takenBack).flatMap(({ lines }) => lines.filter(({ customerId }) => customerId !== payment.customerId));
  const items: Item[] = [...account, ...(await itemsOf(stores, elsewhere))];
  return keepInStep(payment, { items, acknowledged, on: businessDate(when.now, entity!.timeZone), now: when.now, by: rule, causedBy: when.causedBy, digest });
}

function factOf(payment: Payment, { id, customerId }: InStep["displaced"][number], { now: occurredAt, causedBy }: When): PaymentFact {
  return { name: allocationTakenBack.name, occurredAt, actor: rule, causedBy, data: { ...about(payment), customerId, allocationId: id, automatic: true, reason: "erp-settled-otherwise" } };
}
