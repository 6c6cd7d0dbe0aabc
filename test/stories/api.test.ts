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
let entity: string;

beforeAll(async () => {
  cloud = await startCloud({ empty: true });
  const { name, bytes } = inventedFec({ siren: "900200301", closing: "20251231", seed: 5 });
  await drop(cloud, "fec", name, bytes);
  const [run] = await allRunsEnded(cloud, 1);
  document = (await (await fetch(`${cloud.endpoints.api}/openapi.json`)).json()) as Document;
  const { items: customers } = await ask<{ items: { id: string }[] }>(cloud, "/customers?asOf=2025-12-31");
  const { items } = await ask<{ items: { id: string }[] }>(cloud, `/customers/${customers[0]!.id}/open-items?settled=true&asOf=2025-12-31`);
  const { items: users } = await ask<{ items: { id: string }[] }>(cloud, "/users");
  entity = (await ask<{ items: { id: string }[] }>(cloud, "/entities")).items[0]!.id;
  known = { "/dunning/policies/{id}": "pol_standard-fr", "/dunning/templates/{id}/{language}": "reminder-1", "/dunning/runs/{on}": "2025-12-31", "/customers/{id}": customers[0]!.id, "/items/{id}": items[0]!.id, "/imports/{id}": run!.id, "/sources/{id}": "src_fec", "/users/{id}": users[0]!.id, "/closed-periods/{id}": entity };
});
afterAll(async () => cloud?.stop());

const routes = Object.entries(api) as [string, Route][];
/** What a customer's contact asks stands behind a door of its own, and what is public is asked by whoever wants. */
const ours = routes.filter(([, { action }]) => action !== "public" && action !== "portal.session");
const pathOf = (key: string): string => {
  const path = key.split(" ")[1]!;
  const prefix = Object.keys(known).find((one) => path.startsWith(one));
  const ofCustomer = `?customer=${known["/customers/{id}"]}`;
  const query: Record<string, string> = { "/items/{id}": ofCustomer, "/general-ledger": "?from=2025-01-01&to=2025-12-31", "/payments/summary": "?from=2025-12-01&to=2025-12-31", "/portfolios/history": "?collector=somebody", "/access/explanation": `?user=${known["/users/{id}"]}&action=me.read`, "/postings-exports": `?entity=${entity}`, "/postings-exports/entries": `?entity=${entity}`, "/bank-debits": `?entity=${entity}`, "/closed-periods/{id}/cut-off": "?until=2025-12-31", "/dunning/charges": ofCustomer, "/promises": ofCustomer, "/dunning/signals": ofCustomer };
  return (prefix ? path.replace(/\{(?:id|on)\}/, known[prefix]!) : path).replace("{language}", "fr") + (query[path] ?? "");
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
  // A company without a bank, and whose customers nobody wrote to yet, has no payment, debit or advice, no posting to export and no message to ask for.
  const without = /\/(payments|postings-exports|messages|payer-memory|bank-debits|remittance-advices)\/\{id\}/;
  const faults: unknown[] = [];
  for (const [key, route] of ours.filter(([key]) => key.startsWith("GET") && !without.test(key))) {
    const { status, body } = await cloud.api("admin@ardelane.example", "GET", pathOf(key));
    const { success, error } = (route.response as z.ZodType).safeParse(body);
    if (status !== 200 || !success) faults.push({ key, status, ...(status === 200 ? { error } : { body }) });
  }
  expect(faults).toEqual([]);
});

test("what does not exist is a problem document with a code", async () => {
  const response = await fetch(`${cloud.endpoints.api}/customers/cus_nobody`, { headers: { authorization: `Bearer ${await cloud.token("admin@ardelane.example")}` } });
  expect(response.status).toBe(404);
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  expect(await response.json()).toMatchObject({ code: "customer.unknown", status: 404 });
});
