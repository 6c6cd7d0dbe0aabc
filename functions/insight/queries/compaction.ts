// What a compaction writes, as SELECTs.
import { checkpointColumns, names, tables } from "#functions/insight/history/columns.ts";
import { parquet } from "#functions/insight/queries/sources.ts";

/** All postings of one month: what was there, and what is new (table `fresh`). Sorted by day, so that a question reads no further than its date. */
export const monthOfPostings = (before: readonly string[]): string =>
  `SELECT ${names(tables.posting)} FROM (FROM ${parquet("before", before, tables.posting)} UNION ALL (SELECT ${names(tables.posting)} FROM fresh WHERE strftime(DATE '1970-01-01' + posted, '%Y-%m') = $month)) ORDER BY posted, customer_id, posting_id`;

/** Which months get postings, and a fingerprint of which: the order of rows does not matter, so the exclusive or of their digests does. */
export const monthsOfFresh = `SELECT strftime(DATE '1970-01-01' + posted, '%Y-%m') AS month, bit_xor(md5_number(posting_id))::VARCHAR || '.' || count(*) AS ids FROM fresh GROUP BY month ORDER BY month`;

const line = ["item_id", "instalment", "due"];
const amounts = ["minor", "entity_minor", "disputed"];
const about = Object.keys(checkpointColumns).filter((name) => !line.includes(name) && !amounts.includes(name));

/** An item's date of issue may be corrected, so its postings may carry two; the later one counts, always the same one. */
const one = (name: string) => `${name === "issued" ? "max" : "any_value"}(${name}) AS ${name}`;

/** What is open at the end of a month: what was open at the end of the month before, and the postings since. Lines that came to nothing are left out. */
export const openAtMonthEnd = (before: readonly string[], months: readonly string[]): string =>
  `SELECT ${names(checkpointColumns)} FROM (
     SELECT ${line.join(", ")}, ${about.map(one).join(", ")}, ${amounts.map((name) => `sum(${name})::BIGINT AS ${name}`).join(", ")}
     FROM (FROM ${parquet("before", before, checkpointColumns)} UNION ALL FROM ${parquet("since", months, checkpointColumns)})
     GROUP BY ${line.join(", ")})
   WHERE minor <> 0 OR entity_minor <> 0 OR disputed <> 0 ORDER BY customer_id, item_id, instalment, due`;
