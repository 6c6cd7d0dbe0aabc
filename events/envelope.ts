// Every fact travels in the same envelope. `id` is what consumers are idempotent by; `causedBy` is the id of the fact or message before it.
import * as z from "zod";

export const actorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("user"), id: z.custom<`usr_${string}`>((v) => typeof v === "string" && v.startsWith("usr_")), name: z.string() }),
  z.object({ type: z.literal("source"), id: z.string(), run: z.string() }),
  z.object({ type: z.literal("rule"), id: z.string(), version: z.int() }),
]);

export const envelopeSchema = z.object({
  id: z.string(),
  tenant: z.string(),
  occurredAt: z.string(),
  actor: actorSchema,
  onBehalfOf: z.string().optional(),
  causedBy: z.string().optional(),
  version: z.int().default(1),
});
export type Envelope = z.infer<typeof envelopeSchema>;

/** Declares a fact: its name, past tense, and the shape of what happened. */
export const fact = <const Name extends string, Shape extends z.ZodType>(name: Name, shape: Shape) => ({ name, shape, schema: envelopeSchema.extend({ data: shape }) });
