// Sends the messages whose window is open, one queue entry each. The queue may bring one twice, or to two workers at once, or a worker may die: what is
// true is in the message's record and its evidence (send-message.ts). "Not yet" needs no queue either: every half hour, whatever is due is released again.
import * as z from "zod";
import { messageDesk } from "#functions/dunning/desk.ts";
import { evidenceInBucket } from "#functions/dunning/evidence-objects.ts";
import { evidenceOf, type EvidenceObjects } from "#functions/dunning/evidence.ts";
import { officeOf, type Office } from "#functions/dunning/office.ts";
import { postsOf } from "#functions/dunning/posts-of.ts";
import { sendMessage, type Outcome } from "#functions/dunning/send-message.ts";
import { now } from "#functions/runtime/clock.ts";
import { env } from "#functions/runtime/env.ts";
import { logger } from "#functions/runtime/log.ts";
import { providersInUse, type Providers } from "#functions/runtime/providers.ts";
import { NotYet, queueHandler } from "#functions/runtime/queue.ts";

const dueMessage = z.object({ tenant: z.string(), messageId: z.string() });

export const handler = queueHandler(dueMessage, async ({ tenant, messageId }) => {
  const providers = await providersInUse();
  const { DOCUMENTS_BUCKET } = env("DOCUMENTS_BUCKET");
  const outcome = await sendDue(messageId, { office: await officeOf(tenant, providers), providers, objects: evidenceInBucket(DOCUMENTS_BUCKET) });
  logger.info("a message was taken up", { tenant, messageId, outcome });
});

type Around = { readonly office: Office; readonly providers: Providers; readonly objects: EvidenceObjects };

export async function sendDue(messageId: string, { office, providers, objects }: Around): Promise<Outcome | "not-yet"> {
  const { tenant, books } = office;
  const desk = messageDesk(books);
  const message = await desk.message(messageId);
  if (!message) return "nothing-to-do";
  const evidence = evidenceOf(objects, tenant, messageId);
  try {
    return await sendMessage(messageId, {
      desk, evidence, now, posts: postsOf(message, { office, evidence, providers, now }), decideAgain: (claimed) => desk.decideAgain(claimed, now()), pack: async (decided) => (await import("#functions/dunning/pack.ts")).pack(decided, office, now()),
    });
  } catch (error) {
    if (error instanceof NotYet) return "not-yet";
    throw error;
  }
}
