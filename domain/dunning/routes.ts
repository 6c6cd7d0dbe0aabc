import * as z from "zod";
import { confidential } from "#domain/confidential.ts";
import { policySchema, policyStateSchema, stepSchema } from "#domain/dunning/policy/schema.ts";
import { holdReasonSchema, messageSchema, plannedMessageSchema, promiseStatusSchema, reasonSchema, recipientSchema } from "#domain/dunning/schema.ts";
import { currencySchema, dateSchema, idSchema, moneySchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

const thresholds = z.array(moneySchema).meta({ description: "One amount per currency; a currency that is not named has none." });
/** A policy as the API speaks of it: thresholds are amounts. */
export const policyJson = policySchema
  .extend({ minimumItem: thresholds, minimumTotal: thresholds, maximumTotal: thresholds, steps: z.array(stepSchema.extend({ minimum: thresholds })).min(1) })
  .meta({ id: "DunningPolicy" });
export type PolicyJson = z.infer<typeof policyJson>;

export const keptPolicyJson = z.object({
  policy: policyJson, state: policyStateSchema, changedBy: z.string(), changedAt: z.string(), publishedBy: z.string().optional(), publishedAt: z.string().optional(), revision: z.int(),
  /** Who they are, where the ids are known. */
  changedByName: z.string().optional(), publishedByName: z.string().optional(),
  /** Why it may not be published; empty if it may. */
  problems: z.array(reasonSchema),
});

const page = { limit: z.coerce.number().int().min(1).max(200).optional(), cursor: z.string().optional() };
const outcome = z.enum(["sends", "part", "approval", "calls", "waits", "held", "nothing"]);
const total = z.object({ currency: currencySchema, overdue: moneySchema, disputed: moneySchema, claimed: moneySchema, credits: moneySchema, notDue: moneySchema });
export const previewRowJson = z.object({
  group: z.string(), debtorId: idSchema("cus"), name: z.string(), items: z.int(), overdue: z.array(moneySchema), level: z.int(), outcome, nextOn: dateSchema.optional(),
  policyId: idSchema("pol"), policyVersion: z.int(),
  messages: z.array(
    plannedMessageSchema
      .pick({ step: true, stepName: true, template: true, level: true, kind: true, channels: true, tone: true, language: true, sendOn: true, notBefore: true, timeZone: true, to: true, copyTo: true })
      .extend({ recipients: z.int(), totals: z.array(total), approvals: z.array(reasonSchema) }),
  ),
  reasons: z.array(reasonSchema),
  /** Who should hear of it: a rule of the policy says so, or only they can mend what keeps the message back. */
  notices: z.array(z.object({ to: z.enum(["collector", "salesperson", "cash-applier", "credit-manager"]), reason: reasonSchema })),
  left: z.array(z.object({ number: z.string(), reasons: z.array(reasonSchema) })),
  /** Every open instalment and what becomes of it: told when the run is asked for some customers by id. */
  lines: z
    .array(
      z.object({
        key: z.string(), itemId: idSchema("itm"), number: z.string(), reference: z.string().optional(), dueOn: dateSchema, level: z.int(), open: moneySchema, disputed: moneySchema,
        verdict: z.enum(["advances", "listed", "waits", "excluded", "not-due", "credit"]), step: z.string().optional(), nextOn: dateSchema.optional(), reasons: z.array(reasonSchema),
      }),
    )
    .optional(),
});

/** By what would be sent: who is new against the last real run, who is gone, whose step is another. */
const previewChangeJson = z.discriminatedUnion("change", [
  z.object({ change: z.enum(["new", "gone"]), group: z.string(), name: z.string(), steps: z.array(z.string()) }),
  z.object({ change: z.literal("changed"), group: z.string(), name: z.string(), before: z.array(z.string()), after: z.array(z.string()), reasons: z.array(reasonSchema) }),
]);

const line = z.object({
  key: z.string(), itemId: idSchema("itm"), number: z.string(), reference: z.string().optional(), issuedOn: dateSchema, dueOn: dateSchema, daysLate: z.int(), level: z.int(),
  part: z.enum(["advances", "listed", "not-due", "credit"]), step: z.string().optional(), amount: moneySchema, open: moneySchema, disputed: moneySchema, claimed: moneySchema,
});
const messageHead = messageSchema
  .pick({ id: true, group: true, debtorId: true, addresseeId: true, policyId: true, policyVersion: true, step: true, stepName: true, level: true, kind: true, channels: true, tone: true, language: true, sendOn: true, notBefore: true, notAfter: true, timeZone: true, createdAt: true, state: true, approvals: true, reasons: true, version: true })
  .extend({ totals: z.array(total), items: z.int() });
export const messageJson = messageHead.extend({ to: z.array(recipientSchema), copyTo: z.array(recipientSchema), lines: z.array(line) }).meta({ id: "DunningMessage" });

const holdScopeJson = z.discriminatedUnion("of", [
  z.object({ of: z.literal("everything") }),
  z.object({ of: z.literal("policy"), policyId: idSchema("pol") }),
  z.object({ of: z.literal("debtor"), customerId: idSchema("cus") }),
  z.object({ of: z.literal("line"), customerId: idSchema("cus"), key: z.string() }),
  z.object({ of: z.literal("amount"), customerId: idSchema("cus"), key: z.string(), amount: moneySchema }),
]);
const holdJson = z.object({ id: idSchema("hld"), reason: holdReasonSchema, of: z.string(), key: z.string().optional(), policyId: idSchema("pol").optional(), minor: z.string().optional(), from: dateSchema, until: dateSchema.optional(), owner: z.string().optional(), note: confidential("internal-note", z.string().optional()), placedBy: z.string(), placedByName: z.string().optional() });

export const promiseJson = z.object({
  id: idSchema("prm"), customerId: idSchema("cus"), promised: moneySchema, lines: z.array(z.object({ key: z.string(), amount: moneySchema })), promisedOn: dateSchema, payOn: dateSchema, deadline: dateSchema,
  status: promiseStatusSchema, received: moneySchema, by: z.string(), byName: z.string().optional(),
});

const id = <P extends string>(prefix: P) => z.object({ id: idSchema(prefix) });
const ofCustomer = z.object({ customer: idSchema("cus") });

export const dunningRoutes = routes({
  "GET /dunning/policies": { summary: "List reminder policies", description: "The newest version of each, and the one in force. A new tenant sees the ladders that come with Quittance, as drafts.", action: "dunning.read", response: z.object({ items: z.array(keptPolicyJson) }) },
  "GET /dunning/policies/{id}": { summary: "Get all versions of a policy", action: "dunning.read", params: id("pol"), response: z.object({ versions: z.array(keptPolicyJson) }), refusals: ["policy.unknown"] },
  "PUT /dunning/policies/{id}": {
    summary: "Change the draft of a policy",
    description: "Creates the policy, or the next version of one that is published. `revision` is the one of the draft that was read (0: there is none yet). The answer says what would keep it from being published.",
    action: "policy.change", params: id("pol"), body: z.object({ policy: policyJson, revision: z.int().min(0) }), response: keptPolicyJson, refusals: ["policy.changed-meanwhile"],
  },
  "POST /dunning/policies/{id}/publication": {
    summary: "Publish the draft of a policy",
    description: "Refused with every reason if a step cannot be reached, the ladder does not rise, or a text lacks a language; and to whoever changed the draft last: somebody else publishes it.",
    action: "policy.publish", params: id("pol"), body: z.object({ revision: z.int() }), response: keptPolicyJson,
    refusals: ["policy.unknown", "policy.no-draft", "policy.not-publishable", "policy.needs-another-publisher", "policy.changed-meanwhile"],
  },
  "POST /dunning/runs": {
    summary: "Simulate the next run of reminders",
    description: "The run before it happens, by the same code path: who gets what, who does not, and why. Some customers by id, or everybody within the caller's rows, a part at a time. With `draft`, under the draft of a policy instead of the one in force. With `compare`, also what is different from the last real run of the same customers. `on`: the day of the run; without it the next one.",
    action: "run.preview",
    body: z.object({ simulate: z.literal(true), customers: z.array(idSchema("cus")).max(200).optional(), draft: idSchema("pol").optional(), on: dateSchema.optional(), compare: z.boolean().optional(), cursor: z.string().optional() }),
    response: z.object({ on: dateSchema, items: z.array(previewRowJson), outcomes: z.record(outcome, z.int()), held: z.array(z.object({ code: z.string(), count: z.int(), overdue: z.array(moneySchema) })), stale: z.array(reasonSchema), changes: z.array(previewChangeJson).optional(), comparedWith: dateSchema.optional(), nextCursor: z.string().optional() }),
    refusals: ["policy.unknown"],
  },
  "GET /dunning/holds": { summary: "List holds", description: "Of one customer, or those on everything and on policies.", action: "dunning.read", about: "customer", named: "query.customer", query: ofCustomer.partial(), response: z.object({ items: z.array(holdJson) }), refusals: ["customer.unknown"] },
  "POST /dunning/holds": {
    summary: "Hold back reminders",
    description: "A hold ends by itself (`until`) or has an owner who is asked. On everything or on a policy it is the switch: it needs a manager and a note.",
    action: "hold.place", about: "customer", named: "body.scope.customerId",
    body: z.object({ reason: holdReasonSchema, scope: holdScopeJson, from: dateSchema.optional(), until: dateSchema.optional(), owner: z.string().optional(), note: z.string().optional() }),
    response: holdJson, status: 201, refusals: ["customer.unknown", "hold.needs-end-or-owner", "hold.ends-before-it-begins", "hold.needs-note", "hold.not-by-hand", "hold.needs-manager"],
  },
  "POST /dunning/holds/{id}/end": { summary: "Lift a hold", action: "hold.place", about: "customer", named: "body.customer", params: id("hld"), body: ofCustomer.partial(), response: holdJson, refusals: ["customer.unknown", "hold.unknown", "hold.over", "hold.needs-manager"] },
  "GET /dunning/rates": {
    summary: "List reference rates for late-payment interest",
    description: "With their standing: sourced, unverified, or confirmed by an administrator. Only a confirmed rate stands in a letter.",
    action: "dunning.read",
    response: z.object({ items: z.array(z.object({ reference: z.string(), halfYear: dateSchema, hundredths: z.int(), standing: z.enum(["confirmed", "sourced", "unverified"]) })) }),
  },
  "PUT /dunning/rates": {
    summary: "Confirm a reference rate", action: "rate.confirm",
    body: z.object({ reference: z.enum(["ecb", "bundesbank", "boe", "oenb", "nbp", "norway", "fr-legal"]), halfYear: z.string().regex(/^\d{4}-0[17]-01$/), hundredths: z.int().min(-1000).max(10_000) }),
    response: z.object({ reference: z.string(), halfYear: dateSchema, hundredths: z.int(), standing: z.literal("confirmed") }),
  },
  "GET /messages": { summary: "List messages", description: "Of one customer, newest first; or those that wait for a day.", action: "message.read", about: "customer", named: "query.customer", query: z.object({ customer: idSchema("cus").optional(), on: dateSchema.optional(), ...page }), response: z.object({ items: z.array(messageHead.extend({ customerName: z.string() })), nextCursor: z.string().optional() }), refusals: ["customer.unknown"] },
  "GET /messages/{id}": { summary: "Get a message with its items, recipients and reasons", action: "message.read", about: "message", params: id("msg"), response: messageJson, refusals: ["message.unknown"] },
  "POST /messages/{id}/decision": {
    summary: "Approve or stop a message, or take an approval back",
    description: "Approved by somebody else than the one who published the policy; it is decided once more before it goes. `wait` takes an approval back while the message has not begun to go.",
    action: "message.decide", about: "message", params: id("msg"), body: z.object({ decision: z.enum(["approve", "stop", "wait"]), reason: z.string().optional() }), response: messageJson,
    refusals: ["message.unknown", "message.not-awaiting-approval", "message.not-approved", "message.needs-another-approver", "message.hand-off-needs-recipient", "message.needs-legal-release", "message.not-sendable", "message.changed-meanwhile"],
  },
  "GET /promises": { summary: "List a customer's promises to pay", action: "promise.read", about: "customer", named: "query.customer", query: ofCustomer, response: z.object({ items: z.array(promiseJson) }), refusals: ["customer.unknown"] },
  "POST /promises": {
    summary: "Note a promise to pay", description: "Holds reminders of its items until its deadline. An open promise on the same items is superseded.", action: "promise.make", about: "customer", named: "body.customer",
    body: z.object({ customer: idSchema("cus"), lines: z.array(z.object({ key: z.string(), amount: moneySchema })).min(1), payOn: dateSchema, toleranceDays: z.int().min(0).max(30).optional(), amountTolerance: z.int().min(0).max(10_000).optional() }),
    response: promiseJson, status: 201, refusals: ["customer.unknown", "promise.date-past", "promise.currencies-mixed", "promise.line-unknown"],
  },
  "POST /promises/{id}/end": { summary: "Cancel a promise to pay", action: "promise.make", about: "customer", named: "body.customer", params: id("prm"), body: ofCustomer.extend({ reason: z.string().min(1) }), response: promiseJson, refusals: ["customer.unknown", "promise.unknown", "promise.ended"] },
});
