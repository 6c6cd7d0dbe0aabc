import { tables } from "#functions/insight/history/columns.ts";
import { scopeFilter, type Scope } from "#functions/insight/queries/aged-balance.ts";
import { parquet } from "#functions/insight/queries/sources.ts";

/** Every posting between two days, in order of day; those that only move the disputed share move no money and are left out. */
export const pageOfPostings = (months: readonly string[], items: readonly string[], scope: Scope, after: boolean): string => `
  WITH page AS (
    SELECT * FROM (FROM ${parquet("months", months, tables.posting)} UNION ALL FROM fresh)
    WHERE posted BETWEEN $from AND $to AND kind <> 'dispute'${scopeFilter(scope)}${after ? " AND (posted, posting_id) > ($afterDay::INTEGER, $afterKey)" : ""}
    ORDER BY posted, posting_id LIMIT $rows),
  known AS (
    SELECT item_id, number FROM fresh_items
    UNION ALL (SELECT item_id, number FROM ${parquet("items", items, tables.item)} WHERE item_id IN (SELECT item_id FROM page) AND item_id NOT IN (SELECT item_id FROM fresh_items)))
  SELECT p.posting_id, p.posted, p.kind, p.customer_id, p.item_id, coalesce(k.number, '') AS number, p.currency, p.minor, p.lettering
  FROM page p LEFT JOIN known k USING (item_id) ORDER BY p.posted, p.posting_id`;
