import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { openClock } from "#infra/local/clock.ts";
import { REGION } from "#infra/local/engine.ts";
import { type BucketOptions, openS3, type S3BusEvent } from "#infra/local/s3/server.ts";

export const credentials = { accessKeyId: "AKIALOCAL", secretAccessKey: "a secret of this install" };
export const INBOX_QUEUE = "arn:aws:sqs:eu-west-3:000000000000:inbox";

/** An S3 on a free port in a folder of its own, with what it sent to queues and to the bus. */
export const openS3ForTest = async (buckets: Record<string, BucketOptions>, dataDir = mkdtempSync(join(tmpdir(), "s3-"))) => {
  const clock = openClock({ dataDir });
  const sent: { queueArn: string; body: string }[] = [];
  const events: S3BusEvent[] = [];
  const failing = { times: 0 };
  const notify = {
    send: async (queueArn: string, body: string) => {
      if (failing.times-- > 0) throw new Error("the queue is away");
      sent.push({ queueArn, body });
    },
    putEvent: async (event: S3BusEvent) => void events.push(event),
  };
  const s3 = await openS3({ dataDir, port: 0, credentials, clock, log: () => undefined, notify });
  for (const [name, options] of Object.entries(buckets)) s3.createBucket(name, options);
  const client = (config: S3ClientConfig = {}) => new S3Client({ region: REGION, endpoint: s3.endpoint, credentials, ...config });
  const close = async () => {
    await s3.close();
    clock.close();
  };
  return { dataDir, clock, s3, client, sent, events, failing, close };
};
