// SES as the template declares it.
import type { Clock, Log } from "#infra/local/engine.ts";
import type { NewEvent } from "#infra/local/event-bus.ts";
import type { ConfigurationSetProperties, EventDestinationProperties, IdentityProperties } from "#infra/local/mail/settings.ts";
import { openSes, type SesEngine } from "#infra/local/ses.ts";
import type { Plan } from "#infra/local/template/plan.ts";

export type MailOptions = { readonly dataDir: string; readonly clock: Clock; readonly log: Log; readonly publish: (event: NewEvent) => void };

export const openMail = ({ mail }: Plan, options: MailOptions): SesEngine => {
  const ses = openSes(options);
  for (const { name, properties } of mail.configurationSets) ses.settings.putConfigurationSet({ ...properties, Name: name } as ConfigurationSetProperties);
  for (const { properties } of mail.eventDestinations) ses.settings.putEventDestination(properties as unknown as EventDestinationProperties);
  for (const { properties } of mail.identities) ses.settings.putIdentity(properties as unknown as IdentityProperties);
  return ses;
};
