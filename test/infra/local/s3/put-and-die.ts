// Run as a process of its own: stores a file while the queue never answers, says so, and waits to be killed.
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { openClock } from "#infra/local/clock.ts";
import { openS3 } from "#infra/local/s3/server.ts";
import { credentials, INBOX_QUEUE } from "./open-for-test.ts";

const dataDir = process.argv[2]!;
const clock = openClock({ dataDir });
const s3 = await openS3({ dataDir, port: 0, credentials, clock, log: () => undefined, notify: { send: () => new Promise(() => undefined) } });
s3.createBucket("inbox", { notifications: [{ queueArn: INBOX_QUEUE, events: ["s3:ObjectCreated:*"] }] });
const client = new S3Client({ region: "eu-west-3", endpoint: s3.endpoint, credentials });
await client.send(new PutObjectCommand({ Bucket: "inbox", Key: "before the kill", Body: "kept" }));
process.stdout.write("stored\n");
