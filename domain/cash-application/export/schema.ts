// Exports of postings as the API tells them.
import * as z from "zod";
import { bookingStates } from "#domain/cash-application/export/booking.ts";
import { dateSchema, idSchema, itemKindSchema, moneySchema, postingKindSchema } from "#domain/ledger/schema.ts";

export const bookingStateSchema = z.enum(bookingStates);

export const bookingJson = z
  .object({
    id: idSchema("bok").meta({ description: "The external id of the entry: the ERP books it once, however often it is sent." }),
    entityId: idSchema("ent"),
    paymentId: idSchema("pay"),
    customerId: idSchema("cus").optional(),
    customerName: z.string().optional(),
    at: z.string(),
    by: z.looseObject({ type: z.string() }),
    payerName: z.string().optional(),
    reference: z.string().optional(),
    rows: z.array(
      z.object({
        posting: z.string(), itemId: idSchema("itm"), customerId: idSchema("cus"), number: z.string(), itemKind: itemKindSchema, kind: postingKindSchema, on: dateSchema, amount: moneySchema, entityAmount: moneySchema, reason: z.string().optional(), account: z.string().optional(), reverses: z.string().optional(),
      }),
    ),
    state: bookingStateSchema,
    batch: idSchema("exp").optional(),
    attempt: z.int(),
    document: z.string().optional(),
    problem: z.object({ code: z.string(), message: z.string() }).optional(),
    dismissed: z.object({ at: z.string(), reason: z.string() }).optional(),
    version: z.int(),
  })
  .meta({ id: "PostingEntry" });

export const batchJson = z
  .object({
    id: idSchema("exp"),
    entityId: idSchema("ent"),
    number: z.int().meta({ description: "1, 2, 3 … within the entity, without a gap." }),
    state: z.enum(["making", "ready"]),
    madeAt: z.string(),
    by: z.looseObject({ type: z.string() }),
    entries: z.int(),
    rows: z.int(),
    sha256: z.string().optional(),
    fileName: z.string(),
  })
  .meta({ id: "PostingsExport" });

export const acknowledgmentSchema = z
  .object({ entry: idSchema("bok"), status: z.enum(["accepted", "rejected"]), document: z.string().max(300).optional(), code: z.string().max(100).optional(), message: z.string().max(300).optional() })
  .meta({ id: "PostingAcknowledgment" });
