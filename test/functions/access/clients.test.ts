import type { Context } from "aws-lambda";
import { createLocalJWKSet, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Role, User } from "#domain/access/schema.ts";
import { handler as access } from "#functions/access/api.ts";
import { authorizer, handler as discovering, type AuthorizerEvent, type Verdict } from "#functions/access/authorize.ts";
import { handler as ledger } from "#functions/ledger/api.ts";
import type { ApiEvent } from "#functions/runtime/api.ts";
import { accessStore } from "#functions/store/access.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { ask } from "#test/world/door.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";
import { arnaud } from "#test/world/ledger.ts";

const ISSUER = "https://issuer.example/pool";
const person = (role: Role): User => ({ id: `usr_${role}`, email: `${role}@verdier.example`, name: role, role, language: "en", entityIds: [] });
const admin = { as: { tenant: "verdier", user: "usr_administrator" } };
const nextYear = new Date(Date.now() + 300 * 24 * 3600_000).toISOString().slice(0, 10);
let dynamo: DynamoDb;
let sign: (claims?: object, more?: { issuer?: string; expires?: string; key?: CryptoKey }) => Promise<string>;
let stranger: CryptoKey;
let pem: string;
let whose: (token?: string) => Promise<Verdict>;

beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
  Object.assign(process.env, { OIDC_ISSUER: ISSUER, USER_POOL_CLIENT_ID: "browser" });
  for (const role of ["administrator", "credit-manager"] as const) await accessStore("verdier").putUser(person(role));
  await ledgerStore("verdier").saveCustomer(arnaud, undefined);
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  stranger = (await generateKeyPair("RS256")).privateKey;
  const jwk = { ...(await exportJWK(publicKey)), kid: "k1", alg: "RS256" };
  pem = JSON.stringify(jwk);
  sign = (claims = {}, { issuer = ISSUER, expires = "1h", key = privateKey } = {}) =>
    new SignJWT({ client_id: "browser", token_use: "access", tenant: "verdier", user: "usr_administrator", ...claims }).setProtectedHeader({ alg: "RS256", kid: "k1" }).setIssuer(issuer).setExpirationTime(expires).sign(key);
  const asked = authorizer(async () => createLocalJWKSet({ keys: [jwk] }));
  whose = (token = "") => asked({ headers: { authorization: `Bearer ${token}` } } satisfies AuthorizerEvent, { awsRequestId: "r" } as Context);
}, 60_000);
afterAll(() => dynamo?.close());
beforeEach(() => void delete process.env.QUITTANCE_CLOCK_OFFSET_MS);

const create = async (change: object = {}) => ask(access, "POST /api-clients", { ...admin, body: { name: "ERP", role: "credit-manager", expiresOn: nextYear, ...change } });
/** As API Gateway hands it on. */
async function asProgram(token: string, request: string, body?: unknown) {
  const { context } = await whose(token);
  const [method = "", path = ""] = request.split(" ");
  const event: ApiEvent = { rawPath: `/api/v1${path}`, rawQueryString: "", headers: {}, isBase64Encoded: false, ...(body ? { body: JSON.stringify(body) } : {}), requestContext: { requestId: "r", http: { method }, authorizer: { lambda: { ...context } } } };
  const answer = (await (ledger as unknown as (event: ApiEvent, context: Context) => Promise<{ statusCode: number; body: string }>)(event, { awsRequestId: "r" } as Context));
  return { status: answer.statusCode, json: JSON.parse(answer.body) as Record<string, unknown> };
}

test("a program works with its role's rights under its own name, and its token is shown once", async () => {
  const { status, json } = await create();
  expect(status).toBe(201);
  expect(json.token).toMatch(/^qtk_verdier\.[\w-]{43}$/);
  expect(await asProgram(json.token, "GET /customers/cus_arnaud")).toMatchObject({ status: 200 });
  expect((await asProgram(json.token, "POST /entities", {})).status).toBe(403);
  expect((await asProgram(json.token, "PATCH /customers/cus_arnaud", { segment: "B", version: 1 })).status).toBe(200);
  const stamped = (await dynamo.records()).map(({ dynamodb }) => dynamodb?.NewImage?.by?.S ?? "").find((by) => by.includes("usr_api-"));
  expect(JSON.parse(stamped!)).toMatchObject({ a: { type: "client", name: "ERP" }, v: "api" });
  const listed = (await ask(access, "GET /api-clients", admin)).json;
  expect(listed.items[0]).toMatchObject({ name: "ERP", lastUsedAt: expect.any(String), tokens: [{ ending: json.token.slice(-4) }] });
  expect(JSON.stringify([listed, await dynamo.records()])).not.toContain(json.token.split(".")[1]);
});

test("after a rotation both tokens work until the grace is over, then the new one alone", async () => {
  const { client, token: old } = (await create({ name: "BI" })).json;
  const { token: fresh } = (await ask(access, `POST /api-clients/${client.id}/rotation`, { ...admin, body: { graceHours: 2 } })).json;
  const works = async (token: string) => Boolean((await whose(token)).context.user);
  expect([await works(old), await works(fresh)]).toEqual([true, true]);
  process.env.QUITTANCE_CLOCK_OFFSET_MS = String(2 * 3600_000 + 1000);
  expect([await works(old), await works(fresh)]).toEqual([false, true]);
});

test("a program that was revoked, or whose time is over, is nobody, also while the gateway still remembers its token", async () => {
  const { client, token } = (await create({ name: "Old" })).json;
  const remembered = (await whose(token)).context;
  await ask(access, `DELETE /api-clients/${client.id}`, admin);
  expect((await whose(token)).context).toEqual({});
  expect((await ask(ledger, "GET /entities", { as: { tenant: remembered.tenant!, user: remembered.user! } })).status).toBe(401);
  expect((await ask(access, `POST /api-clients/${client.id}/rotation`, { ...admin, body: {} })).json.code).toBe("client.revoked");
  const short = (await create({ name: "Short", expiresOn: new Date().toISOString().slice(0, 10) })).json.token;
  expect((await whose(short)).context.user).toBeDefined();
  process.env.QUITTANCE_CLOCK_OFFSET_MS = String(24 * 3600_000);
  expect((await whose(short)).context).toEqual({});
});

test("no program is given what would make it anybody, or a token without an end", async () => {
  const code = async (change: object) => (await create(change)).json.code;
  expect([await code({ role: "administrator" }), await code({ role: "nobody" }), await code({ expiresOn: "2099-01-01" }), await code({ expiresOn: "2020-01-01" })]).toEqual(["client.role-too-wide", "client.role-unknown", "client.expiry-out-of-range", "client.expiry-out-of-range"]);
  expect((await ask(access, "GET /api-clients", { as: { tenant: "verdier", user: "usr_credit-manager" } })).status).toBe(403);
});

test("a token of a person is believed if our sign-in signed it for our page, and in no other case", async () => {
  expect(await whose(await sign())).toEqual({ isAuthorized: true, context: { tenant: "verdier", user: "usr_administrator", via: "web" } });
  const [head = "", body = "", tail = ""] = (await sign()).split(".");
  const otherTenant = Buffer.from(JSON.stringify({ ...(JSON.parse(Buffer.from(body, "base64url").toString()) as object), tenant: "stranger" })).toString("base64url");
  const hmac = await new SignJWT({ client_id: "browser", token_use: "access", tenant: "verdier", user: "usr_administrator" }).setProtectedHeader({ alg: "HS256", kid: "k1" }).setIssuer(ISSUER).setExpirationTime("1h").sign(new TextEncoder().encode(pem));
  const tampered = {
    "no signature": new UnsecuredJWT({ client_id: "browser", token_use: "access", tenant: "verdier", user: "usr_administrator" }).setIssuer(ISSUER).setExpirationTime("1h").encode(),
    "the public key as a secret": hmac,
    "another key": await sign({}, { key: stranger }),
    "another issuer": await sign({}, { issuer: "https://elsewhere.example" }),
    "another client": await sign({ client_id: "other" }),
    "an ID token": await sign({ token_use: "id" }),
    expired: await sign({}, { expires: "-1s" }),
    "another tenant's claim": `${head}.${otherTenant}.${tail}`,
    "without a tenant": await sign({ tenant: undefined }),
    nothing: "",
    guess: `qtk_verdier.${"A".repeat(43)}`,
    "a program of another tenant": `qtk_stranger.${(await create({ name: "X" })).json.token.split(".")[1]}`,
  };
  for (const [what, token] of Object.entries(tampered)) expect([what, (await whose(token)).context]).toEqual([what, {}]);
  expect((await ask(ledger, "GET /entities")).status).toBe(401);
});

test("where the keys are is asked of the sign-in itself; while it does not answer, nobody is told that his token is bad", async () => {
  let up = false;
  const server = createServer((request, response) => {
    const body = request.url === "/keys" ? JSON.stringify({ keys: [JSON.parse(pem)] }) : JSON.stringify({ jwks_uri: `${origin}/keys` });
    response.writeHead(up ? 200 : 503).end(body);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.OIDC_ISSUER = origin;
  const event = { headers: { authorization: `Bearer ${await sign({}, { issuer: origin })}` } };
  await expect(discovering(event, { awsRequestId: "r" } as Context)).rejects.toThrow("503");
  up = true;
  expect((await discovering(event, { awsRequestId: "r" } as Context)).context.user).toBe("usr_administrator");
  process.env.OIDC_ISSUER = ISSUER;
  server.close();
});
