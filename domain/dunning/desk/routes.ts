// A collector's day with reminders: calls, approvals, messages written by hand, what was sent and its proof, what interest was let go, and what the run did.
import * as z from "zod";
import { messageJson, previewRowJson, promiseJson } from "#domain/dunning/routes.ts";
import { handOffRoutes } from "#domain/dunning/hand-off/routes.ts";
import { templateRoutes, templateTrialRoutes } from "#domain/dunning/messages/routes.ts";
import { messageLanguageSchema, templateIdSchema, templateTextSchema } from "#domain/dunning/messages/schema.ts";
import { channelSchema } from "#domain/dunning/policy/schema.ts";
import { signalRoutes } from "#domain/dunning/signals/routes.ts";
import { callNoteSchema, chargeModeSchema, messageStateSchema, reasonSchema } from "#domain/dunning/schema.ts";
import { dateSchema, idSchema, moneySchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

const message = z.object({ id: idSchema("msg") });
const ofCustomer = z.object({ customer: idSchema("cus") });
const who = z.object({ id: idSchema("cus"), name: z.string(), collector: z.string().optional() });

// ---- calls

const callJson = z
  .object({
    id: idSchema("msg"), rank: z.int(), customer: who, stepName: z.string(), level: z.int(), dueOn: dateSchema, daysLate: z.int(), overdue: z.array(moneySchema), items: z.int(), brokenPromises: z.int(), tries: z.int(),
    /** Why it stands where it does, the most telling first. */
    reasons: z.array(reasonSchema),
    contacts: z.array(z.object({ name: z.string(), role: z.string(), phone: z.string().optional(), email: z.string().optional() })),
    lines: z.array(z.object({ key: z.string(), number: z.string(), dueOn: dateSchema, daysLate: z.int(), open: moneySchema })),
    notes: z.array(callNoteSchema.extend({ byName: z.string().optional() })),
  })
  .meta({ id: "Call" });
const keys = z.array(z.string()).optional().meta({ description: "Of which instalments; without them, all that the call is about." });
export const callOutcomeJson = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.enum(["reached", "no-answer", "left-message", "wrong-number", "refused"]) }),
  z.object({ outcome: z.literal("promised"), payOn: dateSchema, lines: z.array(z.object({ key: z.string(), amount: moneySchema })).optional() }),
  z.object({ outcome: z.literal("disputed"), what: z.string().min(1), keys }),
  z.object({ outcome: z.literal("payment-announced"), on: dateSchema, keys }),
  z.object({ outcome: z.literal("call-back"), on: dateSchema }),
]);

export const callRoutes = routes({
  "GET /dunning/calls": {
    summary: "List the calls to make", description: "Within the caller's rows, ranked: broken promises first, then what is overdue by how long. Customers who have paid meanwhile are left out.", action: "message.read",
    query: z.object({ on: dateSchema.optional() }), response: z.object({ items: z.array(callJson), total: z.int() }),
  },
  "POST /dunning/calls/{id}/outcome": {
    summary: "Note how a call ended",
    description: "Ends the task or sets the day of the next try; the level never rises by a call. A promise, an announced payment or a dispute holds back reminders of what it is about; a wrong number is not called again.",
    action: "call.note", about: "message", params: message, body: z.object({ result: callOutcomeJson, note: z.string().max(2000).optional() }),
    response: z.object({ id: idSchema("msg"), done: z.boolean(), nextOn: dateSchema.optional(), promise: promiseJson.optional(), holds: z.array(idSchema("hld")), also: z.array(z.enum(["promise", "dispute", "announced-payment", "mend-contact", "escalate"])) }),
    refusals: ["message.unknown", "call.not-open", "call.date-in-the-past", "signal.expected-too-far", "promise.date-past", "promise.currencies-mixed", "promise.line-unknown", "message.changed-meanwhile"],
  },
});

// ---- approvals

const waiting = messageJson.omit({ lines: true }).extend({ customer: who, oneOff: z.boolean(), by: z.string().optional(), byName: z.string().optional(), mayDecide: z.boolean() });
export const approvalRoutes = routes({
  "GET /dunning/approvals": {
    summary: "List messages that wait for approval", description: "Across all customers within the caller's rows, the largest first. `mayDecide` is false for whoever proposed it.", action: "message.read",
    response: z.object({ items: z.array(waiting), total: z.int() }),
  },
});

// ---- by hand

const filter = z.object({
  countries: z.array(z.string()).optional(), segments: z.array(z.string()).optional(), collectors: z.array(z.string()).optional(),
  daysLateAtLeast: z.int().min(0).max(3650).optional(), overdueAtLeast: moneySchema.optional(), levelAtLeast: z.int().min(0).max(9).optional(),
});
const writing = z.object({
  template: templateIdSchema,
  /** Words of one's own in one language; whoever reads another is left out. */
  text: templateTextSchema.optional(), language: messageLanguageSchema.optional(),
  channel: channelSchema.exclude(["phone", "hand-off"]).optional(),
  /** What may stand against it and is to be passed over; somebody else approves each message for which it was. */
  override: z.object({ codes: z.array(z.string()).min(1), why: z.string().min(3) }).optional(),
});
const oneOffRow = z.object({
  customer: who, outcome: z.enum(["sends", "approval", "excluded"]), language: z.string().optional(), channels: z.array(z.string()), to: z.array(z.object({ name: z.string(), email: z.string().optional() })),
  items: z.int(), asked: z.array(moneySchema), sendOn: dateSchema.optional(), approvals: z.array(reasonSchema), reasons: z.array(reasonSchema), mayOverride: z.array(z.string()),
});
export const oneOffRoutes = routes({
  "POST /messages/preview": {
    summary: "See who would get a message written by hand",
    description: "Some customers by id, or all within the caller's rows that a filter picks, a part at a time: who gets it, in which language and how, who does not and why, and what of that may be overridden.",
    action: "message.write", body: writing.extend({ customers: z.array(idSchema("cus")).max(200).optional(), filter: filter.optional(), cursor: z.string().optional() }),
    response: z.object({ items: z.array(oneOffRow), outcomes: z.object({ sends: z.int(), approval: z.int(), excluded: z.int() }), nextCursor: z.string().optional() }), refusals: ["template.unknown", "template.not-by-hand", "template.not-readable"],
  },
  "POST /messages": {
    summary: "Send a message by hand",
    description: "To up to 200 customers at once; it is planned, decided again and sent as every other, raises no level, and respects holds. Above the limits somebody else approves. `batch` names the mailing: the same customer gets it once.",
    action: "message.write", body: writing.extend({ customers: z.array(idSchema("cus")).min(1).max(200), batch: z.string().regex(/^[A-Za-z0-9-]{1,40}$/) }),
    response: z.object({ items: z.array(oneOffRow.extend({ messageId: idSchema("msg").optional() })), outcomes: z.object({ sends: z.int(), approval: z.int(), excluded: z.int() }) }), status: 201,
    refusals: ["template.unknown", "template.not-by-hand", "template.not-readable"],
  },
  "POST /messages/withdrawal": {
    summary: "Take back messages written by hand", description: "One's own, as long as they have not left the house. Those that have, and those that are somebody else's, stay as they are and are counted.",
    action: "message.write", body: z.object({ messages: z.array(idSchema("msg")).min(1).max(200) }), response: z.object({ withdrawn: z.int(), stayed: z.int() }), refusals: [],
  },
});

// ---- interest and the fixed sum

const figures = z.object({ principal: moneySchema, interest: moneySchema, recovery: moneySchema });
const chargeDecision = z.object({ id: idSchema("chg"), mode: chargeModeSchema, keys: z.array(z.string()), number: z.string().optional(), reason: z.string().optional(), by: z.string(), byName: z.string().optional(), at: z.string(), amounts: z.array(figures) });
const chargesJson = z.object({
  customer: idSchema("cus"), law: z.string().optional(), rate: z.object({ percent: z.string(), confirmed: z.boolean() }).optional(), unconfirmed: z.array(reasonSchema),
  lines: z.array(z.object({ key: z.string(), number: z.string(), dueOn: dateSchema, daysLate: z.int(), mode: chargeModeSchema, open: moneySchema, interest: moneySchema, recovery: moneySchema.optional() })),
  totals: z.array(figures.extend({ mode: chargeModeSchema })), decisions: z.array(chargeDecision),
});
export const chargeRoutes = routes({
  "GET /dunning/charges": { summary: "Get a customer's interest and recovery costs", description: "As of today, by item, with what was claimed, invoiced or waived, by whom and why.", action: "dunning.read", about: "customer", named: "query.customer", query: ofCustomer, response: chargesJson, refusals: ["customer.unknown"] },
  "POST /dunning/charges": {
    summary: "Claim, invoice or waive interest and recovery costs",
    description: "Of some instalments or of all that are late. A waiver needs its own right and a reason: it is a gift of the company's money. It is taken back by claiming again.",
    action: "charge.decide", about: "customer", named: "body.customer", body: ofCustomer.extend({ mode: chargeModeSchema, keys: z.array(z.string()).optional(), reason: z.string().optional(), number: z.string().optional() }), response: chargesJson, status: 201,
    refusals: ["customer.unknown", "interest.may-not-waive", "interest.waiver-needs-reason", "interest.not-open", "interest.needs-number", "interest.line-unknown"],
  },
});

// ---- proof

const receipt = z.object({ kind: z.enum(["handed-over", "delivered", "bounced", "complained", "delayed"]), at: z.string(), provider: z.string(), recipients: z.array(z.string()), detail: z.string() });
const archive = z.object({ url: z.string(), until: z.string(), bytes: z.int(), sha256: z.string() });
export const evidenceRoutes = routes({
  "GET /messages/{id}/evidence": {
    summary: "Get the proof of a message", description: "What was handed over, byte for byte, with its digest, and what providers told of it. Addresses hold for ten minutes.", action: "message.read", about: "message", params: message,
    response: z.object({
      files: z.array(z.object({ channel: z.string(), attempt: z.int(), at: z.string(), to: z.array(z.string()), sha256: z.string(), bytes: z.int(), contentType: z.string(), handedOver: z.object({ provider: z.string(), reference: z.string(), at: z.string() }).optional(), url: z.string() })),
      receipts: z.array(receipt),
    }),
    refusals: ["message.unknown"],
  },
  "POST /messages/{id}/evidence-pack": { summary: "Make the evidence pack of a message", description: "One zip with everything that is kept of it, and a list of digests.", action: "evidence.export", about: "message", params: message, body: z.object({}), response: archive, status: 201, refusals: ["message.unknown"] },
});

// ---- runs

const sentSoFar = z.object({ id: idSchema("msg"), state: messageStateSchema });
export const runRoutes = routes({
  "GET /dunning/runs": { summary: "List the days of real runs", description: "The newest first.", action: "run.preview", response: z.object({ items: z.array(z.object({ on: dateSchema, parts: z.int() })) }) },
  "GET /dunning/runs/{on}": {
    summary: "Get the log of a day's run", description: "Who was planned, who was not and why, as it was decided that morning, and what became of each message since. A part at a time, within the caller's rows; empty for a day without a run.", action: "run.preview",
    params: z.object({ on: dateSchema }), query: z.object({ cursor: z.string().optional() }),
    response: z.object({
      on: dateSchema, items: z.array(previewRowJson.extend({ sent: z.array(sentSoFar) })), outcomes: z.record(previewRowJson.shape.outcome, z.int()), held: z.array(z.object({ code: z.string(), count: z.int(), overdue: z.array(moneySchema) })), nextCursor: z.string().optional(),
    }),
  },
});

/** What dunning/api answers beside its first table. */
export const reminderDeskRoutes = { ...templateRoutes, ...callRoutes, ...approvalRoutes, ...oneOffRoutes, ...chargeRoutes, ...runRoutes, ...signalRoutes };

/** What dunning/letters answers: it makes letters and opens the evidence. */
export const letterRoutes = { ...templateTrialRoutes, ...evidenceRoutes, ...handOffRoutes };
