// Customers are shared out among collectors: by rules with a preview, or by hand; and who held whom stays known. What customers owe comes from the
// history, what is changed goes to the ledger, customer by customer, each with its fact.
import { S3Client } from "@aws-sdk/client-s3";
import { assign, loadShifts, moves, type Assignment, type Load } from "#domain/access/portfolio/assign.ts";
import { portfolioRoutes } from "#domain/access/portfolio/routes.ts";
import type { PortfolioRules } from "#domain/access/portfolio/schema.ts";
import { seesCustomer } from "#domain/access/scope.ts";
import { businessDate } from "#domain/date.ts";
import { changeCustomer } from "#domain/ledger/change-customer.ts";
import type { Customer } from "#domain/ledger/schema.ts";
import { money, parseDecimal, toJson } from "#domain/money.ts";
import { isRefused, refused } from "#domain/refusal.ts";
import { portfolioRulesChanged } from "#events/access.ts";
import { customersToShare } from "#functions/insight/answers/portfolios.ts";
import { s3ObjectStore, type ObjectStore } from "#functions/insight/history/object-store.ts";
import { readHistory } from "#functions/insight/history/open.ts";
import { apiHandler, type Caller, type Handlers } from "#functions/runtime/api.ts";
import { env } from "#functions/runtime/env.ts";
import { accessStore, loadUser } from "#functions/store/access.ts";
import { ledgerStore, type LedgerStore } from "#functions/store/ledger.ts";
import { customerFacts } from "#functions/store/objects.ts";

const SHOWN = 200;
const AT_ONCE = 500;
const TOGETHER = 10;

export const portfolioHandlers = (lake: () => ObjectStore): Handlers<typeof portfolioRoutes> => ({
  "GET /portfolios": async ({ caller, now }) => {
    const { assignments, currency, missingRates } = await assigned(lake(), caller, now, { rules: [], pins: [] });
    return { items: loadShifts(assignments).map(({ collector, before }) => ({ collector, ...loadJson(before, currency) })), missingRates: [...missingRates] };
  },

  "GET /portfolios/rules": ({ caller }) => accessStore(caller.tenant).portfolioRules(),

  "PUT /portfolios/rules": async ({ body, caller, now }) => {
    const { id, name } = caller.user;
    if (doubled(body.rules.map((rule) => rule.id)) || doubled(body.pins.map(({ customerId }) => customerId))) return refused("portfolio.rule-doubled");
    const next = { ...body, version: body.version + 1 };
    const fact = { name: portfolioRulesChanged.name, occurredAt: now, actor: { type: "user", id, name }, data: { version: next.version, rules: next.rules.length } } as const;
    return (await accessStore(caller.tenant).savePortfolioRules(next, body.version, [fact])) === "saved" ? next : refused("portfolio.changed-meanwhile");
  },

  "POST /portfolios/preview": async ({ body, caller, now }) => {
    const kept = await accessStore(caller.tenant).portfolioRules();
    const { assignments, currency, missingRates } = await assigned(lake(), caller, now, { rules: body.rules ?? kept.rules, pins: body.pins ?? kept.pins });
    const moving = moves(assignments);
    const loads = loadShifts(assignments).map(({ collector, before, after, gains, losses }) => ({ collector, before: loadJson(before, currency), after: loadJson(after, currency), gains, losses }));
    return { loads, moves: largest(moving).slice(0, SHOWN).map((move) => moveJson(move, currency)), total: moving.length, missingRates: [...missingRates] };
  },

  "POST /portfolios/application": async ({ body, caller, now }) => {
    const rules = await accessStore(caller.tenant).portfolioRules();
    if (rules.version !== body.version) return refused("portfolio.changed-meanwhile", { version: rules.version });
    const { assignments } = await assigned(lake(), caller, now, rules);
    const store = ledgerStore(caller.tenant);
    const current = new Map((await store.customers(moves(assignments).map(({ customer }) => customer.id))).map((customer) => [customer.id as string, customer]));
    // The history is seconds behind the ledger: what has moved meanwhile is not moved again.
    const moving = largest(moves(assignments)).filter(({ customer, to }) => (current.get(customer.id)?.collector ?? "") !== (to ?? ""));
    const batch = moving.slice(0, AT_ONCE);
    await inTurn(batch, async ({ customer, to, because }) => give(store, current.get(customer.id), to, caller, now, because));
    return { moved: batch.length, left: moving.length - batch.length };
  },

  "POST /portfolios/assignments": async ({ body, caller, now }) => {
    const store = ledgerStore(caller.tenant);
    const customers = await store.customers(body.customers);
    const facts = await Promise.all(customers.map((customer) => customerFacts(store, customer, caller.scope)));
    if (new Set(body.customers).size !== customers.length || facts.some((of) => !seesCustomer(caller.scope, of))) return refused("customer.unknown");
    if (body.pin) await pin(caller, customers, body.to, now);
    await inTurn(customers, (customer) => give(store, customer, body.to, caller, now, body.pin ? "pin" : (body.reason ?? "by hand")));
    return { moved: customers.filter(({ collector }) => (collector ?? "") !== (body.to ?? "")).length };
  },

  "GET /portfolios/history": async ({ query: { collector, from, to }, caller }) => {
    const store = ledgerStore(caller.tenant);
    const held = (await store.heldBy(collector, to)).filter(({ until }) => !from || !until || until >= from);
    const seen = new Map(await Promise.all((await store.customers([...new Set(held.map(({ customerId }) => customerId))])).map(async (customer) => [customer.id as string, seesCustomer(caller.scope, await customerFacts(store, customer, caller.scope)) ? customer.name : undefined] as const)));
    return { items: held.flatMap((holding) => (seen.get(holding.customerId) === undefined ? [] : [{ ...holding, name: seen.get(holding.customerId)! }])) };
  },

  "GET /customers/{id}/holders": async ({ params, caller }) => ({ items: await ledgerStore(caller.tenant).holders(params.id) }),
});

export const handler = apiHandler(portfolioRoutes, portfolioHandlers(() => s3ObjectStore((s3 ??= new S3Client({})), env("LAKE_BUCKET").LAKE_BUCKET)), loadUser);
let s3: S3Client | undefined;

async function assigned(lake: ObjectStore, { tenant, scope }: Caller, now: string, rules: Pick<PortfolioRules, "rules" | "pins">) {
  const access = accessStore(tenant);
  const [settings, rates, entities] = await Promise.all([access.tenant(), access.rates(), ledgerStore(tenant).entities()]);
  const currency = settings?.currency ?? "EUR";
  const asOf = businessDate(now, entities[0]?.timeZone ?? "UTC");
  const { customers, missingRates } = await readHistory(lake, tenant, (history) => customersToShare(history, scope, currency, rates, asOf));
  return { assignments: assign(customers, rules, (amount) => parseDecimal(amount, currency)?.minor ?? 0n), currency, missingRates };
}

/** Read again when somebody else was faster: the collector is ours to set, whatever else changed. */
async function give(store: LedgerStore, customer: Customer | undefined, to: string | undefined, { user }: Caller, now: string, because: string): Promise<void> {
  for (let current = customer; current; current = await store.customer(current.id)) {
    const answer = changeCustomer(current, { collector: to ?? null }, [], { now, user: { id: user.id, name: user.name } });
    if (answer === undefined || isRefused(answer)) return;
    if ((await store.saveCustomer(answer.customer, current, answer.facts, because)) === "saved") return;
  }
}

/** A pin of the same customer replaces the one before; without a collector it goes. */
async function pin({ tenant, user: { id, name } }: Caller, customers: readonly Customer[], to: string | undefined, now: string): Promise<void> {
  const store = accessStore(tenant);
  for (;;) {
    const rules = await store.portfolioRules();
    const others = rules.pins.filter(({ customerId }) => !customers.some((customer) => customer.id === customerId));
    const next = { ...rules, pins: [...others, ...(to ? customers.map((customer) => ({ customerId: customer.id, to })) : [])], version: rules.version + 1 };
    const fact = { name: portfolioRulesChanged.name, occurredAt: now, actor: { type: "user", id, name }, data: { version: next.version, rules: next.rules.length } } as const;
    if ((await store.savePortfolioRules(next, rules.version, [fact])) === "saved") return;
  }
}

async function inTurn<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += TOGETHER) await Promise.all(all.slice(from, from + TOGETHER).map(work));
}

const doubled = (ids: readonly string[]): boolean => new Set(ids).size < ids.length;
const largest = (moving: readonly Assignment[]): Assignment[] => moving.toSorted((a, b) => Number((b.customer.openMinor ?? 0n) - (a.customer.openMinor ?? 0n)) || (a.customer.id < b.customer.id ? -1 : 1));
const loadJson = ({ customers, openMinor }: Load, currency: string) => ({ customers, open: toJson(money(openMinor, currency)) });
const moveJson = ({ customer: { id, name, collector, openMinor }, to, because }: Assignment, currency: string) => ({
  customerId: id as `cus_${string}`, name, ...(collector ? { from: collector } : {}), ...(to ? { to } : {}), ...(openMinor === undefined ? {} : { open: toJson(money(openMinor, currency)) }), because,
});
