// What must never be lost: the table, the three buckets, the bus with its archive, and the queue of files that have arrived and not been read.
//
// S3 hands arrivals to SQS itself (no function in between, nothing to fail), so the inbox's queue lives here too: the bucket refuses to be made
// before its queue lets it in. The bucket is named, not referenced, in that queue's policy; otherwise each would wait for the other.
import { Duration, type StackProps, Stack } from "aws-cdk-lib";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Archive, EventBus } from "aws-cdk-lib/aws-events";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { type Bucket, CfnBucket, HttpMethods, type IBucket, StorageClass } from "aws-cdk-lib/aws-s3";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { CfnQueuePolicy } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { EVENT_SOURCE } from "#events/catalogue.ts";
import { houseBucket } from "#infra/parts/bucket.ts";
import { HouseQueue } from "#infra/parts/queue.ts";
import { nameOf, worldwideNameOf } from "#infra/parts/stage.ts";
import { houseTable } from "#infra/parts/table.ts";

export type StorageProps = StackProps & { readonly accessLogs: IBucket; readonly webOrigin: string; readonly alarms: ITopic };

export class Storage extends Stack {
  readonly table: TableV2;
  readonly bus: EventBus;
  readonly arrivals: HouseQueue;

  constructor(scope: Construct, id: string, { accessLogs, webOrigin, alarms, ...props }: StorageProps) {
    super(scope, id, props);
    this.table = houseTable(this, "Table");
    this.bus = this.busWithArchive();
    this.arrivals = new HouseQueue(this, "inbox", { reader: "ingestion/receive-file", alarms, impact: "Files that the ERP or the bank dropped are not read: receivables show yesterday's state." });
    this.inbox(accessLogs, webOrigin);
    houseBucket(this, "documents", { accessLogs, undoDays: 365 });
    // Compaction replaces small files all day; a week is enough to undo a bad one, and the postings are still in the table.
    houseBucket(this, "lake", { accessLogs, undoDays: 7 });
  }

  /** Every fact of a quarter can be played again, to a consumer that is new or was wrong. */
  private busWithArchive(): EventBus {
    const bus = new EventBus(this, "Bus", { eventBusName: nameOf(this, "facts") });
    new Archive(this, "Archive", { archiveName: nameOf(this, "facts"), sourceEventBus: bus, eventPattern: { source: [EVENT_SOURCE] }, retention: Duration.days(92) });
    return bus;
  }

  /** ERP and bank files, raw, as evidence: kept, but after three months on cheaper storage. */
  private inbox(accessLogs: IBucket, webOrigin: string): Bucket {
    const { queue } = this.arrivals;
    const bucket = houseBucket(this, "inbox", { accessLogs, undoDays: 365, lifecycle: [{ transitions: [{ storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(90) }] }] });
    // The page uploads straight to a presigned address.
    bucket.addCorsRule({ allowedOrigins: [webOrigin], allowedMethods: [HttpMethods.PUT], allowedHeaders: ["*"], exposedHeaders: ["ETag"], maxAge: 3000 });
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("s3.amazonaws.com")],
        actions: ["sqs:SendMessage"],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { "aws:SourceArn": `arn:aws:s3:::${worldwideNameOf(this, "inbox")}` }, StringEquals: { "aws:SourceAccount": this.account } },
      }),
    );
    const native = bucket.node.defaultChild as CfnBucket;
    native.notificationConfiguration = { queueConfigurations: [{ event: "s3:ObjectCreated:*", queue: queue.queueArn }] };
    native.addResourceDependency(queue.node.findChild("Policy").node.defaultChild as CfnQueuePolicy);
    return bucket;
  }
}
