// What the bank took, for people: which receipt it was, or that it was none.
import type * as z from "zod";
import { layAside, nextStep, reopen, takesBack, type Debit } from "#domain/cash-application/debits/debit.ts";
import type { debitJson, debitRoutes } from "#domain/cash-application/debits/routes.ts";
import { money, toJson } from "#domain/money.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";
import { deedOf } from "#functions/cash-application/order.ts";
import { presented } from "#functions/cash-application/present.ts";
import { receiptsBefore, returnPayment, type DebitStores } from "#functions/cash-application/return-payment.ts";
import type { Handlers } from "#functions/runtime/api.ts";

export const debitHandlers = (of: (tenant: string) => DebitStores): Handlers<typeof debitRoutes> => ({
  "GET /bank-debits": async ({ query: { entity, state, limit, cursor }, caller }) => {
    const { items, nextCursor } = await of(caller.tenant).debits.withState(entity, state, { limit, cursor });
    return { items: items.map(shown), ...(nextCursor ? { nextCursor } : {}) };
  },

  "GET /bank-debits/{id}/candidates": async ({ params, caller }) => {
    const stores = of(caller.tenant);
    const debit = await stores.debits.debit(params.id);
    if (!debit) return refused("debit.unknown");
    const { candidates } = takesBack(debit, await receiptsBefore(debit, (day) => stores.payments.ofDay(debit.entityId, day)));
    return { items: await presented(stores, candidates.slice(0, 20)) };
  },

  "POST /bank-debits/{id}/return": async ({ params, body, caller, now }) => {
    const stores = of(caller.tenant);
    const debit = await stores.debits.debit(params.id);
    if (!debit) return refused("debit.unknown");
    if (debit.version !== body.version) return refused("debit.changed-meanwhile", { version: debit.version });
    if (debit.state !== "open") return refused("debit.not-open", { state: debit.state });
    const done = await returnPayment(stores, debit, body.payment, body.paymentVersion, deedOf(caller, now));
    return isRefused(done) ? done : { debit: shown(done.debit), payment: (await presented(stores, [done.payment]))[0]! };
  },

  "POST /bank-debits/{id}/set-aside": async ({ params, body, caller, now }) => changed(of(caller.tenant), params.id, body.version, (debit) => layAside(debit, body.reason, deedOf(caller, now).by, now)),

  "POST /bank-debits/{id}/reopening": async ({ params, body, caller }) => changed(of(caller.tenant), params.id, body.version, reopen),
});

async function changed({ debits }: DebitStores, id: string, version: number, change: (debit: Debit) => Debit | Refused) {
  const debit = await debits.debit(id);
  if (!debit) return refused("debit.unknown");
  if (debit.version !== version) return refused("debit.changed-meanwhile", { version: debit.version });
  const next = change(debit);
  if (isRefused(next)) return next;
  return (await debits.save(next, debit)) === "saved" ? shown(next) : refused("debit.changed-meanwhile");
}

const shown = (debit: Debit): z.input<typeof debitJson> => {
  const { minor, setAside, statement, ...plain } = debit;
  return { ...plain, statement: { ...statement }, amount: toJson(money(minor, debit.currency)), next: nextStep(debit), ...(setAside ? { setAside: { reason: setAside.reason, at: setAside.at } } : {}) };
};
