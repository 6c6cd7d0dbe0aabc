// Who am I, and who did what.
import { deskRoutes } from "#domain/access/routes.ts";
import { auditHandlers } from "#functions/access/audit.ts";
import { apiHandler, type Handlers } from "#functions/runtime/api.ts";
import { authorize } from "#functions/runtime/authorize.ts";
import { accessStore, loadUser } from "#functions/store/access.ts";

export const accessHandlers = (stores: typeof accessStore = accessStore): Handlers<typeof deskRoutes> => ({
  ...auditHandlers(),
  "GET /me": async ({ caller }) => {
    const tenant = await stores(caller.tenant).tenant();
    if (!tenant) throw new Error(`the tenant ${caller.tenant} has users but no settings`);
    return { user: caller.user, tenant, actions: caller.role.rights.filter((right) => authorize(caller, right, { kind: "desk", tenant: caller.tenant }).allowed) };
  },
});

export const handler = apiHandler(deskRoutes, accessHandlers(), loadUser);
