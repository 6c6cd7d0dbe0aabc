import type * as z from "zod";
import { epochDay, type DateText } from "#domain/date.ts";
import { DEFAULT_BOUNDS } from "#domain/insight/aged-balance.ts";
import type { insightRoutes } from "#domain/insight/routes.ts";
import type { CustomerId } from "#domain/id.ts";
import { converted, rateOn } from "#domain/insight/conversion.ts";
import { money, toJson, type Rate } from "#domain/money.ts";
import { refused, type Refused } from "#domain/refusal.ts";
import { bucketsOf } from "#functions/insight/answers/aged-balance.ts";
import { fromCursor, toCursor } from "#functions/insight/answers/cursor.ts";
import type { History } from "#functions/insight/history/open.ts";
import { accountsIn, scopeParameters, type Scope } from "#functions/insight/queries/aged-balance.ts";
import { balancesOf, currenciesOf, findCustomers, pageOfCustomers, type CustomerSort } from "#functions/insight/queries/customers.ts";

export type CustomerQuestion = Scope & {
  readonly asOf: DateText;
  readonly q?: string | undefined;
  readonly collector?: string | undefined;
  readonly overdue: boolean;
  readonly currency?: string | undefined;
  readonly rates: readonly Rate[];
  readonly sort: CustomerSort;
  readonly limit: number;
  readonly cursor?: string | undefined;
};
type Answer = z.input<(typeof insightRoutes)["GET /customers"]["response"]>;
type Customer = Answer["items"][number];
type Found = { place: string; customer_id: CustomerId; items: bigint; oldest_days: number; code: string; name: string } & Record<"country" | "segment" | "collector" | "salesperson", string | null>;
type Sums = { customer_id: string; currency: string; balance: bigint; overdue: bigint; credits: bigint; disputed: bigint } & Record<`b${number}`, bigint>;

export async function customersOf(history: History, question: CustomerQuestion): Promise<Answer | Refused> {
  const after = question.cursor === undefined ? undefined : fromCursor(question.cursor, 2);
  if (after === null) return refused("request.invalid");
  const asOf = epochDay(question.asOf);
  const { limit, q, collector, currency } = question;
  const accounts = accountsIn(await history.accountsAt(asOf, "due", DEFAULT_BOUNDS), question);
  const scope = scopeParameters(question);
  const reach = question.entities && (await history.reach());

  return history.use(async (ask) => {
    const currencies = currency ? (await ask<{ currency: string }>(currenciesOf(accounts), scope)).map((one) => one.currency) : [];
    const rates = currencies.flatMap((from) => rateOn(question.rates, from, currency!, question.asOf) ?? []);
    const missing = currencies.filter((from) => !rates.some((rate) => rate.from === from));
    await ask(findCustomers(accounts, { ...question, withItemsOnly: question.entity !== undefined }, missing.length === 0 ? rates : [], reach), { ...scope, asOf, ...(q && { q }), ...(collector !== undefined && { collector }) });
    const page = await ask<Found>(pageOfCustomers(question.sort, after !== undefined), { ...(after && { afterPlace: after[0]!, afterKey: after[1]! }), rows: limit + 1 });
    const [{ total } = { total: 0n }] = await ask<{ total: bigint }>("SELECT count(*) AS total FROM found");
    const shown = page.slice(0, limit);
    const balances = Map.groupBy(await ask<Sums>(balancesOf(accounts, DEFAULT_BOUNDS.length), { ...scope, customers: shown.map((c) => c.customer_id) }), (row) => row.customer_id);
    const last = page.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map((found) => customerJson(found, balances.get(found.customer_id) ?? [], rates)),
      total: Number(total),
      ...(currency ? { missingRates: missing } : {}),
      ...(last ? { nextCursor: toCursor([last.place, last.customer_id]) } : {}),
    };
  });
}

function customerJson({ customer_id, code, name, country, segment, collector, salesperson, items, oldest_days }: Found, balances: readonly Sums[], rates: readonly Rate[]): Customer {
  return {
    id: customer_id,
    code,
    name,
    ...(country === null ? {} : { country }),
    ...(segment === null ? {} : { segment }),
    ...(collector === null ? {} : { collector }),
    ...(salesperson === null ? {} : { salesperson }),
    balances: balances.map(balanceJson),
    ...convertedJson(balances, rates),
    items: Number(items),
    oldestDays: oldest_days > 0 ? oldest_days : null,
  };
}

/** Half a sum is a wrong sum: one currency without a rate, and there is none. */
function convertedJson(balances: readonly Sums[], rates: readonly Rate[]): Pick<Customer, "converted"> {
  const rows = balances.flatMap(({ currency, balance, overdue }) => {
    const rate = rates.find(({ from }) => from === currency);
    return rate ? [{ to: rate.to, ...converted({ currency, balance, overdue, buckets: [balance], credits: 0n, disputed: 0n }, rate) }] : [];
  });
  if (rows.length === 0 || rows.length < balances.length) return {};
  const sum = (amount: "balance" | "overdue") => toJson(money(rows.reduce((all, row) => all + row[amount], 0n), rows[0]!.to));
  return { converted: { open: sum("balance"), overdue: sum("overdue") } };
}

function balanceJson({ currency, balance, overdue, credits, disputed, ...sums }: Sums): Customer["balances"][number] {
  const json = (minor: bigint) => toJson(money(minor, currency));
  return { open: json(balance), overdue: json(overdue), credits: json(credits), disputed: json(disputed), buckets: bucketsOf(sums, DEFAULT_BOUNDS.length).map(json) };
}
