import * as z from "zod";
import { holdingSchema, portfolioRulesSchema } from "#domain/access/portfolio/schema.ts";
import { idSchema, moneySchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

const load = z.object({ customers: z.int(), open: moneySchema });
const move = z.object({ customerId: idSchema("cus"), name: z.string(), from: z.string().optional(), to: z.string().optional(), open: moneySchema.optional(), because: z.string() });
const preview = z.object({
  loads: z.array(z.object({ collector: z.string(), before: load, after: load, gains: z.int(), losses: z.int() })),
  /** The largest first, at most two hundred. */
  moves: z.array(move),
  total: z.int(),
  /** Currencies without a rate into the tenant's: their customers fit no rule by amount. */
  missingRates: z.array(z.string()),
});

export const portfolioRoutes = routes({
  "GET /portfolios": {
    summary: "Who holds how many customers, and how much they owe",
    description: 'In the tenant\'s currency, as of today. The collector "" is nobody.',
    action: "portfolio.read",
    response: z.object({ items: z.array(load.extend({ collector: z.string() })), missingRates: z.array(z.string()) }),
  },
  "GET /portfolios/rules": { summary: "Get the rules by which customers are shared out", action: "portfolio.read", response: portfolioRulesSchema },
  "PUT /portfolios/rules": {
    summary: "Change the rules by which customers are shared out",
    description: "Nothing moves yet: preview, then apply. `version` is the one that was read; 412 if somebody was faster.",
    action: "portfolio.assign",
    body: portfolioRulesSchema,
    response: portfolioRulesSchema,
    refusals: ["portfolio.changed-meanwhile", "portfolio.rule-doubled"],
  },
  "POST /portfolios/preview": {
    summary: "See who would get what, and how loads would shift",
    description: "Of the rules as they are kept, or of those that are sent. Nothing is changed.",
    action: "portfolio.read",
    body: portfolioRulesSchema.omit({ version: true }).partial(),
    response: preview,
  },
  "POST /portfolios/application": {
    summary: "Share customers out by the rules as they are kept",
    description: "Moves up to five hundred customers and says how many are left: ask again until none is. Asked twice, it moves nobody twice.",
    action: "portfolio.assign",
    body: z.object({ version: z.int(), reason: z.string().max(500).optional() }),
    response: z.object({ moved: z.int(), left: z.int() }),
    refusals: ["portfolio.changed-meanwhile"],
  },
  "POST /portfolios/assignments": {
    summary: "Give customers to a collector by hand",
    description: "`pin` keeps them there whatever the rules say; without `to` they are nobody's. Customers out of the caller's sight are refused as unknown, and then none is moved.",
    action: "portfolio.assign",
    body: z.object({ customers: z.array(idSchema("cus")).min(1).max(200), to: z.string().min(1).optional(), pin: z.boolean().default(false), reason: z.string().max(500).optional() }),
    response: z.object({ moved: z.int() }),
    refusals: ["customer.unknown"],
  },
  "GET /portfolios/history": {
    summary: "Which customers a collector held, and when",
    action: "portfolio.read",
    query: z.object({ collector: z.string().min(1), from: z.string().optional(), to: z.string().optional() }),
    response: z.object({ items: z.array(holdingSchema.extend({ name: z.string() })) }),
  },
  "GET /customers/{id}/holders": {
    summary: "Who held a customer, and when",
    action: "portfolio.read",
    about: "customer",
    params: z.object({ id: idSchema("cus") }),
    response: z.object({ items: z.array(holdingSchema) }),
  },
});
