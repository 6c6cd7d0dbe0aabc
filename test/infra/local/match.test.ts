// The offline matcher as people call it: once with history, then day by day, on the three bank formats.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fromEpochDay } from "#domain/date.ts";
import { answerOf } from "#domain/cash-application/matching/offline/answer.ts";
import type { Item, Receipt } from "#domain/cash-application/matching/model.ts";
import { readAdviceFolder } from "#infra/local/matching/inbox.ts";
import { runMatch, type MatchRun } from "#infra/local/matching/run.ts";
import { clearingsCsv, customersCsv, itemsCsv, writeStatements, type BankFormat } from "#test/bench/matching/files.ts";
import { normal } from "#test/bench/matching/people.ts";
import { worldOf, type Truth } from "#test/bench/matching/trade.ts";

type Answer = { paymentId: string; decision: string; payer: string | null; allocations: { invoice: string; amount: number }[]; adjustments: { type: string; amount: number }[]; confidence: number; reasons: unknown[] };

const folder = mkdtempSync(join(tmpdir(), "quittance-match-"));
const world = worldOf({ ...normal, customers: 60, days: 200, seed: 21 });
const end = world.firstDay + world.knobs.days;
const split = end - 8;
const formatOf = (receipt: Receipt): BankFormat => (receipt.iban === "" ? "cfonb" : receipt.endToEnd ? "camt" : "mt940");
// CFONB has seven places for the bank's reference.
const truths: Truth[] = world.truths.map((truth) => (formatOf(truth.receipt) === "cfonb" ? { ...truth, receipt: { ...truth.receipt, reference: truth.receipt.reference.slice(-7) } } : truth));
const past = truths.filter(({ receipt }) => receipt.booked < split);
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const answers = (run: MatchRun): Answer[] => run.decisions.map((decision) => JSON.parse(JSON.stringify(answerOf(decision))) as Answer);
let last: { day: number; given: Answer[] };
const judged: { truth: Truth; answer: Answer }[] = [];

beforeAll(() => {
  const cleared = new Map<string, number>();
  for (const { allocations } of past) for (const { item, amount } of allocations) cleared.set(item.document, (cleared.get(item.document) ?? 0) + amount);
  const left = (item: Item): number => item.amount - (cleared.get(item.document) ?? 0);
  writeStatements(join(folder, "history"), past.map(({ receipt }) => receipt), formatOf);
  const state = join(folder, "state");
  const learned = runMatch({
    state, precision: 0.9995, customers: file("customers.csv", customersCsv(world)), ledger: file("ledger.csv", itemsCsv(world.items.filter(({ issued }) => issued < split), left)), clearings: file("clearings.csv", clearingsCsv(past)), statements: join(folder, "history"), "as-of": fromEpochDay(split - 1),
  });
  expect(learned.learnedFrom).toBeGreaterThan(300);
  let yesterday: readonly Truth[] = [];
  for (let day = split; day < end; day++) {
    const today = truths.filter(({ receipt }) => receipt.booked === day);
    if (today.length === 0) continue;
    writeStatements(join(folder, `day${day}`), today.map(({ receipt }) => receipt), formatOf);
    cpSync(state, join(folder, `state${day}`), { recursive: true });
    const run = runMatch({ state, precision: 0.9995, "new-items": file("new.csv", itemsCsv(world.items.filter(({ issued }) => issued >= split && issued <= day))), statements: join(folder, `day${day}`), "as-of": fromEpochDay(day), ...(yesterday.length > 0 ? { clearings: file("yesterday.csv", clearingsCsv(yesterday)) } : {}) });
    expect(run.problems).toEqual([]);
    const given = answers(run);
    expect(given.map(({ paymentId }) => paymentId).toSorted()).toEqual(today.map(({ receipt }) => receipt.reference).toSorted());
    for (const truth of today) judged.push({ truth, answer: given.find(({ paymentId }) => paymentId === truth.receipt.reference)! });
    yesterday = today;
    last = { day, given };
  }
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cents = (amount: number): number => Math.round(amount * 100);

test("every line balances: allocations less adjustments are the payment", () => {
  for (const { truth, answer } of judged.filter(({ answer: { decision } }) => decision !== "unmatched")) expect(answer.allocations.reduce((sum, { amount }) => sum + cents(amount), 0) - answer.adjustments.reduce((sum, { amount }) => sum + cents(amount), 0)).toBe(truth.receipt.amount);
});

test("what is posted is right, and most of what may be posted is", () => {
  const signature = (list: readonly { invoice: string; amount: number }[]): string => list.map(({ invoice, amount }) => `${invoice}=${cents(amount)}`).toSorted().join();
  const posted = judged.filter(({ answer }) => answer.decision === "auto");
  for (const { truth, answer } of posted) expect(signature(answer.allocations)).toBe(signature(truth.allocations.map(({ item, amount }) => ({ invoice: item.document, amount: amount / 100 }))));
  expect(posted.length).toBeGreaterThan(judged.filter(({ truth }) => !truth.mustNot).length * 0.5);
});

test("a second run over the same statements counts nothing twice", () => {
  const days = new Set(judged.map(({ truth }) => truth.receipt.booked));
  expect(runMatch({ state: join(folder, "state"), precision: 0.9995, statements: join(folder, `day${Math.max(...days)}`) }).decisions).toEqual([]);
});

test("the same state and the same files give the same answers again", () => {
  const earlier = truths.filter(({ receipt }) => receipt.booked >= split && receipt.booked < last.day).map(({ receipt }) => receipt.booked);
  const again = runMatch({ state: join(folder, `state${last.day}`), precision: 0.9995, "new-items": join(folder, "new.csv"), statements: join(folder, `day${last.day}`), "as-of": fromEpochDay(last.day), ...(earlier.length > 0 ? { clearings: join(folder, "yesterday.csv") } : {}) });
  expect(answers(again)).toEqual(last.given);
});

test("advices are read from a table, a mail and ISO 20022", () => {
  const inbox = join(folder, "advices");
  mkdirSync(inbox);
  writeFileSync(join(inbox, "a.csv"), "Payer;ACME SAS\nPayment reference;PAY-1\nDate;25/11/2025\n\nInvoice;Gross;Discount;Net\nFA-2025-001001;1.234,56;24,69;1.209,87\nFA-2025-001002;780,10;0;780,10\nTotal;;;1.989,97\n");
  writeFileSync(join(inbox, "b.txt"), "From: ACME SAS\nPayment reference: PAY-2\nDate: 25.11.2025\n\nFA-2025-001001   16.10.2025   1 234,56\nAvoir AV-2025-000007   100,00\nTotal: 1 134,56\n");
  writeFileSync(join(inbox, "c.xml"), '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:remt.001.001.06"><RmtAdvc><RmtInf><Strd><RfrdDocInf><Nb>684528</Nb></RfrdDocInf><RfrdDocAmt><DuePyblAmt Ccy="EUR">3916.11</DuePyblAmt><RmtdAmt Ccy="EUR">3916.11</RmtdAmt></RfrdDocAmt></Strd><OrgnlPmtInf><Refs><EndToEndId>PAY-3</EndToEndId></Refs><Amt><InstdAmt Ccy="EUR">3916.11</InstdAmt></Amt><Dbtr><Nm>ACME SAS</Nm></Dbtr></OrgnlPmtInf></RmtInf></RmtAdvc></Document>');
  const read = readAdviceFolder(inbox, []);
  expect(read.map(({ payer, reference, total }) => [payer, reference, total])).toEqual([["ACME SAS", "PAY-1", 1989_97], ["ACME SAS", "PAY-2", 1134_56], ["ACME SAS", "PAY-3", 3916_11]]);
  expect(read.map(({ lines }) => lines.map(({ reference, gross, discount, net }) => [reference, gross, discount, net]))).toEqual([
    [["FA-2025-001001", 1234_56, 24_69, 1209_87], ["FA-2025-001002", 780_10, 0, 780_10]],
    [["FA-2025-001001", null, 0, 1234_56], ["AV-2025-000007", null, 0, -100_00]],
    [["684528", 3916_11, 0, 3916_11]],
  ]);
});
