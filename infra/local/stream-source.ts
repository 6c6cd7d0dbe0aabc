// The event source mapping from a DynamoDB stream to a function: one shard is read in order, a batch that fails is tried again (from the first
// failed record, or in halves) until its attempts are used up, then its whereabouts go to the failure destination and reading goes on.
// How far each shard was read is kept on disk after every batch, so a restart goes on where it was.
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type Shard,
  TrimmedDataAccessException,
  type _Record as StreamRecord,
} from "@aws-sdk/client-dynamodb-streams";
import type { Checkpoints } from "#infra/local/stream-checkpoints.ts";
import { type LambdaStreamRecord, toLambdaRecord } from "#infra/local/stream-record.ts";
import type { Invoke, Log } from "#infra/local/engine.ts";
import type { Matches } from "#infra/local/sources.ts";

export type StreamSource = {
  readonly id: string;
  readonly streamArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly windowMs: number;
  /** Attempts after the first; Infinity unless told. */
  readonly retries: number;
  readonly bisect: boolean;
  readonly partialFailures: boolean;
  readonly startAtLatest: boolean;
  readonly matches?: Matches;
  readonly onFailure?: (message: object) => void;
};
export type StreamReading = {
  readonly client: DynamoDBStreamsClient;
  readonly checkpoints: Checkpoints;
  readonly invoke: Invoke;
  readonly log: Log;
  /** How long to wait before an idle stream is asked again. */
  readonly pause: () => number;
};
type Context = StreamReading & { readonly source: StreamSource; readonly stopped: () => boolean };

const DISCOVER_EVERY_MS = 15_000;

export const pollStream = (source: StreamSource, reading: StreamReading): { stop(): Promise<void> } => {
  let stopped = false;
  const context: Context = { ...reading, source, stopped: () => stopped };
  const running = follow(context);
  return {
    stop: async () => {
      stopped = true;
      await running;
    },
  };
};

/** Reads every shard; a child starts only after its parent was read to the end. */
const follow = async (context: Context): Promise<void> => {
  const reading = new Map<string, Promise<void>>();
  const finished = new Set<string>();
  let firstLook = true;
  while (!context.stopped()) {
    const shards = await describe(context).catch((problem: unknown) => (note(context, "could not list the shards", problem), []));
    const known = new Set(shards.map(({ ShardId }) => ShardId));
    for (const shard of shards) {
      const id = shard.ShardId ?? "";
      const parentOpen = shard.ParentShardId && known.has(shard.ParentShardId) && !finished.has(shard.ParentShardId);
      if (reading.has(id) || parentOpen) continue;
      reading.set(id, readShard(context, id, firstLook && context.source.startAtLatest).then((ended) => void (ended && finished.add(id))));
    }
    firstLook = firstLook && shards.length === 0;
    const ends = finished.size;
    for (let waited = 0; waited < DISCOVER_EVERY_MS && !context.stopped() && finished.size === ends; waited += 100) await sleep(100);
  }
  await Promise.all(reading.values());
};

const describe = async ({ client, source }: Context): Promise<Shard[]> => {
  const shards: Shard[] = [];
  let after: string | undefined;
  do {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: source.streamArn, ExclusiveStartShardId: after }));
    shards.push(...(StreamDescription?.Shards ?? []));
    after = StreamDescription?.LastEvaluatedShardId;
  } while (after);
  return shards;
};

/** True when the shard is closed and was read to its end. */
const readShard = async (context: Context, shard: string, fromLatest: boolean): Promise<boolean> => {
  let iterator = await openIterator(context, shard, fromLatest);
  let pending: LambdaStreamRecord[] = [];
  let closesAt = Infinity;
  while (!context.stopped()) {
    let fetched: StreamRecord[] = [];
    if (iterator && pending.length < context.source.batchSize) {
      try {
        const answer = await context.client.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: 1000 }));
        iterator = answer.NextShardIterator;
        fetched = answer.Records ?? [];
      } catch (problem) {
        if (context.stopped()) return false;
        if (!(problem instanceof ExpiredIteratorException || problem instanceof TrimmedDataAccessException)) note(context, "could not read the stream", problem);
        await sleep(500);
        iterator = await openIterator(context, shard, false, pending.at(-1)?.dynamodb.SequenceNumber);
      }
    }
    pending.push(...fetched.map((record) => toLambdaRecord(record, context.source.streamArn)));
    if (pending.length > 0 && closesAt === Infinity) closesAt = Date.now() + context.source.windowMs;
    if (pending.length >= context.source.batchSize || Date.now() >= closesAt || (pending.length > 0 && !iterator)) {
      await deliverInOrder(context, shard, pending.slice(0, context.source.batchSize));
      pending = pending.slice(context.source.batchSize);
      closesAt = pending.length > 0 ? Date.now() : Infinity;
    } else if (!iterator) return true;
    else if (fetched.length === 0) await sleep(Math.max(5, Math.min(context.pause(), closesAt - Date.now())));
  }
  return false;
};

const openIterator = async ({ client, source, checkpoints, stopped, ...rest }: Context, shard: string, fromLatest: boolean, after?: string): Promise<string | undefined> => {
  const from = after ?? checkpoints.read(source.id, shard);
  const first = from ? "AFTER_SEQUENCE_NUMBER" : fromLatest ? "LATEST" : "TRIM_HORIZON";
  for (let type: typeof first = first; !stopped(); ) {
    try {
      const { ShardIterator } = await client.send(
        new GetShardIteratorCommand({ StreamArn: source.streamArn, ShardId: shard, ShardIteratorType: type, ...(type === "AFTER_SEQUENCE_NUMBER" ? { SequenceNumber: from } : {}) }),
      );
      return ShardIterator;
    } catch (problem) {
      if (problem instanceof TrimmedDataAccessException) type = "TRIM_HORIZON";
      else {
        note({ client, source, checkpoints, stopped, ...rest }, "could not open the stream", problem);
        await sleep(500);
      }
    }
  }
  return undefined;
};

const deliverInOrder = async (context: Context, shard: string, records: readonly LambdaStreamRecord[]): Promise<void> => {
  let rest = records;
  let attempt = 0;
  let size = rest.length;
  while (rest.length > 0 && !context.stopped()) {
    const batch = rest.slice(0, size);
    const { done, reason } = await tryBatch(context, batch);
    if (done > 0) {
      rest = rest.slice(done);
      context.checkpoints.write(context.source.id, shard, batch[done - 1]?.dynamodb.SequenceNumber ?? "");
      attempt = 0;
      size = done === batch.length ? rest.length : size;
      continue;
    }
    if (context.source.bisect && batch.length > 1) {
      size = Math.ceil(batch.length / 2);
      continue;
    }
    if (attempt++ < context.source.retries) {
      await sleepUnless(context.stopped, Math.min(30_000, 200 * 2 ** Math.min(attempt, 8)));
      continue;
    }
    context.source.onFailure?.(failureMessage(context, shard, batch, attempt, reason ?? ""));
    context.log({ source: context.source.functionName, level: "error", text: `${batch.length} stream records were given up after ${attempt} attempts: ${reason}` });
    rest = rest.slice(batch.length);
    context.checkpoints.write(context.source.id, shard, batch.at(-1)?.dynamodb.SequenceNumber ?? "");
    attempt = 0;
    size = rest.length;
  }
};

/** How many records from the start of the batch are done with. */
const tryBatch = async (context: Context, batch: readonly LambdaStreamRecord[]): Promise<{ done: number; reason?: string }> => {
  const wanted = context.source.matches ? batch.filter(context.source.matches) : batch;
  if (wanted.length === 0) return { done: batch.length };
  const result = await context.invoke(context.source.functionName, { Records: wanted });
  if (!result.ok) return { done: 0, reason: `${result.errorType}: ${result.errorMessage}` };
  const failures = context.source.partialFailures ? (result.payload as { batchItemFailures?: { itemIdentifier?: string }[] } | null)?.batchItemFailures : undefined;
  if (!failures?.length) return { done: batch.length };
  const failedAt = failures.map(({ itemIdentifier }) => batch.findIndex((record) => record.dynamodb.SequenceNumber === itemIdentifier));
  const done = failedAt.some((at) => at < 0) ? 0 : Math.min(...failedAt);
  return { done, reason: "the function reported these records as failed" };
};

const failureMessage = ({ source }: Context, shardId: string, batch: readonly LambdaStreamRecord[], attempts: number, reason: string): object => ({
  requestContext: { functionArn: source.functionName, condition: "RetryAttemptsExhausted", approximateInvokeCount: attempts },
  responseContext: { statusCode: 200, executedVersion: "$LATEST", functionError: reason },
  version: "1.0",
  DDBStreamBatchInfo: {
    shardId,
    startSequenceNumber: batch[0]?.dynamodb.SequenceNumber,
    endSequenceNumber: batch.at(-1)?.dynamodb.SequenceNumber,
    batchSize: batch.length,
    streamArn: source.streamArn,
  },
});

const note = ({ log, source, stopped }: Context, what: string, problem: unknown): void => {
  if (!stopped()) log({ source: source.id, level: "warn", text: `${what}: ${problem instanceof Error ? problem.message : String(problem)}` });
};

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const sleepUnless = async (stopped: () => boolean, ms: number): Promise<void> => {
  for (const until = Date.now() + ms; Date.now() < until && !stopped(); ) await sleep(50);
};
