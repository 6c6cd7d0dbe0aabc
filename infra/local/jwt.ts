// The JWT authorizer's checks: RS256 signature by a key of the local issuer, issuer, audience (or client_id, which access tokens of Cognito
// carry instead), and expiry. The keys are handed over in this process; nothing is fetched.
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import type { VerifyJwt } from "#infra/local/http-api.ts";

export const jwtVerifier = (keys: () => JSONWebKeySet): VerifyJwt => {
  let keySet: ReturnType<typeof createLocalJWKSet> | undefined;
  return async (token, { issuer, audience }) => {
    try {
      keySet ??= createLocalJWKSet(keys());
      const { payload } = await jwtVerify(token, keySet, { issuer, algorithms: ["RS256"], requiredClaims: ["exp"] });
      const meant = [payload.aud ?? payload["client_id"] ?? []].flat().map(String);
      return audience.length === 0 || audience.some((each) => meant.includes(each)) ? payload : undefined;
    } catch {
      return undefined;
    }
  };
};
