// DuckDB, shut in: in memory, limited, no extensions from anywhere, and no file but those of one folder. The folder holds the files of one
// tenant, so a query cannot name another tenant's, whatever its text says.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { DuckDBInstance, LIST, listValue, VARCHAR, type DuckDBConnection, type DuckDBType, type DuckDBValue } from "@duckdb/node-api";
import { isKeySafe } from "#domain/id.ts";

export type Parameters = Readonly<Record<string, DuckDBValue | readonly string[]>>;
/** Runs one statement with bound parameters (`$name`); parameters that the text does not name are left out. */
export type Ask = <Row extends object>(sql: string, parameters?: Parameters) => Promise<Row[]>;

/** For many rows of few columns: values by column, all at once or chunk by chunk. */
export type Read = {
  columns(sql: string, parameters?: Parameters): Promise<DuckDBValue[][]>;
  chunks(sql: string, parameters: Parameters, each: (columns: DuckDBValue[][]) => void): Promise<void>;
};

export type Database = { readonly folder: string; use<T>(work: (ask: Ask, read: Read) => Promise<T>): Promise<T>; close(): void };

/** The function's memory, less what Node and its own columns take. */
const memoryMb = (): number => Math.max(256, Math.min(2000, Math.floor(Math.min(Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? Infinity), totalmem() / 2 ** 20) * 0.55)));

export async function openDatabase(folder: string): Promise<Database> {
  mkdirSync(folder, { recursive: true });
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(Math.min(4, availableParallelism())),
    memory_limit: `${memoryMb()}MB`,
    temp_directory: join(folder, "spill"),
    preserve_insertion_order: "false",
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const first = await instance.connect();
  for (const statement of [`SET allowed_directories = [${literal(folder)}]`, "SET enable_external_access = false", "SET lock_configuration = true"]) await first.run(statement);
  first.closeSync();
  return countedUse(instance, folder);
}

/** Closes once nobody uses it any more. */
function countedUse(instance: DuckDBInstance, folder: string): Database {
  let users = 0;
  let closing = false;
  const closeIfIdle = () => closing && users === 0 && instance.closeSync();
  return {
    folder,
    async use(work) {
      users += 1;
      const connection = await instance.connect();
      try {
        return await work(asking(connection), reading(connection));
      } finally {
        connection.closeSync();
        users -= 1;
        closeIfIdle();
      }
    },
    close() {
      closing = true;
      closeIfIdle();
    },
  };
}

const asking = (connection: DuckDBConnection): Ask => async <Row extends object>(sql: string, parameters: Parameters = {}) =>
  (await connection.runAndReadAll(sql, ...bound(sql, parameters))).getRowObjects() as Row[];

const reading = (connection: DuckDBConnection): Read => ({
  async columns(sql, parameters = {}) {
    const result = await connection.runAndReadAll(sql, ...bound(sql, parameters));
    const columns = result.getColumns();
    return Array.from({ length: result.columnCount }, (_, n) => columns[n] ?? []);
  },
  async chunks(sql, parameters, each) {
    const result = await connection.stream(sql, ...bound(sql, parameters));
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) each(chunk.getColumns());
  },
});

function bound(sql: string, parameters: Parameters): [Record<string, DuckDBValue>, Record<string, DuckDBType>] {
  const named = new Set(sql.match(/\$[a-z]\w*/gi)?.map((name) => name.slice(1)));
  const values = Object.entries(parameters).filter(([name]) => named.has(name));
  const lists = values.filter(([, value]) => Array.isArray(value)) as [string, string[]][];
  return [Object.fromEntries(values.map(([name, value]) => [name, Array.isArray(value) ? listValue(value as string[]) : (value as DuckDBValue)])), Object.fromEntries(lists.map(([name]) => [name, LIST(VARCHAR)]))];
}

/** Only for paths of our own, where DuckDB takes no parameter. */
export const literal = (path: string): string => `'${path.replaceAll("'", "''")}'`;

let root: string | undefined;

/** The folder of one tenant's files in this container. */
export function folderOf(tenant: string): string {
  if (!isKeySafe(tenant) || tenant.startsWith(".")) throw new RangeError(`${tenant} cannot be a folder`);
  if (!root) {
    const made = (root = mkdtempSync(join(tmpdir(), "quittance-history-")));
    process.once("exit", () => rmSync(made, { recursive: true, force: true }));
  }
  return join(root, tenant);
}
