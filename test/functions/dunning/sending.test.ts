// A reminder from its plan to its delivery, with the engines of one machine at its ends: the table, the bucket of evidence, the mail service, the printer,
// the payment service. Then what its reader may do with its links, and what nobody may do without one.
import { expect, test } from "vitest";
import { standardRole } from "#domain/access/roles.ts";
import { signLink } from "#functions/dunning/links.ts";
import { correspondenceStore } from "#functions/store/correspondence.ts";
import { readAttachment } from "#infra/local/mail/mime.ts";
import { serve } from "#test/infra/local/serve.ts";
import { pagesOf } from "#test/functions/dunning/pdf-text.ts";
import { hold, standard } from "#test/world/dunning.ts";
import { arnaud } from "#test/world/ledger.ts";
import { NINE, reminderHouse } from "#test/world/reminder-house.ts";

const house = reminderHouse();

test("a reminder that is due goes out once, with its payment code and its links, and its level rises when the mail service says that it arrived", async () => {
  await house.contact();
  const id = await house.morning();
  expect(await house.send(id)).toBe("sent");
  expect(await house.send(id)).toBe("nothing-to-do");
  const [mail, ...more] = house.ses.messages().filter(({ to }) => to.some((one) => one.includes("jeanne@")));
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ from: expect.stringContaining("compta@fournil.example"), headers: { "x-message": id } });
  for (const said of ["1 200,00", "FR14 2004", "/api/v1/links/"]) expect(mail!.text.replaceAll("\u00a0", " ").replaceAll("\u202f", " ")).toContain(said);
  await house.listen();
  expect((await house.message(id)).state.status).toBe("delivered");
  expect((await house.books().dunning.account(arnaud.id)).marks).toMatchObject([{ step: "r1", level: 1 }]);
  expect((await house.objects().list(`${house.tenant}/dunning/${id}/`)).map((key) => key.split("/").slice(3).join("/").replace(/receipts\/.*/, "receipt"))).toEqual(["email/1.json", "email/1.parcel", "email/handed.json", "receipt", "receipt"]);
});

test("the statement beside a reminder is the whole account, with what is not due yet and what nobody asks for", async () => {
  const { dunning } = house.books();
  await dunning.savePolicy({ policy: { ...standard, steps: standard.steps.map((step) => ({ ...step, attachments: ["statement" as const] })) }, state: "published", changedBy: "usr_a", changedAt: "2026-01-01", revision: 1 });
  await house.contact();
  await house.bill({ id: "itm_50", number: "FA-50", instalments: [{ n: 1, dueOn: "2026-04-10", minor: 120_000n }] });
  await dunning.putHold(arnaud.id, hold({ reason: "manual", scope: { of: "line", key: "itm_50~1" } }));
  const id = await house.morning();
  expect((await house.message(id)).lines.map(({ number }) => number)).toEqual(["FA-42"]);
  await house.send(id);
  const mail = house.mailOf(id);
  const { content } = (await readAttachment(house.ses.raw(mail.id)!, mail.attachments.findIndex(({ contentType }) => contentType === "application/pdf")))!;
  const statement = pagesOf(Buffer.from(content)).join("\n").replaceAll("\u00a0", " ");
  for (const said of ["FA-42", "FA-50", "Solde du compte\n2 400,00 €", "dont échu\n1 200,00 €"]) expect(statement).toContain(said);
  expect(statement).not.toContain("IBAN");
});

test("the late invoices lie beside the mail, each as the archive has it; what it does not have stays behind, and is told of", async () => {
  const archive = await serve(({ url }) => Promise.resolve(url.pathname === "/411ARNAUD/FA-42.pdf" ? { status: 200, body: "%PDF-1.7 the invoice itself" } : { status: 200, body: "<p>Sign in</p>" }));
  const { read, save } = correspondenceStore(house.tenant);
  await save({ ...(await read()), invoicePdf: `${archive.endpoint}/{customer}/{number}.pdf` }, 1);
  await house.contact();
  await house.bill({ id: "itm_50", number: "FA-50" });
  await house.bill({ id: "itm_51", number: "FA-51", instalments: [{ n: 1, dueOn: "2026-04-10", minor: 120_000n }] });
  const id = await house.morning();
  expect(await house.send(id)).toBe("sent");
  await archive.close();
  const mail = house.mailOf(id);
  expect(mail.attachments.filter(({ contentType }) => contentType === "application/pdf").map(({ name }) => name)).toEqual(["FA-42.pdf"]);
  const { content } = (await readAttachment(house.ses.raw(mail.id)!, mail.attachments.findIndex(({ name }) => name === "FA-42.pdf")))!;
  expect(Buffer.from(content).toString()).toBe("%PDF-1.7 the invoice itself");
  const kept = JSON.parse(Buffer.from((await house.objects().get(`${house.tenant}/dunning/${id}/email/1.json`))!).toString()) as object;
  expect(kept).toMatchObject({ why: [{ code: "message.attachment-not-found", names: "FA-50" }] });
});

test("whoever says that he has paid is believed for some days, once a message; looking changes nothing", async () => {
  await house.contact();
  const id = await house.morning();
  const link = house.linkIn(id, "paid");
  const holds = async () => (await house.books().dunning.customer(arnaud.id)).holds;
  expect(await house.visit(`GET ${link}`)).toMatchObject({ statusCode: 200, body: expect.stringContaining("Vous avez déjà payé") });
  expect(await holds()).toEqual([]);
  await house.visit(`POST ${link}`, { body: "" });
  await house.visit(`POST ${link}`, { body: "" });
  expect(await holds()).toMatchObject([{ reason: "announced-payment", scope: { of: "debtor", customerId: arnaud.id }, until: "2026-02-23" }]);
  expect(await house.send(id)).toBe("stopped");
});

test("a wrong contact is not written to again", async () => {
  await house.contact();
  const link = house.linkIn(await house.morning(), "wrong-contact");
  await house.visit(`POST ${link}`, { body: "choice=somebody%40else.example" });
  expect((await house.books().dunning.customer(arnaud.id)).flags).toEqual([]);
  await house.visit(`POST ${link}`, { body: "choice=jeanne%40arnaud.example" });
  expect((await house.books().dunning.customer(arnaud.id)).flags).toMatchObject([{ address: "jeanne@arnaud.example", why: "wrong-contact" }]);
});

test("paying online asks for what is owed at the click, and the payment service's signed word holds reminders back", async () => {
  await house.contact();
  const answer = await house.visit(`GET ${house.linkIn(await house.morning(), "pay")}`);
  expect(answer).toMatchObject({ statusCode: 303 });
  const page = answer.headers!["location"]!;
  expect(await (await fetch(page)).text()).toContain("1200.00 EUR");
  expect((await fetch(page, { method: "POST", redirect: "manual" })).status).toBe(303);
  expect((await house.books().dunning.customer(arnaud.id)).holds).toMatchObject([{ reason: "announced-payment", note: expect.stringContaining("1200.00 EUR") }]);
});

test("a link that is forged, old, of another tenant or of nothing opens nothing, in the same words", async () => {
  await house.contact();
  const id = await house.morning();
  const key = house.linkKey;
  const link = { purpose: "paid" as const, tenant: house.tenant, customerId: arnaud.id, messageId: id, until: Math.floor(Date.parse(NINE) / 1000) + 3600 };
  const bad = ["x.y", `${signLink(link, key)}0`, signLink(link, Buffer.from("another key of as many letters as ours has")), signLink({ ...link, until: 1 }, key), signLink({ ...link, tenant: "other" }, key), signLink({ ...link, messageId: "msg_none" }, key), signLink({ ...link, customerId: "cus_other" }, key)];
  const answers = await Promise.all(bad.map((token) => house.visit(`POST /links/${token}`, { body: "" })));
  expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
  expect(answers[0]!.statusCode).toBe(404);
  expect((await house.books().dunning.customer(arnaud.id)).holds).toEqual([]);
});

test.each(["stripe", "sms", "print-mail"])("what %s tells without its signature is refused", async (provider) => {
  const { statusCode } = await house.visit(`POST /webhooks/${provider}`, { body: '{"data":{}}', headers: { "stripe-signature": "t=1,v1=00", "x-twilio-signature": "00", signature: "00" } });
  expect(statusCode).toBe(403);
});

test("who may not publish a policy, approve or stop a message, or lift what holds everything", () => {
  const rights = ["policy.change", "policy.publish", "message.decide", "hold.switch", "rate.confirm"] as const;
  for (const role of ["collector", "salesperson", "cash-applier", "accountant", "executive", "customer", "division-manager"]) expect({ role, may: rights.filter((right) => (standardRole(role)?.rights as readonly string[] | undefined)?.includes(right)) }).toEqual({ role, may: [] });
});
