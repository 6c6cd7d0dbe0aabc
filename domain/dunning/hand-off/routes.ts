// A case goes to an agency, a bailiff or a lawyer, and comes back.
import * as z from "zod";
import { confidential } from "#domain/confidential.ts";
import { gapSchema, handOffRecipientSchema } from "#domain/dunning/hand-off/schema.ts";
import { idSchema, moneySchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

/** A document that an invoice lacks, or a reminder without proof: `n` counts them as the file does. */
const archive = z.object({ url: z.string(), until: z.string(), bytes: z.int(), sha256: z.string(), missing: z.array(gapSchema) });
const handOffJson = z
  .object({
    id: idSchema("hof"), customer: z.object({ id: idSchema("cus"), name: z.string() }), to: handOffRecipientSchema, delivery: z.enum(["email", "download"]), note: confidential("internal-note", z.string().optional()),
    claim: z.array(moneySchema), items: z.int(), status: z.enum(["proposed", "released", "refused", "returned"]), by: z.string(), byName: z.string().optional(), at: z.string(),
    decidedBy: z.string().optional(), decidedByName: z.string().optional(), decidedAt: z.string().optional(), reason: z.string().optional(), linkUntil: z.string().optional(), missing: z.array(gapSchema),
    /** False for whoever proposed it. */
    mayDecide: z.boolean(),
    /** Of a release by e-mail: whether the mail could be handed over. */
    mailed: z.boolean().optional(),
  })
  .meta({ id: "HandOff" });
const one = z.object({ id: idSchema("hof") });
const ofCustomer = z.object({ customer: idSchema("cus") });
/** A case speaks of all that the customer owes, whichever company it is owed to. */
const about = { about: "account", named: "body.customer" } as const;

export const handOffRoutes = routes({
  "GET /dunning/hand-offs": { summary: "List cases for agencies and lawyers", description: "Of one customer, or within the caller's rows, the newest first.", action: "dunning.read", about: "account", named: "query.customer", query: ofCustomer.partial(), response: z.object({ items: z.array(handOffJson) }), refusals: ["customer.unknown"] },
  "POST /dunning/hand-offs": {
    summary: "Propose to hand a case over", description: "What is overdue and not disputed, to whom and how. Somebody else releases it; nothing leaves the house before. It also settles the policy's hand-off step that waits, if there is one.",
    action: "hand-off.propose", ...about, body: ofCustomer.extend({ to: handOffRecipientSchema, delivery: z.enum(["email", "download"]), note: z.string().max(1000).optional() }), response: handOffJson, status: 201,
    refusals: ["customer.unknown", "hand-off.nothing-overdue", "hand-off.insolvency", "hand-off.open-already", "hand-off.needs-address"],
  },
  "POST /dunning/hand-offs/{id}/decision": {
    summary: "Release or refuse a case", description: "Released by somebody else than its author: the file is made, the ladder stops (legal hand-off), and by e-mail the recipient gets a link that ends after two weeks, or when the case is taken back.",
    action: "hand-off.release", ...about, params: one, body: ofCustomer.extend({ decision: z.enum(["release", "refuse"]), reason: z.string().max(1000).optional() }), response: handOffJson,
    refusals: ["customer.unknown", "hand-off.unknown", "hand-off.not-proposed", "hand-off.needs-another", "hand-off.nothing-overdue", "hand-off.insolvency", "hand-off.changed-meanwhile"],
  },
  "POST /dunning/hand-offs/{id}/file": { summary: "Fetch the file of a case that was released", description: "As it was handed over; the address holds for ten minutes. Noted in the audit.", action: "evidence.export", ...about, params: one, body: ofCustomer, response: archive, refusals: ["customer.unknown", "hand-off.unknown", "hand-off.not-released"] },
  "POST /dunning/hand-offs/{id}/return": {
    summary: "Take a case back", description: "The link ends and the ladder goes on where it stood.", action: "hand-off.release", ...about, params: one, body: ofCustomer.extend({ reason: z.string().min(3).max(1000) }), response: handOffJson,
    refusals: ["customer.unknown", "hand-off.unknown", "hand-off.not-released", "hand-off.changed-meanwhile"],
  },
  "POST /dunning/hand-offs/draft": {
    summary: "Make the file as it would be today", description: "One zip: the claim, the statement, every reminder with its proof, the invoices that were found, whom to speak to; the summary says what is missing. It goes to nobody.", action: "evidence.export", ...about,
    body: ofCustomer, response: archive, status: 201, refusals: ["customer.unknown"],
  },
});
