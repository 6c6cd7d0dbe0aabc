// E-mail through SES, as raw MIME. Its configuration set makes SES tell EventBridge what became of each mail; our tags in it say which message that was.
//
// SES has no idempotency key and gives each mail a Message-ID of its own, so "did it go?" is answered from what SES told: a Send event that carries the
// message's tag. It comes within seconds; until it would surely have come (SETTLE_MS), the answer is "unknown".
import { MessageRejected, SendRawEmailCommand, type SESClient, SESServiceException } from "@aws-sdk/client-ses";
import { Undeliverable, type Channel, type Found, type Handed } from "#functions/dunning/channels/port.ts";

/** A mail as kept: what is sent are exactly these bytes. */
export type MailParcel = { readonly tenant: string; readonly raw: Buffer; readonly from: string; readonly to: readonly string[] };

export type EmailOptions = {
  readonly ses: Pick<SESClient, "send">;
  readonly configurationSet: string;
  /** What SES told of a message, if anything: from the events that were kept. */
  readonly toldOf: (key: string) => Promise<{ readonly reference: string } | undefined>;
  readonly now: () => string;
};

/** Fifteen minutes. SES tells within seconds; EventBridge tries again for up to a day, but that is when our own rule fails, not when a mail is lost. */
export const SETTLE_MS = 15 * 60_000;

export const emailChannel = ({ ses, configurationSet, toldOf, now }: EmailOptions): Channel<MailParcel> => ({
  name: "email",
  async send({ tenant, raw, from, to }, key): Promise<Handed> {
    try {
      const Tags = [{ Name: "message", Value: key }, { Name: "tenant", Value: tenant }];
      const { MessageId } = await ses.send(new SendRawEmailCommand({ RawMessage: { Data: raw }, Source: from, Destinations: [...to], ConfigurationSetName: configurationSet, Tags }));
      return { provider: "ses", reference: MessageId! };
    } catch (error) {
      // A plain refusal. Everything else (throttling, a lost connection) is tried again, or looked for, by whoever called.
      if (error instanceof MessageRejected || (error instanceof SESServiceException && error.name === "InvalidParameterValue")) throw new Undeliverable(error.message);
      throw error;
    }
  },
  async find(key, claimedAt): Promise<Found> {
    const told = await toldOf(key);
    if (told) return { status: "handed-over", reference: told.reference };
    return Date.parse(now()) - Date.parse(claimedAt) < SETTLE_MS ? { status: "unknown" } : { status: "never", certain: false };
  },
});

/** The Message-ID that SES gave: what replies refer to, and what our next message refers to. */
export const messageIdOf = (reference: string, region: string): string => `<${reference}@${region === "us-east-1" ? "email" : region}.amazonses.com>`;
