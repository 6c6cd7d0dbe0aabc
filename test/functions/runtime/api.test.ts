import type { Context } from "aws-lambda";
import { expect, test } from "vitest";
import * as z from "zod";
import type { Role, User } from "#domain/access/schema.ts";
import { refused } from "#domain/refusal.ts";
import { routes } from "#domain/route.ts";
import { api } from "#domain/api.ts";
import { rights } from "#domain/access/rights.ts";
import { apiHandler, type ApiEvent } from "#functions/runtime/api.ts";
import { problemCodes } from "#functions/runtime/problem.ts";

const table = routes({
  "GET /customers/{id}": { summary: "", action: "customer.read", params: z.object({ id: z.string().startsWith("cus_") }), query: z.object({ asOf: z.iso.date().optional() }), response: z.object({ id: z.string(), tenant: z.string() }), refusals: ["customer.unknown"] },
  "POST /sources/detect": { summary: "", action: "source.change", body: z.object({ text: z.string() }), response: z.object({ detected: z.string() }) },
  "POST /sources/{id}": { summary: "", action: "source.change", params: z.object({ id: z.string() }), response: z.object({ id: z.string() }) },
});

const ines: User = { id: "usr_ines", email: "ines@ardelane.example", name: "Inès Marchetti", role: "collector", language: "fr", entityIds: [] };
const staff = (role: Role): User => ({ ...ines, role });
const door = (user: User | undefined) =>
  apiHandler(
    table,
    {
      "GET /customers/{id}": async ({ params, caller }) => (params.id === "cus_gone" ? refused("customer.unknown") : { id: params.id, tenant: caller.tenant }),
      "POST /sources/detect": async ({ body }) => ({ detected: body.text }),
      "POST /sources/{id}": async ({ params }) => ({ id: params.id }),
    },
    async (tenant, id) => (tenant === "ardelane" && id === "usr_ines" ? user : undefined),
  );

const ask = async (user: User | undefined, method: string, path: string, more: { body?: string; claims?: Record<string, unknown>; language?: string; query?: string } = {}) => {
  const claims = more.claims ?? { tenant: "ardelane", user: "usr_ines" };
  const event: ApiEvent = {
    rawPath: `/api/v1${path}`,
    rawQueryString: more.query ?? "",
    headers: { "accept-language": more.language ?? "en" },
    isBase64Encoded: false,
    ...(more.body === undefined ? {} : { body: more.body }),
    requestContext: { requestId: "req-1", http: { method }, authorizer: { jwt: { claims } } },
  };
  const response = await door(user)(event, { awsRequestId: "req-1" } as Context);
  return { status: response.statusCode, json: JSON.parse(response.body!) as Record<string, unknown> };
};

test("a collector opens a customer of his own tenant, and the tenant comes from the token", async () => {
  expect(await ask(staff("collector"), "GET", "/customers/cus_1")).toEqual({ status: 200, json: { id: "cus_1", tenant: "ardelane" } });
});

test("what the rules refuse is a problem in the caller's language, with the code and a reference", async () => {
  const { status, json } = await ask(staff("collector"), "GET", "/customers/cus_gone", { language: "fr-FR" });
  expect(status).toBe(404);
  expect(json).toMatchObject({ code: "customer.unknown", detail: "Ce client n’existe pas.", traceId: "req-1" });
});

test.each([
  ["without claims", {}],
  ["of a tenant where the user does not exist", { tenant: "other", user: "usr_ines" }],
  ["with a user that is no text", { tenant: "ardelane", user: 7 }],
])("a token %s opens nothing", async (_, claims) => {
  expect((await ask(staff("administrator"), "GET", "/customers/cus_1", { claims })).status).toBe(401);
});

test("a disabled user's token opens nothing", async () => {
  expect((await ask(undefined, "GET", "/customers/cus_1")).status).toBe(401);
});

test("a collector may not change sources, whatever he sends", async () => {
  expect(await ask(staff("collector"), "POST", "/sources/detect", { body: '{"text":"a;b"}' })).toMatchObject({ status: 403, json: { code: "request.forbidden" } });
});

test("bad values are told with a pointer each", async () => {
  const { status, json } = await ask(staff("collector"), "GET", "/customers/nobody", { query: "asOf=31/03/2026" });
  expect(status).toBe(422);
  expect((json.errors as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual(["/params/id", "/query/asOf"]);
});

test("a body that is no JSON is told, not guessed", async () => {
  expect((await ask(staff("administrator"), "POST", "/sources/detect", { body: "{" })).status).toBe(400);
});

test("a fixed address wins over a parameter", async () => {
  expect((await ask(staff("administrator"), "POST", "/sources/detect", { body: '{"text":"x"}' })).json).toEqual({ detected: "x" });
  expect((await ask(staff("administrator"), "POST", "/sources/src_1")).json).toEqual({ id: "src_1" });
});

test("every route asks for a right that the table of rights knows, and every refusal has a sentence", () => {
  for (const [key, route] of Object.entries(api)) {
    expect([...Object.keys(rights), "public", "portal.session"], key).toContain(route.action);
    for (const code of ("refusals" in route ? route.refusals : []) as readonly string[]) expect([...problemCodes], key).toContain(code);
  }
});
