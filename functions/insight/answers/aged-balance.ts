// The aged balance: rows per group and currency, totals per currency, and, if a currency is asked for, everything converted at the latest rates
// on or before the date. A currency without a rate is named, and then there is no grand total: half a total is a wrong total.
import type * as z from "zod";
import { epochDay, type DateText } from "#domain/date.ts";
import type { AgedRow, Basis } from "#domain/insight/aged-balance.ts";
import { added, converted, rateOn } from "#domain/insight/conversion.ts";
import type { agedRowJson, insightRoutes } from "#domain/insight/routes.ts";
import { money, toJson, type Rate } from "#domain/money.ts";
import { refused, type Refused } from "#domain/refusal.ts";
import { fromCursor, toCursor } from "#functions/insight/answers/cursor.ts";
import type { Parameters } from "#functions/insight/history/database.ts";
import type { History } from "#functions/insight/history/open.ts";
import { accountsIn, agedGroups, agedTotals, customersInAll, scopeParameters, type GroupBy, type Scope } from "#functions/insight/queries/aged-balance.ts";

export type AgedQuestion = Scope & {
  readonly asOf: DateText;
  readonly groupBy: GroupBy;
  readonly basis: Basis;
  readonly bounds: readonly number[];
  readonly currency?: string | undefined;
  readonly rates: readonly Rate[];
  readonly limit: number;
  readonly cursor?: string | undefined;
};
type Answer = z.input<(typeof insightRoutes)["GET /aged-balance"]["response"]>;

export async function agedBalanceOf(history: History, question: AgedQuestion): Promise<Answer | Refused> {
  const { asOf, basis, bounds, currency } = question;
  const after = question.cursor === undefined ? undefined : fromCursor(question.cursor, 3);
  if (after === null) return refused("request.invalid");

  const found = await read(history, question, after);

  const rates = currency ? ratesFor(question.rates, found.totals, currency, asOf) : [];
  const missingRates = currency ? found.totals.map((total) => total.currency).filter((from) => !rates.some((rate) => rate.from === from)) : [];
  const total = currency && missingRates.length === 0 ? grandTotal(found.totals, rates, currency, found.customers) : undefined;
  return {
    asOf,
    basis,
    bounds: [...bounds],
    rows: found.rows.map((row) => ({ ...rowJson(row), ...convertedJson(row, rates) })),
    totals: found.totals.map(rowJson),
    ...(total ? { total: rowJson(total) } : {}),
    rates: rates.filter(({ from, to }) => from !== to),
    missingRates,
    ...(found.nextCursor ? { nextCursor: found.nextCursor } : {}),
  };
}

type Sums = { key: string; label: string; currency: string; balance: bigint; overdue: bigint; credits: bigint; disputed: bigint; customers: bigint; items: bigint; place: string } & Record<`b${number}`, bigint>;

async function read(history: History, question: AgedQuestion, after: readonly string[] | undefined) {
  const { basis, bounds, groupBy, limit } = question;
  const asOf = epochDay(question.asOf);
  const accounts = accountsIn(await history.accountsAt(asOf, basis, bounds), question);
  const scope = scopeParameters(question);
  return history.use(async (ask) => {
    const place: Parameters = after ? { afterPlace: after[0]!, afterKey: after[1]!, afterCurrency: after[2]! } : {};
    const rows = await ask<Sums>(agedGroups(accounts, groupBy, bounds.length, after !== undefined), { ...scope, ...place, rows: limit + 1 });
    const totals = await ask<Sums>(agedTotals(accounts, bounds.length), scope);
    const [all] = await ask<{ customers: bigint }>(customersInAll(accounts), scope);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    const asRow = (sums: Sums) => agedRow(sums, bounds.length);
    return { rows: rows.slice(0, limit).map(asRow), totals: totals.map(asRow), customers: Number(all!.customers), nextCursor: last && toCursor([last.place, last.key, last.currency]) };
  });
}

/** The amounts that the queries call b0, b1, …, as buckets. */
export const bucketsOf = (sums: Record<`b${number}`, bigint>, bounds: number): bigint[] => Array.from({ length: bounds + 2 }, (_, n) => sums[`b${n}`]!);

const agedRow = ({ key, label, currency, balance, overdue, credits, disputed, ...sums }: Sums, bounds: number): AgedRow => ({
  key, label, currency, balance, buckets: bucketsOf(sums, bounds), overdue, credits, disputed, customers: Number(sums.customers), items: Number(sums.items),
});

const ratesFor = (rates: readonly Rate[], totals: readonly AgedRow[], to: string, asOf: DateText): Rate[] =>
  totals.flatMap(({ currency }) => rateOn(rates, currency, to, asOf) ?? []);

/** An item has one currency, so items add up; a customer may have several, so customers are counted. */
function grandTotal(totals: readonly AgedRow[], rates: readonly Rate[], currency: string, customers: number): AgedRow {
  const nothing = { balance: 0n, buckets: totals[0]?.buckets.map(() => 0n) ?? [], overdue: 0n, credits: 0n, disputed: 0n };
  const amounts = totals.map((row) => converted(row, rates.find(({ from }) => from === row.currency)!)).reduce(added, nothing);
  return { key: "total", label: "", currency, ...amounts, customers, items: totals.reduce((sum, { items }) => sum + items, 0) };
}

type RowJson = z.input<typeof agedRowJson>;

export function rowJson({ key, label, currency, customers, items, ...amounts }: AgedRow): RowJson {
  const json = (minor: bigint) => toJson(money(minor, currency));
  const { balance, buckets, overdue, credits, disputed } = amounts;
  return { key, label, currency, balance: json(balance), buckets: buckets.map(json), overdue: json(overdue), credits: json(credits), disputed: json(disputed), customers, items };
}

function convertedJson(row: AgedRow, rates: readonly Rate[]): { converted?: Omit<RowJson, "key" | "label"> } {
  const rate = rates.find(({ from }) => from === row.currency);
  if (!rate) return {};
  const { key: _key, label: _label, ...json } = rowJson({ ...row, ...converted(row, rate) });
  return { converted: json };
}
