// The aged balance: rows per group and currency, totals per currency, and, if a currency is asked for, everything converted at the latest rates
// on or before the date. A currency without a rate is named, and then there is no grand total: half a total is a wrong total.
import type * as z from "zod";
import { epochDay, type DateText } from "#domain/date.ts";
import type { AgedRow, Basis } from "#domain/insight/aged-balance.ts";
import { agedSums, customersByGroup, folded, sumsOf, type Part, type Sums } from "#domain/insight/aged-sums.ts";
import { added, converted, rateOn } from "#domain/insight/conversion.ts";
import type { agedRowJson, insightRoutes } from "#domain/insight/routes.ts";
import { money, toJson, type Rate } from "#domain/money.ts";
import { refused, type Refused } from "#domain/refusal.ts";
import { fromCursor, toCursor } from "#functions/insight/answers/cursor.ts";
import type { Grouping } from "#functions/insight/history/groupings.ts";
import type { History } from "#functions/insight/history/open.ts";
import { groupsNamed, groupsUpTo, type GroupBy, type Scope } from "#functions/insight/queries/aged-balance.ts";

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

async function read(history: History, question: AgedQuestion, after: readonly string[] | undefined) {
  const { basis, bounds, groupBy, limit } = question;
  const day = epochDay(question.asOf);
  const [grouping, people, columns] = await Promise.all([history.groupings.of(groupBy), history.groupings.people(), history.columnsAt(day)]);
  const groupOf = await history.groupings.narrowed(grouping, question);

  const parts = [{ lines: columns.merged, groupOf: without(groupOf, people.fresh) }, { lines: columns.fresh, groupOf }].filter((part): part is Part => part.lines !== undefined);
  const sums = agedSums(parts, grouping.groups, groupOf.length, { day, basis, bounds });
  const customersOf = (into: Int32Array, count: number) => customersByGroup(sums.open, people.accounts, people.customerOf, into, count);
  const [byGroup, byCurrency] = [customersOf(groupOf, grouping.groups), customersOf(groupOf.map((group) => grouping.currencyOf[group] ?? -1), grouping.currencies.length)];
  const all = customersOf(new Int32Array(groupOf.length), 1)[0]!;

  const totals = folded(sums, grouping.currencyOf, grouping.currencies.length);
  const page = await pageOfGroups(history, grouping, sums, after, limit);
  const last = page.length > limit ? page[limit - 1] : undefined;
  return {
    rows: page.slice(0, limit).map(({ n, key, label, currency }): AgedRow => ({ key, label, currency, customers: byGroup[n]!, ...sumsOf(sums, n) })),
    totals: grouping.currencies.map((currency, n): AgedRow => ({ key: "total", label: "", currency, customers: byCurrency[n]!, ...sumsOf(totals, n) })).filter(({ items }) => items > 0),
    customers: all,
    nextCursor: last && toCursor([last.place, last.key, last.currency]),
  };
}

/** The merged lines of these accounts do not hold any more. */
function without(groupOf: Int32Array, accounts: readonly number[]): Int32Array {
  if (accounts.length === 0) return groupOf;
  const less = groupOf.slice();
  for (const account of accounts) less[account] = -1;
  return less;
}

type Named = { n: number; key: string; label: string; currency: string; place: string };

/** The groups after the last row of the page before that have anything open, and one more, if there is one. */
const pageOfGroups = (history: History, { table, groups }: Grouping, { items }: Sums, after: readonly string[] | undefined, limit: number): Promise<Named[]> =>
  history.use(async (ask) => {
    const numbers: number[] = [];
    let group = after ? Number((await ask<{ n: bigint }>(groupsUpTo(table), { afterPlace: after[0]!, afterKey: after[1]!, afterCurrency: after[2]! }))[0]!.n) : 0;
    for (; group < groups && numbers.length <= limit; group++) if (items[group]! > 0) numbers.push(group);
    return numbers.length === 0 ? [] : (await ask<Named>(groupsNamed(table, numbers))).toSorted((a, b) => a.n - b.n);
  });

/** The amounts that the queries call b0, b1, …, as buckets. */
export const bucketsOf = (sums: Record<`b${number}`, bigint>, bounds: number): bigint[] => Array.from({ length: bounds + 2 }, (_, n) => sums[`b${n}`]!);

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
