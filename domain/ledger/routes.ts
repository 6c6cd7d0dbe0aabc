import * as z from "zod";
import { contactSchema, currencySchema, dateSchema, idSchema, itemKindSchema, languageSchema, legalEntitySchema, moneySchema, postingKindSchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

export const legalEntityJson = legalEntitySchema.meta({ id: "LegalEntity" });

export const customerJson = z
  .object({
    id: idSchema("cus"),
    code: z.string(),
    name: z.string(),
    legalName: z.string().optional(),
    registration: z.string().optional(),
    vat: z.string().optional(),
    ibans: z.array(z.string()).optional(),
    country: z.string().optional(),
    addressLines: z.array(z.string()).optional(),
    postcode: z.string().optional(),
    city: z.string().optional(),
    language: languageSchema.optional(),
    segment: z.string().optional(),
    terms: z.object({ days: z.int(), endOfMonth: z.boolean() }).optional(),
    /** Early payment: hundredths of a percent off for whoever pays within so many days of the invoice. */
    discount: z.object({ rate: z.int(), days: z.int() }).optional(),
    collector: z.string().optional(),
    salesperson: z.string().optional(),
    payerId: idSchema("cus").optional(),
    parentId: idSchema("cus").optional(),
    creditLimit: moneySchema.optional(),
    version: z.int(),
  })
  .meta({ id: "Customer" });

export const postingJson = z
  .object({
    id: z.string(),
    kind: postingKindSchema,
    on: dateSchema,
    instalment: z.int(),
    dueOn: dateSchema,
    amount: moneySchema,
    entityAmount: moneySchema,
    allocation: z.string().optional(),
    lettering: z.string().optional(),
    reverses: z.string().optional(),
    reason: z.string().optional(),
    by: z.string(),
  })
  .meta({ id: "Posting" });

export const itemJson = z
  .object({
    id: idSchema("itm"),
    kind: itemKindSchema,
    entityId: idSchema("ent"),
    customerId: idSchema("cus"),
    number: z.string(),
    reference: z.string().optional(),
    label: z.string().optional(),
    issuedOn: dateSchema,
    /** The earliest due date with something open; of a settled item, its last. */
    dueOn: dateSchema,
    dueReason: z.enum(["file", "customer-terms", "source-terms"]),
    instalments: z.array(z.object({ n: z.int(), dueOn: dateSchema, amount: moneySchema, open: moneySchema })),
    amount: moneySchema,
    open: moneySchema,
    entityAmount: moneySchema,
    entityOpen: moneySchema,
    disputed: moneySchema,
    disputeReason: z.string().optional(),
    /** Days past due at the as-of date; negative before it. */
    daysOverdue: z.int(),
    /** Lettering codes of what settled it, latest last. */
    lettering: z.array(z.string()),
    salesperson: z.string().optional(),
  })
  .meta({ id: "Item" });

const asOf = z.object({ asOf: dateSchema.optional().meta({ description: "Business date; today in the entity's time zone unless told." }) });

export const ledgerRoutes = routes({
  "GET /entities": { summary: "List legal entities", action: "entity.read", response: z.object({ items: z.array(legalEntityJson) }) },
  "POST /entities": { summary: "Add a legal entity", action: "entity.change", body: legalEntitySchema.omit({ id: true }), response: legalEntityJson, status: 201, refusals: ["entity.code-taken"] },
  "GET /customers/{id}": {
    summary: "Get a customer",
    action: "customer.read",
    about: "customer",
    params: z.object({ id: idSchema("cus") }),
    response: z.object({ customer: customerJson, payer: customerJson.optional(), parent: customerJson.optional(), contacts: z.array(contactSchema) }),
    refusals: ["customer.unknown"],
  },
  "PATCH /customers/{id}": {
    summary: "Change what is ours on a customer",
    description: "An import does not overwrite a field that was changed here. If-Match carries the version; 412 answers with the current state.",
    action: "customer.change",
    about: "customer",
    params: z.object({ id: idSchema("cus") }),
    body: z.object({
      collector: z.string().nullable().optional(),
      segment: z.string().nullable().optional(),
      language: languageSchema.nullable().optional(),
      addressLines: z.array(z.string().trim().min(1).max(80)).min(1).max(3).nullable().optional().meta({ description: "Street, building, box: one line each, as on an envelope." }),
      postcode: z.string().trim().min(1).max(16).nullable().optional(),
      city: z.string().trim().min(1).max(80).nullable().optional(),
      payerId: idSchema("cus").nullable().optional(),
      parentId: idSchema("cus").nullable().optional(),
      version: z.int(),
    }),
    response: customerJson,
    refusals: ["customer.unknown", "customer.changed-meanwhile", "customer.circular-link"],
  },
  "GET /customers/{id}/open-items": {
    summary: "List what is open on a customer's account",
    action: "item.read",
    about: "customer",
    params: z.object({ id: idSchema("cus") }),
    query: asOf.extend({ settled: z.enum(["true", "false"]).optional().meta({ description: "true: settled items as well" }) }),
    response: z.object({ items: z.array(itemJson), asOf: dateSchema, totals: z.array(z.object({ open: moneySchema, overdue: moneySchema, credits: moneySchema, disputed: moneySchema })) }),
    refusals: ["customer.unknown"],
  },
  "GET /customers/{id}/statement": {
    summary: "Statement of a customer's account at a date",
    description: "Opening balance, every movement, closing balance, per currency; closing = opening + movements, always.",
    action: "item.read",
    about: "customer",
    params: z.object({ id: idSchema("cus") }),
    query: asOf.extend({ from: dateSchema.optional() }),
    response: z.object({
      asOf: dateSchema,
      from: dateSchema,
      currencies: z.array(
        z.object({
          currency: currencySchema,
          opening: moneySchema,
          closing: moneySchema,
          lines: z.array(z.object({ on: dateSchema, itemId: idSchema("itm"), number: z.string(), kind: itemKindSchema, posting: postingKindSchema, amount: moneySchema, balance: moneySchema })),
        }),
      ),
    }),
    refusals: ["customer.unknown"],
  },
  "GET /items/{id}": {
    summary: "Get one item with its history",
    description: "`customer` is the item's customer: an item is kept with its customer's account.",
    action: "item.read",
    about: "item",
    params: z.object({ id: idSchema("itm") }),
    query: z.object({ customer: idSchema("cus"), ...asOf.shape }),
    response: z.object({ item: itemJson, postings: z.array(postingJson), settledWith: z.array(z.object({ id: idSchema("itm"), number: z.string(), kind: itemKindSchema, lettering: z.string().optional() })) }),
    refusals: ["item.unknown"],
  },
});
