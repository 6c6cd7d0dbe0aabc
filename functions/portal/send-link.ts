// Makes the link that was asked for and mails it to the contact, in the contact's language. An address that may not open the portal gets nothing, and
// one that asked three times in a quarter of an hour gets no fourth.
import { SendEmailCommand, SESClient } from "@aws-sdk/client-ses";
import { linkRequestSchema, type LinkRequest, type PortalAccess } from "#domain/portal/schema.ts";
import { linkMail } from "#functions/portal/link-mail.ts";
import { now } from "#functions/runtime/clock.ts";
import { env } from "#functions/runtime/env.ts";
import { logger } from "#functions/runtime/log.ts";
import { queueHandler } from "#functions/runtime/queue.ts";
import { accessStore } from "#functions/store/access.ts";
import { withinLimit } from "#functions/store/limits.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { mailKey, portalStore } from "#functions/store/portal.ts";

const LIMIT = { what: "link", most: 3, minutes: 15 };

export const handler = queueHandler(linkRequestSchema, async (request) => {
  const tenant = await accessStore(request.tenant).tenant();
  if (!tenant) return;
  const at = now();
  for (const access of await holders(request)) {
    if (!(await withinLimit(request.tenant, LIMIT, `${mailKey(access.email)} ${access.customerId}`, at))) {
      logger.info("no further link for now", { contactId: access.contactId });
      continue;
    }
    await mail(request.tenant, tenant.name, access, at);
  }
});

async function holders(request: LinkRequest): Promise<PortalAccess[]> {
  const store = portalStore(request.tenant);
  if ("email" in request) return store.accessesByMail(request.email);
  const access = await store.access(request);
  return access?.status === "open" ? [access] : [];
}

async function mail(tenant: string, company: string, access: PortalAccess, at: string): Promise<void> {
  const { WEB_ORIGIN, MAIL_FROM } = env("WEB_ORIGIN", "MAIL_FROM");
  const customer = await ledgerStore(tenant).customer(access.customerId);
  const secret = await portalStore(tenant).newLink(access, at);
  const { subject, text, html } = linkMail(access.language, { company, customer: customer?.name ?? "", name: access.name, url: `${WEB_ORIGIN}/portal?t=${tenant}#${secret}` });
  const part = (Data: string) => ({ Data, Charset: "UTF-8" });
  await (ses ??= new SESClient({})).send(
    new SendEmailCommand({ Source: MAIL_FROM, Destination: { ToAddresses: [access.email] }, Message: { Subject: part(subject), Body: { Text: part(text), Html: part(html) } } }),
  );
}
let ses: SESClient | undefined;
