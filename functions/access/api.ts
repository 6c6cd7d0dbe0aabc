// Who am I, who else is here; and what anybody may ask before signing in: where to sign in, what the API is, whether it answers.
import type { APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import { deskRoutes } from "#domain/access/routes.ts";
import { api } from "#domain/api.ts";
import { auditHandlers } from "#functions/access/audit.ts";
import { apiHandler, type ApiEvent, type Handlers } from "#functions/runtime/api.ts";
import { authorize } from "#functions/runtime/authorize.ts";
import { env } from "#functions/runtime/env.ts";
import { openApi } from "#functions/runtime/openapi.ts";
import { accessStore, loadUser } from "#functions/store/access.ts";

export const accessHandlers = (stores: typeof accessStore = accessStore): Handlers<typeof deskRoutes> => ({
  ...auditHandlers(),
  "GET /me": async ({ caller }) => {
    const tenant = await stores(caller.tenant).tenant();
    if (!tenant) throw new Error(`the tenant ${caller.tenant} has users but no settings`);
    return { user: caller.user, tenant, actions: caller.role.rights.filter((right) => authorize(caller, right, { kind: "desk", tenant: caller.tenant }).allowed) };
  },
});

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

const behindTheDoor = apiHandler(deskRoutes, accessHandlers(), loadUser);

export const handler = async (event: ApiEvent, context: Context): Promise<APIGatewayProxyStructuredResultV2> => {
  const answer = event.requestContext.http.method === "GET" ? open[event.rawPath] : undefined;
  if (!answer) return behindTheDoor(event, context);
  return { statusCode: 200, headers: { "content-type": "application/json; charset=utf-8", "cache-control": "public, max-age=60" }, body: JSON.stringify(answer()) };
};
