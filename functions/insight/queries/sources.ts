// Where rows come from. Files are always a bound list of paths; without files a source is empty, but has its columns.
import { names, tables, type Table } from "#functions/insight/history/columns.ts";

export function parquet(parameter: string, files: readonly string[], columns: Readonly<Record<string, string>>): string {
  if (files.length > 0) return `(SELECT ${names(columns)} FROM read_parquet($${parameter}))`;
  return none(columns);
}

const none = (columns: Readonly<Record<string, string>>): string => `(SELECT ${Object.entries(columns).map(([name, type]) => `NULL::${type} AS "${name}"`).join(", ")} WHERE false)`;

/** Files of before a column was added lack it: it is null there. */
const widened = (rows: string, columns: Readonly<Record<string, string>>): string => `(SELECT ${names(columns)} FROM (FROM ${none(columns)} UNION ALL BY NAME (${rows})))`;

/** The rows of one table in the delta files. */
export function inDeltas(table: Table, deltas: readonly string[]): string {
  if (deltas.length === 0) return parquet("deltas", [], tables[table]);
  if (table === "customer") return widened("SELECT unnest(customer) FROM read_parquet($deltas, union_by_name = true) WHERE customer IS NOT NULL", tables.customer);
  return `(SELECT unnest(${table}) FROM read_parquet($deltas) WHERE ${table} IS NOT NULL)`;
}

/** Postings of the deltas that are not in the months yet, each once. `months` must hold every month that the deltas speak of. */
export const freshPostings = (deltas: readonly string[], months: readonly string[]): string =>
  `(SELECT DISTINCT ON (posting_id) * FROM ${inDeltas("posting", deltas)} d ANTI JOIN ${parquet("months", months, { posting_id: "VARCHAR" })} m USING (posting_id))`;

export const monthsOfDeltas = (deltas: readonly string[]): string =>
  `SELECT DISTINCT strftime(DATE '1970-01-01' + posted, '%Y-%m') AS month FROM ${inDeltas("posting", deltas)} ORDER BY month`;

/** The latest state of each: of one file of compacted rows and the deltas. */
export const latest = (table: Table, id: string, files: readonly string[], deltas: readonly string[]): string =>
  `(SELECT DISTINCT ON (${id}) * FROM (FROM ${files.length > 0 ? widened("FROM read_parquet($known)", tables[table]) : none(tables[table])} UNION ALL FROM ${inDeltas(table, deltas)}) ORDER BY ${id}, version DESC)`;
