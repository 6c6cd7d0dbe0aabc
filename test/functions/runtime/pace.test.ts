import type { Context } from "aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import type { User } from "#domain/access/schema.ts";
import { routes } from "#domain/route.ts";
import { apiHandler, LARGEST_BODY, type ApiEvent } from "#functions/runtime/api.ts";
import { READS_A_MINUTE, WRITES, withinPace } from "#functions/runtime/pace.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";

const table = routes({ "POST /entities": { summary: "", action: "entity.change", body: z.object({ name: z.string() }), response: z.object({}) } });
const lea: User = { id: "usr_lea", email: "lea@verdier.example", name: "Léa", role: "administrator", language: "en", entityIds: [] };
const handler = apiHandler(table, { "POST /entities": async () => ({}) }, async (_tenant, id) => ({ ...lea, id: id as User["id"] }));
const post = async (user: string, name = "x") => {
  const requestContext = { requestId: "r", http: { method: "POST" }, authorizer: { lambda: { tenant: "verdier", user } } };
  const event: ApiEvent = { rawPath: "/api/v1/entities", rawQueryString: "", headers: {}, isBase64Encoded: false, body: JSON.stringify({ name }), requestContext };
  return (await handler(event, { awsRequestId: "r" } as Context)).statusCode;
};

let dynamo: DynamoDb;
beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
}, 60_000);
afterAll(() => dynamo?.close());

test("who changes more than hands can in a minute is stopped, nobody else is, and the next minute is free", async () => {
  const now = new Date().toISOString();
  const answers = await Promise.all(Array.from({ length: WRITES.most + 5 }, () => withinPace("verdier", "usr_fast", "POST", now)));
  expect(answers.filter(Boolean)).toHaveLength(WRITES.most);
  expect(await withinPace("verdier", "usr_lea", "POST", now)).toBe(true);
  expect(await withinPace("verdier", "usr_fast", "POST", new Date(Date.parse(now) + 60_000).toISOString())).toBe(true);
  if (new Date().toISOString().slice(0, 16) === now.slice(0, 16)) expect(await post("usr_fast")).toBe(429);
});

test("who reads without end is stopped by the function that answers him", async () => {
  const now = "2026-03-31T08:00:10.000Z";
  for (let n = 0; n < READS_A_MINUTE; n++) expect(await withinPace("verdier", "usr_reader", "GET", now)).toBe(true);
  expect([await withinPace("verdier", "usr_reader", "GET", now), await withinPace("verdier", "usr_other", "GET", now), await withinPace("verdier", "usr_reader", "GET", "2026-03-31T08:01:00.000Z")]).toEqual([false, true, true]);
});

test("a request larger than anything that people type is refused before it is read", async () => {
  expect(await post("usr_large", "x".repeat(LARGEST_BODY))).toBe(413);
});
