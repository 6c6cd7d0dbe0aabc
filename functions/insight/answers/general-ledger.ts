import type * as z from "zod";
import { epochDay, fromEpochDay, type DateText } from "#domain/date.ts";
import type { insightRoutes } from "#domain/insight/routes.ts";
import type { CustomerId, ItemId } from "#domain/id.ts";
import { money, toJson } from "#domain/money.ts";
import { refused, type Refused } from "#domain/refusal.ts";
import { fromCursor, toCursor } from "#functions/insight/answers/cursor.ts";
import type { Parameters } from "#functions/insight/history/database.ts";
import type { History } from "#functions/insight/history/open.ts";
import { scopeParameters, type Scope } from "#functions/insight/queries/aged-balance.ts";
import { pageOfPostings } from "#functions/insight/queries/general-ledger.ts";

export type LedgerQuestion = Scope & { readonly from: DateText; readonly to: DateText; readonly limit: number; readonly cursor?: string | undefined };
type Answer = z.input<(typeof insightRoutes)["GET /general-ledger"]["response"]>;
type Found = { posting_id: string; posted: number; kind: string; customer_id: CustomerId; item_id: ItemId; number: string; currency: string; minor: bigint; lettering: string | null };

export async function generalLedgerOf(history: History, question: LedgerQuestion): Promise<Answer | Refused> {
  const after = question.cursor === undefined ? undefined : fromCursor(question.cursor, 2);
  if (after === null) return refused("request.invalid");
  const [from, to] = [epochDay(question.from), epochDay(question.to)];
  const [months, items] = await Promise.all([history.postings(from, to), history.items()]);
  const place: Parameters = after ? { afterDay: after[0]!, afterKey: after[1]! } : {};

  const found = await history.use((ask) =>
    ask<Found>(pageOfPostings(months, items, question, after !== undefined), { months, items, from, to, ...place, ...scopeParameters(question), rows: question.limit + 1 }),
  );

  const shown = found.slice(0, question.limit);
  const last = found.length > question.limit ? shown.at(-1) : undefined;
  return { items: shown.map(postingJson), ...(last ? { nextCursor: toCursor([last.posted, last.posting_id]) } : {}) };
}

const postingJson = (found: Found): Answer["items"][number] => ({
  id: found.posting_id,
  on: fromEpochDay(found.posted),
  kind: found.kind,
  customerId: found.customer_id,
  itemId: found.item_id,
  number: found.number,
  amount: toJson(money(found.minor, found.currency)),
  ...(found.lettering === null ? {} : { lettering: found.lettering }),
});
