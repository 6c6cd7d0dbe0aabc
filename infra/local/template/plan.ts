// From the synthesized stacks to what each engine is told. Everything is resolved and checked here, before the first engine starts, so that a
// template that cannot run stops at once and says why.
import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import type { FunctionSpec } from "#infra/local/lambda.ts";
import type { QueueSpec } from "#infra/local/sqs.ts";
import type { Stack } from "#infra/local/template/assembly.ts";
import { type FunctionPlan, functionPlans } from "#infra/local/template/function-plan.ts";
import { type Addresses, identifier, physicalName } from "#infra/local/template/names.ts";
import { type MappingPlan, mappingPlans } from "#infra/local/template/mapping-plan.ts";
import { activeResources, type Located, type Resolve, resolver } from "#infra/local/template/resolve.ts";
import { type BucketPlan, bucketPlans, queuePlans, tablePlan, ttlAttribute } from "#infra/local/template/storage-plan.ts";
import { checkSupported } from "#infra/local/template/supported.ts";
import { type WebPlan, webPlan } from "#infra/local/template/web-plan.ts";

export type Properties = Readonly<Record<string, unknown>>;
/** A resource that an engine reads in CloudFormation's own words. */
export type Declared = { readonly stack: Stack; readonly id: string; readonly name: string; readonly ref: string; readonly properties: Properties };

export type Plan = WebPlan & {
  readonly tables: readonly { readonly name: string; readonly create: CreateTableCommandInput; readonly ttl: string | undefined }[];
  readonly queues: readonly QueueSpec[];
  readonly buckets: readonly BucketPlan[];
  readonly functions: readonly FunctionPlan[];
  readonly mappings: readonly MappingPlan[];
  readonly buses: readonly Declared[];
  readonly rules: readonly Declared[];
  readonly scheduleGroups: readonly Declared[];
  readonly schedules: readonly Declared[];
  readonly stateMachines: readonly Declared[];
  readonly mail: { readonly identities: readonly Declared[]; readonly configurationSets: readonly Declared[]; readonly eventDestinations: readonly Declared[] };
  readonly secrets: readonly Declared[];
  readonly liveApis: readonly Declared[];
  readonly liveNamespaces: readonly Declared[];
};

/** Every resource of one type, resolved. */
export type OfType = (type: string) => Declared[];

export const planOf = (stacks: readonly Stack[], addresses: Addresses): Plan => {
  const resolve: Resolve = resolver(stacks, (located, attribute) => identify(located, attribute));
  const identify = identifier(addresses, () => resolve);
  const resources = stacks.flatMap((stack) => activeResources(stack, resolve));
  checkSupported(resources);
  const ofType: OfType = (type) => resources.filter(({ resource }) => resource.Type === type).map((located) => declared(located, resolve, identify));
  return {
    tables: ofType("AWS::DynamoDB::GlobalTable").map((table) => ({ name: table.name, create: tablePlan(table), ttl: ttlAttribute(table) })),
    queues: queuePlans(ofType),
    buckets: bucketPlans(ofType),
    functions: functionPlans(ofType),
    mappings: mappingPlans(ofType),
    buses: ofType("AWS::Events::EventBus"),
    rules: ofType("AWS::Events::Rule"),
    scheduleGroups: ofType("AWS::Scheduler::ScheduleGroup"),
    schedules: ofType("AWS::Scheduler::Schedule"),
    stateMachines: ofType("AWS::StepFunctions::StateMachine"),
    mail: { identities: ofType("AWS::SES::EmailIdentity"), configurationSets: ofType("AWS::SES::ConfigurationSet"), eventDestinations: ofType("AWS::SES::ConfigurationSetEventDestination") },
    secrets: ofType("AWS::SecretsManager::Secret"),
    liveApis: ofType("AWS::AppSync::Api"),
    liveNamespaces: ofType("AWS::AppSync::ChannelNamespace"),
    ...webPlan(ofType),
  };
};

const declared = (located: Located, resolve: Resolve, identify: (located: Located, attribute: string | undefined) => unknown): Declared => ({
  stack: located.stack,
  id: located.id,
  name: physicalName(located, resolve),
  ref: String(identify(located, undefined)),
  properties: resolve(located.stack, located.resource.Properties ?? {}) as Properties,
});

/** The value of an environment variable, in whichever function has it: how the runner learns which table and buckets the application means. */
export const environmentValue = (functions: readonly Pick<FunctionSpec, "environment">[], name: string): string | undefined =>
  functions.map(({ environment }) => environment[name]).find((value) => value !== undefined);
