// Single objects: put, copy, get, head, delete.
import type { AwsResponse } from "../engine.ts";
import { receiveBody } from "./body.ts";
import { bucketOf, type S3Context } from "./bucket.ts";
import { S3Error } from "./error.ts";
import type { Change, Stored } from "./object-index.ts";
import { checkRead, checkSource } from "./precondition.ts";
import type { S3Request } from "./request.ts";
import { element, S3_NAMESPACE, XML } from "./xml.ts";

/** An answer whose body may be a file: `blob` is sent instead of `body`. */
export type S3Response = AwsResponse & { readonly blob?: string; readonly range?: { readonly start: number; readonly end: number } };

const KEPT_HEADERS = /^(content-type|content-disposition|content-language|cache-control|expires|content-encoding|x-amz-meta-.+)$/;

export const putObject = async (context: S3Context, request: S3Request): Promise<S3Response> => {
  const { bucket, key, headers } = request;
  const { versioned } = bucketOf(context, bucket);
  const conditions = { ifMatch: headers["if-match"], ifNoneMatch: headers["if-none-match"] };
  const received = await receiveBody(request, context.blobs);
  const { blob, size, md5: etag, checksum } = received;
  const object = { bucket, key, blob, size, etag, modified: context.clock.now(), headers: keptHeaders(headers), ...(checksum === undefined ? {} : { checksum }) };
  const change = save(context, blob, () => context.index.put(object, { versioned, reason: "PutObject", conditions }));
  return { status: 200, headers: { etag: `"${etag}"`, ...versionHeader(change.object), ...(checksum === undefined ? {} : { [checksum.name]: checksum.value }) } };
};

export const copyObject = async (context: S3Context, request: S3Request): Promise<S3Response> => {
  const { bucket, key, headers } = request;
  const { versioned } = bucketOf(context, bucket);
  const source = findSource(context, headers["x-amz-copy-source"] ?? "");
  checkSource(source, headers);
  const directive = headers["x-amz-metadata-directive"] ?? "COPY";
  if (!["COPY", "REPLACE"].includes(directive)) throw new S3Error("InvalidArgument", "Unknown metadata directive.");
  if (directive === "COPY" && source.bucket === bucket && source.key === key)
    throw new S3Error("InvalidRequest", "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata.");
  const blob = await context.blobs.copy(source.blob);
  const modified = context.clock.now();
  const { size, etag, checksum } = source;
  const object = {
    bucket,
    key,
    blob,
    size,
    etag,
    modified,
    headers: directive === "COPY" ? source.headers : keptHeaders(headers),
    ...(checksum === undefined ? {} : { checksum }),
  };
  const conditions = { ifMatch: headers["if-match"], ifNoneMatch: headers["if-none-match"] };
  const change = save(context, blob, () => context.index.put(object, { versioned, reason: "CopyObject", conditions }));
  const result = element("ETag", `"${etag}"`) + element("LastModified", new Date(modified).toISOString());
  const body = XML + element("CopyObjectResult", result, { raw: true, xmlns: S3_NAMESPACE });
  return { status: 200, headers: { "content-type": "application/xml", ...versionHeader(change.object) }, body };
};

export const getObject = (context: S3Context, request: S3Request): S3Response => {
  const object = findObject(context, request.bucket, request.key, request.query.get("versionId") ?? undefined);
  checkRead(object, request.headers);
  const range = rangeOf(request.headers["range"], object.size);
  const size = range === undefined ? object.size : range.end - range.start + 1;
  const headers = {
    ...describe(object),
    "content-length": String(size),
    ...overrides(request.query),
    ...(range === undefined ? {} : { "content-range": `bytes ${range.start}-${range.end}/${object.size}` }),
    ...(object.checksum !== undefined && range === undefined && request.headers["x-amz-checksum-mode"]?.toUpperCase() === "ENABLED"
      ? { [object.checksum.name]: object.checksum.value, "x-amz-checksum-type": "FULL_OBJECT" }
      : {}),
  };
  return { status: range === undefined ? 200 : 206, headers, blob: object.blob, ...(range === undefined ? {} : { range }) };
};

export const deleteObject = (context: S3Context, request: S3Request): S3Response => {
  const version = request.query.get("versionId") ?? undefined;
  const change = remove(context, request.bucket, request.key, version, request.headers["if-match"]);
  if (change === undefined) return { status: 204 };
  return { status: 204, headers: { ...versionHeader(change.object), ...(change.object.marker ? { "x-amz-delete-marker": "true" } : {}) } };
};

export const remove = (context: S3Context, bucket: string, key: string, version?: string, ifMatch?: string): Change | undefined => {
  const { versioned } = bucketOf(context, bucket);
  const change = context.index.delete(bucket, key, { versioned, version, conditions: { ifMatch }, now: context.clock.now() });
  settle(context, change);
  return change;
};

/** Runs a write whose new blob is already on disk; a refused write leaves no blob behind. */
export const save = (context: S3Context, blob: string, write: () => Change): Change => {
  try {
    const change = write();
    settle(context, change);
    return change;
  } catch (error) {
    context.blobs.remove(blob);
    throw error;
  }
};

export const keptHeaders = (headers: Readonly<Record<string, string>>): Record<string, string> => {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => KEPT_HEADERS.test(name)));
  const encodings = (kept["content-encoding"] ?? "").split(",").map((name) => name.trim());
  delete kept["content-encoding"];
  const real = encodings.filter((name) => name !== "" && name !== "aws-chunked").join(",");
  return real === "" ? kept : { ...kept, "content-encoding": real };
};

export const versionHeader = ({ version }: Stored): Record<string, string> => (version === "null" ? {} : { "x-amz-version-id": version });

const settle = (context: S3Context, change: Change | undefined) => {
  for (const blob of change?.unused ?? []) if (!context.index.isReferenced(blob)) context.blobs.remove(blob);
  context.flush();
};

const findObject = (context: S3Context, bucket: string, key: string, version: string | undefined): Stored => {
  bucketOf(context, bucket);
  const object = version === undefined ? context.index.latest(bucket, key) : context.index.version(bucket, key, version);
  if (object === undefined && version !== undefined) throw new S3Error("NoSuchVersion", undefined, { Key: key, VersionId: version });
  if (object === undefined) throw new S3Error("NoSuchKey", undefined, { Key: key });
  const markerHeaders = { "x-amz-delete-marker": "true", ...versionHeader(object) };
  if (object.marker && version !== undefined) throw new S3Error("MethodNotAllowed", undefined, {}, markerHeaders);
  if (object.marker) throw new S3Error("NoSuchKey", undefined, { Key: key }, markerHeaders);
  return object;
};

const findSource = (context: S3Context, text: string): Stored => {
  const [path = "", query = ""] = text.split("?", 2);
  const [bucket = "", ...key] = decodeURIComponent(path).replace(/^\//, "").split("/");
  if (bucket === "" || key.length === 0) throw new S3Error("InvalidArgument", "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
  return findObject(context, bucket, key.join("/"), new URLSearchParams(query).get("versionId") ?? undefined);
};

const describe = (object: Stored): Record<string, string> => ({
  "content-type": "binary/octet-stream",
  ...object.headers,
  etag: `"${object.etag}"`,
  "last-modified": new Date(object.modified).toUTCString(),
  "accept-ranges": "bytes",
  ...versionHeader(object),
});

const overrides = (query: URLSearchParams) =>
  Object.fromEntries([...query].filter(([name]) => name.startsWith("response-")).map(([name, value]) => [name.slice("response-".length), value]));

/** One range; several at once are answered with the whole object, as S3 does. */
const rangeOf = (header: string | undefined, size: number) => {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== "" && last !== "" && Number(last) < start) return undefined;
  if (start >= size || (first === "" && Number(last) === 0))
    throw new S3Error("InvalidRange", undefined, { ActualObjectSize: String(size) }, { "content-range": `bytes */${size}` });
  return { start, end };
};
