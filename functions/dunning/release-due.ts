// Every half hour: messages whose window has opened are handed to the sender. It goes by what is saved, not by a queue's memory, so what a crash or a lost
// queue entry left behind is found the next time. Handing the same message over twice is harmless: one worker claims it.
import { addDays } from "#domain/date.ts";
import type { Message } from "#domain/dunning/schema.ts";
import { enqueue } from "#functions/dunning/queues.ts";
import { now } from "#functions/runtime/clock.ts";
import { env } from "#functions/runtime/env.ts";
import { task } from "#functions/runtime/task.ts";
import { dunningStore } from "#functions/store/dunning.ts";
import { everyTenant } from "#functions/store/tenants.ts";

export const handler = task(async (_event: unknown): Promise<void> => {
  for (const tenant of await everyTenant()) await enqueue(env("SEND_QUEUE_URL").SEND_QUEUE_URL, (await dueMessages(tenant, now())).map(({ id }) => ({ tenant, messageId: id })));
});

/** A day begins in Auckland while it is still yesterday here. What its window missed, or somebody approved late, is decided again and finds its next slot. */
export const dueMessages = async (tenant: string, at: string): Promise<Message[]> => (await dunningStore(tenant).messagesUntil(addDays(at.slice(0, 10), 1))).filter((message) => isDue(message, at));

export const isDue = ({ kind, state, notBefore }: Pick<Message, "kind" | "state" | "notBefore">, at: string): boolean =>
  kind !== "task" && kind !== "hand-off" && Date.parse(notBefore) <= Date.parse(at) && (state.status === "planned" || state.status === "approved" || (state.status === "sending" && state.leaseUntil <= at));
