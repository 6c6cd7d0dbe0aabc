// What the desk posts reaches the ERP: each posting in exactly one batch, whoever makes it and whenever the machine dies; what the ERP answers is kept, and what
// does not fit together waits for a person.
import { afterAll, beforeAll, expect, test } from "vitest";
import { received } from "#domain/cash-application/payment.ts";
import { sentAgain } from "#domain/cash-application/export/booking.ts";
import { readAcknowledgment } from "#domain/cash-application/export/layout.ts";
import { reconcile } from "#domain/ledger/reconcile.ts";
import { isRefused } from "#domain/refusal.ts";
import { makeBatch, type Makers } from "#functions/cash-application/make-batch.ts";
import { postingStores, type Stores } from "#functions/cash-application/order.ts";
import { applyPayment, takeBackAllocation } from "#functions/cash-application/post.ts";
import { stepAll } from "#functions/cash-application/keep-in-step.ts";
import { readAcknowledged } from "#functions/ingestion/acknowledgment-reading.ts";
import type { Job } from "#functions/ingestion/reading.ts";
import { digest } from "#functions/runtime/digest.ts";
import { takeAcknowledgment } from "#functions/store/acknowledgment.ts";
import { bookingStore } from "#functions/store/booking.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";
import { arnaud, invoiceRecord } from "#test/world/ledger.ts";

let dynamo: DynamoDb;
beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
}, 60_000);
afterAll(() => dynamo?.close());

const now = "2026-02-13T09:00:00.000Z";
const julien = { type: "user", id: "usr_julien", name: "Julien Abadie" } as const;
const deed = { by: julien, now, causedBy: "act_1" };
const ardelane = { id: "ent_fr", code: "01", name: "Ardelane SA", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" } as const;

async function desk(tenant: string, paid: readonly bigint[]) {
  const stores: Stores = postingStores(tenant);
  const files = new Map<string, string>();
  const makers: Makers = { bookings: bookingStore(tenant), ledger: stores.ledger, write: async (key, text) => void files.set(key, text) };
  await stores.ledger.putEntity(ardelane);
  await stores.ledger.saveCustomer(arnaud, undefined);
  for (const [n, minor] of paid.entries()) {
    const told = reconcile(undefined, invoiceRecord({ id: `itm_${n}`, number: `FA-${n}`, minor }), { runId: "run_0", asOf: "2026-01-31", now, digest });
    if (!("item" in told)) throw new Error("an invoice was not told");
    await stores.ledger.saveItem(told.item, undefined, told.facts);
    await stores.payments.create(received({ id: `pay_${n}`, entityId: "ent_fr", account: "FR76", currency: "EUR", minor, bookedOn: "2026-02-12", payerName: 'MOULINS; "ARNAUD"', text: `FA-${n}`, reference: `BNK2600${n}`, kind: "credit-transfer", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: 1 } }), []);
  }
  const apply = async (n: number) => {
    const answer = await applyPayment(stores, `pay_${n}`, 0, { customerId: arnaud.id, lines: [{ itemId: `itm_${n}`, customerId: arnaud.id, number: `FA-${n}`, cleared: paid[n]! }], adjustments: [] }, deed);
    if (isRefused(answer)) throw new Error(answer.code);
    return answer;
  };
  return { stores, makers, files, apply };
}
const linesOf = (text: string) => text.trim().split("\r\n").slice(1).map((line) => line.split(";"));
const postingsIn = (files: ReadonlyMap<string, string>): string[] => [...files.values()].flatMap((text) => linesOf(text.replaceAll('"MOULINS; ""ARNAUD"""', "x")).map((cells) => cells[15]!));

test("each posting is in exactly one batch, however many make it at once and wherever one of them dies", async () => {
  const { stores, makers, files, apply } = await desk("export-once", [100_00n, 200_00n, 300_00n, 400_00n]);
  await Promise.all([0, 1].map(apply));
  const dying: Makers = { ...makers, write: () => Promise.reject(new Error("the machine died")) };
  await expect(makeBatch(dying, ardelane, deed)).rejects.toThrow("died");
  await Promise.all([2, 3].map(apply));
  await Promise.all(Array.from({ length: 4 }, () => makeBatch(makers, ardelane, deed)));
  while (await makeBatch(makers, ardelane, deed));
  const ours = (await stores.ledger.items(arnaud.id)).flatMap(({ postings }) => postings).filter(({ by }) => by === "act_1").map(({ id }) => id);
  expect(ours).toHaveLength(12);
  expect(postingsIn(files).toSorted()).toEqual(ours.toSorted());
  const { items } = await makers.bookings.batches("ent_fr");
  expect(items.map(({ number, state }) => [number, state])).toEqual(items.map((_, n) => [items.length - n, "ready"]));
  expect(items.reduce((sum, { entries }) => sum + entries, 0)).toBe(4);
});

test("a batch is a file that says everything about a posting, and its allocation lines add up to zero", async () => {
  const { makers, files, apply } = await desk("export-file", [100_00n]);
  await apply(0);
  const batch = await makeBatch(makers, ardelane, deed);
  const [[key, text]] = [...files] as [[string, string]];
  expect(key).toBe("exports/export-file/01/postings_000001.csv");
  expect(text.split("\r\n")[0]).toBe("batch;entry;attempt;line;date;entity;customer;document;document_kind;posting_kind;reason;amount;currency;entity_amount;entity_currency;posting;reverses;payment;value_date;bank_account;bank_reference;payer;account;other_entity");
  const lines = linesOf(text);
  expect(lines.map((cells) => cells.slice(5, 13))).toEqual([["01", "411ARNAUD", "BNK26000", "payment", "issue", "", "-100.00", "EUR"], ["01", "411ARNAUD", "BNK26000", "payment", "allocation", "", "100.00", "EUR"], ["01", "411ARNAUD", "FA-0", "invoice", "allocation", "", "-100.00", "EUR"]]);
  expect(new Set(lines.map(([id]) => id))).toEqual(new Set([batch!.id]));
  expect(text).toContain('"MOULINS; ""ARNAUD"""');
});

test("what is taken back after it was exported goes as a counter-entry that names what it reverses", async () => {
  const { stores, makers, files, apply } = await desk("export-back", [100_00n]);
  const done = await apply(0);
  await makeBatch(makers, ardelane, deed);
  await takeBackAllocation(stores, done.id, done.version, done.allocations[0]!.id, "wrong customer", deed);
  await makeBatch(makers, ardelane, deed);
  const [first, second] = [...files.values()].map((text) => linesOf(text.replaceAll('"MOULINS; ""ARNAUD"""', "x")));
  const reversals = second!.filter((cells) => cells[9] === "reversal");
  expect(reversals.map((cells) => cells[16]).toSorted()).toEqual(first!.filter((cells) => cells[9] === "allocation").map((cells) => cells[15]).toSorted());
  const cents = (lines: string[][]): number => lines.reduce((sum, cells) => sum + Math.round(Number(cells[11]) * 100), 0);
  expect(cents(first!) + cents(second!)).toBe(0);
});

test("what the ERP refuses waits with its words, is sent again under the same id, and is booked once", async () => {
  const { makers, apply } = await desk("export-ack", [100_00n, 200_00n]);
  await Promise.all([0, 1].map(apply));
  const batch = (await makeBatch(makers, ardelane, deed))!;
  const [good, bad] = await makers.bookings.ofBatch(batch.id);
  const say = (text: string) => takeAcknowledgment(makers.bookings, readAcknowledgment(text).lines, { now, actor: { type: "source", id: "src_ack", run: "run_9" }, causedBy: "run_9" });
  const answer = `Entry;Status;Document;Code;Message\r\n${good!.id};accepted;RG-1;;\r\n${bad!.id};rejected;;ACC-17;account is blocked\r\nbok_unknown;accepted;;;\r\n`;
  expect(await say(answer)).toMatchObject({ accepted: 1, rejected: 1, unchanged: 0, unknown: [{ entry: "bok_unknown", line: 4 }] });
  expect(await say(answer)).toMatchObject({ accepted: 0, rejected: 0, unchanged: 2 });
  const [waiting] = (await makers.bookings.withState("ent_fr", "rejected")).items;
  expect(waiting).toMatchObject({ id: bad!.id, problem: { code: "ACC-17", message: "account is blocked" } });
  const again = sentAgain(waiting!);
  if (isRefused(again)) throw new Error(again.code);
  await makers.bookings.saveBooking(again, waiting!);
  const second = (await makeBatch(makers, ardelane, deed))!;
  expect(await makers.bookings.ofBatch(second.id)).toMatchObject([{ id: bad!.id, attempt: 2, state: "exported" }]);
  await say(`entry;status;document\n${bad!.id};OK;RG-2\n${good!.id};accepted;RG-7\n`);
  expect((await makers.bookings.booking(bad!.id))!).toMatchObject({ state: "accepted", document: "RG-2" });
  expect((await makers.bookings.booking(good!.id))!).toMatchObject({ state: "rejected", problem: { code: "ack.booked-twice" } });
});

test("an answer that cannot be understood says where, and the other lines count", () => {
  expect(readAcknowledgment("nothing of the kind").errors).toMatchObject([{ code: "acknowledgment.no-titles" }]);
  const { lines, errors } = readAcknowledgment("statut,ecriture,piece\naccepté,bok_1,RG-1\npeut-être,bok_2,\nrejeté,,\n");
  expect(lines).toMatchObject([{ entry: "bok_1", accepted: true, document: "RG-1" }]);
  expect(errors.map(({ line, code }) => [line, code])).toEqual([[3, "acknowledgment.status-unreadable"], [4, "acknowledgment.entry-missing"]]);
});

test("an answer that lies in the inbox as a file is taken once; what it says of entries that are not ours is a reject and blocks nothing", async () => {
  const { makers, apply } = await desk("export-file-ack", [100_00n, 200_00n, 300_00n]);
  await Promise.all([0, 1, 2].map(apply));
  const [one, two, three] = await makers.bookings.ofBatch((await makeBatch(makers, ardelane, deed))!.id);
  const read = (text: string, sha256 = text, entityId: string | undefined = "ent_fr") =>
    readAcknowledged({ run: { id: "run_a", fileName: "a", receivedAt: now }, source: { id: "src_ack", scopes: { acknowledgment: { sha256: "known" } }, ...(entityId ? { entityId } : {}) }, known: { sha256, encoding: "utf-8" }, now, open: async () => (async function* () { yield new TextEncoder().encode(text); })(), stores: { imports: { tenant: "export-file-ack" } } } as unknown as Job);
  expect(await read(`entry;status;document;code;message\n${one!.id};accepted;RG-1;;\n${two!.id};rejected;;PERIOD;closed since Friday\nbok_nobodys;accepted;;;\n${three!.id};perhaps;;;\n`)).toMatchObject({ outcome: "staged", facts: { rows: 4, changed: 2, rejected: 2 }, rejects: [{ line: 5, code: "acknowledgment.status-unreadable" }, { line: 4, code: "acknowledgment.entry-unknown" }] });
  expect(await read("x", "known")).toMatchObject({ outcome: "duplicate" });
  expect(await read("nothing of the kind")).toMatchObject({ outcome: "failed", reasons: [{ code: "acknowledgment.no-titles" }] });
  expect(await read(JSON.stringify({ entries: [{ entry: three!.id, status: "accepted", document: "RG-3" }, { entry: 7 }] }))).toMatchObject({ outcome: "staged", facts: { changed: 1, rejected: 1 }, rejects: [{ line: 2, code: "acknowledgment.entry-missing" }] });
  expect(await read(JSON.stringify([{ entry: three!.id, status: "ko" }]), "other", "ent_uk")).toMatchObject({ facts: { changed: 0, rejected: 1 } });
  expect((await makers.bookings.withState("ent_fr", "rejected")).items).toMatchObject([{ id: two!.id, problem: { code: "PERIOD", message: "closed since Friday" } }]);
  expect((await makers.bookings.booking(three!.id))!).toMatchObject({ state: "accepted", document: "RG-3" });
});

test("once the ERP's file tells its own payment, ours does not stand beside it", async () => {
  const { stores, makers, apply } = await desk("export-step", [100_00n]);
  await applyPayment(stores, "pay_0", 0, { customerId: arnaud.id, lines: [], adjustments: [] }, deed);
  void apply;
  await makeBatch(makers, ardelane, deed);
  const told = reconcile(undefined, invoiceRecord({ id: "itm_rg", number: "RG-1", kind: "payment", minor: -100_00n, issuedOn: "2026-02-13", instalments: [{ n: 1, dueOn: "2026-02-13", minor: -100_00n }] }), { runId: "run_2", asOf: "2026-02-28", now, digest });
  if (!("item" in told)) throw new Error("a payment was not told");
  await stores.ledger.saveItem(told.item, undefined, told.facts);
  expect(await stepAll(stores, makers.bookings, "ent_fr", { now, causedBy: "evt_1" })).toBe(1);
  expect(await stepAll(stores, makers.bookings, "ent_fr", { now, causedBy: "evt_2" })).toBe(0);
  expect((await stores.ledger.items(arnaud.id)).reduce((sum, { openMinor }) => sum + openMinor, 0n)).toBe(0n);
  expect(await stores.payments.payment("pay_0")).toMatchObject({ status: "on-account", takenOver: { number: "RG-1" } });
});
