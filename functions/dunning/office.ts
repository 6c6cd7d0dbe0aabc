// What a message of one tenant is written with: its books, its paper, its texts, and the addresses that it may point to.
import type { Correspondence } from "#domain/dunning/correspondence/schema.ts";
import { noCorrespondence } from "#domain/dunning/correspondence/schema.ts";
import type { Confirmation } from "#domain/dunning/interest/rates.ts";
import type { Template } from "#domain/dunning/messages/template.ts";
import type { PortalAccess } from "#domain/portal/schema.ts";
import { booksOf, houseOf, type Books } from "#functions/dunning/books.ts";
import type { House } from "#functions/dunning/customer-file.ts";
import { signLink, type Link } from "#functions/dunning/links.ts";
import { templatesOf } from "#functions/dunning/templates.ts";
import { env } from "#functions/runtime/env.ts";
import { providersInUse, type Providers } from "#functions/runtime/providers.ts";
import { correspondenceStore } from "#functions/store/correspondence.ts";
import { portalStore } from "#functions/store/portal.ts";

export type Office = {
  readonly tenant: string;
  readonly books: Books;
  readonly house: House;
  readonly correspondence: Correspondence;
  readonly templates: readonly Template[];
  readonly confirmations: readonly Confirmation[];
  readonly paysOnline: boolean;
  /** The sender when the tenant has named none. */
  readonly mailFrom: string;
  /** The address that a link in a message leads to. */
  readonly linkTo: (link: Omit<Link, "tenant" | "until">, now: string, days?: number) => string;
  readonly portalAccess: (customerId: PortalAccess["customerId"], contactId: PortalAccess["contactId"]) => Promise<PortalAccess | undefined>;
};

export async function officeOf(tenant: string, providers?: Providers): Promise<Office> {
  const { WEB_ORIGIN, MAIL_FROM } = env("WEB_ORIGIN", "MAIL_FROM");
  const { linkKey, stripe } = providers ?? (await providersInUse());
  const books = booksOf(tenant);
  const portal = portalStore(tenant);
  const [house, correspondence, templates, confirmations] = await Promise.all([houseOf(books), correspondenceStore(tenant).read(), templatesOf(books), books.dunning.confirmations()]);
  return {
    tenant, books, house, correspondence, templates, confirmations, paysOnline: stripe !== undefined, mailFrom: MAIL_FROM,
    linkTo: linksBy(WEB_ORIGIN, tenant, Buffer.from(linkKey), correspondence.linkDays),
    portalAccess: (customerId, contactId) => portal.access({ customerId, contactId }),
  };
}

export const LINKS = "/api/v1/links/";

export const linksBy = (origin: string, tenant: string, key: Uint8Array, days = noCorrespondence.linkDays): Office["linkTo"] => (link, now, own = days) =>
  `${origin}${LINKS}${signLink({ ...link, tenant, until: Math.floor(Date.parse(now) / 1000) + own * 86_400 }, key)}`;
