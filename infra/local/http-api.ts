// API Gateway's HTTP API: finds the route, lets the authorizer (JWT, or a function) look at the token, hands the function payload version 2.0, and
// turns its answer into a response. What it refuses, it refuses with API Gateway's own bodies.
import { randomUUID } from "node:crypto";
import type { JWTPayload } from "jose";
import { ACCOUNT, type AwsRequest, type AwsResponse, type Clock, type Invoke } from "#infra/local/engine.ts";

export type JwtAuthorizer = { readonly issuer: string; readonly audience: readonly string[]; readonly scopes: readonly string[] };
/** A function that is asked with payload 2.0 and answers simply; its answer is remembered for a while by the header's value. */
export type LambdaAuthorizer = { readonly functionArn: string; readonly header: string; readonly rememberMs: number };
export type HttpRoute = { readonly key: string; readonly functionArn: string; readonly authorizer?: JwtAuthorizer | LambdaAuthorizer };
export type HttpApiSpec = { readonly id: string; readonly routes: readonly HttpRoute[]; readonly allowOrigins: readonly string[] };

export type VerifyJwt = (token: string, authorizer: JwtAuthorizer) => Promise<JWTPayload | undefined>;
export type HttpApi = (request: AwsRequest & { readonly sourceIp?: string }) => Promise<AwsResponse>;

type Found = { readonly route: HttpRoute; readonly parameters: Readonly<Record<string, string>> };
type Authorized = { readonly claims: JWTPayload; readonly scopes: readonly string[] } | { readonly lambda: object };

const LARGEST_BODY = 10 * 1024 * 1024;
const message = (status: number, text: string, headers: Record<string, string> = {}): AwsResponse => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: JSON.stringify({ message: text }),
});

export const httpApi = (spec: HttpApiSpec, tools: { invoke: Invoke; verify: VerifyJwt; clock: Pick<Clock, "now"> }): HttpApi => {
  const match = matcher(spec.routes);
  const remembered: Remembered = new Map();
  return async (request) => {
    const cors = corsHeaders(spec, request);
    if (request.method === "OPTIONS" && cors) return { status: 204, headers: cors };
    const found = match(request.method, request.url.pathname);
    if (!found) return message(404, "Not Found", cors);
    const { authorizer } = found.route;
    const asked = (authorized?: Authorized): object => payload(spec.id, found, authorized, request, tools.clock.now());
    const authorized = authorizer && ("functionArn" in authorizer ? await askFunction(authorizer, request, () => tools.invoke(authorizer.functionArn, authorizerEvent(asked(), authorizer, request)), remembered) : await authorize(authorizer, request, tools.verify));
    if (authorized && "status" in authorized) return { ...authorized, headers: { ...authorized.headers, ...cors } };
    if (request.body.length > LARGEST_BODY) return message(413, "Request Entity Too Large", cors);
    const result = await tools.invoke(found.route.functionArn, asked(authorized));
    if (!result.ok) return result.errorType === "Sandbox.Timedout" ? message(503, "Service Unavailable", cors) : message(500, "Internal Server Error", cors);
    const response = toResponse(result.payload);
    return { ...response, headers: { ...response.headers, ...cors } };
  };
};

const corsHeaders = (spec: HttpApiSpec, request: AwsRequest): Record<string, string> | undefined => {
  const origin = request.headers["origin"];
  if (!origin || !spec.allowOrigins.some((allowed) => allowed === "*" || allowed === origin)) return undefined;
  return { "access-control-allow-origin": origin, "access-control-allow-headers": "authorization,content-type,idempotency-key,if-match", "access-control-allow-methods": "GET,POST,PUT,PATCH,DELETE" };
};

/** The most specific route wins: fixed segments before parameters before {proxy+} before $default, a method before ANY. */
const matcher = (routes: readonly HttpRoute[]): ((method: string, path: string) => Found | undefined) => {
  const compiled = routes.map((route) => {
    const [method = "ANY", path = "/"] = route.key === "$default" ? ["ANY", "/{proxy+}"] : route.key.split(" ");
    const segments = path.split("/").filter(Boolean);
    const weights = segments.map((segment) => (/^\{.+\+\}$/.test(segment) ? 1 : segment.startsWith("{") ? 2 : 3));
    return { route, method, segments, rank: route.key === "$default" ? "0" : `${weights.join("")}${method === "ANY" ? "0" : "1"}` };
  });
  compiled.sort((a, b) => (a.rank < b.rank ? 1 : -1));
  return (method, path) => {
    const given = path.split("/").filter(Boolean);
    for (const candidate of compiled) {
      if (candidate.method !== "ANY" && candidate.method !== method) continue;
      const parameters = candidate.route.key === "$default" ? {} : pathParameters(candidate.segments, given);
      if (parameters) return { route: candidate.route, parameters };
    }
    return undefined;
  };
};

const pathParameters = (pattern: readonly string[], given: readonly string[]): Record<string, string> | undefined => {
  const found: Record<string, string> = {};
  for (const [at, segment] of pattern.entries()) {
    const name = /^\{(.+?)(\+?)\}$/.exec(segment);
    const value = given[at];
    if (value === undefined) return undefined;
    if (name?.[2]) return { ...found, [name[1] ?? ""]: given.slice(at).map(decoded).join("/") };
    if (name) found[name[1] ?? ""] = decoded(value);
    else if (segment !== value) return undefined;
  }
  return pattern.length === given.length ? found : undefined;
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const authorize = async (authorizer: JwtAuthorizer, request: AwsRequest, verify: VerifyJwt): Promise<Authorized | AwsResponse> => {
  const token = /^(?:Bearer\s+)?(\S+)$/i.exec(request.headers["authorization"] ?? "")?.[1];
  const claims = token && (await verify(token, authorizer));
  if (!claims) return message(401, "Unauthorized", { "www-authenticate": token ? 'Bearer error="invalid_token"' : "Bearer" });
  const scopes = String(claims["scope"] ?? claims["scp"] ?? "").split(" ").filter(Boolean);
  if (authorizer.scopes.length > 0 && !authorizer.scopes.some((scope) => scopes.includes(scope))) return message(403, "Forbidden", { "www-authenticate": 'Bearer error="insufficient_scope"' });
  return { claims, scopes };
};

type Remembered = Map<string, { readonly until: number; readonly answer: Authorized | AwsResponse }>;
const MOST_REMEMBERED = 1000;

/** As API Gateway does: without the header nobody is asked (401), a "no" is 403, a failure 500. Real time, as the tokens that it is about. */
const askFunction = async ({ header, rememberMs }: LambdaAuthorizer, request: AwsRequest, invoke: () => ReturnType<Invoke>, remembered: Remembered): Promise<Authorized | AwsResponse> => {
  const value = request.headers[header];
  if (!value) return message(401, "Unauthorized");
  const known = remembered.get(value);
  if (known && known.until > Date.now()) return known.answer;
  const result = await invoke();
  if (!result.ok) return message(500, "Internal Server Error");
  const { isAuthorized, context = {} } = (result.payload ?? {}) as { isAuthorized?: unknown; context?: object };
  const answer: Authorized | AwsResponse = isAuthorized === true ? { lambda: context } : message(403, "Forbidden");
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  if (rememberMs > 0) remembered.set(value, { until: Date.now() + rememberMs, answer });
  return answer;
};

const authorizerEvent = (event: object, { header }: LambdaAuthorizer, request: AwsRequest): object => ({ ...event, type: "REQUEST", identitySource: [request.headers[header]] });

const payload = (apiId: string, { route, parameters }: Found, authorized: Authorized | undefined, request: AwsRequest & { sourceIp?: string }, now: number): object => {
  const { cookie, ...headers } = request.headers;
  const query = new Map<string, string>();
  for (const [name, value] of request.url.searchParams) query.set(name, query.has(name) ? `${query.get(name)},${value}` : value);
  const isText = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded)|[^;]+\+(json|xml))/.test(headers["content-type"] ?? "application/json");
  return {
    version: "2.0",
    routeKey: route.key,
    rawPath: request.url.pathname,
    rawQueryString: request.url.search.slice(1),
    ...(cookie ? { cookies: cookie.split(/;\s*/) } : {}),
    headers,
    ...(query.size > 0 ? { queryStringParameters: Object.fromEntries(query) } : {}),
    requestContext: {
      accountId: ACCOUNT,
      apiId,
      ...(authorized ? { authorizer: "lambda" in authorized ? { lambda: authorized.lambda } : { jwt: { claims: asStrings(authorized.claims), scopes: authorized.scopes } } } : {}),
      domainName: request.headers["host"] ?? "127.0.0.1",
      domainPrefix: apiId,
      http: { method: request.method, path: request.url.pathname, protocol: "HTTP/1.1", sourceIp: request.sourceIp ?? "127.0.0.1", userAgent: request.headers["user-agent"] ?? "" },
      requestId: randomUUID(),
      routeKey: route.key,
      stage: "$default",
      time: new Date(now).toUTCString(),
      timeEpoch: now,
    },
    ...(Object.keys(parameters).length > 0 ? { pathParameters: parameters } : {}),
    ...(request.body.length > 0 ? { body: isText ? request.body.toString("utf8") : request.body.toString("base64") } : {}),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
};

/** API Gateway hands claims over as strings; a list becomes "[a b]". */
const asStrings = (claims: JWTPayload): Record<string, string> =>
  Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, Array.isArray(value) ? `[${value.join(" ")}]` : typeof value === "object" ? JSON.stringify(value) : String(value)]));

type FunctionAnswer = { statusCode?: number; headers?: Record<string, unknown>; cookies?: string[]; body?: string; isBase64Encoded?: boolean };

/** An answer without a status code is a body, sent as JSON with 200. */
const toResponse = (answer: unknown): AwsResponse => {
  const { statusCode, headers = {}, cookies, body = "", isBase64Encoded } = (answer ?? {}) as FunctionAnswer;
  if (typeof statusCode !== "number") return { status: 200, headers: { "content-type": "application/json" }, body: typeof answer === "string" ? answer : JSON.stringify(answer) };
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
  return {
    status: statusCode,
    headers: { "content-type": "text/plain;charset=utf-8", ...named, ...(cookies ? { "set-cookie": cookies.join("\n") } : {}) },
    body: isBase64Encoded ? Buffer.from(body, "base64") : body,
  };
};
