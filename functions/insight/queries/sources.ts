// Where rows come from. Files are always a bound list of paths; without files a source is empty, but has its columns.
import { names, tables, type Table } from "#functions/insight/history/columns.ts";

export const parquet = (parameter: string, files: readonly string[], columns: Readonly<Record<string, string>>): string =>
  files.length > 0 ? widened(`FROM read_parquet($${parameter}, union_by_name = true)`, columns) : none(columns);

const none = (columns: Readonly<Record<string, string>>): string => `(SELECT ${Object.entries(columns).map(([name, type]) => `NULL::${type} AS "${name}"`).join(", ")} WHERE false)`;

/** Files of before a column was added lack it: it is null there. */
const widened = (rows: string, columns: Readonly<Record<string, string>>): string => `(SELECT ${names(columns)} FROM (FROM ${none(columns)} UNION ALL BY NAME (${rows})))`;

/** The rows of one table in the delta files. */
export const inDeltas = (table: Table, deltas: readonly string[]): string =>
  deltas.length > 0 ? widened(`SELECT unnest(${table}) FROM read_parquet($deltas, union_by_name = true) WHERE ${table} IS NOT NULL`, tables[table]) : none(tables[table]);

/** Postings of the deltas that are not in the months yet, each once. `months` must hold every month that the deltas speak of. */
export const freshPostings = (deltas: readonly string[], months: readonly string[]): string =>
  `(SELECT DISTINCT ON (posting_id) * FROM ${inDeltas("posting", deltas)} d ANTI JOIN ${parquet("months", months, { posting_id: "VARCHAR" })} m USING (posting_id))`;

export const monthsOfDeltas = (deltas: readonly string[]): string =>
  `SELECT DISTINCT strftime(DATE '1970-01-01' + posted, '%Y-%m') AS month FROM ${inDeltas("posting", deltas)} ORDER BY month`;

/** The latest state of each: of one file of compacted rows and the deltas. */
export const latest = (table: Table, id: string, files: readonly string[], deltas: readonly string[]): string =>
  `(SELECT DISTINCT ON (${id}) * FROM (FROM ${parquet("known", files, tables[table])} UNION ALL FROM ${inDeltas(table, deltas)}) ORDER BY ${id}, version DESC)`;
