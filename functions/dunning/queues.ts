// The two queues of a run: shards to plan, and messages whose time has come.
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";

let sqs: SQSClient | undefined;

/** Ten at a time, as SQS allows. What could not be sent is an error: whoever asked tries again. */
export async function enqueue(queueUrl: string, bodies: readonly object[]): Promise<void> {
  sqs ??= new SQSClient({});
  for (let from = 0; from < bodies.length; from += 10) {
    const entries = bodies.slice(from, from + 10).map((body, n) => ({ Id: String(n), MessageBody: JSON.stringify(body) }));
    const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: entries }));
    if (Failed.length > 0) throw new Error(`${Failed.length} messages were not taken by the queue: ${Failed[0]!.Message ?? Failed[0]!.Code}`);
  }
}
