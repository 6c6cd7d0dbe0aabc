// Posting: what was decided about a payment, by a person or by the engine, into the table. Read, decided in the domain, saved under the versions it was
// decided from; if somebody was faster it is read and decided again, and a payment that has changed is the caller's to look at.
import type { Applied, Order } from "#domain/cash-application/apply.ts";
import { bookingOf } from "#domain/cash-application/export/booking.ts";
import { followUp, type FollowUp } from "#domain/cash-application/follow-up.ts";
import { kept, reopened, setAside, type Payment } from "#domain/cash-application/payment.ts";
import { takeBack, takeOffAccount } from "#domain/cash-application/take-back.ts";
import { accountsOf } from "#domain/cash-application/write-off/codes.ts";
import type { EntityId } from "#domain/id.ts";
import type { ItemChanged } from "#domain/ledger/allocate.ts";
import { money, toJson } from "#domain/money.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";
import { allocationTakenBack, paymentApplied, paymentReopened, paymentSetAside, type PaymentFact } from "#events/cash-application.ts";
import { applyInParts, dayOf, entityOf, settingOf, withMoney, type Deed, type Stores } from "#functions/cash-application/order.ts";
import { digest } from "#functions/runtime/digest.ts";
import type { Also } from "#functions/store/payment.ts";

type Moved = Refused<"payment.unknown" | "payment.changed-meanwhile" | "payment.awaiting-approval">;

/** `version`: of the payment that the decision was made from. */
export async function applyPayment(stores: Stores, paymentId: string, version: number, order: Order, deed: Deed): Promise<Payment | Refused> {
  return again(stores, paymentId, version, deed, async (payment) => {
    const setting = await settingOf(stores, payment, order, deed);
    const parts = isRefused(setting) ? setting : applyInParts(payment, order, setting);
    return isRefused(parts) ? parts : parts.map((part) => ({ payment: part.payment, changes: part.changes, fact: appliedFact(part, deed) }));
  });
}

export async function takeBackAllocation(stores: Stores, paymentId: string, version: number, allocationId: string, reason: string, deed: Deed) {
  return again(stores, paymentId, version, deed, async (payment) => {
    const entity = await entityOf(stores, payment);
    const allocation = payment.allocations.find(({ id }) => id === allocationId);
    const items = allocation ? await withMoney(stores, payment, allocation.customerId, allocation.lines) : [];
    const day = await dayOf(stores, payment, entity, deed);
    if (isRefused(day)) return day;
    const answer = takeBack(payment, allocationId, { items, reason, digest, ...deed, ...day });
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
  }, "words");
}

export async function reopenPayment(stores: Stores, paymentId: string, version: number, deed: Deed) {
  return again(stores, paymentId, version, deed, async (payment) => {
    const fact: PaymentFact = { name: paymentReopened.name, occurredAt: deed.now, actor: deed.by, causedBy: deed.causedBy, data: about(payment) };
    if (payment.returned) return refused("payment.returned", { on: payment.returned.on });
    if (payment.transferredFrom?.returned || kept(payment) === 0n) return refused("payment.transferred");
    if (payment.status === "set-aside") return [{ payment: reopened(payment), changes: [], fact }];
    const entity = await entityOf(stores, payment);
    const items = payment.customerId ? await withMoney(stores, payment, payment.customerId, []) : [];
    const day = await dayOf(stores, payment, entity, deed);
    if (isRefused(day)) return day;
    const answer = takeOffAccount(payment, { items, digest, ...deed, ...day });
    return isRefused(answer) ? answer : [{ ...answer, fact }];
  });
}

export type Step = { readonly payment: Payment; readonly changes: readonly ItemChanged[]; readonly fact?: PaymentFact; /** The payment that another company gets of it, or gives back. */ readonly also?: Also; /** Whose books the act touches besides. */ readonly otherEntity?: EntityId };

/** Items may have moved meanwhile: then the same decision is made again on what they are now. The payment itself must be the one that was looked at. */
export async function again<R extends Refused>({ payments, settings }: Pick<Stores, "payments" | "settings">, id: string, version: number, deed: Deed, decide: (payment: Payment) => Promise<readonly Step[] | R>, about: "money" | "approval" | "words" = "money"): Promise<Payment | R | Moved> {
  for (let tries = 0; tries < 6; tries++) {
    const current = await payments.payment(id);
    if (!current) return refused("payment.unknown");
    if (current.version !== version) return refused("payment.changed-meanwhile", { version: current.version });
    if (current.status === "awaiting-approval" && about === "money") return refused("payment.awaiting-approval");
    const steps = await decide(current);
    if (isRefused(steps)) return steps;
    let previous = current;
    let conflict = false;
    for (const { payment: next, changes, fact, also, otherEntity } of steps) {
      conflict = (await payments.save({ next, previous, facts: fact ? [fact] : [] }, changes, { booking: bookingOf(next, changes, { ...deed, digest, otherEntity, accounts: await accountsFor(settings, changes) }), also })) === "conflict";
      if (conflict) break;
      previous = next;
    }
    if (!conflict) return previous;
    // A part of a long order is in: what is left is the caller's to decide on the payment as it is now.
    if (previous !== current) return refused("payment.changed-meanwhile", { version: previous.version });
  }
  return refused("payment.changed-meanwhile");
}

/** Read only where something is written off, or that is taken back. */
const accountsFor = async (settings: Stores["settings"], changes: readonly ItemChanged[]) =>
  changes.some(({ next, previous }) => next.postings.slice(previous?.postings.length ?? 0).some(({ kind }) => kind === "write-off" || kind === "reversal")) ? accountsOf(await settings.writeOffCodes()) : undefined;

export function appliedFact({ payment, allocation }: Applied, { by, now, causedBy }: Deed): PaymentFact {
  const data = { ...about(payment), customerId: payment.customerId!, ...(allocation ? { allocationId: allocation.id } : {}), documents: allocation?.lines.length ?? 0, automatic: by.type === "rule" };
  return { name: paymentApplied.name, occurredAt: now, actor: by, causedBy, data };
}

export const about = ({ id, entityId, minor, currency }: Payment) => ({ paymentId: id, entityId, amount: toJson(money(minor, currency)) });
