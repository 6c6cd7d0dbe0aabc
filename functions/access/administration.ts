// People, roles, and why somebody may or may not: what an administrator does.
import { administrationRoutes } from "#domain/access/routes.ts";
import { explanationHandlers } from "#functions/access/explanation.ts";
import { roleHandlers } from "#functions/access/roles.ts";
import { userHandlers } from "#functions/access/users.ts";
import { apiHandler, type Handlers } from "#functions/runtime/api.ts";
import { loadUser } from "#functions/store/access.ts";

export const administrationHandlers = (users = userHandlers()): Handlers<typeof administrationRoutes> => ({ ...users, ...roleHandlers, ...explanationHandlers });

export const handler = apiHandler(administrationRoutes, administrationHandlers(), loadUser);
