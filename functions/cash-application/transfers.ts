// Money of another company of the group: handed to it with what it is for, and taken back. Handed and applied is one act to whoever does it: what the documents
// would not take is not handed over, and comes back if somebody was faster. Cut off between the two, the part waits at the other company for a person.
import type { transferRoutes } from "#domain/cash-application/routes.ts";
import type { Order } from "#domain/cash-application/apply.ts";
import type { Payment, Transfer } from "#domain/cash-application/payment.ts";
import { returnTransfer, transfer, type TransferOrder } from "#domain/cash-application/transfer.ts";
import { money, toJson } from "#domain/money.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";
import { paymentReceived, paymentTransferred } from "#events/cash-application.ts";
import { applyInParts, dayOf, deedOf, entityOf, minorOf, orderOf, settingOf, withMoney, type Deed, type Stores } from "#functions/cash-application/order.ts";
import { about, again, reopenPayment, takeBackAllocation } from "#functions/cash-application/post.ts";
import { presented } from "#functions/cash-application/present.ts";
import { applyOrAsk } from "#functions/cash-application/write-offs.ts";
import type { Handlers } from "#functions/runtime/api.ts";
import { digest } from "#functions/runtime/digest.ts";

export const transferHandlers = (of: (tenant: string) => Stores): Handlers<typeof transferRoutes> => ({
  "POST /payments/{id}/transfers": async ({ params, body, caller, now }) => {
    const stores = of(caller.tenant);
    const payment = await stores.payments.payment(params.id);
    if (!payment) return refused("payment.unknown");
    const deed = { ...deedOf(caller, now), on: body.on };
    const order = await orderOf(stores, payment, body);
    const handed = await hand(stores, params.id, body.version, { entityId: body.entityId, customerId: body.customerId, minor: minorOf(body.amount, payment) }, order, deed);
    if (isRefused(handed)) return handed;
    const { id } = handed.transfers!.at(-1)!;
    const part = order.lines.length === 0 ? (await stores.payments.payment(id))! : await applyOrAsk(stores, id, 0, order, deed, { id: caller.user.id, role: caller.role.id });
    if (!isRefused(part)) return shown(stores, handed, part);
    // Somebody was faster at the other company: all is as it was.
    const back = await takeBack(stores, handed, id, deed);
    if (!isRefused(back) && payment.customerId === undefined) await reopenPayment(stores, back.id, back.version, deed);
    return part;
  },

  "POST /payments/{id}/transfers/{part}/return": async ({ params, body, caller, now }) => {
    const stores = of(caller.tenant);
    const payment = await stores.payments.payment(params.id);
    if (!payment) return refused("payment.unknown");
    if (payment.version !== body.version) return refused("payment.changed-meanwhile", { version: payment.version });
    const found = payment.transfers?.find(({ id, returned }) => id === params.part && !returned);
    if (!found || found.entityId !== body.entityId) return refused("transfer.unknown");
    const deed = deedOf(caller, now);
    const freed = await free(stores, params.part, body.reason, deed);
    if (isRefused(freed)) return freed;
    const back = await takeBack(stores, payment, params.part, deed);
    return isRefused(back) ? back : shown(stores, back, (await stores.payments.payment(params.part))!);
  },
});

async function shown(stores: Stores, payment: Payment, part: Payment) {
  const [one, other] = await presented(stores, [payment, part]);
  return { payment: one!, part: other! };
}

async function hand(stores: Stores, id: string, version: number, to: TransferOrder, order: Order, deed: Deed): Promise<Payment | Refused> {
  return again(stores, id, version, deed, async (payment) => {
    const setting = await settingOf(stores, payment, { customerId: to.customerId, lines: [] }, deed);
    const answer = isRefused(setting) ? setting : transfer(payment, to, setting);
    if (isRefused(answer)) return answer;
    const { part } = answer;
    const there = order.lines.length > 0 ? await settingOf(stores, part, order, deed) : undefined;
    const wouldBe = there && !isRefused(there) ? applyInParts(part, order, there) : there;
    if (isRefused(wouldBe)) return wouldBe;
    const received = { name: paymentReceived.name, occurredAt: deed.now, actor: deed.by, causedBy: deed.causedBy, data: { ...about(part), bookedOn: part.bookedOn } };
    return [{ payment: answer.payment, changes: answer.changes, otherEntity: to.entityId, also: { next: part, previous: undefined, facts: [received] }, fact: factOf(payment, answer.payment.transfers!.at(-1)!, false, deed) }];
  });
}

/** What stands of it at the other company is taken back there first. */
async function free(stores: Stores, partId: string, reason: string, deed: Deed): Promise<undefined | Refused> {
  for (;;) {
    const part = await stores.payments.payment(partId);
    if (!part) return refused("transfer.unknown");
    const standing = part.allocations.findLast(({ takenBack }) => !takenBack);
    if (!standing && part.customerId === undefined) return undefined;
    const answer = standing ? await takeBackAllocation(stores, part.id, part.version, standing.id, reason, deed) : await reopenPayment(stores, part.id, part.version, deed);
    if (isRefused(answer)) return answer;
  }
}

async function takeBack(stores: Stores, { id, version }: Payment, partId: string, deed: Deed): Promise<Payment | Refused> {
  return again(stores, id, version, deed, async (payment) => {
    const [part, entity] = await Promise.all([stores.payments.payment(partId), entityOf(stores, payment)]);
    if (!part) return refused("transfer.unknown");
    const day = await dayOf(stores, payment, entity, { ...deed, on: undefined });
    if (isRefused(day)) return day;
    const items = payment.customerId ? await withMoney(stores, payment, payment.customerId, []) : [];
    const answer = returnTransfer(payment, part, { items, digest, ...deed, ...day });
    if (isRefused(answer)) return answer;
    const done = payment.transfers!.find((one) => one.id === partId)!;
    return [{ payment: answer.payment, changes: answer.changes, otherEntity: part.entityId, also: { next: answer.part, previous: part, facts: [] }, fact: factOf(payment, done, true, deed) }];
  });
}

const factOf = (payment: Payment, { id, entityId, minor }: Transfer, returned: boolean, { now, by, causedBy }: Deed) =>
  ({ name: paymentTransferred.name, occurredAt: now, actor: by, causedBy, data: { ...about(payment), otherEntityId: entityId, partId: id, part: toJson(money(minor, payment.currency)), returned } }) as const;
