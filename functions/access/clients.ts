// Administrators give programs tokens of their own, renew them, and take them away.
import { randomBytes } from "node:crypto";
import { clientRefusal } from "#domain/access/clients/client.ts";
import type { clientRoutes } from "#domain/access/clients/routes.ts";
import { standardRole } from "#domain/access/roles.ts";
import { refused } from "#domain/refusal.ts";
import type { Handlers } from "#functions/runtime/api.ts";
import { accessStore } from "#functions/store/access.ts";
import { clientStore } from "#functions/store/clients.ts";

const HOUR = 3600_000;

export const clientHandlers = (): Handlers<typeof clientRoutes> => ({
  "GET /api-clients": async ({ caller }) => ({ items: (await clientStore(caller.tenant).clients()).toSorted((a, b) => a.name.localeCompare(b.name)) }),

  "POST /api-clients": async ({ body, caller, now }) => {
    const role = standardRole(body.role) ?? (await accessStore(caller.tenant).role(body.role));
    const refusal = clientRefusal(body, role?.rights, now.slice(0, 10));
    if (refusal) return refusal;
    return clientStore(caller.tenant).create({ ...body, id: `usr_api-${randomBytes(9).toString("base64url")}`, status: "active", createdAt: now, createdBy: caller.user.id }, now);
  },

  "POST /api-clients/{id}/rotation": async ({ params, body, caller, now }) => {
    const store = clientStore(caller.tenant);
    const client = await store.client(params.id);
    if (!client) return refused("client.unknown");
    if (client.status === "revoked") return refused("client.revoked");
    return (await store.rotate(params.id, new Date(Date.parse(now) + body.graceHours * HOUR).toISOString(), now)) ?? refused("client.unknown");
  },

  "DELETE /api-clients/{id}": async ({ params, caller }) => (await clientStore(caller.tenant).revoke(params.id)) ?? refused("client.unknown"),
});
