// Private, versioned, over TLS only, every access logged; kept when its stack goes.
import { Duration } from "aws-cdk-lib";
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket, type LifecycleRule, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { kept, worldwideNameOf } from "#infra/parts/stage.ts";

export type BucketProps = {
  readonly accessLogs: IBucket;
  /** How long a replaced or deleted object can still be brought back. */
  readonly undoDays: number;
  readonly lifecycle?: readonly LifecycleRule[];
};

export const houseBucket = (scope: Construct, id: string, { accessLogs, undoDays, lifecycle = [] }: BucketProps): Bucket =>
  new Bucket(scope, id, {
    bucketName: worldwideNameOf(scope, id),
    versioned: true,
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: kept,
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: `${id}/`,
    lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(3), noncurrentVersionExpiration: Duration.days(undoDays) }, ...lifecycle],
  });

/** Where the access logs of the other buckets and of the web's front go. CloudFront writes with ACLs, hence the ownership. */
export const accessLogBucket = (scope: Construct, id: string): Bucket =>
  new Bucket(scope, id, {
    bucketName: worldwideNameOf(scope, id),
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_PREFERRED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: kept,
    lifecycleRules: [{ expiration: Duration.days(180) }],
  });
