// The one table. What is true now about a tenant lies here, so it cannot be deleted by mistake and can be put back to any second of 35 days.
import { AttributeType, Billing, ProjectionType, StreamViewType, TableEncryptionV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { kept, nameOf } from "#infra/parts/stage.ts";

const text = (name: string) => ({ name, type: AttributeType.STRING });

export const houseTable = (scope: Construct, id: string): TableV2 =>
  new TableV2(scope, id, {
    tableName: nameOf(scope, "ledger"),
    partitionKey: text("pk"),
    sortKey: text("sk"),
    // gsi1 finds (numbers, codes, mail addresses), gsi2 queues (who has to do what). Keys only: an index never costs more than its key.
    globalSecondaryIndexes: ["gsi1", "gsi2"].map((indexName) => ({
      indexName,
      partitionKey: text(`${indexName}pk`),
      sortKey: text(`${indexName}sk`),
      projectionType: ProjectionType.KEYS_ONLY,
    })),
    billing: Billing.onDemand(),
    dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: "ttl",
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
    deletionProtection: true,
    // KMS with AWS's key for DynamoDB: every use is in CloudTrail, and unlike a key of our own (USD 1 a month) it costs nothing idle.
    encryption: TableEncryptionV2.awsManagedKey(),
    removalPolicy: kept,
  });
