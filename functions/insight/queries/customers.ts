// Customers with their balances. Amounts of several currencies cannot be compared, so "by open" and "by overdue" put customers in the order of
// their amounts in the entities' own currencies, which every posting carries.
import { summed } from "#functions/insight/queries/aged-balance.ts";

const orders = {
  name: ["search", "VARCHAR"],
  open: ["entity_balance", "HUGEINT"],
  overdue: ["entity_overdue", "HUGEINT"],
  oldest: ["oldest_days", "INTEGER"],
} as const;
export type CustomerOrder = keyof typeof orders;
export type CustomerSort = CustomerOrder | `-${CustomerOrder}`;

export type CustomerFilters = { readonly q?: string | undefined; readonly collector?: string | undefined; readonly overdue?: boolean; readonly withItemsOnly?: boolean };

/** Makes the table `found`: one row per customer. */
export const findCustomers = (accounts: string, { q, collector, overdue, withItemsOnly }: CustomerFilters): string => `
  CREATE OR REPLACE TEMP TABLE found AS
  SELECT c.customer_id, c.search, coalesce(a.entity_balance, 0)::HUGEINT AS entity_balance, coalesce(a.entity_overdue, 0)::HUGEINT AS entity_overdue,
      coalesce(a.items, 0)::BIGINT AS items, coalesce($asOf - a.oldest_due, -1000000)::INTEGER AS oldest_days
  FROM customers c ${withItemsOnly || overdue ? "" : "LEFT"} JOIN (
    SELECT customer_id, sum(entity_balance) AS entity_balance, sum(entity_overdue) AS entity_overdue, sum(items) AS items, min(oldest_due) AS oldest_due, sum(overdue) AS overdue
    FROM ${accounts} GROUP BY customer_id) a USING (customer_id)
  WHERE true${q ? " AND contains(c.search, strip_accents(lower($q)))" : ""}${collector === undefined ? "" : " AND coalesce(c.collector, '') = $collector"}${overdue ? " AND a.overdue > 0" : ""}`;

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
