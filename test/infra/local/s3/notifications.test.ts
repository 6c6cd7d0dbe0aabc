import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CopyObjectCommand, DeleteObjectCommand, GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { afterEach, expect, test, vi } from "vitest";
import { INBOX_QUEUE, openS3ForTest } from "./open-for-test.ts";

const inbox = { notifications: [{ queueArn: INBOX_QUEUE, events: ["s3:ObjectCreated:*"] }] };
type Local = Awaited<ReturnType<typeof openS3ForTest>>;
const open: Local[] = [];
const start = async (...args: Parameters<typeof openS3ForTest>) => {
  const local = await openS3ForTest(...args);
  open.push(local);
  return local;
};
const arrived = (list: readonly unknown[], count: number) => vi.waitFor(() => expect(list).toHaveLength(count), { timeout: 10_000, interval: 10 });
type EventRecord = { eventName: string; s3: { object: { sequencer: string } } };
const records = ({ sent }: Local) => sent.flatMap(({ body }) => (JSON.parse(body) as { Records: EventRecord[] }).Records);

afterEach(async () => {
  for (const local of open.splice(0)) await local.close();
});

test("a dropped file is announced to its queue in S3's own words", async () => {
  const local = await start({ inbox });
  await local.client().send(new PutObjectCommand({ Bucket: "inbox", Key: "acme/sage/relevé d'août (1)+2.csv", Body: "x".repeat(42) }));
  await arrived(local.sent, 1);
  expect(local.sent[0]!.queueArn).toBe(INBOX_QUEUE);
  expect(records(local)[0]).toMatchObject({
    eventVersion: "2.1",
    eventSource: "aws:s3",
    awsRegion: "eu-west-3",
    eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown,
    eventName: "ObjectCreated:Put",
    s3: {
      s3SchemaVersion: "1.0",
      bucket: { name: "inbox", arn: "arn:aws:s3:::inbox" },
      object: {
        key: "acme/sage/relev%C3%A9+d%27ao%C3%BBt+%281%29%2B2.csv",
        size: 42,
        eTag: expect.stringMatching(/^[\da-f]{32}$/) as unknown,
        sequencer: expect.stringMatching(/^[\dA-F]{18}$/) as unknown,
      },
    },
  });
});

test("the same file dropped twice is told apart by a sequencer that rises", async () => {
  const local = await start({ inbox });
  for (const Body of ["first", "second"]) await local.client().send(new PutObjectCommand({ Bucket: "inbox", Key: "same", Body }));
  await arrived(local.sent, 2);
  const sequencers = records(local).map(({ s3 }) => s3.object.sequencer);
  expect(sequencers[0]! < sequencers[1]!).toBe(true);
});

test("prefix, suffix and kind decide who is told", async () => {
  const queue = (name: string) => `arn:aws:sqs:eu-west-3:000000000000:${name}`;
  const local = await start({
    inbox: {
      notifications: [
        { queueArn: queue("csv"), events: ["s3:ObjectCreated:Put"], prefix: "in/", suffix: ".csv" },
        { queueArn: queue("copies"), events: ["s3:ObjectCreated:Copy"] },
        { queueArn: queue("large"), events: ["s3:ObjectCreated:CompleteMultipartUpload"] },
        { queueArn: queue("gone"), events: ["s3:ObjectRemoved:*"] },
      ],
    },
  });
  const client = local.client();
  for (const Key of ["in/a.csv", "in/a.txt", "out/a.csv"]) await client.send(new PutObjectCommand({ Bucket: "inbox", Key, Body: "x" }));
  await client.send(new CopyObjectCommand({ Bucket: "inbox", Key: "copy", CopySource: "inbox/in/a.csv" }));
  await new Upload({ client, params: { Bucket: "inbox", Key: "large", Body: Buffer.alloc(6 * 1024 * 1024) } }).done();
  await client.send(new DeleteObjectCommand({ Bucket: "inbox", Key: "in/a.csv" }));
  await arrived(local.sent, 4);
  const told = local.sent.map(({ queueArn }, n) => `${queueArn.split(":").at(-1)} ${records(local)[n]!.eventName}`);
  expect(told.toSorted()).toEqual(["copies ObjectCreated:Copy", "csv ObjectCreated:Put", "gone ObjectRemoved:Delete", "large ObjectCreated:CompleteMultipartUpload"]);
});

test("a bucket that asks for it tells the event bus too", async () => {
  const local = await start({ documents: { eventBridge: true, versioned: true } });
  const { VersionId } = await local.client().send(new PutObjectCommand({ Bucket: "documents", Key: "lettre ü.pdf", Body: "x" }));
  await arrived(local.events, 1);
  expect(local.events[0]).toMatchObject({
    source: "aws.s3",
    "detail-type": "Object Created",
    resources: ["arn:aws:s3:::documents"],
    detail: { bucket: { name: "documents" }, object: { key: "lettre ü.pdf", size: 1, "version-id": VersionId }, reason: "PutObject" },
  });
});

test("a queue that is away is told later", async () => {
  const local = await start({ inbox });
  local.failing.times = 2;
  await local.client().send(new PutObjectCommand({ Bucket: "inbox", Key: "k", Body: "x" }));
  await vi.waitFor(() => expect(local.failing.times).toBe(1), { timeout: 5000, interval: 10 });
  await local.clock.advanceTo(local.clock.now() + 60_000);
  expect(local.sent).toHaveLength(1);
});

test("a process killed after the upload still has the file and still tells about it", async () => {
  const first = await start({ inbox });
  const { dataDir } = first;
  await first.close();
  open.splice(0);
  const doomed = spawn(process.execPath, [new URL("./put-and-die.ts", import.meta.url).pathname, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(doomed.stdout, "data")) as [Buffer];
  expect(line.toString()).toContain("stored");
  doomed.kill("SIGKILL");
  await once(doomed, "exit");

  const again = await start({ inbox }, dataDir);
  await arrived(again.sent, 1);
  expect(records(again)[0]).toMatchObject({ eventName: "ObjectCreated:Put", s3: { object: { key: "before+the+kill" } } });
  const got = await again.client().send(new GetObjectCommand({ Bucket: "inbox", Key: "before the kill" }));
  expect(await got.Body!.transformToString()).toBe("kept");
});

test("half an upload that a killed process left behind is swept away at the next start, whole objects stay", async () => {
  const first = await start({ inbox: {} });
  await first.client().send(new PutObjectCommand({ Bucket: "inbox", Key: "whole", Body: "whole" }));
  await first.close();
  open.splice(0);
  const stray = [join(first.dataDir, "s3", "incoming", "half"), join(first.dataDir, "s3", "objects", "ab", "ab00000000000000000000000000nobody")];
  for (const file of stray) writeFileSync(file, "half");
  const again = await start({ inbox: {} }, first.dataDir);
  expect(stray.filter((file) => existsSync(file))).toEqual([]);
  const got = await again.client().send(new GetObjectCommand({ Bucket: "inbox", Key: "whole" }));
  expect(await got.Body!.transformToString()).toBe("whole");
});
