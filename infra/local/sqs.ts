// SQS on fauxqs, in this process. `buildApp` and not `startFauxqs`, because the latter listens on every address of the machine.
// Messages are kept in SQLite in the data folder. A message that was in flight when the process ended is given back at once on the next start,
// and that delivery does not count towards the dead-letter limit: nobody holds it any more and nobody said that it failed.
import { mkdirSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { buildApp } from "fauxqs";
import { PersistenceManager } from "../../node_modules/fauxqs/dist/persistence.js";
import { S3Store } from "../../node_modules/fauxqs/dist/s3/s3Store.js";
import { SnsStore } from "../../node_modules/fauxqs/dist/sns/snsStore.js";
import { type SqsQueue, SqsStore } from "../../node_modules/fauxqs/dist/sqs/sqsStore.js";
import { ACCOUNT, type Engine, REGION } from "#infra/local/engine.ts";

export type QueueSpec = { readonly name: string; readonly attributes: Readonly<Record<string, string>> };
export type QueueMessage = {
  readonly messageId: string;
  readonly body: string;
  readonly receives: number;
  readonly sentAt: number;
  readonly attributes: Readonly<Record<string, string>>;
};
export type QueueState = {
  readonly name: string;
  readonly arn: string;
  readonly ready: number;
  readonly inFlight: number;
  readonly delayed: number;
  readonly deadLettersOf: readonly string[];
  readonly oldest: number | undefined;
};

export type SqsEngine = Engine & {
  readonly port: number;
  queueUrl(name: string): string;
  declare(queues: readonly QueueSpec[]): void;
  queue(arn: string): SqsQueue | undefined;
  dequeue(queue: SqsQueue, max: number): ReturnType<SqsQueue["dequeue"]>;
  send(arn: string, body: string, attributes?: Readonly<Record<string, string>>): void;
  queues(): QueueState[];
  peek(name: string): QueueMessage[];
  /** Moves one dead letter, or all, back to the queue that it came from. */
  replay(deadLetterQueue: string, messageId?: string): number;
  remove(queue: string, messageId: string): void;
};

export const queueArn = (name: string): string => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;

export const startSqs = async (options: { dataDir: string; port: number }): Promise<SqsEngine> => {
  mkdirSync(options.dataDir, { recursive: true });
  const store = new SqsStore();
  const persistence = openPersistence(options.dataDir, store);
  const app = buildApp({ logger: false, defaultRegion: REGION, stores: { sqsStore: store, snsStore: new SnsStore(), s3Store: new S3Store() } });
  app.addHook("preClose", () => persistence.close());
  await app.listen({ host: "127.0.0.1", port: options.port });
  const port = (app.server.address() as { port: number }).port;
  const queueUrl = (name: string): string => `http://127.0.0.1:${port}/${ACCOUNT}/${name}`;
  return {
    name: "SQS",
    port,
    queueUrl,
    declare: (queues) => queues.forEach((spec) => declareQueue(store, spec, queueUrl(spec.name))),
    queue: (arn) => store.getQueueByArn(arn),
    dequeue: (queue, max) => queue.dequeue(max, undefined, (arn) => store.getQueueByArn(arn)),
    send: (arn, body, attributes = {}) => sendTo(store, arn, body, attributes),
    queues: () => store.listQueues().queues.map((queue) => queueState(store, queue)),
    peek: (name) => peek(store, name),
    replay: (name, messageId) => replay(store, name, messageId),
    remove: (name, messageId) => {
      const queue = store.getQueueByName(name);
      const at = queue?.messages.findIndex((message) => message.messageId === messageId) ?? -1;
      if (!queue || at < 0) return;
      queue.messages.splice(at, 1);
      queue.persistence?.deleteMessage(messageId);
    },
    health: async () => `${store.listQueues().queues.length} queues`,
    close: async () => {
      await app.close();
    },
  };
};

/** NORMAL is enough against a killed process; FULL would cost one fsync per message. */
const openPersistence = (dataDir: string, store: SqsStore): PersistenceManager => {
  const persistence = new PersistenceManager(dataDir);
  const { db } = persistence as unknown as { db: DatabaseSync };
  db.exec("PRAGMA synchronous = NORMAL");
  // fauxqs 2.4.1 writes NULL into a NOT NULL column here, so that giving a message back would throw.
  const release = db.prepare("UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?");
  persistence.updateMessageReady = (messageId) => void release.run(messageId);
  persistence.loadSqsAndSns(store, new SnsStore());
  store.persistence = persistence;
  for (const queue of store.allQueues()) {
    queue.persistence = persistence;
    giveBack(queue);
  }
  return persistence;
};

const giveBack = (queue: SqsQueue): void => {
  for (const [handle, { message }] of queue.inflightMessages) {
    message.approximateReceiveCount = Math.max(0, message.approximateReceiveCount - 1);
    queue.persistence?.updateMessageInflight(message.messageId, handle, 0, message.approximateReceiveCount, message.approximateFirstReceiveTimestamp);
    queue.changeVisibility(handle, 0);
  }
};

const declareQueue = (store: SqsStore, spec: QueueSpec, url: string): void => {
  const existing = store.getQueueByArn(queueArn(spec.name));
  if (!existing) {
    store.createQueue(spec.name, url, queueArn(spec.name), { ...spec.attributes });
    return;
  }
  existing.setAttributes({ ...spec.attributes });
  (existing as { url: string }).url = url;
};

const sendTo = (store: SqsStore, arn: string, body: string, attributes: Readonly<Record<string, string>>): void => {
  const queue = store.getQueueByArn(arn);
  if (!queue) throw new Error(`There is no queue ${arn}.`);
  const typed = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, { DataType: "String", StringValue: value }]));
  queue.enqueue(SqsStore.createMessage(body, typed, Number(queue.attributes["DelaySeconds"] ?? 0) || undefined));
};

const sourcesOf = (store: SqsStore, deadLetterQueue: SqsQueue): SqsQueue[] =>
  [...store.allQueues()].filter((queue) => {
    const policy = queue.attributes["RedrivePolicy"];
    return policy ? (JSON.parse(policy) as { deadLetterTargetArn?: string }).deadLetterTargetArn === deadLetterQueue.arn : false;
  });

const queueState = (store: SqsStore, queue: SqsQueue): QueueState => {
  queue.processTimers();
  const { ready, delayed, inflight } = queue.inspectMessages();
  const oldest = Math.min(...[...ready, ...delayed, ...inflight.map((entry) => entry.message)].map((message) => message.sentTimestamp));
  return {
    name: queue.name,
    arn: queue.arn,
    ready: ready.length,
    inFlight: inflight.length,
    delayed: delayed.length,
    deadLettersOf: sourcesOf(store, queue).map((source) => source.name),
    oldest: Number.isFinite(oldest) ? oldest : undefined,
  };
};

const peek = (store: SqsStore, name: string): QueueMessage[] => {
  const inspected = store.inspectQueue(name)?.messages;
  if (!inspected) return [];
  return [...inspected.ready, ...inspected.delayed, ...inspected.inflight.map((entry) => entry.message)].map((message) => ({
    messageId: message.messageId,
    body: message.body,
    receives: message.approximateReceiveCount,
    sentAt: message.sentTimestamp,
    attributes: Object.fromEntries(Object.entries(message.messageAttributes).map(([key, value]) => [key, value.StringValue ?? value.BinaryValue ?? ""])),
  }));
};

const replay = (store: SqsStore, name: string, messageId: string | undefined): number => {
  const deadLetterQueue = store.getQueueByName(name);
  const source = deadLetterQueue && sourcesOf(store, deadLetterQueue)[0];
  if (!deadLetterQueue || !source) throw new Error(`${name} is not the dead-letter queue of any queue.`);
  const chosen = deadLetterQueue.messages.filter((message) => messageId === undefined || message.messageId === messageId);
  for (const message of chosen) {
    deadLetterQueue.messages.splice(deadLetterQueue.messages.indexOf(message), 1);
    deadLetterQueue.persistence?.deleteMessage(message.messageId);
    message.approximateReceiveCount = 0;
    source.enqueue(message);
  }
  return chosen.length;
};
