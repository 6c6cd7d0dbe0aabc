// What a decision about a payment is posted with: the entity and its day, the rate, the documents, and what stands for the money. Everything is read anew for
// each try. A transaction takes a hundred items, so a long order becomes several allocations, each in balance.
import { apply, receiptId, type Applied, type NotApplied, type Order, type Setting } from "#domain/cash-application/apply.ts";
import { postingDay } from "#domain/cash-application/closing/closing.ts";
import type { Adjustment, Payment } from "#domain/cash-application/payment.ts";
import type { Actor } from "#domain/actor.ts";
import { businessDate, type DateText } from "#domain/date.ts";
import type { CustomerId, ItemId } from "#domain/id.ts";
import { handedOverTo } from "#domain/ledger/allocate.ts";
import type { Item, LegalEntity } from "#domain/ledger/schema.ts";
import { inverse, parseDecimal, type Rate } from "#domain/money.ts";
import { isRefused } from "#domain/refusal.ts";
import type { Caller } from "#functions/runtime/api.ts";
import { digest } from "#functions/runtime/digest.ts";
import { accessStore } from "#functions/store/access.ts";
import { deskSettings, type DeskSettings } from "#functions/store/desk-settings.ts";
import { ledgerStore, type LedgerStore } from "#functions/store/ledger.ts";
import { ITEMS_AT_ONCE, paymentStore, type PaymentStore } from "#functions/store/payment.ts";

export type Stores = { readonly payments: PaymentStore; readonly ledger: LedgerStore; readonly access: Pick<ReturnType<typeof accessStore>, "rates">; readonly settings: DeskSettings };
export const postingStores = (tenant: string) => ({ payments: paymentStore(tenant), ledger: ledgerStore(tenant), access: accessStore(tenant), settings: deskSettings(tenant) });
export type Deed = { readonly by: Actor; readonly now: string; readonly causedBy: string; /** The posting date that was asked for; today unless told. */ readonly on?: DateText | undefined };

export const deedOf = ({ user }: Caller, now: string): Deed => ({ by: { type: "user", id: user.id, name: user.name }, now, causedBy: `act_${user.id}` });

type Asked = { readonly customerId: CustomerId; readonly lines: readonly { readonly itemId: ItemId; readonly customerId: CustomerId; readonly cleared: string }[]; readonly adjustments: readonly { readonly type: Adjustment["type"]; readonly amount: string; readonly note?: string | undefined; readonly code?: string | undefined }[] };
export const minorOf = (decimal: string, { currency }: Pick<Payment, "currency">): bigint => parseDecimal(decimal, currency)?.minor ?? 0n;

/** What a person asks for, with the numbers of the documents. */
export async function orderOf(stores: Pick<Stores, "ledger">, payment: Payment, { customerId, lines, adjustments }: Asked): Promise<Order> {
  const numbers = new Map((await itemsOf(stores, lines)).map(({ id, number }) => [id, number]));
  return {
    customerId, lines: lines.map((line) => ({ itemId: line.itemId, customerId: line.customerId, number: numbers.get(line.itemId) ?? line.itemId, cleared: minorOf(line.cleared, payment) })),
    adjustments: adjustments.map(({ type, amount, note, code }) => ({ type, minor: minorOf(amount, payment), ...(note ? { note } : {}), ...(code ? { code } : {}) })),
  };
}

export async function settingOf(stores: Stores, payment: Payment, order: Pick<Order, "customerId" | "lines">, deed: Deed) {
  const entity = await entityOf(stores, payment);
  const day = await dayOf(stores, payment, entity, deed);
  if (isRefused(day)) return day;
  const rate = payment.currency === entity.currency ? undefined : rateOn(await stores.access.rates(), payment, entity);
  return { entity, ...(rate ? { rate } : {}), items: await withMoney(stores, payment, order.customerId, order.lines), digest, ...deed, ...day } satisfies Setting;
}

/** Adjustments go with the last part. */
export function applyInParts(payment: Payment, order: Order, setting: Setting): Applied[] | NotApplied {
  const done: Applied[] = [];
  let [current, items] = [payment, setting.items];
  // Credits first within a part would make it negative: they are spread behind the debits.
  const lines = order.lines.toSorted((a, b) => Number(a.cleared < 0n) - Number(b.cleared < 0n));
  for (let from = 0; from === 0 || from < lines.length; from += ITEMS_AT_ONCE) {
    const part = lines.slice(from, from + ITEMS_AT_ONCE);
    const isLast = from + ITEMS_AT_ONCE >= lines.length;
    const answer = apply(current, { ...order, lines: part, adjustments: isLast ? order.adjustments : [] }, { ...setting, items });
    if (isRefused(answer)) return answer;
    done.push(answer);
    current = answer.payment;
    const changed = new Map(answer.changes.map(({ next }) => [next.id, next]));
    items = [...items.filter(({ id }) => !changed.has(id)), ...changed.values()];
  }
  return done;
}

export async function entityOf({ ledger }: Stores, { entityId }: Payment): Promise<LegalEntity> {
  const entity = await ledger.entity(entityId);
  if (!entity) throw new Error(`there is no legal entity ${entityId}`);
  return entity;
}

/** The day that the deed is posted on, and up to where the books are closed: read anew for each try, so a closing counts from the next posting on. */
export async function dayOf({ settings }: Stores, { bookedOn }: Payment, { id, timeZone }: LegalEntity, { now, on: asked }: Deed) {
  const { closedUntil } = await settings.closed(id);
  const on = postingDay({ asked, today: businessDate(now, timeZone), bookedOn, closedUntil });
  return isRefused(on) ? on : { on, closedUntil };
}

/** The newest rate that was known when the money came; of one day, the one that is told in this direction. */
function rateOn(rates: readonly Rate[], { currency, bookedOn }: Payment, entity: LegalEntity): Rate | undefined {
  const known = rates.filter(({ on }) => on <= bookedOn);
  const direct = known.filter(({ from, to }) => from === currency && to === entity.currency);
  const turned = known.filter(({ from, to }) => from === entity.currency && to === currency).map(inverse);
  return [...direct, ...turned].toSorted((a, b) => (a.on === b.on ? 0 : a.on < b.on ? 1 : -1))[0];
}

/** The documents, and what stands for the money on the account: our receipt, and the ERP's item that it was handed over to. */
export async function withMoney(stores: Pick<Stores, "ledger">, payment: Payment, customerId: CustomerId, lines: readonly { readonly itemId: ItemId; readonly customerId: CustomerId }[]): Promise<Item[]> {
  const id = receiptId(digest, payment, customerId);
  const items = await itemsOf(stores, [...lines, { itemId: id, customerId }]);
  const theirs = items.filter((item) => item.id === id).flatMap((item) => handedOverTo(item) ?? []);
  return [...items, ...(await itemsOf(stores, theirs.map((itemId) => ({ itemId, customerId }))))];
}

export async function itemsOf({ ledger }: Pick<Stores, "ledger">, wanted: readonly { readonly itemId: ItemId; readonly customerId: CustomerId }[]): Promise<Item[]> {
  const byCustomer = Map.groupBy(wanted, ({ customerId }) => customerId);
  return (await Promise.all([...byCustomer].map(([customerId, lines]) => ledger.itemsByIds(customerId, lines.map(({ itemId }) => itemId))))).flat();
}
