// What a token says about a person, and who may believe it. The claims come from the user pool and from the stack's own pre token generation
// function, called as Cognito calls it (event version 2), so that the API sees the same claims here and on AWS.
import { generateKeyPairSync, randomUUID, type JsonWebKey } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { calculateJwkThumbprint, createLocalJWKSet, importJWK, jwtVerify, SignJWT, type JWK, type JWTPayload } from "jose";
import { REGION, type Invoke } from "../engine.ts";
import type { PoolUser } from "./user-pool.ts";

export type TokenClaims = Readonly<Record<string, unknown>>;
export type TriggerSource = "TokenGeneration_HostedAuth" | "TokenGeneration_RefreshTokens" | "TokenGeneration_Authentication";
export type TriggerOptions = { readonly poolId: string; readonly functionName: string | undefined; readonly invoke: Invoke };

type Overrides = { claimsToAddOrOverride?: Record<string, unknown>; claimsToSuppress?: string[] };
type TriggerAnswer = { response?: { claimsAndScopeOverrideDetails?: { accessTokenGeneration?: Overrides } | null } };

export const SCOPES = "openid email profile";

/** The claims that an access token carries beyond the protocol's own. A trigger that fails lets nobody in, as on AWS. */
export const accessTokenClaims = async (options: TriggerOptions, user: PoolUser, clientId: string, source: TriggerSource): Promise<TokenClaims> => {
  const own = { token_use: "access", username: user.sub, version: 2 };
  if (!options.functionName) return own;
  const answer = await options.invoke(options.functionName, triggerEvent(options.poolId, user, clientId, source));
  if (!answer.ok) throw new Error(`PreTokenGeneration failed with error ${answer.errorMessage}.`);
  const { claimsToAddOrOverride = {}, claimsToSuppress = [] } = (answer.payload as TriggerAnswer).response?.claimsAndScopeOverrideDetails?.accessTokenGeneration ?? {};
  const suppressed = new Set(claimsToSuppress);
  return Object.fromEntries(Object.entries({ ...own, ...claimsToAddOrOverride, token_use: "access" }).filter(([name]) => !suppressed.has(name)));
};

/** One RSA key per installation, made at the first start and kept in the data folder; nobody else has it. */
export const installationKey = async (db: DatabaseSync): Promise<JWK> => {
  db.exec("CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL)");
  const kept = db.prepare("SELECT value FROM settings WHERE name = 'signing-key'").get() as { value: string } | undefined;
  if (kept) return JSON.parse(kept.value) as JWK;
  const jwk = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }) as JsonWebKey & JWK;
  const key = { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: "RS256", use: "sig" };
  db.prepare("INSERT INTO settings VALUES ('signing-key', ?)").run(JSON.stringify(key));
  return key;
};

export const openTokens = async (privateKey: JWK, issuer: string) => {
  const { kty, n, e, kid, alg, use } = privateKey;
  const jwks = { keys: [{ kty, n, e, kid, alg, use } as JWK] };
  const keySet = createLocalJWKSet(jwks);
  const signingKey = await importJWK(privateKey, "RS256");
  return {
    jwks,
    /** The claims of a token of ours that is in force now; undefined for anything else. */
    async verify(token: string): Promise<JWTPayload | undefined> {
      try {
        return (await jwtVerify(token, keySet, { issuer, algorithms: ["RS256"] })).payload;
      } catch {
        return undefined;
      }
    },
    sign: (sub: string, clientId: string, claims: TokenClaims, seconds: number) =>
      new SignJWT({ ...claims, client_id: clientId, scope: SCOPES, auth_time: Math.floor(Date.now() / 1000) })
        .setProtectedHeader({ alg: "RS256", kid: kid ?? "", typ: "at+jwt" })
        .setIssuer(issuer)
        .setSubject(sub)
        .setAudience(clientId)
        .setJti(randomUUID())
        .setIssuedAt()
        .setExpirationTime(`${seconds}s`)
        .sign(signingKey),
  };
};

const triggerEvent = (poolId: string, user: PoolUser, clientId: string, triggerSource: TriggerSource) => ({
  version: "2",
  triggerSource,
  region: REGION,
  userPoolId: poolId,
  userName: user.sub,
  callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId },
  request: {
    userAttributes: { sub: user.sub, "cognito:user_status": user.status, ...user.attributes },
    groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
    scopes: SCOPES.split(" "),
  },
  response: { claimsAndScopeOverrideDetails: null },
});
