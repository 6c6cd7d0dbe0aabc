// Which operation a request is: method, whether it names a key, and the one query parameter that makes it another operation.
import { REGION } from "../engine.ts";
import { bucketOf, type S3Context } from "./bucket.ts";
import { notImplemented, S3Error } from "./error.ts";
import { refuseUnknownHeaders, refuseUnknownParameters } from "./guard.ts";
import { deleteObjects, listBuckets, listObjects, xml } from "./listing.ts";
import { abortUpload, completeUpload, createUpload, putPart } from "./multipart.ts";
import { copyObject, deleteObject, getObject, putObject, type S3Response } from "./objects.ts";
import type { S3Request } from "./request.ts";
import { element } from "./xml.ts";

type Operation = {
  readonly when: (request: S3Request) => boolean;
  readonly parameters?: readonly string[];
  readonly run: (context: S3Context, request: S3Request) => S3Response | Promise<S3Response>;
};

const LIST = ["list-type", "prefix", "delimiter", "max-keys", "continuation-token", "start-after", "encoding-type", "fetch-owner"];
const OVERRIDES = ["content-type", "content-disposition", "content-encoding", "content-language", "cache-control", "expires"].map((name) => `response-${name}`);

const onKey =
  (...methods: string[]) =>
  (request: S3Request) =>
    request.key !== "" && methods.includes(request.method);
const onBucket =
  (...methods: string[]) =>
  (request: S3Request) =>
    request.bucket !== "" && request.key === "" && methods.includes(request.method);
const withParameter = (name: string, when: Operation["when"]) => (request: S3Request) => when(request) && request.query.has(name);

/** The first that fits; more special ones come first. */
const OPERATIONS: readonly Operation[] = [
  { when: (request) => request.bucket === "" && request.method === "GET", run: listBuckets },
  { when: withParameter("delete", onBucket("POST")), parameters: ["delete"], run: deleteObjects },
  { when: withParameter("location", onBucket("GET")), parameters: ["location"], run: (context, { bucket }) => (bucketOf(context, bucket), xml("LocationConstraint", REGION)) },
  { when: withParameter("versioning", onBucket("GET")), parameters: ["versioning"], run: versioning },
  { when: onBucket("GET"), parameters: LIST, run: listObjects },
  { when: onBucket("HEAD"), run: (context, { bucket }) => (bucketOf(context, bucket), { status: 200, headers: { "x-amz-bucket-region": REGION } }) },
  { when: onBucket("PUT"), run: (context, { bucket }) => createBucket(context, bucket) },
  { when: withParameter("uploads", onKey("POST")), parameters: ["uploads"], run: createUpload },
  { when: withParameter("uploadId", onKey("POST")), parameters: ["uploadId"], run: completeUpload },
  { when: withParameter("uploadId", onKey("DELETE")), parameters: ["uploadId"], run: abortUpload },
  { when: withParameter("uploadId", onKey("PUT")), parameters: ["uploadId", "partNumber"], run: (context, request) => part(context, request) },
  { when: (request) => onKey("PUT")(request) && "x-amz-copy-source" in request.headers, run: copyObject },
  { when: onKey("PUT"), run: putObject },
  { when: onKey("GET", "HEAD"), parameters: ["versionId", ...OVERRIDES], run: getObject },
  { when: onKey("DELETE"), parameters: ["versionId"], run: deleteObject },
];

export const operate = async (context: S3Context, request: S3Request): Promise<S3Response> => {
  const operation = OPERATIONS.find(({ when }) => when(request));
  if (operation === undefined) throw notImplemented(`${request.method} on ${request.key === "" ? "a bucket" : "an object"}`);
  refuseUnknownParameters(request, operation.parameters ?? []);
  refuseUnknownHeaders(request);
  return operation.run(context, request);
};

function versioning(context: S3Context, { bucket }: S3Request): S3Response {
  return xml("VersioningConfiguration", bucketOf(context, bucket).versioned ? element("Status", "Enabled") : "");
}

const part = (context: S3Context, request: S3Request) => {
  if ("x-amz-copy-source" in request.headers) throw notImplemented("UploadPartCopy");
  return putPart(context, request);
};

/** Buckets come from the template alone. */
const createBucket = ({ buckets }: S3Context, bucket: string): S3Response => {
  if (buckets.has(bucket)) throw new S3Error("BucketAlreadyOwnedByYou");
  throw notImplemented("CreateBucket; buckets come from the template");
};
