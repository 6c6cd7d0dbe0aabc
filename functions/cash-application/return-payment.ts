// A receipt that the bank took back: all that it was applied to is taken back, dated as every taking back is, the money leaves the account, and nobody may use it
// any more. Done again after a crash it goes on where it stopped: the payment says which debit it was, and the debit which payment.
import { isReturn, linked, LOOKED_BACK_DAYS, nextStep, returned, returnWords, layAside, takesBack, type Debit } from "#domain/cash-application/debits/debit.ts";
import { kept, type Payment } from "#domain/cash-application/payment.ts";
import { takeOffAccount } from "#domain/cash-application/take-back.ts";
import type { Actor } from "#domain/actor.ts";
import { addDays } from "#domain/date.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";
import { paymentReturned } from "#events/cash-application.ts";
import { dayOf, entityOf, withMoney, type Deed, type Stores } from "#functions/cash-application/order.ts";
import { about, again, takeBackAllocation } from "#functions/cash-application/post.ts";
import { digest } from "#functions/runtime/digest.ts";
import { logger } from "#functions/runtime/log.ts";
import type { BankDebitStore } from "#functions/store/bank-debit.ts";

export type DebitStores = Stores & { readonly debits: BankDebitStore };
const bank: Actor = { type: "rule", id: "cash-application.returns", version: 1 };

/** What an entity's bank took and nobody has looked at: returns that name their receipt are taken back, the bank's own business is laid aside with its kind as the reason. */
export async function takeReturns(stores: DebitStores, entityId: string, { now, causedBy }: Omit<Deed, "by">): Promise<void> {
  const deed: Deed = { by: bank, now, causedBy };
  const days = new Map<string, Promise<Payment[]>>();
  const ofDay = (day: string) => days.get(day) ?? days.set(day, stores.payments.ofDay(entityId, day)).get(day)!;
  for (const debit of await openDebits(stores, entityId)) {
    if (nextStep(debit) === "set-aside") {
      const aside = layAside(debit, debit.kind, bank, now);
      if (!isRefused(aside)) await stores.debits.save(aside, debit);
    } else if (isReturn(debit)) {
      const known = await receiptsBefore(debit, ofDay);
      const payment = known.find((one) => one.returned?.debitId === debit.id) ?? takesBack(debit, known).sure;
      const answer = payment && (await returnPayment(stores, debit, payment.id, payment.version, deed));
      if (answer && isRefused(answer)) logger.info("a return could not be taken back", { debitId: debit.id, code: answer.code });
    }
  }
}

export async function returnPayment(stores: DebitStores, debit: Debit, paymentId: string, version: number, deed: Deed): Promise<{ payment: Payment; debit: Debit } | Refused> {
  let payment = await stores.payments.payment(paymentId);
  if (!payment) return refused("payment.unknown");
  if (payment.returned?.debitId !== debit.id) {
    if (payment.minor !== debit.minor || payment.currency !== debit.currency || payment.entityId !== debit.entityId || payment.returned) return refused("debit.other-amount");
    if (kept(payment) !== payment.minor) return refused("payment.transferred");
    const done = await takenOff(stores, payment, version, debit, deed);
    if (isRefused(done)) return done;
    payment = done;
  }
  const next = linked(debit, payment.id);
  return (await stores.debits.save(next, debit)) === "saved" ? { payment, debit: next } : refused("debit.changed-meanwhile");
}

async function takenOff(stores: DebitStores, before: Payment, version: number, debit: Debit, deed: Deed): Promise<Payment | Refused> {
  let at = version;
  for (const { id } of before.allocations.filter(({ takenBack }) => !takenBack)) {
    const back = await takeBackAllocation(stores, before.id, at, id, returnWords(debit), deed);
    if (isRefused(back)) return back;
    at = back.version;
  }
  return again(stores, before.id, at, deed, async (payment) => {
    const standing = payment.customerId !== undefined && !payment.takenOver ? await offAccount(stores, payment, deed) : { payment, changes: [] };
    if (isRefused(standing)) return standing;
    const next = returned({ ...standing.payment, version: payment.version }, debit, deed.by, deed.now);
    if (isRefused(next)) return next;
    const fact = { name: paymentReturned.name, occurredAt: deed.now, actor: deed.by, causedBy: deed.causedBy, data: { ...about(payment), debitId: debit.id, reason: returnWords(debit), ...(before.customerId ? { customerId: before.customerId } : {}) } } as const;
    return [{ payment: next, changes: standing.changes, fact }];
  });
}

async function offAccount(stores: Stores, payment: Payment, deed: Deed) {
  const day = await dayOf(stores, payment, await entityOf(stores, payment), deed);
  return isRefused(day) ? day : takeOffAccount(payment, { items: await withMoney(stores, payment, payment.customerId!, []), digest, ...deed, ...day });
}

/** The receipts that a debit can take back: day by day, back from its own. */
export async function receiptsBefore(debit: Pick<Debit, "bookedOn" | "minor" | "currency">, ofDay: (day: string) => Promise<readonly Payment[]>): Promise<Payment[]> {
  const days = Array.from({ length: LOOKED_BACK_DAYS + 1 }, (_, n) => addDays(debit.bookedOn, -n));
  return (await Promise.all(days.map(ofDay))).flat().filter(({ minor, currency }) => minor === debit.minor && currency === debit.currency);
}

async function openDebits({ debits }: DebitStores, entityId: string): Promise<Debit[]> {
  const found: Debit[] = [];
  let cursor: string | undefined;
  do {
    const page = await debits.withState(entityId, "open", { cursor });
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return found;
}
