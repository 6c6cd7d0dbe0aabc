import * as z from "zod";
import { paymentStatusSchema } from "#domain/cash-application/schema.ts";
import { currencySchema, dateSchema, idSchema, moneySchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

const entity = z.object({ id: idSchema("ent") });
export const closedPeriodsJson = z
  .object({
    entityId: idSchema("ent"),
    closedUntil: dateSchema.optional(),
    version: z.int(),
    history: z.array(z.object({ type: z.enum(["closed", "reopened"]), until: dateSchema.optional(), before: dateSchema.optional(), by: z.object({ id: z.string(), name: z.string() }), at: z.string(), reason: z.string().optional() })),
  })
  .meta({ id: "ClosedPeriods", description: "Up to and with `closedUntil` nothing is posted any more. Version 0: never closed." });

export const closingRoutes = routes({
  "GET /closed-periods": {
    summary: "List up to which day the books of each legal entity are closed",
    action: "period.read",
    response: z.object({ items: z.array(closedPeriodsJson) }),
  },
  "GET /closed-periods/{id}/cut-off": {
    summary: "What came until a day and is not applied",
    description: "The unidentified balance at a closing: receipts by the bank's booking day, oldest first, that wait, are proposed, unmatched, or wait for approval. `payments` are the first 200.",
    action: "payment.read",
    about: "entity",
    params: entity,
    query: z.object({ until: dateSchema }),
    response: z.object({
      until: dateSchema,
      groups: z.array(z.object({ status: paymentStatusSchema, currency: currencySchema, payments: z.int(), amount: moneySchema })),
      payments: z.array(z.object({ id: idSchema("pay"), bookedOn: dateSchema, payerName: z.string().optional(), amount: moneySchema, status: paymentStatusSchema })),
    }),
    refusals: ["entity.unknown"],
  },
  "POST /closed-periods/{id}/closing": {
    summary: "Close an entity's books until a day",
    description: "At most until the end of this month. From then on what is dated there is refused, and what falls there of itself is dated on the first open day, with its value date kept.",
    action: "period.close",
    about: "entity",
    params: entity,
    body: z.object({ until: dateSchema, version: z.int() }),
    response: closedPeriodsJson,
    refusals: ["entity.unknown", "period.changed-meanwhile", "period.not-later", "period.too-far"],
  },
  "POST /closed-periods/{id}/reopening": {
    summary: "Open an entity's books again",
    description: "After `until`; without it, all of them. Takes a right of its own, and a reason.",
    action: "period.reopen",
    about: "entity",
    params: entity,
    body: z.object({ until: dateSchema.optional(), reason: z.string().min(1).max(500), version: z.int() }),
    response: closedPeriodsJson,
    refusals: ["entity.unknown", "period.changed-meanwhile", "period.not-earlier", "payment.reason-missing"],
  },
});
