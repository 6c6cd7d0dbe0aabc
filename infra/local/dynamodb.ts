// DynamoDB is Amazon's own DynamoDB Local, a Java program, as a child of this process. Its database lives on tmpfs where there is one, because
// on a disk it waits for several fsyncs per item (measured: 590 against 1,530 items a second). There it survives a killed process; a timer and
// a clean stop copy it to the data folder, from where the next start brings it back. It listens on every address of the machine: it has no
// option for that.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CreateTableCommand, type CreateTableCommandInput, DescribeTableCommand, DynamoDBClient, ListTablesCommand, ResourceNotFoundException } from "@aws-sdk/client-dynamodb";
import { openDatabaseFolder } from "#infra/local/dynamodb-files.ts";
import { type Engine, type Log, REGION } from "#infra/local/engine.ts";
import { choosePort } from "#infra/local/http.ts";

export type DynamoDb = Engine & { readonly port: number; readonly endpoint: string; readonly client: DynamoDBClient; declareTable(table: CreateTableCommandInput): Promise<string | undefined> };

export const LOCAL_KEYS = { accessKeyId: "quittance", secretAccessKey: "quittance-local-only" } as const;

const emulator = join(dirname(fileURLToPath(import.meta.url)), "../../node_modules/amplify-dynamodb-simulator/emulator");

export const startDynamoDb = async (options: { dataDir: string; java: string; port: number; log: Log; onExit?: (reason: string) => void }): Promise<DynamoDb> => {
  const pidFile = join(options.dataDir, "dynamodb.pid");
  await killOrphan(pidFile);
  const folder = openDatabaseFolder(options.dataDir);
  const port = await choosePort(options.port);
  const jvm = spawnJvm(options.java, port, folder.path, options.log);
  writeFileSync(pidFile, String(jvm.pid));
  let stopping = false;
  const gone = new Promise<void>((done) => jvm.once("exit", () => done()));
  jvm.once("exit", (code, signal) => {
    if (!stopping) options.onExit?.(`DynamoDB Local ended by itself (${signal ?? `exit code ${code}`}).`);
  });
  const endpoint = `http://127.0.0.1:${port}`;
  // No connection is kept: DynamoDB Local closes idle ones, and this client asks seldom.
  const client = new DynamoDBClient({ endpoint, region: REGION, credentials: { ...LOCAL_KEYS }, requestHandler: { httpAgent: new Agent({ keepAlive: false }) } });
  await answering(client, jvm);
  const copying = setInterval(() => folder.copyToDataFolder(), 30_000);
  copying.unref();
  return {
    name: "DynamoDB",
    port,
    endpoint,
    client,
    declareTable: (table) => declareTable(client, table),
    health: async () => {
      const { TableNames } = await client.send(new ListTablesCommand({}));
      return `${TableNames?.length ?? 0} tables, ${folder.onTmpfs ? "in memory, copied to the data folder" : "on disk"}`;
    },
    close: async () => {
      stopping = true;
      clearInterval(copying);
      client.destroy();
      await endJvm(jvm, gone);
      rmSync(pidFile, { force: true });
      folder.settle();
    },
  };
};

const spawnJvm = (java: string, port: number, path: string, log: Log): ChildProcess => {
  const flags = ["-Xmx512m", "-XX:+UseSerialGC", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=25", "-XX:TieredStopAtLevel=1", `-Djava.library.path=${join(emulator, "DynamoDBLocal_lib")}`];
  const jvm = spawn(java, [...flags, "-jar", join(emulator, "DynamoDBLocal.jar"), "-port", String(port), "-sharedDb", "-disableTelemetry", "-dbPath", path], {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  jvm.stderr?.on("data", (chunk: Buffer) => log({ source: "DynamoDB", level: "warn", text: chunk.toString().trimEnd() }));
  jvm.stdout?.resume();
  return jvm;
};

/** The run before was killed and its JVM lives on, holding the database: end it, but only if it really is ours. */
const killOrphan = async (pidFile: string): Promise<void> => {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8"));
  if (pid > 0 && isDynamoDbLocal(pid)) {
    process.kill(pid, "SIGKILL");
    while (isDynamoDbLocal(pid)) await new Promise((done) => setTimeout(done, 20));
  }
  rmSync(pidFile, { force: true });
};

const isDynamoDbLocal = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    const commandLine = `/proc/${pid}/cmdline`;
    if (!existsSync("/proc/self/cmdline")) return true;
    return readFileSync(commandLine, "utf8").includes("DynamoDBLocal.jar");
  } catch {
    return false;
  }
};

const answering = async (client: DynamoDBClient, jvm: ChildProcess): Promise<void> => {
  const giveUp = Date.now() + 60_000;
  while (Date.now() < giveUp) {
    if (jvm.exitCode !== null) throw new Error(`DynamoDB Local did not start (exit code ${jvm.exitCode}). Is Java 17 or newer installed?`);
    try {
      await client.send(new ListTablesCommand({ Limit: 1 }));
      return;
    } catch {
      await new Promise((done) => setTimeout(done, 100));
    }
  }
  throw new Error("DynamoDB Local did not answer within a minute.");
};

const endJvm = async (jvm: ChildProcess, gone: Promise<void>): Promise<void> => {
  jvm.kill("SIGTERM");
  const force = setTimeout(() => jvm.kill("SIGKILL"), 5_000);
  await gone;
  clearTimeout(force);
};

/** Creates the table unless it is there; gives the ARN of its stream. */
const declareTable = async (client: DynamoDBClient, table: CreateTableCommandInput): Promise<string | undefined> => {
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table.TableName }));
    return Table?.LatestStreamArn;
  } catch (problem) {
    if (!(problem instanceof ResourceNotFoundException)) throw problem;
  }
  const { TableDescription } = await client.send(new CreateTableCommand(table));
  return TableDescription?.LatestStreamArn;
};
