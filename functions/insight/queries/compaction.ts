// What a compaction writes, as SELECTs.
import { names, tables } from "#functions/insight/history/columns.ts";
import { parquet } from "#functions/insight/queries/sources.ts";

/** All postings of one month: what was there, and what is new (table `fresh`). Sorted by day, so that a question reads no further than its date. */
export const monthOfPostings = (before: readonly string[]): string =>
  `SELECT ${names(tables.posting)} FROM (FROM ${parquet("before", before, tables.posting)} UNION ALL (SELECT ${names(tables.posting)} FROM fresh WHERE strftime(DATE '1970-01-01' + posted, '%Y-%m') = $month)) ORDER BY posted, customer_id, posting_id`;

/** Which months get postings, and a fingerprint of which: the order of rows does not matter, so the exclusive or of their digests does. */
export const monthsOfFresh = `SELECT strftime(DATE '1970-01-01' + posted, '%Y-%m') AS month, bit_xor(md5_number(posting_id))::VARCHAR || '.' || count(*) AS ids FROM fresh GROUP BY month ORDER BY month`;
