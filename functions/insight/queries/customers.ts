// Customers with their balances. Amounts of several currencies cannot be compared: "by open" and "by overdue" put customers in the order of what
// they owe in one currency when there is a rate for each, else of their amounts in the entities' own currencies, which every posting carries.
// The order alone is computed in floating point; the amounts that are shown are converted exactly, by the domain.
import type { RowScope } from "#domain/access/scope.ts";
import type { Rate } from "#domain/money.ts";
import { exponentOf } from "#domain/currency.ts";
import { customerConditions, summed } from "#functions/insight/queries/aged-balance.ts";

const orders = {
  name: ["search", "VARCHAR"],
  open: ["place_balance", "HUGEINT"],
  overdue: ["place_overdue", "HUGEINT"],
  oldest: ["oldest_days", "INTEGER"],
} as const;
export type CustomerOrder = keyof typeof orders;
export type CustomerSort = CustomerOrder | `-${CustomerOrder}`;

export type CustomerFilters = RowScope & { readonly q?: string | undefined; readonly collector?: string | undefined; readonly overdue?: boolean; readonly withItemsOnly?: boolean };

/** Makes the table `found`: one row per customer. `reach` is a table of the entities in whose books a customer has ever had an item. */
export const findCustomers = (accounts: string, { q, collector, overdue, withItemsOnly, ...scope }: CustomerFilters, rates: readonly Rate[], reach?: string): string => `
  CREATE OR REPLACE TEMP TABLE found AS
  SELECT c.customer_id, c.search, coalesce(a.place_balance, 0)::HUGEINT AS place_balance, coalesce(a.place_overdue, 0)::HUGEINT AS place_overdue,
      coalesce(a.items, 0)::BIGINT AS items, coalesce($asOf - a.oldest_due, -1000000)::INTEGER AS oldest_days
  FROM customers c ${withItemsOnly || overdue ? "" : "LEFT"} JOIN (
    SELECT customer_id, ${compared("balance", rates)} AS place_balance, ${compared("overdue", rates)} AS place_overdue, sum(items) AS items, min(oldest_due) AS oldest_due, sum(overdue) AS overdue
    FROM ${accounts} GROUP BY customer_id) a USING (customer_id)
  WHERE true${q ? " AND contains(c.search, strip_accents(lower($q)))" : ""}${collector === undefined ? "" : " AND coalesce(c.collector, '') = $collector"}${overdue ? " AND a.overdue > 0" : ""}${[...customerConditions(scope), ...(reach ? [`c.customer_id IN (SELECT customer_id FROM ${reach} WHERE list_contains($seesEntities, entity_id))`] : [])].map((part) => ` AND ${part}`).join("")}`;

/** Rates are decimal texts and currencies three letters, both checked where they came in. */
function compared(amount: "balance" | "overdue", rates: readonly Rate[]): string {
  if (rates.length === 0) return `sum(entity_${amount})`;
  const cases = rates.map(({ from, to, rate }) => `WHEN '${from}' THEN ${rate}::DOUBLE * ${10 ** (exponentOf(to) - exponentOf(from))}`);
  return `sum(${amount} * CASE currency ${cases.join(" ")} END)`;
}

export const currenciesOf = (accounts: string): string => `SELECT DISTINCT currency FROM ${accounts} ORDER BY currency`;

export function pageOfCustomers(sort: CustomerSort, after: boolean): string {
  const [column, type] = orders[sort.replace("-", "") as CustomerOrder];
  const [direction, beyond] = sort.startsWith("-") ? ["DESC", "<"] : ["ASC", ">"];
  return `
  SELECT f.${column}::VARCHAR AS place, f.customer_id AS customer_id, f.items AS items, f.oldest_days AS oldest_days, c.code, c.name, c.country, c.segment, c.collector, c.salesperson
  FROM found f JOIN customers c USING (customer_id)
  ${after ? `WHERE f.${column} ${beyond} $afterPlace::${type} OR (f.${column} = $afterPlace::${type} AND f.customer_id > $afterKey)` : ""}
  ORDER BY f.${column} ${direction}, f.customer_id LIMIT $rows`;
}

export const balancesOf = (accounts: string, bounds: number): string => `SELECT customer_id, currency, ${summed(bounds)} FROM ${accounts} a WHERE list_contains($customers, customer_id) GROUP BY customer_id, currency ORDER BY currency`;
