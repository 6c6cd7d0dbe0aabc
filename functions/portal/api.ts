// Two doors: our people with their tokens, and customers' contacts with a session of the portal.
import type { Context } from "aws-lambda";
import { portalContactRoutes, portalStaffRoutes } from "#domain/portal/routes.ts";
import { contactHandler } from "#functions/portal/contact.ts";
import { staffHandlers } from "#functions/portal/staff.ts";
import { apiHandler, type ApiEvent } from "#functions/runtime/api.ts";
import { routeOf } from "#functions/runtime/match-route.ts";
import { loadUser } from "#functions/store/access.ts";

const staff = apiHandler(portalStaffRoutes, staffHandlers(), loadUser);
const contact = contactHandler();

export const handler = (event: ApiEvent, context: Context) => (routeOf(portalContactRoutes, event.requestContext.http.method, event.rawPath) ? contact(event, context) : staff(event, context));
