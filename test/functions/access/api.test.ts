import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { roleSchema, type Role, type User } from "#domain/access/schema.ts";
import { api } from "#domain/api.ts";
import { handler as administration } from "#functions/access/administration.ts";
import { handler } from "#functions/access/api.ts";
import { handler as reference } from "#functions/access/reference.ts";
import { addClaims } from "#functions/access/add-claims.ts";
import { problemCodes } from "#functions/runtime/problem.ts";
import { accessStore } from "#functions/store/access.ts";
import { ask } from "#test/world/door.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";

let dynamo: DynamoDb;
const person = (role: Role): User => ({ id: `usr_${role}`, email: `${role}@verdier.example`, name: role, role, language: "en", entityIds: [] });
const as = (role: Role, tenant = "verdier") => ({ as: { tenant, user: `usr_${role}` } });
beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
  Object.assign(process.env, {
    OIDC_ISSUER: "https://issuer.example/pool",
    USER_POOL_CLIENT_ID: "browser",
    OIDC_AUTHORITY_DOMAIN: "sign-in.example",
    LIVE_HTTP: "https://live.example/event",
    LIVE_REALTIME: "wss://live.example/event/realtime",
  });
  for (const role of roleSchema.options) await accessStore("verdier").putUser(person(role));
  await accessStore("verdier").putTenant({ id: "verdier", name: "Verdier", currency: "EUR" });
}, 60_000);
afterAll(() => dynamo?.close());

test("whoever signs in learns who he is and what he may do", async () => {
  const { json } = await ask(handler, "GET /me", as("salesperson"));
  expect(json).toMatchObject({ user: { id: "usr_salesperson" }, tenant: { id: "verdier", name: "Verdier", currency: "EUR" } });
  expect(json.actions).toContain("customer.read");
  expect(json.actions).not.toContain("import.run");
});

test("an administrator sees everybody of his tenant, and nobody of another", async () => {
  await accessStore("stranger").putUser(person("administrator"));
  expect((await ask(administration, "GET /users", as("administrator"))).json.items).toHaveLength(roleSchema.options.length);
  expect((await ask(administration, "GET /users", as("administrator", "stranger"))).json.items).toHaveLength(1);
  expect((await ask(administration, "GET /roles", as("administrator"))).json.items).toContainEqual(expect.objectContaining({ id: "customer", rights: ["me.read"], users: 1 }));
});

test("before signing in, a page can ask where to sign in", async () => {
  expect((await ask(reference, "GET /api/v1/config")).json).toEqual({
    issuer: "https://issuer.example/pool",
    clientId: "browser",
    signInHost: "sign-in.example",
    live: { http: "https://live.example/event", realtime: "wss://live.example/event/realtime" },
  });
  expect((await ask(reference, "GET /api/health")).status).toBe(200);
  expect((await ask(handler, "POST /config")).status).toBe(404);
});

test("the published description of the API is valid OpenAPI 3.1 and has every route with its refusals", async () => {
  const { json } = await ask(reference, "GET /api/v1/openapi.json");
  const result = await new Validator().validate(structuredClone(json));
  expect(result).toMatchObject({ valid: true });
  const operations = Object.entries(json.paths as Record<string, Record<string, { operationId: string; responses: object; description?: string }>>).flatMap(([path, of]) =>
    Object.entries(of).map(([method, operation]) => ({ key: `${method.toUpperCase()} ${path}`, ...operation })),
  );
  expect(operations.map(({ key }) => key).toSorted()).toEqual(Object.keys(api).toSorted());
  expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  for (const { key, responses } of operations) expect(Object.keys(responses), key).toEqual(expect.arrayContaining(key.startsWith("POST /portal/") ? ["429"] : ["401", "403", "429"]));
  expect(json.paths["/customers/{id}"].patch.responses).toHaveProperty("412");
  expect(JSON.stringify(json)).not.toContain("#/$defs");
  const refs = [...JSON.stringify(json).matchAll(/#\/components\/schemas\/(\w+)/g)].map((match) => match[1]!);
  expect(refs.filter((name) => !(name in json.components.schemas))).toEqual([]);
});

test("every refusal that a route names has a sentence and a status", () => {
  expect(
    Object.values(api)
      .flatMap((route) => ("refusals" in route ? route.refusals : []))
      .filter((code) => !problemCodes.has(code)),
  ).toEqual([]);
});

test("a token says tenant and user from what an administrator set; without them it says neither", () => {
  const event = (userAttributes: Record<string, string>) => ({ request: { userAttributes } }) as unknown as Parameters<typeof addClaims>[0];
  const claims = (attributes: Record<string, string>) => addClaims(event(attributes)).response.claimsAndScopeOverrideDetails?.accessTokenGeneration?.claimsToAddOrOverride;
  expect(claims({ "custom:tenant": "verdier", "custom:user": "usr_lea", email: "lea@verdier.example", name: "Léa", sub: "1" })).toEqual({
    tenant: "verdier",
    user: "usr_lea",
    email: "lea@verdier.example",
    name: "Léa",
  });
  expect(claims({ email: "x@y.example" })).toEqual({ email: "x@y.example" });
});
