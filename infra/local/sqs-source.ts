// The event source mapping from a queue to a function: collects a batch, invokes, deletes what succeeded. What failed stays invisible until
// its visibility timeout, as on AWS, and goes to the dead-letter queue after maxReceiveCount deliveries.
import type { SqsQueue } from "../../node_modules/fauxqs/dist/sqs/sqsStore.js";
import type { ReceivedMessage } from "../../node_modules/fauxqs/dist/sqs/sqsTypes.js";
import { type Invoke, type Log, REGION } from "#infra/local/engine.ts";
import type { Matches } from "#infra/local/sources.ts";
import type { SqsEngine } from "#infra/local/sqs.ts";

export type SqsSource = {
  readonly id: string;
  readonly queueArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly maxConcurrency: number;
  readonly partialFailures: boolean;
  readonly matches?: Matches;
};
type Delivery = { readonly handle: string; readonly record: SqsRecord };
type SqsRecord = { messageId: string; body: string; [field: string]: unknown };

const LOOK_EVERY_MS = 250;

/** Polls until told to stop; resolves when the invocations under way have ended. */
export const pollQueue = (source: SqsSource, sqs: SqsEngine, invoke: Invoke, log: Log): { isBusy(): boolean; stop(): Promise<void> } => {
  const queue = sqs.queue(source.queueArn);
  if (!queue) throw new Error(`${source.id} reads ${source.queueArn}, which is not a queue of the template.`);
  let stopped = false;
  const working = new Set<number>();
  const lanes = Array.from({ length: source.maxConcurrency }, async (_, lane) => {
    while (!stopped) {
      const batch = await collect(source, sqs, queue, () => stopped, () => working.add(lane));
      if (!stopped && batch.length > 0) await deliver(source, queue, batch, invoke, log);
      working.delete(lane);
    }
  });
  return {
    // What failed and is hidden for a while is nobody's work now.
    isBusy: () => {
      queue.processTimers();
      return working.size > 0 || queue.messages.length > 0;
    },
    stop: async () => {
      stopped = true;
      queue.cancelWaiters();
      await Promise.all(lanes);
    },
  };
};

const collect = async (source: SqsSource, sqs: SqsEngine, queue: SqsQueue, stopped: () => boolean, begun: () => void): Promise<Delivery[]> => {
  const batch: Delivery[] = [];
  let closesAt = Infinity;
  while (!stopped()) {
    for (const message of sqs.dequeue(queue, Math.min(10, source.batchSize - batch.length))) {
      const delivery = deliveryOf(queue, message);
      if (source.matches && !source.matches(withParsedBody(delivery.record))) queue.deleteMessage(delivery.handle);
      else batch.push(delivery);
    }
    if (batch.length > 0) begun();
    if (batch.length > 0 && closesAt === Infinity) closesAt = Date.now() + source.windowMs;
    if (batch.length >= source.batchSize || Date.now() >= closesAt) return batch;
    if (queue.messages.length === 0) await arrival(queue, Math.min(LOOK_EVERY_MS, closesAt - Date.now()));
  }
  return batch;
};

/** fauxqs's own waiting runs a 20 ms timer per queue; messages that arrive wake us anyway, and those that become visible again can wait a moment. */
const arrival = (queue: SqsQueue, ms: number): Promise<void> =>
  new Promise((resolve) => {
    const waiter = { resolve, timer: setTimeout(() => (queue.pollWaiters.splice(queue.pollWaiters.indexOf(waiter), 1), resolve()), ms) };
    queue.pollWaiters.push(waiter);
  });

const deliveryOf = (queue: SqsQueue, message: ReceivedMessage): Delivery => {
  const kept = queue.inflightMessages.get(message.ReceiptHandle)?.message;
  const attributes = {
    ApproximateReceiveCount: String(kept?.approximateReceiveCount ?? 1),
    SentTimestamp: String(kept?.sentTimestamp ?? Date.now()),
    SenderId: "AIDALOCAL",
    ApproximateFirstReceiveTimestamp: String(kept?.approximateFirstReceiveTimestamp ?? Date.now()),
    ...(kept?.messageGroupId ? { MessageGroupId: kept.messageGroupId } : {}),
  };
  const messageAttributes = Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [name, { stringValue: value.StringValue, binaryValue: value.BinaryValue, stringListValues: [], binaryListValues: [], dataType: value.DataType }]),
  );
  const record = { messageId: message.MessageId, receiptHandle: message.ReceiptHandle, body: message.Body, attributes, messageAttributes, md5OfBody: message.MD5OfBody, eventSource: "aws:sqs", eventSourceARN: queue.arn, awsRegion: REGION };
  return { handle: message.ReceiptHandle, record };
};

const withParsedBody = (record: SqsRecord): unknown => {
  try {
    return { ...record, body: JSON.parse(record.body) as unknown };
  } catch {
    return record;
  }
};

const deliver = async (source: SqsSource, queue: SqsQueue, batch: readonly Delivery[], invoke: Invoke, log: Log): Promise<void> => {
  const result = await invoke(source.functionName, { Records: batch.map(({ record }) => record) });
  const failed = result.ok ? failedIds(source, result.payload, batch) : new Set(batch.map(({ record }) => record.messageId));
  for (const { handle, record } of batch) if (!failed.has(record.messageId)) queue.deleteMessage(handle);
  if (failed.size > 0) log({ source: source.functionName, level: "warn", text: `${failed.size} of ${batch.length} messages of ${queue.name} failed and stay in the queue.` });
};

const failedIds = (source: SqsSource, payload: unknown, batch: readonly Delivery[]): Set<string> => {
  const failures = source.partialFailures ? (payload as { batchItemFailures?: { itemIdentifier?: string }[] } | null)?.batchItemFailures : undefined;
  if (!failures?.length) return new Set();
  const known = new Set(batch.map(({ record }) => record.messageId));
  const named = failures.map(({ itemIdentifier }) => itemIdentifier ?? "");
  return named.every((id) => known.has(id)) ? new Set(named) : known;
};
