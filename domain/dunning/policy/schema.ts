// A dunning policy: who is reminded of what, when, how, and when not. It is data with a version: what was sent names the version that sent it, and
// nothing is ever changed in a published version. The rules that read it are in domain/dunning/plan.ts; what makes it publishable in check.ts.
import * as z from "zod";
import { currencySchema, dateSchema, idSchema, languageSchema } from "#domain/ledger/schema.ts";

/** Exact minor units per currency. Currencies are never added or converted here: each has its own threshold or none. */
export const thresholdsSchema = z.array(z.object({ minor: z.bigint(), currency: currencySchema }));
export type Thresholds = z.infer<typeof thresholdsSchema>;

export const channelSchema = z.enum(["email", "sms", "letter", "registered-letter", "phone", "hand-off"]);
export type Channel = z.infer<typeof channelSchema>;

export const toneSchema = z.enum(["courtesy", "neutral", "helpful", "firm", "final", "formal"]);
export type Tone = z.infer<typeof toneSchema>;

export const recipientRoleSchema = z.enum(["accounts-payable", "buyer", "management", "legal", "other"]);
export type RecipientRole = z.infer<typeof recipientRoleSchema>;
export const copySchema = z.enum(["salesperson", "collector", "manager", ...recipientRoleSchema.options]);

/** What lies beside a mail: the whole account as a letter, and documents from the archive whose address the tenant gave. */
export const attachmentSchema = z.enum(["statement", "invoices", "overdue-invoices", "credit-notes"]);
export type Attachment = z.infer<typeof attachmentSchema>;

/** All that is given must hold: `{ due: 18, previous: 6 }` is "18 days after the due date and 6 after the step before". Days of the calendar. */
export const timingSchema = z
  .object({
    due: z.int().min(-60).max(720).optional(),
    previous: z.int().min(0).max(365).optional(),
    invoice: z.int().min(0).max(720).optional(),
  })
  .meta({ description: "Days after the due date (negative: before), after the previous step, after the invoice date; all that are given must have passed." });

export const stepSchema = z.object({
  id: z.string().regex(/^[A-Za-z0-9-]{1,24}$/),
  name: z.string().min(1),
  /** 0 for a courtesy note; the ladder rises. A task keeps the level of the message before it: it raises nothing. */
  level: z.int().min(0).max(9),
  kind: z.enum(["message", "task", "hand-off"]),
  timing: timingSchema,
  /** The first is the main one; all of them carry the same message ("e-mail and letter"). */
  channels: z.array(channelSchema).min(1),
  /** What takes over when the debtor has no usable contact for a channel, in order. */
  fallbacks: z.array(channelSchema),
  template: z.string().optional(),
  tone: toneSchema,
  to: z.array(recipientRoleSchema).min(1),
  /** Asked in order when none of `to` has a usable contact; the first that has one receives. */
  escalateTo: z.array(recipientRoleSchema),
  copyTo: z.array(copySchema),
  attachments: z.array(attachmentSchema),
  /** Below it in every currency the step is not for this debtor: passed over if it may be, waited for if not. */
  minimum: thresholdsSchema,
  skippable: z.boolean(),
  /** A person looks at each one before it goes. */
  approval: z.boolean(),
  /** How many days to pay the message gives, if it says so. */
  daysToPay: z.int().min(1).max(60).optional(),
  /** What of interest and recovery costs it mentions. */
  charges: z.enum(["none", "displayed", "claimed"]),
});
export type Step = z.infer<typeof stepSchema>;

/** What just happened around a debtor, and what that changes: visible and editable, not buried in code. */
export const signalKindSchema = z.enum(["new-order", "payment-received", "payment-announced", "unread-reply", "out-of-office", "score-down", "score-up", "insurer-cut", "complaint", "document-requested"]);
export type SignalKind = z.infer<typeof signalKindSchema>;
export const contextRuleSchema = z.object({
  id: z.string(),
  /** Counted from the signal's day, or from the day that it expects. */
  when: z.object({ signal: signalKindSchema, withinDays: z.int().min(0).max(365), business: z.boolean() }),
  /** Only messages of this level and above. */
  fromLevel: z.int().min(0).max(9),
  effect: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("hold") }),
    z.object({ kind: z.literal("tone"), tone: toneSchema }),
    z.object({ kind: z.literal("approve") }),
    z.object({ kind: z.literal("sooner"), days: z.int().min(1).max(30) }),
    z.object({ kind: z.literal("later"), days: z.int().min(1).max(30) }),
    /** Passes over a step that may be passed over, and calls; a step that may not be is sent all the same. */
    z.object({ kind: z.literal("skip") }),
    /** A phone task in the message's place, for as long as the rule holds; without a number the message goes. */
    z.object({ kind: z.literal("call") }),
  ]),
  /** Who hears of it, with a task. */
  task: z.enum(["none", "collector", "salesperson", "cash-applier", "credit-manager"]),
});
export type ContextRule = z.infer<typeof contextRuleSchema>;

export const timeOfDaySchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
export const windowSchema = z.object({
  from: timeOfDaySchema,
  to: timeOfDaySchema,
  /** 1 is Monday. */
  weekdays: z.array(z.int().min(1).max(7)).min(1),
  /** Nobody answers a reminder on a Friday evening. */
  fridayTo: timeOfDaySchema.optional(),
});
export type SendWindow = z.infer<typeof windowSchema>;

export const policySchema = z.object({
  id: idSchema("pol"),
  version: z.int().min(1),
  name: z.string().min(1),
  /** Empty lists say nothing; the most telling match wins: customer, then segment, entity, country; then `priority`. */
  appliesTo: z.object({
    customers: z.array(idSchema("cus")),
    segments: z.array(z.string()),
    entities: z.array(idSchema("ent")),
    countries: z.array(z.string()),
  }),
  priority: z.int(),
  /** Who gets one message: the debtor, whoever pays for it, its parent, each contract (the customer's reference), or the debtor per legal entity. */
  unit: z.enum(["debtor", "payer", "parent", "contract", "entity"]),
  /** One message at the highest level that is due, or one per level. Levels are the items' own: switching loses nothing. */
  grouping: z.enum(["one-message", "one-per-level"]),
  languages: z.array(languageSchema).min(1),
  window: windowSchema,
  /** No contact for so many days after the last one, whatever is due. */
  quietDays: z.int().min(0).max(60),
  /** Never on the first days after the due date: the bank needs them to tell us. */
  graceDays: z.int().min(0).max(30),
  /** Dated periods without mail (August, year end). */
  closures: z.array(z.object({ from: dateSchema, to: dateSchema })),
  /** Smaller residues are listed, never a reason to write. */
  minimumItem: thresholdsSchema,
  minimumTotal: thresholdsSchema,
  /** Above it, a person approves. */
  maximumTotal: thresholdsSchema,
  /** Unapplied cash and credit notes of at least this share of what is overdue stop the message: someone should apply them first. */
  creditsHoldPercent: z.int().min(1).max(1000),
  /** Lists what is not due yet in a second table. */
  listNotDue: z.boolean(),
  /** Who was late often starts higher. */
  serialLate: z.object({ cycles: z.int().min(1), startAt: z.string() }).optional(),
  /** Only at the start of a tenant: what was late before this date may enter by its age. Everything else climbs one step at a time. */
  entry: z.object({ overdueBefore: dateSchema, notAbove: z.string() }).optional(),
  steps: z.array(stepSchema).min(1),
  rules: z.array(contextRuleSchema),
  /** From which step of another policy, or of an older version, one goes on at which step here. "" is the beginning. */
  mapping: z.array(z.object({ policy: idSchema("pol"), version: z.int(), from: z.string(), to: z.string() })),
});
export type Policy = z.infer<typeof policySchema>;

export const policyStateSchema = z.enum(["draft", "proposed", "published", "retired"]);
