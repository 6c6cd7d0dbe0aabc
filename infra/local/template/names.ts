// What `Ref` and `Fn::GetAtt` of each resource type give on this machine: names and ARNs as on AWS, addresses on the loopback.
import { createHash } from "node:crypto";
import { ACCOUNT, REGION } from "#infra/local/engine.ts";
import { type Identify, type Located, type Resolve, TemplateProblem } from "#infra/local/template/resolve.ts";

/** Where the local cloud listens: host and port, without a scheme. */
export type Addresses = { readonly app: string; readonly sqs: string; readonly live: string };

type Named = { readonly name: string; readonly addresses: Addresses };
type Attributes = Readonly<Record<string, (named: Named) => string>>;
type Naming = { readonly property?: string; readonly ref?: (named: Named) => string; readonly attributes?: Attributes };

const arn = (service: string, rest: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
const named: (text: (name: string) => string) => (each: Named) => string = (text) => (each) => text(each.name);

const namings: Readonly<Record<string, Naming>> = {
  "AWS::ApiGatewayV2::Api": { attributes: { ApiEndpoint: named((name) => `https://${name}.execute-api.${REGION}.amazonaws.com`), ApiId: named((name) => name) } },
  "AWS::ApiGatewayV2::Authorizer": { attributes: { AuthorizerId: named((name) => name) } },
  "AWS::AppSync::Api": {
    ref: named((name) => arn("appsync", `apis/${name}`)),
    attributes: { ApiId: named((name) => name), ApiArn: named((name) => arn("appsync", `apis/${name}`)), "Dns.Http": ({ addresses }) => addresses.live, "Dns.Realtime": ({ addresses }) => addresses.live },
  },
  "AWS::AppSync::ChannelNamespace": { ref: named((name) => arn("appsync", `channelNamespace/${name}`)), attributes: { ChannelNamespaceArn: named((name) => arn("appsync", `channelNamespace/${name}`)) } },
  "AWS::CloudFront::Distribution": { attributes: { DomainName: ({ addresses }) => addresses.app, Id: named((name) => name) } },
  "AWS::CloudFront::Function": { property: "Name", ref: named((name) => `arn:aws:cloudfront::${ACCOUNT}:function/${name}`), attributes: { FunctionARN: named((name) => `arn:aws:cloudfront::${ACCOUNT}:function/${name}`) } },
  "AWS::CloudFront::CachePolicy": { attributes: { Id: named((name) => name) } },
  "AWS::CloudFront::OriginAccessControl": { attributes: { Id: named((name) => name) } },
  "AWS::CloudFront::OriginRequestPolicy": { attributes: { Id: named((name) => name) } },
  "AWS::CloudFront::ResponseHeadersPolicy": { attributes: { Id: named((name) => name) } },
  "AWS::CloudWatch::Alarm": { property: "AlarmName", attributes: { Arn: named((name) => arn("cloudwatch", `alarm:${name}`)) } },
  "AWS::Cognito::UserPool": {
    ref: named((name) => poolId(name)),
    attributes: {
      Arn: named((name) => arn("cognito-idp", `userpool/${poolId(name)}`)),
      UserPoolId: named((name) => poolId(name)),
      ProviderName: named((name) => `cognito-idp.${REGION}.amazonaws.com/${poolId(name)}`),
      ProviderURL: named((name) => `https://cognito-idp.${REGION}.amazonaws.com/${poolId(name)}`),
    },
  },
  "AWS::Cognito::UserPoolClient": { attributes: { ClientId: named((name) => name), Name: named((name) => name) } },
  "AWS::Cognito::UserPoolDomain": { property: "Domain" },
  "AWS::DynamoDB::GlobalTable": {
    property: "TableName",
    attributes: { Arn: named((name) => arn("dynamodb", `table/${name}`)), StreamArn: named((name) => streamArn(name)), TableId: named((name) => name) },
  },
  "AWS::Events::Archive": { property: "ArchiveName", attributes: { Arn: named((name) => arn("events", `archive/${name}`)) } },
  "AWS::Events::EventBus": { property: "Name", attributes: { Arn: named((name) => arn("events", `event-bus/${name}`)), Name: named((name) => name) } },
  "AWS::Events::Rule": { property: "Name", attributes: { Arn: named((name) => arn("events", `rule/${name}`)) } },
  "AWS::IAM::Role": { property: "RoleName", attributes: { Arn: named((name) => `arn:aws:iam::${ACCOUNT}:role/${name}`), RoleId: named((name) => name) } },
  "AWS::IAM::ManagedPolicy": { ref: named((name) => `arn:aws:iam::${ACCOUNT}:policy/${name}`) },
  "AWS::KMS::Key": { attributes: { Arn: named((name) => arn("kms", `key/${name}`)), KeyId: named((name) => name) } },
  "AWS::Lambda::Function": { property: "FunctionName", attributes: { Arn: named((name) => arn("lambda", `function:${name}`)) } },
  "AWS::Lambda::LayerVersion": { ref: named((name) => arn("lambda", `layer:${name}:1`)), attributes: { LayerVersionArn: named((name) => arn("lambda", `layer:${name}:1`)) } },
  "AWS::Logs::LogGroup": { property: "LogGroupName", attributes: { Arn: named((name) => arn("logs", `log-group:${name}:*`)) } },
  "AWS::S3::Bucket": {
    property: "BucketName",
    attributes: {
      Arn: named((name) => `arn:aws:s3:::${name}`),
      DomainName: named((name) => `${name}.s3.amazonaws.com`),
      RegionalDomainName: named((name) => `${name}.s3.${REGION}.amazonaws.com`),
    },
  },
  "AWS::SecretsManager::Secret": { property: "Name", ref: named((name) => arn("secretsmanager", `secret:${name}`)) },
  "AWS::SES::EmailIdentity": { property: "EmailIdentity" },
  "AWS::SES::ConfigurationSet": { property: "Name" },
  "AWS::SNS::Topic": { property: "TopicName", ref: named((name) => arn("sns", name)), attributes: { TopicArn: named((name) => arn("sns", name)), TopicName: named((name) => name) } },
  "AWS::SQS::Queue": {
    property: "QueueName",
    ref: ({ name, addresses }) => `http://${addresses.sqs}/${ACCOUNT}/${name}`,
    attributes: { Arn: named((name) => arn("sqs", name)), QueueName: named((name) => name), QueueUrl: ({ name, addresses }) => `http://${addresses.sqs}/${ACCOUNT}/${name}` },
  },
  "AWS::Scheduler::Schedule": { property: "Name", attributes: { Arn: named((name) => arn("scheduler", `schedule/default/${name}`)) } },
  "AWS::Scheduler::ScheduleGroup": { property: "Name", attributes: { Arn: named((name) => arn("scheduler", `schedule-group/${name}`)) } },
  "AWS::StepFunctions::StateMachine": {
    property: "StateMachineName",
    ref: named((name) => arn("states", `stateMachine:${name}`)),
    attributes: { Arn: named((name) => arn("states", `stateMachine:${name}`)), Name: named((name) => name) },
  },
  "AWS::WAFv2::WebACL": { property: "Name", attributes: { Arn: named((name) => arn("wafv2", `global/webacl/${name}`)), Id: named((name) => name) } },
};

export const streamArn = (table: string): string => arn("dynamodb", `table/${table}/stream/local`);
export const tableOfStream = (streamArnInTemplate: string): string => /table\/([^/]+)\/stream/.exec(streamArnInTemplate)?.[1] ?? "";

/** Cognito's ids are region_letters; the same name gives the same id at every start. */
const poolId = (name: string): string => `${REGION}_${createHash("sha256").update(name).digest("hex").slice(0, 9)}`;

/** The name that the template gives, or one made of stack and logical id that stays the same over restarts. */
export const physicalName = ({ stack, id, resource }: Located, resolve: Resolve): string => {
  const property = namings[resource.Type]?.property;
  const given = property ? resolve(stack, resource.Properties?.[property]) : undefined;
  if (typeof given === "string" && given) return given;
  const made = `${stack.name}-${id}`.slice(0, 60);
  return resource.Type === "AWS::S3::Bucket" ? made.toLowerCase() : made;
};

export const identifier = (addresses: Addresses, resolve: () => Resolve): Identify => {
  const naming = new Set<string>();
  return (located, attribute) => {
    const key = `${located.stack.name}/${located.id}`;
    if (naming.has(key)) throw new TemplateProblem(`The name of ${located.id} in ${located.stack.name} refers to itself.`);
    naming.add(key);
    try {
      const each: Named = { name: physicalName(located, resolve()), addresses };
      const rules = namings[located.resource.Type];
      if (attribute === undefined) return rules?.ref?.(each) ?? each.name;
      return rules?.attributes?.[attribute]?.(each);
    } finally {
      naming.delete(key);
    }
  };
};
