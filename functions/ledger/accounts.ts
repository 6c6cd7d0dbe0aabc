// A customer's account as its people see it: what is open at a date, the statement, one item with its history.
import { seesEntity } from "#domain/access/scope.ts";
import { addDays, businessDate, type DateText } from "#domain/date.ts";
import { allocationsOf, itemAt, totalsOf, type ItemAt } from "#domain/ledger/item-at.ts";
import type { ledgerRoutes } from "#domain/ledger/routes.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { statement } from "#domain/ledger/statement.ts";
import { refused } from "#domain/refusal.ts";
import { amount, presentItem, presentPosting } from "#functions/ledger/present.ts";
import type { Caller, Handlers } from "#functions/runtime/api.ts";
import type { LedgerStore } from "#functions/store/ledger.ts";

type Stores = (tenant: string) => LedgerStore;
type Routes = Pick<Handlers<typeof ledgerRoutes>, "GET /customers/{id}/open-items" | "GET /customers/{id}/statement" | "GET /items/{id}">;

/** A statement without a beginning tells the last quarter. */
const STATEMENT_DAYS = 90;

export const accountHandlers = (stores: Stores): Routes => ({
  "GET /customers/{id}/open-items": async ({ params, query, caller, now }) => {
    const store = stores(caller.tenant);
    const [customer, all, asOf] = await Promise.all([store.customer(params.id), store.items(params.id), query.asOf ?? today(store, caller, now)]);
    if (!customer) return refused("customer.unknown");
    const items = standing(all, caller, asOf).filter(({ open, cells }) => query.settled === "true" || cells.length > 0 || open.entityMinor !== 0n);
    const totals = totalsOf(items, asOf).map(({ currency, ...of }) => ({
      open: amount(of.open, currency),
      overdue: amount(of.overdue, currency),
      credits: amount(of.credits, currency),
      disputed: amount(of.disputed, currency),
    }));
    return { items: items.toSorted(byDueDate).map(presentItem), asOf, totals };
  },

  "GET /customers/{id}/statement": async ({ params, query, caller, now }) => {
    const store = stores(caller.tenant);
    const [customer, all, asOf] = await Promise.all([store.customer(params.id), store.items(params.id), query.asOf ?? today(store, caller, now)]);
    if (!customer) return refused("customer.unknown");
    const from = query.from ?? addDays(asOf, -STATEMENT_DAYS);
    const currencies = statement(
      all.filter(({ entityId }) => seesEntity(caller.scope, entityId)),
      from,
      asOf,
    ).map(({ currency, opening, closing, lines }) => ({
      currency,
      opening: amount(opening, currency),
      closing: amount(closing, currency),
      lines: lines.map(({ on, item, posting, minor, balance }) => ({
        on,
        itemId: item.id,
        number: item.number,
        kind: item.kind,
        posting,
        amount: amount(minor, currency),
        balance: amount(balance, currency),
      })),
    }));
    return { asOf, from, currencies };
  },

  "GET /items/{id}": async ({ params, query, caller, now }) => {
    const store = stores(caller.tenant);
    const [items, asOf] = await Promise.all([store.items(query.customer), query.asOf ?? today(store, caller, now)]);
    const item = items.find(({ id, entityId }) => id === params.id && seesEntity(caller.scope, entityId));
    const at = item && itemAt(item, asOf);
    if (!item || !at) return refused("item.unknown");
    return {
      item: presentItem(at),
      postings: item.postings.filter(({ on }) => on <= asOf).map((posting) => presentPosting(item, posting)),
      settledWith: settledWith(
        item,
        items.filter(({ entityId }) => seesEntity(caller.scope, entityId)),
        asOf,
      ),
    };
  },
});

function settledWith(item: Item, items: readonly Item[], asOf: DateText) {
  const shared = allocationsOf(item, asOf);
  if (shared.size === 0) return [];
  return items
    .filter((other) => other.id !== item.id && !shared.isDisjointFrom(allocationsOf(other, asOf)))
    .map((other) => ({
      id: other.id,
      number: other.number,
      kind: other.kind,
      lettering: other.postings.findLast(({ allocation, lettering }) => lettering && allocation && shared.has(allocation))?.lettering,
    }));
}

const standing = (items: readonly Item[], { scope }: Caller, asOf: DateText): ItemAt[] => items.flatMap((item) => (seesEntity(scope, item.entityId) ? (itemAt(item, asOf) ?? []) : []));

/** Without a date, the business date of the first entity that the caller sees: a customer's account has one "today". */
async function today(store: LedgerStore, { scope }: Caller, now: string): Promise<DateText> {
  const entity = (await store.entities()).find(({ id }) => seesEntity(scope, id));
  return businessDate(now, entity?.timeZone ?? "UTC");
}

const byDueDate = (a: ItemAt, b: ItemAt): number => a.dueOn.localeCompare(b.dueOn) || a.item.number.localeCompare(b.item.number);
