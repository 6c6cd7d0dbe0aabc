import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from "jose";
import { beforeAll, expect, test } from "vitest";
import type { Invocation } from "#infra/local/engine.ts";
import { httpApi, type HttpApi } from "#infra/local/http-api.ts";
import { jwtVerifier } from "#infra/local/jwt.ts";

const issuer = "http://127.0.0.1:4400/oidc";
const authorizer = { issuer, audience: ["browser"], scopes: [] };
let sign: (claims: object, options?: { issuer?: string; expires?: string; key?: CryptoKey; algorithm?: string }) => Promise<string>;
let strangersKey: CryptoKey;
let ownKey: CryptoKey;
let publicPem: string;
let api: HttpApi;
let invoked: { name: string; event: Record<string, never> & { requestContext: { authorizer?: { jwt: { claims: object } } } } }[] = [];
let answer: Invocation = { ok: true, payload: { statusCode: 200, body: "done" } };

beforeAll(async () => {
  const { privateKey, publicKey } = await generateKeyPair("RS256");
  ownKey = privateKey;
  publicPem = await exportSPKI(publicKey);
  strangersKey = (await generateKeyPair("RS256")).privateKey;
  sign = (claims, { issuer: from = issuer, expires = "1h", key = privateKey } = {}) =>
    new SignJWT({ client_id: "browser", ...claims }).setProtectedHeader({ alg: "RS256", kid: "k1" }).setIssuer(from).setExpirationTime(expires).setSubject("s").sign(key);
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: "k1", alg: "RS256" }] };
  const invoke = async (name: string, event: unknown): Promise<Invocation> => {
    invoked.push({ name, event: event as (typeof invoked)[number]["event"] });
    return answer;
  };
  const routes = [
    { key: "GET /api/v1/customers/{id}", functionArn: "customers", authorizer },
    { key: "GET /api/v1/customers/{id}/{proxy+}", functionArn: "below", authorizer },
    { key: "GET /api/v1/customers/new", functionArn: "form", authorizer },
    { key: "ANY /api/v1/admin", functionArn: "admin", authorizer: { ...authorizer, scopes: ["admin"] } },
    { key: "GET /api/v1/config", functionArn: "config" },
  ];
  api = httpApi({ id: "api", routes, allowOrigins: [] }, { invoke, verify: jwtVerifier(() => keys), clock: { now: () => Date.parse("2026-03-31T08:00:00Z") } });
});

const ask = async (path: string, token?: string, method = "GET") => {
  invoked = [];
  const headers: Record<string, string> = { host: "127.0.0.1:4400", ...(token === undefined ? {} : { authorization: token }) };
  return api({ method, url: new URL(path, "http://127.0.0.1:4400"), headers, body: Buffer.alloc(0) });
};

test("who shows a token of this sign-in for this client is let through, and the function sees the claims as text", async () => {
  const { status } = await ask("/api/v1/customers/cus_1?asOf=2026-03-31&tag=a&tag=b", `Bearer ${await sign({ tenant: "ardelane", level: 3 })}`);
  expect(status).toBe(200);
  expect(invoked).toMatchObject([{ name: "customers", event: { version: "2.0", routeKey: "GET /api/v1/customers/{id}", pathParameters: { id: "cus_1" }, queryStringParameters: { asOf: "2026-03-31", tag: "a,b" } } }]);
  expect(invoked[0]?.event.requestContext.authorizer?.jwt.claims).toMatchObject({ tenant: "ardelane", level: "3" });
});

test("without a token nobody is let through, and the function is never asked", async () => {
  expect(await ask("/api/v1/customers/cus_1")).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' });
  expect(invoked).toEqual([]);
});

test.each([
  ["signed by somebody else", () => sign({}, { key: strangersKey })],
  ["of another issuer", () => sign({}, { issuer: "https://elsewhere.example" })],
  ["expired", () => sign({}, { expires: "-1m" })],
  ["meant for another client", () => sign({ client_id: "somebody" })],
  ["without a signature", async () => `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify({ iss: issuer, client_id: "browser", exp: 9_999_999_999 })).toString("base64url")}.`],
  ["whose tenant was changed after it was signed", async () => {
    const [head, body, signature] = (await sign({ tenant: "ardelane", user: "usr_ines" })).split(".") as [string, string, string];
    const claims = JSON.parse(Buffer.from(body, "base64url").toString()) as object;
    return `${head}.${Buffer.from(JSON.stringify({ ...claims, tenant: "stranger" })).toString("base64url")}.${signature}`;
  }],
  ["signed with the public key as if it were a shared secret", () =>
    new SignJWT({ client_id: "browser", tenant: "ardelane" }).setProtectedHeader({ alg: "HS256", kid: "k1" }).setIssuer(issuer).setExpirationTime("1h").sign(new TextEncoder().encode(publicPem))],
  ["without an end", () => new SignJWT({ client_id: "browser" }).setProtectedHeader({ alg: "RS256", kid: "k1" }).setIssuer(issuer).sign(ownKey)],
  ["whose key it names itself", async () => {
    const { privateKey, publicKey } = await generateKeyPair("RS256");
    return new SignJWT({ client_id: "browser" }).setProtectedHeader({ alg: "RS256", kid: "k1", jwk: await exportJWK(publicKey) }).setIssuer(issuer).setExpirationTime("1h").sign(privateKey);
  }],
  ["that is no token at all", async () => "let-me-in"],
])("a token %s is refused", async (_what, token) => {
  expect((await ask("/api/v1/customers/cus_1", `Bearer ${await token()}`)).status).toBe(401);
  expect(invoked).toEqual([]);
});

test("a token without the scope that a route asks for is forbidden", async () => {
  expect(await ask("/api/v1/admin", `Bearer ${await sign({ scope: "openid email" })}`)).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
  expect((await ask("/api/v1/admin", `Bearer ${await sign({ scope: "openid admin" })}`, "POST")).status).toBe(200);
});

test("a public route needs no token", async () => {
  expect((await ask("/api/v1/config")).status).toBe(200);
});

test.each([
  ["/api/v1/customers/new", "form"],
  ["/api/v1/customers/cus_1", "customers"],
  ["/api/v1/customers/cus_1/items/open", "below"],
])("%s is answered by the most specific route", async (path, name) => {
  await ask(path, `Bearer ${await sign({})}`);
  expect(invoked.map((each) => each.name)).toEqual([name]);
});

test("a path or a method that no route has is not found, whoever asks", async () => {
  expect(await ask("/api/v1/nowhere")).toMatchObject({ status: 404, body: '{"message":"Not Found"}' });
  expect((await ask("/api/v1/config", undefined, "DELETE")).status).toBe(404);
});

test.each([
  [{ ok: false, errorType: "TypeError", errorMessage: "x is not a function" } as const, 500, '{"message":"Internal Server Error"}'],
  [{ ok: false, errorType: "Sandbox.Timedout", errorMessage: "Task timed out" } as const, 503, '{"message":"Service Unavailable"}'],
  [{ ok: true, payload: { hello: 1 } } as const, 200, '{"hello":1}'],
  [{ ok: true, payload: { statusCode: 201, headers: { "Content-Type": "application/json" }, body: '{"id":1}' } } as const, 201, '{"id":1}'],
])("the function's answer %j becomes %s %s", async (given, status, body) => {
  answer = given;
  expect(await ask("/api/v1/config")).toMatchObject({ status, body });
});

test("a function that authorizes is asked once for a token, and what it says reaches the function behind the route", async () => {
  const asked: object[] = [];
  let verdict: object = { isAuthorized: true, context: { tenant: "ardelane", user: "usr_1" } };
  const invoke = async (name: string, event: unknown): Promise<Invocation> => (asked.push({ name, event: event as object }), { ok: true, payload: name === "authorizer" ? verdict : { statusCode: 200, body: "done" } });
  const guarded = httpApi(
    { id: "api", routes: [{ key: "GET /api/v1/me", functionArn: "me", authorizer: { functionArn: "authorizer", header: "authorization", rememberMs: 60_000 } }], allowOrigins: [] },
    { invoke, verify: async () => undefined, clock: { now: () => 0 } },
  );
  const get = (token?: string) => guarded({ method: "GET", url: new URL("http://127.0.0.1/api/v1/me"), headers: token ? { authorization: token } : {}, body: Buffer.alloc(0) });
  expect((await get()).status).toBe(401);
  expect(asked).toEqual([]);
  expect([(await get("Bearer a")).status, (await get("Bearer a")).status]).toEqual([200, 200]);
  expect(asked).toMatchObject([{ name: "authorizer", event: { type: "REQUEST", version: "2.0", headers: { authorization: "Bearer a" } } }, { name: "me", event: { requestContext: { authorizer: { lambda: { tenant: "ardelane" } } } } }, { name: "me" }]);
  verdict = { isAuthorized: false };
  expect(await get("Bearer b")).toMatchObject({ status: 403, body: '{"message":"Forbidden"}' });
});
