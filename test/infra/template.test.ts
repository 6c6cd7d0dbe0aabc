import { App, Stack } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { Topic } from "aws-cdk-lib/aws-sns";
import { afterAll, expect, test } from "vitest";
import { api } from "#domain/api.ts";
import { homeZones } from "#domain/calendar/time-zones.ts";
import type { Route } from "#domain/route.ts";
import { catalogue } from "#events/catalogue.ts";
import { bundleFunctions } from "#infra/bundle.ts";
import { Validator } from "#infra/parts/unchecked-models.ts";
import { functionNames, functions, type FunctionName } from "#infra/functions.ts";
import { inlineScriptHashes } from "#infra/headers.ts";
import { HouseAlarm } from "#infra/parts/alarm.ts";
import { type Resource, type Statement, synthesize } from "#test/infra/synthesized.ts";

const app = synthesize();
afterAll(app.remove);

const all = (type: string): readonly Resource[] => app.resources.filter(({ Type }) => Type === type);
const only = (type: string): Resource => {
  const [first, ...others] = all(type);
  if (!first || others.length > 0) throw new Error(`expected one ${type}, found ${others.length + (first ? 1 : 0)}`);
  return first;
};
const refers = (value: unknown, id: string): boolean => JSON.stringify(value ?? null).includes(id);
const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value]) as readonly T[];
const statements = (): readonly (Statement & { readonly of: string })[] =>
  app.resources
    .filter(({ Type }) => ["AWS::IAM::Policy", "AWS::IAM::Role"].includes(Type))
    .flatMap(({ id, Properties }) => [Properties["PolicyDocument"], ...(Properties["Policies"] ?? []).map((policy: { PolicyDocument: unknown }) => policy.PolicyDocument)].flatMap((document) => (document?.Statement ?? []).map((statement: Statement) => ({ ...statement, of: id }))));
const lambdas = (): readonly Resource[] => all("AWS::Lambda::Function").filter(({ Properties }) => String(Properties["Runtime"]).startsWith("nodejs"));
const nameOf = (fn: Resource): FunctionName => String(fn.Properties["Description"]).replace(/^functions\/|\.ts$/g, "") as FunctionName;
const environment = (fn: Resource): Readonly<Record<string, unknown>> => fn.Properties["Environment"].Variables;
const queues = () => all("AWS::SQS::Queue");
const isDeadLetters = ({ Properties }: Resource): boolean => String(Properties["QueueName"]).endsWith("-dead-letters");

test("the application synthesizes, and every finding of cdk-nag is fixed or explained", () => {
  expect(app.told).toBe("");
  expect(app.status).toBe(0);
});

test("each stack stays far below CloudFormation's limits of 500 resources and 1 MB", () => {
  for (const [stack, text] of Object.entries(app.templates)) {
    expect(app.resources.filter((resource) => resource.stack === stack).length, stack).toBeLessThan(470);
    expect(text.length, stack).toBeLessThan(800_000);
  }
});

test("the ledger cannot be deleted by mistake, can be put back to any second, and outlives its stack", () => {
  const { Properties, DeletionPolicy } = only("AWS::DynamoDB::GlobalTable");
  expect(Properties["Replicas"]).toHaveLength(1);
  expect(Properties["Replicas"][0]).toMatchObject({ DeletionProtectionEnabled: true, PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } });
  expect(Properties).toMatchObject({ SSESpecification: { SSEEnabled: true, SSEType: "KMS" }, StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" }, TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true } });
  expect(DeletionPolicy).toBe("Retain");
});

test("files, documents and history are private, versioned, encrypted and outlive their stack", () => {
  const buckets = all("AWS::S3::Bucket").filter(({ Properties }) => !String(Properties["BucketName"]).includes("access-logs"));
  expect(buckets).toHaveLength(4);
  for (const { id, Properties, DeletionPolicy } of buckets) {
    expect(Properties, id).toMatchObject({ VersioningConfiguration: { Status: "Enabled" }, PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true } });
    expect(Properties["BucketEncryption"], id).toBeDefined();
    expect(Properties["LoggingConfiguration"], id).toBeDefined();
    expect(DeletionPolicy, id).toBe("Retain");
  }
});

test("nothing reaches a bucket or a queue without TLS", () => {
  const policies = [...all("AWS::S3::BucketPolicy"), ...all("AWS::SQS::QueuePolicy")];
  for (const { id, Type } of [...all("AWS::S3::Bucket"), ...queues()]) {
    const denied = policies.filter(({ Properties }) => refers(Properties["Bucket"] ?? Properties["Queues"], id)).flatMap(({ Properties }) => Properties["PolicyDocument"].Statement as { Effect: string; Condition?: unknown }[]);
    expect(denied.some(({ Effect, Condition }) => Effect === "Deny" && JSON.stringify(Condition) === '{"Bool":{"aws:SecureTransport":"false"}}'), `${Type} ${id}`).toBe(true);
  }
});

test("a file that lands in the inbox is handed to the queue that the reader works off, without a function in between", () => {
  const inbox = all("AWS::S3::Bucket").find(({ Properties }) => String(Properties["BucketName"]).includes("-inbox-"))!;
  const [{ Event, Queue }] = inbox.Properties["NotificationConfiguration"].QueueConfigurations;
  expect(Event).toBe("s3:ObjectCreated:*");
  expect(queues().find(({ id }) => refers(Queue, id))!.Properties["QueueName"]).toBe("quittance-dev-inbox");
});

test("every queue has dead letters, and every dead letter rings", () => {
  const alarms = all("AWS::CloudWatch::Alarm");
  const work = queues().filter((queue) => !isDeadLetters(queue));
  expect(work.map(({ Properties }) => String(Properties["QueueName"]).replace("quittance-dev-", "")).toSorted()).toEqual(["announcements", "apply", "compact", "complete", "confirm", "in-step", "inbox", "learn", "list", "live", "mail-receipts", "match", "measure", "plan-reminders", "portal-link", "read", "send-reminders", "statement"]);
  for (const { id, stack, Properties } of work) {
    const target = Properties["RedrivePolicy"]?.deadLetterTargetArn;
    expect(queues().some((queue) => isDeadLetters(queue) && queue.stack === stack && refers(target, queue.id)), id).toBe(true);
  }
  for (const { id, Properties } of queues().filter(isDeadLetters)) {
    expect(Properties["MessageRetentionPeriod"], id).toBe(14 * 24 * 3600);
    expect(alarms.some((alarm) => refers(alarm.Properties["Dimensions"], id)), id).toBe(true);
  }
});

test("every alarm says who is hurt and what to do, and tells somebody", () => {
  for (const { id, Properties } of all("AWS::CloudWatch::Alarm")) {
    const [impact = "", remedy = ""] = String(Properties["AlarmDescription"]).split("\n\n");
    expect(impact, id).toMatch(/^[A-Z].{14,}\.$/);
    expect(remedy, id).toMatch(/^[A-Z].{14,}\.$/);
    expect(Properties["AlarmActions"], id).toHaveLength(1);
  }
});

test("a message stays hidden for six times its function's time, and every batch reports its failures one by one", () => {
  const mappings = all("AWS::Lambda::EventSourceMapping");
  expect(mappings.length).toBeGreaterThan(9);
  for (const { id, Properties } of mappings) {
    expect(Properties["FunctionResponseTypes"], id).toEqual(["ReportBatchItemFailures"]);
    const fn = lambdas().find((candidate) => refers(Properties["FunctionName"], candidate.id))!;
    const queue = queues().find((candidate) => refers(Properties["EventSourceArn"], candidate.id));
    // What waits for the history is asked again sooner, but never while it is still being asked.
    if (queue?.Properties["DelaySeconds"]) expect(queue.Properties["VisibilityTimeout"], id).toBeGreaterThanOrEqual(fn.Properties["Timeout"]);
    else if (queue) expect(queue.Properties["VisibilityTimeout"], id).toBe(6 * fn.Properties["Timeout"]);
    else expect(Properties, id).toMatchObject({ BisectBatchOnFunctionError: true, MaximumRetryAttempts: 10, DestinationConfig: { OnFailure: {} } });
  }
});

test("rules follow facts that exist, in the catalogue's spelling, and what they cannot deliver is kept", () => {
  const names = new Set<string>(Object.values(catalogue).map(({ name }) => name));
  const [ofMail, ofFacts] = [true, false].map((mail) => all("AWS::Events::Rule").filter(({ Properties }) => (Properties["EventPattern"]["source"][0] === "aws.ses") === mail)) as [Resource[], Resource[]];
  expect(ofMail.map(({ Properties }) => Properties["EventPattern"])).toEqual([{ source: ["aws.ses"], detail: { mail: { tags: { message: [{ exists: true }] } } } }]);
  expect(ofFacts).toHaveLength(10);
  for (const { Properties } of ofMail) expect(Properties["Targets"][0].DeadLetterConfig).toBeDefined();
  for (const { id, Properties } of ofFacts) {
    expect((Properties["EventPattern"]["detail-type"] as string[]).filter((name) => !names.has(name)), id).toEqual([]);
    for (const target of Properties["Targets"]) expect(target.DeadLetterConfig, id).toBeDefined();
  }
  for (const { id, Properties } of all("AWS::Scheduler::Schedule")) expect(Properties["Target"].DeadLetterConfig, id).toBeDefined();
});

test("every morning of every time zone plans its reminders, at its own clock, and half-hours release what is due", () => {
  const schedules = all("AWS::Scheduler::Schedule").map(({ Properties }) => Properties);
  const mornings = schedules.filter(({ ScheduleExpression }) => ScheduleExpression === "cron(0 5 * * ? *)");
  const zones = mornings.map(({ Target }) => (JSON.parse(String(Target.Input)) as { zones: string[] }).zones);
  expect(zones.flat().toSorted()).toEqual([...homeZones]);
  expect(mornings.map(({ ScheduleExpressionTimezone }) => ScheduleExpressionTimezone)).toEqual(zones.map(([first]) => first));
  expect(mornings.length).toBeLessThan(30);
  expect(schedules.filter(({ ScheduleExpression }) => ScheduleExpression === "cron(0/30 * * * ? *)")).toHaveLength(1);
});

test("no stack outgrows what CloudFormation takes", () => {
  const sizes = [...Map.groupBy(app.resources, ({ stack }) => stack)].map(([stack, resources]) => [stack, resources.length] as const);
  expect(sizes.filter(([, size]) => size >= 500)).toEqual([]);
});

test("every route of the API exists, and needs a token unless it is public", () => {
  const found = new Map(all("AWS::ApiGatewayV2::Route").map(({ Properties }) => [String(Properties["RouteKey"]), Properties["AuthorizationType"]]));
  const documented = Object.entries<Route>(api).map(([key, { action }]) => [key.replace(" /", " /api/v1/"), ["public", "portal.session"].includes(action) ? "NONE" : "CUSTOM"] as const);
  const open = ["GET /api/health", "GET /api/v1/config", "GET /api/v1/openapi.json", "GET /api/v1/links/{token}", "POST /api/v1/links/{token}", "POST /api/v1/webhooks/stripe", "POST /api/v1/webhooks/sms", "POST /api/v1/webhooks/print-mail"].map((key) => [key, "NONE"] as const);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries([...documented, ...open]));
});

test("no role may do a whole family of things, nothing may scan the table, and nothing may do it to everything", () => {
  const granted = statements().flatMap(({ of, Action, Resource: to }) => list(Action).map((action) => ({ of, action, to })));
  expect(granted.length).toBeGreaterThan(50);
  expect(granted.filter(({ action }) => action.includes("*"))).toEqual([]);
  expect(granted.filter(({ action }) => /^dynamodb:(Scan|PartiQL)/.test(action))).toEqual([]);
  expect(granted.filter(({ to }) => list(to).includes("*"))).toEqual([]);
  expect(all("AWS::IAM::Role").filter(({ Properties }) => (Properties["ManagedPolicyArns"] ?? []).length > 0)).toEqual([]);
});

test("whoever answers the API reaches the table only in a session of one tenant, and then only keys that begin with it", () => {
  const answering = lambdas().filter((fn) => /^(access|ledger|ingestion|insight|portal)\/(api|portfolio|administration)$/.test(nameOf(fn)));
  expect(answering.length).toBeGreaterThanOrEqual(7);
  const roleOf = (fn: Resource): string => fn.Properties["Role"]["Fn::GetAtt"][0] as string;
  const policiesOf = (role: string) => all("AWS::IAM::Policy").filter(({ Properties }) => refers(Properties["Roles"], `"${role}"`)).flatMap(({ Properties }) => Properties["PolicyDocument"].Statement as (Statement & { Condition?: Record<string, Record<string, unknown>> })[]);
  // What is no tenant's: counts by address, and the list of absences that are still to be told.
  for (const fn of answering) {
    const own = policiesOf(roleOf(fn)).filter(({ Action }) => list(Action).some((action) => action.startsWith("dynamodb:")));
    expect(own.flatMap(({ Condition }) => Condition?.["ForAllValues:StringLike"]?.["dynamodb:LeadingKeys"]), nameOf(fn)).toEqual(nameOf(fn) === "access/api" ? ["~sys#ABS", "~sys#B#*"] : ["~sys#B#*"]);
    expect(environment(fn)["TENANT_ROLE"], nameOf(fn)).toBeDefined();
  }
  const walls = all("AWS::IAM::Role").filter(({ Properties }) => /-tenant-(reads|writes)$/.test(String(Properties["RoleName"])));
  expect(walls.map(({ stack }) => stack).toSorted()).toEqual(["quittance-dev-app", "quittance-dev-app", "quittance-dev-reminders"]);
  expect(new Set(walls.map(({ Properties }) => Properties["RoleName"])).size).toBe(walls.length);
  for (const { id, Properties } of walls) {
    const allowed = policiesOf(id);
    expect(allowed.length).toBeGreaterThan(1);
    for (const { Condition } of allowed) {
      expect(list(Condition!["ForAllValues:StringLike"]!["dynamodb:LeadingKeys"] as string[]).every((key) => key.startsWith("$" + "{aws:PrincipalTag/tenant}#"))).toBe(true);
      expect(Condition!["Null"]).toEqual({ "dynamodb:LeadingKeys": "false" });
    }
    const trusted = (Properties["AssumeRolePolicyDocument"].Statement as { Principal: unknown; Condition?: object }[]).filter(({ Principal }) => !refers(Principal, ":root"));
    expect(trusted.length).toBeGreaterThan(0);
    for (const { Condition } of trusted) expect(Condition).toMatchObject({ StringLike: { "aws:RequestTag/tenant": "?*" } });
  }
});

test("every function that is listed is deployed as listed, with a log that ends", () => {
  expect(lambdas().map(nameOf).toSorted()).toEqual([...functionNames].toSorted());
  for (const fn of lambdas()) {
    const { memory, seconds } = functions[nameOf(fn)];
    expect(fn.Properties, fn.id).toMatchObject({ Runtime: "nodejs24.x", MemorySize: memory, Timeout: seconds });
  }
  for (const { id, Properties } of all("AWS::Logs::LogGroup")) expect(Properties["RetentionInDays"], id).toBeGreaterThan(0);
});

test("what becomes of each mail is told, and the secret of the providers is one, with a key for links made by itself", () => {
  const { EventDestination } = only("AWS::SES::ConfigurationSetEventDestination").Properties;
  expect((EventDestination.MatchingEventTypes as string[]).map((kind) => kind.toLowerCase()).toSorted()).toEqual(["bounce", "complaint", "delivery", "deliverydelay", "reject", "send"]);
  expect(only("AWS::SecretsManager::Secret")).toMatchObject({ DeletionPolicy: "Retain", Properties: { GenerateSecretString: { GenerateStringKey: "linkKey" } } });
});

test("a function's code is at most 900 KB", () => {
  const sizes = lambdas().map((fn) => [nameOf(fn), app.code(fn).length] as const);
  expect(sizes.filter(([, size]) => size > 900 * 1024)).toEqual([]);
});

test("a function is given the settings that its code asks for, and no others", () => {
  const settings = /(?:"|env\.)(TABLE|BUS|INBOX_BUCKET|DOCUMENTS_BUCKET|LAKE_BUCKET|READ_QUEUE_URL|APPLY_QUEUE_URL|STATEMENT_QUEUE_URL|PORTAL_LINK_QUEUE_URL|PLAN_QUEUE_URL|SEND_QUEUE_URL|WEB_ORIGIN|MAIL_FROM|CONFIGURATION_SET|PROVIDERS_SECRET|LIVE_HTTP|LIVE_REALTIME|USER_POOL_ID|USER_POOL_CLIENT_ID|OIDC_ISSUER|OIDC_AUTHORITY_DOMAIN)\b/g;
  const asked = lambdas().map((fn) => [nameOf(fn), [...new Set([...app.code(fn).matchAll(settings)].map(([, name = ""]) => name))].toSorted()]);
  const given = lambdas().map((fn) => [nameOf(fn), Object.keys(environment(fn)).filter((name) => !["STAGE", "TENANT_ROLE"].includes(name)).toSorted()]);
  expect(Object.fromEntries(given)).toEqual(Object.fromEntries(asked));
});

test("only an administrator makes accounts, a password alone need not be enough, and no token comes without its tenant", () => {
  const { Properties } = only("AWS::Cognito::UserPool");
  expect(Properties).toMatchObject({ AdminCreateUserConfig: { AllowAdminCreateUserOnly: true }, MfaConfiguration: "OPTIONAL", EnabledMfas: ["SOFTWARE_TOKEN_MFA"], DeletionProtection: "ACTIVE" });
  expect(Properties["LambdaConfig"].PreTokenGenerationConfig.LambdaVersion).toBe("V2_0");
  const ours = (Properties["Schema"] as { Name: string; Mutable: boolean }[]).filter(({ Name }) => ["tenant", "user"].includes(Name));
  expect(ours.map(({ Mutable }) => Mutable)).toEqual([false, false]);
  const client = only("AWS::Cognito::UserPoolClient").Properties;
  expect(client).toMatchObject({ AllowedOAuthFlows: ["code"], GenerateSecret: false });
  expect((client["WriteAttributes"] as string[]).filter((name) => name.startsWith("custom:"))).toEqual([]);
});

test("people listen to their own tenant's topics and to their own channel, and cannot speak on any", () => {
  const { Properties } = only("AWS::AppSync::ChannelNamespace");
  expect(Properties).toMatchObject({ Name: "tenant", PublishAuthModes: [{ AuthType: "AWS_IAM" }], SubscribeAuthModes: [{ AuthType: "AMAZON_COGNITO_USER_POOLS" }] });
  const body = String(Properties["CodeHandlers"]).replace(/^import .*$/m, "").replace("export ", "");
  const onSubscribe = new Function("util", `${body}; return onSubscribe;`)({ unauthorized: () => { throw new Error("unauthorized"); } }) as (ctx: unknown) => unknown;
  const subscribe = (channel: string) => () => onSubscribe({ info: { channel: { segments: channel.split("/").slice(1) } }, identity: { claims: { tenant: "acme", user: "usr_a-1" } } });
  expect(subscribe("/tenant/acme/imports")).not.toThrow();
  expect(subscribe("/tenant/acme/user/usr-ua--1x")).not.toThrow();
  expect(subscribe("/tenant/acme/user/usr-ub--1x")).toThrow("unauthorized");
  expect(subscribe("/tenant/globex/imports")).toThrow("unauthorized");
  expect(subscribe("/tenant/*")).toThrow("unauthorized");
});

test("the browser runs no script but the application's own, and shows it in no other site's frame", () => {
  const headers = only("AWS::CloudFront::ResponseHeadersPolicy").Properties["ResponseHeadersPolicyConfig"].SecurityHeadersConfig;
  const policy = headers.ContentSecurityPolicy.ContentSecurityPolicy["Fn::Join"][1].filter((part: unknown) => typeof part === "string").join("") as string;
  const rules = Object.fromEntries(policy.split("; ").map((rule) => [rule.split(" ")[0]!, rule.split(" ").slice(1)]));
  expect(rules["script-src"]!.filter((source) => source !== "'self'" && !/^'sha256-[\w+/]+=*'$/.test(source))).toEqual([]);
  expect(rules["default-src"]).toEqual(["'none'"]);
  expect(rules["frame-ancestors"]).toEqual(["'none'"]);
  expect(headers.StrictTransportSecurity.AccessControlMaxAgeSec).toBeGreaterThanOrEqual(31_536_000);
});

test("the page's own inline script is allowed by its hash", () => {
  expect(inlineScriptHashes('<script type="module" src="/a.js"></script><script>alert(1)</script>')).toEqual(["'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"]);
});

test("an alarm that does not say who is hurt is not built", () => {
  const stack = new Stack(new App({ context: { stage: "x" } }), "S");
  const props = { metric: new Metric({ namespace: "N", metricName: "M" }), remedy: "Look.", above: 0, tell: new Topic(stack, "T") };
  expect(() => new HouseAlarm(stack, "silent", { ...props, impact: "errors" })).toThrow("does not say who is hurt");
});

test("a function that is listed but not written stops the build, and is named", async () => {
  await expect(bundleFunctions({ names: ["ledger/no-such-function"] })).rejects.toThrow("functions/ledger/no-such-function.ts");
});

test("without the check of models, a bundled ElectroDB still tells a finished entity from a model", () => {
  expect(new Validator().validate({}).errors).toEqual([]);
  expect(new Validator().validate({ _instance: Symbol("entity") }).errors).not.toEqual([]);
});
