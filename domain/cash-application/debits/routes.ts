import * as z from "zod";
import { debitStates } from "#domain/cash-application/debits/debit.ts";
import { paymentJson } from "#domain/cash-application/schema.ts";
import { confidential } from "#domain/confidential.ts";
import { currencySchema, dateSchema, idSchema, moneySchema } from "#domain/ledger/schema.ts";
import { routes } from "#domain/route.ts";

const debit = z.object({ id: idSchema("dbt") });
export const debitJson = z
  .object({
    id: idSchema("dbt"), entityId: idSchema("ent"), account: z.string(), currency: currencySchema, amount: moneySchema, bookedOn: dateSchema, kind: z.string(), reversal: z.boolean(), counterparty: z.string().optional(), iban: confidential("iban", z.string().optional()),
    text: z.string(), reference: z.string().optional(), endToEndId: z.string().optional(), returnReason: z.string().optional().meta({ description: "As the bank codes it: AM04, MD06 …" }),
    statement: z.object({ fileName: z.string(), runId: z.string(), line: z.int() }), state: z.enum(debitStates), next: z.enum(["link-payment", "set-aside", "look-closer"]),
    paymentId: idSchema("pay").optional(), setAside: z.object({ reason: z.string(), at: z.string() }).optional(), version: z.int(),
  })
  .meta({ id: "BankDebit", description: "What the bank took: `amount` is positive. `next` is what a person does about an open one." });

export const debitRoutes = routes({
  "GET /bank-debits": {
    summary: "List what the bank took from our accounts",
    description: "Returned direct debits and cheques, charge-backs, fees, transfers. A return that names its receipt is taken back without a person; everything else is here with a next step. Oldest first.",
    action: "payment.read",
    about: "entity",
    named: "query.entity",
    query: z.object({ entity: idSchema("ent"), state: z.enum(debitStates).default("open"), limit: z.coerce.number().int().min(1).max(200).default(100), cursor: z.string().optional() }),
    response: z.object({ items: z.array(debitJson), nextCursor: z.string().optional() }),
    refusals: ["entity.unknown"],
  },
  "GET /bank-debits/{id}/candidates": {
    summary: "Receipts that a debit may take back, those that it names first",
    action: "payment.read",
    about: "debit",
    params: debit,
    response: z.object({ items: z.array(paymentJson) }),
    refusals: ["debit.unknown"],
  },
  "POST /bank-debits/{id}/return": {
    summary: "Say which receipt the bank has taken back",
    description: "Its allocations are taken back today: the documents are open again, due when they were due before. The amounts must be equal.",
    action: "payment.apply",
    about: "debit",
    params: debit,
    body: z.object({ payment: idSchema("pay"), paymentVersion: z.int(), version: z.int() }),
    response: z.object({ debit: debitJson, payment: paymentJson }),
    refusals: ["debit.unknown", "debit.changed-meanwhile", "debit.not-open", "debit.other-amount", "payment.unknown", "payment.changed-meanwhile", "payment.awaiting-approval", "payment.has-allocations", "item.unknown"],
  },
  "POST /bank-debits/{id}/set-aside": {
    summary: "Say that a debit is no return of a receipt",
    action: "payment.apply",
    about: "debit",
    params: debit,
    body: z.object({ reason: z.string().min(1).max(300), version: z.int() }),
    response: debitJson,
    refusals: ["debit.unknown", "debit.changed-meanwhile", "debit.not-open", "payment.reason-missing"],
  },
  "POST /bank-debits/{id}/reopening": {
    summary: "Look at a debit again that was set aside",
    action: "payment.apply",
    about: "debit",
    params: debit,
    body: z.object({ version: z.int() }),
    response: debitJson,
    refusals: ["debit.unknown", "debit.changed-meanwhile", "debit.not-set-aside"],
  },
});
