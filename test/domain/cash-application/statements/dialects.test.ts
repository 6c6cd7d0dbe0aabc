// What banks do to their formats, one line each. Every case was met in a public sample or a bank's own description.
import { describe, expect, test } from "vitest";
import { readStatements, readStatementText } from "#domain/cash-application/statements/read.ts";
import { readPunched } from "#domain/cash-application/statements/cfonb/overpunch.ts";
import { readLine } from "#domain/cash-application/statements/mt940/line.ts";
import { camtFile, cfonb120File, mt940File, ordinaryDay } from "#test/world/bank-day.ts";
import { bai2File } from "#test/world/bank-files.ts";

test.each([
  ["2601020102C1234,56NTRFNONREF//ABC123", 1_234_56n, "2026-01-02", "2026-01-02", "ABC123"],
  ["2512310102C10,NTRFNONREF", 10_00n, "2025-12-31", "2026-01-02", null],
  ["2601021231D10,00NTRFNONREF", -10_00n, "2026-01-02", "2025-12-31", null],
  ["260102D0,5N132000002018827922//B8G30", -50n, "2026-01-02", "2026-01-02", "B8G30"],
  ["2601020102RC150,00NRTINONREF//X", -150_00n, "2026-01-02", "2026-01-02", "X"],
  ["2601020102RD150,00NRTINONREF//X", 150_00n, "2026-01-02", "2026-01-02", "X"],
  ["2601020102CR3000,00NTRFNONREF//55555", 3_000_00n, "2026-01-02", "2026-01-02", "55555"],
  ["2601020102DR800,NSTONONREF//55555", -800_00n, "2026-01-02", "2026-01-02", "55555"],
  ["2601020102RDR800,NSTONONREF", 800_00n, "2026-01-02", "2026-01-02", null],
  ["2601020102C11,25NONREF", 11_25n, "2026-01-02", "2026-01-02", null],
  ["260102D000000000500.00NMSC1173113681      ROBECO", -500_00n, "2026-01-02", "2026-01-02", null],
  ["2601020102CN220000,00//19239782213", 220_000_00n, "2026-01-02", "2026-01-02", "19239782213"],
  ["1312091209C79,7FMSC01916//NONREF", 79_70n, "2013-12-09", "2013-12-09", null],
  ["260102D10,00NIT NONREF", -10_00n, "2026-01-02", "2026-01-02", null],
  ["2601020102C1.234,56NTRFNONREF", 1_234_56n, "2026-01-02", "2026-01-02", null],
  ["1602300301DR6,00N024NONREF", -6_00n, "2016-02-29", "2016-03-01", null],
])(":61:%s", (text, amount, valueDate, bookingDate, bankReference) => {
  expect(readLine(text, "EUR")).toMatchObject({ amount, valueDate, bookingDate, bankReference });
});

test.each(["26AB020102C1,00NTRF", "2601020102X1,00NTRF", "2601020102CNTRFNONREF", "2613020102C1,00NTRF", "2601020102C1,005NTRF"])(":61:%s is refused with its field", (text) => {
  expect(readLine(text, "EUR")).toMatchObject({ code: expect.stringMatching(/unreadable$/), message: expect.any(String) });
});

const withDetails = (details: string): NonNullable<ReturnType<typeof readStatementText>[0]>["entries"][0] => readStatementText(`:20:X\n:25:DE89370400440532013000\n:28C:1/1\n:60F:C260101EUR0,00\n:61:2601020102C1,00NTRFNONREF//R1\nNL91ABNA0417164300\n:86:${details}\n:62F:C260102EUR1,00\n-\n`)[0]!.entries[0]!;

describe("the words of a :86:", () => {
  test.each([
    ["a time that the line's end cut is no tag", "/EREF/1//CNTP/NL91ABNA0417164300/ABNANL2A/RAAMEN NV///REMI/USTD//KASSA 05/31/2026 00\n:00:00/", { counterparty: "RAAMEN NV", text: "KASSA 05/31/2026 00:00:00" }],
    ["a minute that looks like a tag is none either", "166?20SVWZ+RECHNUNG VOM 2026-01-02T16\n:25:37 FOLGE", { text: "RECHNUNG VOM 2026-01-02T16:25:37 FOLGE" }],
    ["a reference of digits between slashes is one of the words", "/ORDP/530500003804588\n/HRISTO JANKOV Dane Krapcev br.20 S\n/00//104464944237\n/uplata po faktura", { counterparty: "HRISTO JANKOV Dane Krapcev br.20 S", text: "104464944237 uplata po faktura" }],
    ["a line of one dash is a line", "/NAME/DELTA LLOYD/REMI/KENMERK 4082412\n-", { counterparty: "DELTA LLOYD", text: "KENMERK 4082412" }],
    ["keywords go through the cuts", "/EREF/0000008668-0000000000-001//MARF/00004444-001//CSID/NL53\nZZZ341191060000//CNTP/NL88INGB0999999999/INGBNL2A/RAAMEN NV///REM\nI/USTD//KASSA/", { creditorId: "NL53ZZZ341191060000", text: "KASSA", mandate: "00004444-001" }],
    ["a question mark in a reference begins no sub-field", "166?20SVWZ+DE38XX\nZ76 335?960.484.7561?32PETRA TESTER", { text: "DE38XXZ76 335?960.484.7561", counterparty: "PETRA TESTER" }],
    ["sub-fields behind other signs", "020~00Przelew~20FAKTURA 333/2026~21~3110600076~32HUTA SZKLA~33TOPIC", { text: "FAKTURA 333/2026", counterparty: "HUTA SZKLATOPIC" }],
    ["SEPA keywords cut by the sub-fields' width", "835?20Cie., S.C.A.?21SEPA-BASISLASTSCHRIFT?22EREF+ 1234567890123 PAYPAL?23MREF+ 12AB234CD6E7F CRED+ A?24B12CDE0000000000000000034 S?25VWZ+ Ihr Einkauf", { text: "Ihr Einkauf", mandate: "12AB234CD6E7F", creditorId: "AB12CDE0000000000000000034" }],
    ["a returned debit names its reason", "109?00RUECKLASTSCHRIFT?20SVWZ+RE 90000601?32KUNDE?34901", { returnReason: "901", kind: "return" }],
    ["who paid is no word for us where nothing else is said", "/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME/RAAMEN NV/EREF/F-26-0042", { text: "SEPA OVERBOEKING", counterparty: "RAAMEN NV", iban: "NL91ABNA0417164300", endToEndId: "F-26-0042" }],
    ["what has no field of its own is the text where there is no other", "/NAME/RAAMEN NV/IBAN/NL91ABNA0417164300/PREF/KENMERK 4082412", { text: "KENMERK 4082412", counterparty: "RAAMEN NV" }],
    ["Knab's own words", "FACTUUR 12\nREK: NL26ABNA0888888888/NAAM: BEDRIJF VOF", { counterparty: "BEDRIJF VOF", iban: "NL26ABNA0888888888" }],
    ["Solarisbank's own words", "999SEPA_CREDIT_TRANSFER:Rechnung Nr 7983:SRB GmbH:DE70210512750155069677", { counterparty: "SRB GmbH", iban: "DE70210512750155069677" }],
    ["an account number between slashes is no name", "/ORDP/530500003804588\n/HRISTO JANKOV\n/000//000", { counterparty: "HRISTO JANKOV", counterpartyAccount: null, iban: "NL91ABNA0417164300" }],
  ])("%s", (_, details, told) => {
    expect(withDetails(details)).toMatchObject(told);
  });
});

test("a line separator of another alphabet inside a :61: hides no entry", () => {
  expect(readStatementText(mt940File(ordinaryDay).replace("NTRFNONREF", "NT\u2028FNONREF"))[0]!.entries).toHaveLength(4);
});

test("several messages in one file are several statements, with or without an end between them", () => {
  const next = mt940File({ ...ordinaryDay, number: "8" }, { wrapped: true });
  expect(readStatementText(mt940File(ordinaryDay, { wrapped: true }) + next)).toHaveLength(2);
  expect(readStatementText(mt940File(ordinaryDay).replace(/-\r\n$/, "") + mt940File(ordinaryDay))).toHaveLength(2);
  expect(readStatementText(mt940File(ordinaryDay).replace(/:62F:.*\r\n-\r\n$/, "") + next).map(({ closing }) => closing?.type ?? null)).toEqual([null, "62F"]);
});

test("a page that does not go on from the last one is told", () => {
  const pages = (second: string): string => `:20:A\n:25:1\n:28C:1/1\n:60F:C260101EUR1,00\n:62M:C260101EUR1,00\n:20:A\n:25:1\n:28C:1/2\n:60M:C260101EUR${second}\n:62F:C260101EUR${second}\n`;
  expect(readStatementText(pages("1,00")).flatMap(({ errors }) => errors)).toEqual([]);
  expect(readStatementText(pages("2,00"))[1]!.errors[0]!.message).toContain("begins with 2.00, but the page before ends with 1.00");
});

test("an interim report is held against the bank's own sums", () => {
  const report = (sum: string): string => `:20:A\n:25:1\n:28C:1/1\n:34F:EURD0,00\n:13D:2601021730+0100\n:61:2601020102D0,42NMSCNONREF\n:90D:1EUR${sum}\n`;
  expect(readStatementText(report("0,42"))[0]).toMatchObject({ format: "mt942", currency: "EUR", opening: null, errors: [] });
  expect(readStatementText(report("2,30"))[0]!.errors[0]!.message).toBe("The bank counts 1 debits of 2.30 in all, the report lists 1 of 0.42.");
});

test.each([["0000000001904}", -190_40n], ["0000000000322J", -32_21n], ["0000000012345{", 1_234_50n], ["0000000012345e", 1_234_55n], ["9999999999999I", 999_999_999_999_99n], ["0000000000012é", 1_20n], ["0000000000012è", -1_20n]])("the punched amount %s", (field, digits) => {
  expect(readPunched(field)).toMatchObject({ digits, signed: true });
});

test("the decimals of a CFONB120 amount stand in its record", () => {
  const line = cfonb120File(ordinaryDay).split("\r\n")[1]!;
  const amountOf = (decimals: string): bigint | undefined => readStatementText(line.slice(0, 19) + decimals + line.slice(20))[0]!.entries[0]?.amount;
  expect([amountOf("2"), amountOf("0"), amountOf("3"), amountOf("1")]).toEqual([2_402_10n, 240_210_00n, 240_21n, 24_021_00n]);
});

describe("letters", () => {
  const text = camtFile({ ...ordinaryDay, movements: [{ ...ordinaryDay.movements[0]!, name: "HÉLIOTROPE BÂTIMENT" }] });
  const sixteen = (big: boolean): Uint8Array => Uint8Array.from([...`\uFEFF${text}`].flatMap((letter) => (big ? [letter.charCodeAt(0) >> 8, letter.charCodeAt(0) & 255] : [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8])));
  test.each([
    ["UTF-8", new TextEncoder().encode(text)], ["UTF-8 with a mark", new TextEncoder().encode(`\uFEFF${text}`)], ["Windows", Uint8Array.from([...text].map((letter) => letter.charCodeAt(0)))],
    ["UTF-16 little endian", sixteen(false)], ["UTF-16 big endian", sixteen(true)],
  ])("in %s are the same", (_, bytes) => expect(readStatements(bytes)[0]!.entries[0]!.counterparty).toBe("HÉLIOTROPE BÂTIMENT"));
});

test("a text key behind 990 is a bank's own and no reason of a return, one from 901 on is", () => {
  const credit = (key: string): { kind: string; returnReason: string | null } => withDetails(`166?00GUTSCHRIFT?20SVWZ+RG 4711?32PETRA TESTER?34${key}`);
  expect(["997", "992", "000"].map((key) => credit(key).kind)).toEqual(["credit-transfer", "credit-transfer", "credit-transfer"]);
  expect(credit("914")).toMatchObject({ kind: "return", returnReason: "914" });
});

test("a closing balance whose second colon is missing is a balance, and no part of the last payer's name", () => {
  const [statement] = readStatementText(mt940File(ordinaryDay).replace(":62F:", ":62F"));
  expect(statement!.closing).not.toBeNull();
  expect(statement!.errors).toEqual([]);
});

test("a line under a balance, or behind the frame of a BAI2, is kept", () => {
  const [mt940] = readStatementText(mt940File(ordinaryDay).replace(/(:60F:.*)/, "$1\n6126010201C15,00NTRFNONREF"));
  expect(mt940!.unread.map(({ text }) => text)).toContain("6126010201C15,00NTRFNONREF");
  const bai2 = readStatementText(bai2File(ordinaryDay).replace(/(\n98,.*)/, "$1\n88,PLEASE CALL US"));
  expect(bai2.flatMap(({ unread }) => unread.map(({ text }) => text)).join()).toContain("PLEASE CALL US");
});

test("seven zeros in a CFONB120 are no reference", () => {
  const [statement] = readStatementText(cfonb120File(ordinaryDay).replace(/^(04.{79}).{7}/gm, "$10000000"));
  expect(statement!.entries.map(({ reference }) => reference)).toEqual([null, null, null, null]);
});
