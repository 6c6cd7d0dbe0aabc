// Every fact travels in the same envelope. `id` is what consumers are idempotent by; `causedBy` is the id of the fact or message before it.
import * as z from "zod";

export const actorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("user"), id: z.custom<`usr_${string}`>((v) => typeof v === "string" && v.startsWith("usr_")), name: z.string() }),
  z.object({ type: z.literal("client"), id: z.string(), name: z.string() }),
  z.object({ type: z.literal("contact"), id: z.string(), name: z.string() }),
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

/** A fact on its way into the table with the change that it tells of. The tenant, and the id that consumers are idempotent by, are added when it is published. */
export type PendingFact<F extends { readonly name: string; readonly shape: z.ZodType }> = F extends unknown
  ? Omit<Envelope, "id" | "tenant" | "version"> & { readonly name: F["name"]; readonly data: z.infer<F["shape"]> }
  : never;
