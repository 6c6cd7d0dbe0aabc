// The desk of reminders through its door: who may publish, switch, promise and approve, and what the preview says.
import { afterAll, beforeAll, expect, test } from "vitest";
import { plannedMessage } from "#domain/dunning/message.ts";
import { plan } from "#domain/dunning/plan.ts";
import { prepare } from "#domain/dunning/prepare.ts";
import { newAccount } from "#domain/dunning/account.ts";
import type { Contact } from "#domain/ledger/schema.ts";
import { reconcile } from "#domain/ledger/reconcile.ts";
import { handler } from "#functions/dunning/api.ts";
import { dueMessages } from "#functions/dunning/release-due.ts";
import { shardsOf } from "#functions/dunning/start-run.ts";
import { policyToJson } from "#functions/dunning/present.ts";
import { digest } from "#functions/runtime/digest.ts";
import { accessStore } from "#functions/store/access.ts";
import { dunningStore } from "#functions/store/dunning.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { ask } from "#test/world/door.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";
import { line, party, situation, standard, world } from "#test/world/dunning.ts";
import { arnaud, invoiceRecord } from "#test/world/ledger.ts";

const TENANT = "fournil";
let dynamo: DynamoDb;
const people = { camille: "collector", helene: "credit-manager", marc: "credit-manager", ines: "salesperson", ada: "administrator" } as const;
const as = (user: keyof typeof people) => ({ tenant: TENANT, user: `usr_${user}` });
const api = (user: keyof typeof people, request: string, body?: unknown) => ask(handler, request, { as: as(user), body });

beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
  process.env.POWERTOOLS_LOG_LEVEL = "CRITICAL";
  await accessStore(TENANT).putTenant({ id: TENANT, name: "Fournil", currency: "EUR" });
  for (const [name, role] of Object.entries(people)) await accessStore(TENANT).putUser({ id: `usr_${name}`, email: `${name}@us.example`, name, role, language: "en", entityIds: [] });
  const ledger = ledgerStore(TENANT);
  await ledger.putEntity({ id: "ent_fr", code: "FR", name: "Fournil", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" });
  await ledger.saveCustomer({ ...arnaud, collector: "camille", salesperson: "somebody else" }, undefined);
  await ledger.saveContact({ id: "con_1", customerId: arnaud.id, name: "Jeanne", role: "accounts-payable", email: "jeanne@arnaud.example", owner: "ours" } satisfies Contact);
  const told = reconcile(undefined, invoiceRecord(), { runId: "run_1", asOf: "2026-02-01", now: "2026-02-01T07:00:00.000Z", digest });
  if ("item" in told) await ledger.saveItem(told.item, undefined, []);
}, 60_000);
afterAll(() => dynamo?.close());

const id = standard.id;

test("a new tenant sees the ladders that come with Quittance as drafts without a problem, and nobody is reminded by them", async () => {
  const { json } = await api("camille", "GET /dunning/policies");
  expect(json.items.map(({ state, problems, policy }: any) => [policy.name, state, problems.length])).toEqual(["Standard France", "Gentle", "Strict", "Public sector, Chorus Pro", "Small amounts"].map((name) => [name, "draft", 0]));
  expect((await api("camille", "POST /dunning/runs", { simulate: true, customers: [arnaud.id] })).json.items).toEqual([]);
});

test("a draft says what is wrong with it and is refused; mended, somebody else than its author publishes it", async () => {
  const broken = { ...policyToJson(standard), steps: policyToJson(standard).steps.map((step) => (step.id === "r2" ? { ...step, level: 1 } : step)) };
  const draft = await api("helene", `PUT /dunning/policies/${id}`, { policy: broken, revision: 0 });
  expect([draft.status, draft.json.revision, draft.json.problems[0].code]).toEqual([200, 1, "policy.ladder-not-rising"]);
  expect((await api("marc", `POST /dunning/policies/${id}/publication`, { revision: 1 })).json).toMatchObject({ status: 422, code: "policy.not-publishable" });
  expect((await api("helene", `PUT /dunning/policies/${id}`, { policy: policyToJson(standard), revision: 0 })).json).toMatchObject({ status: 412, code: "policy.changed-meanwhile" });
  expect((await api("helene", `PUT /dunning/policies/${id}`, { policy: policyToJson(standard), revision: 1 })).json).toMatchObject({ revision: 2, problems: [] });
  expect((await api("camille", `POST /dunning/policies/${id}/publication`, { revision: 2 })).status).toBe(403);
  expect((await api("helene", `POST /dunning/policies/${id}/publication`, { revision: 2 })).json).toMatchObject({ status: 403, code: "policy.needs-another-publisher" });
  expect((await api("marc", `POST /dunning/policies/${id}/publication`, { revision: 2 })).json).toMatchObject({ state: "published", publishedBy: "usr_marc", policy: { version: 1, minimumTotal: [{ amount: "50.00", currency: "EUR" }] } });
  expect((await api("marc", `POST /dunning/policies/${id}/publication`, { revision: 3 })).json).toMatchObject({ code: "policy.no-draft" });
});

test("what is published is never changed: the next draft is version 2, and takes over when it is published", async () => {
  await api("marc", `PUT /dunning/policies/${id}`, { policy: { ...policyToJson(standard), quietDays: 4 }, revision: 0 });
  expect((await api("camille", `GET /dunning/policies/${id}`)).json.versions.map(({ state, policy }: any) => `${policy.version} ${state} ${policy.quietDays}`)).toEqual(["1 published 5", "2 draft 4"]);
  await api("helene", `POST /dunning/policies/${id}/publication`, { revision: 1 });
  expect((await api("camille", `GET /dunning/policies/${id}`)).json.versions.map(({ state }: any) => state)).toEqual(["retired", "published"]);
});

test("a policy that was kept with kinds of attachment that are no more opens without them, and can be saved again", async () => {
  const before = { ...standard, id: "pol_before" as const, steps: standard.steps.map((step) => ({ ...step, attachments: ["overdue-invoices", "terms", "history"] as never })) };
  await dunningStore(TENANT).savePolicy({ policy: before, state: "draft", changedBy: "usr_helene", changedAt: "2026-01-01", revision: 0 });
  const { policy, revision } = (await api("helene", "GET /dunning/policies/pol_before")).json.versions[0];
  expect(new Set(policy.steps.flatMap(({ attachments }: any) => attachments))).toEqual(new Set(["overdue-invoices"]));
  expect((await api("helene", "PUT /dunning/policies/pol_before", { policy, revision })).json.problems).toEqual([]);
});

const preview = async (on = "2026-02-16", user: keyof typeof people = "camille") => (await api(user, "POST /dunning/runs", { simulate: true, on })).json;

test("the preview says who is reminded and by what, and leaves no trace", async () => {
  expect(await preview()).toMatchObject({ items: [{ name: "Moulins Arnaud", outcome: "sends", level: 1, overdue: [{ amount: "1200.00", currency: "EUR" }], messages: [{ step: "r1", channels: ["email"], language: "fr", recipients: 1 }] }], outcomes: { sends: 1, held: 0 }, stale: [] });
  expect((await api("camille", `GET /messages?customer=${arnaud.id}`)).json.items).toEqual([]);
});

test("asked for one customer, the preview tells every item and what becomes of it, who gets the message and when", async () => {
  const { json } = await api("camille", "POST /dunning/runs", { simulate: true, customers: [arnaud.id], on: "2026-02-16" });
  expect(json.items[0]).toMatchObject({
    policyId: id, policyVersion: 2, messages: [{ stepName: "First reminder", level: 1, sendOn: "2026-02-16", timeZone: "Europe/Paris", to: [{ name: "Jeanne" }] }],
    lines: [{ number: "FA-42", verdict: "advances", step: "r1", level: 1, open: { amount: "1200.00" }, disputed: { amount: "0.00" } }],
  });
  expect((await preview()).items[0].lines).toBeUndefined();
});

test("a ladder that comes with Quittance can be looked at and tried before anybody keeps it", async () => {
  expect((await api("camille", "GET /dunning/policies/pol_strict")).json.versions).toMatchObject([{ state: "draft", revision: 0, policy: { name: "Strict" } }]);
  expect((await api("camille", "POST /dunning/runs", { simulate: true, customers: [arnaud.id], draft: "pol_strict", on: "2026-02-16" })).status).toBe(200);
  expect((await api("camille", `GET /dunning/policies/${id}`)).json.versions[1]).toMatchObject({ changedByName: "marc", publishedByName: "helene" });
});

test("a promise holds the reminder until its deadline; a later one on the same invoice takes its place", async () => {
  const far = { customer: arnaud.id, lines: [{ key: "itm_fa42~1", amount: { amount: "1200.00", currency: "EUR" } }], payOn: "2099-03-13" };
  const first = await api("camille", "POST /promises", far);
  expect([first.status, first.json.status, first.json.deadline]).toEqual([201, "open", "2099-03-17"]);
  const second = await api("camille", "POST /promises", { ...far, payOn: "2099-04-10" });
  expect((await api("helene", `GET /promises?customer=${arnaud.id}`)).json.items.map(({ status }: any) => status)).toEqual(["open", "superseded"]);
  expect(await preview()).toMatchObject({ items: [{ outcome: "held", left: [{ number: "FA-42", reasons: [{ code: "promise" }] }] }], held: [{ code: "promise", count: 1, overdue: [{ amount: "1200.00" }] }] });
  expect((await api("camille", `POST /promises/${second.json.id}/end`, { customer: arnaud.id, reason: "he called back" })).json.status).toBe("cancelled");
  expect((await api("camille", `POST /promises/${second.json.id}/end`, { customer: arnaud.id, reason: "again" })).json.code).toBe("promise.ended");
});

test.each([
  ["a day that is over", { payOn: "2020-01-01" }, "promise.date-past"],
  ["something that is not on the account", { lines: [{ key: "itm_other~1", amount: { amount: "5.00", currency: "EUR" } }] }, "promise.line-unknown"],
  ["two currencies", { lines: [{ key: "itm_fa42~1", amount: { amount: "5.00", currency: "EUR" } }, { key: "itm_fa42~1", amount: { amount: "5.00", currency: "USD" } }] }, "promise.currencies-mixed"],
])("no promise is noted for %s", async (_what, own, code) => {
  expect((await api("camille", "POST /promises", { customer: arnaud.id, payOn: "2099-03-13", lines: [{ key: "itm_fa42~1", amount: { amount: "5.00", currency: "EUR" } }], ...own })).json.code).toBe(code);
});

test("a collector holds a customer, a manager alone pauses everything, and each is lifted by who may", async () => {
  const debtor = { of: "debtor", customerId: arnaud.id };
  expect((await api("camille", "POST /dunning/holds", { reason: "vip", scope: debtor })).json.code).toBe("hold.needs-end-or-owner");
  const vip = await api("camille", "POST /dunning/holds", { reason: "vip", scope: debtor, from: "2026-01-01", owner: "usr_camille" });
  expect([vip.status, (await preview()).items[0].outcome]).toEqual([201, "held"]);
  expect((await api("camille", `POST /dunning/holds/${vip.json.id}/end`, { customer: arnaud.id })).status).toBe(200);
  const pause = { reason: "paused", scope: { of: "everything" }, from: "2026-01-01", owner: "usr_helene", note: "the bank account is changing" };
  expect((await api("camille", "POST /dunning/holds", pause)).json).toMatchObject({ status: 403, code: "hold.needs-manager" });
  const all = await api("helene", "POST /dunning/holds", pause);
  expect((await preview("2099-02-16")).held).toMatchObject([{ code: "paused" }]);
  expect((await api("camille", `POST /dunning/holds/${all.json.id}/end`, {})).json.code).toBe("hold.needs-manager");
  expect((await api("helene", `POST /dunning/holds/${all.json.id}/end`, {})).status).toBe(200);
});

test("a salesperson neither sees, promises nor holds for a customer of somebody else", async () => {
  expect((await preview("2026-02-16", "camille")).items).toHaveLength(1);
  expect((await api("ines", `GET /promises?customer=${arnaud.id}`)).json.code).toBe("customer.unknown");
  expect((await api("ines", `GET /messages?customer=${arnaud.id}`)).json.code).toBe("customer.unknown");
  expect((await api("ines", "POST /promises", { customer: arnaud.id, payOn: "2099-03-13", lines: [{ key: "itm_fa42~1", amount: { amount: "5.00", currency: "EUR" } }] })).json.code).toBe("customer.unknown");
  expect((await api("ines", "POST /dunning/runs", { simulate: true })).status).toBe(403);
});

test("what is above the limit waits for somebody else than who published the policy; anybody with the right stops it", async () => {
  const dunning = dunningStore(TENANT);
  const { policy } = (await dunning.policyVersions(id)).at(-1)!;
  const propose = async (number: string, account = newAccount(arnaud.id)) => {
    const debtor = party({ id: arnaud.id });
    const of = { ...situation({ lines: [line({ number, customerId: arnaud.id, openMinor: 30_000_000n })], debtor }), group: `${arnaud.id}|${number}`, accounts: [account] };
    const { message, accounts } = plannedMessage(plan(of, prepare(policy), world("2026-03-09T05:00:00Z")).messages[0]!, of.accounts, { digest, now: "2026-03-09T05:00:00Z" });
    expect(await dunning.plan({ message, accounts }, [])).toBe("saved");
    return message.id;
  };
  const first = await propose("F-1");
  expect((await api("camille", `GET /messages/${first}`)).json).toMatchObject({ state: { status: "awaiting-approval" }, approvals: [{ code: "above-maximum" }], lines: [{ claimed: { amount: "300000.00", currency: "EUR" } }] });
  expect((await api("camille", `POST /messages/${first}/decision`, { decision: "approve" })).status).toBe(403);
  expect((await api("helene", `POST /messages/${first}/decision`, { decision: "approve" })).json.code).toBe("message.needs-another-approver");
  expect((await api("marc", `POST /messages/${first}/decision`, { decision: "approve" })).json.state).toMatchObject({ status: "approved", by: "usr_marc" });
  expect((await api("camille", "GET /messages?on=2026-03-09")).json.items).toMatchObject([{ id: first, items: 1 }]);
  // Until it begins to go an approval is taken back, and given again.
  expect((await api("marc", `POST /messages/${first}/decision`, { decision: "wait" })).json.state).toEqual({ status: "awaiting-approval" });
  expect((await api("marc", `POST /messages/${first}/decision`, { decision: "wait" })).json.code).toBe("message.not-approved");
  expect((await api("marc", "GET /dunning/approvals")).json.items.map(({ id }: { id: string }) => id)).toContain(first);
  expect((await api("marc", `POST /messages/${first}/decision`, { decision: "approve" })).json.state.status).toBe("approved");
  expect((await api("helene", `POST /messages/${first}/decision`, { decision: "wait" })).json.code).toBe("message.needs-another-approver");
  expect((await api("marc", `POST /messages/${first}/decision`, { decision: "stop", reason: "he is on the phone" })).json.state).toMatchObject({ status: "stopped", reasons: [{ code: "stopped-by-hand", note: "he is on the phone" }] });
  expect((await api("marc", `POST /messages/${first}/decision`, { decision: "stop" })).json.code).toBe("message.not-sendable");
  expect((await dunning.account(arnaud.id)).underWay).toEqual([]);
});

test("a rate is shown with its standing until the administrator confirms it", async () => {
  const find = async () => (await api("camille", "GET /dunning/rates")).json.items.find(({ reference, halfYear }: any) => reference === "boe" && halfYear === "2026-07-01");
  expect(await find()).toEqual({ reference: "boe", halfYear: "2026-07-01", hundredths: 375, standing: "unverified" });
  expect((await api("helene", "PUT /dunning/rates", { reference: "boe", halfYear: "2026-07-01", hundredths: 375 })).status).toBe(403);
  expect((await api("ada", "PUT /dunning/rates", { reference: "boe", halfYear: "2026-07-01", hundredths: 375 })).json.standing).toBe("confirmed");
  expect((await find()).standing).toBe("confirmed");
});

test("a morning is shared out in shards where somebody lives by its clock, and nowhere else; a customer of unknown country goes with our own", async () => {
  const shards = await shardsOf(TENANT, "Europe/Paris", "2026-02-16T04:00:00Z");
  expect([shards.length, new Set(shards.map(({ shard }) => shard)).size, await shardsOf(TENANT, "Asia/Tokyo", "2026-02-16T04:00:00Z")]).toEqual([16, 16, []]);
  const { country: _c, ...unknown } = arnaud;
  await ledgerStore(TENANT).saveCustomer({ ...unknown, id: "cus_where", code: "W" }, undefined);
  expect(new Set((await shardsOf(TENANT, "Europe/Paris", "2026-02-16T04:00:00Z")).map(({ zone }) => zone))).toEqual(new Set(["Europe/Paris", "-"]));
});

test("what waits is released when its window opens and found again the day after; what waits for an approval is not", async () => {
  const dunning = dunningStore(TENANT);
  const due = (at: string) => dueMessages(TENANT, at).then((messages) => messages.map(({ group }) => group));
  for (const [number, openMinor] of [["F-7", 100_000n], ["F-8", 30_000_000n]] as const) {
    const of = { ...situation({ lines: [line({ number, customerId: arnaud.id, openMinor })] }), group: `${arnaud.id}|${number}`, accounts: [await dunning.account(arnaud.id)] };
    await dunning.plan(plannedMessage(plan(of, prepare(standard), world("2026-03-09T05:00:00Z")).messages[0]!, of.accounts, { digest, now: "2026-03-09T05:00:00Z" }), []);
  }
  expect([await due("2026-03-09T07:00:00Z"), await due("2026-03-09T07:30:00Z"), await due("2026-03-10T07:30:00Z")]).toEqual([[], [`${arnaud.id}|F-7`], [`${arnaud.id}|F-7`]]);
});
