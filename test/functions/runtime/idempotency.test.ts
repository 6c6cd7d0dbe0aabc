import type { Context } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import * as z from "zod";
import type { User } from "#domain/access/schema.ts";
import { refused } from "#domain/refusal.ts";
import { routes } from "#domain/route.ts";
import { apiHandler, type ApiEvent } from "#functions/runtime/api.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";

const table = routes({
  "POST /entities": { summary: "", action: "entity.change", body: z.object({ name: z.string() }), response: z.object({ name: z.string(), n: z.number() }), status: 201, refusals: ["entity.code-taken"] },
});
const lea: User = { id: "usr_lea", email: "lea@verdier.example", name: "Léa", role: "administrator", language: "en", entityIds: [] };
let done = 0;
const handler = apiHandler(
  table,
  {
    "POST /entities": async ({ body }) => {
      done += 1;
      if (body.name === "taken") return refused("entity.code-taken");
      if (body.name === "broken" && done === 1) throw new Error("the disk is full");
      return { name: body.name, n: done };
    },
  },
  async (_tenant, id) => ({ ...lea, id: id as User["id"] }),
);

let dynamo: DynamoDb;
beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
}, 60_000);
afterAll(() => dynamo?.close());
beforeEach(() => {
  done = 0;
  delete process.env.QUITTANCE_CLOCK_OFFSET_MS;
});

const post = async (key: string, name: string, user = "usr_lea") => {
  const event: ApiEvent = {
    rawPath: "/api/v1/entities",
    rawQueryString: "",
    headers: { "idempotency-key": key },
    isBase64Encoded: false,
    body: JSON.stringify({ name }),
    requestContext: { requestId: "req", http: { method: "POST" }, authorizer: { jwt: { claims: { tenant: "verdier", user } } } },
  };
  const { statusCode, body } = await handler(event, { awsRequestId: "req" } as Context);
  return { status: statusCode, json: JSON.parse(body!) as { code?: string; n?: number } };
};

test("the same request under the same key is done once and answered twice, to the letter", async () => {
  const first = await post("k1", "Verdier");
  expect(first).toMatchObject({ status: 201, json: { n: 1 } });
  expect(await post("k1", "Verdier")).toEqual(first);
  expect(done).toBe(1);
});

test("the same key with another request is refused, and nothing is done", async () => {
  await post("k2", "Verdier");
  expect(await post("k2", "Another")).toMatchObject({ status: 422, json: { code: "request.key-reused" } });
  expect(done).toBe(1);
});

test("twenty impatient clicks are one act: each is answered the same, or told that it is under way", async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => post("k3", "Verdier")));
  expect(done).toBe(1);
  expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(0);
  expect(new Set(answers.map(({ status, json }) => (status === 201 ? "done" : json.code)))).toEqual(new Set(answers.some(({ status }) => status === 409) ? ["done", "request.still-running"] : ["done"]));
});

test("a refusal is remembered as an answer; what broke on our side may be tried again", async () => {
  expect([(await post("k4", "taken")).json.code, (await post("k4", "taken")).json.code]).toEqual(["entity.code-taken", "entity.code-taken"]);
  expect(done).toBe(1);
  done = 0;
  expect((await post("k5", "broken")).status).toBe(500);
  expect(await post("k5", "broken")).toMatchObject({ status: 201, json: { n: 2 } });
});

test("keys are each caller's own, and are forgotten after a day", async () => {
  await post("k6", "Verdier");
  expect((await post("k6", "Other", "usr_tom")).status).toBe(201);
  process.env.QUITTANCE_CLOCK_OFFSET_MS = String(24 * 3600_000 + 60_000);
  expect(await post("k6", "Later")).toMatchObject({ status: 201, json: { n: 3 } });
});
