// Weeks of reminders, from the first Monday of March over Easter, in a company of ten debtors in five countries. The clock is moved, files are dropped,
// somebody pays, a bank is late, the machine is killed; and the mailbox tells what really went out. DAYS=60 goes on until May.
import { afterAll, beforeAll, expect, test } from "vitest";
import { isBusinessDay } from "#domain/calendar/business-days.ts";
import { localTime } from "#domain/calendar/local-time.ts";
import { timeZoneOf } from "#domain/calendar/time-zones.ts";
import { defaultPolicies } from "#domain/dunning/defaults/policies.ts";
import { wordsOf, type MessageLanguage } from "#domain/dunning/messages/words.ts";
import { allRunsEnded, ask, drop, until } from "#test/stories/people.ts";
import { startCloud, type TestCloud } from "#test/world/local-cloud.ts";

const nadia = "admin@ardelane.example";
const claire = "claire.vasseur@ardelane.example";
const ines = "ines.marchetti@ardelane.example";

type Debtor = { readonly code: string; readonly name: string; readonly country: string; readonly language: MessageLanguage; readonly email: string; readonly dueOn: string; readonly minor: number };
const debtor = (code: string, name: string, country: string, language: MessageLanguage, dueOn: string, more: Partial<Debtor> = {}): Debtor => ({ code, name, country, language, dueOn, email: `compta@${code.toLowerCase()}.example`, minor: 250_000, ...more });
const debtors = [
  debtor("ARNAUD", "Moulins Arnaud", "FR", "fr", "2026-02-24"),
  debtor("BECKER", "Becker Feinkost GmbH", "DE", "de", "2026-02-26"),
  debtor("CASTRO", "Castro Alimentación SL", "ES", "es", "2026-03-02"),
  debtor("DUARTE", "Duarte Mercearia Lda", "PT", "pt", "2026-03-04"),
  debtor("EDDOWS", "Eddowes & Sons Ltd", "GB", "en", "2026-03-06"),
  // Falls due so that the third step would fall on Easter.
  debtor("FOURNEL", "Épicerie Fournel", "FR", "fr", "2026-03-06"),
  // Pays between the planning of its second reminder and its window.
  debtor("GAUDRON", "Halles Gaudron", "FR", "fr", "2026-02-24"),
  // Nobody is known to write to: a letter goes.
  debtor("HENNEB", "Caves Hennebert", "FR", "fr", "2026-03-10", { email: "" }),
  // Its address bounces.
  debtor("JOUBERT", "Traiteur Joubert", "FR", "fr", "2026-03-12"),
  debtor("LOWELL", "Lowell Foods Inc.", "US", "en", "2026-03-16"),
] as const;

const long = process.env["DAYS"] === "60";
const days = ["2026-03-23", "2026-03-30", "2026-04-08", ...(long ? ["2026-04-15", "2026-04-22", "2026-05-01"] : [])];
const [end, later] = long ? ["2026-05-04", "2026-05-06"] : ["2026-04-10", "2026-04-13"];

const policy = { ...defaultPolicies[0]!, languages: ["fr", "en", "de", "es", "pt"] as const };
const plain = { delimiter: ";", decimal: ".", dates: "YYYY-MM-DD", amounts: "signed" } as const;
const items = (open: (one: Debtor) => number): string =>
  ["number;kind;customer;issuedOn;dueOn;amount;open;currency", ...debtors.map((one) => `F-${one.code};invoice;${one.code};2026-01-15;${one.dueOn};${(one.minor / 100).toFixed(2)};${(open(one) / 100).toFixed(2)};EUR`)].join("\n");
const customers = ["code;name;country;address1;postcode;city;language;email;collector", ...debtors.map((one) => `${one.code};${one.name};${one.country};1 High Street;10000;Town;${one.language};${one.email};Inès Marchetti`)].join("\n");

type Mail = { readonly id: string; readonly at: string; readonly to: readonly string[]; readonly subject: string; readonly text: string; readonly headers: Readonly<Record<string, string>> };
type Letter = { readonly id: string; readonly message: string; readonly product: string; readonly at: string; readonly status: string };
type Message = { readonly id: string; readonly step: string; readonly sendOn: string; readonly state: { readonly status: string; readonly reasons?: readonly { readonly code: string }[] }; readonly channels: readonly string[] };

let cloud: TestCloud;
let at = Date.parse("2026-03-02T07:00:00+01:00");
const mails = async (): Promise<Mail[]> => (await fetch(`${cloud.endpoints.mail}/messages`)).json() as Promise<Mail[]>;
const letters = async (): Promise<Letter[]> => (await fetch(`${cloud.endpoints.mail}/letters`)).json() as Promise<Letter[]>;
const to = async (one: Debtor): Promise<Mail[]> => (await mails()).filter((mail) => mail.to.some((address) => address.includes(one.email)));
const known = new Map<string, string>();
const messagesOf = async (code: string): Promise<Message[]> => (await ask<{ items: Message[] }>(cloud, `/messages?customer=${known.get(code)}`)).items.toReversed();
const steps = async (code: string): Promise<string[]> => (await messagesOf(code)).map(({ step, state }) => `${step} ${state.status}`);
/** In steps of three days: an answer to a request for weeks would keep the asker waiting past the patience of HTTP on a slow machine. */
async function go(now: string): Promise<void> {
  while (Date.parse(now) - at > 3 * 86_400_000) {
    at += 3 * 86_400_000;
    await cloud.advance({ now: new Date(at).toISOString() });
  }
  at = Date.parse(now);
  await cloud.advance({ now });
}
const by = (code: string): Debtor => debtors.find((one) => one.code === code)!;

beforeAll(async () => {
  cloud = await startCloud({ empty: true, now: "2026-03-02T07:00:00+01:00" });
  const entity = await ask<{ id: string }>(cloud, "/entities", { method: "POST", body: { code: "01", name: "Ardelane SA", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" } });
  const source = (slug: string, about: string, columns: readonly string[], freshWithinHours: number) =>
    ask(cloud, "/sources", { method: "POST", body: { slug, name: slug, format: "delimited", mode: "full", codeSpace: "erp", entityId: entity.id, freshWithinHours, profile: { about, ...plain, columns: Object.fromEntries(columns.map((name) => [name, name])), values: {} } } });
  await source("clients", "customers", customers.split("\n")[0]!.split(";"), 24 * 100);
  await source("erp", "items", items(() => 0).split("\n")[0]!.split(";"), 24 * 100);
  await drop(cloud, "clients", "clients.csv", customers);
  await allRunsEnded(cloud, 1);
  await drop(cloud, "erp", "items_1.csv", items(({ minor }) => minor));
  await allRunsEnded(cloud, 2);
  for (const { id, code } of (await ask<{ items: { id: string; code: string }[] }>(cloud, "/customers?limit=50")).items) known.set(code, id);
  const { items: ladders } = await ask<{ items: { policy: { id: string } }[] }>(cloud, "/dunning/policies");
  const standard = ladders.find((one) => one.policy.id === policy.id)!.policy;
  const { revision } = await ask<{ revision: number }>(cloud, `/dunning/policies/${policy.id}`, { method: "PUT", as: claire, body: { policy: { ...standard, languages: policy.languages }, revision: 0 } });
  expect((await cloud.api(claire, "POST", `/dunning/policies/${policy.id}/publication`, { revision })).body).toMatchObject({ code: "policy.needs-another-publisher" });
  expect((await cloud.api(ines, "POST", `/dunning/policies/${policy.id}/publication`, { revision })).status).toBe(403);
  await ask(cloud, `/dunning/policies/${policy.id}/publication`, { method: "POST", as: nadia, body: { revision } });
}, 400_000);
afterAll(() => cloud.stop());

test("the first morning reminds whoever is late by his ladder, in his language, once", async () => {
  await go("2026-03-03T12:00:00+01:00");
  const [first, ...more] = await to(by("ARNAUD"));
  expect(more).toEqual([]);
  expect(first!.text).toContain(wordsOf.fr.titles["reminder-1"]);
  expect(localTime(first!.at, "Europe/Paris").time).toMatch(/^(08:[3-5]|09|10|11:[0-3])/);
  const [german] = await to(by("BECKER"));
  expect(german!.text).toContain(wordsOf.de.titles["reminder-1"]);
  await until(30_000, async () => ((await steps("ARNAUD"))[0] === "r1 delivered" ? true : undefined));
});

test("a payment that lands between planning and sending stops the message, and a machine that dies meanwhile sends the others once", async () => {
  // The second reminder: 18 days after the due date, on the next working day, planned at five in the morning.
  await go("2026-03-16T06:00:00+01:00");
  const planned = (await messagesOf("GAUDRON")).find(({ step }) => step === "r2");
  expect(planned).toMatchObject({ state: { status: "planned" }, sendOn: "2026-03-16" });
  await drop(cloud, "erp", "items_2.csv", items((one) => (one.code === "GAUDRON" ? 0 : one.minor)));
  await allRunsEnded(cloud, 3);
  const before = (await mails()).length;
  const moving = go("2026-03-16T12:00:00+01:00").catch(() => "the machine died");
  await until(60_000, async () => ((await mails()).length > before ? true : undefined));
  await cloud.kill9();
  expect(await moving).toBe("the machine died");
  await cloud.restart();
  await go("2026-03-16T12:00:00+01:00");
  expect((await messagesOf("GAUDRON")).find(({ id }) => id === planned!.id)).toMatchObject({ state: { status: "stopped", reasons: [{ code: "settled" }] } });
  expect(await to(by("GAUDRON"))).toHaveLength(1);
  await until(30_000, async () => (/^r2 (sent|delivered)$/.test((await steps("ARNAUD")).at(-1) ?? "") ? true : undefined));
  expect(await to(by("ARNAUD"))).toHaveLength(2);
}, 600_000);

test("weeks on, over Easter, every debtor was written to in order, in his language, in his morning, on working days, and nothing came twice", async () => {
  for (const day of days) {
    await go(`${day}T12:00:00+02:00`);
    // A formal notice is looked at by somebody else than whoever published the ladder; what goes to a lawyer waits for good.
    for (const { id, step } of (await ask<{ items: { id: string; step: string }[] }>(cloud, "/dunning/approvals")).items) {
      expect(["formal", "hand-off"]).toContain(step);
      if (step === "hand-off") continue;
      expect((await cloud.api(nadia, "POST", `/messages/${id}/decision`, { decision: "approve" })).body).toMatchObject({ code: "message.needs-another-approver" });
      await ask(cloud, `/messages/${id}/decision`, { method: "POST", as: claire, body: { decision: "approve" } });
    }
  }
  await go(`${end}T18:00:00+02:00`);
  const kinds = ["reminder-1", "reminder-2", "reminder-3"] as const;
  for (const mail of await mails()) {
    const one = debtors.find(({ email }) => email !== "" && mail.to.some((address) => address.includes(email)))!;
    const local = localTime(mail.at, timeZoneOf(one.country, undefined, "Europe/Paris"));
    expect(isBusinessDay(local.date, one.country), `${one.code} on ${local.date}`).toBe(true);
    expect(local.time >= "08:30" && local.time <= "11:30", `${one.code} at ${local.time}`).toBe(true);
    expect(kinds.some((kind) => mail.text.startsWith(wordsOf[one.language].titles[kind])), `${one.code}: ${mail.text.slice(0, 40)}`).toBe(true);
  }
  for (const one of debtors.filter(({ email }) => email !== "")) {
    const texts = (await to(one)).toSorted((a, b) => (a.at < b.at ? -1 : 1)).map(({ text }) => kinds.findIndex((kind) => text.startsWith(wordsOf[one.language].titles[kind])));
    expect(texts, one.code).toEqual(one.code === "GAUDRON" ? [0] : [0, 1, 2].slice(0, texts.length));
    if (one.code !== "GAUDRON") expect(texts.length, one.code).toBeGreaterThan(1);
  }
  // Easter Sunday and Monday, and the weekends, are inside; whoever has no address gets letters, and the formal notice is one for everybody.
  const printed = await letters();
  expect(new Set(printed.map(({ message, product }) => `${message} ${product}`)).size).toBe(printed.length);
  expect((await messagesOf("HENNEB")).filter(({ state }) => state.status === "sent" || state.status === "delivered").every(({ channels }) => channels.every((channel) => channel.includes("letter")))).toBe(true);
  expect((await steps("ARNAUD")).filter((step) => step.startsWith("formal"))).toHaveLength(1);
  expect(printed.filter(({ product }) => product === "registered").length).toBeGreaterThan(long ? 2 : 0);
}, 900_000);

test("a source that is late holds everybody back, and the log of the run says so", async () => {
  const entities = await ask<{ items: { id: string }[] }>(cloud, "/entities");
  await ask(cloud, "/sources", { method: "POST", body: { slug: "bank", name: "bank", format: "delimited", mode: "full", codeSpace: "erp", entityId: entities.items[0]!.id, freshWithinHours: 1, profile: { about: "customers", ...plain, columns: { code: "code", name: "name" }, values: {} } } });
  const runs = (await ask<{ items: unknown[] }>(cloud, "/imports?limit=200")).items.length;
  await drop(cloud, "bank", "late.csv", "code;name\nNOBODY;Nobody yet");
  await allRunsEnded(cloud, runs + 1);
  const before = (await mails()).length;
  await go(`${later}T12:00:00+02:00`);
  expect((await mails()).length).toBe(before);
  const log = await ask<{ items: { outcome: string; reasons: { code: string }[] }[] }>(cloud, `/dunning/runs/${later}`);
  expect(log.items.some(({ outcome, reasons }) => outcome === "held" && reasons[0]!.code === "stale-data")).toBe(true);
  expect(log.items.filter(({ outcome }) => outcome === "sends" || outcome === "part")).toEqual([]);
}, 600_000);
