// The eight cases that a reminder must not stumble over, each through the functions that run it, from the plan of the morning to what arrived: a bounce, a
// complaint, a feed that is late, a PDF that is missing, a language without a text, nobody to write to, ten thousand documents, three currencies.
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { plannedMessage } from "#domain/dunning/message.ts";
import { plan } from "#domain/dunning/plan.ts";
import { prepare } from "#domain/dunning/prepare.ts";
import type { Message } from "#domain/dunning/schema.ts";
import type { Source } from "#domain/ingestion/schema.ts";
import type { Contact } from "#domain/ledger/schema.ts";
import { messageDesk } from "#functions/dunning/desk.ts";
import { evidenceOf } from "#functions/dunning/evidence.ts";
import { pack } from "#functions/dunning/pack.ts";
import { postsOf } from "#functions/dunning/posts-of.ts";
import { sendMessage } from "#functions/dunning/send-message.ts";
import { digest } from "#functions/runtime/digest.ts";
import { correspondenceStore } from "#functions/store/correspondence.ts";
import { account, line, party, situation, standard, world } from "#test/world/dunning.ts";
import { arnaud } from "#test/world/ledger.ts";
import { MORNING, NINE, reminderHouse } from "#test/world/reminder-house.ts";

const house = reminderHouse();
/** An address of its own for each test: the mail service remembers who bounced. */
const jeanne = (): string => `jeanne@${house.tenant}.example`;
const contact = (own: Partial<Contact> = {}): Promise<unknown> => house.contact({ email: jeanne(), ...own });
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, " ");

test("bounce: it is no delivery. The ladder waits, the address is flagged, and the same step goes again as a letter, which nobody has to sign for", async () => {
  await contact();
  const id = await house.morning();
  await house.send(id);
  await expect.poll(() => house.told.length).toBeGreaterThan(1);
  house.told.length = 0;
  const mail = house.ses.messages().at(-1)!;
  expect(mail.headers["x-message"]).toBe(id);
  // Told twice, it is one bounce.
  for (let n = 0; n < 2; n++) house.ses.simulate(mail.id, "bounce");
  await house.listen();
  expect((await house.message(id)).state).toMatchObject({ status: "bounced", permanent: true });
  expect(await house.books().dunning.account(arnaud.id)).toMatchObject({ marks: [], underWay: [] });
  expect((await house.books().dunning.customer(arnaud.id)).flags).toMatchObject([{ address: jeanne(), why: "bounced" }]);
  await house.plan("2026-02-23T05:00:00Z");
  house.at("2026-02-23T08:00:00Z");
  const [again] = await house.due("2026-02-23T08:00:00Z");
  expect(again).toMatchObject({ step: "r1", channels: ["letter"] });
  expect(await house.send(again!.id)).toBe("sent");
  const letter = house.printer.letters.find(({ key }) => key === `${house.tenant}~${again!.id}`)!;
  expect(Buffer.from(letter.pdf, "base64").subarray(0, 5).toString()).toBe("%PDF-");
  await house.printer.happen(letter.id, "sent");
  expect((await house.message(again!.id)).state.status).toBe("delivered");
});

test("complaint: the reminder has arrived and counts, its address is not written to again, and the next step goes by post", async () => {
  await contact();
  const id = await house.morning();
  await house.send(id);
  await house.listen();
  house.ses.simulate(house.mailOf(id).id, "complaint");
  await expect.poll(() => house.told.length).toBe(1);
  house.told.push(house.told[0]!);
  await house.listen();
  expect((await house.message(id)).state.status).toBe("delivered");
  expect((await house.books().dunning.customer(arnaud.id)).flags).toMatchObject([{ address: jeanne(), why: "complained" }]);
  expect(await house.plan("2026-03-02T05:00:00Z")).toEqual({ sends: 1 });
  expect(await house.due("2026-03-02T08:00:00Z")).toMatchObject([{ step: "r2", level: 2, channels: ["letter"] }]);
});

const feed = (format: Source["format"]): Source => ({ id: `src_${format}`, slug: format, name: format, format, mode: "delta", entityId: "ent_fr", codeSpace: "bank", terms: { days: 0, endOfMonth: false }, freshWithinHours: 26, holdAbovePerMille: 300 });
async function heardOf(format: Source["format"], receivedAt: string): Promise<void> {
  const { ingestion } = house.books();
  await ingestion.createSource(feed(format));
  const known = (await ingestion.source(`src_${format}`))!;
  await ingestion.saveSource({ ...known, scopes: { all: { runId: "run_1", sha256: "", profileVersion: 1, receivedAt, asOf: receivedAt.slice(0, 10), fingerprints: "", balance: {} } } }, known);
}

test("stale feed: the run holds and says so, also of what it planned while the feed was good; a source that speaks only now and then holds nobody", async () => {
  await contact();
  // Friday's statement is good until Monday at half past seven; nobody waits for advices.
  await heardOf("statement", "2026-02-13T05:30:00Z");
  await heardOf("advice", "2026-01-05T05:30:00Z");
  const id = await house.morning();
  expect(await house.send(id)).toBe("stopped");
  const { state } = await house.message(id);
  expect(state.status === "stopped" && new Set(state.reasons.map(({ code }) => code))).toEqual(new Set(["stale-data"]));
  expect(house.ses.messages().filter(({ to }) => to.some((one) => one.includes(jeanne())))).toEqual([]);
  expect(await house.plan("2026-02-17T05:00:00Z")).toEqual({ held: 1 });
  expect(await house.reasons("2026-02-17")).toEqual(["stale-data"]);
  await heardOf("statement", "2026-02-18T04:00:00Z");
  expect(await house.plan("2026-02-18T05:00:00Z")).toEqual({ sends: 1 });
});

test("missing PDF: the invoice is reminded of all the same, and its link says in the reader's language that the document is not there", async () => {
  await contact();
  const { read, save } = correspondenceStore(house.tenant);
  await save({ ...(await read()), invoicePdf: "https://archive.invalid/{number}.pdf" }, 1);
  const id = await house.morning();
  expect(await house.send(id)).toBe("sent");
  const [, token] = /links\/([\w.-]+)"[^>]*>FA-42</.exec(house.mailOf(id).html!)!;
  expect(await house.visit(`GET /links/${token}`)).toMatchObject({ statusCode: 404, body: expect.stringContaining("Document introuvable") });
});

test("missing language: no text in Dutch is no text in English; the step is held, says which is missing, and goes when somebody there reads another", async () => {
  const known = (await house.books().ledger.customer(arnaud.id))!;
  await house.books().ledger.saveCustomer({ ...known, language: "nl", version: known.version + 1 }, known);
  await contact();
  expect(await house.plan()).toEqual({ held: 1 });
  expect(await house.reasons("2026-02-16")).toEqual(["no-template-language"]);
  expect(await house.due(NINE)).toEqual([]);
  await contact({ language: "en" });
  expect(await house.plan("2026-02-17T05:00:00Z")).toEqual({ sends: 1 });
  expect(await house.due("2026-02-17T08:00:00Z")).toMatchObject([{ language: "en", step: "r1" }]);
});

test("missing contact: by post while there is an address; without one somebody is asked to call for it, and the reminder goes when he has it", async () => {
  const { ledger, dunning } = house.books();
  const known = (await ledger.customer(arnaud.id))!;
  const { addressLines: _, ...nowhere } = known;
  await ledger.saveCustomer({ ...nowhere, version: known.version + 1 }, known);
  await ledger.saveContact({ id: "con_1", customerId: arnaud.id, name: "Jeanne", role: "accounts-payable", phone: "+33 2 35 00 00 00", owner: "ours" });
  expect(await house.plan()).toEqual({ held: 1 });
  expect(await house.reasons("2026-02-16")).toEqual(["no-postal-address", "no-usable-contact"]);
  expect((await dunning.messagesOf(arnaud.id)).items).toMatchObject([{ kind: "task", step: "contact-r1", channels: ["phone"] }]);
  await contact();
  expect(await house.plan("2026-02-17T05:00:00Z")).toEqual({ sends: 1 });
  expect(await house.due("2026-02-17T08:00:00Z")).toMatchObject([{ step: "r1", channels: ["email"], to: [{ email: jeanne() }] }]);
});

test("ten thousand documents: one mail that opens quickly, with the thirty oldest, the sum of all, and every one of them in the files beside it", async () => {
  const lines = Array.from({ length: 10_000 }, (_, n) => line({ number: `F-${String(n).padStart(5, "0")}`, itemId: `itm_${digest(`${n}`).slice(0, 22)}`, customerId: arnaud.id, entityId: "ent_fr", dueOn: "2026-02-02", openMinor: BigInt(1500 + n) }));
  const debtor = party({ id: arnaud.id, name: arnaud.name });
  const of = { ...situation({ lines, debtor }), accounts: [account({ customerId: arnaud.id })] };
  const [planned] = plan(of, prepare({ ...standard, maximumTotal: [] }), world(MORNING)).messages;
  const { dunning } = house.books();
  house.at(NINE);
  const change = plannedMessage(planned!, of.accounts, { digest, now: MORNING });
  expect(await dunning.plan(change, [])).toBe("saved");
  const id = change.message.id;
  expect((await house.message(id)).lines).toEqual(planned!.lines);
  const office = await house.office();
  const evidence = evidenceOf(house.objects(), house.tenant, id);
  const now = () => NINE;
  const around = { desk: messageDesk(house.books()), evidence, now, posts: postsOf(change.message, { office, evidence, providers: house.providers, now }) };
  expect(await sendMessage(id, { ...around, decideAgain: async (message: Message) => ({ decision: "send", message, changes: [] }), pack: (message) => pack(message, office, NINE) })).toBe("sent");
  const mail = house.mailOf(id);
  expect(mail.html!.length).toBeLessThan(100_000);
  // 10,000 times 15 euros, and a cent more for each than for the one before.
  expect(plain(mail.html!)).toContain("649 950,00 €");
  expect(mail.html!.match(/>F-\d{5}</g)).toHaveLength(30);
  expect(mail.attachments.map(({ name }) => name.split(".").at(-1))).toEqual(["csv", "xlsx"]);
  const raw = house.ses.raw(mail.id)!.toString("latin1");
  const file = (type: string): Buffer => Buffer.from(raw.slice(raw.indexOf("\r\n\r\n", raw.indexOf(type)), raw.length).split("\r\n--")[0]!, "base64");
  expect(file("Content-Type: text/csv").toString("utf8").trim().split("\r\n")).toHaveLength(10_001);
  expect(strFromU8(unzipSync(file("Content-Type: application/vnd.openxml"))["xl/worksheets/sheet1.xml"]!).match(/<row /g)).toHaveLength(10_001);
  await house.listen();
  expect((await dunning.account(arnaud.id)).marks).toHaveLength(10_000);
});

test("three currencies: one message, a sum for each and none of all, and the code to pay with carries the euros", async () => {
  const { dunning } = house.books();
  await dunning.savePolicy({ policy: { ...standard, maximumTotal: [] }, state: "published", changedBy: "usr_a", changedAt: "2026-01-01", revision: 1 });
  await contact();
  for (const [currency, minor] of [["USD", 80_000n], ["GBP", 50_000n]] as const) await house.bill({ id: `itm_${currency}`, number: `FA-${currency}`, currency, minor, entityMinor: minor });
  expect(await house.plan()).toEqual({ sends: 1 });
  house.at(NINE);
  const [message, ...more] = await house.due(NINE);
  expect(more).toEqual([]);
  expect(message!.totals.map(({ currency, claimedMinor }) => `${claimedMinor} ${currency}`).toSorted()).toEqual(["120000 EUR", "50000 GBP", "80000 USD"]);
  expect(await house.send(message!.id)).toBe("sent");
  const { text, subject } = house.mailOf(message!.id);
  expect(plain(subject)).toBe("Factures échues : 1 200,00 €, 500,00 £GB et 800,00 $US");
  expect(plain(text).match(/^À régler \.+ .*$/gm)?.map((row) => row.replace(/^.*\.{3} /, ""))).toEqual(["1 200,00 €", "500,00 £GB", "800,00 $US"]);
  expect(plain(text)).not.toMatch(/2 500,00/);
});
