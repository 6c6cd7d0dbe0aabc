// The audit has a function of its own: it reads far back and writes files, which the rest of access does not.
import { auditRoutes } from "#domain/access/audit/routes.ts";
import { auditHandlers } from "#functions/access/audit.ts";
import { apiHandler } from "#functions/runtime/api.ts";
import { loadUser } from "#functions/store/access.ts";

export const handler = apiHandler(auditRoutes, auditHandlers(), loadUser);
