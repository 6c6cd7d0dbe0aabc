import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SESClient } from "@aws-sdk/client-ses";
import { simpleParser } from "mailparser";
import { afterEach, expect, test, vi } from "vitest";
import { emailChannel, messageIdOf, SETTLE_MS } from "#functions/dunning/channels/email.ts";
import { mimeOf, type OutgoingMail } from "#functions/dunning/channels/mime.ts";
import { Undeliverable } from "#functions/dunning/channels/port.ts";
import { printMailChannel, receiptOfPrintMail } from "#functions/dunning/channels/print-mail.ts";
import { receiptOfSes } from "#functions/dunning/channels/ses-events.ts";
import { receiptOfSms, smsChannel } from "#functions/dunning/channels/sms.ts";
import { openClock } from "#infra/local/clock.ts";
import type { AwsRequest } from "#infra/local/engine.ts";
import type { NewEvent } from "#infra/local/event-bus.ts";
import { localPrintMail } from "#infra/local/providers/print-mail.ts";
import { localSms } from "#infra/local/providers/sms.ts";
import { openSes } from "#infra/local/ses.ts";
import { serve } from "#test/infra/local/serve.ts";

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const mail: OutgoingMail = {
  from: { name: "Maison Valdré", address: "compta@valdre.example" }, to: [{ name: "Anne Petit", address: "anne@ocelia.example" }], cc: [{ address: "paul@valdre.example" }], replyTo: { address: "r+abc@valdre.example" },
  subject: "Dernier rappel avant mise en demeure : 26\u00a0554,60\u00a0€ à régler dès réception", text: "Bonjour,\n\nà régler : 26 554,60 €\n", html: '<p>à régler</p><img src="cid:payment-code">', date: "2026-11-24T08:30:00.000Z",
  references: ["<a@eu-west-3.amazonses.com>", "<b@eu-west-3.amazonses.com>"], pictures: [{ id: "payment-code", name: "code.png", contentType: "image/png", content: Buffer.from([1, 2, 3]) }],
  attachments: [{ name: "Détail C-10442.csv", contentType: "text/csv; charset=utf-8", content: Buffer.from("é,1\r\n") }],
};

test("a mail reads as it was written: names, subject, text, HTML with its picture, file, and the conversation it belongs to", async () => {
  const read = await simpleParser(mimeOf(mail));
  expect(read.subject).toBe(mail.subject);
  expect(read.from?.value).toEqual([{ name: "Maison Valdré", address: "compta@valdre.example" }]);
  expect(read.text?.trim()).toBe(mail.text.trim());
  expect(read.html).toContain("data:image/png;base64,AQID");
  expect(read.attachments.filter(({ related }) => !related).map(({ filename, content }) => [filename, content.toString()])).toEqual([["Détail C-10442.csv", "é,1\r\n"]]);
  expect(read.inReplyTo).toBe("<b@eu-west-3.amazonses.com>");
  expect(read.references).toEqual(["<a@eu-west-3.amazonses.com>", "<b@eu-west-3.amazonses.com>"]);
  expect(mimeOf(mail).equals(mimeOf(structuredClone(mail)))).toBe(true);
  expect(Math.max(...mimeOf(mail).toString("latin1").split("\r\n").map(({ length }) => length))).toBeLessThanOrEqual(998);
});

test("nobody adds a header by a name or a subject with a line break in it", async () => {
  const read = await simpleParser(mimeOf({ ...mail, to: [{ name: "Anne\r\nBcc: all@example.com", address: "anne@ocelia.example\r\nX: 1" }], subject: "A\r\nBcc: all@example.com" }));
  expect(read.headers.has("bcc")).toBe(false);
  expect(read.headers.has("x")).toBe(false);
  expect(read.subject).toBe("A Bcc: all@example.com");
});

const openMail = async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "letters-ses-"));
  const clock = openClock({ dataDir });
  const events: NewEvent[] = [];
  const ses = openSes({ dataDir, clock, log: () => undefined, publish: (event) => void events.push(event) });
  ses.settings.putIdentity({ EmailIdentity: "valdre.example" });
  ses.settings.putEventDestination({ ConfigurationSetName: "mail", EventDestination: { MatchingEventTypes: ["send", "delivery", "bounce", "complaint", "deliveryDelay"], EventBridgeDestination: { EventBusArn: "arn:aws:events:eu-west-3:000000000000:event-bus/default" } } });
  const { endpoint, close } = await serve(ses.handler);
  closing.push(async () => (await close(), await ses.close(), clock.close()));
  const client = new SESClient({ region: "eu-west-3", endpoint, credentials: { accessKeyId: "a", secretAccessKey: "b" } });
  const receipts = () => events.flatMap((event, n) => receiptOfSes({ id: `e${n}`, ...event }) ?? []);
  const told = async (key: string) => receipts().find(({ kind, messageId }) => kind === "handed-over" && messageId === key);
  const at = { now: "2026-11-24T08:30:00.000Z" };
  return { ses, receipts, at, channel: emailChannel({ ses: client, configurationSet: "mail", toldOf: told, now: () => at.now }) };
};
const parcel = (to = "anne@ocelia.example", from = "compta@valdre.example") => ({ tenant: "acme", raw: mimeOf(mail), from, to: [to] });

test("what SES tells of a mail comes back as receipts of our message; without its Send event for a quarter of an hour it never went", async () => {
  const { channel, receipts, at, ses } = await openMail();
  expect(await channel.find("msg_1", at.now, parcel())).toEqual({ status: "unknown" });
  const { reference } = await channel.send(parcel(), "msg_1");
  await vi.waitFor(() => expect(receipts().map(({ kind }) => kind)).toEqual(["handed-over", "delivered"]));
  expect(receipts()[1]).toMatchObject({ tenant: "acme", messageId: "msg_1", reference, recipients: ["anne@ocelia.example"] });
  expect(await channel.find("msg_1", at.now, parcel())).toEqual({ status: "handed-over", reference });
  const later = new Date(Date.parse(at.now) + SETTLE_MS).toISOString();
  const claimed = at.now;
  at.now = later;
  expect(await channel.find("msg_2", claimed, parcel())).toEqual({ status: "never", certain: false });
  ses.simulate(reference, "bounce");
  ses.simulate(reference, "complaint");
  ses.simulate(reference, "delay");
  await vi.waitFor(() => expect(receipts().map(({ kind, permanent }) => [kind, permanent])).toEqual([["handed-over", false], ["delivered", true], ["bounced", true], ["complained", true], ["delayed", false]]));
  await channel.send(parcel(), "msg_3");
  await vi.waitFor(() => expect(receipts().at(-1)).toMatchObject({ kind: "bounced", messageId: "msg_3", detail: expect.stringContaining("SuppressionList") }));
  expect(messageIdOf(reference, "eu-west-3")).toBe(`<${reference}@eu-west-3.amazonses.com>`);
});

test("a sender that may not send is refused for good, not tried for ever", async () => {
  const { channel } = await openMail();
  await expect(channel.send(parcel("anne@ocelia.example", "x@elsewhere.example"), "msg_1")).resolves.toBeDefined();
  const raw = mimeOf({ ...mail, from: { address: "x@elsewhere.example" } });
  await expect(channel.send({ ...parcel(), raw }, "msg_1")).rejects.toThrow(Undeliverable);
});

test("a short message goes, is found again, and its fate comes back signed; a forged one is nobody's", async () => {
  const sms = localSms({ clock: { now: () => Date.parse("2026-11-24T08:30:00Z") }, account: "AC1", token: "secret" });
  const callbacks: AwsRequest[] = [];
  const provider = await serve(sms.handler);
  const ours = await serve(async (request) => (callbacks.push(request), { status: 204 }));
  closing.push(provider.close, ours.close);
  const options = { base: provider.endpoint, account: "AC1", token: "secret", from: "VALDRE", callback: `${ours.endpoint}/receipts/sms` };
  const channel = smsChannel(options);
  const text = { tenant: "acme", to: "+33612345678", text: "Maison Valdré : 26 554,60 € échus." };
  expect(await channel.find("msg_1", "2026-11-24T08:29:00Z", text)).toEqual({ status: "never", certain: true });
  const { reference } = await channel.send(text, "msg_1");
  expect(sms.messages).toMatchObject([{ to: "+33612345678", body: text.text, from: "VALDRE" }]);
  expect(await channel.find("msg_1", "2026-11-24T08:29:00Z", text)).toEqual({ status: "handed-over", reference });
  await sms.happen(reference, "delivered");
  const [{ url, body, headers }] = callbacks as [AwsRequest];
  const told = { url: `${ours.endpoint}${url.pathname}${url.search}`, form: new URLSearchParams(body.toString()), signature: headers["x-twilio-signature"]!, at: "2026-11-24T08:31:00Z" };
  expect(receiptOfSms(options, told)).toMatchObject({ kind: "delivered", messageId: "msg_1", tenant: "acme", reference });
  expect(receiptOfSms(options, { ...told, url: told.url.replace("msg_1", "msg_2") })).toBeUndefined();
  await expect(channel.send({ ...text, to: "0612" }, "msg_2")).rejects.toThrow(Undeliverable);
});

test("a letter is printed once however often it is asked for, and the post's word on it comes back signed", async () => {
  const callbacks: AwsRequest[] = [];
  const ours = await serve(async (request) => (callbacks.push(request), { status: 204 }));
  const at = Date.parse("2026-11-24T08:30:00Z");
  const provider = { endpoint: "", close: async (): Promise<unknown> => undefined };
  const printer = localPrintMail({ clock: { now: () => at }, url: () => provider.endpoint, clientId: "c", clientSecret: "s", organisation: "org", webhook: { url: ours.endpoint, secret: "w" } });
  Object.assign(provider, await serve(printer.handler));
  closing.push(provider.close, ours.close);
  const channel = printMailChannel({ identity: provider.endpoint, api: provider.endpoint, organisation: "org", clientId: "c", clientSecret: "s", now: () => new Date(at).toISOString() }, "registered-letter");
  const letter = { tenant: "acme", pdf: Buffer.from("%PDF-1.7 …"), name: "Mise en demeure", address: "right" as const, colour: false };
  expect(await channel.find("msg_1", "", letter)).toEqual({ status: "never", certain: true });
  const { reference } = await channel.send(letter, "msg_1");
  expect(await channel.send(letter, "msg_1")).toEqual({ provider: "print-mail", reference });
  expect(printer.letters).toMatchObject([{ product: "registered", address: "right", name: "msg_1~acme~Mise-en-demeure.pdf" }]);
  expect(await channel.find("msg_1", "", letter)).toEqual({ status: "handed-over", reference });
  await printer.happen(reference, "undeliverable", "unknown at this address");
  const [{ body, headers }] = callbacks as [AwsRequest];
  expect(receiptOfPrintMail({ secret: "w" }, body.toString(), headers["signature"]!)).toMatchObject({ kind: "bounced", permanent: true, messageId: "msg_1", tenant: "acme", detail: "unknown at this address" });
  expect(receiptOfPrintMail({ secret: "other" }, body.toString(), headers["signature"]!)).toBeUndefined();
  await expect(channel.send({ ...letter, pdf: Buffer.from("no pdf") }, "msg_2")).rejects.toThrow(Undeliverable);
});
