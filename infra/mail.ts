// Mail to customers goes out through SES under the company's own domain. Only made when a domain is given: without one there is nobody to be.
import { ConfigurationSet, EmailIdentity, EmailSendingEvent, EventDestination, Identity } from "aws-cdk-lib/aws-ses";
import { EventBus } from "aws-cdk-lib/aws-events";
import { Construct } from "constructs";
import { nameOf } from "#infra/parts/stage.ts";

export class Mail extends Construct {
  constructor(scope: Construct, id: string, { domain }: { domain: string }) {
    super(scope, id);
    const configurationSet = new ConfigurationSet(this, "Sending", { configurationSetName: nameOf(this, "mail") });
    new EmailIdentity(this, "Domain", { identity: Identity.domain(domain), configurationSet, mailFromDomain: `mail.${domain}` });
    // SES publishes to the account's default bus, and to no other.
    configurationSet.addEventDestination("Events", {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, "Default", "default")),
      events: [EmailSendingEvent.DELIVERY, EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT, EmailSendingEvent.REJECT, EmailSendingEvent.DELIVERY_DELAY],
    });
  }
}
