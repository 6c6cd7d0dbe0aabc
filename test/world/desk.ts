// Two tenants behind every door of the API, on emulators: what is "domestic" is within the reach of people with limits, what is "foreign" is not. Every
// id, number and name of a row says which of the two it is, so an answer that leaks can be told by its text.
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { roleSchema, type User } from "#domain/access/schema.ts";
import { received } from "#domain/cash-application/payment.ts";
import { reconcile } from "#domain/ledger/reconcile.ts";
import type { Customer, Item, LegalEntity } from "#domain/ledger/schema.ts";
import type { Run, Source } from "#domain/ingestion/schema.ts";
import { collectHistory } from "#functions/insight/collect-history.ts";
import { s3ObjectStore } from "#functions/insight/history/object-store.ts";
import { digest } from "#functions/runtime/digest.ts";
import { accessStore } from "#functions/store/access.ts";
import { adviceStore } from "#functions/store/advice.ts";
import { bankDebitStore } from "#functions/store/bank-debit.ts";
import { bankStatementStore } from "#functions/store/bank-statement.ts";
import { dunningStore } from "#functions/store/dunning.ts";
import { ingestionStore } from "#functions/store/ingestion.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { paymentStore } from "#functions/store/payment.ts";
import { functionNames } from "#infra/functions.ts";
import { openSecrets } from "#infra/local/secrets.ts";
import { serve } from "#test/infra/local/serve.ts";
import { openS3ForTest } from "#test/infra/local/s3/open-for-test.ts";
import { keepExport, keepReminders } from "#test/world/desk-reminders.ts";
import { ask, type Asked } from "#test/world/door.ts";
import { startDynamoDb, useAsEnvironment } from "#test/world/dynamodb.ts";
import { standard } from "#test/world/dunning.ts";
import { invoiceRecord } from "#test/world/ledger.ts";

export type Where = "domestic" | "foreign";
export const HOME = "ardelane";
export const ABROAD = "stranger";

const entity = (where: Where): LegalEntity => ({ id: `ent_${where}`, code: where, name: `Entity ${where}`, country: where === "domestic" ? "FR" : "GB", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "en" });
/** The domestic customer is in the collector's portfolio and the salesperson's own; the foreign one is somebody else's. */
const customer = (where: Where): Customer => ({
  id: `cus_${where}`, code: `C-${where}`, codeSpace: "erp", name: `Customer ${where}`, version: 1,
  ...(where === "domestic" ? { country: "FR", segment: "retail", collector: "collector", salesperson: "salesperson" } : { country: "GB", segment: "key account", collector: "Priya Nair", salesperson: "Owen Hartley" }),
});
const source = (where: Where): Source => ({
  id: `src_${where}`, slug: where, name: `Source ${where}`, format: "delimited", mode: "full", entityId: `ent_${where}`, codeSpace: "erp", terms: { days: 30, endOfMonth: false }, freshWithinHours: 26, holdAbovePerMille: 300,
});
const run = (where: Where): Run => ({
  id: `run_${where}`, sourceId: `src_${where}`, sourceSlug: where, fileName: `${where}.csv`, bucket: "inbox", key: `${HOME}/${where}/${where}.csv`, bytes: 1, receivedAt: "2026-03-31T06:00:00.000Z", state: "failed", reasons: [], controls: [],
  rows: 0, created: 0, changed: 0, unchanged: 0, gone: 0, rejected: 0, chunks: 0, chunksApplied: 0, postings: 0,
} as unknown as Run);

function item(where: Where): Item {
  const record = invoiceRecord({ id: `itm_${where}`, number: `FA-${where}`, customerId: `cus_${where}`, entityId: `ent_${where}`, source: `src_${where}` });
  const told = reconcile(undefined, record, { runId: "run_1", asOf: "2026-02-28", now: "2026-02-28T07:00:00.000Z", digest });
  if (!("item" in told)) throw new Error("an invoice was not told");
  return told.item;
}

/** The nine roles, and two people with limits of another kind. Each signs in with an id made of his name here. */
export const people: Readonly<Record<string, Partial<User> & { role: string }>> = {
  ...Object.fromEntries(roleSchema.options.map((role) => [role, { role, ...(role === "customer" ? { customerId: "cus_domestic" as const } : {}) }])),
  "accountant-of-one-entity": { role: "accountant", entityIds: ["ent_domestic"] },
  "manager-of-one-country": { role: "credit-manager", countries: ["FR"] },
};

export async function openDesk() {
  const dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
  const secrets = openSecrets([{ stack: { name: "app" } as never, id: "Secret", name: "providers", ref: "arn:providers", properties: { GenerateSecretString: { GenerateStringKey: "linkKey", PasswordLength: 64 } } }], mkdtempSync(join(tmpdir(), "desk-")));
  const vault = await serve((request, raw) => secrets.handler(request, raw));
  const { s3, close } = await openS3ForTest({ inbox: {}, lake: {}, documents: {} });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: s3.endpoint, AWS_ACCESS_KEY_ID: "AKIALOCAL", AWS_SECRET_ACCESS_KEY: "a secret of this install", INBOX_BUCKET: "inbox", LAKE_BUCKET: "lake", DOCUMENTS_BUCKET: "documents", BUS: "facts",
    READ_QUEUE_URL: "http://127.0.0.1:9/read", APPLY_QUEUE_URL: "http://127.0.0.1:9/apply", USER_POOL_ID: "", AWS_ENDPOINT_URL_SECRETS_MANAGER: vault.endpoint, PROVIDERS_SECRET: "arn:providers", WEB_ORIGIN: "https://quittance.example", MAIL_FROM: "quittance@quittance.example", POWERTOOLS_LOG_LEVEL: "CRITICAL",
  });
  await settle(HOME, ["domestic", "foreign"]);
  await settle(ABROAD, []);
  await collectHistory(s3ObjectStore(new S3Client({}), "lake"), await dynamo.records());
  const doors = await everyDoor();
  return {
    dynamo,
    /** Asks whichever function serves the route. */
    async ask(request: string, asked: Asked): Promise<{ status: number; json: any; text: string }> {
      const key = `${request.split(/[ ?]/, 2).join(" ")}`;
      const known = served.get(key);
      for (const door of known ? [known] : doors) {
        const { status, json } = await ask(door, request, asked);
        if (json?.code === "request.unknown-route") continue;
        served.set(key, door);
        return { status, json, text: JSON.stringify(json ?? "") };
      }
      throw new Error(`no function serves ${request}`);
    },
    close: async () => void (await Promise.all([dynamo.close(), close(), vault.close()])),
  };
}
const served = new Map<string, unknown>();

async function settle(tenant: string, rows: readonly Where[]): Promise<void> {
  const [access, ledger, imports, payments] = [accessStore(tenant), ledgerStore(tenant), ingestionStore(tenant), paymentStore(tenant)];
  await access.putTenant({ id: tenant, name: tenant, currency: "EUR" });
  for (const [name, limits] of Object.entries(people)) await access.putUser({ id: `usr_${name}`, email: `${name}@${tenant}.example`, name, language: "en", entityIds: [], ...limits });
  if (rows.length > 0) await dunningStore(tenant).savePolicy({ policy: standard, state: "published", changedBy: "usr_administrator", changedAt: "2026-01-01", revision: 0 });
  for (const where of rows) {
    await ledger.putEntity(entity(where));
    await ledger.saveCustomer(customer(where), undefined);
    await ledger.saveContact({ id: `con_${where}`, customerId: `cus_${where}`, name: `Contact ${where}`, role: "accounts-payable", owner: "erp" });
    await ledger.saveItem(item(where), undefined, []);
    await payments.create(received({ id: `pay_${where}`, entityId: `ent_${where}`, account: "FR76", currency: "EUR", minor: 1200_00n, bookedOn: "2026-02-12", text: `FA-${where}`, kind: "credit-transfer", statement: { fileName: `${where}.xml`, format: "camt.053", runId: `run_${where}`, line: 1 } }), []);
    await bankDebitStore(tenant).create({ id: `dbt_${where}`, entityId: `ent_${where}`, account: "FR76", currency: "EUR", minor: 1200_00n, bookedOn: "2026-02-20", kind: "return", reversal: false, text: `FA-${where}`, statement: { fileName: `${where}.xml`, runId: `run_${where}`, line: 1 }, state: "open", version: 0 });
    await bankStatementStore(tenant).keep({ id: `bst_${where}`, entityId: `ent_${where}`, account: "FR76", currency: "EUR", day: "2026-02-12", fileName: `${where}.xml`, runId: `run_${where}`, format: "camt.053", credits: { count: 1, minor: 1200_00n }, debits: { count: 0, minor: 0n } });
    await adviceStore(tenant).create({ id: `adv_${where}`, entityId: `ent_${where}`, from: { kind: "file", fileName: `${where}.txt`, runId: `run_${where}` }, format: "text", receivedAt: "2026-02-12T08:00:00.000Z", lines: [], problems: [], state: "waiting", version: 0 });
    const kept = { name: where, customerId: `cus_${where}`, entityIds: [`ent_${where}`], itemId: `itm_${where}` } as const;
    await keepReminders(tenant, kept);
    await keepExport(tenant, kept);
    await imports.putSource(source(where));
    await imports.createRun({ ...run(where), version: 0, pass: 0, firstChunk: 0 });
  }
}

/** The functions that answer the API, found by what they are made with. */
async function everyDoor(): Promise<unknown[]> {
  const files = functionNames.map((name) => join(import.meta.dirname, "../../functions", `${name}.ts`)).filter((file) => /\bapiHandler\b/.test(readFileSync(file, "utf8")));
  return Promise.all(files.map(async (file) => ((await import(file)) as { handler: unknown }).handler));
}
