// Lines of items and the stretches of days on which they stayed the same (history/columns.ts), as SELECTs.
//
// Everything is told as events: on a day, a line changed by an amount. Postings are events; a row of lines is two, one that brings what it holds
// and one that takes it away. So what is new is worked into what is known without reading any posting again, whatever day it is dated.
import { accountColumns, lineColumns, names, STANDS, tables } from "#functions/insight/history/columns.ts";
import { parquet } from "#functions/insight/queries/sources.ts";

const line = "item_id, instalment, due";
const about = ["item_kind", "entity_id", "customer_id", "currency"];
const amounts = ["minor", "entity_minor", "disputed"];
const event = ["item_id", "instalment", "due", ...about, "issued", "since", ...amounts];

const asEvents = (rows: string): string => `SELECT ${event.map((name) => (name === "since" ? "posted AS since" : name)).join(", ")} FROM ${rows}`;
const asTwoEvents = (rows: string): string =>
  `SELECT ${event.join(", ")} FROM ${rows} UNION ALL SELECT ${event.map((name) => (name === "since" ? "till" : amounts.includes(name) ? `-${name}` : name)).join(", ")} FROM ${rows} WHERE till < ${STANDS}`;

/**
 * The stretches that events make, without those that ended before `$firstDay`. All lines of an item change stretch together, so that on each day
 * one of its open lines counts for it. An item's date of issue may be corrected: the later one counts.
 */
const stretches = (events: string): string => `
  (WITH events AS (${events}),
    moved AS (SELECT ${line}, since, max(issued) AS issued, ${amounts.map((name) => `sum(${name}) AS ${name}`).join(", ")} FROM events GROUP BY ${line}, since),
    lines AS (SELECT ${line}, ${about.map((name) => `any_value(${name}) AS ${name}`).join(", ")} FROM events GROUP BY ${line}),
    days AS (SELECT DISTINCT item_id, since FROM moved),
    running AS (
      SELECT lines.*, days.since, coalesce(lead(days.since) OVER w, ${STANDS}) AS till, max(moved.issued) OVER w AS issued, ${amounts.map((name) => `coalesce(sum(moved.${name}) OVER w, 0)::BIGINT AS ${name}`).join(", ")}
      FROM lines JOIN days USING (item_id) LEFT JOIN moved USING (${line}, since)
      WINDOW w AS (PARTITION BY ${line} ORDER BY days.since)),
    standing AS (FROM running WHERE till > $firstDay AND (minor <> 0 OR entity_minor <> 0 OR disputed <> 0))
  SELECT ${Object.keys(lineColumns).join(", ")} FROM (
    SELECT *, minor <> 0 AND row_number() OVER (PARTITION BY item_id, since, minor <> 0 ORDER BY instalment, due) = 1 AS counts FROM standing)
  JOIN accounts USING (customer_id, entity_id, currency))`;

const columns = names(lineColumns);

/** All lines of a month: what stood at the end of the month before, and what the month's postings made of it. Table: accounts. */
export const linesOfMonth = (before: readonly string[], postings: readonly string[]): string => {
  const carried = `(SELECT * FROM ${parquet("before", before, lineColumns)} WHERE till = ${STANDS})`;
  const posted = parquet("postings", postings, tables.posting);
  const known = before.length === 0 ? "" : ` UNION ALL SELECT ${event.join(", ")} FROM ${carried} SEMI JOIN ${posted} USING (item_id)`;
  const untouched = before.length === 0 ? "" : `SELECT ${columns} FROM ${carried} ANTI JOIN ${posted} USING (item_id) UNION ALL `;
  return `${untouched}(FROM ${stretches(`${asEvents(posted)}${known}`)})`;
};
export const inOrder = "ORDER BY account, due, item_id, instalment, since";

/** The lines of the accounts that `fresh` speaks of, with what is fresh worked in. Tables: accounts, fresh, fresh_accounts. */
export const linesOfFreshAccounts = (lines: readonly string[]): string => {
  const known = `(FROM ${parquet("lines", lines, lineColumns)} WHERE account IN (FROM fresh_accounts))`;
  const touched = `(FROM ${known} SEMI JOIN fresh USING (item_id))`;
  return `SELECT ${columns} FROM ${known} ANTI JOIN fresh USING (item_id) UNION ALL (FROM ${stretches(`${asEvents("fresh")} UNION ALL ${asTwoEvents(touched)}`)})`;
};

/** For a month whose lines are not written yet: made of every posting up to its end. Tables: accounts, fresh. */
export const linesOfPostings = (postings: readonly string[]): string => `FROM ${stretches(`${asEvents(parquet("postings", postings, tables.posting))} UNION ALL ${asEvents("fresh")}`)}`;

/** What was open at the end of `$asOf`, from the lines of its month and the table that corrects them. Everything of single items that is asked "as of" begins here. */
export const openLines = (lines: readonly string[], corrected: string): string =>
  `SELECT item_id, instalment, due, item_kind, entity_id, customer_id, issued, currency, minor AS open, entity_minor AS entity_open, disputed, counts
   FROM (FROM ${parquet("lines", lines, lineColumns)} WHERE account NOT IN (FROM fresh_accounts) UNION ALL FROM ${corrected})
   WHERE since <= $asOf AND till > $asOf AND minor <> 0`;

/** Accounts that have a number, and those that postings bring, numbered after them. */
export const numberedAccounts = (known: readonly string[], postings: string): string => `
  WITH known AS (FROM ${parquet("accounts", known, accountColumns)}),
    unknown AS (SELECT DISTINCT customer_id, entity_id, currency FROM ${postings} ANTI JOIN known USING (customer_id, entity_id, currency))
  FROM known UNION ALL
  SELECT ((SELECT coalesce(max(account), -1) FROM known) + row_number() OVER (ORDER BY customer_id, entity_id, currency))::INTEGER AS account, customer_id, entity_id, currency FROM unknown`;

/** What an aged balance needs of lines. An amount is one number if the sum of all is far below 2^53, else three of 26 bits: see domain/insight/aged-sums.ts. */
export const plainColumns = (lines: string, { open, disputed }: Limbs): string =>
  `SELECT account, due, issued, since, till, (counts::INTEGER + 2 * (minor < 0)::INTEGER) AS flags, ${[...limbs("minor", open), ...limbs(clippedDispute, disputed)].join(", ")} FROM ${lines} WHERE minor <> 0`;
export type Limbs = { readonly open: 1 | 3; readonly disputed: 0 | 1 | 3 };

export const sizesOf = (lines: string): string =>
  `SELECT count(*) AS rows, coalesce(sum(abs(minor::HUGEINT)), 0)::HUGEINT AS open, coalesce(sum(abs((${clippedDispute})::HUGEINT)), 0)::HUGEINT AS disputed FROM ${lines} WHERE minor <> 0`;

const clippedDispute = "CASE WHEN minor > 0 THEN least(disputed, minor) ELSE 0 END";
const BITS = 2 ** 26;
const limbs = (amount: string, count: 0 | 1 | 3): string[] =>
  count === 0 ? [] : count === 1 ? [`(${amount})::DOUBLE`] : [`((${amount}) % ${BITS})::DOUBLE`, `((${amount}) // ${BITS} % ${BITS})::DOUBLE`, `((${amount}) // ${BITS} // ${BITS})::DOUBLE`];
