import * as z from "zod";
import { adjustmentTypeSchema, allocationJson, paymentJson, paymentStatusSchema, proposalJson, ratesJson } from "#domain/cash-application/schema.ts";
import { dateSchema, idSchema, itemKindSchema, moneySchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

const payment = z.object({ id: idSchema("pay") });
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
const linesBody = z.array(z.object({ itemId: idSchema("itm"), customerId: idSchema("cus"), cleared: decimal })).max(1000);
const adjustmentsBody = z.array(z.object({ type: adjustmentTypeSchema, amount: decimal, note: z.string().max(300).optional(), code: z.string().max(30).optional() })).max(20).default([]);
const whatIsRefused = ["payment.unknown", "payment.changed-meanwhile", "payment.already-applied", "payment.on-another-account", "payment.not-enough", "payment.does-not-add-up", "item.unknown", "item.other-currency", "item.other-entity", "item.not-open-enough", "rate.missing", "payment.has-allocations", "payment.awaiting-approval"];

export const cashApplicationRoutes = routes({
  "GET /payments": {
    summary: "List payments",
    description: "Receipts of bank statements, one entity after the other. `status` (proposed unless told), oldest first; or all payments of one booking `day`. A page may be empty and have a next one.",
    action: "payment.read",
    query: z.object({
      entity: idSchema("ent").optional(),
      status: paymentStatusSchema.optional(),
      day: dateSchema.optional().meta({ description: "All payments booked on this day, whatever their status." }),
      limit: z.coerce.number().int().min(1).max(200).default(100),
      cursor: z.string().optional(),
    }),
    response: z.object({ items: z.array(paymentJson), nextCursor: z.string().optional() }),
  },
  "GET /payments/summary": {
    summary: "How a day's receipts were applied",
    description: "Rates of FIELD 2.13, never one number: payments, lines and value, posted without a person, and what of that was taken back later.",
    action: "payment.read",
    query: z.object({ entity: idSchema("ent").optional(), from: dateSchema, to: dateSchema }),
    response: z.object({
      from: dateSchema,
      to: dateSchema,
      groups: z.array(
        z.object({
          entityId: idSchema("ent"),
          day: dateSchema,
          currency: z.string(),
          received: moneySchema,
          payments: z.int(),
          byStatus: z.record(z.string(), z.object({ payments: z.int(), amount: moneySchema })),
          inScope: z.object({ payments: z.int(), amount: moneySchema }),
          automatic: z.object({ payments: z.int(), amount: moneySchema, lines: z.int() }),
          lines: z.int(),
          assisted: z.int(),
          byHand: z.int(),
          identified: z.int(),
          postedByEngine: z.int(),
          takenBack: z.int(),
        }),
      ),
      /** Of the whole period; a rate is null where there is nothing to be measured. */
      rates: ratesJson,
    }),
  },
  "GET /payments/{id}": { summary: "Get a payment with its decision and allocations", action: "payment.read", about: "payment", params: payment, response: paymentJson, refusals: ["payment.unknown"] },
  "GET /payments/{id}/proposals": {
    summary: "What the engine proposes for a payment, the best first",
    action: "payment.read",
    about: "payment",
    params: payment,
    response: z.object({ items: z.array(proposalJson) }),
    refusals: ["payment.unknown"],
  },
  "GET /payments/{id}/candidates": {
    summary: "Open documents that a payment may be for",
    description: "For matching by hand: of the customers asked for, or whose number, reference or amount fits `q`. The payment's own company first, then the other companies that the caller sees: their documents are paid through a transfer.",
    action: "payment.read",
    about: "payment",
    params: payment,
    query: z.object({ customer: idSchema("cus").optional(), q: z.string().max(100).optional() }),
    response: z.object({
      items: z.array(
        z.object({
          itemId: idSchema("itm"), entityId: idSchema("ent"), customerId: idSchema("cus"), customerName: z.string(), number: z.string(), reference: z.string().optional(), kind: itemKindSchema, issuedOn: dateSchema, dueOn: dateSchema, amount: moneySchema, open: moneySchema,
        }),
      ),
    }),
    refusals: ["payment.unknown"],
  },
  "POST /payments/{id}/allocations": {
    summary: "Apply a payment",
    description:
      "To documents, or (without lines) to a customer's account. Σ cleared − Σ adjustments must not exceed what is left of the payment; positive adjustments are written off on the documents, what is left over stays on the account. Written off above the caller's limit, nothing is posted: the payment waits for somebody else's approval. `version` is the payment's: 409 with the current state when somebody was faster.",
    action: "payment.apply",
    about: "payment",
    params: payment,
    body: z.object({
      customerId: idSchema("cus"),
      lines: linesBody,
      adjustments: adjustmentsBody,
      on: dateSchema.optional().meta({ description: "The posting date: from the bank's booking day to today, in no closed period. Today unless told; a receipt that the bank booked in a closed period is posted on the first open day." }),
      version: z.int(),
    }),
    response: paymentJson,
    refusals: [...whatIsRefused, "period.closed", "posting.date-out-of-range", "write-off.code-unknown"],
  },
  "POST /payments/{id}/set-aside": {
    summary: "Say that a payment is no customer's",
    action: "payment.apply",
    about: "payment",
    params: payment,
    body: z.object({ reason: z.string().min(1).max(500), version: z.int() }),
    response: paymentJson,
    refusals: ["payment.unknown", "payment.changed-meanwhile", "payment.has-allocations", "payment.awaiting-approval", "payment.reason-missing"],
  },
  "POST /payments/{id}/reopening": {
    summary: "Take a payment off an account, or back from being set aside",
    action: "payment.apply",
    about: "payment",
    params: payment,
    body: z.object({ version: z.int() }),
    response: paymentJson,
    refusals: ["payment.unknown", "payment.changed-meanwhile", "payment.has-allocations", "payment.taken-over", "payment.returned", "payment.awaiting-approval", "item.unknown"],
  },
  "POST /allocations/{id}/reversal": {
    summary: "Take an allocation of a payment back",
    description: "`payment` is the allocation's payment. Dated today: until then the documents were settled. They are due again when they were due before.",
    action: "payment.apply",
    about: "allocation",
    params: z.object({ id: z.string().regex(/^alc_[A-Za-z0-9_.~-]+$/) }),
    query: z.object({ payment: idSchema("pay") }),
    body: z.object({ reason: z.string().min(1).max(500), version: z.int() }),
    response: z.object({ payment: paymentJson, allocation: allocationJson }),
    refusals: ["payment.unknown", "payment.changed-meanwhile", "allocation.unknown", "allocation.already-taken-back", "payment.awaiting-approval", "payment.reason-missing", "item.unknown"],
  },
});

export const transferRoutes = routes({
  "POST /payments/{id}/transfers": {
    summary: "Hand all or part of a payment to the company of the group that it was meant for",
    description:
      "`amount` (at most what is left of the payment) becomes a payment `part` of the company `entityId`, and is applied there to `lines` in the same call: with a refusal nothing is done. Both companies' ERPs are told: here the money goes through the account of `customerId` and out of it again. The caller must see both companies.",
    action: "payment.apply",
    about: "payment",
    also: { about: "entity", named: "body.entityId" },
    params: payment,
    body: z.object({
      entityId: idSchema("ent"),
      customerId: idSchema("cus"),
      amount: z.string().regex(/^\d+(\.\d+)?$/),
      lines: linesBody.default([]),
      adjustments: adjustmentsBody,
      on: dateSchema.optional().meta({ description: "The posting date, in both companies; today unless told." }),
      version: z.int(),
    }),
    response: z.object({ payment: paymentJson, part: paymentJson }),
    refusals: [...whatIsRefused, "entity.unknown", "payment.same-company", "payment.taken-over", "period.closed", "posting.date-out-of-range", "write-off.code-unknown"],
  },
  "POST /payments/{id}/transfers/{part}/return": {
    summary: "Take back what another company of the group was handed",
    description: "What the part was applied to there is taken back first, dated today. `entityId` is the other company.",
    action: "payment.apply",
    about: "payment",
    also: { about: "entity", named: "body.entityId" },
    params: payment.extend({ part: idSchema("pay") }),
    body: z.object({ entityId: idSchema("ent"), reason: z.string().min(1).max(500), version: z.int() }),
    response: z.object({ payment: paymentJson, part: paymentJson }),
    refusals: ["payment.unknown", "entity.unknown", "payment.changed-meanwhile", "transfer.unknown", "payment.has-allocations", "payment.awaiting-approval", "payment.taken-over", "item.unknown", "period.closed"],
  },
});
