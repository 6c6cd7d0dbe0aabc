// One stream batch as one small Parquet file. Postings, items, customers and entities stand side by side as nullable structs: one file is one
// write, so a reader sees a batch whole or not at all.
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { struct, tables, type Row } from "#functions/insight/history/columns.ts";
import { folderOf, literal, openDatabase, type Database } from "#functions/insight/history/database.ts";

export type DeltaRows = { readonly posting: Row<"posting">[]; readonly item: Row<"item">[]; readonly customer: Row<"customer">[]; readonly entity: Row<"entity">[] };

let writer: Promise<Database> | undefined;
let written = 0;

export async function deltaFile(rows: DeltaRows): Promise<Uint8Array> {
  const { folder, use } = await (writer ??= openDatabase(folderOf("deltas")));
  const name = join(folder, `${process.pid}-${++written}`);
  const lines = (Object.keys(tables) as (keyof typeof tables)[]).flatMap((table) => rows[table].map((row) => JSON.stringify({ [table]: row }, bigintsAsText)));
  try {
    await writeFile(`${name}.ndjson`, lines.join("\n"));
    await use((ask) => ask(`COPY (SELECT * FROM read_json($file, format = 'newline_delimited', columns = ${columns})) TO ${literal(`${name}.parquet`)} (FORMAT parquet, COMPRESSION zstd)`, { file: `${name}.ndjson` }));
    return await readFile(`${name}.parquet`);
  } finally {
    await Promise.all([rm(`${name}.ndjson`, { force: true }), rm(`${name}.parquet`, { force: true })]);
  }
}

const columns = `{${Object.entries(tables).map(([table, shape]) => `"${table}": '${struct(shape)}'`).join(", ")}}`;

/** JSON has no integers beyond 2^53; DuckDB reads the text into a 64-bit integer, exactly. */
const bigintsAsText = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
