import { createHash, randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openS3ForTest } from "./open-for-test.ts";

let local: Awaited<ReturnType<typeof openS3ForTest>>;
let s3: S3Client;
const Bucket = "inbox";
const put = (Key: string, Body: string | Uint8Array = Key, more = {}) => s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const text = async (Key: string, more = {}) => (await s3.send(new GetObjectCommand({ Bucket, Key, ...more }))).Body!.transformToString();
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => ({ name: "nothing failed", status: 0 }),
    (error: { name: string; $metadata: { httpStatusCode?: number } }) => ({ name: error.name, status: error.$metadata.httpStatusCode }),
  );

beforeAll(async () => {
  local = await openS3ForTest({ inbox: {}, archive: { versioned: true }, "list-me": {} });
  s3 = local.client();
});
afterAll(() => local.close());

test("a file comes back as it was put, with its type, names and tag", async () => {
  const { ETag, ChecksumCRC32 } = await put("acme/sage/clients.csv", "C1;Dupont", { ContentType: "text/csv", CacheControl: "no-store", Metadata: { origin: "sage" } });
  expect(ETag).toBe(`"${createHash("md5").update("C1;Dupont").digest("hex")}"`);
  expect(ChecksumCRC32).toBeDefined();
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: "acme/sage/clients.csv" }));
  expect(await got.Body!.transformToString()).toBe("C1;Dupont");
  expect(got).toMatchObject({ ContentType: "text/csv", CacheControl: "no-store", Metadata: { origin: "sage" }, ContentLength: 9, ETag, ChecksumCRC32 });
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "acme/sage/clients.csv" }))).toMatchObject({ ContentLength: 9, ETag, ContentType: "text/csv" });
});

test.each(["clé d'été ü.csv", "a+b=c&d.csv", "100% sûr.csv", "deux//barres", "日本語/ファイル.csv", "(1)*!'.txt"])(
  "the key %s names the file that was put under it",
  async (key) => {
    await put(key, `body of ${key}`);
    expect(await text(key)).toBe(`body of ${key}`);
  },
);

test("a stream of unknown checksum is decoded before it is stored", async () => {
  const body = randomBytes(700_000);
  const chunks = Readable.from([body.subarray(0, 1), body.subarray(1, 400_000), body.subarray(400_000)]);
  await s3.send(new PutObjectCommand({ Bucket, Key: "streamed", Body: chunks, ContentLength: body.length }));
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: "streamed" }));
  expect(Buffer.from(await got.Body!.transformToByteArray()).equals(body)).toBe(true);
  expect(got.ContentEncoding).toBeUndefined();
});

test.each(["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const)("a %s made by the SDK is verified", async (ChecksumAlgorithm) => {
  await put(`checked-${ChecksumAlgorithm}`, "123456789", { ChecksumAlgorithm });
  expect(await text(`checked-${ChecksumAlgorithm}`)).toBe("123456789");
});

test("a body that was damaged on its way is refused", async () => {
  expect(await failure(put("damaged", "abc", { ChecksumCRC32: "AAAAAA==" }))).toEqual({ name: "BadDigest", status: 400 });
  expect(await failure(put("damaged", "abc", { ContentMD5: createHash("md5").update("abd").digest("base64") }))).toEqual({ name: "BadDigest", status: 400 });
  expect(await failure(text("damaged"))).toEqual({ name: "NoSuchKey", status: 404 });
});

test("part of a file can be read, from the start, the middle or the end", async () => {
  await put("ranged", "0123456789");
  expect(await text("ranged", { Range: "bytes=0-3" })).toBe("0123");
  expect(await text("ranged", { Range: "bytes=7-" })).toBe("789");
  expect(await text("ranged", { Range: "bytes=-2" })).toBe("89");
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: "ranged", Range: "bytes=2-100" }));
  expect(got).toMatchObject({ ContentRange: "bytes 2-9/10", ContentLength: 8 });
  expect(await failure(text("ranged", { Range: "bytes=10-" }))).toEqual({ name: "InvalidRange", status: 416 });
});

test("a missing file, bucket or version is said as S3 says it", async () => {
  expect(await failure(text("nothing here"))).toEqual({ name: "NoSuchKey", status: 404 });
  expect(await failure(s3.send(new HeadObjectCommand({ Bucket, Key: "nothing here" })))).toEqual({ name: "NotFound", status: 404 });
  expect(await failure(s3.send(new GetObjectCommand({ Bucket: "nowhere", Key: "k" })))).toEqual({ name: "NoSuchBucket", status: 404 });
  expect(await failure(s3.send(new HeadBucketCommand({ Bucket: "nowhere" })))).toEqual({ name: "NotFound", status: 404 });
  expect(await failure(text("nothing here", { VersionId: "x" }))).toEqual({ name: "NoSuchVersion", status: 404 });
});

test("only one of many writers creates a file, and only who knows the last state replaces it", async () => {
  const writers = await Promise.all(Array.from({ length: 8 }, (_, n) => failure(put("manifest", `by ${n}`, { IfNoneMatch: "*" }))));
  expect(writers.filter(({ name }) => name === "nothing failed")).toHaveLength(1);
  expect(writers.filter(({ name, status }) => name === "PreconditionFailed" && status === 412)).toHaveLength(7);
  const { ETag } = await s3.send(new HeadObjectCommand({ Bucket, Key: "manifest" }));
  await put("manifest", "next", { IfMatch: ETag });
  expect(await failure(put("manifest", "lost update", { IfMatch: ETag }))).toEqual({ name: "PreconditionFailed", status: 412 });
  expect(await failure(put("never there", "x", { IfMatch: ETag }))).toEqual({ name: "NoSuchKey", status: 404 });
  expect(await text("manifest")).toBe("next");
});

test("a reader who has the file already is told so", async () => {
  const { ETag } = await put("cached", "v1");
  expect(await failure(text("cached", { IfNoneMatch: ETag }))).toMatchObject({ status: 304 });
  expect(await failure(text("cached", { IfMatch: '"other"' }))).toMatchObject({ status: 412 });
  expect(await failure(text("cached", { IfModifiedSince: new Date(Date.now() + 60_000) }))).toMatchObject({ status: 304 });
  expect(await text("cached", { IfModifiedSince: new Date(0) })).toBe("v1");
});

test("a copy carries bytes and names; to itself only with new names", async () => {
  await put("from ü", "copied", { ContentType: "text/plain", Metadata: { a: "1" } });
  const CopySource = `${Bucket}/${encodeURIComponent("from ü")}`;
  await s3.send(new CopyObjectCommand({ Bucket, Key: "to", CopySource }));
  expect(await s3.send(new HeadObjectCommand({ Bucket, Key: "to" }))).toMatchObject({ ContentType: "text/plain", Metadata: { a: "1" }, ContentLength: 6 });
  await s3.send(new CopyObjectCommand({ Bucket, Key: "to", CopySource, MetadataDirective: "REPLACE", Metadata: { b: "2" } }));
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "to" }))).Metadata).toEqual({ b: "2" });
  expect(await failure(s3.send(new CopyObjectCommand({ Bucket, Key: "from ü", CopySource })))).toEqual({ name: "InvalidRequest", status: 400 });
});

test("deleting twice is fine, and many at once tells each", async () => {
  await Promise.all(["d1", "d2", "d & 3"].map((key) => put(key)));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "d1" }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "d1" }));
  const { Deleted } = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "d2" }, { Key: "d & 3" }, { Key: "never" }] } }));
  expect(Deleted!.map(({ Key }) => Key)).toEqual(["d2", "d & 3", "never"]);
  expect(await failure(text("d & 3"))).toMatchObject({ name: "NoSuchKey" });
});

test("the bytes of replaced and deleted files leave the disk", async () => {
  const count = () => readdirSync(join(local.dataDir, "s3", "objects"), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
  const before = count();
  for (const n of [1, 2, 3]) await put("replaced", `version ${n}`);
  expect(count()).toBe(before + 1);
  await s3.send(new DeleteObjectCommand({ Bucket, Key: "replaced" }));
  expect(count()).toBe(before);
});

test("a list goes page by page, in the order of bytes, folders folded", async () => {
  const keys = ["a", "b/1", "b/2", "b/c/3", "b0", "d é/1", "z", "é"];
  await Promise.all(keys.map((Key) => s3.send(new PutObjectCommand({ Bucket: "list-me", Key, Body: Key }))));
  const list = (more = {}) => s3.send(new ListObjectsV2Command({ Bucket: "list-me", ...more }));
  expect((await list()).Contents!.map(({ Key }) => Key)).toEqual(keys);
  const folded = await list({ Delimiter: "/" });
  expect(folded.CommonPrefixes!.map(({ Prefix }) => Prefix)).toEqual(["b/", "d é/"]);
  expect(folded.Contents!.map(({ Key }) => Key)).toEqual(["a", "b0", "z", "é"]);
  expect((await list({ Prefix: "b/", Delimiter: "/" })).CommonPrefixes!.map(({ Prefix }) => Prefix)).toEqual(["b/c/"]);
  expect((await list({ StartAfter: "b/2" })).Contents!.map(({ Key }) => Key)).toEqual(keys.slice(3));
  expect((await list({ EncodingType: "url", Prefix: "d é" })).Contents![0]!.Key).toBe(encodeURIComponent("d é/1").replace("%2F", "/"));
  const paged: string[] = [];
  for (let token: string | undefined; ;) {
    const page = await list({ MaxKeys: 1, Delimiter: "/", ContinuationToken: token });
    paged.push(page.CommonPrefixes?.[0]?.Prefix ?? page.Contents![0]!.Key!);
    expect(page.KeyCount).toBe(1);
    if (!page.IsTruncated) break;
    token = page.NextContinuationToken;
  }
  expect(paged).toEqual(["a", "b/", "b0", "d é/", "z", "é"]);
  expect(await list({ Prefix: "nothing" })).toMatchObject({ KeyCount: 0, IsTruncated: false });
});

test("old versions stay readable, and a deletion hides the file without losing it", async () => {
  const inArchive = { Bucket: "archive", Key: "letter.pdf" };
  const first = await s3.send(new PutObjectCommand({ ...inArchive, Body: "first" }));
  const second = await s3.send(new PutObjectCommand({ ...inArchive, Body: "second" }));
  expect(first.VersionId).not.toBe(second.VersionId);
  const marker = await s3.send(new DeleteObjectCommand(inArchive));
  expect(marker.DeleteMarker).toBe(true);
  expect(await failure(s3.send(new GetObjectCommand(inArchive)))).toMatchObject({ name: "NoSuchKey" });
  expect((await s3.send(new ListObjectsV2Command({ Bucket: "archive" }))).KeyCount).toBe(0);
  const old = await s3.send(new GetObjectCommand({ ...inArchive, VersionId: first.VersionId }));
  expect(await old.Body!.transformToString()).toBe("first");
  await s3.send(new DeleteObjectCommand({ ...inArchive, VersionId: marker.VersionId }));
  expect(await (await s3.send(new GetObjectCommand(inArchive))).Body!.transformToString()).toBe("second");
});

test("a large file goes up in parts and comes down whole", async () => {
  const body = randomBytes(12 * 1024 * 1024 + 5);
  const upload = new Upload({ client: s3, params: { Bucket, Key: "large ü", Body: Readable.from([body]), ContentType: "text/csv" }, partSize: 5 * 1024 * 1024 });
  const { ETag } = await upload.done();
  expect(ETag).toMatch(/^"[\da-f]{32}-3"$/);
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: "large ü" }));
  expect(got.ContentType).toBe("text/csv");
  expect(Buffer.from(await got.Body!.transformToByteArray()).equals(body)).toBe(true);
});

test("a large single upload is fine as well", async () => {
  const body = randomBytes(30 * 1024 * 1024);
  await put("single", body);
  expect((await s3.send(new HeadObjectCommand({ Bucket, Key: "single" }))).ContentLength).toBe(body.length);
});

test("an upload that breaks off leaves nothing behind", async () => {
  await put("broken off", "whole");
  const { hostname, port } = new URL(local.s3.endpoint);
  const url = await import("@aws-sdk/s3-request-presigner").then(({ getSignedUrl }) => getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: "broken off" })));
  const { pathname, search } = new URL(url);
  await new Promise<void>((done) => {
    const broken = httpRequest({ hostname, port, method: "PUT", path: pathname + search, headers: { "content-length": 1_000_000 } });
    broken.on("error", () => done());
    broken.write(Buffer.alloc(100_000), () => setImmediate(() => broken.destroy(new Error("cable pulled"))));
  });
  expect(await text("broken off")).toBe("whole");
});
