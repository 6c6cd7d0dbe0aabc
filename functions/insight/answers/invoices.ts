import type * as z from "zod";
import { epochDay, fromEpochDay, type DateText } from "#domain/date.ts";
import type { insightRoutes } from "#domain/insight/routes.ts";
import type { CustomerId, EntityId, ItemId } from "#domain/id.ts";
import type { ItemKind } from "#domain/ledger/schema.ts";
import { money, parseDecimal, toJson } from "#domain/money.ts";
import { refused, type Refused } from "#domain/refusal.ts";
import { fromCursor, toCursor } from "#functions/insight/answers/cursor.ts";
import type { History } from "#functions/insight/history/open.ts";
import { scopeParameters, type Scope } from "#functions/insight/queries/aged-balance.ts";
import { currencies, findInvoices, invoiceCount, invoiceTotals, pageOfInvoices, type InvoiceSort } from "#functions/insight/queries/invoices.ts";

export type InvoiceQuestion = Scope & {
  readonly asOf: DateText;
  readonly q?: string | undefined;
  readonly number?: string | undefined;
  readonly po?: string | undefined;
  readonly kind?: string | undefined;
  readonly status: "open" | "settled" | "all";
  readonly overdue: boolean;
  /** A decimal, of either sign: people look for "300", and do not know that it was a credit. */
  readonly amount?: string | undefined;
  readonly sort: InvoiceSort;
  readonly limit: number;
  readonly cursor?: string | undefined;
};
type Answer = z.input<(typeof insightRoutes)["GET /invoices"]["response"]>;
type Found = {
  place: string; item_id: ItemId; customer_id: CustomerId; customer_name: string; entity_id: EntityId; kind: ItemKind; number: string; reference: string | null;
  issued: number; due: number; currency: string; minor: bigint; open: bigint; disputed: bigint;
};

export async function invoicesOf(history: History, question: InvoiceQuestion): Promise<Answer | Refused> {
  const after = question.cursor === undefined ? undefined : fromCursor(question.cursor, 2);
  if (after === null) return refused("request.invalid");
  const asOf = epochDay(question.asOf);
  const { limit, amount, q, number, po, kind } = question;
  const [lines, items] = await Promise.all([history.linesAt(asOf), history.items()]);

  return history.use(async (ask) => {
    const amounts = amount === undefined ? [] : amountsLike(amount, await ask<{ currency: string }>(currencies(items), { items }));
    const texts = Object.fromEntries(Object.entries({ q, number, po, kind }).filter((entry): entry is [string, string] => entry[1] !== undefined));
    await ask(findInvoices(lines, items, { ...question, amount: amount !== undefined }), { asOf, items, amounts, ...texts, ...scopeParameters(question) });
    const page = await ask<Found>(pageOfInvoices(question.sort, after !== undefined), { ...(after && { afterPlace: after[0]!, afterKey: after[1]! }), rows: limit + 1 });
    const [{ total } = { total: 0n }] = await ask<{ total: bigint }>(invoiceCount);
    const totals = await ask<{ currency: string; open: bigint }>(invoiceTotals);
    const shown = page.slice(0, limit);
    const last = page.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map((found) => invoiceJson(found, asOf)),
      total: Number(total),
      totals: totals.map(({ currency, open }) => toJson(money(open, currency))),
      ...(last ? { nextCursor: toCursor([last.place, last.item_id]) } : {}),
    };
  });
}

/** The same decimal is another number of minor units in each currency. */
const amountsLike = (amount: string, known: readonly { currency: string }[]): string[] =>
  known.flatMap(({ currency }) => {
    const parsed = parseDecimal(amount.replace("-", ""), currency);
    return parsed ? [`${currency} ${parsed.minor}`] : [];
  });

/** Days overdue count from the due date, and are negative before it. */
const invoiceJson = (found: Found, asOf: number): Answer["items"][number] => ({
  id: found.item_id,
  customerId: found.customer_id,
  customerName: found.customer_name,
  entityId: found.entity_id,
  kind: found.kind,
  number: found.number,
  ...(found.reference === null ? {} : { reference: found.reference }),
  issuedOn: fromEpochDay(found.issued),
  dueOn: fromEpochDay(found.due),
  daysOverdue: asOf - found.due,
  amount: toJson(money(found.minor, found.currency)),
  open: toJson(money(found.open, found.currency)),
  disputed: toJson(money(found.disputed, found.currency)),
});
