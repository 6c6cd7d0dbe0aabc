// What anybody may ask before signing in: where to sign in, what the API is, whether it answers. A function of its own: it knows every route, and has
// no key to anything.
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { api } from "#domain/api.ts";
import { env } from "#functions/runtime/env.ts";
import { openApi } from "#functions/runtime/openapi.ts";

const open: Readonly<Record<string, () => object>> = {
  "/api/health": () => ({ status: "up", lines: ["api: answers"] }),
  "/api/v1/config": () => {
    const settings = env("OIDC_ISSUER", "USER_POOL_CLIENT_ID", "OIDC_AUTHORITY_DOMAIN", "LIVE_HTTP", "LIVE_REALTIME");
    return {
      issuer: settings.OIDC_ISSUER,
      clientId: settings.USER_POOL_CLIENT_ID,
      signInHost: settings.OIDC_AUTHORITY_DOMAIN,
      live: { http: settings.LIVE_HTTP, realtime: settings.LIVE_REALTIME },
    };
  },
  "/api/v1/openapi.json": () => (document ??= openApi(api)),
};
let document: object | undefined;

export const handler = async ({ rawPath }: Pick<APIGatewayProxyEventV2, "rawPath">): Promise<APIGatewayProxyStructuredResultV2> => {
  const answer = open[rawPath];
  if (!answer) return { statusCode: 404, body: "" };
  return { statusCode: 200, headers: { "content-type": "application/json; charset=utf-8", "cache-control": "public, max-age=60" }, body: JSON.stringify(answer()) };
};
