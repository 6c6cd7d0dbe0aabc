// Short messages over Twilio's Messages resource, by plain HTTPS: form in, JSON out, status by signed callback. Any provider that speaks this protocol
// (and several do) can stand behind it; `base` says where.
import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import { Undeliverable, type Channel, type Found, type Handed, type Receipt } from "#functions/dunning/channels/port.ts";

export type SmsParcel = { readonly tenant: string; readonly to: string; readonly text: string };
export type SmsOptions = {
  readonly base: string;
  readonly account: string;
  readonly token: string;
  /** A number, or the name that the telephone shows. */
  readonly from: string;
  /** Where the provider tells what became of it; message and tenant are added to it. */
  readonly callback: string;
};

const answer = z.object({ sid: z.string(), status: z.string(), error_message: z.string().nullish() });
const list = z.object({ messages: z.array(z.object({ sid: z.string(), body: z.string(), to: z.string() })) });

/** Twilio's codes for a number that cannot be reached at all: not a number, not a mobile one, opted out. */
const HOPELESS = new Set([21211, 21214, 21217, 21610, 21614]);

export const smsChannel = (options: SmsOptions): Channel<SmsParcel> => ({
  name: "sms",
  async send({ tenant, to, text }, key): Promise<Handed> {
    const form = new URLSearchParams({ To: to, From: options.from, Body: text, StatusCallback: callbackOf(options, tenant, key) });
    const response = await request(options, "POST", "Messages.json", form);
    const body: unknown = await response.json();
    if (response.ok) return { provider: "sms", reference: answer.parse(body).sid };
    const { code, message } = z.object({ code: z.number().default(0), message: z.string().default("") }).parse(body);
    if (HOPELESS.has(code)) throw new Undeliverable(`${code} ${message}`);
    throw new Error(`the SMS provider answered ${response.status}: ${code} ${message}`);
  },
  // The provider has no idempotency key, but a list: the same text to the same number since the claim is the same message.
  async find(_key, claimedAt, parcel): Promise<Found> {
    const since = new URLSearchParams({ To: parcel.to, "DateSent>": claimedAt.slice(0, 10), PageSize: "100" });
    const response = await request(options, "GET", `Messages.json?${since}`);
    if (!response.ok) return { status: "unknown" };
    const found = list.parse(await response.json()).messages.find(({ body }) => body === parcel.text);
    return found ? { status: "handed-over", reference: found.sid } : { status: "never", certain: true };
  },
});

/** A callback that the provider signed with our token; anything else is nobody's receipt. `at` is when it reached us: the callback tells no time. */
export function receiptOfSms(options: Pick<SmsOptions, "token">, { url, form, signature, at }: { readonly url: string; readonly form: URLSearchParams; readonly signature: string; readonly at: string }): Receipt | undefined {
  const expected = Buffer.from(smsSignature(options.token, url, form));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
  const status = form.get("MessageStatus") ?? "";
  const query = new URL(url).searchParams;
  const kind = ({ queued: "handed-over", accepted: "handed-over", sent: "handed-over", delivered: "delivered", undelivered: "bounced", failed: "bounced" } as const)[status];
  const [messageId, tenant, reference] = [query.get("message"), query.get("tenant"), form.get("MessageSid")];
  if (!kind || !messageId || !tenant || !reference) return undefined;
  return { kind, messageId, tenant, provider: "sms", reference, recipients: [form.get("To") ?? ""], permanent: status === "undelivered", detail: [status, form.get("ErrorCode")].filter(Boolean).join(" "), at, id: `${reference}-${status}` };
}

/** HMAC-SHA1 over the address and the sorted fields, as the provider's documentation has it. */
export const smsSignature = (token: string, url: string, form: URLSearchParams): string =>
  createHmac("sha1", token).update(url + [...form.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => name + value).join("")).digest("base64");

const callbackOf = ({ callback }: SmsOptions, tenant: string, key: string): string => {
  const url = new URL(callback);
  url.searchParams.set("message", key);
  url.searchParams.set("tenant", tenant);
  return url.href;
};

const request = ({ base, account, token }: SmsOptions, method: string, path: string, body?: URLSearchParams): Promise<Response> =>
  fetch(`${base}/2010-04-01/Accounts/${account}/${path}`, {
    method, headers: { authorization: `Basic ${Buffer.from(`${account}:${token}`).toString("base64")}`, accept: "application/json" }, signal: AbortSignal.timeout(10_000), ...(body ? { body } : {}),
  });
