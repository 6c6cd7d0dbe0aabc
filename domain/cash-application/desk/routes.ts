import * as z from "zod";
import { questions } from "#domain/cash-application/next-step.ts";
import { noteJson, paymentJson } from "#domain/cash-application/schema.ts";
import { currencySchema, dateSchema, idSchema, itemKindSchema, moneySchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

const payment = z.object({ id: idSchema("pay") });
const movements = z.object({ count: z.int(), amount: moneySchema });

export const bankStatementJson = z
  .object({
    id: idSchema("bst"), entityId: idSchema("ent"), account: z.string(), currency: currencySchema, day: dateSchema, number: z.string().optional(), fileName: z.string(), runId: z.string(), format: z.string(),
    opening: moneySchema.optional(), closing: moneySchema.optional(), credits: movements, debits: movements,
    /** Opening and movements make the closing balance; absent where the bank told no balances. */
    addsUp: z.boolean().optional(),
  })
  .meta({ id: "BankStatement" });

/** A document of a proposal or an allocation, as it stands in the ledger now. */
const documentJson = z.object({
  itemId: idSchema("itm"), customerId: idSchema("cus"), customerName: z.string(), number: z.string(), reference: z.string().optional(), kind: itemKindSchema, issuedOn: dateSchema, dueOn: dateSchema, amount: moneySchema, open: moneySchema, disputed: moneySchema,
});

export const deskRoutes = routes({
  "GET /bank-statements": {
    summary: "List bank statements",
    description: "One account's day as its bank told it, newest first: what was there, what came and went, what is there now. Notices without balances are left out once the statement is there.",
    action: "payment.read",
    query: z.object({ entity: idSchema("ent").optional(), from: dateSchema.default("2000-01-01"), to: dateSchema.default("2999-12-31"), limit: z.coerce.number().int().min(1).max(200).default(60) }),
    response: z.object({ items: z.array(bankStatementJson) }),
  },
  "GET /payments/{id}/documents": {
    summary: "What a payment is decided on",
    description: "The documents that its proposals and allocations name, as they stand in the ledger now, and the account of the customer whom it is taken for: in the payment's currency.",
    action: "payment.read",
    about: "payment",
    params: payment,
    response: z.object({
      items: z.array(documentJson),
      account: z.object({ customerId: idSchema("cus"), name: z.string(), code: z.string(), collector: z.string().optional(), salesperson: z.string().optional(), open: moneySchema, overdue: moneySchema }).optional(),
    }),
    refusals: ["payment.unknown"],
  },
  "GET /payments/{id}/inquiry": {
    summary: "Prepare a message about a payment",
    description: "Nothing is sent. To the customer in his language (French, else English), to the salesperson in the caller's.",
    action: "payment.apply",
    about: "payment",
    params: payment,
    query: z.object({ to: z.enum(["customer", "salesperson"]), question: z.enum(questions), customer: idSchema("cus").optional() }),
    response: z.object({ to: z.array(z.object({ name: z.string(), email: z.string().optional() })), language: z.string(), subject: z.string(), body: z.string() }),
    refusals: ["payment.unknown", "customer.unknown"],
  },
  "POST /payments/{id}/follow-up": {
    summary: "Say who looks after a payment, and what was done about it",
    description: "`owner` takes it (me) or gives it back (nobody). A note has words, or whom one asked about what. Nothing about the money changes.",
    action: "payment.apply",
    about: "payment",
    params: payment,
    body: z.object({ owner: z.enum(["me", "nobody"]).optional(), text: z.string().max(1000).optional(), asked: noteJson.shape.asked, version: z.int() }),
    response: paymentJson,
    refusals: ["payment.unknown", "payment.changed-meanwhile", "payment.follow-up-empty"],
  },
});
