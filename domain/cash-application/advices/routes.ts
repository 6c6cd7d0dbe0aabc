import * as z from "zod";
import { adviceJson, adviceStateSchema } from "#domain/cash-application/advices/schema.ts";
import { currencySchema, dateSchema, idSchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

const advice = z.object({ id: idSchema("adv") });

export const adviceRoutes = routes({
  "GET /remittance-advices": {
    summary: "List remittance advices and announced payments",
    description: "Newest first. `waiting`: no payment was found for it yet; `linked`: a payment that waits is taken for it; `used`: that payment is applied.",
    action: "payment.read",
    query: z.object({ state: adviceStateSchema.default("waiting"), limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().optional() }),
    response: z.object({ items: z.array(adviceJson), nextCursor: z.string().optional() }),
  },
  "POST /remittance-advices": {
    summary: "Paste an advice, or announce a payment",
    description:
      "`text`: the words of a mail or a table, read line by line. `announced`: a customer says that he has paid, or will: how much, when, for which documents. Unless `hold` is false, reminders to him wait some days for the bank. Payments that wait are looked at again at once.",
    action: "payment.apply",
    about: "customer",
    named: "body.announced.customerId",
    body: z.object({
      entity: idSchema("ent").optional(),
      text: z.string().min(1).max(100_000).optional(),
      announced: z
        .object({ customerId: idSchema("cus"), amount: z.string().regex(/^\d+(\.\d+)?$/).optional(), currency: currencySchema.optional(), paidOn: dateSchema, references: z.array(z.string().min(1).max(100)).max(200).default([]), words: z.string().max(1000).optional(), hold: z.boolean().default(true) })
        .optional(),
    }),
    response: z.object({ items: z.array(adviceJson) }),
    status: 201,
    refusals: ["advice.nothing-read", "advice.amount-unreadable", "customer.unknown", "entity.unknown"],
  },
  "GET /remittance-advices/{id}": { summary: "Get an advice with the documents that it names", action: "payment.read", about: "advice", params: advice, response: adviceJson, refusals: ["advice.unknown"] },
  "POST /remittance-advices/{id}/dismissal": {
    summary: "Say that no payment will come of an advice",
    action: "payment.apply",
    about: "advice",
    params: advice,
    body: z.object({ reason: z.string().min(1).max(500), version: z.int() }),
    response: adviceJson,
    refusals: ["advice.unknown", "advice.changed-meanwhile", "advice.already-used", "payment.reason-missing"],
  },
});
