import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterEach, expect, test } from "vitest";
import { openDatabaseFolder } from "#infra/local/dynamodb-files.ts";
import { type DynamoDb, startDynamoDb } from "#infra/local/dynamodb.ts";
import { ttlSweeper } from "#infra/local/ttl-sweeper.ts";

const dataDir = mkdtempSync(join(tmpdir(), "quittance-dynamodb-"));
let database: DynamoDb | undefined;
const start = async (): Promise<DynamoDb> => {
  database = await startDynamoDb({ dataDir, java: "java", port: 0, log: () => undefined });
  await database.declareTable({
    TableName: "ledger",
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
  });
  return database;
};
const put = ({ client }: DynamoDb, pk: string, more: Record<string, { N: string }> = {}) => client.send(new PutItemCommand({ TableName: "ledger", Item: { pk: { S: pk }, ...more } }));
const keys = async ({ client }: DynamoDb) => ((await client.send(new ScanCommand({ TableName: "ledger" }))).Items ?? []).map(({ pk }) => pk?.S).sort();

afterEach(async () => {
  await database?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test("what was written survives a killed run, whose database process is ended first, and a clean stop keeps it in the data folder", async () => {
  await put(await start(), "before");
  const orphan = Number(readFileSync(join(dataDir, "dynamodb.pid"), "utf8"));

  const afterKill = await start();
  expect(() => process.kill(orphan, 0)).toThrow();
  expect(await keys(afterKill)).toEqual(["before"]);

  await put(afterKill, "later");
  await afterKill.close();
  expect(existsSync(join(dataDir, "dynamodb", "shared-local-instance.db"))).toBe(true);
  expect(await keys(await start())).toEqual(["before", "later"]);

  const { client } = database!;
  await put(database!, "expired", { ttl: { N: "1000" } });
  await put(database!, "still-valid", { ttl: { N: "9999999999" } });
  const sweeper = ttlSweeper(client, [{ table: "ledger", attribute: "ttl", keys: ["pk"] }], { now: () => 2_000_000 });
  await sweeper.runDue(2_000_000);
  expect(await keys(database!)).toEqual(["before", "later", "still-valid"]);
});

test("a copy of the data folder elsewhere, and a new folder of the same name, get databases of their own", () => {
  const first = openDatabaseFolder(dataDir);
  rmSync(dataDir, { recursive: true });
  const again = openDatabaseFolder(dataDir);
  const other = openDatabaseFolder(join(dataDir, "other"));
  expect(new Set([first.path, again.path, other.path]).size).toBe(3);

  const gone = openDatabaseFolder(join(dataDir, "gone"));
  rmSync(join(dataDir, "gone"), { recursive: true });
  openDatabaseFolder(join(dataDir, "other"));
  expect([existsSync(gone.path), existsSync(other.path)]).toEqual([false, true]);
  for (const { path } of [first, again, other]) rmSync(path, { recursive: true, force: true });
});
