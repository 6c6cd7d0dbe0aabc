// Payments as the API tells them.
import * as z from "zod";
import { confidential } from "#domain/confidential.ts";
import { currencySchema, dateSchema, idSchema, moneySchema } from "#domain/ledger/schema.ts";

export const paymentStatusSchema = z.enum(["waiting", "proposed", "unmatched", "applied", "on-account", "set-aside", "awaiting-approval"]);
export const adjustmentTypeSchema = z.enum(["cents", "discount", "bankFee", "other"]);
const reasonsSchema = z.array(z.looseObject({ code: z.string() }));

export const lineJson = z
  .object({ itemId: idSchema("itm"), customerId: idSchema("cus"), number: z.string(), cleared: moneySchema })
  .meta({ id: "AllocationLine", description: "`cleared` is what is cleared on the document: an invoice positive, a credit note negative." });
export const adjustmentJson = z
  .object({ type: adjustmentTypeSchema, amount: moneySchema, note: z.string().optional(), code: z.string().optional() })
  .meta({ id: "Adjustment", description: "Positive: written off on the documents. Negative: stays on the customer's account." });

export const proposalJson = z.object({
  customerId: idSchema("cus"),
  customerName: z.string().optional(),
  lines: z.array(lineJson),
  adjustments: z.array(adjustmentJson),
  confidence: z.number().min(0).max(1),
  reasons: reasonsSchema,
});
export const decisionJson = z.object({
  outcome: z.enum(["auto", "propose", "unmatched"]),
  confidence: z.number().min(0).max(1),
  reasons: reasonsSchema,
  /** Where in the bank's words (the text unless `field` says otherwise) the evidence stands, and which documents or customer it leads to. */
  evidence: z.array(z.object({ field: z.enum(["text", "name", "iban", "endToEnd", "structured"]).default("text"), from: z.int(), to: z.int(), means: z.string(), items: z.array(idSchema("itm")).optional(), customerId: idSchema("cus").optional() })),
  proposals: z.array(proposalJson),
  decidedAt: z.string(),
  /** The remittance advice, or the announcement, that tells of this payment. */
  advice: z.string().optional(),
});
export const allocationJson = z.object({
  id: z.string(),
  on: dateSchema,
  at: z.string(),
  by: z.looseObject({ type: z.string() }),
  customerId: idSchema("cus"),
  lines: z.array(lineJson),
  adjustments: z.array(adjustmentJson),
  used: moneySchema,
  /** The books were closed until here: what falls before is posted on the first open day. */
  closedUntil: dateSchema.optional(),
  /** Written off above the limit of who asked: who allowed it. */
  approved: z.object({ by: z.looseObject({ type: z.string() }), at: z.string() }).optional(),
  takenBack: z.object({ on: dateSchema, at: z.string(), by: z.looseObject({ type: z.string() }), reason: z.string() }).optional(),
});

export const noteJson = z.object({ at: z.string(), by: z.looseObject({ type: z.string() }), text: z.string().optional(), asked: z.object({ whom: z.enum(["customer", "salesperson"]), about: z.string(), to: z.string() }).optional() });

export const paymentJson = z
  .object({
    id: idSchema("pay"),
    entityId: idSchema("ent"),
    account: z.string(),
    currency: currencySchema,
    amount: moneySchema,
    unallocated: moneySchema,
    bookedOn: dateSchema,
    valueOn: dateSchema.optional(),
    payerName: z.string().optional(),
    payerIban: confidential("iban", z.string().optional()),
    text: z.string(),
    reference: z.string().optional(),
    structuredReference: z.string().optional(),
    endToEndId: z.string().optional(),
    kind: z.string(),
    status: paymentStatusSchema,
    /** Posted by the engine, with no person's hand in it. */
    automatic: z.boolean(),
    customerId: idSchema("cus").optional(),
    customerName: z.string().optional(),
    statement: z.object({ fileName: z.string(), format: z.string(), runId: z.string(), line: z.int(), number: z.string().optional() }),
    /** Perhaps the same payment as an equal one of another statement: never posted without a person. */
    doubtful: z.boolean().optional(),
    decision: decisionJson.optional(),
    allocations: z.array(allocationJson),
    /** What waits for somebody else's yes, and by how much it is above the limit of who asked. Nothing of it is posted. */
    approval: z
      .object({
        customerId: idSchema("cus"), customerName: z.string().optional(), lines: z.array(lineJson), adjustments: z.array(adjustmentJson),
        over: z.array(z.object({ code: z.string(), amount: moneySchema, limit: moneySchema })), by: z.looseObject({ type: z.string() }), at: z.string(), on: dateSchema.optional(),
      })
      .optional(),
    /** What other companies of the group have of it, each as a payment `id` of their own. */
    transfers: z.array(z.object({ id: idSchema("pay"), entityId: idSchema("ent"), amount: moneySchema, on: dateSchema, at: z.string(), by: z.looseObject({ type: z.string() }), returned: z.object({ on: dateSchema, at: z.string() }).optional() })).optional(),
    /** The payment of another company that this is a part of. */
    transferredFrom: z.object({ id: idSchema("pay"), entityId: idSchema("ent"), returned: z.boolean().optional() }).optional(),
    /** The bank took it back: its documents are open again. */
    returned: z.object({ debitId: z.string(), on: dateSchema, reason: z.string() }).optional(),
    setAside: z.object({ reason: z.string(), at: z.string() }).optional(),
    /** Who looks after it while it waits, and what was done about it. */
    owner: z.object({ id: z.string(), name: z.string() }).optional(),
    notes: z.array(noteJson).optional(),
    /** The ERP's own item that stands for the money on the account, once its file has told it. */
    takenOver: z.object({ itemId: idSchema("itm"), number: z.string(), on: dateSchema, at: z.string() }).optional(),
    version: z.int(),
  })
  .meta({ id: "Payment" });

const rate = z.number().min(0).max(1).nullable();
export const ratesJson = z
  .object({
    payments: z.int(), identified: z.int(), automatic: z.int(), assisted: z.int(), manual: z.int(), waiting: z.int(), takenBack: z.int(),
    lines: z.object({ automatic: z.int(), all: z.int() }),
    value: z.array(z.object({ received: moneySchema, automatic: moneySchema, rate })),
    rates: z.object({ payerIdentified: rate, payment: rate, line: rate, assisted: rate, manual: rate, correction: rate }),
  })
  .meta({
    id: "CashApplicationRates",
    description:
      "Match rate is never one number. In scope are receipts that may be a customer's (not what was set aside, not returns); a payment counts for what was done with it first. payment: posted without a person. line: documents cleared so, of all cleared. assisted: a proposal confirmed as it stood. manual: a person chose otherwise. correction: automatic postings that were taken back later, of all automatic postings.",
  });
