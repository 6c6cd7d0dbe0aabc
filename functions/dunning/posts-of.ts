// The channels that are set up, for one message: mail always, short messages and letters where their providers are known.
import { SESClient } from "@aws-sdk/client-ses";
import type { Message } from "#domain/dunning/schema.ts";
import { emailChannel } from "#functions/dunning/channels/email.ts";
import { emailPost, printPost, smsPost } from "#functions/dunning/channels/posts.ts";
import { printMailChannel } from "#functions/dunning/channels/print-mail.ts";
import { smsChannel } from "#functions/dunning/channels/sms.ts";
import { creditorOf } from "#functions/dunning/content-around.ts";
import { addressSide } from "#functions/dunning/documents/address-side.ts";
import type { Evidence } from "#functions/dunning/evidence.ts";
import type { Office } from "#functions/dunning/office.ts";
import type { Sending } from "#functions/dunning/send-message.ts";
import { env } from "#functions/runtime/env.ts";
import type { Providers } from "#functions/runtime/providers.ts";

type Around = { readonly office: Office; readonly evidence: Evidence; readonly providers: Providers; readonly now: () => string };

export function postsOf(message: Message, { office, evidence, providers: { sms, printMail }, now }: Around): Sending["posts"] {
  const { tenant, correspondence, mailFrom, house } = office;
  const { CONFIGURATION_SET, WEB_ORIGIN } = env("CONFIGURATION_SET", "WEB_ORIGIN");
  const toldOf = async () => (await evidence.receipts()).find(({ provider, kind }) => provider === "ses" && (kind === "handed-over" || kind === "delivered"));
  const email = emailChannel({ ses: (ses ??= new SESClient({})), configurationSet: CONFIGURATION_SET, toldOf, now });
  const side = addressSide(creditorOf(message, house.entities)?.country ?? "FR");
  const letters = (name: "letter" | "registered-letter") => printMail && printPost(printMailChannel({ ...printMail, now }, name), tenant, message.stepName, side);
  const [letter, registered] = [letters("letter"), letters("registered-letter")];
  return {
    email: emailPost(email, tenant, correspondence.from?.address ?? mailFrom),
    ...(sms ? { sms: smsPost(smsChannel({ ...sms, from: correspondence.smsFrom ?? sms.from, callback: `${WEB_ORIGIN}${SMS_CALLBACK}` }), tenant) } : {}),
    ...(letter && registered ? { letter, "registered-letter": registered } : {}),
  };
}
let ses: SESClient | undefined;

export const SMS_CALLBACK = "/api/v1/webhooks/sms";
