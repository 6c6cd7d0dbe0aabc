// Portal: customers' contacts come in by a link that is mailed to them, and see their own account; our people open it to them and see what they see.
import { Stack } from "aws-cdk-lib";
import { Construct } from "constructs";
import { portalContactRoutes, portalStaffRoutes } from "#domain/portal/routes.ts";
import type { Door } from "#infra/door.ts";
import { allow, read, sendTo, useTable, useTenantTable } from "#infra/parts/allow.ts";
import { work } from "#infra/parts/consume.ts";
import { NO_DOMAIN } from "#infra/mail.ts";
import { houseFunction } from "#infra/parts/function.ts";
import { HouseQueue } from "#infra/parts/queue.ts";
import { serve, serveVisitors } from "#infra/parts/routes.ts";
import { nameOf } from "#infra/parts/stage.ts";
import type { Storage } from "#infra/storage.ts";

export class Portal extends Construct {
  constructor(scope: Construct, id: string, { door, storage, mailDomain = NO_DOMAIN }: { door: Door; storage: Storage; mailDomain?: string | undefined }) {
    super(scope, id);
    const links = new HouseQueue(this, "portal-link", { reader: "portal/send-link", alarms: door.alarms, impact: "Customers' contacts ask for a link into the portal and get none." });

    const api = houseFunction(this, "portal/api");
    useTenantTable(api, storage.table, "write");
    sendTo(api, links.queue, "PORTAL_LINK_QUEUE_URL");
    api.addEnvironment("WEB_ORIGIN", door.web.origin);
    serve(this, door, api, portalStaffRoutes);
    serveVisitors(this, door, api, portalContactRoutes, "A customer's contact has no account in the user pool: the function checks the session's cookie, or the link, itself.");

    const send = houseFunction(this, "portal/send-link");
    useTable(send, storage.table, [...read, "PutItem", "UpdateItem"]);
    send.addEnvironment("WEB_ORIGIN", door.web.origin).addEnvironment("MAIL_FROM", `portal@${mailDomain}`);
    const { region, account } = Stack.of(this);
    allow(send, ["ses:SendEmail"], [`arn:aws:ses:${region}:${account}:identity/${mailDomain}`, `arn:aws:ses:${region}:${account}:configuration-set/${nameOf(this, "mail")}`]);
    work(send, links, { batch: 5 });
  }
}
