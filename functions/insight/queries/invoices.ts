// Invoices, credit notes and payments as they were at the end of a day.
import { tables } from "#functions/insight/history/columns.ts";
import { scopeFilter, type Scope } from "#functions/insight/queries/aged-balance.ts";
import { parquet } from "#functions/insight/queries/sources.ts";

const orders = {
  number: ["number", "VARCHAR"],
  issued: ["issued", "INTEGER"],
  due: ["due", "INTEGER"],
  open: ["open", "HUGEINT"],
  amount: ["minor", "BIGINT"],
  customer: ["customer_place", "VARCHAR"],
} as const;
export type InvoiceOrder = keyof typeof orders;
export type InvoiceSort = InvoiceOrder | `-${InvoiceOrder}`;

export type InvoiceFilters = Scope & {
  readonly q?: string | undefined;
  readonly number?: string | undefined;
  readonly po?: string | undefined;
  readonly kind?: string | undefined;
  readonly status: "open" | "settled" | "all";
  readonly overdue?: boolean;
  readonly amount?: boolean;
};

/** Every item in its latest state: what the merged file holds, and what the deltas know better. */
const items = (files: readonly string[]) => `(FROM fresh_items UNION ALL (FROM ${parquet("items", files, tables.item)} i ANTI JOIN fresh_items USING (item_id)))`;

/** Makes the table `found`. An item's due date is the earliest with something open; of a settled one, its last. */
export function findInvoices(lines: string, files: readonly string[], filters: InvoiceFilters): string {
  const { q, number, po, kind, status, overdue, amount } = filters;
  const conditions = [
    status === "settled" ? "o.item_id IS NULL" : "true",
    q && "(contains(strip_accents(lower(i.number || ' ' || coalesce(i.reference, ''))), strip_accents(lower($q))) OR contains(c.search, strip_accents(lower($q))))",
    number && "lower(i.number) = lower($number)",
    po && "lower(i.reference) = lower($po)",
    kind && "i.kind = $kind",
    overdue && "o.overdue_since < $asOf",
    amount && "list_contains($amounts, i.currency || ' ' || abs(i.minor))",
  ].filter(Boolean);
  return `
  CREATE OR REPLACE TEMP TABLE found AS
  WITH o AS (
    SELECT item_id, sum(open)::HUGEINT AS open, greatest(0, least(sum(disputed), sum(open)))::HUGEINT AS disputed, min(due) AS due, min(due) FILTER (open > 0) AS overdue_since
    FROM ${lines} WHERE true${scopeFilter(filters)} GROUP BY item_id),
  i AS (SELECT * FROM ${items(files)} WHERE issued <= $asOf${scopeFilter(filters)})
  SELECT i.item_id, i.customer_id, coalesce(c.name, i.customer_id) AS customer_name, coalesce(c.search, i.customer_id) AS customer_place, i.entity_id, i.kind, i.number, i.reference,
      i.issued, coalesce(o.due, i.due) AS due, i.currency, i.minor, coalesce(o.open, 0)::HUGEINT AS open, coalesce(o.disputed, 0)::HUGEINT AS disputed
  FROM i ${status === "open" ? "" : "LEFT"} JOIN o USING (item_id) LEFT JOIN customers c ON c.customer_id = i.customer_id
  WHERE ${conditions.join(" AND ")}`;
}

export function pageOfInvoices(sort: InvoiceSort, after: boolean): string {
  const [column, type] = orders[sort.replace("-", "") as InvoiceOrder];
  const [direction, beyond] = sort.startsWith("-") ? ["DESC", "<"] : ["ASC", ">"];
  const where = after ? `WHERE ${column} ${beyond} $afterPlace::${type} OR (${column} = $afterPlace::${type} AND item_id > $afterKey)` : "";
  return `SELECT *, ${column}::VARCHAR AS place FROM found ${where} ORDER BY ${column} ${direction}, item_id LIMIT $rows`;
}

export const invoiceCount = "SELECT count(*) AS total FROM found";
export const invoiceTotals = "SELECT currency, sum(open)::HUGEINT AS open FROM found GROUP BY currency ORDER BY currency";
export const currencies = (files: readonly string[]): string => `SELECT DISTINCT currency FROM ${items(files)}`;
