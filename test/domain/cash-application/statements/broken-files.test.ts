// A bad line is told in plain words and stops nothing else; what was lost is kept; nothing crashes.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readAdviceLetters } from "#domain/cash-application/advices/read.ts";
import { readStatementText } from "#domain/cash-application/statements/read.ts";
import { camtFile, cfonb120File, mt940File, ordinaryDay } from "#test/world/bank-day.ts";
import { bai2File, ofxFile } from "#test/world/bank-files.ts";
import { keptOf, keptOfAdvices, lostRecord } from "#test/world/lost-records.ts";
import { adviceFormats, chance, formats, mutated } from "#test/world/mutate.ts";

test.each([
  ["CAMT", camtFile(ordinaryDay).replace('<Amt Ccy="EUR">312.40</Amt><CdtDbtInd>', '<Amt Ccy="EUR">312.4O</Amt><CdtDbtInd>'), "Amt", '"312.4O" EUR is no amount of that currency.'],
  ["CAMT", camtFile(ordinaryDay).replace('<Amt Ccy="EUR">312.40</Amt><CdtDbtInd>DBIT', '<Amt Ccy="EUR">312.40</Amt><CdtDbtInd>DEBIT'), "CdtDbtInd", 'The side of the entry is "DEBIT", neither CRDT nor DBIT.'],
  ["MT940", mt940File(ordinaryDay).replace("D312,40", "X312,40"), "61 debit/credit mark", 'The line "2601020102X312,40NDDTNONREF//2026010200000042" says neither debit nor credit (C, D, RC, RD).'],
  ["CFONB120", cfonb120File(ordinaryDay).replace("3124}", "3124?"), "04 amount", '"0000000003124?" is no amount: thirteen digits and a last character that holds digit and sign.'],
  ["OFX", ofxFile(ordinaryDay).replace("<TRNAMT>-312.40", "<TRNAMT>-312.4O"), "TRNAMT", '"-312.4O" EUR is no amount.'],
])("a %s entry that cannot be read is an error with its line, field and record, and the three others are entries", (_, text, field, message) => {
  const [statement] = readStatementText(text);
  expect(statement!.entries.map(({ amount }) => amount)).toEqual([2_402_10n, -150_00n, 99n]);
  const [error, balance] = statement!.errors;
  expect(error).toMatchObject({ field, message, raw: expect.stringContaining("312") });
  expect(text.split("\n").slice(error!.line - 1, error!.line + 3).join("\n")).toContain("312");
  if (statement!.opening) expect(balance).toMatchObject({ code: "balance.mismatch" });
});

test("a closing balance that the entries do not reach is an error that names both figures, and the entries are there", () => {
  const [statement] = readStatementText(mt940File(ordinaryDay).replace(/:62F:C260102EUR.*/, ":62F:C260102EUR11000,00"));
  expect(statement!.entries).toHaveLength(4);
  expect(statement!.errors).toEqual([{ line: expect.any(Number), field: "closing", code: "balance.mismatch", message: "Opening 10000.00 and movements of 1940.69 make 11940.69, but the closing balance is 11000.00: -940.69 is not explained." }]);
});

test("a CAMT file that is cut off gives what was whole, and books no half of an entry", () => {
  const whole = camtFile(ordinaryDay);
  const cut = whole.slice(0, whole.indexOf("RETOUR"));
  const [statement] = readStatementText(cut);
  expect(statement!.entries).toHaveLength(2);
  expect(statement!.errors.map(({ code }) => code)).toEqual(["xml.torn", "balance.mismatch", "xml.broken"]);
  expect(statement!.records).toBe(3);
});

test("an entry whose tag is broken is not booked by half, and the entries behind it stay those of the account", () => {
  const statements = readStatementText(camtFile(ordinaryDay).replace("<Ustrd>RG 4711</Ustrd>", "<Ustrd>RG 4711</Ustrt>"));
  expect(statements.flatMap(({ entries }) => entries.map(({ amount }) => amount))).toEqual([2_402_10n, -150_00n, 99n]);
  expect(statements.flatMap(({ errors }) => errors).find(({ code }) => code === "xml.torn")!.raw).toContain("RG 4711");
  expect(new Set(statements.map(({ account }) => account))).toEqual(new Set([ordinaryDay.account]));
});

const strd = '<Strd><RfrdDocInf><Nb>90000601</Nb></RfrdDocInf><CdtrRefInf><Ref>RF18539007547034</Ref></CdtrRefInf><AddtlRmtInf>line</AddtlRmtInf></Strd>';
const head = ":20:X\n:25:1\n:28C:1\n:60F:C260101EUR0,00\n:61:2601020102C1,00NTRFNONREF\n:86:";
test.each([
  ["ten thousand lines in one :86:", head + "REK: 12345678 words\n".repeat(50_000)],
  ["a :86: without line ends", head + "REK: 12345678 OD: x NL91 /REMI/ EREF+ ?20".repeat(25_000)],
  ["a remittance of thousands of documents", camtFile(ordinaryDay).replace("<Ustrd>RG 4711</Ustrd>", strd.repeat(7_000).replace(/line/g, (_, n: number) => `line ${n}`))],
  ["nested tags without end", camtFile(ordinaryDay).replace("<Ustrd>RG 4711</Ustrd>", "<a>".repeat(300_000))],
  ["end tags that fit nothing", camtFile(ordinaryDay).replace("<Ustrd>RG 4711</Ustrd>", "<a></b>".repeat(150_000))],
  ["complements without end", cfonb120File(ordinaryDay).replace(/(05.{43}LCCRG 4711.*\r\n)/, (line) => line.repeat(8_000))],
  ["a CSV whose words go on and on", `Date;Description;Amount\n01/02/2026;first;1,00\n${";more words;\n".repeat(80_000)}`],
  ["sections without end", `<OFX><STMTRS>${"<NAME><![CDATA[".repeat(66_000)}`],
  ["brackets", `<OFX><STMTRS>${"<".repeat(1_000_000)}`],
  ["control totals of one group", bai2File(ordinaryDay) + "98,1,1,1/\n".repeat(100_000)],
  ["a first line of a BAI2 that never ends", `01,${"2,,".repeat(330_000)}`],
  ["a line of amounts", `Invoice 90000601 ${"1 000,00 ".repeat(110_000)}`],
])("a megabyte of %s is read in less than a second of work, and then some", (_, text) => {
  const started = process.cpuUsage();
  readStatementText(text);
  readAdviceLetters(text);
  expect(process.cpuUsage(started).user).toBeLessThan(2_500_000);
});

test("a megabyte on one line, and a megabyte of broken characters, are read in no time", () => {
  const day = { ...ordinaryDay, movements: Array.from({ length: 800 }, () => ordinaryDay.movements[0]!) };
  for (const text of [camtFile(day).replaceAll("\n", ""), camtFile(ordinaryDay).replace("RG 4711", "\u0001".repeat(1_000_000)), ofxFile({ ...day, movements: [...day.movements, ...day.movements, ...day.movements] }).replaceAll("\n", " ")]) {
    const started = process.cpuUsage();
    readStatementText(text);
    expect(process.cpuUsage(started).user).toBeLessThan(2_000_000);
  }
});

test("an entity that a file defines itself is not expanded, and nothing is fetched", () => {
  const bomb = camtFile(ordinaryDay).replace("<Document", '<!DOCTYPE d [<!ENTITY a "AAAA"><!ENTITY b SYSTEM "file:///etc/hostname">]><Document').replace("RG 4711", "&a;&b;");
  const [statement] = readStatementText(bomb);
  expect(statement!.entries).toHaveLength(4);
  expect(JSON.stringify(statement!.entries[1]!.text)).not.toContain("AAAA");
  expect(statement!.errors.some(({ code }) => code === "xml.broken")).toBe(true);
});

test.each([["nothing", ""], ["a letter", "Dear Sir"], ["a picture", "\u0089PNG\r\n\u001A\n"], ["an empty message", '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt/></Document>']])("%s is no statement, and says so", (_, text) => {
  expect(readStatementText(text)).toMatchObject([{ format: "unknown", entries: [], errors: [{ message: expect.stringMatching(/no (bank )?statement/) }] }]);
});

test("what no field takes is kept: other balances, the bank's own notes, unknown records", () => {
  const [camt] = readStatementText(camtFile(ordinaryDay).replace("</Stmt>", "<AddtlStmtInf>Gebührenänderung ab März</AddtlStmtInf></Stmt>"));
  expect(camt!.unread[0]!.text).toContain("Gebührenänderung");
  const [cfonb] = readStatementText(cfonb120File(ordinaryDay).replace("     LCCRG 4711", "     XYZRG 4711"));
  expect(cfonb!.entries[1]!.text).toContain("RG 4711");
  expect(cfonb!.entries[1]!.raw).toContain("XYZ");
});

describe.each(Object.entries(formats))("broken %s files", (name, { file }) => {
  test("never throw, and every record is an entry, an error that carries it, or kept unread", () => {
    fc.assert(fc.property(fc.integer(), (seed) => {
      const random = chance(seed);
      const text = mutated(file(random), file(random), random);
      const statements = readStatementText(text);
      const seen = statements.reduce((sum, one) => sum + one.records, 0);
      const kept = statements.reduce((sum, { entries, errors }) => sum + entries.length + errors.filter(({ raw }) => raw !== undefined).length, 0);
      expect(kept).toBe(seen);
      expect(lostRecord(name, text, keptOf(statements)) ?? null).toBeNull();
      readAdviceLetters(text);
    }), { numRuns: 150 });
  });
});

test.each(Object.entries(adviceFormats))("broken %s advices never throw, and every document is a line, an error or kept unread", (name, { file, read }) => {
  fc.assert(fc.property(fc.integer(), (seed) => {
    const text = mutated(file(chance(seed)), file(chance(seed + 1)), chance(seed));
    expect(lostRecord(name, text, keptOfAdvices(read(text))) ?? null).toBeNull();
  }), { numRuns: 100 });
});
