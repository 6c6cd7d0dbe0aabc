// A morning at the cash desk: three banks drop their files, most receipts find their invoices by themselves, the rest waits for Julien with its reasons.
// And the machine dies in the middle, again and again (KILLS says how often; the gate takes fewer than a night run), and posts nothing twice.
import { afterAll, beforeAll, expect, test } from "vitest";
import type * as z from "zod";
import { api } from "#domain/api.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { chance } from "#infra/local/demo/chance.ts";
import { itemsInTable } from "#test/stories/ledger-truth.ts";
import { allRunsEnded, ask, drop, until } from "#test/stories/people.ts";
import { camtFile, cfonb120File, mt940File, type BankDay, type Movement } from "#test/world/bank-day.ts";
import { startCloud, type TestCloud } from "#test/world/local-cloud.ts";

const kills = Number(process.env.KILLS ?? 2);
const julien = "julien.abadie@ardelane.example";
const titles = { "N° PIECE": "number", TYPE: "kind", COMPTE: "customer", NOM: "customerName", "DT PIECE": "issuedOn", "DT ECH": "dueOn", MONTANT: "amount", SOLDE: "open", DEV: "currency" };
const profile = { about: "items", delimiter: ";", decimal: ",", dates: "DD/MM/YYYY", amounts: "signed", columns: titles, values: { kind: { FA: "invoice" } } };

const houses = ["MOULINS ARNAUD", "MAISON BELLEC", "COMPTOIR DARGENT", "EPICERIE FOURNEL", "HALLES GAUDRON", "CAVES HENNEBERT", "TRAITEUR JOUBERT", "FROMAGERIE LACROIX"];
const minor = (n: number): bigint => BigInt(100_000 + n * 1_337);
const euros = (amount: bigint): string => `${amount / 100n},${String(amount % 100n).padStart(2, "0")}`;
const documents = Array.from({ length: 64 }, (_, n) => ({ number: `FA-26-${String(40_117 + n * 83)}`, house: n % houses.length, minor: minor(n) }));
const ledger = [Object.keys(titles), ...documents.map(({ number, house, minor: amount }) => [number, "FA", `C10${house}`, houses[house]!, "05/01/2026", "19/02/2026", euros(amount), euros(amount), "EUR"])].map((cells) => cells.join(";")).join("\r\n");

let line = 0;
const paying = (of: readonly number[], change: Partial<Movement> = {}): Movement => ({
  minor: of.reduce((sum, n) => sum + documents[n]!.minor, 0n), booked: "2026-03-02", value: "2026-03-02", reference: String(2_600_001 + line++), name: houses[documents[of[0]!]!.house]!, iban: "", text: of.map((n) => documents[n]!.number).join(" "), ...change,
});
const day = (account: string, movements: readonly Movement[]): BankDay => ({ account, currency: "EUR", openedOn: "2026-03-01", closedOn: "2026-03-02", opening: 50_000_00n, movements });
const morning = [
  day("FR7630004000031234567890143", [paying([0]), paying([1, 9]), paying([2], { text: "VIREMENT" }), paying([3], { minor: documents[3]!.minor - 10_000n }), paying([0], { name: "SOCIETE INCONNUE", text: "DIVERS", minor: 7_777_77n })]),
  day("FR7630006000011234567890189", [paying([4]), paying([5, 13])]),
  day("FR7610107001011234567890129", [paying([6]), paying([7, 15])]),
];
const broken = `${mt940File(morning[1]!)}`.replace(":62F:", ":61:2603X2C12,34NTRF//BROKEN\r\n:62F:");
const files: readonly (readonly [string, string])[] = [["camt053_01.xml", camtFile(morning[0]!, { version: 8 })], ["extrait_01.sta", broken], ["releve_01.cfonb120.txt", cfonb120File(morning[2]!)]];
const receipts = morning.flatMap(({ movements }) => movements);

type Payment = { id: string; status: string; amount: { amount: string }; unallocated: { amount: string }; automatic: boolean; text: string; version: number; customerId?: string; decision?: { reasons: { code: string }[]; proposals: { customerId: string; lines: { itemId: string; customerId: string; cleared: { amount: string } }[]; adjustments: { type: string; amount: { amount: string } }[] }[] }; allocations: { id: string }[] };
const clouds: TestCloud[] = [];
let cloud: TestCloud;
beforeAll(async () => {
  cloud = await openCompany();
  await dropFiles(cloud);
}, 400_000);
afterAll(async () => Promise.all(clouds.map((one) => one.stop())));

async function openCompany(): Promise<TestCloud> {
  const opened = await startCloud({ empty: true });
  clouds.push(opened);
  const entity = await ask<{ id: string }>(opened, "/entities", { method: "POST", body: { code: "01", name: "Ardelane SA", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" } });
  await ask(opened, "/sources", { method: "POST", body: { slug: "erp", name: "ERP", format: "delimited", mode: "full", entityId: entity.id, profile } });
  await ask(opened, "/sources", { method: "POST", body: { slug: "bank", name: "Bank", format: "statement", mode: "delta", entityId: entity.id } });
  await drop(opened, "erp", "BAL_CLI_20260302.csv", Buffer.from(ledger, "latin1"));
  await allRunsEnded(opened, 1);
  return opened;
}
const dropFiles = async (to: TestCloud): Promise<void> => {
  for (const [name, text] of files) await drop(to, "bank", name, Buffer.from(text, "latin1"));
};
const allPayments = async (of: TestCloud): Promise<Payment[]> => (await ask<{ items: Payment[] }>(of, "/payments?day=2026-03-02&limit=200", { as: julien })).items;
const decided = (of: TestCloud, within = 180_000): Promise<Payment[]> =>
  until(within, async () => {
    const found = await allPayments(of);
    return found.length === receipts.length && found.every(({ status }) => status !== "waiting") ? found : undefined;
  });
/** Receipts are ours to book, invoices the ERP's; what both leave open is what is owed. */
const openIn = (items: ReadonlyMap<string, Item>): bigint => [...items.values()].reduce((sum, { openMinor }) => sum + openMinor, 0n);
const owed = documents.reduce((sum, { minor: amount }) => sum + amount, 0n);

test("every receipt of a CAMT, an MT940 and a CFONB file is there once, and one bad line blocks nobody", async () => {
  const payments = await decided(cloud);
  expect(payments.map(({ amount }) => amount.amount).toSorted()).toEqual(receipts.map(({ minor: amount }) => euros(amount).replace(",", ".")).toSorted());
  await allRunsEnded(cloud, 1 + files.length);
  const { items: runs } = await ask<{ items: { fileName: string; state: string; rejected: number; controls: { code: string; ok: boolean }[] }[] }>(cloud, "/imports?limit=50");
  expect(runs.find(({ fileName }) => fileName === "extrait_01.sta")).toMatchObject({ state: "applied", rejected: 1 });
  expect(runs.find(({ fileName }) => fileName === "camt053_01.xml")!.controls).toMatchObject([{ code: "statement.opening-plus-movements", ok: true }]);
});

test("what names its invoices to the cent is posted by itself, what does not waits with its reasons", async () => {
  const payments = await decided(cloud);
  // Banks cut and join texts each in their own way: a receipt is known by its amount here.
  const exact = receipts.filter(({ text, minor: amount }) => documents.filter(({ number }) => text.includes(number)).reduce((sum, document) => sum + document.minor, 0n) === amount).map(({ minor: amount }) => euros(amount).replace(",", "."));
  const named = payments.filter(({ amount }) => exact.includes(amount.amount));
  expect(named).toHaveLength(6);
  expect(named.map(({ status, automatic }) => [status, automatic])).toEqual(named.map(() => ["applied", true]));
  const waiting = payments.filter(({ status }) => status !== "applied");
  expect(waiting.length).toBeGreaterThan(0);
  for (const { decision, text } of waiting) expect(decision?.reasons.length, text).toBeGreaterThan(0);
  expect(payments.find(({ text }) => text === "DIVERS")).toMatchObject({ status: "unmatched" });
});

test("a payment, its proposals and the documents it may be for are told as the API documents them", async () => {
  const [{ id }] = (await decided(cloud)) as [Payment];
  for (const key of ["GET /payments/{id}", "GET /payments/{id}/proposals", "GET /payments/{id}/candidates"] as const) {
    const { success, error } = (api[key].response as z.ZodType).safeParse(await ask(cloud, key.replace("GET ", "").replace("{id}", id), { as: julien }));
    expect({ key, error: success ? undefined : error }).toEqual({ key, error: undefined });
  }
});

test("the ledger is down by what was posted and by nothing else", async () => {
  const applied = (await decided(cloud)).filter(({ status }) => status === "applied").reduce((sum, { amount }) => sum + BigInt(amount.amount.replace(".", "")), 0n);
  expect(openIn(await itemsInTable(cloud.aws.dynamodb, cloud.endpoints.table))).toBe(owed - applied);
});

test("Julien confirms a proposal, takes it back, and applies it again; a collector may do none of it", async () => {
  const proposal = (await decided(cloud)).find(({ status, decision }) => status === "proposed" && decision!.proposals.length > 0)!;
  const [first] = proposal.decision!.proposals;
  const order = (version: number) => ({ customerId: first!.customerId, lines: first!.lines.map(({ itemId, customerId, cleared }) => ({ itemId, customerId, cleared: cleared.amount })), adjustments: first!.adjustments.map(({ type, amount }) => ({ type, amount: amount.amount })), version });
  expect((await cloud.api("ines.marchetti@ardelane.example", "POST", `/payments/${proposal.id}/allocations`, order(proposal.version))).status).toBe(403);
  const before = openIn(await itemsInTable(cloud.aws.dynamodb, cloud.endpoints.table));
  const done = await ask<Payment>(cloud, `/payments/${proposal.id}/allocations`, { method: "POST", as: julien, body: order(proposal.version) });
  expect(done).toMatchObject({ status: "applied", automatic: false });
  expect((await cloud.api(julien, "POST", `/payments/${proposal.id}/allocations`, order(proposal.version))).status).toBe(409);
  const back = await ask<{ payment: Payment }>(cloud, `/allocations/${done.allocations[0]!.id}/reversal?payment=${proposal.id}`, { method: "POST", as: julien, body: { reason: "wrong invoice", version: done.version } });
  expect(openIn(await itemsInTable(cloud.aws.dynamodb, cloud.endpoints.table))).toBe(before);
  const again = await ask<Payment>(cloud, `/payments/${proposal.id}/allocations`, { method: "POST", as: julien, body: order(back.payment.version) });
  expect(again.status).toBe("applied");
});

test("the same files once more bring nothing new", async () => {
  const before = await itemsInTable(cloud.aws.dynamodb, cloud.endpoints.table);
  for (const [name, text] of files) await drop(cloud, "bank", `again_${name}`, Buffer.from(text, "latin1"));
  await allRunsEnded(cloud, 1 + 2 * files.length);
  expect(await allPayments(cloud)).toHaveLength(receipts.length);
  expect([...(await itemsInTable(cloud.aws.dynamodb, cloud.endpoints.table))].map(([id, { openMinor }]) => [id, openMinor])).toEqual([...before].map(([id, { openMinor }]) => [id, openMinor]));
});

test(`killed ${kills} times while it matched, it has posted what a morning left alone posts`, async () => {
  const luck = chance(kills + 5);
  const hunted = await openCompany();
  await dropFiles(hunted);
  for (let n = 0; n < kills; n++) {
    await new Promise((resolve) => setTimeout(resolve, luck.between(50, 4_000)));
    await hunted.kill9();
    await hunted.restart();
  }
  const [there, here] = [await decided(hunted), await decided(cloud)];
  const automatic = (payments: readonly Payment[]) => payments.filter((one) => one.automatic).map(({ text, amount }) => `${text} ${amount.amount}`).toSorted();
  expect(automatic(there)).toEqual(automatic(here));
  const applied = there.filter(({ status }) => status === "applied").reduce((sum, { amount }) => sum + BigInt(amount.amount.replace(".", "")), 0n);
  expect(openIn(await itemsInTable(hunted.aws.dynamodb, hunted.endpoints.table))).toBe(owed - applied);
}, 1_200_000);
