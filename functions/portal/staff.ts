// Our people let contacts into the portal, take it back, and look through their eyes.
import { refused } from "#domain/refusal.ts";
import type { portalStaffRoutes } from "#domain/portal/routes.ts";
import type { PortalAccess } from "#domain/portal/schema.ts";
import { accountAsSeen } from "#functions/portal/account.ts";
import { requestLink } from "#functions/portal/request-link.ts";
import type { Handlers } from "#functions/runtime/api.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { portalStore } from "#functions/store/portal.ts";

export const staffHandlers = (send = requestLink): Handlers<typeof portalStaffRoutes> => ({
  "GET /customers/{id}/portal-access": async ({ params, caller }) => ({ items: await portalStore(caller.tenant).accesses(params.id) }),

  "POST /customers/{id}/portal-access": async ({ params, body, caller, now }) => {
    const ledger = ledgerStore(caller.tenant);
    const [customer, contacts] = await Promise.all([ledger.customer(params.id), ledger.contacts(params.id)]);
    if (!customer) return refused("customer.unknown");
    const contact = contacts.find(({ id }) => id === body.contactId);
    if (!contact) return refused("contact.unknown");
    if (!contact.email) return refused("contact.no-address");
    const language = (contact.language ?? customer.language) === "fr" ? "fr" : "en";
    const access: PortalAccess = { customerId: params.id, contactId: contact.id, email: contact.email, name: contact.name, language, status: "open", since: now };
    await portalStore(caller.tenant).putAccess(access);
    await send({ tenant: caller.tenant, customerId: params.id, contactId: contact.id });
    return access;
  },

  "DELETE /customers/{id}/portal-access/{contactId}": async ({ params, caller, now }) => {
    const store = portalStore(caller.tenant);
    const access = await store.access({ customerId: params.id, contactId: params.contactId });
    if (!access) return refused("portal.no-access");
    const revoked: PortalAccess = { ...access, status: "revoked", since: now };
    if (access.status === "open") await store.putAccess(revoked);
    return access.status === "open" ? revoked : access;
  },

  "GET /customers/{id}/portal-preview": async ({ params, query, caller, now }) => {
    const access = query.contact ? await portalStore(caller.tenant).access({ customerId: params.id, contactId: query.contact }) : undefined;
    const account = await accountAsSeen(caller.tenant, params.id, access ? { contact: access } : {}, now, caller.scope);
    if (account === "unknown") return refused("customer.unknown");
    return account === "beyond-scope" ? refused("portal.beyond-scope") : account;
  },
});
