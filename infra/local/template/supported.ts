// Every resource type and property that the local cloud understands. What is not on these lists stops the start with its logical id: a
// template that would run differently here than on AWS is a mistake to be told, not a detail to be skipped.
import type { Located } from "#infra/local/template/resolve.ts";
import { TemplateProblem } from "#infra/local/template/resolve.ts";

type Support = { readonly uses: string; /** Without effect on one machine: encryption at rest, access rights, backups, tags, cost. */ readonly skips?: string };

const engines: Readonly<Record<string, Support>> = {
  "AWS::ApiGatewayV2::Api": { uses: "Name ProtocolType CorsConfiguration", skips: "Description DisableExecuteApiEndpoint Tags" },
  "AWS::ApiGatewayV2::Authorizer": { uses: "ApiId AuthorizerPayloadFormatVersion AuthorizerResultTtlInSeconds AuthorizerType AuthorizerUri EnableSimpleResponses IdentitySource JwtConfiguration Name" },
  "AWS::ApiGatewayV2::Integration": { uses: "ApiId IntegrationType IntegrationUri PayloadFormatVersion", skips: "TimeoutInMillis IntegrationMethod Description" },
  "AWS::ApiGatewayV2::Route": { uses: "ApiId AuthorizationScopes AuthorizationType AuthorizerId RouteKey Target", skips: "OperationName" },
  "AWS::ApiGatewayV2::Stage": { uses: "ApiId StageName", skips: "AutoDeploy AccessLogSettings DefaultRouteSettings RouteSettings Description Tags" },
  "AWS::AppSync::Api": { uses: "Name EventConfig", skips: "OwnerContact Tags" },
  "AWS::AppSync::ChannelNamespace": { uses: "ApiId Name CodeHandlers PublishAuthModes SubscribeAuthModes", skips: "HandlerConfigs Tags" },
  "AWS::CloudFront::Distribution": { uses: "DistributionConfig", skips: "Tags" },
  "AWS::CloudFront::ResponseHeadersPolicy": { uses: "ResponseHeadersPolicyConfig" },
  "AWS::Cognito::UserPool": {
    uses: "UserPoolName LambdaConfig Schema UsernameAttributes",
    skips:
      "AccountRecoverySetting AdminCreateUserConfig AliasAttributes AutoVerifiedAttributes DeletionProtection DeviceConfiguration EmailConfiguration EmailVerificationMessage EmailVerificationSubject EnabledMfas MfaConfiguration Policies SmsVerificationMessage UserAttributeUpdateSettings UserPoolAddOns UserPoolTags UserPoolTier UsernameConfiguration VerificationMessageTemplate WebAuthnRelyingPartyID WebAuthnUserVerification",
  },
  "AWS::Cognito::UserPoolClient": {
    uses: "UserPoolId ClientName CallbackURLs LogoutURLs",
    skips:
      "AccessTokenValidity AllowedOAuthFlows AllowedOAuthFlowsUserPoolClient AllowedOAuthScopes AuthSessionValidity EnableTokenRevocation ExplicitAuthFlows GenerateSecret IdTokenValidity PreventUserExistenceErrors ReadAttributes RefreshTokenRotation RefreshTokenValidity SupportedIdentityProviders TokenValidityUnits WriteAttributes",
  },
  "AWS::Cognito::UserPoolDomain": { uses: "Domain UserPoolId", skips: "ManagedLoginVersion CustomDomainConfig" },
  "AWS::DynamoDB::GlobalTable": {
    uses: "AttributeDefinitions BillingMode GlobalSecondaryIndexes KeySchema Replicas StreamSpecification TableName TimeToLiveSpecification",
    skips: "SSESpecification WarmThroughput WriteOnDemandThroughputSettings WriteProvisionedThroughputSettings",
  },
  "AWS::Events::EventBus": { uses: "Name", skips: "Description DeadLetterConfig KmsKeyIdentifier Policy Tags LogConfig" },
  "AWS::Events::Rule": { uses: "Name EventBusName EventPattern ScheduleExpression State Targets", skips: "Description RoleArn" },
  "AWS::Lambda::EventInvokeConfig": { uses: "", skips: "DestinationConfig FunctionName MaximumEventAgeInSeconds MaximumRetryAttempts Qualifier" },
  "AWS::Lambda::EventSourceMapping": {
    uses: "BatchSize BisectBatchOnFunctionError DestinationConfig Enabled EventSourceArn FilterCriteria FunctionName FunctionResponseTypes MaximumBatchingWindowInSeconds MaximumRetryAttempts ScalingConfig StartingPosition",
    // A machine that was switched off over night goes on where it was, however old its records are.
    skips: "MaximumRecordAgeInSeconds ParallelizationFactor MetricsConfig LoggingConfig Tags",
  },
  "AWS::Lambda::Function": {
    uses: "Code Environment FunctionName Handler MemorySize PackageType ReservedConcurrentExecutions Runtime Timeout",
    skips: "Architectures DeadLetterConfig Description EphemeralStorage KmsKeyArn Layers LoggingConfig RecursiveLoop Role RuntimeManagementConfig SnapStart Tags TracingConfig",
  },
  "AWS::S3::Bucket": {
    uses: "BucketName CorsConfiguration NotificationConfiguration",
    skips: "AccessControl BucketEncryption IntelligentTieringConfigurations LifecycleConfiguration LoggingConfiguration OwnershipControls PublicAccessBlockConfiguration Tags VersioningConfiguration",
  },
  "AWS::SES::ConfigurationSet": { uses: "Name", skips: "ArchivingOptions DeliveryOptions ReputationOptions SendingOptions SuppressionOptions TrackingOptions VdmOptions" },
  "AWS::SES::ConfigurationSetEventDestination": { uses: "ConfigurationSetName EventDestination" },
  "AWS::SES::EmailIdentity": { uses: "EmailIdentity ConfigurationSetAttributes", skips: "DkimAttributes DkimSigningAttributes FeedbackAttributes MailFromAttributes" },
  "AWS::SecretsManager::Secret": { uses: "Name GenerateSecretString", skips: "Description KmsKeyId Tags" },
  "AWS::SQS::Queue": {
    uses: "ContentBasedDeduplication DelaySeconds FifoQueue MaximumMessageSize MessageRetentionPeriod QueueName ReceiveMessageWaitTimeSeconds RedrivePolicy VisibilityTimeout",
    skips: "DeduplicationScope FifoThroughputLimit KmsDataKeyReusePeriodSeconds KmsMasterKeyId RedriveAllowPolicy SqsManagedSseEnabled Tags",
  },
  "AWS::Scheduler::Schedule": { uses: "ActionAfterCompletion EndDate FlexibleTimeWindow GroupName Name ScheduleExpression ScheduleExpressionTimezone StartDate State Target", skips: "Description KmsKeyArn" },
  "AWS::Scheduler::ScheduleGroup": { uses: "Name", skips: "Tags" },
  "AWS::StepFunctions::StateMachine": {
    uses: "Definition DefinitionString DefinitionSubstitutions StateMachineName StateMachineType",
    skips: "EncryptionConfiguration LoggingConfiguration RoleArn Tags TracingConfiguration",
  },
  "Custom::S3BucketNotifications": { uses: "ServiceToken BucketName NotificationConfiguration Managed", skips: "SkipDestinationValidation" },
};

/** Nothing to do here, and why. */
const nothingToDo: Readonly<Record<string, string>> = {
  "AWS::ApplicationAutoScaling::ScalableTarget": "nothing scales on one machine",
  "AWS::CDK::Metadata": "says which CDK made the template",
  "AWS::CertificateManager::Certificate": "the loopback needs no TLS",
  "AWS::CloudFront::CachePolicy": "nothing is cached between here and the browser",
  "AWS::CloudFront::Function": "the single-page app's fallback is built in",
  "AWS::CloudFront::OriginAccessControl": "the web build is read from the disk",
  "AWS::CloudFront::OriginRequestPolicy": "requests are handed on whole",
  "AWS::CloudWatch::Alarm": "nobody is on call for this machine; /operations shows what an alarm would",
  "AWS::CloudWatch::CompositeAlarm": "as alarms",
  "AWS::CloudWatch::Dashboard": "/operations is the dashboard",
  "AWS::Cognito::ManagedLoginBranding": "the local sign-in has a look of its own",
  "AWS::Events::Archive": "facts stay in the table; there is no replay here",
  "AWS::Events::EventBusPolicy": "the local cloud trusts its own parts",
  "AWS::IAM::ManagedPolicy": "the local cloud trusts its own functions",
  "AWS::IAM::Policy": "the local cloud trusts its own functions",
  "AWS::IAM::Role": "the local cloud trusts its own functions",
  "AWS::KMS::Alias": "nothing is encrypted at rest here",
  "AWS::KMS::Key": "nothing is encrypted at rest here",
  "AWS::Lambda::LayerVersion": "layers resolve from the repository's node_modules",
  "AWS::Lambda::Permission": "the local cloud trusts its own parts",
  "AWS::Logs::LogGroup": "logs are kept in one file and shown at /operations",
  "AWS::Logs::MetricFilter": "there are no metrics here",
  "AWS::Logs::ResourcePolicy": "the local cloud trusts its own parts",
  "AWS::Route53::RecordSet": "no names on the loopback",
  "AWS::S3::BucketPolicy": "the local cloud trusts its own parts",
  "AWS::SNS::Subscription": "topics only carry alarms",
  "AWS::SNS::Topic": "topics only carry alarms",
  "AWS::SNS::TopicPolicy": "topics only carry alarms",
  "AWS::SQS::QueuePolicy": "the local cloud trusts its own parts",
  "AWS::WAFv2::WebACL": "nobody from outside reaches the loopback",
  "Custom::CDKBucketDeployment": "the web build is served from where it was built",
  "Custom::S3AutoDeleteObjects": "nothing is torn down here",
};

/** Why a resource needs no engine, or undefined when it has one. */
export const reasonForNothing = (type: string): string | undefined => nothingToDo[type];

/** Throws one problem that names everything which the local cloud cannot run. */
export const checkSupported = (resources: readonly Located[]): void => {
  const problems = resources.flatMap((located) => unsupported(located));
  if (problems.length > 0) throw new TemplateProblem(problems.join("\n"));
};

const unsupported = ({ stack, id, resource }: Located): string[] => {
  const where = `${id} in ${stack.name}`;
  if (isCustomResourceProvider(resource.Properties)) return [];
  if (nothingToDo[resource.Type] !== undefined) return [];
  const support = engines[resource.Type];
  if (!support) return [`${where} is a ${resource.Type}: the local cloud has no engine for it. Give it one, or say in infra/local/template/supported.ts why it needs none.`];
  const known = new Set(`${support.uses} ${support.skips ?? ""} Tags`.split(" "));
  return Object.keys(resource.Properties ?? {})
    .filter((property) => !known.has(property))
    .map((property) => `${where} (${resource.Type}) sets ${property}, which the local cloud does not know: it would run differently here than on AWS.`);
};

/** CDK's own helpers (Python, or Node for deployments only) are never run: their custom resources are interpreted. */
export const isCustomResourceProvider = (properties: Readonly<Record<string, unknown>> | undefined): boolean => {
  const runtime = properties?.["Runtime"];
  const code = properties?.["Code"] as { ZipFile?: unknown } | undefined;
  return (typeof runtime === "string" && runtime.startsWith("python")) || (runtime !== undefined && code?.ZipFile !== undefined);
};
