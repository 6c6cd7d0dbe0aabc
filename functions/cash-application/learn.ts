// What was cleared, or taken back, is learned. Whatever the fact that calls, the lessons are read from the payment as it stands in the table, so it does not
// matter in which order facts come, how often, or to how many workers at once.
import { lessonsOfPayment } from "#domain/cash-application/matching/desk-lessons.ts";
import { allocationTakenBack, paymentApplied, paymentReopened, paymentReturned } from "#events/cash-application.ts";
import { now } from "#functions/runtime/clock.ts";
import { consumer } from "#functions/runtime/consumer.ts";
import { payerMemoryStore, type PayerMemoryStore } from "#functions/store/payer-memory.ts";
import { paymentStore, type PaymentStore } from "#functions/store/payment.ts";

export const handler = consumer([paymentApplied, allocationTakenBack, paymentReopened, paymentReturned], ({ tenant, data }) => learnPayment({ payments: paymentStore(tenant), memory: payerMemoryStore(tenant) }, data.paymentId, now()));

export async function learnPayment({ payments, memory }: { readonly payments: Pick<PaymentStore, "payment">; readonly memory: Pick<PayerMemoryStore, "saveLesson"> }, paymentId: string, at: string): Promise<void> {
  const payment = await payments.payment(paymentId);
  if (!payment) return;
  for (const lesson of lessonsOfPayment(payment)) await memory.saveLesson(lesson, at);
}
