// A case for a lawyer through its door: proposed by one, released by another, fetched through a link that ends, taken back; meanwhile the ladder stands still.
import { afterAll, beforeAll, expect, test } from "vitest";
import { letterRoutes, reminderDeskRoutes } from "#domain/dunning/desk/routes.ts";
import { dunningRoutes } from "#domain/dunning/routes.ts";
import { dunningHandlers } from "#functions/dunning/api.ts";
import { booksOf } from "#functions/dunning/books.ts";
import { evidenceInBucket } from "#functions/dunning/evidence-objects.ts";
import { letterHandlers } from "#functions/dunning/letters.ts";
import { readLink } from "#functions/dunning/links.ts";
import { LINKS, officeOf } from "#functions/dunning/office.ts";
import { planShard } from "#functions/dunning/plan-shard.ts";
import { isDue } from "#functions/dunning/release-due.ts";
import { shardsOf } from "#functions/dunning/start-run.ts";
import { visit } from "#functions/dunning/visits/visit.ts";
import { apiHandler } from "#functions/runtime/api.ts";
import { standardRole } from "#domain/access/roles.ts";
import { accessStore, loadUser } from "#functions/store/access.ts";
import { dunningStore } from "#functions/store/dunning.ts";
import { credentials, openS3ForTest } from "#test/infra/local/s3/open-for-test.ts";
import { openDunningDesk, TENANT, type Person } from "#test/world/dunning-desk.ts";
import { messageOf } from "#test/world/sending.ts";
import { standard } from "#test/world/dunning.ts";
import { sha256 } from "#functions/dunning/evidence.ts";

const KEY = "k".repeat(64);
const MORNING = "2026-03-09T05:00:00.000Z";
/** The ladder's only step is the hand-off. */
const { serialLate: _s, ...plain } = standard;
const policy = { ...plain, rules: [], steps: [...standard.steps.filter(({ id }) => id === "r1"), { ...standard.steps.find(({ id }) => id === "hand-off")!, approval: false, timing: { due: 5 } }] };
let desk: Awaited<ReturnType<typeof openDunningDesk>>;
let storage: Awaited<ReturnType<typeof openS3ForTest>>;
const posted: { raw: string; to: string }[] = [];

beforeAll(async () => {
  storage = await openS3ForTest({ documents: {} });
  const trial = { office: (tenant: string) => officeOf(tenant, { linkKey: KEY }), objects: () => evidenceInBucket("documents"), bucket: () => "documents", mail: async (raw: Buffer, _from: string, to: string) => void posted.push({ raw: raw.toString("utf8"), to }) };
  desk = await openDunningDesk(async () => apiHandler({ ...dunningRoutes, ...reminderDeskRoutes, ...letterRoutes }, { ...dunningHandlers(), ...letterHandlers(trial) }, loadUser));
  Object.assign(process.env, { AWS_ENDPOINT_URL_S3: storage.s3.endpoint, AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey, AWS_REGION: "eu-west-3", WEB_ORIGIN: "https://desk.example", MAIL_FROM: "reminders@desk.example", DOCUMENTS_BUCKET: "documents" });
  desk.at(MORNING);
  const debtors = ["cus_arnaud", "cus_besse", "cus_cordier"] as const;
  for (const id of debtors) await desk.debtor({ id, name: id.slice(4), owes: [{ number: `F-${id}`, minor: 120_050n, dueOn: "2026-02-10" }], email: `a@${id.slice(4)}.example` });
  await desk.debtor({ id: "cus_paid", name: "Paid", owes: [{ number: "FP-1", minor: 50_000n, dueOn: "2026-06-10" }], email: "p@paid.example" });
  await desk.debtor({ id: "cus_foreign", name: "Foreign", collector: "somebody else", owes: [{ number: "FF-1", minor: 900n, dueOn: "2026-02-10" }] });
}, 60_000);
afterAll(async () => {
  await desk?.close();
  await storage?.close();
});

const lawyer = { kind: "lawyer", name: "Maître Roche", email: "cabinet@roche.example", language: "fr" };
const proposed = (customer: string, person: Person = "camille", own: object = {}) => desk.api(person, "POST /dunning/hand-offs", { customer, to: lawyer, delivery: "email", ...own });
const decided = (id: string, customer: string, person: Person, decision = "release") => desk.api(person, `POST /dunning/hand-offs/${id}/decision`, { customer, decision });
const outcome = async (customer: string) => (await desk.api("helene", "POST /dunning/runs", { simulate: true, customers: [customer] })).json.items[0];
const followed = (token: string, form?: URLSearchParams) => {
  const link = readLink(token, Buffer.from(KEY), new Date(Date.parse(MORNING)).toISOString());
  if (!link || link === "expired") throw new Error("no link");
  return visit({ link, here: "https://desk.example/x", origin: "https://desk.example", query: new URLSearchParams(), now: MORNING, pages: async () => undefined, ...(form ? { form } : {}) });
};
const tokenIn = (raw: string): string => new RegExp(`${LINKS}([A-Za-z0-9_.-]+)`).exec(raw.split(/\r?\n\r?\n/).map((part) => Buffer.from(part.replace(/\s/g, ""), "base64").toString("utf8")).join("\n"))![1]!;

test("what a collector proposes another releases: the ladder stops, the lawyer gets a link, and only its button fetches the file", async () => {
  const { status, json } = await proposed("cus_arnaud");
  expect([status, json.status, json.claim, json.mayDecide]).toEqual([201, "proposed", [{ amount: "1200.50", currency: "EUR" }], false]);
  expect((await proposed("cus_arnaud", "helene")).json.code).toBe("hand-off.open-already");
  const released = await decided(json.id, "cus_arnaud", "helene");
  expect(released.json).toMatchObject({ status: "released", decidedByName: "helene", mailed: true, linkUntil: expect.stringMatching(/^2026-03-23/), missing: [{ code: "invoice", number: "F-cus_arnaud" }] });
  expect([posted.length, posted[0]!.to]).toEqual([1, "cabinet@roche.example"]);
  const token = tokenIn(posted[0]!.raw);
  expect((await followed(token))?.body).toContain("Télécharger le dossier");
  const fetched = await followed(token, new URLSearchParams());
  const file = (await desk.api("helene", `POST /dunning/hand-offs/${json.id}/file`, { customer: "cus_arnaud" })).json;
  expect([fetched?.statusCode, sha256(new Uint8Array(await (await fetch(String(fetched?.headers?.location))).arrayBuffer()))]).toEqual([303, file.sha256]);
  expect(readLink(token, Buffer.from(KEY), "2026-03-24T05:00:00Z")).toBe("expired");
  expect((await decided(json.id, "cus_arnaud", "marc")).json.code).toBe("hand-off.not-proposed");
});

test("taken back, the link is dead and the hold is over; the history of both stays", async () => {
  const [{ id }] = (await desk.api("camille", "GET /dunning/hand-offs?customer=cus_arnaud")).json.items;
  expect((await dunningStore(TENANT).customer("cus_arnaud")).holds).toMatchObject([{ reason: "legal-hand-off", owner: "usr_helene" }]);
  expect((await desk.api("camille", `POST /dunning/hand-offs/${id}/return`, { customer: "cus_arnaud", reason: "paid to us" })).status).toBe(403);
  expect((await desk.api("marc", `POST /dunning/hand-offs/${id}/return`, { customer: "cus_arnaud", reason: "paid to us" })).json).toMatchObject({ status: "returned", reason: "paid to us" });
  expect(await followed(tokenIn(posted[0]!.raw))).toBeUndefined();
  expect((await dunningStore(TENANT).customer("cus_arnaud")).holds).toMatchObject([{ reason: "legal-hand-off", until: "2026-03-08" }]);
});

test("nobody releases his own case, and nobody a case without a claim", async () => {
  const { json } = await proposed("cus_besse", "helene");
  expect([(await decided(json.id, "cus_besse", "helene")).json.code, (await decided(json.id, "cus_besse", "camille")).status, (await decided(json.id, "cus_besse", "elise")).status]).toEqual(["hand-off.needs-another", 403, 403]);
  expect((await decided(json.id, "cus_arnaud", "marc")).json.code).toBe("hand-off.unknown");
  expect((await proposed("cus_paid")).json.code).toBe("hand-off.nothing-overdue");
  expect((await proposed("cus_cordier", "camille", { to: { kind: "agency", name: "Recouvra" } })).json.code).toBe("hand-off.needs-address");
  expect((await proposed("cus_foreign")).json.code).toBe("customer.unknown");
  expect((await proposed("cus_cordier", "paul")).status).toBe(403);
  await desk.api("helene", "POST /dunning/holds", { reason: "insolvency", scope: { of: "debtor", customerId: "cus_besse" }, owner: "usr_helene" });
  expect((await decided(json.id, "cus_besse", "marc")).json.code).toBe("hand-off.insolvency");
  expect((await decided(json.id, "cus_besse", "marc", "refuse")).json.status).toBe("refused");
  expect(posted.length).toBe(1);
});

test("the ladder's hand-off step waits for a recipient, goes to nobody by itself, and is settled by the release", async () => {
  await desk.publish({ ...policy, steps: policy.steps.filter(({ id }) => id !== "r1").map((step) => ({ ...step, level: 1 })) });
  await Promise.all((await shardsOf(TENANT, "Europe/Paris", MORNING)).map((shard) => planShard(shard, MORNING, booksOf(TENANT))));
  const message = (await dunningStore(TENANT).messagesOf("cus_cordier")).items[0]!;
  expect([message.kind, message.state.status, isDue({ ...message, state: { status: "approved", by: "usr_a", at: MORNING } }, "2026-03-10T10:00:00Z")]).toEqual(["hand-off", "awaiting-approval", false]);
  expect((await desk.api("marc", `POST /messages/${message.id}/decision`, { decision: "approve" })).json.code).toBe("message.hand-off-needs-recipient");
  const { json } = await proposed("cus_cordier", "camille", { delivery: "download" });
  expect((await decided(json.id, "cus_cordier", "marc")).json.status).toBe("released");
  expect((await dunningStore(TENANT).message(message.id))!.state.status).toBe("delivered");
  expect((await dunningStore(TENANT).account("cus_cordier")).marks).toMatchObject([{ step: "hand-off" }]);
  expect(await outcome("cus_cordier")).toMatchObject({ messages: [] });
  expect(posted.length).toBe(1);
});

test("a case that was kept with what it lacks as a text opens as one of today, also once it was taken back", async () => {
  const released = { by: "usr_marc", at: MORNING, key: "k", sha256: "s", bytes: 1, missing: ["invoice F-1 b", "evidence of reminder 2", "evidence of msg_1"], holdId: "hld_x" };
  const before = (id: string, state: object) => ({ id, customerId: "cus_foreign", to: lawyer, delivery: "email", claim: [], items: 1, by: "usr_helene", at: MORNING, state, version: 0 }) as never;
  await dunningStore(TENANT).saveHandOff(before("hof_released", { status: "released", ...released }), []);
  await dunningStore(TENANT).saveHandOff(before("hof_returned", { status: "returned", by: "usr_marc", at: MORNING, reason: "paid", released }), []);
  const { items } = (await desk.api("marc", "GET /dunning/hand-offs?customer=cus_foreign")).json;
  const told = [{ code: "invoice", number: "F-1 b" }, { code: "evidence", n: 2 }, { code: "evidence" }];
  expect(items.map(({ missing }: { missing: unknown }) => missing)).toEqual([told, told]);
});

test("a formal notice is approved only by whoever may release letters with legal effect", async () => {
  const access = accessStore(TENANT);
  const manager = standardRole("credit-manager")!;
  await access.saveRole({ ...manager, id: "deputy", standard: false, rights: manager.rights.filter((right) => right !== "legal-letter.release") }, undefined);
  await access.putUser({ id: "usr_deputy", email: "deputy@us.example", name: "deputy", role: "deputy", language: "en", entityIds: [] });
  const message = messageOf({ id: "msg_formal", group: "cus_paid", debtorId: "cus_paid", addresseeId: "cus_paid", lines: [], tone: "formal", approvals: [{ code: "step-needs-approval" }], state: { status: "awaiting-approval" } });
  await dunningStore(TENANT).plan({ message, accounts: [] }, []);
  const approved = (person: string) => desk.api(person as Person, "POST /messages/msg_formal/decision", { decision: "approve" });
  expect((await approved("deputy")).json.code).toBe("message.needs-legal-release");
  expect((await approved("marc")).json.state.status).toBe("approved");
});
