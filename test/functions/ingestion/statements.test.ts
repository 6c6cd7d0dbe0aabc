// The same money, told as often and in as many ways as banks tell it: each payment is there once, and none is missing.
import { afterAll, beforeAll, expect, test } from "vitest";
import { identified } from "#domain/cash-application/statements/identity.ts";
import { toParsed } from "#domain/cash-application/statements/parsed.ts";
import { entryDraft, type EntryDraft, type Part, type Statement } from "#domain/cash-application/statements/statement.ts";
import type { Payment } from "#domain/cash-application/payment.ts";
import { readStatement } from "#functions/ingestion/statement-reading.ts";
import type { Job } from "#functions/ingestion/reading.ts";
import { digest } from "#functions/runtime/digest.ts";
import { paymentStore } from "#functions/store/payment.ts";
import { startDynamoDb, useAsEnvironment, type DynamoDb } from "#test/world/dynamodb.ts";

let dynamo: DynamoDb;
beforeAll(async () => {
  dynamo = await startDynamoDb();
  useAsEnvironment(dynamo);
}, 60_000);
afterAll(() => dynamo?.close());

const credit = (line: number, change: Partial<EntryDraft> = {}): EntryDraft => ({ ...entryDraft(line, "raw"), bookingDate: "2026-03-02", amount: 1000_00n, currency: "EUR", counterparty: "MOULINS ARNAUD", text: "VIREMENT", ...change });
const { parts: _parts, ...plain } = credit(1);
const part = (amount: bigint, text: string): Part => ({ ...plain, amount, text }) as Part;
const statementOf = (format: string, number: string | null, entries: readonly EntryDraft[]): Statement[] =>
  identified([{ format, id: null, number, account: "FR76", bank: null, currency: "EUR", opening: null, closing: null, balances: [], entries, errors: [], unread: [], records: entries.length } as never]);

let files = 0;
/** Reads a file of the tenant; answers what is then known of its account. */
async function told(tenant: string, statements: readonly Statement[]): Promise<Payment[]> {
  files++;
  const entity = { id: "ent_fr", code: "01", name: "Ardelane SA", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr" };
  const job = {
    run: { id: `run_${files}`, fileName: `file ${files}`, key: "k", receivedAt: "2026-03-03T06:00:00.000Z" }, source: { id: "src_bank", scopes: {}, entityId: entity.id }, known: { sha256: String(files) }, digest, now: "2026-03-03T06:00:00.000Z",
    stores: { imports: { tenant }, ledger: { entities: async () => [entity] } }, lake: { read: async () => new TextEncoder().encode(toParsed(statements)) },
  } as unknown as Job;
  expect((await readStatement(job)).outcome).toBe("staged");
  return paymentStore(tenant).ofDay("ent_fr", "2026-03-02");
}
const sums = (payments: readonly Payment[]): bigint[] => payments.map(({ minor }) => minor).toSorted((a, b) => Number(a - b));

test("the same file again brings nothing", async () => {
  const file = statementOf("camt.053.001.08", "12", [credit(1, { reference: "BANKREF0001" }), credit(2, { reference: "BANKREF0002" })]);
  expect(await told("again", file)).toHaveLength(2);
  expect(await told("again", file)).toHaveLength(2);
});

test("a batch is its payments, whether the notice or the statement comes first, and one payment has one id with its details or without", async () => {
  const batch = { amount: 1000_00n, reference: "BATCH000001", parts: [part(600_00n, "FA-1"), part(400_00n, "FA-2")] };
  const [notice, statement] = [statementOf("camt.054.001.08", null, [credit(1, batch)]), statementOf("camt.053.001.08", "12", [credit(1, { ...batch, parts: [] })])];
  await told("notice-first", notice);
  expect(sums(await told("notice-first", statement))).toEqual([400_00n, 600_00n]);
  await told("statement-first", statement);
  expect(sums(await told("statement-first", notice))).toEqual([1000_00n]);
  const single = { reference: "SINGLE00001" };
  await told("single", statementOf("camt.054.001.08", null, [credit(1, { ...single, parts: [part(1000_00n, "FA-1")] })]));
  expect(sums(await told("single", statementOf("camt.053.001.08", "12", [credit(1, single)])))).toEqual([1000_00n]);
});

test("parts that do not add up to the entry are not believed", async () => {
  const file = statementOf("camt.053.001.08", "12", [credit(1, { reference: "BATCH000002", parts: [part(600_00n, "FA-1"), part(300_00n, "FA-2")] })]);
  expect(sums(await told("wrong-parts", file))).toEqual([1000_00n]);
});

test("two equal payments of one statement are two; an equal one of another numbered statement is kept, and marked for a person", async () => {
  expect(await told("equal", statementOf("mt940", "7", [credit(1), credit(2)]))).toHaveLength(2);
  const after = await told("equal", statementOf("mt940", "8", [credit(1)]));
  expect(after.map(({ doubtful }) => doubtful ?? false).toSorted()).toEqual([false, false, true]);
  expect(await told("equal", statementOf("mt940", "8", [credit(1)]))).toHaveLength(3);
});

test("what is announced, taken back or went out is no payment", async () => {
  const file = statementOf("camt.053.001.08", "12", [credit(1, { status: "pending" }), credit(2, { reversal: true }), credit(3, { amount: -5_00n }), credit(4, { reference: "REAL0000001" })]);
  expect(sums(await told("only-booked", file))).toEqual([1000_00n]);
});
