// What a new data folder gets: a tenant with people and sources; and, unless it shall stay empty, the files of a demo company, dropped into the inbox.
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { addDays, businessDate, monthEnd } from "#domain/date.ts";
import type { Run } from "#domain/ingestion/schema.ts";
import * as company from "#infra/local/demo/company.ts";
import { bankFiles } from "#infra/local/demo/bank.ts";
import { demoFiles, type DemoFile } from "#infra/local/demo/files.ts";
import { correspondence, setUpReminders } from "#infra/local/demo/reminders.ts";
import { demoSources, fecSource } from "#infra/local/demo/sources.ts";
import { trade } from "#infra/local/demo/trade.ts";
import type { Invoke } from "#infra/local/engine.ts";

export type Ground = {
  readonly api: string;
  readonly s3: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly inbox: string;
  /** Name of the provision-tenant function. */
  readonly provisionFunction: string;
  readonly invoke: Invoke;
  /** A bearer token of a user who has been provisioned. */
  readonly token: (email: string) => Promise<string>;
  readonly say: (line: string) => void;
  /** Epoch ms of the local clock. */
  readonly now: number;
};

export type Provisioned = { readonly tenant: string; readonly users: readonly { email: string; name: string; role: string; password: string }[] };
const users = company.people.map((person) => ({ email: person.email, name: person.name, role: person.role, password: company.DEMO_PASSWORD }));

/** Who signs in to an empty Quittance: the same people, in a tenant that has nothing yet. */
export async function provisionEmpty(ground: Ground): Promise<Provisioned> {
  const tenant = { id: "company", name: "My company", currency: "EUR" };
  await provision(ground, { tenant, entities: [], sources: [fecSource], rates: [] });
  return { tenant: tenant.id, users };
}

export async function fillDemo(ground: Ground, customers: number): Promise<Provisioned> {
  const today = businessDate(new Date(ground.now).toISOString(), "Europe/Paris");
  await provision(ground, { tenant: company.tenant, entities: company.entities, sources: demoSources, rates: company.rates(monthEnds(today, 15)), correspondence });
  const told = trade({ seed: 20_261_124, today, customers, months: 14 });
  const s3 = new S3Client({ endpoint: ground.s3, region: ground.region, credentials: ground.credentials, forcePathStyle: true });
  const drop = async (files: readonly DemoFile[], what: string) => {
    for (const file of files) await s3.send(new PutObjectCommand({ Bucket: ground.inbox, Key: `${company.tenant.id}/${file.source}/${file.name}`, Body: file.bytes }));
    ground.say(`dropped ${files.length} ${what} into the inbox`);
  };
  const [erp, bank] = [demoFiles(told, today), bankFiles(told, today)];
  await drop(erp, "files of the demo company's ERPs");
  await allApplied(ground, erp.length);
  await drop(bank, "bank statements");
  await setUpReminders((as, method, path, body) => ask(ground, as, method, path, body), today);
  await allApplied(ground, erp.length + bank.length);
  return { tenant: company.tenant.id, users };
}

async function provision(ground: Ground, what: { tenant: object; entities: readonly object[]; sources: readonly object[]; rates: readonly object[]; correspondence?: object }): Promise<void> {
  const people = company.people.map((person) => ({ ...person, entityIds: [], password: company.DEMO_PASSWORD }));
  const answer = await ground.invoke(ground.provisionFunction, { ...what, users: people });
  if (!answer.ok) throw new Error(`the tenant could not be provisioned: ${answer.errorType} ${answer.errorMessage}`);
}

async function ask({ api, token }: Ground, as: string, method: string, path: string, body?: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${await token(as)}`, "content-type": "application/json" };
  const response = await fetch(`${api}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status} ${await response.text()}`);
  return response.json();
}

/** Waits until every file is in the ledger and its history; says how far it is; stops at the first file that cannot be read. */
async function allApplied(ground: Ground, files: number): Promise<void> {
  const token = await ground.token("admin@ardelane.example");
  let told = "";
  for (;;) {
    const response = await fetch(`${ground.api}/imports?limit=50`, { headers: { authorization: `Bearer ${token}` } });
    // On a busy machine an answer may take longer than its function has: it is asked for again.
    if (response.status >= 500) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      continue;
    }
    if (!response.ok) throw new Error(`the imports could not be asked for: ${response.status} ${await response.text()}`);
    const { items } = (await response.json()) as { items: Run[] };
    const bad = items.find(({ state }) => ["failed", "held", "quarantined", "abandoned"].includes(state));
    if (bad) throw new Error(`${bad.fileName} is ${bad.state}: ${JSON.stringify(bad.reasons)}`);
    const done = items.filter(({ state }) => state === "applied").length;
    const line = `${done} of ${files} files applied, ${items.reduce((n, run) => n + run.chunksApplied, 0)} of ${items.reduce((n, run) => n + run.chunks, 0)} chunks`;
    if (line !== told) ground.say((told = line));
    if (done >= files) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

function monthEnds(today: string, count: number): string[] {
  const found: string[] = [];
  for (let day = addDays(`${today.slice(0, 8)}01`, -1); found.length < count; day = addDays(`${day.slice(0, 8)}01`, -1)) found.unshift(monthEnd(day));
  return [...found, addDays(today, -1)];
}
