// How customers are shared out among collectors: rules in order, the first that fits decides; a pin beats every rule.
import * as z from "zod";
import { isKeySafe } from "#domain/id.ts";
import { idSchema } from "#domain/ledger/schema.ts";

const amount = z.string().regex(/^-?\d+(\.\d+)?$/);
const letter = z.string().regex(/^[A-Za-z]$/);

export const portfolioRuleSchema = z
  .object({
    id: z.string().refine(isKeySafe),
    /** Every condition that is given must hold. */
    when: z.object({
      entities: z.array(idSchema("ent")).optional(),
      countries: z.array(z.string()).optional(),
      segments: z.array(z.string()).optional(),
      /** By the first letter of the name, without accents; what is no letter counts as A. */
      letters: z.object({ from: letter, to: letter }).optional(),
      /** What is open today, in the tenant's currency. */
      open: z.object({ from: amount.optional(), to: amount.optional() }).optional(),
    }),
    /** The names that stand in the field "collector". Several share the customers: who holds one keeps it, the others go where the load is least. */
    to: z.array(z.string().min(1)).min(1).max(50),
  })
  .meta({ id: "PortfolioRule" });
export type PortfolioRule = z.infer<typeof portfolioRuleSchema>;

export const portfolioRulesSchema = z.object({
  rules: z.array(portfolioRuleSchema).max(200),
  /** Customers that stay with somebody whatever the rules say. */
  pins: z.array(z.object({ customerId: idSchema("cus"), to: z.string().min(1) })).max(5000),
  version: z.int().min(0),
});
export type PortfolioRules = z.infer<typeof portfolioRulesSchema>;

/** Who held a customer, from when to when. */
export const holdingSchema = z.object({
  customerId: idSchema("cus"),
  collector: z.string(),
  since: z.string(),
  until: z.string().optional(),
  by: z.object({ type: z.string(), id: z.string(), name: z.string().optional() }),
  /** The rule or pin that gave it, or the reason that was told. */
  because: z.string().optional(),
});
export type Holding = z.infer<typeof holdingSchema>;
