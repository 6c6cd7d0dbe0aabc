// What the desk knows of payers and by which rules it posts, as the API tells it.
import * as z from "zod";
import { currencySchema, dateSchema, idSchema, moneySchema } from "#domain/ledger/schema.ts";

export const payerKeySchema = z
  .object({ type: z.enum(["iban", "name"]), value: z.string().min(1).max(140) })
  .meta({ id: "PayerKey", description: "What a payer is recognised by: an account, or a name as banks write it." });
export type PayerKeyJson = z.infer<typeof payerKeySchema>;

const whoSchema = z.object({ id: z.string(), name: z.string() });

/** A fact that clearings taught. `support` halves in half a year without new evidence; `clearings` counts those that stand behind it. */
export const learnedFactJson = z
  .object({
    about: z.enum(["pays-for", "filed-under", "habit", "difference", "residue"]),
    says: z.string(),
    customerId: idSchema("cus").optional(),
    customerName: z.string().optional(),
    support: z.number(),
    clearings: z.int(),
    lastSeenOn: dateSchema,
    pinned: z.boolean().optional(),
  })
  .meta({ id: "LearnedFact" });

export const payerJson = z
  .object({
    id: idSchema("pyr"),
    entityId: idSchema("ent"),
    key: payerKeySchema,
    /** Names that banks wrote with this key; of a name, the spellings that were merged into it. */
    names: z.array(z.string()),
    paysFor: z.array(learnedFactJson),
    filedUnder: z.array(learnedFactJson),
    /** Several customers are paid from here (an agent, a factor, a parent): never taken as proof of one. */
    shared: z.boolean(),
    pinned: z.boolean(),
    clearings: z.int(),
    lastSeenOn: dateSchema,
  })
  .meta({ id: "Payer" });

/** One clearing that taught something, and what: each can be taken back for itself. */
export const lessonJson = z
  .object({
    id: idSchema("les"),
    source: z.enum(["desk", "erp"]),
    on: dateSchema,
    paymentId: idSchema("pay").optional(),
    itemId: idSchema("itm").optional(),
    by: whoSchema.optional(),
    customers: z.array(idSchema("cus")),
    kind: z.string().optional(),
    difference: z.string().optional(),
    /** An automatic posting keeps alive what people or the ERP taught; alone, it teaches nothing. */
    renews: z.boolean(),
  })
  .meta({ id: "Lesson" });

export const memoryChangeSchema = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("pin"), key: payerKeySchema, customerId: idSchema("cus") }),
    z.object({ type: z.literal("merge"), name: z.string().min(1).max(140), into: z.string().min(1).max(140) }),
    z.object({ type: z.literal("forget"), key: payerKeySchema, customerId: idSchema("cus").optional() }),
    z.object({ type: z.literal("unlearn"), lessonId: idSchema("les") }),
  ])
  .meta({
    id: "MemoryChange",
    description:
      "pin: this account or name pays for this customer, whatever clearings say. merge: two names are one payer. forget: what was learned so far of an account or a name (about one customer, or at all) counts no longer; what is cleared from now on does. unlearn: one clearing taught something wrong.",
  });
export const memoryEditJson = z
  .object({ id: idSchema("med"), entityId: idSchema("ent"), change: memoryChangeSchema, reason: z.string().optional(), at: z.string(), by: whoSchema })
  .meta({ id: "MemoryEdit" });

const decimal = z.string().regex(/^\d{1,12}(\.\d{1,4})?$/);

/** What may be written off without a person. Exactly three differences; everything else stays open. */
export const capsSchema = z
  .object({
    cents: z.object({ perPayment: decimal, perMille: z.int().min(0).max(100), perDebtorAndYear: decimal }),
    discount: z.object({ graceDays: z.int().min(0).max(30), perDebtorAndYear: decimal }),
    bankFee: z.object({ perPayment: decimal, perDebtorAndYear: decimal }),
    /** A payment above this is never posted without a person; none: no ceiling. */
    ceiling: decimal.optional(),
  })
  .meta({ id: "MatchingCaps", description: "In units of the currency that they stand under." });
export type CapsJson = z.infer<typeof capsSchema>;

export const matchingRulesSchema = z
  .object({
    /** The share of automatic postings that must be right. */
    precision: z.number().min(0.99).max(0.99999),
    /** By currency; what is not named follows the house caps, scaled to the currency. */
    currencies: z.record(currencySchema, capsSchema),
    /** For one debtor and currency, instead of the currency's. `never`: nothing of this debtor is posted without a person. */
    debtors: z.array(z.object({ customerId: idSchema("cus"), currency: currencySchema, caps: capsSchema.optional(), never: z.boolean().optional() })).max(500),
  })
  .meta({ id: "MatchingRules" });
export type MatchingRulesJson = z.infer<typeof matchingRulesSchema>;

export const shareJson = z.object({ right: z.int(), of: z.int(), share: z.number(), low: z.number(), high: z.number() }).meta({ id: "Share", description: "A measured share and its 95 % confidence interval (Wilson)." });
/** How payments would have been decided under one set of rules. Σ automatic + proposed + unmatched = payments. */
export const outcomeJson = z.object({ payments: z.int(), automatic: z.int(), proposed: z.int(), unmatched: z.int(), automaticRate: z.number(), value: z.array(moneySchema), precision: shareJson, threshold: z.object({ probability: z.number().optional(), target: z.number(), learnedFrom: z.int() }) }).meta({ id: "MatchingOutcome" });
export const measuredChangeJson = z.object({
  paymentId: idSchema("pay"), bookedOn: dateSchema, amount: moneySchema, payerName: z.string().optional(), before: z.enum(["auto", "propose", "unmatched"]), after: z.enum(["auto", "propose", "unmatched"]),
  /** Whether what would be posted is what was cleared in the end. */
  right: z.boolean().optional(),
});
export const measurementJson = z
  .object({
    state: z.enum(["measuring", "measured", "failed"]),
    at: z.string(),
    from: dateSchema.optional(),
    to: dateSchema.optional(),
    inForce: outcomeJson.optional(),
    proposed: outcomeJson.optional(),
    changed: z.int().optional(),
    /** The first two hundred, those that would be wrong before the others. */
    changes: z.array(measuredChangeJson).optional(),
    /** Why it may not be published as it is. */
    against: z.array(z.looseObject({ code: z.string() })).optional(),
  })
  .meta({ id: "RulesMeasurement" });

export const rulesVersionJson = z
  .object({
    version: z.int(),
    state: z.enum(["draft", "published", "retired"]),
    revision: z.int(),
    rules: matchingRulesSchema,
    changedBy: z.string().optional(),
    changedAt: z.string().optional(),
    publishedBy: z.string().optional(),
    publishedAt: z.string().optional(),
    measurement: measurementJson.optional(),
  })
  .meta({ id: "MatchingRulesVersion" });
