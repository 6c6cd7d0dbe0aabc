// A PostgreSQL of our own for the comparison: a private cluster in a folder, without a network, as a user who is not root.
import { execFile, execFileSync, spawn } from "node:child_process";
import { chownSync, createReadStream, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { LAST_DAY, type Generated } from "#test/bench/generated-postings.ts";

const run = promisify(execFile);

/** Milliseconds of the fastest of three; undefined when PostgreSQL is not installed or cannot be started. */
export async function groupByInPostgres(folder: string, data: Generated): Promise<number | undefined> {
  const bin = binaries();
  if (!bin) return undefined;
  const cluster = join(folder, "postgres");
  mkdirSync(cluster, { mode: 0o700 });
  const user = process.getuid?.() === 0 ? nobody() : undefined;
  if (process.getuid?.() === 0 && !user) return undefined;
  if (user) for (const path of [folder, cluster]) chownSync(path, user.uid, user.gid);
  const as = { ...user, env: { ...process.env, LC_ALL: "C" }, cwd: folder };
  try {
    await run(join(bin, "initdb"), ["-D", join(cluster, "data"), "-U", "bench", "--auth=trust", "--no-sync"], as);
    const options = `-c listen_addresses= -k ${cluster} -c fsync=off -c shared_buffers=1GB -c work_mem=512MB -c max_wal_size=4GB -c autovacuum=off -c jit=off`;
    await run(join(bin, "pg_ctl"), ["-D", join(cluster, "data"), "-l", join(cluster, "log"), "-w", "-o", options, "start"], as);
  } catch (error) {
    console.log(`  PostgreSQL could not be started: ${String(error).split("\n")[0]}`);
    return undefined;
  }
  try {
    return await measure(bin, cluster, data);
  } finally {
    await run(join(bin, "pg_ctl"), ["-D", join(cluster, "data"), "-m", "immediate", "stop"], as);
  }
}

async function measure(bin: string, cluster: string, data: Generated): Promise<number> {
  const psql = (sql: string) => run(join(bin, "psql"), ["-X", "-q", "-h", cluster, "-U", "bench", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-c", "\\timing on", "-c", sql], { maxBuffer: 2 ** 26 });
  await psql("CREATE UNLOGGED TABLE postings (posted int, due int, customer_id text, currency text, minor bigint)");
  await psql("CREATE UNLOGGED TABLE customers (customer_id text PRIMARY KEY, collector text)");
  await load(bin, cluster, "postings", data.csv);
  await load(bin, cluster, "customers", data.customersCsv);
  await psql("VACUUM ANALYZE postings");
  await psql("VACUUM ANALYZE customers");
  const asOf = LAST_DAY - 2;
  const question = `SELECT collector, currency, least(greatest((${asOf} - due + 29) / 30, 0), 5) AS bucket, sum(minor) FROM postings JOIN customers USING (customer_id) WHERE posted <= ${asOf} GROUP BY 1, 2, 3`;
  const times: number[] = [];
  for (let n = 0; n < 3; n++) times.push(Number(/Time: ([\d.]+) ms/.exec((await psql(question)).stdout)![1]));
  return Math.min(...times);
}

const load = (bin: string, cluster: string, table: string, csv: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const psql = spawn(join(bin, "psql"), ["-X", "-q", "-h", cluster, "-U", "bench", "-d", "postgres", "-c", `COPY ${table} FROM STDIN (FORMAT csv)`], { stdio: ["pipe", "ignore", "inherit"] });
    psql.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`psql ended with ${code}`))));
    createReadStream(csv).pipe(psql.stdin);
  });

/** Debian keeps them by version, out of the path. */
function binaries(): string | undefined {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).toSorted((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(root, version, "bin")).find((bin) => ["initdb", "pg_ctl", "psql"].every((name) => existsSync(join(bin, name))));
}

function nobody(): { uid: number; gid: number } | undefined {
  try {
    const id = (flag: string) => Number(execFileSync("id", [flag, "nobody"], { encoding: "utf8" }));
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return undefined;
  }
}
