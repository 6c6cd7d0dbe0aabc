// Who am I, who is away and covered by whom, and which programs use the API.
import { deskRoutes } from "#domain/access/routes.ts";
import { absenceHandlers } from "#functions/access/absences.ts";
import { clientHandlers } from "#functions/access/clients.ts";
import { apiHandler, type Handlers } from "#functions/runtime/api.ts";
import { authorize } from "#functions/runtime/authorize.ts";
import { accessStore, loadUser } from "#functions/store/access.ts";

export const accessHandlers = (stores: typeof accessStore = accessStore): Handlers<typeof deskRoutes> => ({
  ...absenceHandlers(),
  ...clientHandlers(),
  "GET /me": async ({ caller }) => {
    const tenant = await stores(caller.tenant).tenant();
    if (!tenant) throw new Error(`the tenant ${caller.tenant} has users but no settings`);
    return { user: caller.user, tenant, actions: caller.role.rights.filter((right) => authorize(caller, right, { kind: "desk", tenant: caller.tenant }).allowed) };
  },
});

export const handler = apiHandler(deskRoutes, accessHandlers(), loadUser);
