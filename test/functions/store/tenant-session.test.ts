// The second wall: a handler of the API reaches the table in a session of the caller's tenant. What IAM would refuse, nothing here can show; that the
// session is asked for, tagged, kept and renewed, this shows. And a handler that reaches for another tenant's key fails before anything leaves.
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { GetCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import type { User } from "#domain/access/schema.ts";
import { routes } from "#domain/route.ts";
import { apiHandler } from "#functions/runtime/api.ts";
import { accessStore } from "#functions/store/access.ts";
import { tenantTable } from "#functions/store/table.ts";
import { tenantCredentials } from "#functions/store/tenant-session.ts";
import { stsApi } from "#infra/local/sts.ts";
import { ask } from "#test/world/door.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";

let dynamo: DynamoDb;
let sts: Server;
const asked: URLSearchParams[] = [];
const nadia: User = { id: "usr_nadia", email: "n@verdier.example", name: "Nadia", role: "administrator", language: "fr", entityIds: [] };

beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
  process.env.POWERTOOLS_LOG_LEVEL = "CRITICAL";
  for (const tenant of ["verdier", "stranger"]) await accessStore(tenant).putUser(nadia);
  await accessStore("stranger").putTenant({ id: "stranger", name: "The stranger's secret", currency: "EUR" });
  sts = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", async () => {
      const body = Buffer.concat(chunks);
      asked.push(new URLSearchParams(body.toString()));
      const answer = await stsApi({ method: "POST", url: new URL("http://x/"), headers: request.headers as Record<string, string>, body }, request);
      response.writeHead(answer!.status, answer!.headers).end(answer!.body);
    });
  });
  await new Promise<void>((ready) => sts.listen(0, "127.0.0.1", ready));
  process.env.AWS_ENDPOINT_URL_STS = `http://127.0.0.1:${(sts.address() as AddressInfo).port}`;
}, 60_000);
afterAll(async () => {
  sts?.close();
  delete process.env.AWS_ENDPOINT_URL_STS;
  await dynamo?.close();
});

/** Handlers that are wrong in three ways, each reaching for what belongs to another tenant. */
const table = routes({
  "GET /by-key": { summary: "", action: "me.read", response: z.object({ found: z.unknown() }) },
  "GET /by-index": { summary: "", action: "me.read", response: z.object({ found: z.unknown() }) },
  "GET /by-forged-id": { summary: "", action: "me.read", response: z.object({ found: z.unknown() }) },
});
const wrong = apiHandler(
  table,
  {
    "GET /by-key": async ({ caller }) => {
      const { client, table: TableName } = tenantTable(caller.tenant);
      return { found: await client.send(new GetCommand({ TableName, Key: { pk: "stranger#T", sk: "A" } }) as never) };
    },
    "GET /by-index": async ({ caller }) => {
      const { client, table: TableName } = tenantTable(caller.tenant);
      return { found: await client.send(new QueryCommand({ TableName, IndexName: "gsi1", KeyConditionExpression: "gsi1pk = :pk", ExpressionAttributeValues: { ":pk": "stranger#L#MAIL#n" } }) as never) };
    },
    "GET /by-forged-id": async () => ({ found: await accessStore("verdier#T stranger").user("usr_nadia") }),
  },
  async () => nadia,
);

test.each(Object.keys(table))("%s: a handler that is given another tenant's key fails, and nothing of it is told", async (request) => {
  const { status, json } = await ask(wrong, request, { as: { tenant: "verdier", user: nadia.id } });
  expect([status, json.code]).toEqual([500, "request.failed"]);
  expect(JSON.stringify(json)).not.toContain("secret");
});

test("the session is asked for with the tenant as its tag, and its credentials are taken", async () => {
  const credentials = await tenantCredentials("verdier", "arn:aws:iam::000000000000:role/tenant-reads")!();
  expect(Object.fromEntries(asked.at(-1)!)).toMatchObject({ Action: "AssumeRole", RoleArn: "arn:aws:iam::000000000000:role/tenant-reads", "Tags.member.1.Key": "tenant", "Tags.member.1.Value": "verdier" });
  expect(credentials).toMatchObject({ sessionToken: "tenant=verdier" });
  expect(credentials.expiration.getTime()).toBeGreaterThan(Date.now() + 3000_000);
});

test("without the role there is no session, nor for what is counted before anybody is known", () => {
  expect(tenantCredentials("verdier", undefined)).toBeUndefined();
  expect(tenantCredentials("~sys", "arn:aws:iam::000000000000:role/tenant-reads")).toBeUndefined();
});
