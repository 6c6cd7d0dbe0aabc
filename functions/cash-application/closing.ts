// Books that are closed, and what was left over when they were. Closing counts from the next posting on: each reads it anew before it decides.
import { seesEntity } from "#domain/access/scope.ts";
import { close, reopen, type ClosedPeriods } from "#domain/cash-application/closing/closing.ts";
import type { closingRoutes } from "#domain/cash-application/closing/routes.ts";
import type { Payment } from "#domain/cash-application/payment.ts";
import { businessDate } from "#domain/date.ts";
import type { LegalEntity } from "#domain/ledger/schema.ts";
import { money, toJson } from "#domain/money.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";
import type { Stores } from "#functions/cash-application/order.ts";
import type { Caller, Handlers } from "#functions/runtime/api.ts";

const undone = ["waiting", "proposed", "unmatched", "awaiting-approval"] as const;
const MOST_SHOWN = 200;

export const closingHandlers = (of: (tenant: string) => Stores): Handlers<typeof closingRoutes> => ({
  "GET /closed-periods": async ({ caller }) => {
    const { ledger, settings } = of(caller.tenant);
    const entities = (await ledger.entities()).filter(({ id }) => seesEntity(caller.scope, id));
    return { items: (await Promise.all(entities.map(({ id }) => settings.closed(id)))).map(shown) };
  },

  "GET /closed-periods/{id}/cut-off": async ({ params, query: { until }, caller }) => {
    const stores = of(caller.tenant);
    const entity = await seen(stores, caller, params.id);
    if (!entity) return refused("entity.unknown");
    const left = (await Promise.all(undone.map((status) => untilDay(stores, entity.id, status, until)))).flat().toSorted((a, b) => (a.bookedOn === b.bookedOn ? (a.id < b.id ? -1 : 1) : a.bookedOn < b.bookedOn ? -1 : 1));
    const groups = [...Map.groupBy(left, ({ status, currency }) => `${status} ${currency}`).values()].map((group) => {
      const { status, currency } = group[0]!;
      return { status, currency, payments: group.length, amount: toJson(money(group.reduce((sum, { minor }) => sum + minor, 0n), currency)) };
    });
    return { until, groups, payments: left.slice(0, MOST_SHOWN).map(({ id, bookedOn, payerName, minor, currency, status }) => ({ id, bookedOn, ...(payerName ? { payerName } : {}), amount: toJson(money(minor, currency)), status })) };
  },

  "POST /closed-periods/{id}/closing": async ({ params, body: { until, version }, caller, now }) =>
    changed(of(caller.tenant), caller, params.id, version, (periods, { timeZone }) => close(periods, until, businessDate(now, timeZone), closer(caller), now)),

  "POST /closed-periods/{id}/reopening": async ({ params, body: { until, reason, version }, caller, now }) => changed(of(caller.tenant), caller, params.id, version, (periods) => reopen(periods, until, reason, closer(caller), now)),
});

async function changed(stores: Stores, caller: Caller, id: string, version: number, change: (periods: ClosedPeriods, entity: LegalEntity) => ClosedPeriods | Refused) {
  const entity = await seen(stores, caller, id);
  if (!entity) return refused("entity.unknown");
  const periods = await stores.settings.closed(entity.id);
  if (periods.version !== version) return refused("period.changed-meanwhile", { version: periods.version });
  const next = change(periods, entity);
  if (isRefused(next)) return next;
  return (await stores.settings.saveClosed(next, version)) === "saved" ? shown(next) : refused("period.changed-meanwhile");
}

async function untilDay({ payments }: Stores, entityId: string, status: (typeof undone)[number], until: string): Promise<Payment[]> {
  const found: Payment[] = [];
  let cursor: string | undefined;
  do {
    const page = await payments.withStatus(entityId, status, { cursor });
    found.push(...page.items.filter(({ bookedOn }) => bookedOn <= until));
    cursor = page.items.some(({ bookedOn }) => bookedOn > until) ? undefined : page.nextCursor;
  } while (cursor);
  return found;
}

const seen = async ({ ledger }: Stores, caller: Caller, id: string): Promise<LegalEntity | undefined> => (seesEntity(caller.scope, id) ? ledger.entity(id) : undefined);
const closer = ({ user }: Caller) => ({ id: user.id, name: user.name });
const shown = ({ history, ...periods }: ClosedPeriods) => ({ ...periods, history: history.map((act) => ({ ...act, by: { ...act.by } })) });
