import * as z from "zod";
import { currencySchema, dateSchema, idSchema, itemKindSchema, moneySchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

/** Money by age. `buckets[0]` is not due, then by the bounds; credits and unapplied cash stand in a column of their own and in no bucket. */
export const agedRowJson = z.object({
  key: z.string(),
  label: z.string(),
  currency: currencySchema,
  /** All that is open: sum of buckets + credits. */
  balance: moneySchema,
  /** Debit items by age: not due, 1–30, 31–60, 61–90, 91–120, over 120 (unless other bounds are asked). */
  buckets: z.array(moneySchema),
  overdue: moneySchema,
  credits: moneySchema,
  /** How much of the debit items is disputed (it is in the buckets too). */
  disputed: moneySchema,
  customers: z.int(),
  items: z.int(),
});

const page = { limit: z.coerce.number().int().min(1).max(200).optional(), cursor: z.string().optional() };

export const insightRoutes = routes({
  "GET /aged-balance": {
    summary: "Aged balance at any date",
    description:
      "What was open at the end of the business date `asOf`, by age. One row per group and currency; with `currency`, also each amount converted at the dated rate in `rates`, and a total. Source of the clocks: by due date, day 0 is not due, day 1 is the first bucket; by invoice date, age counts from the day of issue.",
    action: "aged-balance.read",
    query: z.object({
      asOf: dateSchema.optional(),
      groupBy: z.enum(["none", "customer", "collector", "salesperson", "entity", "segment", "country"]).optional(),
      basis: z.enum(["due", "invoice"]).optional(),
      currency: currencySchema.optional().meta({ description: "Convert everything into this currency as well." }),
      entity: idSchema("ent").optional(),
      customer: idSchema("cus").optional(),
      bounds: z.string().regex(/^\d+(,\d+)*$/).optional().meta({ description: "Upper bounds in days, 30,60,90,120 unless told." }),
      ...page,
    }),
    response: z.object({
      asOf: dateSchema,
      basis: z.enum(["due", "invoice"]),
      bounds: z.array(z.int()),
      rows: z.array(agedRowJson.extend({ converted: agedRowJson.omit({ key: true, label: true }).optional() })),
      /** Per currency; amounts of two currencies are never added. */
      totals: z.array(agedRowJson),
      /** Everything in the asked currency, with the rates used and their dates. Absent if a rate is missing. */
      total: agedRowJson.optional(),
      rates: z.array(z.object({ from: currencySchema, to: currencySchema, rate: z.string(), on: dateSchema })),
      missingRates: z.array(currencySchema),
      nextCursor: z.string().optional(),
    }),
  },
  "GET /customers": {
    summary: "List customers with their balances",
    action: "customer.read",
    query: z.object({
      asOf: dateSchema.optional(),
      q: z.string().optional().meta({ description: "Part of the name or code, without case or accents." }),
      collector: z.string().optional(),
      entity: idSchema("ent").optional(),
      currency: currencySchema.optional().meta({ description: "Convert open and overdue into this currency as well, and sort by what was converted. A customer who owes in a currency without a rate is converted not at all." }),
      overdue: z.enum(["true"]).optional(),
      sort: z.enum(["name", "-name", "open", "-open", "overdue", "-overdue", "oldest", "-oldest"]).optional(),
      ...page,
    }),
    response: z.object({
      items: z.array(
        z.object({
          id: idSchema("cus"),
          code: z.string(),
          name: z.string(),
          country: z.string().optional(),
          segment: z.string().optional(),
          collector: z.string().optional(),
          salesperson: z.string().optional(),
          /** One entry per currency. */
          balances: z.array(z.object({ open: moneySchema, overdue: moneySchema, credits: moneySchema, disputed: moneySchema, buckets: z.array(moneySchema) })),
          /** All currencies together, in the one that was asked for. */
          converted: z.object({ open: moneySchema, overdue: moneySchema }).optional(),
          items: z.int(),
          /** Days past due of the oldest open debit item; null if nothing is overdue. */
          oldestDays: z.int().nullable(),
        }),
      ),
      total: z.int(),
      /** Without a rate for each of these, the order is that of the amounts in the entities' own currencies. */
      missingRates: z.array(currencySchema).optional(),
      nextCursor: z.string().optional(),
    }),
  },
  "GET /invoices": {
    summary: "Search invoices, credit notes and payments",
    action: "item.read",
    query: z.object({
      asOf: dateSchema.optional(),
      q: z.string().optional().meta({ description: "Part of a number, reference or customer name." }),
      number: z.string().optional(),
      po: z.string().optional(),
      customer: idSchema("cus").optional(),
      entity: idSchema("ent").optional(),
      kind: itemKindSchema.optional(),
      status: z.enum(["open", "settled", "all"]).optional().meta({ description: "open unless told" }),
      overdue: z.enum(["true"]).optional(),
      amount: z.string().regex(/^-?\d+(\.\d+)?$/).optional(),
      sort: z.enum(["number", "-number", "issued", "-issued", "due", "-due", "open", "-open", "amount", "-amount", "customer", "-customer"]).optional(),
      ...page,
    }),
    response: z.object({
      items: z.array(
        z.object({
          id: idSchema("itm"),
          customerId: idSchema("cus"),
          customerName: z.string(),
          entityId: idSchema("ent"),
          kind: itemKindSchema,
          number: z.string(),
          reference: z.string().optional(),
          issuedOn: dateSchema,
          dueOn: dateSchema,
          daysOverdue: z.int(),
          amount: moneySchema,
          open: moneySchema,
          disputed: moneySchema,
        }),
      ),
      total: z.int(),
      /** Open per currency over everything that the filters found, not only this page. */
      totals: z.array(moneySchema),
      nextCursor: z.string().optional(),
    }),
  },
  "GET /general-ledger": {
    summary: "Every posting between two dates",
    action: "item.read",
    query: z.object({ from: dateSchema, to: dateSchema, customer: idSchema("cus").optional(), entity: idSchema("ent").optional(), ...page }),
    response: z.object({
      items: z.array(z.object({ id: z.string(), on: dateSchema, kind: z.string(), customerId: idSchema("cus"), itemId: idSchema("itm"), number: z.string(), amount: moneySchema, lettering: z.string().optional() })),
      nextCursor: z.string().optional(),
    }),
  },
});
