// Posting: what was decided about a payment, by a person or by the engine, into the table. Read, decided in the domain, saved under the versions it was
// decided from; if somebody was faster it is read and decided again, and a payment that has changed is the caller's to look at.
import { apply, receiptId, type Applied, type NotApplied, type Order } from "#domain/cash-application/apply.ts";
import { followUp, type FollowUp } from "#domain/cash-application/follow-up.ts";
import { takeBack, takeOffAccount } from "#domain/cash-application/take-back.ts";
import { reopened, setAside, type Payment } from "#domain/cash-application/payment.ts";
import { bookingOf } from "#domain/cash-application/export/booking.ts";
import type { Actor } from "#domain/actor.ts";
import { businessDate } from "#domain/date.ts";
import type { CustomerId, ItemId } from "#domain/id.ts";
import { handedOverTo, type ItemChanged } from "#domain/ledger/allocate.ts";
import type { Item, LegalEntity } from "#domain/ledger/schema.ts";
import { money, toJson, type Rate } from "#domain/money.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";
import { allocationTakenBack, paymentApplied, paymentReopened, paymentSetAside, type PaymentFact } from "#events/cash-application.ts";
import { digest } from "#functions/runtime/digest.ts";
import type { accessStore } from "#functions/store/access.ts";
import type { LedgerStore } from "#functions/store/ledger.ts";
import { ITEMS_AT_ONCE, type PaymentStore } from "#functions/store/payment.ts";

export type Stores = { readonly payments: PaymentStore; readonly ledger: LedgerStore; readonly access: Pick<ReturnType<typeof accessStore>, "rates"> };
export type Deed = { readonly by: Actor; readonly now: string; readonly causedBy: string };
type Moved = Refused<"payment.unknown" | "payment.changed-meanwhile">;

/** `version`: of the payment that the decision was made from. */
export async function applyPayment(stores: Stores, paymentId: string, version: number, order: Order, deed: Deed): Promise<Payment | Refused> {
  return again(stores, paymentId, version, deed, async (payment) => {
    const entity = await entityOf(stores, payment);
    const items = await withMoney(stores, payment, order.customerId, order.lines);
    const rate = payment.currency === entity.currency ? undefined : rateOn(await stores.access.rates(), payment, entity);
    const parts = applyInParts(payment, order, { entity, ...(rate ? { rate } : {}), items, on: businessDate(deed.now, entity.timeZone), digest, ...deed });
    return isRefused(parts) ? parts : parts.map((part) => ({ payment: part.payment, changes: part.changes, fact: appliedFact(part, deed) }));
  });
}

export async function takeBackAllocation(stores: Stores, paymentId: string, version: number, allocationId: string, reason: string, deed: Deed) {
  return again(stores, paymentId, version, deed, async (payment) => {
    const entity = await entityOf(stores, payment);
    const allocation = payment.allocations.find(({ id }) => id === allocationId);
    const items = allocation ? await withMoney(stores, payment, allocation.customerId, allocation.lines) : [];
    const answer = takeBack(payment, allocationId, { items, on: businessDate(deed.now, entity.timeZone), reason, digest, ...deed });
    if (isRefused(answer)) return answer;
    const { customerId, by } = answer.allocation;
    const fact: PaymentFact = { name: allocationTakenBack.name, occurredAt: deed.now, actor: deed.by, causedBy: deed.causedBy, data: { ...about(payment), customerId, allocationId, automatic: by.type === "rule", reason } };
    return [{ payment: answer.payment, changes: answer.changes, fact }];
  });
}

export async function setPaymentAside(stores: Stores, paymentId: string, version: number, reason: string, deed: Deed) {
  return again(stores, paymentId, version, deed, async (payment) => {
    const answer = setAside(payment, reason, deed.by, deed.now);
    if (isRefused(answer)) return answer;
    return [{ payment: answer, changes: [], fact: { name: paymentSetAside.name, occurredAt: deed.now, actor: deed.by, causedBy: deed.causedBy, data: { ...about(payment), reason } } }];
  });
}

export async function followUpPayment(stores: Stores, paymentId: string, version: number, told: FollowUp, deed: Deed) {
  return again(stores, paymentId, version, deed, async (payment) => {
    const answer = followUp(payment, told, deed.by, deed.now);
    return isRefused(answer) ? answer : [{ payment: answer, changes: [] }];
  });
}

export async function reopenPayment(stores: Stores, paymentId: string, version: number, deed: Deed) {
  return again(stores, paymentId, version, deed, async (payment) => {
    const fact: PaymentFact = { name: paymentReopened.name, occurredAt: deed.now, actor: deed.by, causedBy: deed.causedBy, data: about(payment) };
    if (payment.status === "set-aside") return [{ payment: reopened(payment), changes: [], fact }];
    const entity = await entityOf(stores, payment);
    const items = payment.customerId ? await withMoney(stores, payment, payment.customerId, []) : [];
    const answer = takeOffAccount(payment, { items, on: businessDate(deed.now, entity.timeZone), digest, ...deed });
    return isRefused(answer) ? answer : [{ ...answer, fact }];
  });
}

type Step = { readonly payment: Payment; readonly changes: readonly ItemChanged[]; readonly fact?: PaymentFact };

/** Items may have moved meanwhile: then the same decision is made again on what they are now. The payment itself must be the one that was looked at. */
async function again<R extends Refused>({ payments }: Stores, id: string, version: number, deed: Deed, decide: (payment: Payment) => Promise<readonly Step[] | R>): Promise<Payment | R | Moved> {
  for (let tries = 0; tries < 6; tries++) {
    const current = await payments.payment(id);
    if (!current) return refused("payment.unknown");
    if (current.version !== version) return refused("payment.changed-meanwhile", { version: current.version });
    const steps = await decide(current);
    if (isRefused(steps)) return steps;
    let previous = current;
    let conflict = false;
    for (const { payment: next, changes, fact } of steps) {
      conflict = (await payments.save({ next, previous, facts: fact ? [fact] : [] }, changes, { booking: bookingOf(next, changes, { ...deed, digest }) })) === "conflict";
      if (conflict) break;
      previous = next;
    }
    if (!conflict) return previous;
    // A part of a long order is in: what is left is the caller's to decide on the payment as it is now.
    if (previous !== current) return refused("payment.changed-meanwhile", { version: previous.version });
  }
  return refused("payment.changed-meanwhile");
}

/** A transaction takes a hundred items, so a long order becomes several allocations, each in balance; adjustments go with the last. */
function applyInParts(payment: Payment, order: Order, setting: Parameters<typeof apply>[2]): Applied[] | NotApplied {
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

function appliedFact({ payment, allocation }: Applied, { by, now, causedBy }: Deed): PaymentFact {
  const data = { ...about(payment), customerId: payment.customerId!, ...(allocation ? { allocationId: allocation.id } : {}), documents: allocation?.lines.length ?? 0, automatic: by.type === "rule" };
  return { name: paymentApplied.name, occurredAt: now, actor: by, causedBy, data };
}

export const about = ({ id, entityId, minor, currency }: Payment) => ({ paymentId: id, entityId, amount: toJson(money(minor, currency)) });

async function entityOf({ ledger }: Stores, { entityId }: Payment): Promise<LegalEntity> {
  const entity = await ledger.entity(entityId);
  if (!entity) throw new Error(`there is no legal entity ${entityId}`);
  return entity;
}

/** The newest rate that was known when the money came. */
const rateOn = (rates: readonly Rate[], { currency, bookedOn }: Payment, entity: LegalEntity): Rate | undefined =>
  rates.filter(({ from, to, on }) => from === currency && to === entity.currency && on <= bookedOn).toSorted((a, b) => (a.on < b.on ? 1 : -1))[0];

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
