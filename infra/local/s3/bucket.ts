import type { ObjectIndex } from "./object-index.ts";
import type { Blobs } from "./blobs.ts";
import type { Clock } from "../engine.ts";
import { S3Error } from "./error.ts";

/** A rule as CloudFormation writes it. */
export type CorsRule = {
  readonly AllowedOrigins: readonly string[];
  readonly AllowedMethods: readonly string[];
  readonly AllowedHeaders?: readonly string[];
  readonly ExposedHeaders?: readonly string[];
  readonly MaxAge?: number;
};

/** `events` as S3 names them (`s3:ObjectCreated:*`); prefix and suffix are compared with the plain key. */
export type QueueNotification = { readonly queueArn: string; readonly events: readonly string[]; readonly prefix?: string; readonly suffix?: string; readonly id?: string };

export type BucketOptions = {
  readonly cors?: readonly CorsRule[];
  readonly notifications?: readonly QueueNotification[];
  readonly eventBridge?: boolean;
  readonly versioned?: boolean;
};
export type Bucket = Required<BucketOptions> & { readonly name: string };

/** What the operations work with. */
export type S3Context = {
  readonly buckets: ReadonlyMap<string, Bucket>;
  readonly index: ObjectIndex;
  readonly blobs: Blobs;
  readonly clock: Clock;
  /** Sends notifications that a write left in the outbox. */
  readonly flush: () => void;
};

export const bucketOf = ({ buckets }: S3Context, name: string): Bucket => {
  const bucket = buckets.get(name);
  if (bucket === undefined) throw new S3Error("NoSuchBucket", undefined, { BucketName: name });
  return bucket;
};
