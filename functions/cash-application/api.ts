// The clerk's desk: what came in, what the engine makes of it, and what people decide. Every decision goes through post.ts.
import { ratesOf } from "#domain/cash-application/rates.ts";
import { dailySummary } from "#domain/cash-application/summary.ts";
import { deskRoutes } from "#domain/cash-application/desk/routes.ts";
import { closingRoutes } from "#domain/cash-application/closing/routes.ts";
import { writeOffRoutes } from "#domain/cash-application/write-off/routes.ts";
import { cashApplicationRoutes, transferRoutes } from "#domain/cash-application/routes.ts";
import type { Payment } from "#domain/cash-application/payment.ts";
import { addDays } from "#domain/date.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";
import { seesEntity } from "#domain/access/scope.ts";
import { closingHandlers } from "#functions/cash-application/closing.ts";
import { candidatesFor } from "#functions/cash-application/candidates.ts";
import { deskHandlers, type DeskStores } from "#functions/cash-application/desk.ts";
import { deedOf, orderOf, postingStores, type Stores } from "#functions/cash-application/order.ts";
import { reopenPayment, setPaymentAside, takeBackAllocation } from "#functions/cash-application/post.ts";
import { answered, namesOf, presentAllocation, presented, presentProposal } from "#functions/cash-application/present.ts";
import { transferHandlers } from "#functions/cash-application/transfers.ts";
import { applyOrAsk, writeOffHandlers } from "#functions/cash-application/write-offs.ts";
import { apiHandler, type Caller, type Handlers } from "#functions/runtime/api.ts";
import { accessStore, loadUser } from "#functions/store/access.ts";
import { bankStatementStore } from "#functions/store/bank-statement.ts";
import type { Page, PaymentPage } from "#functions/store/payment.ts";

const storesOf = (tenant: string): DeskStores => ({ ...postingStores(tenant), access: accessStore(tenant), statements: bankStatementStore(tenant) });

export const cashApplicationHandlers = (of: (tenant: string) => Stores = storesOf): Handlers<typeof cashApplicationRoutes> => ({
  "GET /payments": async ({ query, caller }) => {
    const stores = of(caller.tenant);
    const { day, status = "proposed" } = query;
    const pageOf = (id: string, page: Page) => (day ? stores.payments.ofDayInPages(id, day, page) : stores.payments.withStatus(id, status, page));
    const found = await overEntities(await entitiesOf(stores, caller, query.entity), query, pageOf);
    return isRefused(found) ? found : { ...found, items: await presented(stores, found.items) };
  },

  "GET /payments/summary": async ({ query, caller }) => {
    const stores = of(caller.tenant);
    const entities = await entitiesOf(stores, caller, query.entity);
    const days: string[] = [];
    for (let day = query.from; day <= query.to && days.length < 92; day = addDays(day, 1)) days.push(day);
    const found = await Promise.all(entities.flatMap((entity) => days.map((day) => stores.payments.ofDay(entity, day))));
    const { value, ...rates } = ratesOf(found.flat());
    return { from: query.from, to: query.to, groups: dailySummary(found.flat()), rates: { ...rates, value: [...value] } };
  },

  "GET /payments/{id}": async ({ params, caller }) => {
    const stores = of(caller.tenant);
    const payment = await stores.payments.payment(params.id);
    return payment ? (await presented(stores, [payment]))[0]! : refused("payment.unknown");
  },

  "GET /payments/{id}/proposals": async ({ params, caller }) => {
    const stores = of(caller.tenant);
    const payment = await stores.payments.payment(params.id);
    if (!payment) return refused("payment.unknown");
    const names = await namesOf(stores, [payment]);
    return { items: payment.decision?.proposals.map((one) => presentProposal(one, payment.currency, names)) ?? [] };
  },

  "GET /payments/{id}/candidates": async ({ params, query, caller }) => {
    const stores = of(caller.tenant);
    const payment = await stores.payments.payment(params.id);
    return payment ? { items: await candidatesFor(stores, caller.tenant, payment, caller.scope, query) } : refused("payment.unknown");
  },

  "POST /payments/{id}/allocations": async ({ params, body, caller, now }) => {
    const stores = of(caller.tenant);
    const payment = await stores.payments.payment(params.id);
    if (!payment) return refused("payment.unknown");
    return answered(stores, await applyOrAsk(stores, params.id, body.version, await orderOf(stores, payment, body), { ...deedOf(caller, now), on: body.on }, { id: caller.user.id, role: caller.role.id }));
  },

  "POST /payments/{id}/set-aside": async ({ params, body, caller, now }) => {
    const stores = of(caller.tenant);
    return answered(stores, await setPaymentAside(stores, params.id, body.version, body.reason, deedOf(caller, now)));
  },

  "POST /payments/{id}/reopening": async ({ params, body, caller, now }) => {
    const stores = of(caller.tenant);
    return answered(stores, await reopenPayment(stores, params.id, body.version, deedOf(caller, now)));
  },

  "POST /allocations/{id}/reversal": async ({ params, query, body, caller, now }) => {
    const stores = of(caller.tenant);
    const payment = await takeBackAllocation(stores, query.payment, body.version, params.id, body.reason, deedOf(caller, now));
    if (isRefused(payment)) return payment;
    const [shown] = await presented(stores, [payment]);
    return { payment: shown!, allocation: presentAllocation(payment.allocations.find(({ id }) => id === params.id)!, payment.currency) };
  },
});

export const handler = apiHandler({ ...cashApplicationRoutes, ...deskRoutes, ...closingRoutes, ...writeOffRoutes, ...transferRoutes }, { ...cashApplicationHandlers(), ...deskHandlers(storesOf), ...closingHandlers(storesOf), ...writeOffHandlers(storesOf), ...transferHandlers(storesOf) }, loadUser);

/** One entity after the other: the cursor names the one that it stands in, which must be one of those that the caller sees. */
async function overEntities(entities: readonly string[], { limit, cursor }: { limit: number; cursor?: string | undefined }, pageOf: (entity: string, page: Page) => Promise<PaymentPage>): Promise<PaymentPage | Refused> {
  const [from = entities[0] ?? "", inner = ""] = cursor?.split("~") ?? [];
  if (cursor !== undefined && !entities.includes(from)) return refused("request.cursor-unknown");
  const items: Payment[] = [];
  const left = entities.slice(Math.max(0, entities.indexOf(from)));
  for (const [n, entity] of left.entries()) {
    const page = await pageOf(entity, { limit: limit - items.length, cursor: entity === from && inner !== "" ? inner : undefined });
    items.push(...page.items);
    if (page.nextCursor) return { items, nextCursor: `${entity}~${page.nextCursor}` };
    if (items.length >= limit && left[n + 1]) return { items, nextCursor: `${left[n + 1]}~` };
  }
  return { items };
}

const entitiesOf = async ({ ledger }: Stores, caller: Caller, wanted: string | undefined) =>
  (await ledger.entities()).map(({ id }) => id).filter((id) => seesEntity(caller.scope, id) && (wanted === undefined || wanted === id));
