// Mail to customers goes out through SES, and what becomes of it comes back over the event bus. The domain that it comes from is made when one is given;
// further domains of tenants are verified in SES by whoever installs Quittance.
import { ConfigurationSet, EmailIdentity, EmailSendingEvent, EventDestination, Identity } from "aws-cdk-lib/aws-ses";
import { EventBus, type IEventBus } from "aws-cdk-lib/aws-events";
import { Stack } from "aws-cdk-lib";
import type { Function } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { allow } from "#infra/parts/allow.ts";
import { explain } from "#infra/parts/explain.ts";
import { nameOf } from "#infra/parts/stage.ts";

/** Where nothing is sent from: on one machine, mail stays in the mailbox page. */
export const NO_DOMAIN = "quittance.example";

export class Mail extends Construct {
  /** SES publishes to the account's default bus, and to no other. */
  readonly bus: IEventBus;
  readonly configurationSet: string;
  private readonly domain: string;

  constructor(scope: Construct, id: string, { domain }: { domain?: string | undefined }) {
    super(scope, id);
    this.configurationSet = nameOf(this, "mail");
    this.domain = domain ?? NO_DOMAIN;
    const configurationSet = new ConfigurationSet(this, "Sending", { configurationSetName: this.configurationSet });
    if (domain) new EmailIdentity(this, "Domain", { identity: Identity.domain(domain), configurationSet, mailFromDomain: `mail.${domain}` });
    this.bus = EventBus.fromEventBusName(this, "Default", "default");
    configurationSet.addEventDestination("Events", {
      destination: EventDestination.eventBus(this.bus),
      events: [EmailSendingEvent.SEND, EmailSendingEvent.DELIVERY, EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT, EmailSendingEvent.REJECT, EmailSendingEvent.DELIVERY_DELAY],
    });
  }

  /** Lets a function send what it has written itself, from any domain of a tenant that SES knows. */
  letSend(fn: Function): void {
    const { region, account } = Stack.of(this);
    const identities = `arn:aws:ses:${region}:${account}:identity/*`;
    fn.addEnvironment("MAIL_FROM", `reminders@${this.domain}`).addEnvironment("CONFIGURATION_SET", this.configurationSet);
    allow(fn, ["ses:SendRawEmail"], [identities, `arn:aws:ses:${region}:${account}:configuration-set/${this.configurationSet}`]);
    explain(fn.role!, `AwsSolutions-IAM5[Resource::${identities}]`, "Tenants' domains are verified after the deployment; SES lets nobody send from one that is not.");
  }
}
