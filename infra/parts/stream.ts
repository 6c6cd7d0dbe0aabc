// A function that follows the table's stream. Order is kept within a partition, so one change that cannot be handled holds up those behind it:
// the batch is halved until the bad one is alone, tried ten times (Lambda waits longer each time, some minutes in all), then set aside where
// it rings. What is set aside names its place in the stream, which DynamoDB keeps for 24 hours.
import { Duration } from "aws-cdk-lib";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { EventSourceMapping, FilterCriteria, type Function, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import { HouseAlarm } from "#infra/parts/alarm.ts";
import { allow } from "#infra/parts/allow.ts";
import { explain } from "#infra/parts/explain.ts";
import { deadLetters } from "#infra/parts/queue.ts";

export type FollowProps = {
  readonly reader: Function;
  readonly table: TableV2;
  readonly batch: number;
  /** How long to gather a batch. */
  readonly seconds?: number;
  /** Only records that match one of these are handed over; the rest costs nothing. */
  readonly filters?: readonly Record<string, unknown>[];
  readonly impact: string;
  readonly alarms: ITopic;
};

export function followTable(scope: Construct, id: string, { reader, table, batch, seconds, filters, impact, alarms }: FollowProps): void {
  const here = new Construct(scope, `${id}-stream`);
  const setAside = deadLetters(here, id, { impact, alarms });
  explain(setAside, "AwsSolutions-SQS3", "It is itself where failed batches end; the checker only knows dead letters of queues, not of streams.");
  const stream = table.tableStreamArn!;
  allow(reader, ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"], [stream]);
  const mapping = new EventSourceMapping(here, "Mapping", {
    target: reader,
    eventSourceArn: stream,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: batch,
    maxBatchingWindow: seconds === undefined ? undefined : Duration.seconds(seconds),
    ...(filters ? { filters: filters.map((filter) => FilterCriteria.filter(filter)) } : {}),
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    retryAttempts: 10,
    maxRecordAge: Duration.hours(12),
    onFailure: new SqsDlq(setAside),
  });
  mapping.node.addDependency(reader.role!);
  new HouseAlarm(here, `${id}-age`, {
    metric: new Metric({ namespace: "AWS/Lambda", metricName: "IteratorAge", dimensionsMap: { FunctionName: reader.functionName }, statistic: "Maximum" }),
    impact,
    remedy: `The function ${id} is more than five minutes behind the table. Read its log: it is slow, throttled or failing.`,
    above: 5 * 60 * 1000,
    tell: alarms,
  });
}
