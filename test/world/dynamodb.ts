// Amazon's DynamoDB Local for one test file: its own process on a free port, in memory, with the table as the template has it.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from "@aws-sdk/client-dynamodb";
import { DescribeStreamCommand, DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand } from "@aws-sdk/client-dynamodb-streams";
import type { DynamoDBRecord } from "aws-lambda";
import { documentClient, type Connection } from "#functions/store/table.ts";

export type DynamoDb = Connection & { readonly endpoint: string; readonly raw: DynamoDBClient; records(): Promise<DynamoDBRecord[]>; close(): Promise<void> };

export async function startDynamoDb(table = "quittance-test"): Promise<DynamoDb> {
  const port = await freePort();
  const folder = fileURLToPath(new URL("../../node_modules/amplify-dynamodb-simulator/emulator/", import.meta.url));
  const args = ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.library.path=./DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar", "-inMemory", "-sharedDb", "-disableTelemetry", "-port", `${port}`];
  const jvm = spawn("java", args, { cwd: folder, stdio: "ignore" });
  const endpoint = `http://127.0.0.1:${port}`;
  const raw = new DynamoDBClient({ endpoint, region: "eu-west-3", credentials: { accessKeyId: "test", secretAccessKey: "test" } });
  const close = async () => {
    raw.destroy();
    jvm.kill("SIGKILL");
  };
  try {
    await answering(raw);
    const streamArn = await createTable(raw, table);
    return { client: documentClient(raw), table, endpoint, raw, records: () => everyChange(endpoint, streamArn), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Points everything that reads its settings from the environment (handlers, stores) at this DynamoDB. */
export function useAsEnvironment({ endpoint, table }: DynamoDb): void {
  Object.assign(process.env, { TABLE: table, AWS_ENDPOINT_URL_DYNAMODB: endpoint, AWS_REGION: "eu-west-3", AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" });
}

async function createTable(client: DynamoDBClient, table: string): Promise<string> {
  const index = (n: 1 | 2) => ({
    IndexName: `gsi${n}`,
    KeySchema: [
      { AttributeName: `gsi${n}pk`, KeyType: "HASH" as const },
      { AttributeName: `gsi${n}sk`, KeyType: "RANGE" as const },
    ],
    Projection: { ProjectionType: "KEYS_ONLY" as const },
  });
  const { TableDescription } = await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      AttributeDefinitions: ["pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk"].map((name) => ({ AttributeName: name, AttributeType: "S" as const })),
      GlobalSecondaryIndexes: [index(1), index(2)],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    }),
  );
  return TableDescription!.LatestStreamArn!;
}

/** Every change since the table was made, as Lambda would be given them. */
async function everyChange(endpoint: string, StreamArn: string): Promise<DynamoDBRecord[]> {
  const streams = new DynamoDBStreamsClient({ endpoint, region: "eu-west-3", credentials: { accessKeyId: "test", secretAccessKey: "test" } });
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  const found: DynamoDBRecord[] = [];
  for (const { ShardId } of StreamDescription?.Shards ?? []) {
    let next = (await streams.send(new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" }))).ShardIterator;
    for (let empty = 0; next && empty < 3;) {
      const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator: next }));
      found.push(...(Records as DynamoDBRecord[]));
      empty = Records.length > 0 ? 0 : empty + 1;
      next = NextShardIterator;
    }
  }
  streams.destroy();
  return found;
}

async function answering(client: DynamoDBClient): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await client.send(new ListTablesCommand({}));
      return;
    } catch (error) {
      if (tries > 200) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
