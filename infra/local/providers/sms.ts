// A provider of short messages for one machine, in Twilio's protocol: what is sent is kept to be looked at, and its fate is told when somebody says it.
import { createHmac, randomUUID } from "node:crypto";
import type { AwsHandler, AwsResponse, Clock } from "#infra/local/engine.ts";
import { memoryShelf, type Shelf } from "#infra/local/providers/shelf.ts";

export type SmsMessage = { readonly sid: string; readonly to: string; readonly from: string; readonly body: string; readonly callback: string | undefined; readonly at: string; status: string };

export type SmsOptions = { readonly clock: Pick<Clock, "now">; readonly account: string; readonly token: string; readonly shelf?: Shelf<SmsMessage> };

export function localSms({ clock, account, token, shelf = memoryShelf() }: SmsOptions) {
  const messages = shelf.all();
  const base = `/2010-04-01/Accounts/${account}/Messages.json`;
  const allowed = `Basic ${Buffer.from(`${account}:${token}`).toString("base64")}`;

  const create = (form: URLSearchParams): AwsResponse => {
    const to = form.get("To") ?? "";
    // Numbers that Twilio's own test account refuses.
    if (to === "+15005550001" || !/^\+[1-9]\d{6,14}$/.test(to)) return json(400, { code: 21211, message: `The 'To' number ${to} is not a valid phone number.`, status: 400 });
    if (to === "+15005550004") return json(400, { code: 21610, message: "Attempt to send to unsubscribed recipient", status: 400 });
    const message: SmsMessage = { sid: `SM${randomUUID().replaceAll("-", "")}`, to, from: form.get("From") ?? "", body: form.get("Body") ?? "", callback: form.get("StatusCallback") ?? undefined, at: new Date(clock.now()).toISOString(), status: "queued" };
    messages.push(message);
    shelf.put(message.sid, message);
    return json(201, shown(message));
  };

  /** Tells the callback what became of it, signed as Twilio signs. */
  const happen = async (sid: string, status: "sent" | "delivered" | "undelivered" | "failed"): Promise<boolean> => {
    const message = messages.find((one) => one.sid === sid);
    if (!message) return false;
    message.status = status;
    shelf.put(sid, message);
    if (!message.callback) return true;
    const form = new URLSearchParams({ MessageSid: sid, MessageStatus: status, To: message.to, From: message.from, AccountSid: account, ...(status === "undelivered" ? { ErrorCode: "30003" } : {}) });
    const text = message.callback + [...form.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => name + value).join("");
    const answer = await fetch(message.callback, { method: "POST", body: form, headers: { "x-twilio-signature": createHmac("sha1", token).update(text).digest("base64") } });
    if (answer.status >= 500) throw new Error(`nobody took note of the short message: ${answer.status}`);
    return true;
  };

  const handler: AwsHandler = async ({ method, url, headers, body }) => {
    if (!url.pathname.startsWith("/2010-04-01/")) return undefined;
    if (headers["authorization"] !== allowed) return json(401, { code: 20003, message: "Authenticate", status: 401 });
    if (url.pathname !== base) return json(404, { code: 20404, message: "The requested resource was not found", status: 404 });
    if (method === "POST") return create(new URLSearchParams(body.toString("utf8")));
    const [to, since] = [url.searchParams.get("To"), url.searchParams.get("DateSent>") ?? ""];
    return json(200, { messages: messages.filter((message) => (!to || message.to === to) && message.at.slice(0, 10) >= since).map(shown) });
  };
  return { handler, messages, happen };
}

const shown = ({ sid, to, from, body, status, at }: SmsMessage) => ({ sid, to, from, body, status, date_sent: new Date(at).toUTCString(), error_code: null, error_message: null });
const json = (status: number, body: unknown): AwsResponse => ({ status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
