// Facts from the bus, delivered through a queue of the consumer's own, so that each consumer has its retries and its dead letters.
import * as z from "zod";
import type { envelopeSchema } from "#events/envelope.ts";
import { logger } from "#functions/runtime/log.ts";
import { queueHandler } from "#functions/runtime/queue.ts";

type Declared = { readonly name: string; readonly shape: z.ZodType; readonly schema: z.ZodType };
export type Fact<D extends Declared> = D extends Declared ? { readonly name: D["name"] } & z.infer<typeof envelopeSchema> & { readonly data: z.infer<D["shape"]> } : never;

const busMessage = z.object({ "detail-type": z.string(), detail: z.unknown() });

/** `declared` comes from events/catalogue.ts. A fact that this consumer does not know is a defect of the rule, and fails. */
export const consumer = <const D extends readonly Declared[]>(declared: D, handle: (fact: Fact<D[number]>) => Promise<void>) =>
  queueHandler(busMessage, async (message) => {
    const known = declared.find(({ name }) => name === message["detail-type"]);
    if (!known) throw new Error(`nobody here knows the fact ${message["detail-type"]}`);
    const fact = known.schema.parse(message.detail) as object;
    logger.debug(`fact ${known.name}`);
    await handle({ name: known.name, ...fact } as unknown as Fact<D[number]>);
  });
