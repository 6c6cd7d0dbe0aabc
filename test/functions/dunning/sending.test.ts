// A reminder from its plan to its delivery, with the engines of one machine at its ends: the table, the bucket of evidence, the mail service, the printer,
// the payment service. Then what its reader may do with its links, and what nobody may do without one.
import type { Context } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { standardRole } from "#domain/access/roles.ts";
import { reconcile } from "#domain/ledger/reconcile.ts";
import { booksOf } from "#functions/dunning/books.ts";
import { evidenceInBucket } from "#functions/dunning/evidence-objects.ts";
import { signLink } from "#functions/dunning/links.ts";
import { officeOf } from "#functions/dunning/office.ts";
import { planShard } from "#functions/dunning/plan-shard.ts";
import { dueMessages } from "#functions/dunning/release-due.ts";
import { sendDue } from "#functions/dunning/send-reminder.ts";
import { handler as takeReceipt } from "#functions/dunning/take-receipt.ts";
import { handler as visitors } from "#functions/dunning/visitors.ts";
import { digest } from "#functions/runtime/digest.ts";
import { providersInUse, type Providers } from "#functions/runtime/providers.ts";
import { correspondenceStore } from "#functions/store/correspondence.ts";
import { CUSTOMER_SHARDS } from "#functions/store/customer.ts";
import type { NewEvent } from "#infra/local/event-bus.ts";
import { openStandIns, type StandIns } from "#infra/local/providers/stand-ins.ts";
import { openSecrets } from "#infra/local/secrets.ts";
import { openSes, type SesEngine } from "#infra/local/ses.ts";
import { serve } from "#test/infra/local/serve.ts";
import { credentials, openS3ForTest } from "#test/infra/local/s3/open-for-test.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";
import { standard } from "#test/world/dunning.ts";
import { arnaud, invoiceRecord } from "#test/world/ledger.ts";

const MORNING = "2026-02-16T05:00:00Z";
const NINE = "2026-02-16T08:00:00Z";
const closing: (() => unknown)[] = [];
let dynamo: DynamoDb;
let ses: SesEngine;
let standIns: StandIns;
let providers: Providers;
const told: NewEvent[] = [];
let tenant = "";
let count = 0;
const at = (instant: string): void => void (process.env.QUITTANCE_CLOCK_OFFSET_MS = String(Date.parse(instant) - Date.now()));

beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
  const { s3, clock, dataDir, close } = await openS3ForTest({ "documents-bucket": {} });
  ses = openSes({ dataDir, clock, log: () => undefined, publish: (event) => void told.push(event) });
  ses.settings.putEventDestination({ ConfigurationSetName: "mail", EventDestination: { MatchingEventTypes: ["send", "delivery", "bounce", "complaint"], EventBridgeDestination: { EventBusArn: "arn:aws:events:eu-west-3:000000000000:event-bus/default" } } });
  const ours = await serve(async ({ method, url, headers, body }) => {
    const { statusCode = 0, body: text = "" } = await visit(`${method} ${url.pathname.replace("/api/v1", "")}${url.search}`, { headers, body: body.toString("utf8") });
    return { status: statusCode, body: text };
  });
  standIns = await openStandIns({ dataDir, port: 0, app: ours.endpoint, clock });
  const secrets = openSecrets([{ stack: { name: "app" } as never, id: "Secret", name: "providers", ref: "arn:providers", properties: { GenerateSecretString: { GenerateStringKey: "linkKey", PasswordLength: 64 } } }], dataDir);
  secrets.fill("providers", standIns.settings);
  const aws = await serve(async (request, raw) => (await ses.handler(request)) ?? secrets.handler(request, raw));
  closing.push(aws.close, ours.close, () => standIns.close(), () => ses.close(), close);
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey, AWS_ENDPOINT_URL: aws.endpoint, AWS_ENDPOINT_URL_S3: s3.endpoint, DOCUMENTS_BUCKET: "documents-bucket", PROVIDERS_SECRET: "arn:providers", CONFIGURATION_SET: "mail", MAIL_FROM: "reminders@desk.example", WEB_ORIGIN: ours.endpoint });
  providers = await providersInUse();
}, 90_000);
afterAll(async () => {
  for (const close of closing) await close();
  dynamo?.close();
});
beforeEach(async () => {
  tenant = `s${++count}`;
  told.length = 0;
  const books = booksOf(tenant);
  await books.ledger.putEntity({ id: "ent_fr", code: "FR", name: "Fournil SA", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" });
  await books.dunning.savePolicy({ policy: standard, state: "published", changedBy: "usr_a", changedAt: "2026-01-01", revision: 0 });
  await correspondenceStore(tenant).save({ from: { name: "Fournil", address: "compta@fournil.example" }, linkDays: 30, version: 0, letterheads: [{ entityId: "ent_fr", address: ["1 rue du Four", "59000 Lille"], bank: { holder: "Fournil SA", iban: "FR1420041010050500013M02606" } }] }, 0);
  await books.ledger.saveCustomer({ ...arnaud, addressLines: ["3 rue du Port"], postcode: "76000", city: "Rouen" }, undefined);
  const record = reconcile(undefined, invoiceRecord({ id: "itm_42", customerId: arnaud.id, minor: 120_000n, entityMinor: 120_000n, instalments: [{ n: 1, dueOn: "2026-02-10", minor: 120_000n }] }), { runId: "run_1", asOf: "2026-02-01", now: "2026-02-01T07:00:00.000Z", digest });
  if (!("item" in record)) throw new Error("an invoice was not told");
  await books.ledger.saveItem(record.item, undefined, []);
});

const contact = () => booksOf(tenant).ledger.saveContact({ id: "con_1", customerId: arnaud.id, name: "Jeanne", role: "accounts-payable", email: "jeanne@arnaud.example", owner: "ours" });
async function morning(): Promise<string> {
  for (const shard of CUSTOMER_SHARDS) await planShard({ tenant, zone: "Europe/Paris", shard, runId: "r1" }, MORNING);
  at(NINE);
  const [message] = await dueMessages(tenant, NINE);
  return message!.id;
}
const send = async (id: string) => sendDue(id, { office: await officeOf(tenant, providers), providers, objects: evidenceInBucket("documents-bucket") });
const listen = async (): Promise<void> => {
  await expect.poll(() => told.length).toBeGreaterThan(1);
  const Records = told.splice(0).map((event, n) => ({ messageId: `m${n}`, body: JSON.stringify({ id: `e${count}-${n}-${Math.random()}`, ...event }) }));
  expect(await (takeReceipt as never as (event: object, context: Context) => Promise<object>)({ Records }, {} as Context)).toEqual({ batchItemFailures: [] });
};
const message = async (id: string) => (await booksOf(tenant).dunning.message(id))!;
async function visit(request: string, { headers = {}, body }: { headers?: Readonly<Record<string, string>>; body?: string } = {}) {
  const [method = "GET", url = ""] = request.split(" ");
  const [path = "", rawQueryString = ""] = url.split("?");
  const event = { rawPath: `/api/v1${path}`, rawQueryString, headers, isBase64Encoded: false, ...(body === undefined ? {} : { body }), requestContext: { requestId: "r", http: { method, sourceIp: "192.0.2.9" } } };
  return (visitors as never as (event: object, context: Context) => Promise<{ statusCode?: number; body?: string; headers?: Record<string, string> }>)(event, {} as Context);
}

test("a reminder that is due goes out once, with its payment code and its links, and its level rises when the mail service says that it arrived", async () => {
  await contact();
  const id = await morning();
  expect(await send(id)).toBe("sent");
  expect(await send(id)).toBe("nothing-to-do");
  const [mail, ...more] = ses.messages().filter(({ to }) => to.some((one) => one.includes("jeanne@")));
  expect(more).toEqual([]);
  expect(mail).toMatchObject({ from: expect.stringContaining("compta@fournil.example"), headers: { "x-message": id } });
  for (const said of ["1 200,00", "FR14 2004", "/api/v1/links/"]) expect(mail!.text.replaceAll("\u00a0", " ").replaceAll("\u202f", " ")).toContain(said);
  await listen();
  expect((await message(id)).state.status).toBe("delivered");
  expect((await booksOf(tenant).dunning.account(arnaud.id)).marks).toMatchObject([{ step: "r1", level: 1 }]);
  expect((await evidenceInBucket("documents-bucket").list(`${tenant}/dunning/${id}/`)).map((key) => key.split("/").slice(3).join("/").replace(/receipts\/.*/, "receipt"))).toEqual(["email/1.json", "email/1.parcel", "email/handed.json", "receipt", "receipt"]);
});

test("a bounce is no delivery: the address is flagged, and the same step goes again as a letter, which nobody has to sign for", async () => {
  await contact();
  const id = await morning();
  await send(id);
  await expect.poll(() => told.length).toBeGreaterThan(1);
  told.length = 0;
  const mail = ses.messages().at(-1)!;
  expect(mail.headers["x-message"]).toBe(id);
  // Told twice, it is one bounce.
  for (let n = 0; n < 2; n++) ses.simulate(mail.id, "bounce");
  await listen();
  expect((await message(id)).state).toMatchObject({ status: "bounced", permanent: true });
  for (const shard of CUSTOMER_SHARDS) await planShard({ tenant, zone: "Europe/Paris", shard, runId: "r2" }, "2026-02-23T05:00:00Z");
  at("2026-02-23T08:00:00Z");
  const [again] = await dueMessages(tenant, "2026-02-23T08:00:00Z");
  expect(again).toMatchObject({ step: "r1", channels: ["letter"] });
  expect(await send(again!.id)).toBe("sent");
  const letter = standIns.printer.letters.find(({ key }) => key === `${tenant}~${again!.id}`)!;
  expect(Buffer.from(letter.pdf, "base64").subarray(0, 5).toString()).toBe("%PDF-");
  await standIns.printer.happen(letter.id, "sent");
  expect((await message(again!.id)).state.status).toBe("delivered");
});

const linkIn = async (id: string, purpose: "paid" | "pay" | "wrong-contact"): Promise<string> => `/links/${signLink({ purpose, tenant, customerId: arnaud.id, messageId: id, until: Math.floor(Date.parse(NINE) / 1000) + 3600 }, Buffer.from(providers.linkKey))}`;

test("whoever says that he has paid is believed for some days, once a message; looking changes nothing", async () => {
  await contact();
  const id = await morning();
  const link = await linkIn(id, "paid");
  const holds = async () => (await booksOf(tenant).dunning.customer(arnaud.id)).holds;
  expect(await visit(`GET ${link}`)).toMatchObject({ statusCode: 200, body: expect.stringContaining("Vous avez déjà payé") });
  expect(await holds()).toEqual([]);
  await visit(`POST ${link}`, { body: "" });
  await visit(`POST ${link}`, { body: "" });
  expect(await holds()).toMatchObject([{ reason: "announced-payment", scope: { of: "debtor", customerId: arnaud.id }, until: "2026-02-23" }]);
  expect(await send(id)).toBe("stopped");
});

test("a wrong contact is not written to again", async () => {
  await contact();
  const link = await linkIn(await morning(), "wrong-contact");
  await visit(`POST ${link}`, { body: "choice=somebody%40else.example" });
  expect((await booksOf(tenant).dunning.customer(arnaud.id)).flags).toEqual([]);
  await visit(`POST ${link}`, { body: "choice=jeanne%40arnaud.example" });
  expect((await booksOf(tenant).dunning.customer(arnaud.id)).flags).toMatchObject([{ address: "jeanne@arnaud.example", why: "wrong-contact" }]);
});

test("paying online asks for what is owed at the click, and the payment service's signed word holds reminders back", async () => {
  await contact();
  const answer = await visit(`GET ${await linkIn(await morning(), "pay")}`);
  expect(answer).toMatchObject({ statusCode: 303 });
  const page = answer.headers!["location"]!;
  expect(await (await fetch(page)).text()).toContain("1200.00 EUR");
  expect((await fetch(page, { method: "POST", redirect: "manual" })).status).toBe(303);
  expect((await booksOf(tenant).dunning.customer(arnaud.id)).holds).toMatchObject([{ reason: "announced-payment", note: expect.stringContaining("1200.00 EUR") }]);
});

test("a link that is forged, old, of another tenant or of nothing opens nothing, in the same words", async () => {
  await contact();
  const id = await morning();
  const key = Buffer.from(providers.linkKey);
  const link = { purpose: "paid" as const, tenant, customerId: arnaud.id, messageId: id, until: Math.floor(Date.parse(NINE) / 1000) + 3600 };
  const bad = ["x.y", `${signLink(link, key)}0`, signLink(link, Buffer.from("another key of as many letters as ours has")), signLink({ ...link, until: 1 }, key), signLink({ ...link, tenant: "other" }, key), signLink({ ...link, messageId: "msg_none" }, key), signLink({ ...link, customerId: "cus_other" }, key)];
  const answers = await Promise.all(bad.map((token) => visit(`POST /links/${token}`, { body: "" })));
  expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
  expect(answers[0]!.statusCode).toBe(404);
  expect((await booksOf(tenant).dunning.customer(arnaud.id)).holds).toEqual([]);
});

test.each(["stripe", "sms", "print-mail"])("what %s tells without its signature is refused", async (provider) => {
  const { statusCode } = await visit(`POST /webhooks/${provider}`, { body: '{"data":{}}', headers: { "stripe-signature": "t=1,v1=00", "x-twilio-signature": "00", signature: "00" } });
  expect(statusCode).toBe(403);
});

test("who may not publish a policy, approve or stop a message, or lift what holds everything", () => {
  const rights = ["policy.change", "policy.publish", "message.decide", "hold.switch", "rate.confirm"] as const;
  for (const role of ["collector", "salesperson", "cash-applier", "accountant", "executive", "customer", "division-manager"]) expect({ role, may: rights.filter((right) => (standardRole(role)?.rights as readonly string[] | undefined)?.includes(right)) }).toEqual({ role, may: [] });
});
