// API Gateway asks once a minute whose a token is, before any function of the API runs: of a person (a token that the user pool signed) or of a
// program (qtk_…, found by its hash). One authorizer for both, because a route of API Gateway can have one only, and the same addresses serve people
// and programs. It runs on one machine exactly as on AWS.
//
// A token that is neither is let through as nobody: the door (runtime/api.ts) then answers 401 in the words of every other refusal, where API Gateway
// would say 403. Nothing here grants a right; what a caller may do is decided at the door, and a program that was revoked is nobody there at once.
import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from "jose";
import { now } from "#functions/runtime/clock.ts";
import { env } from "#functions/runtime/env.ts";
import { logger } from "#functions/runtime/log.ts";
import { task } from "#functions/runtime/task.ts";
import { clientStore, tenantOfToken } from "#functions/store/clients.ts";

export type AuthorizerEvent = { readonly headers?: Readonly<Record<string, string | undefined>> };
export type Verdict = { readonly isAuthorized: boolean; readonly context: { readonly tenant?: string; readonly user?: string; readonly via?: "web" | "api"; readonly "cognito:groups"?: string } };

export const authorizer = (keys: () => Promise<JWTVerifyGetKey> = issuerKeys) =>
  task(async (event: AuthorizerEvent): Promise<Verdict> => {
    const token = /^Bearer\s+(\S+)$/i.exec(event.headers?.["authorization"] ?? "")?.[1] ?? "";
    const context = token.startsWith("qtk_") ? await program(token) : await person(token, keys);
    return { isAuthorized: true, context: context ?? {} };
  });

async function program(token: string): Promise<Verdict["context"] | undefined> {
  const tenant = tenantOfToken(token);
  if (!tenant) return undefined;
  const [store, at] = [clientStore(tenant), now()];
  const client = await store.byToken(token, at);
  if (!client) return undefined;
  await store.noteUse(client, at);
  return { tenant, user: client.id, via: "api" };
}

/** Only RS256, only this issuer's keys, only tokens for our own page, only access tokens, only while they last. */
async function person(token: string, keys: () => Promise<JWTVerifyGetKey>): Promise<Verdict["context"] | undefined> {
  const { OIDC_ISSUER, USER_POOL_CLIENT_ID } = env("OIDC_ISSUER", "USER_POOL_CLIENT_ID");
  try {
    const { payload } = await jwtVerify(token, await keys(), { issuer: OIDC_ISSUER, algorithms: ["RS256"], requiredClaims: ["exp"] });
    const { tenant, user, client_id: client, token_use: use, "cognito:groups": groups } = payload as Record<string, unknown>;
    if (client !== USER_POOL_CLIENT_ID || use !== "access" || typeof tenant !== "string" || typeof user !== "string") return undefined;
    return { tenant, user, via: "web", ...(Array.isArray(groups) ? { "cognito:groups": groups.join(" ") } : {}) };
  } catch (error) {
    // A key that cannot be fetched is our trouble, not a bad token: people must not be sent to sign in again and again.
    if (!["ERR_J"].some((ours) => String((error as { code?: string }).code).startsWith(ours))) throw error;
    logger.info("a token was not believed", { why: (error as Error).message });
    return undefined;
  }
}

/** Where the issuer's keys are is asked once in a function's life; new keys are fetched when an unknown one signs. */
let found: Promise<JWTVerifyGetKey> | undefined;
const issuerKeys = (): Promise<JWTVerifyGetKey> => (found ??= discover().catch((error: unknown) => ((found = undefined), Promise.reject(error as Error))));

async function discover(): Promise<JWTVerifyGetKey> {
  const response = await fetch(`${env("OIDC_ISSUER").OIDC_ISSUER}/.well-known/openid-configuration`);
  if (!response.ok) throw new Error(`the sign-in does not say where its keys are: ${response.status}`);
  return createRemoteJWKSet(new URL(((await response.json()) as { jwks_uri: string }).jwks_uri));
}

export const handler = authorizer();
