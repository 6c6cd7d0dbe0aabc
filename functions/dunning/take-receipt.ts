// What the mail service tells of our mails, from the event bus through a queue: sent, delivered, bounced, complained of, delayed. The message and its ladder
// follow it. What is told twice, or of a mail that is not ours, changes nothing.
import * as z from "zod";
import { receiptOfSes } from "#functions/dunning/channels/ses-events.ts";
import type { Receipt } from "#functions/dunning/channels/port.ts";
import { booksOf } from "#functions/dunning/books.ts";
import { messageDesk } from "#functions/dunning/desk.ts";
import { evidenceInBucket } from "#functions/dunning/evidence-objects.ts";
import { evidenceOf } from "#functions/dunning/evidence.ts";
import { noteReceipt } from "#functions/dunning/note-receipt.ts";
import { env } from "#functions/runtime/env.ts";
import { queueHandler } from "#functions/runtime/queue.ts";

export const handler = queueHandler(z.looseObject({ source: z.string() }), async (event) => {
  const receipt = receiptOfSes(event);
  if (receipt) await takeReceipt(receipt);
});

export async function takeReceipt(receipt: Receipt): Promise<void> {
  const { DOCUMENTS_BUCKET } = env("DOCUMENTS_BUCKET");
  const evidence = evidenceOf(evidenceInBucket(DOCUMENTS_BUCKET), receipt.tenant, receipt.messageId);
  await noteReceipt(receipt, messageDesk(booksOf(receipt.tenant)), evidence);
}
