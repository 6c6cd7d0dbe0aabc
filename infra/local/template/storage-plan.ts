// Tables, queues and buckets of the template, in the words of their engines.
import type { CreateTableCommandInput, GlobalSecondaryIndex, StreamSpecification } from "@aws-sdk/client-dynamodb";
import type { QueueSpec } from "#infra/local/sqs.ts";
import type { Declared, OfType } from "#infra/local/template/plan.ts";
import { TemplateProblem } from "#infra/local/template/resolve.ts";

export type CorsRule = {
  readonly AllowedOrigins: readonly string[];
  readonly AllowedMethods: readonly string[];
  readonly AllowedHeaders?: readonly string[];
  readonly ExposedHeaders?: readonly string[];
  readonly MaxAge?: number;
};
export type BucketPlan = {
  readonly name: string;
  readonly cors: readonly CorsRule[];
  readonly versioned: boolean;
  readonly eventBridge: boolean;
  readonly notifications: readonly { readonly id: string; readonly queueArn: string; readonly events: readonly string[]; readonly prefix?: string; readonly suffix?: string }[];
};

/** A GlobalTable says per replica what CreateTable says once; what matters here is keys, indexes and the stream. */
export const tablePlan = ({ name, properties }: Declared): CreateTableCommandInput => {
  const stream = properties["StreamSpecification"] as StreamSpecification | undefined;
  const indexes = (properties["GlobalSecondaryIndexes"] ?? []) as GlobalSecondaryIndex[];
  return {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: properties["AttributeDefinitions"] as CreateTableCommandInput["AttributeDefinitions"],
    KeySchema: properties["KeySchema"] as CreateTableCommandInput["KeySchema"],
    ...(indexes.length > 0 ? { GlobalSecondaryIndexes: indexes.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection })) } : {}),
    ...(stream ? { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType } } : {}),
  };
};

export const ttlAttribute = ({ properties }: Declared): string | undefined => {
  const ttl = properties["TimeToLiveSpecification"] as { AttributeName?: string; Enabled?: boolean } | undefined;
  return ttl?.Enabled ? ttl.AttributeName : undefined;
};

const queueAttributes = ["ContentBasedDeduplication", "DelaySeconds", "FifoQueue", "MaximumMessageSize", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds", "VisibilityTimeout"];

export const queuePlans = (ofType: OfType): QueueSpec[] =>
  ofType("AWS::SQS::Queue").map(({ name, properties }) => {
    const redrive = properties["RedrivePolicy"];
    const plain = queueAttributes.flatMap((attribute) => (properties[attribute] === undefined ? [] : [[attribute, String(properties[attribute])]]));
    return { name, attributes: { ...Object.fromEntries(plain), ...(redrive ? { RedrivePolicy: JSON.stringify(redrive) } : {}) } };
  });

type Notifications = {
  QueueConfigurations?: { Id?: string; Event?: string; Events?: string[]; Queue?: string; QueueArn?: string; Filter?: { S3Key?: { Rules?: FilterRule[] }; Key?: { FilterRules?: FilterRule[] } } }[];
  EventBridgeConfiguration?: { EventBridgeEnabled?: boolean | string };
  LambdaConfigurations?: unknown[];
  LambdaFunctionConfigurations?: unknown[];
  TopicConfigurations?: unknown[];
};
type FilterRule = { Name: string; Value: string };

/** CloudFormation writes notifications into the bucket; CDK's addEventNotification into a custom resource beside it. Both count. */
export const bucketPlans = (ofType: OfType): BucketPlan[] => {
  const beside = ofType("Custom::S3BucketNotifications").map(({ id, properties }) => ({ id, bucket: properties["BucketName"], configuration: (properties["NotificationConfiguration"] ?? {}) as Notifications }));
  return ofType("AWS::S3::Bucket").map(({ id, name, properties }) => {
    const own = { id, bucket: name, configuration: (properties["NotificationConfiguration"] ?? {}) as Notifications };
    const all = [own, ...beside.filter(({ bucket }) => bucket === name)];
    return {
      name,
      cors: ((properties["CorsConfiguration"] as { CorsRules?: CorsRule[] } | undefined)?.CorsRules ?? []) as CorsRule[],
      versioned: (properties["VersioningConfiguration"] as { Status?: string } | undefined)?.Status === "Enabled",
      eventBridge: all.some(({ configuration }) => configuration.EventBridgeConfiguration !== undefined && String(configuration.EventBridgeConfiguration.EventBridgeEnabled ?? true) !== "false"),
      notifications: all.flatMap(({ id: source, configuration }) => toQueues(source, configuration)),
    };
  });
};

const toQueues = (id: string, configuration: Notifications): BucketPlan["notifications"] => {
  const others = [configuration.LambdaConfigurations, configuration.LambdaFunctionConfigurations, configuration.TopicConfigurations].flat().filter(Boolean);
  if (others.length > 0) throw new TemplateProblem(`${id} notifies a function or a topic: the local S3 notifies queues only.`);
  return (configuration.QueueConfigurations ?? []).map((each, at) => {
    const rules = each.Filter?.S3Key?.Rules ?? each.Filter?.Key?.FilterRules ?? [];
    const rule = (name: string): string | undefined => rules.find((found) => found.Name.toLowerCase() === name)?.Value;
    const [prefix, suffix] = [rule("prefix"), rule("suffix")];
    return { id: each.Id ?? `${id}-${at}`, queueArn: each.Queue ?? each.QueueArn ?? "", events: each.Events ?? [each.Event ?? ""], ...(prefix ? { prefix } : {}), ...(suffix ? { suffix } : {}) };
  });
};
