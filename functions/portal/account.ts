// A customer's account as its contact sees it. The contact's own page and our people's preview both come from here, so they cannot differ.
import { businessDate } from "#domain/date.ts";
import { seesEntity, type RowScope } from "#domain/access/scope.ts";
import { itemAt, totalsOf, type ItemAt } from "#domain/ledger/item-at.ts";
import { money, toJson } from "#domain/money.ts";
import type { PortalAccess, PortalAccount } from "#domain/portal/schema.ts";
import { ledgerStore } from "#functions/store/ledger.ts";

export type SeenBy = { readonly contact?: Pick<PortalAccess, "name" | "language"> };

export async function accountAsSeen(tenant: string, customerId: string, { contact }: SeenBy, now: string, within?: RowScope): Promise<PortalAccount | "unknown" | "beyond-scope"> {
  const store = ledgerStore(tenant);
  const [customer, items, entities] = await Promise.all([store.customer(customerId), store.items(customerId), store.entities()]);
  if (!customer) return "unknown";
  if (within && items.some(({ entityId }) => !seesEntity(within, entityId))) return "beyond-scope";
  const asOf = businessDate(now, entities[0]?.timeZone ?? "UTC");
  const names = new Map<string, string>(entities.map(({ id, name }) => [id, name]));
  const standing = items.flatMap((item) => itemAt(item, asOf) ?? []).filter(({ cells }) => cells.length > 0);
  return {
    customer: { name: customer.name, code: customer.code },
    ...(contact ? { contact: { name: contact.name, language: contact.language } } : {}),
    asOf,
    items: standing.toSorted((a, b) => a.dueOn.localeCompare(b.dueOn) || a.item.number.localeCompare(b.item.number)).map((at) => shown(at, names)),
    totals: totalsOf(standing, asOf).map(({ currency, open, overdue }) => ({ currency, open: toJson(money(open, currency)), overdue: toJson(money(overdue, currency)) })),
  };
}

function shown({ item, open, dueOn, daysOverdue }: ItemAt, names: ReadonlyMap<string, string>): PortalAccount["items"][number] {
  const { id, kind, number, reference, issuedOn, currency } = item;
  const amount = (minor: bigint) => toJson(money(minor, currency));
  return {
    id,
    kind,
    number,
    ...(reference ? { reference } : {}),
    entity: names.get(item.entityId) ?? "",
    issuedOn,
    dueOn,
    daysOverdue,
    amount: amount(item.minor),
    open: amount(open.minor),
    disputed: amount(open.disputedMinor),
  };
}
