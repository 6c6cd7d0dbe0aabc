import * as z from "zod";
import { isKeySafe } from "#domain/id.ts";
import { idSchema } from "#domain/ledger/schema.ts";
import { portalAccessSchema, portalAccountSchema } from "#domain/portal/schema.ts";
import { routes } from "#domain/route.ts";

const customer = z.object({ id: idSchema("cus") });
const secret = z.string().max(200);

/** What our people do about the portal. */
export const portalStaffRoutes = routes({
  "GET /customers/{id}/portal-access": {
    summary: "Who of a customer may open the portal",
    action: "portal.read",
    about: "customer",
    params: customer,
    response: z.object({ items: z.array(portalAccessSchema) }),
  },
  "POST /customers/{id}/portal-access": {
    summary: "Let a contact into the portal",
    description: "The contact is sent a link that opens it once, within 15 minutes. Done again, it sends another.",
    action: "portal.open",
    about: "customer",
    params: customer,
    body: z.object({ contactId: idSchema("con") }),
    response: portalAccessSchema,
    status: 201,
    refusals: ["customer.unknown", "contact.unknown", "contact.no-address"],
  },
  "DELETE /customers/{id}/portal-access/{contactId}": {
    summary: "Take a contact's access to the portal away",
    description: "Every session of the contact ends at once; links that are under way open nothing.",
    action: "portal.open",
    about: "customer",
    params: customer.extend({ contactId: idSchema("con") }),
    response: portalAccessSchema,
    refusals: ["portal.no-access"],
  },
  "GET /customers/{id}/portal-preview": {
    summary: "See exactly what a contact sees in the portal",
    description: "Made by the same code as the contact's own page. Refused to whoever may not see every company that the customer owes to: the contact sees them all.",
    action: "portal.preview",
    about: "customer",
    params: customer,
    query: z.object({ contact: idSchema("con").optional() }),
    response: portalAccountSchema,
    refusals: ["customer.unknown", "portal.beyond-scope"],
  },
});

/** What the customer's contact does; a session of the portal stands in a cookie, and no token of ours opens these. */
export const portalContactRoutes = routes({
  "POST /portal/links": {
    summary: "Ask for a link into the portal",
    description: "Answers the same, and as fast, whether the address is known or not. A link is sent to an address that may open the portal, three times a quarter of an hour at most.",
    action: "public",
    body: z.object({ tenant: z.string().refine(isKeySafe), email: z.email().max(200) }),
    response: z.object({ accepted: z.literal(true) }),
    status: 202,
    refusals: ["request.too-many"],
  },
  "POST /portal/sessions": {
    summary: "Open the portal with a link",
    description: "A link opens one session, once, within 15 minutes. The session is a cookie that no script reads; it lasts eight hours.",
    action: "public",
    body: z.object({ token: secret }),
    response: z.object({ name: z.string(), language: z.enum(["fr", "en"]) }),
    status: 201,
    refusals: ["portal.link-spent", "request.too-many"],
  },
  "GET /portal/account": { summary: "One's own account", action: "portal.session", response: portalAccountSchema, refusals: ["portal.signed-out"] },
  "DELETE /portal/sessions/current": { summary: "Leave the portal", action: "portal.session", response: z.object({}), status: 204, refusals: ["portal.signed-out"] },
});

export const portalRoutes = { ...portalStaffRoutes, ...portalContactRoutes };
