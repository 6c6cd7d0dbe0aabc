// What the functions of ingestion need of the world beside the table (stores.ts): two buckets and their queues. Tests give them the same over emulators.
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { env } from "#functions/runtime/env.ts";

export type Blobs = {
  /** The bytes of an object as a stream; undefined if there is none. */
  open(key: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  read(key: string): Promise<Uint8Array | undefined>;
  write(key: string, body: Uint8Array | string): Promise<void>;
};
export type Send = (messages: readonly object[]) => Promise<void>;

let s3: S3Client | undefined;
let sqs: SQSClient | undefined;
export const objectStorage = (): S3Client => (s3 ??= new S3Client({}));

export function blobs(bucket: string): Blobs {
  const client = objectStorage();
  const get = async (key: string) => {
    try {
      return (await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).Body;
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };
  return {
    open: async (key) => (await get(key)) as AsyncIterable<Uint8Array> | undefined,
    read: async (key) => (await get(key))?.transformToByteArray(),
    write: async (key, body) => {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
    },
  };
}

/** Ten at a time; what the queue does not take is an error, and the sender's own message comes again. */
const sender = (url: string): Send => async (messages) => {
  sqs ??= new SQSClient({});
  for (let from = 0; from < messages.length; from += 10) {
    const Entries = messages.slice(from, from + 10).map((message, n) => ({ Id: String(n), MessageBody: JSON.stringify(message) }));
    const { Failed } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
    if (Failed?.length) throw new Error(`${Failed.length} messages were not taken: ${Failed[0]!.Message ?? Failed[0]!.Code}`);
  }
};

export const readQueue = (): Send => sender(env("READ_QUEUE_URL").READ_QUEUE_URL);
export const applyQueue = (): Send => sender(env("APPLY_QUEUE_URL").APPLY_QUEUE_URL);
export const statementQueue = (): Send => sender(env("STATEMENT_QUEUE_URL").STATEMENT_QUEUE_URL);
export const inbox = (): Blobs => blobs(env("INBOX_BUCKET").INBOX_BUCKET);
export const lake = (): Blobs => blobs(env("LAKE_BUCKET").LAKE_BUCKET);
