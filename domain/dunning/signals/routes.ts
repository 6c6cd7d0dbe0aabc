// What happened around a customer: noted by people, by programs, or by a file. The policy's rules say what it changes.
import * as z from "zod";
import { confidential } from "#domain/confidential.ts";
import { signalKindSchema } from "#domain/dunning/policy/schema.ts";
import { dateSchema, idSchema, moneySchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

const told = {
  kind: signalKindSchema, on: dateSchema,
  expectedOn: dateSchema.optional().meta({ description: "Of an announced payment its day, of an absence its last day; the days of a rule count from it. Sixty days ahead at most." }),
  amount: moneySchema.optional(),
  contact: z.string().max(200).optional().meta({ description: "Of an absence: whose, by e-mail address. Mail then goes to somebody else who may receive it, or waits for the return." }),
  note: confidential("internal-note", z.string().max(500).optional()),
};
const signalJson = z
  .object({ id: idSchema("sig"), customer: idSchema("cus"), ...told, by: z.string(), byName: z.string().optional(), at: z.string(), endedOn: dateSchema.optional(), derived: z.boolean().optional().meta({ description: "Read from the ledger or the bank: it ends by itself." }) })
  .meta({ id: "Signal" });
const customer = { customer: idSchema("cus") };

export const signalRoutes = routes({
  "GET /dunning/signals": { summary: "List what happened around a customer", description: "Newest first: what was noted or imported, and what the ledger and the bank say by themselves.", action: "dunning.read", about: "customer", named: "query.customer", query: z.object(customer), response: z.object({ items: z.array(signalJson) }), refusals: ["customer.unknown"] },
  "POST /dunning/signals": {
    summary: "Note what happened around a customer", description: "An order, an answer that nobody has read, an absence, a score, an announced payment … The rules of the customer's policy say what it changes; every message, preview and log says which did.",
    action: "signal.note", about: "customer", named: "body.customer", body: z.object({ ...customer, ...told }), response: signalJson, status: 201, refusals: ["customer.unknown", "signal.not-by-hand", "signal.in-the-future", "signal.expected-before", "signal.expected-too-far"],
  },
  "POST /dunning/signals/{id}/end": { summary: "Note that it was dealt with", description: "The answer was read, the document was sent: no rule looks at it any more.", action: "signal.note", about: "customer", named: "body.customer", params: z.object({ id: idSchema("sig") }), body: z.object({ ...customer, note: z.string().max(500).optional() }), response: signalJson, refusals: ["customer.unknown", "signal.unknown", "signal.ended"] },
  "POST /dunning/signals/import": {
    summary: "Import a file of signals",
    description: "CSV with a header, `;` or `,` between cells. Columns: customer (the ERP's code, or an id), kind, on (YYYY-MM-DD), and as far as known expected_on, amount (with a point), currency, contact, note. Good rows are taken, bad ones come back with line, reason and column; the same row again is known.",
    action: "signal.import", body: z.object({ csv: z.string().min(1).max(1_000_000) }), response: z.object({ added: z.int(), known: z.int(), rejected: z.array(z.object({ line: z.int(), code: z.string(), field: z.string().optional() })) }),
  },
});
