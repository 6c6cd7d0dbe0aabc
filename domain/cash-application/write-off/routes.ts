import * as z from "zod";
import { adjustmentTypeSchema, paymentJson } from "#domain/cash-application/schema.ts";
import { currencySchema, idSchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

const payment = z.object({ id: idSchema("pay") });
const amount = z.string().regex(/^\d{1,15}(\.\d+)?$/);
const limit = z.object({
  role: z.string().max(60).optional(),
  user: z.string().max(80).optional(),
  currency: z.union([z.literal("*"), currencySchema]).meta({ description: "`*`: every currency, in euros and the rough size of the other unit." }),
  amount: amount.nullable().meta({ description: "What of one payment this role or person may write off alone under the code. null: without a limit." }),
});
export const writeOffCodeJson = z
  .object({
    code: z.string().regex(/^[A-Za-z0-9_-]{1,30}$/),
    name: z.object({ en: z.string().min(1).max(60), fr: z.string().min(1).max(60) }),
    type: adjustmentTypeSchema,
    account: z.string().max(40).optional().meta({ description: "The ERP's account, as the export tells it." }),
    active: z.boolean(),
    limits: z.array(limit).max(100),
  })
  .meta({ id: "WriteOffCode" });

export const writeOffRoutes = routes({
  "GET /write-off-codes": {
    summary: "List the codes for write-offs with everybody's limits",
    description: "`mine` are the caller's own limits in the currencies of the legal entities. Whoever has no limit under a code always needs somebody else.",
    action: "payment.read",
    response: z.object({ items: z.array(writeOffCodeJson), version: z.int(), mine: z.array(z.object({ code: z.string(), currency: currencySchema, amount: amount.nullable() })) }),
  },
  "PUT /write-off-codes": {
    summary: "Change the codes for write-offs and the limits",
    description: "All of them at once. The codes of the four kinds of difference (cents, discount, bankFee, other) stay; a code that is no longer used is set inactive.",
    action: "write-off.change",
    body: z.object({ items: z.array(writeOffCodeJson).min(1).max(100), version: z.int() }),
    response: z.object({ items: z.array(writeOffCodeJson), version: z.int() }),
    refusals: ["write-off.codes-not-sensible", "write-off.codes-changed-meanwhile"],
  },
  "POST /payments/{id}/approval": {
    summary: "Approve or refuse a write-off that is above somebody's limit",
    description: "Approved, it is posted as it was asked; refused, the payment is as it was before, with the reason as a note. Not by who asked, and not above one's own limit.",
    action: "write-off.approve",
    about: "payment",
    params: payment,
    body: z.object({ decision: z.enum(["approve", "refuse"]), reason: z.string().max(500).default(""), version: z.int() }),
    response: paymentJson,
    refusals: ["payment.unknown", "payment.changed-meanwhile", "write-off.nothing-to-approve", "write-off.above-your-limit", "request.own-proposal", "payment.reason-missing", "payment.already-applied", "payment.on-another-account", "payment.not-enough", "payment.does-not-add-up", "item.unknown", "item.other-currency", "item.other-entity", "item.not-open-enough", "rate.missing", "period.closed", "posting.date-out-of-range"],
  },
  "POST /payments/{id}/approval/withdrawal": {
    summary: "Withdraw what waits for approval",
    description: "The payment is as it was before.",
    action: "payment.apply",
    about: "payment",
    params: payment,
    body: z.object({ version: z.int() }),
    response: paymentJson,
    refusals: ["payment.unknown", "payment.changed-meanwhile", "write-off.nothing-to-approve"],
  },
});
