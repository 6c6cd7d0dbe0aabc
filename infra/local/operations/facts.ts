// What /operations shows, as data: the pages print it, tests read it as JSON under the same path with .json at the end.
import type { Cloud } from "#infra/local/cloud.ts";
import { LOCAL_KEYS } from "#infra/local/dynamodb.ts";
import { REGION } from "#infra/local/engine.ts";
import { executionsOf, historyOf } from "#infra/local/state-machines.ts";

export const health = (cloud: Cloud) =>
  Promise.all(
    cloud.engines.map((engine) =>
      engine.health().then(
        (says) => ({ part: engine.name, up: true, says }),
        (problem: unknown) => ({ part: engine.name, up: false, says: problem instanceof Error ? problem.message : String(problem) }),
      ),
    ),
  );

export const queues = (cloud: Cloud) =>
  cloud.sqs.queues().map(({ oldest, ...queue }) => ({
    ...queue,
    deadLettersOf: cloud.sources.givenUp.has(queue.name) ? ["the table's stream"] : queue.deadLettersOf,
    oldest: oldest === undefined ? undefined : new Date(oldest).toISOString(),
  }));

/** Sends one dead letter back, or all; how many went. What comes from a stream is handed to its function at once. */
export const replay = async (cloud: Cloud, queue: string, messageId: string | undefined): Promise<number> => {
  if (!cloud.sources.givenUp.has(queue)) return cloud.sqs.replay(queue, messageId);
  const chosen = cloud.sqs.peek(queue).filter((message) => messageId === undefined || message.messageId === messageId);
  for (const message of chosen) {
    await cloud.sources.replay(message.body);
    cloud.sqs.remove(queue, message.messageId);
  }
  return chosen.length;
};
export const messages = (cloud: Cloud, query: URLSearchParams) => cloud.sqs.peek(query.get("queue") ?? "").slice(0, limitOf(query, 100));
export const functions = (cloud: Cloud) => cloud.lambdas.states();
export const schedules = (cloud: Cloud) => cloud.bus.scheduler.schedules();
export const rules = (cloud: Cloud) => cloud.bus.bus.rules();
export const events = (cloud: Cloud, query: URLSearchParams) => cloud.bus.bus.archived(limitOf(query, 100));
export const executions = (cloud: Cloud) => executionsOf(cloud.states);
export const history = (cloud: Cloud, arn: string) => historyOf(cloud.states, arn);
export const buckets = (cloud: Cloud) => cloud.s3.bucketNames();

/** The client is loaded only when somebody looks: it is large, and this page is opened seldom. */
export const objects = async (cloud: Cloud, query: URLSearchParams): Promise<{ key: string; bytes: number; at: string }[]> => {
  const { ListObjectsV2Command, S3Client } = await import("@aws-sdk/client-s3");
  const client = new S3Client({ endpoint: cloud.s3.endpoint, region: REGION, credentials: { ...LOCAL_KEYS }, forcePathStyle: true });
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: query.get("bucket") ?? "", Prefix: query.get("prefix") ?? "", MaxKeys: limitOf(query, 500) }));
  client.destroy();
  return Contents.map(({ Key = "", Size = 0, LastModified }) => ({ key: Key, bytes: Size, at: LastModified?.toISOString() ?? "" }));
};

export const logs = (cloud: Cloud, query: URLSearchParams) =>
  cloud.book.lines({ limit: limitOf(query, 200), text: query.get("text") ?? "", source: query.get("source") ?? "", level: query.get("level") ?? "" });

const limitOf = (query: URLSearchParams, usual: number): number => Math.min(1000, Math.max(1, Number(query.get("limit")) || usual));
