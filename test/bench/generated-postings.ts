// Nine million postings made by DuckDB: five million invoices over 24 months on 100,000 accounts of 600 collectors, most of them paid around
// their due date, one in ten accounts in dollars. Deterministic: the same figures every time.
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { struct, tables } from "#functions/insight/history/columns.ts";
import { literal } from "#functions/insight/history/database.ts";

export const FIRST_DAY = 19_000;
export const LAST_DAY = FIRST_DAY + 729;
export type Generated = { readonly postings: number; readonly deltas: readonly { name: string; path: string }[]; /** What the stream brings after the last compaction: a thousand postings on as many accounts. */ readonly batch: string; readonly csv: string; readonly customersCsv: string };

const id = (prefix: string, of: string) => `'${prefix}_' || left(to_base64(unhex(md5('${prefix}' || ${of}))), 22)`;
const posting = (kind: string, posted: string, minor: string) =>
  `SELECT ${id("pst", `'${kind}' || i`)} AS posting_id, ${id("itm", "i")} AS item_id, ${id("cus", "cust")} AS customer_id, ${id("ent", "(cust % 4)")} AS entity_id, '${kind}' AS kind,
     ${posted}::INTEGER AS posted, due, issued, CASE WHEN cust % 10 = 0 THEN 'USD' ELSE 'EUR' END AS currency, ${minor} AS minor FROM invoices`;

export async function generate(folder: string, invoices: number): Promise<Generated> {
  const instance = await DuckDBInstance.create(":memory:", { temp_directory: join(folder, "spill") });
  const db = await instance.connect();
  await db.run(`CREATE TABLE invoices AS SELECT i, (${FIRST_DAY} + i * 730 // ${invoices})::INTEGER AS issued, (${FIRST_DAY} + i * 730 // ${invoices} + 30 + hash(i + 7) % 4 * 10)::INTEGER AS due,
    hash(i) % 100000 AS cust, (hash(i + 1) % 1000000)::BIGINT + 100 AS minor, (hash(i + 3) % 100)::INTEGER - 30 AS late, hash(i + 9) % 100 < 88 AS paid FROM range(${invoices}) t(i)`);
  await db.run(`CREATE TABLE postings AS ${posting("issue", "issued", "minor")} UNION ALL ${posting("allocation", "due + late", "-minor")} WHERE paid AND due + late <= ${LAST_DAY}`);
  const months = (await db.runAndReadAll(`SELECT DISTINCT strftime(DATE '1970-01-01' + posted, '%Y-%m') AS month FROM postings ORDER BY month`)).getRowObjects() as { month: string }[];
  const deltas = months.map(({ month }) => ({ name: month, path: join(folder, `${month}.parquet`) }));
  for (const [n, { name, path }] of deltas.entries()) await db.run(`COPY (${deltaOf(name, n === 0)}) TO ${literal(path)} (FORMAT parquet)`);
  const batch = join(folder, "batch.parquet");
  await db.run(`COPY (${deltaOf("batch", false, `(SELECT * REPLACE ('pst_new' || row_number() OVER () AS posting_id, ${LAST_DAY - 2} AS posted, -minor AS minor) FROM (SELECT DISTINCT ON (customer_id) * FROM postings WHERE kind = 'issue' AND posted = ${LAST_DAY - 40} ORDER BY customer_id, posting_id LIMIT 1000))`)}) TO ${literal(batch)} (FORMAT parquet)`);
  const [csv, customersCsv] = [join(folder, "postings.csv"), join(folder, "customers.csv")];
  await db.run(`COPY (SELECT posted, due, customer_id, currency, minor FROM postings) TO ${literal(csv)} (HEADER false)`);
  await db.run(`COPY (SELECT DISTINCT customer_id, ${collector} FROM postings) TO ${literal(customersCsv)} (HEADER false)`);
  const [count] = (await db.runAndReadAll("SELECT count(*)::INTEGER AS n FROM postings")).getRowObjects() as { n: number }[];
  db.closeSync();
  instance.closeSync();
  return { postings: count!.n, deltas, batch, csv, customersCsv };
}

const collector = "'collector ' || hash(customer_id) % 600";

/** A month of postings in the shape of a delta; the first brings the customers. */
function deltaOf(month: string, withCustomers: boolean, from = `(FROM postings WHERE strftime(DATE '1970-01-01' + posted, '%Y-%m') = '${month}')`): string {
  const typed = (table: "posting" | "customer", row: string) => `${row}::${struct(tables[table])}`;
  const row = `{posting_id: posting_id, item_id: item_id, item_kind: 'invoice', entity_id: entity_id, customer_id: customer_id, kind: kind, posted: posted, instalment: 1, due: due, issued: issued,
    currency: currency, entity_currency: currency, minor: minor, entity_minor: minor, disputed: 0, allocation: NULL, lettering: NULL, run: 'run_${month}'}`;
  const customer = `{customer_id: customer_id, code: customer_id, name: 'Customer ' || customer_id, country: 'FR', segment: NULL, collector: ${collector}, salesperson: NULL, payer_id: NULL, parent_id: NULL, city: NULL, vat: NULL, ibans: NULL, discount: NULL, version: 1}`;
  const nothing = (table: "posting" | "customer" | "item" | "entity") => `NULL::${struct(tables[table])} AS ${table}`;
  const postings = `SELECT ${typed("posting", row)} AS posting, ${nothing("item")}, ${nothing("customer")}, ${nothing("entity")} FROM ${from}`;
  const customers = `SELECT ${nothing("posting")}, ${nothing("item")}, ${typed("customer", customer)} AS customer, ${nothing("entity")} FROM (SELECT DISTINCT customer_id FROM postings)`;
  return withCustomers ? `${postings} UNION ALL ${customers}` : postings;
}
