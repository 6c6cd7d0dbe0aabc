// A partner reads the published document and calls every route of it.
import { Validator } from "@seriousme/openapi-schema-validator";
import { afterAll, beforeAll, expect, test } from "vitest";
import type * as z from "zod";
import { api } from "#domain/api.ts";
import type { Route } from "#domain/route.ts";
import { allRunsEnded, ask, drop } from "#test/stories/people.ts";
import { inventedFec } from "#test/world/fec.ts";
import { startCloud, type TestCloud } from "#test/world/local-cloud.ts";

type Document = { paths: Record<string, Record<string, { operationId: string }>> };
let cloud: TestCloud;
let document: Document;
let known: Record<string, string>;

beforeAll(async () => {
  cloud = await startCloud({ empty: true });
  const { name, bytes } = inventedFec({ siren: "900200301", closing: "20251231", seed: 5 });
  await drop(cloud, "fec", name, bytes);
  const [run] = await allRunsEnded(cloud, 1);
  document = (await (await fetch(`${cloud.endpoints.api}/openapi.json`)).json()) as Document;
  const { items: customers } = await ask<{ items: { id: string }[] }>(cloud, "/customers?asOf=2025-12-31");
  const { items } = await ask<{ items: { id: string }[] }>(cloud, `/customers/${customers[0]!.id}/open-items?settled=true&asOf=2025-12-31`);
  const { items: users } = await ask<{ items: { id: string }[] }>(cloud, "/users");
  known = { "/customers/{id}": customers[0]!.id, "/items/{id}": items[0]!.id, "/imports/{id}": run!.id, "/sources/{id}": "src_fec", "/users/{id}": users[0]!.id };
});
afterAll(async () => cloud?.stop());

const routes = Object.entries(api) as [string, Route][];
/** What a customer's contact asks stands behind a door of its own, and what is public is asked by whoever wants. */
const ours = routes.filter(([, { action }]) => action !== "public" && action !== "portal.session");
const pathOf = (key: string): string => {
  const path = key.split(" ")[1]!;
  const prefix = Object.keys(known).find((one) => path.startsWith(one));
  const query: Record<string, string> = { "/items/{id}": `?customer=${known["/customers/{id}"]}`, "/general-ledger": "?from=2025-01-01&to=2025-12-31", "/payments/summary": "?from=2025-12-01&to=2025-12-31", "/portfolios/history": "?collector=somebody", "/access/explanation": `?user=${known["/users/{id}"]}&action=me.read` };
  return (prefix ? path.replace("{id}", known[prefix]!) : path) + (query[path] ?? "");
};

test("the document is valid OpenAPI and knows every route of the table", async () => {
  const { valid, errors } = await new Validator().validate(document as never);
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  for (const [key] of routes) {
    const [method, path] = key.split(" ") as [string, string];
    expect(document.paths[`/api/v1${path}`]?.[method.toLowerCase()] ?? document.paths[path]?.[method.toLowerCase()], key).toBeDefined();
  }
});

test("without a token every route answers 401, and nothing else", async () => {
  for (const [key] of ours) {
    const response = await fetch(`${cloud.endpoints.api}${pathOf(key)}`, { method: key.split(" ")[0]!, ...(key.startsWith("GET") ? {} : { body: "{}", headers: { "content-type": "application/json" } }) });
    expect({ key, status: response.status }).toEqual({ key, status: 401 });
  }
});

test("every route that reads answers in the shape that is documented", async () => {
  // A company without a bank has no payment to ask for: those are told in receipts.test.ts.
  for (const [key, route] of ours.filter(([key]) => key.startsWith("GET") && !key.includes("/payments/{id}"))) {
    const answer = await ask(cloud, pathOf(key));
    const { success, error } = (route.response as z.ZodType).safeParse(answer);
    expect({ key, error: success ? undefined : error }).toEqual({ key, error: undefined });
  }
});

test("what does not exist is a problem document with a code", async () => {
  const response = await fetch(`${cloud.endpoints.api}/customers/cus_nobody`, { headers: { authorization: `Bearer ${await cloud.token("admin@ardelane.example")}` } });
  expect(response.status).toBe(404);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  expect(await response.json()).toMatchObject({ code: "customer.unknown", status: 404 });
});
