// Texts tried on an account, and the proof of messages, through their door: what a customer would read, what is kept, what is handed to a lawyer.
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { letterRoutes } from "#domain/dunning/desk/routes.ts";
import { plannedMessage } from "#domain/dunning/message.ts";
import { plan } from "#domain/dunning/plan.ts";
import { prepare } from "#domain/dunning/prepare.ts";
import { evidenceInBucket } from "#functions/dunning/evidence-objects.ts";
import { evidenceOf, sha256 } from "#functions/dunning/evidence.ts";
import { letterHandlers } from "#functions/dunning/letters.ts";
import { officeOf } from "#functions/dunning/office.ts";
import { apiHandler } from "#functions/runtime/api.ts";
import { digest } from "#functions/runtime/digest.ts";
import { loadUser } from "#functions/store/access.ts";
import { dunningStore } from "#functions/store/dunning.ts";
import { defaultTemplate } from "#domain/dunning/messages/defaults.ts";
import { pagesOf } from "#test/functions/dunning/pdf-text.ts";
import { credentials, openS3ForTest } from "#test/infra/local/s3/open-for-test.ts";
import { openDunningDesk, TENANT } from "#test/world/dunning-desk.ts";
import { line, party, situation, standard, world } from "#test/world/dunning.ts";
import { receiptOf } from "#test/world/sending.ts";

let desk: Awaited<ReturnType<typeof openDunningDesk>>;
let storage: Awaited<ReturnType<typeof openS3ForTest>>;
const posted: { raw: string; from: string; to: string }[] = [];

beforeAll(async () => {
  storage = await openS3ForTest({ documents: {} });
  desk = await openDunningDesk(async () =>
    apiHandler(letterRoutes, letterHandlers({ office: (tenant) => officeOf(tenant, { linkKey: "k".repeat(64) }), objects: () => evidenceInBucket("documents"), bucket: () => "documents", mail: async (raw, from, to) => void posted.push({ raw: raw.toString("utf8"), from, to }) }), loadUser),
  );
  Object.assign(process.env, { AWS_ENDPOINT_URL_S3: storage.s3.endpoint, AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey, AWS_REGION: "eu-west-3", WEB_ORIGIN: "https://desk.example", MAIL_FROM: "reminders@desk.example" });
  await desk.debtor({ id: "cus_arnaud", name: "Moulins Arnaud", owes: [{ number: "FA-1", minor: 120_050n, dueOn: "2026-02-10" }], email: "jeanne@arnaud.example" });
  await desk.debtor({ id: "cus_settled", name: "Settled", owes: [] });
  await desk.debtor({ id: "cus_foreign", name: "Foreign", collector: "somebody else", owes: [{ number: "FF-1", minor: 900n, dueOn: "2026-02-10" }] });
}, 60_000);
afterAll(async () => {
  await desk?.close();
  await storage?.close();
});

const tried = (id: string, body: object, person: "camille" | "helene" = "camille", language = "fr") => desk.api(person, `POST /dunning/templates/${id}/${language}/preview`, body);
const fetched = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer());

test("a text is read on a real account: its amounts, its invoice, its language, and nothing is planned", async () => {
  const { json } = await tried("reminder-2", { customer: "cus_arnaud" });
  expect([json.faults, /1[\s\u00a0\u202f]200,50/.test(json.text), json.html.includes("FA-1"), json.subject.includes("rappel")]).toEqual([[], true, true, true]);
  expect((await dunningStore(TENANT).messagesOf("cus_arnaud")).items).toEqual([]);
});

test.each(["courtesy", "formal-notice", "statement", "promise-confirmed", "promise-broken", "thank-you", "dispute-acknowledged", "call-note"])("%s can be tried before there is anybody to try it on, and on an account where nothing is late", async (id) => {
  for (const body of [{}, { customer: "cus_settled" }, { customer: "cus_arnaud" }]) {
    const { status, json } = await tried(id, body, "camille", "en");
    expect([status, json.subject?.length > 0]).toEqual([200, true]);
  }
});

test("the letter is a PDF at an address that holds for ten minutes", async () => {
  const { json } = await tried("formal-notice", { customer: "cus_arnaud", letter: true });
  const pdf = await fetched(json.letter.url);
  expect([Buffer.from(pdf.subarray(0, 5)).toString(), pagesOf(Buffer.from(pdf)).join().includes("FA-1")]).toEqual(["%PDF-", true]);
  expect(Date.parse(json.letter.until) - Date.now()).toBeLessThanOrEqual(600_000);
});

test("what is typed is tried as it is typed, with its faults; what cannot be filled in is refused", async () => {
  const { id: _i, kind: _k, language: _l, version: _v, ...text } = defaultTemplate("reminder-1", "fr");
  expect((await tried("reminder-1", { text: { ...text, subject: "Bonjour {{ debtor.name }}" }, customer: "cus_arnaud" })).json.subject).toBe("Bonjour Moulins Arnaud");
  expect((await tried("reminder-1", { text: { ...text, subject: "{{ item.colour }}" } })).json.code).toBe("template.not-readable");
  expect((await tried("never-written", {})).json.code).toBe("template.unknown");
});

test("nobody tries a text on an account that he does not see", async () => {
  expect((await tried("reminder-1", { customer: "cus_foreign" })).json.code).toBe("customer.unknown");
});

test("a test goes to oneself and to nobody else, and who may not write texts sends none", async () => {
  const { json } = await desk.api("helene", "POST /dunning/templates/reminder-1/fr/test", { customer: "cus_arnaud" });
  expect([json.to, posted.length, posted[0]?.to, posted[0]?.raw.includes("jeanne@arnaud.example")]).toEqual(["helene@us.example", 1, "helene@us.example", false]);
  expect((await desk.api("camille", "POST /dunning/templates/reminder-1/fr/test", {})).status).toBe(403);
});

async function sentMessage(): Promise<`msg_${string}`> {
  const of = { ...situation({ lines: [line({ number: "FA-1", itemId: "itm_fa1", customerId: "cus_arnaud" })], debtor: party({ id: "cus_arnaud" }) }), group: "cus_arnaud", accounts: [await dunningStore(TENANT).account("cus_arnaud")] };
  const { message, accounts } = plannedMessage(plan(of, prepare(standard), world("2026-03-09T05:00:00Z")).messages[0]!, of.accounts, { digest, now: "2026-03-09T05:00:00Z" });
  await dunningStore(TENANT).plan({ message: { ...message, state: { status: "sent", at: "2026-03-09T08:00:00Z", reference: "email:ses-1" } }, accounts }, []);
  const evidence = evidenceOf(evidenceInBucket("documents"), TENANT, message.id);
  await evidence.keepParcel("email", 1, { body: Buffer.from("Subject: Rappel\r\n\r\nBonjour"), contentType: "message/rfc822", to: ["jeanne@arnaud.example"] }, "2026-03-09T08:00:00Z", []);
  await evidence.noteHanded("email", { provider: "ses", reference: "ses-1", at: "2026-03-09T08:00:01Z" });
  await evidence.keepReceipt(receiptOf("delivered", { messageId: message.id, tenant: TENANT, recipients: ["jeanne@arnaud.example"], id: "d1" }));
  return message.id;
}

test("the proof of a message is what was handed over, byte for byte, with its digest and what became of it", async () => {
  const id = await sentMessage();
  const { json } = await desk.api("camille", `GET /messages/${id}/evidence`);
  expect([json.files.length, json.files[0].to, json.files[0].handedOver.reference, json.receipts.map(({ kind }: any) => kind)]).toEqual([1, ["jeanne@arnaud.example"], "ses-1", ["delivered"]]);
  expect(sha256(await fetched(json.files[0].url))).toBe(json.files[0].sha256);
});

test("the evidence pack and the file for a lawyer are archives with a list of digests; who exports them is a right of its own", async () => {
  const { items } = await dunningStore(TENANT).messagesOf("cus_arnaud");
  const pack = await desk.api("helene", `POST /messages/${items[0]!.id}/evidence-pack`, {});
  const zip = await fetched(pack.json.url);
  expect([pack.status, sha256(zip), Object.keys(unzipSync(zip)).toSorted()]).toEqual([201, pack.json.sha256, ["SHA256SUMS", "email/1.eml", "email/1.json", "email/handed.json", "message.json", "receipts/d1.json"]]);
  const file = await desk.api("helene", "POST /dunning/hand-offs/draft", { customer: "cus_arnaud" });
  expect([file.json.missing, Object.keys(unzipSync(await fetched(file.json.url))).filter((name) => !name.startsWith("reminders/")).toSorted()]).toEqual([[{ code: "invoice", number: "FA-1" }], ["SHA256SUMS", "statement.csv", "statement.pdf", "summary.json"]]);
  expect([(await desk.api("camille", `POST /messages/${items[0]!.id}/evidence-pack`, {})).status, (await desk.api("camille", "POST /dunning/hand-offs/draft", { customer: "cus_arnaud" })).status]).toEqual([403, 403]);
});
