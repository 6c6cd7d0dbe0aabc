// The import path on emulators: DynamoDB Local, S3 and SQS of the local cloud, and the handlers themselves. A test plays the event sources: it hands
// messages to handlers, in any order, as often as it likes, or not at all.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSEvent } from "aws-lambda";
import type { Source } from "#domain/ingestion/schema.ts";
import type { Item, LegalEntity } from "#domain/ledger/schema.ts";
import { handler as applyChunk } from "#functions/ingestion/apply-chunk.ts";
import { completeRun } from "#functions/ingestion/complete-run.ts";
import { objectStorage } from "#functions/ingestion/ports.ts";
import { storesOf } from "#functions/ingestion/stores.ts";
import { handler as readFile } from "#functions/ingestion/read-file.ts";
import { handler as receiveFile } from "#functions/ingestion/receive-file.ts";
import type { StoredRun } from "#functions/store/ingestion.ts";
import { openClock } from "#infra/local/clock.ts";
import { openS3 } from "#infra/local/s3/server.ts";
import { queueArn, startSqs } from "#infra/local/sqs.ts";
import { startDynamoDb, useAsEnvironment } from "#test/world/dynamodb.ts";

export const TENANT = "ardelane";
export const ardelane: LegalEntity = { id: "ent_ardelane", code: "01", name: "Ardelane SA", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr", registration: "900100200" };
export const fec: Source = { id: "src_fec", slug: "fec", name: "FEC", format: "fec", mode: "full", codeSpace: "fec", terms: { days: 30, endOfMonth: false }, freshWithinHours: 744, holdAbovePerMille: 300 };
export const erp: Source = {
  id: "src_erp", slug: "erp", name: "ERP", format: "delimited", mode: "full", entityId: ardelane.id, codeSpace: "erp", terms: { days: 30, endOfMonth: false }, freshWithinHours: 26, holdAbovePerMille: 300,
  profile: {
    version: 1, about: "items", delimiter: ";", decimal: ",", dates: "DD/MM/YYYY", amounts: "signed",
    columns: { "N° PIECE": "number", COMPTE: "customer", NOM: "customerName", "DT PIECE": "issuedOn", "DT ECH": "dueOn", MONTANT: "amount", SOLDE: "open", DEV: "currency" },
  },
};

type Message = { readonly queue: string; readonly body: string };
export type ImportWorld = Awaited<ReturnType<typeof startImports>>;
const handlers: Readonly<Record<string, unknown>> = { inbox: receiveFile, read: readFile, apply: applyChunk };
const context = { functionName: "test", functionVersion: "1", memoryLimitInMB: "1", awsRequestId: "test", invokedFunctionArn: "arn" } as unknown as Context;

export async function startImports() {
  const folder = mkdtempSync(join(tmpdir(), "quittance-imports-"));
  const database = await startDynamoDb();
  useAsEnvironment(database);
  const clock = openClock({ dataDir: folder });
  const arrived: Message[] = [];
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const s3 = await openS3({ dataDir: folder, port: 0, credentials, clock, log: () => {}, notify: { send: async (_, body) => void arrived.push({ queue: "inbox", body }) } });
  s3.createBucket("inbox", { notifications: [{ queueArn: queueArn("inbox"), events: ["s3:ObjectCreated:*"] }] });
  s3.createBucket("lake");
  const sqs = await startSqs({ dataDir: join(folder, "sqs"), port: 0 });
  sqs.declare(["read", "apply"].map((name) => ({ name, attributes: { VisibilityTimeout: "60" } })));
  Object.assign(process.env, { INBOX_BUCKET: "inbox", LAKE_BUCKET: "lake", READ_QUEUE_URL: sqs.queueUrl("read"), APPLY_QUEUE_URL: sqs.queueUrl("apply"), AWS_ENDPOINT_URL_S3: s3.endpoint, AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${sqs.port}`, POWERTOOLS_LOG_LEVEL: "CRITICAL" });
  const files = objectStorage();
  (files.config as { forcePathStyle?: boolean }).forcePathStyle = true;
  const queues = new SQSClient({});
  const stores = storesOf(TENANT);
  await stores.ledger.putEntity(ardelane);
  for (const source of [erp, fec]) await stores.imports.putSource(source);

  const world = {
    stores,
    drop: (source: string, name: string, body: string | Uint8Array, tenant = TENANT) => files.send(new PutObjectCommand({ Bucket: "inbox", Key: `${tenant}/${source}/${name}`, Body: body })),
    /** Takes what waits in a queue off it. */
    async take(queue: string): Promise<Message[]> {
      if (queue === "inbox") return arrived.splice(0);
      const { Messages = [] } = await queues.send(new ReceiveMessageCommand({ QueueUrl: sqs.queueUrl(queue), MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }));
      for (const { ReceiptHandle } of Messages) await queues.send(new DeleteMessageCommand({ QueueUrl: sqs.queueUrl(queue), ReceiptHandle: ReceiptHandle! }));
      return Messages.map(({ Body }) => ({ queue, body: Body! }));
    },
    /** Hands a message to its handler; answers whether it was dealt with. */
    async deliver({ queue, body }: Message): Promise<boolean> {
      const event = { Records: [{ messageId: "1", body }] } as unknown as SQSEvent;
      const answer = (await (handlers[queue] as (event: SQSEvent, context: Context) => Promise<{ batchItemFailures: unknown[] }>)(event, context)) ?? { batchItemFailures: [] };
      return answer.batchItemFailures.length === 0;
    },
    /** Plays everything until nothing moves: queues, and the history that confirms what was posted. `twice`: every message comes twice. */
    async settle({ twice = false } = {}): Promise<StoredRun[]> {
      for (let idle = 0; idle < 3; ) {
        const messages = [...(await world.take("inbox")), ...(await world.take("read")), ...(await world.take("apply"))];
        for (const message of messages) {
          for (let time = 0; time < (twice ? 2 : 1); time++) if (!(await world.deliver(message))) throw new Error(`${message.queue} could not handle ${message.body}`);
        }
        const settling = (await stores.imports.runs({ limit: 200 })).items.filter(({ state }) => state === "settling");
        for (const run of settling) await completeRun(TENANT, run.id);
        idle = messages.length + settling.length === 0 ? idle + 1 : 0;
      }
      return (await stores.imports.runs({ limit: 200 })).items.toReversed();
    },
    items: async (codeSpace: string, code: string): Promise<Item[]> => {
      const [customer] = await stores.ledger.customersByCode(codeSpace, code);
      return customer ? stores.ledger.items(customer.id) : [];
    },
    async close(): Promise<void> {
      queues.destroy();
      await Promise.all([database.close(), s3.close(), sqs.close()]);
      clock.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return world;
}
