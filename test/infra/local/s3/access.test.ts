import { createServer } from "node:http";
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { afterAll, beforeAll, expect, test } from "vitest";
import { credentials, openS3ForTest } from "./open-for-test.ts";

let local: Awaited<ReturnType<typeof openS3ForTest>>;
let s3: S3Client;
const Bucket = "inbox";
const APP = "http://127.0.0.1:4400";
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => "nothing failed",
    (error: { name: string }) => error.name,
  );
const code = async (response: Response) => `${response.status} ${/<Code>(\w+)<\/Code>/.exec(await response.text())?.[1]}`;

beforeAll(async () => {
  local = await openS3ForTest({
    inbox: { cors: [{ AllowedOrigins: [APP], AllowedMethods: ["PUT", "GET"], AllowedHeaders: ["content-type", "x-amz-*"], ExposedHeaders: ["ETag"], MaxAge: 600 }] },
  });
  s3 = local.client();
});
afterAll(() => local.close());

test("nobody gets in without the key of this install", async () => {
  const get = (client: S3Client) => failure(client.send(new GetObjectCommand({ Bucket, Key: "k" })));
  expect(await get(local.client({ credentials: { ...credentials, secretAccessKey: "wrong" } }))).toBe("SignatureDoesNotMatch");
  expect(await get(local.client({ credentials: { ...credentials, accessKeyId: "AKIAOTHER" } }))).toBe("InvalidAccessKeyId");
  expect(await code(await fetch(`${local.s3.endpoint}/${Bucket}/k`))).toBe("403 AccessDenied");
});

test("a request signed hours ago is refused", async () => {
  const late = local.client({ systemClockOffset: -3_600_000, maxAttempts: 1 });
  expect(await failure(late.send(new GetObjectCommand({ Bucket, Key: "k" })))).toBe("RequestTimeTooSkewed");
});

test("a browser uploads and downloads with presigned addresses", async () => {
  const Key = "acme/sage/relevé d'août ü+1.csv";
  const up = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key, ContentType: "text/csv", Metadata: { by: "camille" } }), { expiresIn: 60 });
  const uploaded = await fetch(up, { method: "PUT", body: "C1;10,00", headers: { "content-type": "text/csv", origin: APP } });
  expect(uploaded.status).toBe(200);
  expect(uploaded.headers.get("access-control-allow-origin")).toBe(APP);
  expect(uploaded.headers.get("access-control-expose-headers")).toBe("ETag");
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ContentType: "text/csv", Metadata: { by: "camille" } });
  const down = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key, ResponseContentDisposition: 'attachment; filename="r.csv"' }), { expiresIn: 60 });
  const downloaded = await fetch(down);
  expect(downloaded.headers.get("content-disposition")).toBe('attachment; filename="r.csv"');
  expect(await downloaded.text()).toBe("C1;10,00");
});

test("a presigned address opens one file, for one purpose, for a while", async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: "mine", Body: "x" }));
  const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: "mine" }), { expiresIn: 60 });
  expect(await code(await fetch(url.replace("/mine?", "/yours?")))).toBe("403 SignatureDoesNotMatch");
  expect(await code(await fetch(url, { method: "PUT", body: "y" }))).toBe("403 SignatureDoesNotMatch");
  expect(await code(await fetch(url, { headers: { "x-amz-meta-smuggled": "1" } }))).toBe("403 AccessDenied");
  const stale = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: "mine" }), { expiresIn: 60, signingDate: new Date(Date.now() - 61_000) });
  expect(await code(await fetch(stale))).toBe("403 AccessDenied");
});

test("the browser's question is answered by the bucket's own rules", async () => {
  const ask = (origin: string, method: string, headers = "content-type") =>
    fetch(`${local.s3.endpoint}/${Bucket}/k`, { method: "OPTIONS", headers: { origin, "access-control-request-method": method, "access-control-request-headers": headers } });
  const allowed = await ask(APP, "PUT", "content-type,x-amz-meta-by");
  expect(allowed.status).toBe(200);
  expect(Object.fromEntries(allowed.headers)).toMatchObject({
    "access-control-allow-origin": APP,
    "access-control-allow-methods": "PUT, GET",
    "access-control-allow-headers": "content-type, x-amz-meta-by",
    "access-control-max-age": "600",
  });
  expect((await ask("http://elsewhere.example", "PUT")).status).toBe(403);
  expect((await ask(APP, "DELETE")).status).toBe(403);
  expect((await ask(APP, "PUT", "x-other")).status).toBe(403);
});

test("what is not built is refused, and changes nothing", async () => {
  await s3.send(new PutObjectCommand({ Bucket, Key: "kept", Body: "kept" }));
  const Tagging = { TagSet: [{ Key: "a", Value: "b" }] };
  expect(await failure(s3.send(new PutObjectTaggingCommand({ Bucket, Key: "kept", Tagging })))).toBe("NotImplemented");
  expect(await failure(s3.send(new PutObjectCommand({ Bucket, Key: "kept", Body: "x", Tagging: "a=b" })))).toBe("NotImplemented");
  expect(await failure(s3.send(new PutObjectCommand({ Bucket, Key: "kept", Body: "x", ACL: "public-read" })))).toBe("NotImplemented");
  expect(await failure(s3.send(new PutObjectCommand({ Bucket, Key: "kept", Body: "x", StorageClass: "GLACIER" })))).toBe("NotImplemented");
  expect(await failure(s3.send(new CreateMultipartUploadCommand({ Bucket, Key: "kept", ObjectLockMode: "GOVERNANCE" })))).toBe("NotImplemented");
  expect(await failure(s3.send(new GetObjectAttributesCommand({ Bucket, Key: "kept", ObjectAttributes: ["ETag"] })))).toBe("NotImplemented");
  expect(await failure(s3.send(new ListObjectVersionsCommand({ Bucket })))).toBe("NotImplemented");
  expect(await failure(s3.send(new CreateBucketCommand({ Bucket: "new-one" })))).toBe("NotImplemented");
  expect(await failure(s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} })))).toBe("NotImplemented");
  expect(await (await s3.send(new GetObjectCommand({ Bucket, Key: "kept" }))).Body!.transformToString()).toBe("kept");
});

test("it listens on this machine only", async () => {
  expect(local.s3.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const port = Number(new URL(local.s3.endpoint).port);
  const other = createServer();
  await new Promise<void>((done) => other.listen(port, "127.0.0.2", done));
  await new Promise((done) => other.close(done));
});
