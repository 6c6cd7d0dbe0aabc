// Uploads in parts. Parts outlive a restart; completing joins them into one file and forgets them in the same transaction as the object.
import { createHash, randomBytes } from "node:crypto";
import { receiveBody } from "./body.ts";
import { bucketOf, type S3Context } from "./bucket.ts";
import { S3Error } from "./error.ts";
import { xml } from "./listing.ts";
import { keptHeaders, type S3Response, save, versionHeader } from "./objects.ts";
import { readText, type S3Request } from "./request.ts";
import { element, inner, innerText, isPlain } from "./xml.ts";
import { inTransaction } from "../database.ts";

const MAX_PART = 10_000;
const MIN_PART_BYTES = 5 * 1024 ** 2;
type Part = { readonly number: number; readonly blob: string; readonly size: number; readonly etag: string };

export const createUpload = (context: S3Context, request: S3Request): S3Response => {
  const { bucket, key, headers } = request;
  bucketOf(context, bucket);
  const id = randomBytes(32).toString("base64url");
  context.index.db.prepare("INSERT INTO upload (id, bucket, key, headers) VALUES (?, ?, ?, ?)").run(id, bucket, key, JSON.stringify(keptHeaders(headers)));
  const answer = xml("InitiateMultipartUploadResult", element("Bucket", bucket) + element("Key", key) + element("UploadId", id));
  const algorithm = headers["x-amz-checksum-algorithm"];
  return algorithm === undefined ? answer : { ...answer, headers: { ...answer.headers, "x-amz-checksum-algorithm": algorithm } };
};

export const putPart = async (context: S3Context, request: S3Request): Promise<S3Response> => {
  const { db } = context.index;
  const { id } = uploadOf(context, request);
  const number = Number(request.query.get("partNumber"));
  if (!Number.isInteger(number) || number < 1 || number > MAX_PART) throw new S3Error("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
  const { blob, size, md5, checksum } = await receiveBody(request, context.blobs);
  uploadOf(context, request);
  const replaced = db.prepare("SELECT blob FROM part WHERE upload = ? AND number = ?").get(id, number) as { blob: string } | undefined;
  db.prepare("INSERT OR REPLACE INTO part (upload, number, blob, size, etag) VALUES (?, ?, ?, ?, ?)").run(id, number, blob, size, md5);
  if (replaced !== undefined) context.blobs.remove(replaced.blob);
  return { status: 200, headers: { etag: `"${md5}"`, ...(checksum === undefined ? {} : { [checksum.name]: checksum.value }) } };
};

export const completeUpload = async (context: S3Context, request: S3Request): Promise<S3Response> => {
  const { bucket, key, headers } = request;
  const upload = uploadOf(context, request);
  const parts = chosenParts(partsOf(context, upload.id), await readText(request.raw));
  const etag = `${createHash("md5")
    .update(Buffer.from(parts.map((part) => part.etag).join(""), "hex"))
    .digest("hex")}-${parts.length}`;
  const blob = await context.blobs.join(parts.map((part) => part.blob));
  const object = { bucket, key, blob, size: parts.reduce((sum, part) => sum + part.size, 0), etag, modified: context.clock.now(), headers: upload.headers };
  const { versioned } = bucketOf(context, bucket);
  const conditions = { ifMatch: headers["if-match"], ifNoneMatch: headers["if-none-match"] };
  const change = save(context, blob, () => context.index.put(object, { versioned, reason: "CompleteMultipartUpload", conditions, also: () => forget(context, request) }));
  const location = `http://${headers["host"]}${request.rawPath}`;
  const answer = xml("CompleteMultipartUploadResult", element("Location", location) + element("Bucket", bucket) + element("Key", key) + element("ETag", `"${etag}"`));
  return { ...answer, headers: { ...answer.headers, ...versionHeader(change.object) } };
};

export const abortUpload = (context: S3Context, request: S3Request): S3Response => {
  const blobs = inTransaction(context.index.db, () => forget(context, request));
  for (const blob of blobs) context.blobs.remove(blob);
  return { status: 204 };
};

const uploadOf = ({ index }: S3Context, { query, bucket, key }: S3Request) => {
  const row = index.db.prepare("SELECT id, headers FROM upload WHERE id = ? AND bucket = ? AND key = ?").get(query.get("uploadId"), bucket, key);
  if (row === undefined) throw new S3Error("NoSuchUpload", undefined, { UploadId: query.get("uploadId") ?? "" });
  const { id, headers } = row as { id: string; headers: string };
  return { id, headers: JSON.parse(headers) as Record<string, string> };
};

const partsOf = ({ index }: S3Context, id: string) => index.db.prepare("SELECT number, blob, size, etag FROM part WHERE upload = ? ORDER BY number").all(id) as Part[];

/** Ends the upload; gives the blobs of all its parts, also of those that were not chosen. */
const forget = (context: S3Context, request: S3Request): string[] => {
  const { id } = uploadOf(context, request);
  const blobs = partsOf(context, id).map((part) => part.blob);
  context.index.db.prepare("DELETE FROM part WHERE upload = ?").run(id);
  context.index.db.prepare("DELETE FROM upload WHERE id = ?").run(id);
  return blobs;
};

const chosenParts = (parts: readonly Part[], text: string): Part[] => {
  const wanted = inner(text, "Part").map((part) => ({ number: Number(innerText(part, "PartNumber")), etag: (innerText(part, "ETag") ?? "").replaceAll('"', "") }));
  if (!isPlain(text) || wanted.length === 0) throw new S3Error("MalformedXML");
  return wanted.map(({ number, etag }, at) => {
    if (at > 0 && number <= wanted[at - 1]!.number) throw new S3Error("InvalidPartOrder");
    const part = parts.find((each) => each.number === number && each.etag === etag);
    if (part === undefined) throw new S3Error("InvalidPart", undefined, { PartNumber: String(number), ETag: etag });
    if (at < wanted.length - 1 && part.size < MIN_PART_BYTES) throw new S3Error("EntityTooSmall", undefined, { PartNumber: String(number) });
    return part;
  });
};
