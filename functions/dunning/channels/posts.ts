// Channels over kept bytes: what is handed over can only be what lies in the evidence, also when another worker does it after a crash.
import type { MailParcel } from "#functions/dunning/channels/email.ts";
import type { Channel } from "#functions/dunning/channels/port.ts";
import type { PrintParcel } from "#functions/dunning/channels/print-mail.ts";
import type { SmsParcel } from "#functions/dunning/channels/sms.ts";
import type { Parcel } from "#functions/dunning/evidence.ts";
import type { Post } from "#functions/dunning/send-message.ts";

export const emailPost = (channel: Channel<MailParcel>, tenant: string, from: string): Post => over(channel, ({ body, to }) => ({ tenant, raw: Buffer.from(body), from, to }));
export const smsPost = (channel: Channel<SmsParcel>, tenant: string): Post => over(channel, ({ body, to }) => ({ tenant, to: to[0] ?? "", text: Buffer.from(body).toString("utf8") }));
export const printPost = (channel: Channel<PrintParcel>, tenant: string, name: string, address: "left" | "right"): Post => over(channel, ({ body }) => ({ tenant, pdf: body, name, address, colour: false }));

/** Nothing is handed to a provider: a person calls. The task is made by the engine; this says that it was taken over. */
export const phonePost: Post = { name: "phone", send: async (_parcel, key) => ({ provider: "phone", reference: key }), find: async () => ({ status: "never", certain: true }) };

const over = <P>(channel: Channel<P>, made: (parcel: Parcel) => P): Post => ({
  name: channel.name,
  send: (parcel, key) => channel.send(made(parcel), key),
  find: (key, claimedAt, parcel) => channel.find(key, claimedAt, made(parcel)),
});
