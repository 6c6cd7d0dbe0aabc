import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetSendQuotaCommand, SendEmailCommand, SendRawEmailCommand, SESClient } from "@aws-sdk/client-ses";
import { afterEach, expect, test, vi } from "vitest";
import { openClock } from "#infra/local/clock.ts";
import type { NewEvent } from "#infra/local/event-bus.ts";
import type { Mail } from "#infra/local/mail/mime.ts";
import { mailbox } from "#infra/local/mailbox.ts";
import { openSes } from "#infra/local/ses.ts";
import { serve } from "./serve.ts";

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const start = async (dataDir = mkdtempSync(join(tmpdir(), "ses-"))) => {
  const clock = openClock({ dataDir });
  const events: NewEvent[] = [];
  const ses = openSes({ dataDir, clock, log: () => undefined, publish: (event) => void events.push(event) });
  ses.settings.putIdentity({ EmailIdentity: "atelier.example", ConfigurationSetAttributes: { ConfigurationSetName: "mail" } });
  ses.settings.putEventDestination({
    ConfigurationSetName: "mail",
    EventDestination: {
      MatchingEventTypes: ["delivery", "bounce", "complaint", "deliveryDelay"],
      EventBridgeDestination: { EventBusArn: "arn:aws:events:eu-west-3:000000000000:event-bus/default" },
    },
  });
  const aws = await serve(ses.handler);
  const app = await serve(mailbox(ses));
  const client = new SESClient({ region: "eu-west-3", endpoint: aws.endpoint, credentials: { accessKeyId: "a", secretAccessKey: "b" } });
  const close = async () => {
    await Promise.all([aws.close(), app.close()]);
    await ses.close();
    clock.close();
  };
  closing.push(close);
  const messages = async () => (await (await fetch(`${app.endpoint}/mail/messages`)).json()) as Mail[];
  return { dataDir, ses, client, events, messages, mail: `${app.endpoint}/mail`, close };
};
const arrived = (list: readonly unknown[], count: number) => vi.waitFor(() => expect(list).toHaveLength(count), { timeout: 5000, interval: 10 });
const reminder = (ToAddresses: string[], more = {}) =>
  new SendEmailCommand({
    Source: '"Atelier Dupont" <compta@atelier.example>',
    Destination: { ToAddresses },
    Message: {
      Subject: { Data: "Rappel : facture échue n° 2026-0042, merci d'avance pour votre règlement" },
      Body: { Text: { Data: "Bonjour,\n\n1 200,50 €" }, Html: { Data: "<p>1 200,50 €</p>" } },
    },
    ...more,
  });
const raw = [
  "From: Atelier Dupont <compta@atelier.example>",
  "To: Anne Petit <anne@client.example>, paul@client.example",
  "Cc: chef@client.example",
  "Subject: =?UTF-8?Q?Relev=C3=A9?=",
  "Message-ID: <m1@atelier.example>",
  "X-Reference: 42",
  "MIME-Version: 1.0",
  'Content-Type: multipart/mixed; boundary="b"',
  "",
  "--b",
  "Content-Type: text/plain; charset=UTF-8",
  "Content-Transfer-Encoding: 8bit",
  "",
  "Voici le relevé.",
  "--b",
  'Content-Type: application/pdf; name="relevé.pdf"',
  "Content-Disposition: attachment; filename*=UTF-8''relev%C3%A9.pdf",
  "Content-Transfer-Encoding: base64",
  "",
  Buffer.from("%PDF-1.7").toString("base64"),
  "--b--",
  "",
].join("\r\n");

test("a raw message lands in the mailbox as it was written", async () => {
  const { client, messages, mail } = await start();
  const { MessageId } = await client.send(new SendRawEmailCommand({ RawMessage: { Data: Buffer.from(raw) } }));
  const [message] = await messages();
  expect(message).toMatchObject({
    id: MessageId,
    from: '"Atelier Dupont" <compta@atelier.example>',
    to: ["anne@client.example", "paul@client.example"],
    cc: ["chef@client.example"],
    subject: "Relevé",
    html: null,
    headers: { "x-reference": "42", "message-id": "<m1@atelier.example>" },
    attachments: [{ name: "relevé.pdf", size: 8, contentType: "application/pdf" }],
  });
  expect(message!.text.trim()).toBe("Voici le relevé.");
  const attachment = await fetch(`${mail}/messages/${MessageId}/attachments/0`);
  expect(await attachment.text()).toBe("%PDF-1.7");
});

test("a simple message gets its text and its HTML, in order of sending", async () => {
  const { client, messages } = await start();
  await client.send(reminder(["anne@client.example"], { ReplyToAddresses: ["reponse@atelier.example"] }));
  await client.send(reminder(["paul@client.example"]));
  const [first, second] = await messages();
  expect(first).toMatchObject({ to: ["anne@client.example"], subject: "Rappel : facture échue n° 2026-0042, merci d'avance pour votre règlement", html: "<p>1 200,50 €</p>" });
  expect(first!.text).toBe("Bonjour,\n\n1 200,50 €");
  expect(first!.headers["reply-to"]).toBe("reponse@atelier.example");
  expect(second!.to).toEqual(["paul@client.example"]);
  expect(Object.keys(first!)).toEqual(["id", "at", "from", "to", "cc", "subject", "text", "html", "headers", "attachments"]);
});

test("delivery is told on the event bus in SES's words", async () => {
  const { client, events } = await start();
  const { MessageId } = await client.send(reminder(["anne@client.example"], { Tags: [{ Name: "tenant", Value: "acme" }] }));
  await arrived(events, 1);
  expect(events[0]).toMatchObject({
    source: "aws.ses",
    "detail-type": "Email Delivered",
    resources: ["arn:aws:ses:eu-west-3:000000000000:configuration-set/mail"],
    detail: {
      eventType: "Delivery",
      mail: { messageId: MessageId, source: "compta@atelier.example", destination: ["anne@client.example"], tags: { tenant: ["acme"], "ses:configuration-set": ["mail"] } },
      delivery: { recipients: ["anne@client.example"] },
    },
  });
});

test("a bounce in the mailbox is a bounce on the bus, and the address is suppressed afterwards", async () => {
  const { client, events, mail } = await start();
  const { MessageId } = await client.send(reminder(["anne@client.example"]));
  expect((await fetch(`${mail}/messages/${MessageId}/bounce`, { method: "POST" })).status).toBe(200);
  await arrived(events, 2);
  expect(events[1]).toMatchObject({
    "detail-type": "Email Bounced",
    detail: {
      eventType: "Bounce",
      mail: { messageId: MessageId },
      bounce: { bounceType: "Permanent", bounceSubType: "General", bouncedRecipients: [{ emailAddress: "anne@client.example", status: "5.1.1" }] },
    },
  });
  await client.send(reminder(["ANNE@client.example", "paul@client.example"]));
  await arrived(events, 4);
  const next = events.slice(2).map(({ detail }) => detail as { eventType: string; bounce?: { bounceSubType: string }; delivery?: { recipients: string[] } });
  expect(next.find(({ eventType }) => eventType === "Bounce")!.bounce!.bounceSubType).toBe("OnAccountSuppressionList");
  expect(next.find(({ eventType }) => eventType === "Delivery")!.delivery!.recipients).toEqual(["paul@client.example"]);
});

test("a complaint and a delay are told too, for one recipient if one is named", async () => {
  const { client, events, mail } = await start();
  const { MessageId } = await client.send(reminder(["anne@client.example", "paul@client.example"]));
  const post = (what: string, body = {}) =>
    fetch(`${mail}/messages/${MessageId}/${what}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  await post("complaint", { recipient: "paul@client.example" });
  await post("delay");
  await arrived(events, 3);
  expect(events[1]).toMatchObject({
    "detail-type": "Email Complaint Received",
    detail: { complaint: { complainedRecipients: [{ emailAddress: "paul@client.example" }], complaintFeedbackType: "abuse" } },
  });
  expect(events[2]).toMatchObject({ "detail-type": "Email Delivery Delayed", detail: { deliveryDelay: { delayType: "MailboxFull" } } });
  expect((await post("shout")).status).toBe(404);
  expect((await fetch(`${mail}/messages/nobody/bounce`, { method: "POST" })).status).toBe(404);
});

test("the addresses of SES's simulator behave as on AWS and are never suppressed", async () => {
  const { client, events } = await start();
  for (let n = 0; n < 2; n += 1) await client.send(reminder(["bounce@simulator.amazonses.com"]));
  await arrived(events, 2);
  expect(events.map(({ detail }) => (detail as { bounce: { bounceSubType: string } }).bounce.bounceSubType)).toEqual(["General", "General"]);
});

test("only a verified sender and a known configuration set are accepted", async () => {
  const { client, messages } = await start();
  await expect(client.send(reminder(["a@b.example"], { Source: "someone@elsewhere.example" }))).rejects.toMatchObject({ name: "MessageRejected" });
  await expect(client.send(reminder(["a@b.example"], { ConfigurationSetName: "unknown" }))).rejects.toMatchObject({ name: "ConfigurationSetDoesNotExistException" });
  await expect(client.send(reminder([]))).rejects.toMatchObject({ name: "InvalidParameterValue" });
  await expect(client.send(new GetSendQuotaCommand({}))).rejects.toMatchObject({ name: "InvalidAction" });
  expect(await messages()).toEqual([]);
  await client.send(reminder(["a@b.example"], { Source: "someone@mail.atelier.example" }));
});

test("messages outlive a restart", async () => {
  const first = await start();
  await first.client.send(reminder(["anne@client.example"]));
  const before = await first.messages();
  await first.close();
  closing.pop();
  expect(await (await start(first.dataDir)).messages()).toEqual(before);
});

test("the page shows the list and the message, and keeps foreign HTML in its box", async () => {
  const { client, mail } = await start();
  const empty = await (await fetch(mail)).text();
  expect(empty).toContain("No message yet");
  const Message = { Subject: { Data: "<script>alert(1)</script>" }, Body: { Html: { Data: "<script>alert(2)</script><p>Bonjour</p>" } } };
  const { MessageId } = await client.send(reminder(["anne@client.example"], { Message }));
  const page = await fetch(`${mail}?message=${MessageId}`);
  const html = await page.text();
  expect(html).toContain("anne@client.example");
  expect(html).toContain("&#60;script&#62;alert(1)");
  expect(html).not.toContain("<script>alert");
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  const body = await fetch(`${mail}/messages/${MessageId}/html`);
  expect(body.headers.get("content-security-policy")).toMatch(/^sandbox [^;]*; default-src 'none'/);
  const pressed = await fetch(`${mail}/messages/${MessageId}/bounce`, { method: "POST", redirect: "manual", headers: { "content-type": "application/x-www-form-urlencoded" } });
  expect(pressed.status).toBe(303);
  expect(await (await fetch(`${mail}?message=${MessageId}`)).text()).toContain("bounced");
});
