// The texts of messages: the tenant's own and those that come with Quittance, drafted, tried on a real customer, and let out.
import * as z from "zod";
import { messageKindSchema, messageLanguageSchema, templateIdSchema, templateStateSchema, templateTextSchema } from "#domain/dunning/messages/schema.ts";
import { reasonSchema } from "#domain/dunning/schema.ts";
import { idSchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

const named = z.object({ id: templateIdSchema, language: messageLanguageSchema });
const fault = z.looseObject({ code: z.string(), at: z.enum(["subject", "preheader", "body", "sms"]) });
const version = z.object({
  version: z.int(), state: templateStateSchema, text: templateTextSchema,
  changedBy: z.string(), changedByName: z.string().optional(), changedAt: z.string(), publishedBy: z.string().optional(), publishedByName: z.string().optional(), publishedAt: z.string().optional(), revision: z.int(),
  /** What would keep it from being published; empty for what is. */
  faults: z.array(fault),
});
const templateHead = z.object({
  id: templateIdSchema, kind: messageKindSchema, language: messageLanguageSchema,
  /** With legal effect: somebody else than who wrote it lets it out. */
  legal: z.boolean(),
  origin: z.enum(["quittance", "own"]),
  version: z.int(), subject: z.string(), draft: z.boolean(), draftFaults: z.int(),
  changedByName: z.string().optional(), changedAt: z.string().optional(),
  /** The published policies that write with it. */
  usedBy: z.array(z.object({ policyId: idSchema("pol"), policy: z.string(), step: z.string() })),
});
const variable = z.object({ name: z.string(), type: z.enum(["text", "amount", "date", "count", "flag"]), there: z.enum(["always", "sometimes"]), example: z.string() });
const templateJson = templateHead
  .extend({
    inForce: z.object({ version: z.int(), text: templateTextSchema }).optional(),
    versions: z.array(version),
    /** What comes with Quittance, to begin with or to go back to. */
    ours: templateTextSchema.optional(),
    variables: z.array(variable), blocks: z.array(z.object({ name: z.string(), needed: z.boolean() })),
  })
  .meta({ id: "MessageTemplate" });

const tried = z.object({
  /** A text that is not saved yet; without it the draft, or what is in force. */
  text: templateTextSchema.optional(),
  /** On whose account; without one, on an invented one. */
  customer: idSchema("cus").optional(),
});

export const templateRoutes = routes({
  "GET /dunning/templates": {
    summary: "List the texts of messages", description: "Each template in each language, the tenant's own before the one that comes with Quittance.", action: "dunning.read",
    query: z.object({ language: messageLanguageSchema.optional() }), response: z.object({ items: z.array(templateHead) }),
  },
  "GET /dunning/templates/{id}/{language}": { summary: "Get a text with its versions, its variables and its blocks", action: "dunning.read", params: named, response: templateJson, refusals: ["template.unknown"] },
  "PUT /dunning/templates/{id}/{language}": {
    summary: "Change the draft of a text",
    description: "Creates it, or the next version of one that is published. `revision` is the one of the draft that was read (0: there is none yet). The answer says what would keep it from being published.",
    action: "template.change", params: named, body: z.object({ kind: messageKindSchema, text: templateTextSchema, revision: z.int().min(0) }), response: templateJson, refusals: ["template.changed-meanwhile", "template.other-kind"],
  },
  "POST /dunning/templates/{id}/{language}/publication": {
    summary: "Publish the draft of a text",
    description: "From then on messages are written with it. Refused while it has a fault; a letter with legal effect is let out by somebody else than who changed it last.",
    action: "template.publish", params: named, body: z.object({ revision: z.int() }), response: templateJson,
    refusals: ["template.unknown", "template.no-draft", "template.changed-meanwhile", "template.not-publishable", "template.needs-release", "template.needs-another-publisher"],
  },
});

export const templateTrialRoutes = routes({
  "POST /dunning/templates/{id}/{language}/preview": {
    summary: "See a text as a customer would get it",
    description: "On a real account with its open items of today: the mail as HTML and text, the short message, and on demand the letter, by an address that holds for ten minutes. Nothing is sent.",
    action: "run.preview", about: "customer", named: "body.customer", params: named, body: tried.extend({ letter: z.boolean().optional() }),
    response: z.object({ subject: z.string(), html: z.string(), text: z.string(), sms: z.string().optional(), faults: z.array(fault), reasons: z.array(reasonSchema), letter: z.object({ url: z.string(), until: z.string() }).optional() }),
    refusals: ["template.unknown", "template.not-readable", "customer.unknown"],
  },
  "POST /dunning/templates/{id}/{language}/test": {
    summary: "Send a text to oneself", description: "To the caller's own address and nowhere else.", action: "template.change", about: "customer", named: "body.customer", params: named, body: tried, response: z.object({ to: z.string(), subject: z.string() }),
    refusals: ["template.unknown", "template.not-readable", "customer.unknown"],
  },
});
