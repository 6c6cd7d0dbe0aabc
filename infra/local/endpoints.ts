// endpoints.json in the data folder: where everything is, for people, tests and tools.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Cloud } from "#infra/local/cloud.ts";
import { LOCAL_KEYS } from "#infra/local/dynamodb.ts";
import { REGION } from "#infra/local/engine.ts";
import { environmentValue } from "#infra/local/template/plan.ts";

export type DemoUser = { readonly email: string; readonly name: string; readonly role: string; readonly password: string };
export type Filled = { readonly tenant: string; readonly users: readonly DemoUser[] };
export type Endpoints = ReturnType<typeof endpointsOf>;

export const endpointsOf = (cloud: Cloud) => {
  const { front, ports, plan, live } = cloud;
  const at = (port: number): string => `http://127.0.0.1:${port}`;
  const value = (name: string): string => environmentValue(plan.functions, name) ?? "";
  const bucket = (word: string): string => value(`${word.toUpperCase()}_BUCKET`) || (plan.buckets.find(({ name }) => name.includes(`-${word}-`))?.name ?? "");
  const filled = cloud.folder.filled() as Filled | undefined;
  return {
    app: front.url,
    api: `${front.url}/api/v1`,
    portal: `${front.url}/portal`,
    mail: `${front.url}/mail`,
    operations: `${front.url}/operations`,
    clock: `${front.url}/clock`,
    aws: {
      region: REGION,
      accessKeyId: LOCAL_KEYS.accessKeyId,
      secretAccessKey: LOCAL_KEYS.secretAccessKey,
      s3: at(ports.s3),
      sqs: at(ports.sqs),
      dynamodb: at(ports.dynamodb),
      events: at(ports.aws),
      states: at(ports.aws),
      scheduler: at(ports.aws),
      ses: at(ports.aws),
      appsyncHttp: live?.httpUrl ?? "",
      appsyncRealtime: live?.realtimeUrl ?? "",
    },
    buckets: { inbox: bucket("inbox"), documents: bucket("documents"), lake: bucket("lake") },
    table: value("TABLE"),
    tenant: filled?.tenant ?? "",
    users: filled?.users ?? [],
  };
};

export const tellEndpoints = (cloud: Cloud): void => writeFileSync(join(cloud.folder.path, "endpoints.json"), `${JSON.stringify(endpointsOf(cloud), null, 2)}\n`);
