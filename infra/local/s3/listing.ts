// Buckets and what is in them.
import { bucketOf, type S3Context } from "./bucket.ts";
import { notImplemented, S3Error } from "./error.ts";
import type { Stored } from "./object-index.ts";
import { remove, type S3Response } from "./objects.ts";
import { readText, type S3Request } from "./request.ts";
import { ACCOUNT } from "../engine.ts";
import { element, inner, innerText, isPlain, S3_NAMESPACE, XML } from "./xml.ts";

const MAX_KEYS = 1000;
/** Greater than every key with the same beginning: the last code point of Unicode. */
const LAST = "\u{10ffff}";

export const listObjects = (context: S3Context, request: S3Request): S3Response => {
  const { query, bucket } = request;
  bucketOf(context, bucket);
  if (query.get("list-type") !== "2") throw notImplemented("ListObjects version 1; use version 2");
  const maxKeys = Math.min(Number(query.get("max-keys") ?? MAX_KEYS), MAX_KEYS);
  if (!Number.isInteger(maxKeys) || maxKeys < 0) throw new S3Error("InvalidArgument", "Provided max-keys not an integer or within integer range");
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const token = query.get("continuation-token");
  const after = token === null ? (query.get("start-after") ?? "") : readToken(token);
  const page = maxKeys === 0 ? { entries: [] } : walk(context, bucket, { prefix, delimiter, after, maxKeys });
  const name = query.get("encoding-type") === "url" ? (text: string) => encodeURIComponent(text).replaceAll("%2F", "/") : (text: string) => text;
  const echoed = ["continuation-token", "start-after"].map((field) =>
    query.has(field) ? element(field === "start-after" ? "StartAfter" : "ContinuationToken", query.get(field) ?? "") : "",
  );
  const body = [
    element("Name", bucket) + element("Prefix", name(prefix)) + (delimiter === "" ? "" : element("Delimiter", name(delimiter))),
    element("MaxKeys", maxKeys) + element("KeyCount", page.entries.length) + element("IsTruncated", page.next !== undefined) + echoed.join(""),
    query.has("encoding-type") ? element("EncodingType", "url") : "",
    page.next === undefined ? "" : element("NextContinuationToken", Buffer.from(page.next).toString("base64url")),
    ...page.entries.map((entry) => (typeof entry === "string" ? element("CommonPrefixes", element("Prefix", name(entry)), { raw: true }) : contents(entry, name))),
  ];
  return xml("ListBucketResult", body.join(""));
};

type Page = { readonly entries: readonly (Stored | string)[]; readonly next?: string };
type Walk = { readonly prefix: string; readonly delimiter: string; readonly after: string; readonly maxKeys: number };

/** Jumps over a folder once its common prefix is listed, so that a deep bucket costs what is shown of it. */
const walk = (context: S3Context, bucket: string, { prefix, delimiter, after, maxKeys }: Walk): Page => {
  const entries: (Stored | string)[] = [];
  let position = after > prefix ? after : prefix;
  let exclusive = after >= prefix && after !== "";
  for (;;) {
    const batch = context.index.scan(bucket, position, exclusive, prefix + LAST, maxKeys + 1);
    let jumped = false;
    for (const object of batch) {
      const cut = delimiter === "" ? -1 : object.key.indexOf(delimiter, prefix.length);
      const entry = cut < 0 ? object : object.key.slice(0, cut + delimiter.length);
      if (entries.length === maxKeys) return { entries, next: position };
      entries.push(entry);
      position = typeof entry === "string" ? entry + LAST : entry.key;
      exclusive = true;
      jumped = typeof entry === "string";
      if (jumped) break;
    }
    if (!jumped && batch.length <= maxKeys) return { entries };
  }
};

const contents = (object: Stored, name: (text: string) => string) => {
  const fields = [element("Key", name(object.key)), element("LastModified", new Date(object.modified).toISOString()), element("ETag", `"${object.etag}"`)];
  return element("Contents", [...fields, element("Size", object.size), element("StorageClass", "STANDARD")].join(""), { raw: true });
};

const readToken = (token: string) => {
  const text = Buffer.from(token, "base64url").toString();
  if (Buffer.from(text).toString("base64url") !== token) throw new S3Error("InvalidArgument", "The continuation token provided is incorrect");
  return text;
};

export const deleteObjects = async (context: S3Context, request: S3Request): Promise<S3Response> => {
  bucketOf(context, request.bucket);
  const text = await readText(request.raw);
  const objects = inner(text, "Object").map((object) => ({ key: innerText(object, "Key"), version: innerText(object, "VersionId"), etag: innerText(object, "ETag") }));
  if (!isPlain(text) || objects.length === 0 || objects.length > MAX_KEYS) throw new S3Error("MalformedXML");
  const quiet = innerText(text, "Quiet") === "true";
  const results = objects.map(({ key, version, etag }) => {
    if (key === undefined) throw new S3Error("MalformedXML");
    try {
      const change = remove(context, request.bucket, key, version, etag);
      const marker = change?.object.marker && version === undefined ? element("DeleteMarker", true) + element("DeleteMarkerVersionId", change.object.version) : "";
      return quiet ? "" : element("Deleted", element("Key", key) + (version === undefined ? "" : element("VersionId", version)) + marker, { raw: true });
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      return element("Error", element("Key", key) + element("Code", error.code) + element("Message", error.message), { raw: true });
    }
  });
  return xml("DeleteResult", results.join(""));
};

export const listBuckets = (context: S3Context): S3Response => {
  const buckets = [...context.buckets.keys()].sort().map((name) => element("Bucket", element("Name", name) + element("CreationDate", new Date(0).toISOString()), { raw: true }));
  return xml("ListAllMyBucketsResult", element("Owner", element("ID", ACCOUNT), { raw: true }) + element("Buckets", buckets.join(""), { raw: true }));
};

export const xml = (root: string, content: string): S3Response => ({
  status: 200,
  headers: { "content-type": "application/xml" },
  body: XML + element(root, content, { raw: true, xmlns: S3_NAMESPACE }),
});
