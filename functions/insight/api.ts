// What was open, when, with whom: the questions of the API that the history answers.
import { S3Client } from "@aws-sdk/client-s3";
import { businessDate, type DateText } from "#domain/date.ts";
import { boundsOf } from "#domain/insight/aged-balance.ts";
import { insightRoutes } from "#domain/insight/routes.ts";
import type { Rate } from "#domain/money.ts";
import { agedBalanceOf } from "#functions/insight/answers/aged-balance.ts";
import { s3ObjectStore, type ObjectStore } from "#functions/insight/history/object-store.ts";
import { readHistory } from "#functions/insight/history/open.ts";
import { apiHandler, type Caller, type Handlers } from "#functions/runtime/api.ts";
import { env } from "#functions/runtime/env.ts";
import { accessStore, loadUser } from "#functions/store/access.ts";
import { ledgerStore } from "#functions/store/ledger.ts";

export type Ports = {
  readonly lake: ObjectStore;
  readonly rates: (tenant: string) => Promise<readonly Rate[]>;
  readonly timeZones: (tenant: string) => Promise<readonly string[]>;
};

const PAGE = 50;
/** Each list is loaded when it is first asked for: all of them together outgrow the bound of a function's code. */
const lists = {
  customers: () => import("#functions/insight/answers/customers.ts"),
  invoices: () => import("#functions/insight/answers/invoices.ts"),
  generalLedger: () => import("#functions/insight/answers/general-ledger.ts"),
};

export const answers = (ports: () => Ports): Handlers<typeof insightRoutes> => ({
  "GET /aged-balance": async ({ query: { groupBy = "none", basis = "due", currency, bounds, limit = PAGE, ...query }, caller, now }) => {
    const { lake, rates } = ports();
    const [asOf, known] = await Promise.all([dateOf(query.asOf, ports(), caller, now), currency ? rates(caller.tenant) : []]);
    const question = { ...query, ...caller.scope, asOf, groupBy, basis, currency, bounds: boundsOf(bounds), rates: known, limit };
    return readHistory(lake, caller.tenant, (history) => agedBalanceOf(history, question));
  },
  "GET /customers": async ({ query: { sort = "name", overdue, limit = PAGE, ...query }, caller, now }) => {
    const { customersOf } = await lists.customers();
    const [asOf, rates] = await Promise.all([dateOf(query.asOf, ports(), caller, now), query.currency ? ports().rates(caller.tenant) : []]);
    return readHistory(ports().lake, caller.tenant, (history) => customersOf(history, { ...query, ...caller.scope, asOf, sort, overdue: overdue === "true", rates, limit }));
  },
  "GET /invoices": async ({ query: { sort = "due", status = "open", overdue, limit = PAGE, ...query }, caller, now }) => {
    const { invoicesOf } = await lists.invoices();
    const asOf = await dateOf(query.asOf, ports(), caller, now);
    return readHistory(ports().lake, caller.tenant, (history) => invoicesOf(history, { ...query, ...caller.scope, asOf, sort, status, overdue: overdue === "true", limit }));
  },
  "GET /general-ledger": async ({ query: { limit = PAGE, ...query }, caller }) => {
    const { generalLedgerOf } = await lists.generalLedger();
    return readHistory(ports().lake, caller.tenant, (history) => generalLedgerOf(history, { ...query, ...caller.scope, limit }));
  },
});

export const handler = apiHandler(insightRoutes, answers(() => (real ??= realPorts())), loadUser);
let real: Ports | undefined;

const realPorts = (): Ports => ({
  lake: s3ObjectStore(new S3Client({}), env("LAKE_BUCKET").LAKE_BUCKET),
  rates: (tenant) => accessStore(tenant).rates(),
  timeZones: async (tenant) => (await ledgerStore(tenant).entities()).map(({ timeZone }) => timeZone),
});

/** Today where the tenant's first entity is, unless a date is asked for. */
async function dateOf(asked: DateText | undefined, { timeZones }: Ports, { tenant }: Caller, now: string): Promise<DateText> {
  return asked ?? businessDate(now, (await timeZones(tenant))[0] ?? "UTC");
}
