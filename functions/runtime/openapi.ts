// The published description of the API (OpenAPI 3.1), made from the same route table that checks every request. What is not in a schema is not promised.
import * as z from "zod";
import type { Route, RouteKey, RouteTable } from "#domain/route.ts";
import { problem } from "#functions/runtime/problem.ts";
import { API_BASE } from "#functions/runtime/match-route.ts";

type Json = { [key: string]: unknown };
type Components = Record<string, Json>;

export function openApi(table: RouteTable): Json {
  const components: Components = { Problem: problemSchema };
  const paths: Record<string, Json> = {};
  for (const [key, route] of Object.entries(table) as [RouteKey, Route][]) {
    const [method, path] = key.split(" ") as [string, string];
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation(key, route, components) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Quittance", version: "1", description: conventions, license: { name: "Apache-2.0", identifier: "Apache-2.0" } },
    servers: [{ url: API_BASE }],
    security: [{ signIn: [] }],
    tags: [...new Set(Object.keys(table).map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        portalSession: { type: "apiKey", in: "cookie", name: "__Host-quittance-portal", description: "A session of the customer portal, opened with a link (POST /portal/sessions)." },
        signIn: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "JWT",
          description: "An access token of the sign-in that GET /api/v1/config names (OpenID Connect, authorization code with PKCE).",
        },
      },
    },
  };
}

const conventions = [
  "Receivables as a product: everything that the screens show and do, and nothing else, goes through this API.",
  "Amounts are exact decimal strings with their currency; amounts of two currencies are never added. Dates are business dates of the legal entity, instants are RFC 3339 in UTC. Ids are opaque.",
  "Lists answer with `items` and, if there is more, `nextCursor`, which is the next request's `cursor`; another is refused with `request.cursor-unknown`. Every balance takes `asOf`.",
  "Errors are problem documents (RFC 9457): `code` is stable, `detail` is in the caller's language (Accept-Language), `errors` points into the request.",
].join("\n\n");

function operation(key: RouteKey, route: Route, components: Components): Json {
  const { summary, description, status = 200 } = route;
  const inputs = [...parameters(route.params, "path", components), ...parameters(route.query, "query", components), ...(key.startsWith("POST") ? [idempotencyKey] : [])];
  const success = status === 204 ? { description: "Done." } : { description: "The answer.", content: json(schemaOf(route.response, "output", components)) };
  return {
    operationId: operationId(key),
    summary,
    ...(description ? { description } : {}),
    tags: [tagOf(key)],
    ...(route.action === "public" ? { security: [] } : route.action === "portal.session" ? { security: [{ portalSession: [] }] } : {}),
    ...(inputs.length > 0 ? { parameters: inputs } : {}),
    ...(route.body ? { requestBody: { required: true, content: json(schemaOf(route.body, "input", components)) } } : {}),
    responses: { [status]: success, ...problems(route) },
  };
}

/** "GET /customers/{id}/open-items" → getCustomersByIdOpenItems */
function operationId(key: string): string {
  const [method = "", path = ""] = key.split(" ");
  const words = path.split("/").flatMap((part) => (part.startsWith("{") ? ["by", ...part.slice(1, -1).split("-")] : part.split("-")));
  return (
    method.toLowerCase() +
    words
      .filter(Boolean)
      .map((word) => word[0]!.toUpperCase() + word.slice(1))
      .join("")
  );
}

const tagOf = (key: string): string => key.split("/")[1]!;
const json = (schema: Json) => ({ "application/json": { schema } });
const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  schema: { type: "string", maxLength: 200 },
  description: "The same key again is the same request: it is done once.",
};

function parameters(schema: z.ZodObject | undefined, place: "path" | "query", components: Components): Json[] {
  if (!schema) return [];
  const { properties = {}, required = [] } = schemaOf(schema, "input", components) as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties).map(([name, { description, ...of }]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(description ? { description } : {}),
    schema: of,
  }));
}

/** What every route answers with, and the route's own refusals, by status. */
function problems(route: Route): Json {
  const always = route.action === "public" ? [] : ["request.unauthenticated", "request.forbidden"];
  const codes = [...always, ...(route.params || route.query || route.body ? ["request.invalid"] : []), ...(route.body ? ["request.unreadable"] : []), ...(route.refusals ?? [])];
  const byStatus = Map.groupBy(codes, (code) => problem(code, "", "en").status);
  const entries = [...byStatus].map(
    ([status, of]) => [status, { description: of.map((code) => `\`${code}\`: ${problem(code, "", "en").detail}`).join("\n\n"), content: problemContent }] as const,
  );
  return Object.fromEntries([
    ...entries,
    [429, { description: "Too many requests at once: try again a little later.", content: problemContent }],
    ["default", { description: "It failed on our side.", content: problemContent }],
  ]);
}

const problemSchema: Json = {
  type: "object",
  description: "A problem document (RFC 9457).",
  required: ["type", "title", "status", "code", "detail", "traceId"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string", examples: ["customer.unknown"] },
    detail: { type: "string" },
    traceId: { type: "string" },
    errors: {
      type: "array",
      items: { type: "object", required: ["pointer", "detail"], properties: { pointer: { type: "string", examples: ["/query/asOf"] }, detail: { type: "string" } } },
    },
  },
};
const problemContent = { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } };

/** Schemas with an id of their own become components; the rest stands where it is used. */
function schemaOf(schema: z.ZodType, io: "input" | "output", components: Components): Json {
  const {
    $schema: _schema,
    $defs = {},
    ...rest
  } = z.toJSONSchema(schema, { io, unrepresentable: "any", override: ({ jsonSchema }) => void delete jsonSchema.id }) as Json & { $defs?: Components };
  for (const [name, definition] of Object.entries($defs)) components[name] ??= pointed(definition) as Json;
  return pointed(rest) as Json;
}

function pointed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointed);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, key === "$ref" ? String(part).replace("#/$defs/", "#/components/schemas/") : pointed(part)]));
}
