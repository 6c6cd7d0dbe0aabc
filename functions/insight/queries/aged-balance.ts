// What an aged balance is grouped by and narrowed to; and the accounts (customer, entity, currency) with what was open, for lists of customers.
// domain/insight/aged-balance.ts says the same as a plain loop; the tests hold the two together.
import type { RowScope } from "#domain/access/scope.ts";
import type { Basis } from "#domain/insight/aged-balance.ts";
import type { Parameters } from "#functions/insight/history/database.ts";

export type GroupBy = "none" | "customer" | "collector" | "salesperson" | "entity" | "segment" | "country";

/** What a question is narrowed to: by what is asked, and by whose rows the caller sees. Every part must hold. */
export type Scope = RowScope & { readonly entity?: string | undefined; readonly customer?: string | undefined };

/** For rows with entity_id and customer_id, ready to stand after other conditions. */
export function scopeFilter(scope: Scope): string {
  const ofCustomers = customerConditions(scope);
  return [
    scope.entity && "entity_id = $entity",
    scope.customer && "customer_id = $customer",
    scope.entities && "list_contains($seesEntities, entity_id)",
    ofCustomers.length > 0 && `customer_id IN (SELECT c.customer_id FROM customers c WHERE ${ofCustomers.join(" AND ")})`,
  ]
    .filter(Boolean)
    .map((part) => ` AND ${part}`)
    .join("");
}

/** What must hold of a row `c` of the table of customers. */
export const customerConditions = (scope: RowScope): string[] =>
  Object.entries(customerColumns).flatMap(([part, column]) => (scope[part as keyof RowScope] ? [`list_contains($${parameterOf(part)}, c.${column})`] : []));

const customerColumns = { countries: "country", segments: "segment", collectors: "collector", salespeople: "salesperson", customers: "customer_id" } as const satisfies Omit<Record<keyof RowScope, string>, "entities">;
const parameterOf = (part: string): string => `sees${part[0]!.toUpperCase()}${part.slice(1)}`;

export const scopeParameters = ({ entity, customer, ...scope }: Scope): Parameters => ({
  ...(entity && { entity }),
  ...(customer && { customer }),
  ...Object.fromEntries((["entities", ...Object.keys(customerColumns)] as (keyof RowScope)[]).flatMap((part) => (scope[part] ? [[parameterOf(part), scope[part]]] : []))),
});

export const boundParameters = (bounds: readonly number[]): Parameters => Object.fromEntries(bounds.map((bound, n) => [`bound${n}`, bound]));

/** One amount per bucket: bucket 0 is not due (by invoice date: not issued), then up to each bound, then all that is older. */
function buckets(basis: Basis, count: number): string {
  const [age, first] = basis === "due" ? ["($asOf - due)", 1] : ["($asOf - issued)", 0];
  const ranges = Array.from({ length: count + 2 }, (_, n) => {
    if (n === 0) return `${age} < ${first}`;
    const from = n === 1 ? `${age} >= ${first}` : `${age} > $bound${n - 2}`;
    return n === count + 1 ? from : `${from} AND ${age} <= $bound${n - 1}`;
  });
  return ranges.map((range, n) => `coalesce(sum(open) FILTER (open > 0 AND ${range}), 0) AS b${n}`).join(",\n      ");
}

/** One row per account. `lines` is a table of open lines or a query in brackets. */
export const accountsOf = (lines: string, basis: Basis, bounds: number): string => `
  SELECT customer_id, entity_id, currency, sum(open) AS balance, sum(entity_open) AS entity_balance,
      ${buckets(basis, bounds)},
      coalesce(sum(open) FILTER (open > 0 AND due < $asOf), 0) AS overdue,
      coalesce(sum(entity_open) FILTER (open > 0 AND due < $asOf), 0) AS entity_overdue,
      coalesce(sum(open) FILTER (open < 0), 0) AS credits,
      coalesce(sum(least(disputed, open)) FILTER (open > 0), 0) AS disputed,
      min(due) FILTER (open > 0) AS oldest_due,
      count(*) FILTER (counts) AS items
  FROM ${lines} GROUP BY customer_id, entity_id, currency`;

/** The accounts that the caller may see and asks about. `accounts` is a name of our own making. */
export const accountsIn = (accounts: string, scope: Scope): string => `(FROM ${accounts} WHERE true${scopeFilter(scope)})`;

const amounts = (bounds: number) => ["balance", ...Array.from({ length: bounds + 2 }, (_, n) => `b${n}`), "overdue", "credits", "disputed"];
export const summed = (bounds: number): string => [...amounts(bounds).map((name) => `sum(${name})::HUGEINT AS ${name}`), "sum(items)::BIGINT AS items"].join(", ");

const groups: Readonly<Record<GroupBy, readonly [key: string, label: string]>> = {
  none: ["'all'", "''"],
  customer: ["a.customer_id", "coalesce(c.name, a.customer_id)"],
  collector: ["coalesce(c.collector, '')", "coalesce(c.collector, '')"],
  salesperson: ["coalesce(c.salesperson, '')", "coalesce(c.salesperson, '')"],
  segment: ["coalesce(c.segment, '')", "coalesce(c.segment, '')"],
  country: ["coalesce(c.country, '')", "coalesce(c.country, '')"],
  entity: ["a.entity_id", "coalesce(e.name, a.entity_id)"],
};

/**
 * Makes the table of groups, numbered in the order in which they are shown: by their labels without case and accents; what has no group comes last.
 * Table: accounts.
 */
export const numberedGroups = (table: string, groupBy: GroupBy): string => {
  const [key, label] = groups[groupBy];
  return `
  CREATE OR REPLACE TABLE ${table} AS
  SELECT (row_number() OVER (ORDER BY place, key, currency) - 1)::INTEGER AS n, * FROM (
    SELECT ${key} AS key, any_value(${label}) AS label, a.currency AS currency, CASE WHEN ${key} = '' THEN '~' ELSE '' END || strip_accents(lower(any_value(${label}))) AS place
    FROM ${dimensioned} GROUP BY ${key}, a.currency)`;
};
const dimensioned = "accounts a LEFT JOIN customers c USING (customer_id) LEFT JOIN entities e ON e.entity_id = a.entity_id";

export const groupOfAccounts = (table: string, groupBy: GroupBy): string => `SELECT a.account, g.n FROM ${dimensioned} JOIN ${table} g ON g.key = ${groups[groupBy][0]} AND g.currency = a.currency`;
export const currencyOfGroups = (table: string): string => `SELECT n, currency FROM ${table}`;
/** How many groups are not after the last row of the page before. */
export const groupsUpTo = (table: string): string => `SELECT count(*) AS n FROM ${table} WHERE (place, key, currency) <= ($afterPlace, $afterKey, $afterCurrency)`;
export const groupsNamed = (table: string, numbers: readonly number[]): string => `SELECT n, key, label, currency, place FROM ${table} WHERE n IN (${numbers.map((n) => Math.trunc(n)).join(", ")})`;

/** Accounts by customer, with a number for each customer. */
export const accountsByCustomer = "SELECT account, (dense_rank() OVER (ORDER BY customer_id) - 1)::INTEGER AS customer FROM accounts ORDER BY customer";
export const accountsInScope = (scope: Scope): string => `SELECT account FROM accounts WHERE true${scopeFilter(scope)}`;
