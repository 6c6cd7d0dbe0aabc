// Advices as the API tells them.
import * as z from "zod";
import { adviceStates } from "#domain/cash-application/advices/kept.ts";
import { currencySchema, dateSchema, idSchema, moneySchema } from "#domain/ledger/schema.ts";

export const adviceStateSchema = z.enum(adviceStates);

export const adviceLineJson = z
  .object({
    document: z.string(), order: z.string().optional(), gross: moneySchema.optional(), discount: moneySchema.optional(), paid: moneySchema.optional(), reason: z.string().optional(),
    /** The document of that number, where it is the only one. */
    item: z.object({ itemId: idSchema("itm"), customerId: idSchema("cus"), open: moneySchema }).optional(),
  })
  .meta({ id: "RemittanceAdviceLine", description: "`paid` is what was paid for this document: gross less discount, a credit note negative." });

export const adviceJson = z
  .object({
    id: idSchema("adv"),
    entityId: idSchema("ent").optional(),
    from: z.looseObject({ kind: z.enum(["file", "pasted", "announced"]) }),
    format: z.string(),
    receivedAt: z.string(),
    payer: z.string().optional(),
    customerId: idSchema("cus").optional(),
    customerName: z.string().optional(),
    number: z.string().optional(),
    reference: z.string().optional(),
    paidOn: dateSchema.optional(),
    currency: currencySchema.optional(),
    total: moneySchema.optional(),
    lines: z.array(adviceLineJson),
    words: z.string().optional(),
    problems: z.array(z.string()),
    state: adviceStateSchema,
    /** The payment that it explains. */
    paymentId: idSchema("pay").optional(),
    dismissed: z.object({ at: z.string(), reason: z.string() }).optional(),
    version: z.int(),
  })
  .meta({ id: "RemittanceAdvice" });
