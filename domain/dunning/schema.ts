// The nouns of dunning. The level belongs to the instalment (its mark); the message belongs to whoever receives it. A message is decided when it is
// planned and again seconds before it goes, so what a planned message lists is what it would list now, not what it will.
import * as z from "zod";
import { messageKindSchema, templateTextSchema } from "#domain/dunning/messages/schema.ts";
import { attachmentSchema, channelSchema, recipientRoleSchema, signalKindSchema, toneSchema } from "#domain/dunning/policy/schema.ts";
import { confidential } from "#domain/confidential.ts";
import { currencySchema, dateSchema, idSchema, itemKindSchema, languageSchema } from "#domain/ledger/schema.ts";

export const reasonSchema = z.object({ code: z.string(), note: confidential("internal-note", z.string().optional()) }).catchall(z.union([z.string(), z.number(), z.boolean()]));
export const amountSchema = z.object({ minor: z.bigint(), currency: currencySchema });

/** One instalment of one item: `itm_…~1`. */
export const lineKeySchema = z.string();
export const lineKey = (itemId: string, instalment: number): string => `${itemId}~${instalment}`;

// ---- messages

export const recipientSchema = z.object({
  contactId: idSchema("con").optional(),
  name: z.string(),
  role: z.union([recipientRoleSchema, z.enum(["salesperson", "collector", "manager"])]),
  email: z.string().optional(),
  phone: z.string().optional(),
});
export type Recipient = z.infer<typeof recipientSchema>;

/** What a message says of one instalment. `advances` climbs to `level` when the message arrives; `listed` is shown at the level that it has. */
export const messageLineSchema = z.object({
  key: lineKeySchema,
  itemId: idSchema("itm"),
  instalment: z.int(),
  customerId: idSchema("cus"),
  entityId: idSchema("ent"),
  kind: itemKindSchema,
  number: z.string(),
  /** The customer's order number. */
  reference: z.string().optional(),
  issuedOn: dateSchema,
  dueOn: dateSchema,
  daysLate: z.int(),
  currency: currencySchema,
  minor: z.bigint(),
  openMinor: z.bigint(),
  disputedMinor: z.bigint(),
  /** What is asked for: open, less what is disputed, promised or otherwise held. */
  claimedMinor: z.bigint(),
  level: z.int(),
  part: z.enum(["advances", "listed", "not-due", "credit"]),
  /** The step that it climbs to, if it advances. */
  step: z.string().optional(),
  countsFrom: dateSchema.optional(),
});
export type MessageLine = z.infer<typeof messageLineSchema>;

export const messageTotalSchema = z.object({
  currency: currencySchema,
  overdueMinor: z.bigint(),
  disputedMinor: z.bigint(),
  claimedMinor: z.bigint(),
  /** In the customer's favour and not applied yet: negative or zero. */
  creditsMinor: z.bigint(),
  notDueMinor: z.bigint(),
});
export type MessageTotal = z.infer<typeof messageTotalSchema>;

/** Enough of a message to know it again: two runs, a replay or a restart that plan the same thing make the same id of it. */
export const messageIdentitySchema = z.object({
  /** Who is reminded: a customer, or a customer's contract or legal entity ("cus_1", "cus_1|PO-7"). */
  group: z.string(),
  policyId: idSchema("pol"),
  policyVersion: z.int(),
  step: z.string(),
  /** The spell of being late, and how many messages of it were settled before: "3.0" is the first message of the third spell. */
  cycle: z.string(),
});
export type MessageIdentity = z.infer<typeof messageIdentitySchema>;

export const plannedMessageSchema = messageIdentitySchema.extend({
  /** A one-off was written by a person: it follows no ladder and raises no level. */
  kind: z.enum(["message", "task", "hand-off", "one-off"]),
  /** Whose account is in arrears, and who receives the message: payer, parent, or the debtor itself. */
  debtorId: idSchema("cus"),
  addresseeId: idSchema("cus"),
  level: z.int(),
  stepName: z.string(),
  channels: z.array(channelSchema).min(1),
  template: z.string().optional(),
  tone: toneSchema,
  language: languageSchema,
  to: z.array(recipientSchema),
  copyTo: z.array(recipientSchema),
  attachments: z.array(attachmentSchema),
  daysToPay: z.int().optional(),
  charges: z.enum(["none", "displayed", "claimed"]),
  lines: z.array(messageLineSchema),
  totals: z.array(messageTotalSchema),
  /** The day in the recipient's calendar, and the instants between which it may go. */
  sendOn: dateSchema,
  notBefore: z.string(),
  notAfter: z.string(),
  timeZone: z.string(),
  /** Why a person has to look first; empty if nobody has to. */
  approvals: z.array(reasonSchema),
  reasons: z.array(reasonSchema),
});
export type PlannedMessage = z.infer<typeof plannedMessageSchema>;

/** A bounce is no delivery: the step is done again another way, and the ladder waits. */
export const messageStateSchema = z.discriminatedUnion("status", [
  z.object({ status: z.literal("planned") }),
  z.object({ status: z.literal("awaiting-approval") }),
  z.object({ status: z.literal("approved"), by: idSchema("usr"), at: z.string() }),
  z.object({ status: z.literal("sending"), attempt: z.int().min(1), claimedAt: z.string(), leaseUntil: z.string() }),
  z.object({ status: z.literal("sent"), at: z.string(), reference: z.string() }),
  z.object({ status: z.literal("delivered"), at: z.string() }),
  z.object({ status: z.literal("bounced"), at: z.string(), permanent: z.boolean(), detail: z.string() }),
  z.object({ status: z.literal("stopped"), at: z.string(), reasons: z.array(reasonSchema) }),
  z.object({ status: z.literal("failed"), at: z.string(), detail: z.string() }),
]);
export type MessageState = z.infer<typeof messageStateSchema>;
export type MessageStatus = MessageState["status"];

export const callNoteSchema = z.object({ at: z.string(), by: z.string(), outcome: z.string(), note: z.string().optional(), on: dateSchema.optional() });
export type CallNote = z.infer<typeof callNoteSchema>;

export const messageSchema = plannedMessageSchema.extend({
  id: idSchema("msg"),
  runId: idSchema("drn").optional(),
  /** Who wrote a one-off, in which mailing, in which own words if any, and what he passed over and why. */
  manual: z.object({ by: idSchema("usr"), batch: z.string(), kind: messageKindSchema, channel: channelSchema.optional(), text: templateTextSchema.optional(), language: languageSchema.optional(), override: z.object({ codes: z.array(z.string()), why: z.string() }).optional(), approvals: z.array(reasonSchema) }).optional(),
  /** Of a phone task: who called when, and what came of it. */
  calls: z.array(callNoteSchema).optional(),
  createdAt: z.string(),
  state: messageStateSchema,
  version: z.int().min(0),
});
export type Message = z.infer<typeof messageSchema>;

// ---- what stands against a message

export const holdReasonSchema = z.enum([
  "dispute", "promise", "payment-plan", "direct-debit", "bill-in-progress", "announced-payment", "not-accepted", "bounced-contact", "insolvency",
  "legal-hand-off", "vip", "intercompany", "stale-data", "unapplied-credit", "document-requested", "unread-reply", "manual", "paused",
]);
export type HoldReason = z.infer<typeof holdReasonSchema>;

export const holdScopeSchema = z.discriminatedUnion("of", [
  z.object({ of: z.literal("everything") }),
  z.object({ of: z.literal("policy"), policyId: idSchema("pol") }),
  z.object({ of: z.literal("debtor"), customerId: idSchema("cus") }),
  z.object({ of: z.literal("line"), key: lineKeySchema }),
  z.object({ of: z.literal("amount"), key: lineKeySchema, minor: z.bigint() }),
]);
/** Every hold ends by itself or has an owner who is asked: none is silent. */
export const holdSchema = z.object({
  id: idSchema("hld"),
  reason: holdReasonSchema,
  scope: holdScopeSchema,
  from: dateSchema,
  /** The last day that it holds. */
  until: dateSchema.optional(),
  owner: z.string().optional(),
  note: z.string().optional(),
  placedBy: z.string(),
});
export type Hold = z.infer<typeof holdSchema>;

// ---- what happened around a debtor

/** Dated, told by somebody or something, and never deleted: it ends when it was answered, or when the rules of the policy no longer look back that far. */
export const signalSchema = z.object({
  id: idSchema("sig"),
  customerId: idSchema("cus"),
  kind: signalKindSchema,
  on: dateSchema,
  /** The day of an announced payment; of an absence the last day of it. */
  expectedOn: dateSchema.optional(),
  amount: amountSchema.optional(),
  /** Of an absence: whose, by address. */
  contact: z.string().optional(),
  note: z.string().optional(),
  /** The person who noted it, or the import. */
  by: z.string(),
  at: z.string(),
  ended: z.object({ on: dateSchema, by: z.string(), note: z.string().optional() }).optional(),
});
export type RecordedSignal = z.infer<typeof signalSchema>;

// ---- interest and the fixed sum

/** displayed: told and not asked for · claimed: asked for · invoiced: on an invoice of its own · waived: let go. */
export const chargeModeSchema = z.enum(["displayed", "claimed", "invoiced", "waived"]);
export const chargeDecisionSchema = z.object({
  id: idSchema("chg"),
  customerId: idSchema("cus"),
  mode: chargeModeSchema,
  keys: z.array(lineKeySchema),
  number: z.string().optional(),
  reason: z.string().optional(),
  by: z.string(),
  at: z.string(),
  on: dateSchema,
  /** What it came to on that day. */
  amounts: z.array(z.object({ currency: currencySchema, principalMinor: z.bigint(), interestMinor: z.bigint(), recoveryMinor: z.bigint() })),
});
export type ChargeDecision = z.infer<typeof chargeDecisionSchema>;

// ---- promises

export const promiseStatusSchema = z.enum(["open", "kept", "partially_kept", "broken", "superseded", "cancelled"]);
export type PromiseStatus = z.infer<typeof promiseStatusSchema>;
export const promiseSchema = z.object({
  id: idSchema("prm"),
  customerId: idSchema("cus"),
  lines: z.array(z.object({ key: lineKeySchema, minor: z.bigint() })),
  promised: amountSchema,
  promisedOn: dateSchema,
  payOn: dateSchema,
  /** In hundredths of a percent of the promised amount. */
  amountTolerance: z.int().min(0).max(10_000),
  toleranceDays: z.int().min(0).max(30),
  calendar: z.string(),
  ended: z.object({ as: z.enum(["superseded", "cancelled"]), on: dateSchema, why: z.string() }).optional(),
  by: z.string(),
});
export type PaymentPromise = z.infer<typeof promiseSchema>;

// ---- what a debtor has been through

/** Where an instalment stands on its ladder. `countsFrom` is the day that "n days after the previous step" begin at. */
export const markSchema = z.object({
  key: lineKeySchema,
  policyId: idSchema("pol"),
  policyVersion: z.int(),
  step: z.string(),
  level: z.int(),
  countsFrom: dateSchema,
  deliveredOn: dateSchema,
});
export type Mark = z.infer<typeof markSchema>;

/** A message between its plan and its end. While it is under way nobody plans another for the same people or the same instalments. */
export const underWaySchema = z.object({ messageId: idSchema("msg"), group: z.string(), kind: plannedMessageSchema.shape.kind, step: z.string(), keys: z.array(lineKeySchema) });

/** One per customer whose items these are: what a run must know beside the ledger. Saved with the message that changes it, conditional on `version`. */
export const dunningAccountSchema = z.object({
  customerId: idSchema("cus"),
  cycle: z.int().min(1),
  /** Messages of this cycle that were delivered, bounced, stopped or failed. */
  settled: z.int().min(0),
  marks: z.array(markSchema),
  /** Phone tasks that were made, by line and step: made once, whatever their outcome. */
  tasks: z.array(z.object({ key: lineKeySchema, step: z.string(), on: dateSchema })),
  underWay: z.array(underWaySchema),
  /** When each group of this customer was last written to, for the quiet days. */
  contacts: z.array(z.object({ group: z.string(), on: dateSchema })),
  /** When earlier cycles ended, the latest last: a serial late payer is known by them. */
  pastCycles: z.array(dateSchema),
  version: z.int().min(0),
});
export type DunningAccount = z.infer<typeof dunningAccountSchema>;
