// Event source mappings of the template: what carries messages and stream records to functions.
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { LOCAL_KEYS } from "#infra/local/dynamodb.ts";
import { type Log, REGION } from "#infra/local/engine.ts";
import type { Lambdas } from "#infra/local/lambda.ts";
import { pollQueue } from "#infra/local/sqs-source.ts";
import type { SqsEngine } from "#infra/local/sqs.ts";
import { openCheckpoints } from "#infra/local/stream-checkpoints.ts";
import { readBatch } from "#infra/local/stream-replay.ts";
import { pollStream } from "#infra/local/stream-source.ts";
import type { MappingPlan } from "#infra/local/template/mapping-plan.ts";

export type Matches = (record: unknown) => boolean;
export type SourcesOptions = {
  readonly dataDir: string;
  readonly dynamodbEndpoint: string;
  /** By table name. */
  readonly streams: ReadonlyMap<string, string>;
  readonly sqs: SqsEngine;
  readonly lambdas: Lambdas;
  readonly log: Log;
  readonly matcher: (pattern: object) => Matches;
};

/** While functions run, streams are asked often, since functions are what writes; an idle desk is asked seldom. */
const BUSY_PAUSE_MS = 100;
const IDLE_PAUSE_MS = 400;
const MOST_LANES = 4;

export type Sources = {
  /** Queues where given-up pieces of a stream lie. */
  readonly givenUp: ReadonlySet<string>;
  /** Hands a given-up piece of a stream to its function once more; throws what went wrong. */
  replay(message: string): Promise<void>;
  /** Resolves when no queue holds work that could be done now; after two minutes without an end, it is waited for no longer. */
  settled(): Promise<void>;
  stop(): Promise<void>;
};

const SETTLES_WITHIN_MS = 120_000;

export const startSources = (mappings: readonly MappingPlan[], options: SourcesOptions): Sources => {
  const { sqs, lambdas, log } = options;
  const checkpoints = openCheckpoints(options.dataDir);
  const client = new DynamoDBStreamsClient({ endpoint: options.dynamodbEndpoint, region: REGION, credentials: { ...LOCAL_KEYS } });
  const pause = (): number => (lambdas.running() > 0 ? BUSY_PAUSE_MS : IDLE_PAUSE_MS);
  const queues: { isBusy(): boolean }[] = [];
  const pollers = mappings.map((mapping) => {
    const matchers = mapping.patterns.map(options.matcher);
    const base = { ...mapping, ...(matchers.length > 0 ? { matches: (record: unknown) => matchers.some((matches) => matches(record)) } : {}) };
    if (base.kind === "queue") {
      const queue = pollQueue({ ...base, maxConcurrency: Math.min(base.maxConcurrency ?? MOST_LANES, MOST_LANES) }, sqs, lambdas.invoke, log);
      queues.push(queue);
      return queue;
    }
    const streamArn = options.streams.get(base.table);
    if (!streamArn) throw new Error(`${mapping.id} reads the stream of ${base.table}, which has none.`);
    const { onFailure, ...rest } = base;
    const toDeadLetters = onFailure ? { onFailure: (message: object) => sqs.send(onFailure, JSON.stringify(message)) } : {};
    return pollStream({ ...rest, streamArn, ...toDeadLetters }, { client, checkpoints, invoke: lambdas.invoke, log, pause });
  });
  return {
    givenUp: new Set(mappings.flatMap((mapping) => (mapping.kind === "stream" && mapping.onFailure ? [mapping.onFailure.split(":").at(-1) ?? ""] : []))),
    replay: async (message) => {
      const { functionArn, records } = await readBatch(client, message);
      const result = await lambdas.invoke(functionArn, { Records: records });
      if (!result.ok) throw new Error(`${result.errorType}: ${result.errorMessage}`);
      if ((result.payload as { batchItemFailures?: unknown[] } | null)?.batchItemFailures?.length) throw new Error("The function could not take these changes again.");
    },
    settled: async () => {
      const until = Date.now() + SETTLES_WITHIN_MS;
      while (Date.now() < until && queues.some((queue) => queue.isBusy())) await new Promise((later) => setTimeout(later, 5));
    },
    stop: async () => {
      await Promise.all(pollers.map((poller) => poller.stop()));
      client.destroy();
      checkpoints.close();
    },
  };
};
