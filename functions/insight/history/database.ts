// DuckDB, shut in: in memory, limited, no extensions from anywhere, and no file but those of one folder. The folder holds the files of one
// tenant, so a query cannot name another tenant's, whatever its text says.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { DuckDBInstance, LIST, listValue, VARCHAR, type DuckDBConnection, type DuckDBValue } from "@duckdb/node-api";
import { isKeySafe } from "#domain/id.ts";

export type Parameters = Readonly<Record<string, DuckDBValue | readonly string[]>>;
/** Runs one statement with bound parameters (`$name`); parameters that the text does not name are left out. */
export type Ask = <Row extends object>(sql: string, parameters?: Parameters) => Promise<Row[]>;

export type Database = { readonly folder: string; use<T>(work: (ask: Ask) => Promise<T>): Promise<T>; close(): void };

export async function openDatabase(folder: string): Promise<Database> {
  mkdirSync(folder, { recursive: true });
  const instance = await DuckDBInstance.create(":memory:", {
    threads: String(Math.min(4, availableParallelism())),
    memory_limit: `${Math.min(3000, Math.floor((totalmem() / 2 ** 20) * 0.6))}MB`,
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
        return await work(asking(connection));
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

const asking = (connection: DuckDBConnection): Ask => async <Row extends object>(sql: string, parameters: Parameters = {}) => {
  const named = new Set(sql.match(/\$[a-z]\w*/gi)?.map((name) => name.slice(1)));
  const bound = Object.entries(parameters).filter(([name]) => named.has(name));
  const values = bound.map(([name, value]) => [name, Array.isArray(value) ? listValue(value as string[]) : value] as [string, DuckDBValue]);
  const types = bound.flatMap(([name, value]) => (Array.isArray(value) ? [[name, LIST(VARCHAR)] as const] : []));
  const result = await connection.runAndReadAll(sql, Object.fromEntries(values), Object.fromEntries(types));
  return result.getRowObjects() as Row[];
};

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
