import * as z from "zod";
import { auditFilterSchema, auditRecordSchema, timelineEntrySchema } from "#domain/access/audit/schema.ts";
import { idSchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

const page = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().optional() });

const timeline = z.object({ items: z.array(timelineEntrySchema), nextCursor: z.string().optional() });

export const auditRoutes = routes({
  "GET /audit": {
    summary: "Search the audit trail, newest first",
    description: "Every change by a person, a program, a contact or a rule, every import as a whole, and every attempt that was refused. A search that finds little may answer with few or no items and a `nextCursor`: go on with it.",
    action: "audit.read",
    query: auditFilterSchema.extend(page.shape),
    response: z.object({ items: z.array(auditRecordSchema), nextCursor: z.string().optional(), head: z.object({ seq: z.int(), hash: z.string() }).optional() }),
  },
  "GET /audit/chain": {
    summary: "Check that the audit trail is whole",
    description: "Walks the chain from its first record, some thousand records at a time: as long as there is a `nextCursor`, go on with it. `npm run audit:verify` does the same without trusting the application.",
    action: "audit.read",
    query: z.object({ cursor: z.string().optional() }),
    response: z.object({
      upTo: z.int().meta({ description: "The chain is whole up to this record." }),
      total: z.int(),
      broken: z.object({ seq: z.int(), what: z.enum(["altered", "missing", "inserted", "cut-off", "head-altered"]) }).optional(),
      nextCursor: z.string().optional(),
    }),
  },
  "POST /audit/exports": {
    summary: "Export part of the audit trail as a file",
    description: "The file lies behind `url` for ten minutes. At most 20,000 records a file; if there are more, `nextCursor` begins the next one.",
    action: "audit.read",
    body: auditFilterSchema.extend({ format: z.enum(["csv", "jsonl"]), cursor: z.string().optional() }),
    response: z.object({ url: z.string(), records: z.int(), nextCursor: z.string().optional() }),
    status: 201,
  },
  "GET /customers/{id}/timeline": {
    summary: "What was done on a customer's account, newest first",
    description: "Values before and after are in the audit trail; here are the fields that changed.",
    action: "timeline.read",
    about: "customer",
    params: z.object({ id: idSchema("cus") }),
    query: page,
    response: timeline,
    refusals: ["customer.unknown"],
  },
  "GET /payments/{id}/timeline": {
    summary: "What was done with a payment, newest first",
    action: "payment.read",
    about: "payment",
    params: z.object({ id: idSchema("pay") }),
    query: page,
    response: timeline,
  },
});
