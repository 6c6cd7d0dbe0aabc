import type { Context } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { User } from "#domain/access/schema.ts";
import type { Item, LegalEntity } from "#domain/ledger/schema.ts";
import { portalStaffRoutes } from "#domain/portal/routes.ts";
import type { LinkRequest } from "#domain/portal/schema.ts";
import { contactHandler } from "#functions/portal/contact.ts";
import { linkMail } from "#functions/portal/link-mail.ts";
import { staffHandlers } from "#functions/portal/staff.ts";
import { apiHandler, type ApiEvent } from "#functions/runtime/api.ts";
import { accessStore, loadUser } from "#functions/store/access.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { portalStore } from "#functions/store/portal.ts";
import { ask } from "#test/world/door.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";
import { arnaud, invoice } from "#test/world/ledger.ts";

const OURS = "https://desk.example";
const sent: LinkRequest[] = [];
const send = async (request: LinkRequest) => void sent.push(request);
const contact = contactHandler(send);
const staff = apiHandler(portalStaffRoutes, staffHandlers(send), loadUser);
const ines = { customerId: "cus_arnaud", contactId: "con_ines" } as const;
const person = (id: string, change: Partial<User> = {}): User => ({ id: `usr_${id}`, email: `${id}@verdier.example`, name: id, role: "credit-manager", language: "en", entityIds: [], ...change });
const entity = (id: `ent_${string}`, name: string): LegalEntity => ({ id, code: id, name, country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" });
const open = (change: Partial<Item>) => invoice({ ...change, postings: invoice().postings.map((posting) => ({ ...posting, id: `pst_${change.id}` })) });
const as = (user: string, tenant = "verdier") => ({ as: { tenant, user: `usr_${user}` } });

let dynamo: DynamoDb;
beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
  process.env.WEB_ORIGIN = OURS;
  for (const user of [person("lea"), person("limited", { entityIds: ["ent_fr"] }), person("exec", { role: "executive" })]) await accessStore("verdier").putUser(user);
  const ledger = ledgerStore("verdier");
  for (const one of [entity("ent_fr", "Minoterie Verdier"), entity("ent_uk", "Verdier UK")]) await ledger.putEntity(one);
  await ledger.saveCustomer(arnaud, undefined);
  await ledger.saveCustomer({ ...arnaud, id: "cus_other", code: "OTHER", name: "Somebody else" }, undefined);
  await ledger.saveContact({ id: "con_ines", customerId: "cus_arnaud", name: "Inès", role: "accounts-payable", email: "ines@arnaud.example", language: "fr", owner: "erp" });
  await ledger.saveContact({ id: "con_silent", customerId: "cus_arnaud", name: "Paul", role: "buyer", owner: "erp" });
  await ledger.saveItem(open({ id: "itm_fa42", label: "INTERNAL NOTE", salesperson: "Tom" }), undefined, []);
  await ledger.saveItem(open({ id: "itm_uk7", number: "UK-7", entityId: "ent_uk" }), undefined, []);
  await ledger.saveItem(open({ id: "itm_theirs", number: "NOT-YOURS", customerId: "cus_other" }), undefined, []);
  await ask(staff, "POST /customers/cus_arnaud/portal-access", { ...as("lea"), body: { contactId: "con_ines" } });
}, 60_000);
afterAll(() => dynamo?.close());
beforeEach(() => void delete process.env.QUITTANCE_CLOCK_OFFSET_MS);

type Visit = { readonly cookie?: string | undefined; readonly body?: unknown; readonly headers?: Record<string, string> };
async function visit(request: string, { cookie, body, headers = {} }: Visit = {}) {
  const [method = "GET", path = ""] = request.split(" ");
  const event: ApiEvent = {
    rawPath: `/api/v1${path}`,
    rawQueryString: "",
    headers: { origin: OURS, ...headers },
    isBase64Encoded: false,
    ...(cookie ? { cookies: [cookie] } : {}),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    requestContext: { requestId: "req", http: { method, sourceIp: "192.0.2.1" } },
  };
  const answer = await contact(event, { awsRequestId: "req" } as Context);
  return { status: answer.statusCode, set: answer.cookies?.[0], cookie: answer.cookies?.[0]?.split(";")[0], json: answer.body ? (JSON.parse(answer.body) as Record<string, any>) : undefined };
}
const newLink = () => portalStore("verdier").newLink(ines, new Date(Date.now() + Number(process.env.QUITTANCE_CLOCK_OFFSET_MS ?? 0)).toISOString());
const enter = async () => (await visit("POST /portal/sessions", { body: { token: await newLink() } })).cookie;

test("a link opens one session, and the contact sees every open item of his own account, and nothing that is only ours", async () => {
  const opened = await visit("POST /portal/sessions", { body: { token: await newLink() } });
  expect(opened).toMatchObject({ status: 201, json: { name: "Inès", language: "fr" } });
  expect(opened.set).toMatch(/^__Host-quittance-portal=verdier\.[\w-]{43}; Path=\/; Max-Age=28800; HttpOnly; SameSite=Strict; Secure$/);
  const { json } = await visit("GET /portal/account", { cookie: opened.cookie });
  expect(json).toMatchObject({ customer: { name: "Moulins Arnaud" }, contact: { name: "Inès" }, items: [{ number: "FA-42", entity: "Minoterie Verdier" }, { number: "UK-7", entity: "Verdier UK" }], totals: [{ open: { amount: "2400.00" } }] });
  expect(JSON.stringify(json)).not.toMatch(/INTERNAL|Tom|NOT-YOURS/);
});

test("our people see to the letter what the contact sees; who may not see all of it, sees none", async () => {
  const { json } = await visit("GET /portal/account", { cookie: await enter() });
  expect((await ask(staff, "GET /customers/cus_arnaud/portal-preview?contact=con_ines", as("lea"))).json).toEqual(json);
  expect(await ask(staff, "GET /customers/cus_arnaud/portal-preview", as("limited"))).toMatchObject({ status: 403, json: { code: "portal.beyond-scope" } });
  expect((await ask(staff, "GET /customers/cus_arnaud/portal-preview", as("exec"))).status).toBe(403);
  expect((await ask(staff, "POST /customers/cus_arnaud/portal-access", { ...as("exec"), body: { contactId: "con_ines" } })).status).toBe(403);
});

test("fifty who use one link at the same time get one session", async () => {
  const token = await newLink();
  const answers = await Promise.all(Array.from({ length: 50 }, () => visit("POST /portal/sessions", { body: { token }, headers: { "x-forwarded-for": "198.51.100.7, 203.0.113.1" } })));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(new Set(answers.filter(({ status }) => status !== 201).map(({ json }) => json?.code))).toEqual(new Set(["portal.link-spent"]));
});

test("a link that was used, is late, is guessed or is another tenant's is refused in the same words", async () => {
  const [used, late] = [await newLink(), await newLink()];
  await visit("POST /portal/sessions", { body: { token: used } });
  const refused = async (token: string) => (({ status, json }) => ({ status, detail: json?.detail, code: json?.code }))(await visit("POST /portal/sessions", { body: { token } }));
  const again = await refused(used);
  expect(again).toMatchObject({ status: 401, code: "portal.link-spent" });
  process.env.QUITTANCE_CLOCK_OFFSET_MS = String(15 * 60_000 + 1000);
  expect(await refused(late)).toEqual(again);
  delete process.env.QUITTANCE_CLOCK_OFFSET_MS;
  for (const guess of [`verdier.${"A".repeat(43)}`, `stranger.${late.split(".")[1]}`, "nonsense", "", late.slice(0, -1)]) expect(await refused(guess)).toEqual(again);
});

test("the table knows no link and no session, only what they hash to", async () => {
  const token = await newLink();
  const { cookie } = await visit("POST /portal/sessions", { body: { token } });
  const everything = JSON.stringify(await dynamo.records());
  for (const secret of [token, cookie!.split("=")[1]!]) expect(everything).not.toContain(secret.split(".")[1]);
});

test("asking for a link is answered the same for every address, and too many are stopped", async () => {
  sent.length = 0;
  const known = await visit("POST /portal/links", { body: { tenant: "verdier", email: "ines@arnaud.example" } });
  const unknown = await visit("POST /portal/links", { body: { tenant: "verdier", email: "nobody@nowhere.example" } });
  expect(known).toEqual(unknown);
  expect(known.status).toBe(202);
  expect(sent).toHaveLength(2);
  const many = [];
  for (let n = 0; n < 21; n++) many.push((await visit("POST /portal/links", { body: { tenant: "verdier", email: "ines@arnaud.example" }, headers: { "x-forwarded-for": "198.51.100.9, 203.0.113.1" } })).status);
  expect([many[0], many.at(-1)]).toEqual([202, 429]);
});

test("taking the access away ends the session at once, and spends the links that are under way", async () => {
  const [cookie, token] = [await enter(), await newLink()];
  expect((await ask(staff, "DELETE /customers/cus_arnaud/portal-access/con_ines", as("lea"))).json.status).toBe("revoked");
  expect((await visit("GET /portal/account", { cookie })).status).toBe(401);
  expect((await visit("POST /portal/sessions", { body: { token } })).status).toBe(401);
  expect(await portalStore("verdier").accessesByMail("ines@arnaud.example")).toEqual([]);
  expect((await ask(staff, "POST /customers/cus_arnaud/portal-access", { ...as("lea"), body: { contactId: "con_ines" } })).status).toBe(201);
});

test("a session ends when its contact leaves, and after eight hours by itself", async () => {
  const [left, kept] = [await enter(), await enter()];
  expect((await visit("DELETE /portal/sessions/current", { cookie: left })).set).toContain("Max-Age=0");
  expect((await visit("GET /portal/account", { cookie: left })).status).toBe(401);
  expect((await visit("GET /portal/account", { cookie: kept })).status).toBe(200);
  process.env.QUITTANCE_CLOCK_OFFSET_MS = String(8 * 3600_000 + 1000);
  expect((await visit("GET /portal/account", { cookie: kept })).status).toBe(401);
});

test("no other site can make the browser act in the portal, and no cookie is made up", async () => {
  const cookie = await enter();
  expect((await visit("DELETE /portal/sessions/current", { cookie, headers: { origin: "https://evil.example" } })).status).toBe(403);
  expect((await visit("POST /portal/sessions", { body: { token: await newLink() }, headers: { "sec-fetch-site": "cross-site" } })).status).toBe(403);
  expect((await visit("GET /portal/account", { cookie: `__Host-quittance-portal=verdier.${"B".repeat(43)}` })).status).toBe(401);
  expect((await visit("GET /portal/account")).status).toBe(401);
});

test("a contact without an address, of another customer or of nobody gets no access", async () => {
  const open = (customer: string, contactId: string) => ask(staff, `POST /customers/${customer}/portal-access`, { ...as("lea"), body: { contactId } });
  expect([(await open("cus_arnaud", "con_silent")).json.code, (await open("cus_other", "con_ines")).json.code, (await open("cus_nobody", "con_ines")).status]).toEqual(["contact.no-address", "contact.unknown", 404]);
});

test("the mail speaks the contact's language, and a name in it cannot become markup", () => {
  expect(linkMail("fr", { company: "Verdier", customer: "Arnaud", name: "Inès", url: "https://x/#t" })).toMatchObject({ subject: "Votre compte chez Verdier" });
  const { html, subject } = linkMail("en", { company: "V\r\nBcc: all", customer: "<script>", name: "I", url: "https://x/#t" });
  expect(html).not.toContain("<script>");
  expect(subject).not.toContain("\n");
});
