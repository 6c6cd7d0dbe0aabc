import * as z from "zod";
import { acknowledgmentSchema, batchJson, bookingJson, bookingStateSchema } from "#domain/cash-application/export/schema.ts";
import { idSchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

const batch = z.object({ id: idSchema("exp") });
const entry = z.object({ id: idSchema("bok") });
const page = { limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().optional() };

export const exportRoutes = routes({
  "GET /postings-exports": {
    summary: "List the batches of postings for the ERP",
    description: "Newest first, of one legal entity. A batch is made every hour where there is something to tell, or at once by POST.",
    action: "posting-export.read", about: "entity", named: "query.entity",
    query: z.object({ entity: idSchema("ent"), ...page }),
    response: z.object({ items: z.array(batchJson), nextCursor: z.string().optional() }),
    refusals: ["entity.unknown"],
  },
  "POST /postings-exports": {
    summary: "Make a batch now",
    description: "Everything that was posted and is in no batch yet. Made twice at once, it is one batch. `batch` is absent where there is nothing to tell.",
    action: "posting-export.make", about: "entity", named: "body.entity",
    body: z.object({ entity: idSchema("ent") }),
    response: z.object({ batch: batchJson.optional() }),
    refusals: ["entity.unknown"],
  },
  "GET /postings-exports/entries": {
    summary: "List entries by state",
    description: "`rejected` is the queue of mismatches: what the ERP refused, or said twice and differently. `exported` are those that it has not answered. Oldest first.",
    action: "posting-export.read", about: "entity", named: "query.entity",
    query: z.object({ entity: idSchema("ent"), state: bookingStateSchema.default("rejected"), ...page }),
    response: z.object({ items: z.array(bookingJson), nextCursor: z.string().optional() }),
    refusals: ["entity.unknown"],
  },
  "GET /postings-exports/{id}": {
    summary: "Get a batch with what the ERP said of it",
    action: "posting-export.read", about: "export",
    params: batch,
    response: z.object({ batch: batchJson, states: z.record(z.string(), z.int()), entries: z.array(bookingJson) }),
    refusals: ["export.unknown"],
  },
  "GET /postings-exports/{id}/file": {
    summary: "Get an address for the file of a batch",
    description: "One line a posting: batch;entry;attempt;line;date;entity;customer;document;document_kind;posting_kind;reason;amount;currency;entity_amount;entity_currency;posting;reverses;payment;value_date;bank_account;bank_reference;payer;account. `;`, UTF-8, CRLF, amounts with a point.",
    action: "posting-export.read", about: "export",
    params: batch,
    response: z.object({ url: z.string(), expiresAt: z.string() }),
    refusals: ["export.unknown", "export.being-made"],
  },
  "POST /postings-exports/{id}/acknowledgment": {
    summary: "Tell which entries the ERP has booked, and which it refused",
    description: "Saying it twice changes nothing; saying otherwise makes a mismatch.",
    action: "posting-export.confirm", about: "export",
    params: batch,
    body: z.object({ entries: z.array(acknowledgmentSchema).min(1).max(5000) }),
    response: z.object({ accepted: z.int(), rejected: z.int(), unchanged: z.int(), unknown: z.array(z.string()) }),
    refusals: ["export.unknown"],
  },
  "POST /postings-exports/entries/{id}/replay": {
    summary: "Send an entry again that the ERP refused",
    description: "It goes out with the next batch, under the same id.",
    action: "posting-export.change", about: "booking",
    params: entry,
    body: z.object({ version: z.int() }),
    response: bookingJson,
    refusals: ["booking.unknown", "booking.changed-meanwhile", "booking.not-rejected"],
  },
  "POST /postings-exports/entries/{id}/dismissal": {
    summary: "Say that a mismatch was settled in the ERP by hand",
    action: "posting-export.change", about: "booking",
    params: entry,
    body: z.object({ reason: z.string().min(1).max(500), version: z.int() }),
    response: bookingJson,
    refusals: ["booking.unknown", "booking.changed-meanwhile", "booking.not-rejected", "payment.reason-missing"],
  },
});
