// A house that reminds Moulins Arnaud of what is late, with the engines of one machine at its ends: the table, the bucket of evidence, the mail service,
// the printer, the payment service. Each test has a tenant of its own, with a company, its paper, the standard policy and one invoice.
import type { Context } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import type { Message } from "#domain/dunning/schema.ts";
import { reconcile } from "#domain/ledger/reconcile.ts";
import type { ItemRecord } from "#domain/ingestion/schema.ts";
import type { Contact } from "#domain/ledger/schema.ts";
import { booksOf, type Books } from "#functions/dunning/books.ts";
import type { EvidenceObjects } from "#functions/dunning/evidence.ts";
import { evidenceInBucket } from "#functions/dunning/evidence-objects.ts";
import { signLink } from "#functions/dunning/links.ts";
import { officeOf, type Office } from "#functions/dunning/office.ts";
import { planShard } from "#functions/dunning/plan-shard.ts";
import { dueMessages } from "#functions/dunning/release-due.ts";
import type { Outcome } from "#functions/dunning/send-message.ts";
import { runLog } from "#functions/dunning/run-log.ts";
import { sendDue } from "#functions/dunning/send-reminder.ts";
import { handler as takeReceipt } from "#functions/dunning/take-receipt.ts";
import { handler as visitors } from "#functions/dunning/visitors.ts";
import { digest } from "#functions/runtime/digest.ts";
import { providersInUse, type Providers } from "#functions/runtime/providers.ts";
import { correspondenceStore } from "#functions/store/correspondence.ts";
import { CUSTOMER_SHARDS } from "#functions/store/customer.ts";
import { openClock } from "#infra/local/clock.ts";
import type { NewEvent } from "#infra/local/event-bus.ts";
import type { Mail } from "#infra/local/mail/mime.ts";
import { openStandIns, type StandIns } from "#infra/local/providers/stand-ins.ts";
import { openSecrets } from "#infra/local/secrets.ts";
import { openSes, type SesEngine } from "#infra/local/ses.ts";
import { serve } from "#test/infra/local/serve.ts";
import { credentials, openS3ForTest } from "#test/infra/local/s3/open-for-test.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";
import { standard } from "#test/world/dunning.ts";
import { arnaud, invoiceRecord } from "#test/world/ledger.ts";

export const MORNING = "2026-02-16T05:00:00Z";
export const NINE = "2026-02-16T08:00:00Z";
const BUCKET = "documents-bucket";

type Visit = { readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

/** Called once, at the top of a file of tests: it opens before them and closes after them. */
export function reminderHouse(): ReminderHouse {
  const house = new ReminderHouse();
  beforeAll(() => house.open(), 90_000);
  beforeEach(() => house.nextTenant());
  afterAll(() => house.close());
  return house;
}

class ReminderHouse {
  tenant = "";
  readonly told: NewEvent[] = [];
  ses!: SesEngine;
  printer!: StandIns["printer"];
  providers!: Providers;
  private dynamo: DynamoDb | undefined;
  private readonly closing: (() => unknown)[] = [];
  private count = 0;

  async open(): Promise<void> {
    this.dynamo = await startDynamoDb();
    useAsEnvironment(this.dynamo);
    const { s3, clock, dataDir, close } = await openS3ForTest({ [BUCKET]: {} });
    // What it tells of a reminder happens on the reminder's day, whatever day the test is run on.
    const mailClock = openClock({ dataDir: `${dataDir}/mail-clock`, start: NINE });
    this.ses = openSes({ dataDir, clock: mailClock, log: () => undefined, publish: (event) => void this.told.push(event) });
    this.ses.settings.putEventDestination({ ConfigurationSetName: "mail", EventDestination: { MatchingEventTypes: ["send", "delivery", "bounce", "complaint"], EventBridgeDestination: { EventBusArn: "arn:aws:events:eu-west-3:000000000000:event-bus/default" } } });
    const ours = await serve(async ({ method, url, headers, body }) => {
      const { statusCode = 0, body: text = "" } = await this.visit(`${method} ${url.pathname.replace("/api/v1", "")}${url.search}`, { headers, body: body.toString("utf8") });
      return { status: statusCode, body: text };
    });
    const standIns = await openStandIns({ dataDir, port: 0, app: ours.endpoint, clock });
    const secrets = openSecrets([{ stack: { name: "app" } as never, id: "Secret", name: "providers", ref: "arn:providers", properties: { GenerateSecretString: { GenerateStringKey: "linkKey", PasswordLength: 64 } } }], dataDir);
    secrets.fill("providers", standIns.settings);
    const aws = await serve(async (request, raw) => (await this.ses.handler(request)) ?? secrets.handler(request, raw));
    this.printer = standIns.printer;
    this.closing.push(aws.close, ours.close, () => standIns.close(), () => this.ses.close(), () => mailClock.close(), close);
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey, AWS_ENDPOINT_URL: aws.endpoint, AWS_ENDPOINT_URL_S3: s3.endpoint, DOCUMENTS_BUCKET: BUCKET, PROVIDERS_SECRET: "arn:providers", CONFIGURATION_SET: "mail", MAIL_FROM: "reminders@desk.example", WEB_ORIGIN: ours.endpoint });
    this.providers = await providersInUse();
  }

  async close(): Promise<void> {
    for (const close of this.closing) await close();
    this.dynamo?.close();
  }

  async nextTenant(): Promise<void> {
    this.tenant = `s${++this.count}`;
    this.told.length = 0;
    const { ledger, dunning } = this.books();
    await ledger.putEntity({ id: "ent_fr", code: "FR", name: "Fournil SA", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" });
    await dunning.savePolicy({ policy: standard, state: "published", changedBy: "usr_a", changedAt: "2026-01-01", revision: 0 });
    await correspondenceStore(this.tenant).save({ from: { name: "Fournil", address: "compta@fournil.example" }, linkDays: 30, version: 0, letterheads: [{ entityId: "ent_fr", address: ["1 rue du Four", "59000 Lille"], bank: { holder: "Fournil SA", iban: "FR1420041010050500013M02606" } }] }, 0);
    await ledger.saveCustomer({ ...arnaud, addressLines: ["3 rue du Port"], postcode: "76000", city: "Rouen" }, undefined);
    await this.bill({ id: "itm_42" });
  }

  books = (): Books => booksOf(this.tenant);
  office = (): Promise<Office> => officeOf(this.tenant, this.providers);
  objects = (): EvidenceObjects => evidenceInBucket(BUCKET);
  at = (instant: string): void => void (process.env.QUITTANCE_CLOCK_OFFSET_MS = String(Date.parse(instant) - Date.now()));
  message = async (id: string): Promise<Message> => (await this.books().dunning.message(id))!;
  due = (now: string): Promise<Message[]> => dueMessages(this.tenant, now);
  mailOf = (id: string): Mail => this.ses.messages().findLast(({ headers }) => headers["x-message"] === id)!;
  send = async (id: string): Promise<Outcome | "not-yet"> => sendDue(id, { office: await this.office(), providers: this.providers, objects: this.objects() });

  get linkKey(): Uint8Array {
    return Buffer.from(this.providers.linkKey);
  }

  contact(own: Partial<Contact> = {}): Promise<unknown> {
    return this.books().ledger.saveContact({ id: "con_1", customerId: arnaud.id, name: "Jeanne", role: "accounts-payable", email: "jeanne@arnaud.example", owner: "ours", ...own });
  }

  async bill(change: Partial<ItemRecord>): Promise<void> {
    const record = reconcile(undefined, invoiceRecord({ customerId: arnaud.id, ...change }), { runId: "run_1", asOf: "2026-02-01", now: "2026-02-01T07:00:00.000Z", digest });
    if (!("item" in record)) throw new Error("an invoice was not told");
    await this.books().ledger.saveItem(record.item, undefined, []);
  }

  /** The day's run, and what became of everybody in it. */
  async plan(morning = MORNING): Promise<Record<string, number>> {
    const sum: Record<string, number> = {};
    const runId = `r-${morning.slice(0, 10)}`;
    const log = runLog(this.objects(), this.tenant);
    for (const shard of CUSTOMER_SHARDS) for (const [outcome, n] of Object.entries(await planShard({ tenant: this.tenant, zone: "Europe/Paris", shard, runId }, morning, this.books(), log))) sum[outcome] = (sum[outcome] ?? 0) + n;
    return sum;
  }

  /** Why the run of a day wrote to nobody, or what it would rather have said: every reason that its log gives. */
  async reasons(on: string): Promise<string[]> {
    const log = runLog(this.objects(), this.tenant);
    const rows = (await Promise.all((await log.parts(on)).map((key) => log.part(key)))).flat();
    return [...new Set(rows.flatMap(({ row }) => row.reasons.map(({ code }) => code)))].toSorted();
  }

  /** The run of the morning, and at nine the message that is due. */
  async morning(): Promise<string> {
    await this.plan();
    this.at(NINE);
    const [message] = await this.due(NINE);
    return message!.id;
  }

  /** What the mail service has told so far is taken by who listens to it. */
  async listen(): Promise<void> {
    await expect.poll(() => this.told.length).toBeGreaterThan(1);
    const Records = this.told.splice(0).map((event, n) => ({ messageId: `m${n}`, body: JSON.stringify({ id: `e${this.count}-${n}-${Math.random()}`, ...event }) }));
    expect(await (takeReceipt as never as (event: object, context: Context) => Promise<object>)({ Records }, {} as Context)).toEqual({ batchItemFailures: [] });
  }

  async visit(request: string, { headers = {}, body }: Visit = {}): Promise<{ statusCode?: number; body?: string; headers?: Record<string, string> }> {
    const [method = "GET", url = ""] = request.split(" ");
    const [path = "", rawQueryString = ""] = url.split("?");
    const event = { rawPath: `/api/v1${path}`, rawQueryString, headers, isBase64Encoded: false, ...(body === undefined ? {} : { body }), requestContext: { requestId: "r", http: { method, sourceIp: "192.0.2.9" } } };
    return (visitors as never as (event: object, context: Context) => Promise<{ statusCode?: number; body?: string; headers?: Record<string, string> }>)(event, {} as Context);
  }

  linkIn(id: string, purpose: "paid" | "pay" | "wrong-contact"): string {
    return `/links/${signLink({ purpose, tenant: this.tenant, customerId: arnaud.id, messageId: id, until: Math.floor(Date.parse(NINE) / 1000) + 3600 }, this.linkKey)}`;
  }
}
