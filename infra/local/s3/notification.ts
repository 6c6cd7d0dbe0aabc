// What S3 tells others about an object: the event record for queues and the event for EventBridge, field for field as AWS documents them.
import { randomBytes, randomUUID } from "node:crypto";
import { ACCOUNT, REGION } from "../engine.ts";
import type { Bucket } from "./bucket.ts";
import type { Reason, Stored } from "./object-index.ts";

/** An entry for the outbox. */
export type Owed = { readonly queueArn: string; readonly body: string } | { readonly event: S3BusEvent };
export type S3BusEvent = {
  readonly source: "aws.s3";
  readonly "detail-type": "Object Created" | "Object Deleted";
  readonly time: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
};

export const owedFor = (bucket: Bucket, object: Stored, reason: Reason, now: number): Owed[] => {
  const eventName = EVENT_NAMES[reason];
  const wanted = bucket.notifications.filter(
    ({ events, prefix = "", suffix = "" }) =>
      events.some((event) => event === `s3:${eventName}` || event === `s3:${eventName.split(":")[0]}:*`) && object.key.startsWith(prefix) && object.key.endsWith(suffix),
  );
  const toQueues = wanted.map(({ queueArn, id = "notification" }) => ({ queueArn, body: JSON.stringify({ Records: [record(bucket, object, eventName, id, now)] }) }));
  return bucket.eventBridge ? [...toQueues, { event: busEvent(bucket, object, reason, now) }] : toQueues;
};

const EVENT_NAMES: Record<Reason, string> = {
  PutObject: "ObjectCreated:Put",
  CopyObject: "ObjectCreated:Copy",
  CompleteMultipartUpload: "ObjectCreated:CompleteMultipartUpload",
  DeleteObject: "ObjectRemoved:Delete",
  DeleteMarker: "ObjectRemoved:DeleteMarkerCreated",
};

const record = (bucket: Bucket, object: Stored, eventName: string, configurationId: string, now: number) => ({
  eventVersion: "2.1",
  eventSource: "aws:s3",
  awsRegion: REGION,
  eventTime: new Date(now).toISOString(),
  eventName,
  userIdentity: { principalId: `AWS:${ACCOUNT}` },
  requestParameters: { sourceIPAddress: "127.0.0.1" },
  responseElements: { "x-amz-request-id": randomBytes(8).toString("hex").toUpperCase(), "x-amz-id-2": randomBytes(24).toString("base64") },
  s3: {
    s3SchemaVersion: "1.0",
    configurationId,
    bucket: { name: bucket.name, ownerIdentity: { principalId: ACCOUNT }, arn: `arn:aws:s3:::${bucket.name}` },
    object: {
      key: encodedKey(object.key),
      ...(eventName.startsWith("ObjectCreated") ? { size: object.size, eTag: object.etag } : {}),
      ...(object.version === "null" ? {} : { versionId: object.version }),
      sequencer: sequencer(object),
    },
  },
});

/** As a form field: a space is a plus, everything but letters, digits and `*-._/` is percent-encoded. */
const encodedKey = (key: string) => new URLSearchParams({ k: key }).toString().slice(2).replaceAll("%2F", "/");
/** Rises with every write of a key, compared as text of equal length. */
const sequencer = ({ seq }: Stored) => seq.toString(16).toUpperCase().padStart(18, "0");

const busEvent = (bucket: Bucket, object: Stored, reason: Reason, now: number): S3BusEvent => {
  const created = EVENT_NAMES[reason].startsWith("ObjectCreated");
  const version = object.version === "null" ? {} : { "version-id": object.version };
  return {
    source: "aws.s3",
    "detail-type": created ? "Object Created" : "Object Deleted",
    time: new Date(now).toISOString(),
    resources: [`arn:aws:s3:::${bucket.name}`],
    detail: {
      version: "0",
      bucket: { name: bucket.name },
      object: { key: object.key, ...(created ? { size: object.size, etag: object.etag } : {}), ...version, sequencer: sequencer(object) },
      "request-id": randomUUID(),
      requester: ACCOUNT,
      "source-ip-address": "127.0.0.1",
      reason: created ? reason : "DeleteObject",
      ...(created ? {} : { "deletion-type": reason === "DeleteMarker" ? "Delete Marker Created" : "Permanently Deleted" }),
    },
  };
};
