// A case for an agency, a bailiff or a lawyer: proposed by one person, released by another, and taken back when it must be. While it is out, the debtor's
// ladder stands still.
import * as z from "zod";
import { messageLanguageSchema } from "#domain/dunning/messages/schema.ts";
import { amountSchema } from "#domain/dunning/schema.ts";
import { idSchema } from "#domain/ledger/schema.ts";

export const handOffRecipientSchema = z.object({ kind: z.enum(["agency", "lawyer", "bailiff"]), name: z.string().min(1).max(120), email: z.email().optional(), language: messageLanguageSchema.optional() });

/** What the file lacks. */
export const gapSchema = z.discriminatedUnion("code", [z.object({ code: z.literal("invoice"), number: z.string() }), z.object({ code: z.literal("evidence"), n: z.int().min(1).optional() })]);

const decided = { by: idSchema("usr"), at: z.string() };
const released = { ...decided, /** Where the file lies. */ key: z.string(), sha256: z.string(), bytes: z.int(), missing: z.array(gapSchema), linkUntil: z.string().optional(), holdId: idSchema("hld") };
export const handOffStateSchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("proposed") }),
  z.object({ status: z.literal("released"), ...released }),
  z.object({ status: z.literal("refused"), ...decided, reason: z.string() }),
  z.object({ status: z.literal("returned"), ...decided, reason: z.string(), released: z.object(released) }),
]);

export const handOffSchema = z.object({
  id: idSchema("hof"),
  customerId: idSchema("cus"),
  to: handOffRecipientSchema,
  delivery: z.enum(["email", "download"]),
  note: z.string().optional(),
  /** Overdue and not disputed, by currency, as it was proposed; once released, as it was handed over. */
  claim: z.array(amountSchema),
  items: z.int(),
  /** The step of the policy that this settles. */
  messageId: idSchema("msg").optional(),
  by: idSchema("usr"),
  at: z.string(),
  state: handOffStateSchema,
  version: z.int().min(0),
});
export type HandOffCase = z.infer<typeof handOffSchema>;
