// What people really hand to the offline matcher: spreadsheets' exports, half-filled rows, files of another kind. Each is told in plain words, or read.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { answerOf } from "#domain/cash-application/matching/offline/answer.ts";
import { readAdviceFolder, type Problem } from "#infra/local/matching/inbox.ts";
import { runMatch, type MatchRun } from "#infra/local/matching/run.ts";

const folder = mkdtempSync(join(tmpdir(), "quittance-inputs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string, text: string): string => {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const told = (run: Pick<MatchRun, "problems">): string[] => run.problems.map((one: Problem) => `${one.file}:${one.line} ${one.field}: ${one.message}`);

const titles = "document;type;entity;customer;issue_date;due_date;currency;amount;open_amount;po;origin;discount_pct;discount_date";
const statement = (lines: string): string => `:20:A\n:25:X\n:28C:1\n:60F:C251124EUR0,00\n${lines}:62F:C251125EUR0,00\n-\n`;
const credit = (amount: string, reference: string, words: string): string => `:61:2511251125C${amount}NTRFNONREF//${reference}\n:86:166?20SVWZ+${words}?32ACME SAS\n`;

test("a spreadsheet's export with a byte order mark, CR LF and grouped amounts is read, and each row that cannot be is told with its field", () => {
  const rows = ["FA-1001;INV;FR01;C1;05/10/2025;;EUR;1 000,00;;;;;", "FA-1002;INV;FR01;C1;31/31/2025;;EUR;50.00;;;;;", "FA-1003;INV;FR01;C1;2025-10-05;;EUR;abc;;;;;", "FA-1004;INV;FR01;C1;2025-10-05;soon;XXQ;5.00;;;;;", ";INV;FR01;C1;2025-10-05;;EUR;5.00;;;;;", "FA-1001;INV;FR01;C1;2025-10-05;soon;EUR;1000.00;;;;;"];
  file("odd/2025-11-25_FR01_EUR.sta", statement(credit("1000,00", "BK1", "FA-1001")));
  const run = runMatch({ state: join(folder, "state1"), precision: 0.9995, ledger: file("ledger.csv", `\uFEFF${[titles, ...rows].join("\r\n")}\r\n`), customers: file("customers.csv", "code;name;entity\r\nC1;ACME SAS;FR01\r\n;nobody;FR01\r\n"), statements: join(folder, "odd") });
  expect(told(run).filter((line) => !line.includes(".sta"))).toEqual([
    "customers.csv:3 code: is empty: the customer is not taken",
    'ledger.csv:3 issue_date: "31/31/2025" is no date: the row is not taken',
    'ledger.csv:4 amount: "abc" is no amount of EUR: the row is not taken',
    'ledger.csv:5 currency: "XXQ" is no currency: the row is not taken',
    "ledger.csv:6 document: is empty: the row is not taken",
    "ledger.csv:7 document: FA-1001 of FR01 stands here a second time: this row counts",
    'ledger.csv:7 due_date: "soon" is no date: the row is taken without it',
  ]);
  expect(run.decisions.map((decision) => answerOf(decision))).toMatchObject([{ paymentId: "BK1", payer: "C1", allocations: [{ invoice: "FA-1001", amount: 1000 }] }]);
});

test("a payment whose clearing has one unreadable row teaches nothing, and the others do", () => {
  const clearings = file("clearings.csv", "date;payment_id;document;cleared_amount;adjustment_type;adjustment_amount;payer\n2025-11-26;BK1;FA-1;10.00;;;C1\n2025-11-26;BK1;FA-2;1O.00;;;C1\nsoon;BK2;FA-3;1.00;;;C1\n");
  expect(told(runMatch({ state: join(folder, "state2"), precision: 0.9995, clearings }))).toEqual(['clearings.csv:3 cleared_amount: "1O.00" is no amount: the payment is not taken', 'clearings.csv:4 date: "soon" is no date: the payment is not taken']);
});

test("two credits of a day with one bank reference are two answers", () => {
  file("same/2025-11-25_FR01_EUR.sta", statement(credit("10,00", "SAME", "one") + credit("20,00", "SAME", "two")));
  const run = runMatch({ state: join(folder, "state3"), precision: 0.9995, statements: join(folder, "same") });
  expect(run.decisions.map(({ receipt }) => [receipt.reference, receipt.amount])).toEqual([["SAME", 10_00], ["SAME", 20_00]]);
  expect(told(run).at(-1)).toBe("statements:0 entity: no document of FR01 is known: its 2 credits stay unmatched");
});

test("a statement's own currency is believed before its file name", () => {
  file("usd/2025-11-25_FR01_EUR.sta", statement(credit("10,00", "BK1", "one")).replaceAll("EUR", "USD"));
  const run = runMatch({ state: join(folder, "state4"), precision: 0.9995, statements: join(folder, "usd") });
  expect(run.decisions[0]!.receipt.currency).toBe("USD");
  expect(told(run)).toContain("2025-11-25_FR01_EUR.sta:1 currency: the name says EUR, the statement USD: the statement is believed");
});

test("an 820 is an advice; an empty file and a broken workbook among the advices stop nothing", () => {
  file("advices/a.820", "ISA*00*          *00*          *ZZ*A              *ZZ*B              *260102*0900*U*00401*000000001*0*P*>~\nST*820*0001~\nBPR*C*77.77*C~\nTRN*1*PAY-77~\nN1*PR*ACME SAS~\nRMR*IV*FA-1001**77.77*80.00*2.23~\nSE*6*0001~\n");
  file("advices/empty.csv", "");
  file("advices/broken.xlsx", "PK\u0003\u0004broken");
  const problems: Problem[] = [];
  expect(readAdviceFolder(join(folder, "advices"), problems)).toMatchObject([{ payer: "ACME SAS", reference: "PAY-77", total: 77_77, lines: [{ reference: "FA-1001", gross: 80_00, discount: 2_23, net: 77_77 }] }]);
  expect(problems.map(({ file: name }) => name)).toEqual(["broken.xlsx", "empty.csv"]);
});

test.each([
  ["a ledger with commas", 1, ["--ledger", file("comma.csv", `${titles.replaceAll(";", ",")}\n`)], "comma.csv:1 the first line has no column document, entity, customer, issue_date, amount"],
  ["a date in another order", 2, ["--as-of", "25/11/2025"], '--as-of: "25/11/2025" is no date (as 2025-11-25)'],
])("%s ends the call in words, and nothing is written", (_, code, words, message) => {
  const state = join(folder, `refused${code}${words[0]}`);
  const { status, stderr, stdout } = spawnSync(process.execPath, ["infra/local/match.ts", "--state", state, ...words], { encoding: "utf8" });
  expect([status, stdout, existsSync(state)]).toEqual([code, "", false]);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain("    at ");
});
