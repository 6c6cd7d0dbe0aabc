// What a function may do, said where it is wired: each line gives it the name of the thing in its environment and the few actions it uses.
// No wildcard actions, and no Scan: a table that can be scanned can be read across tenants.
import { Stack } from "aws-cdk-lib";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { IEventBus } from "aws-cdk-lib/aws-events";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Function } from "aws-cdk-lib/aws-lambda";
import type { ISecret } from "aws-cdk-lib/aws-secretsmanager";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Live } from "#infra/live.ts";
import { explain } from "#infra/parts/explain.ts";
import { nameOf, worldwideNameOf } from "#infra/parts/stage.ts";
import { takeOnTenantRole } from "#infra/parts/tenant-role.ts";

export type TableAction = "GetItem" | "BatchGetItem" | "Query" | "PutItem" | "UpdateItem" | "DeleteItem" | "BatchWriteItem";
export const read: readonly TableAction[] = ["GetItem", "BatchGetItem", "Query"];
/** Also what a transaction needs: it is allowed what its parts are. The store replaces whole items under a condition and updates none in place. */
export const write: readonly TableAction[] = ["PutItem", "DeleteItem", "BatchWriteItem"];

/** The two indexes are named one by one: `index/*` would also open those that somebody adds later. */
export function useTable(fn: Function, table: TableV2, actions: readonly TableAction[]): void {
  fn.addEnvironment("TABLE", table.tableName);
  allow(fn, actions.map((action) => `dynamodb:${action}`), [table.tableArn]);
  if (actions.includes("Query")) allow(fn, ["dynamodb:Query"], [`${table.tableArn}/index/gsi1`, `${table.tableArn}/index/gsi2`]);
}

/** For functions that work for one tenant at a time: not themselves, but in a session of that tenant (tenant-role.ts). */
export function useTenantTable(fn: Function, table: TableV2, may: "read" | "write"): void {
  fn.addEnvironment("TABLE", table.tableName);
  takeOnTenantRole(fn, table, may);
  walled.add(fn);
}
const walled = new WeakSet<Function>();

/** What the door of the API itself keeps, whatever the function behind it may do: answers by Idempotency-Key (I), notes to the audit (Y), and counts of how often (B). */
export function keepTheDoor(fn: Function): void {
  const { region, account } = Stack.of(fn);
  // Behind the wall, the session of the tenant keeps them; what is counted before anybody is known belongs to no tenant.
  const keys = walled.has(fn) ? ["~sys#B#*"] : ["*#I#*", "*#Y#*", "*#B#*"];
  fn.addToRolePolicy(
    new PolicyStatement({
      actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
      resources: [`arn:aws:dynamodb:${region}:${account}:table/${nameOf(fn, "ledger")}`],
      conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": keys }, Null: { "dynamodb:LeadingKeys": "false" } },
    }),
  );
}

export type ObjectAction = "GetObject" | "PutObject" | "DeleteObject";
type BucketUse = { readonly actions: readonly ObjectAction[]; readonly under?: string };

/** Buckets are known by their names (parts/stage.ts), so the policy can be read without looking anything up. */
export function useBucket(fn: Function, bucket: "inbox" | "documents" | "lake", { actions, under = "" }: BucketUse): void {
  const name = worldwideNameOf(fn, bucket);
  const objects = `arn:aws:s3:::${name}/${under}*`;
  fn.addEnvironment(`${bucket.toUpperCase()}_BUCKET`, name);
  // Without it, S3 answers "access denied" instead of "no such key".
  if (actions.includes("GetObject")) allow(fn, ["s3:ListBucket"], [`arn:aws:s3:::${name}`]);
  allow(fn, actions.map((action) => `s3:${action}`), [objects]);
  explain(fn.role!, `AwsSolutions-IAM5[Resource::${objects}]`, "Objects have no names yet when the policy is written; the bucket, the folder and the actions are exact.");
}

export function sendTo(fn: Function, queue: IQueue, as: "READ_QUEUE_URL" | "APPLY_QUEUE_URL" | "STATEMENT_QUEUE_URL" | "PORTAL_LINK_QUEUE_URL" | "PLAN_QUEUE_URL" | "SEND_QUEUE_URL"): void {
  fn.addEnvironment(as, queue.queueUrl);
  allow(fn, ["sqs:SendMessage"], [queue.queueArn]);
}

export function publishTo(fn: Function, bus: IEventBus): void {
  fn.addEnvironment("BUS", bus.eventBusName);
  allow(fn, ["events:PutEvents"], [bus.eventBusArn]);
}

export function tellScreens(fn: Function, live: Live): void {
  fn.addEnvironment("LIVE_HTTP", live.httpUrl);
  allow(fn, ["appsync:EventPublish"], [live.namespaceArn]);
}

export const allow = (fn: Function, actions: readonly string[], resources: readonly string[]): void =>
  fn.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));

/** The one secret of the installation (infra/providers.ts). */
export function readProviders(fn: Function, secret: ISecret): void {
  fn.addEnvironment("PROVIDERS_SECRET", secret.secretArn);
  allow(fn, ["secretsmanager:GetSecretValue"], [secret.secretArn]);
}
