// A FEC as the law has it, and as packages write it. Each file here is one dialect, told in a few rows.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fecName } from "#domain/ingestion/fec/name.ts";
import { open, readFec, recordsOf } from "./fec-books.ts";
import type { Book } from "#domain/ingestion/fec/records.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const cp1252 = (text: string): Uint8Array => Uint8Array.from([...text].map((letter) => (letter === "€" ? 0x80 : letter.charCodeAt(0))));
const legal = "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise".split(" ");
const invoice = "VE|Ventes|1|20260131|411000|Clients|C01|Société Générale d'Été|FA1|20260131|Vente|120,50|0,00|||20260201||".split("|");
const income = "VE|Ventes|1|20260131|701000|Ventes|||FA1|20260131|Vente|0,00|120,50|||20260201||".split("|");
const sheet = (rows: readonly (readonly string[])[], delimiter: string, end = "\r\n"): string => rows.map((row) => row.join(delimiter)).join(end) + end;

const asBook = (bytes: Uint8Array, accounts?: string[]): Book => {
  const reading = readFec(bytes, accounts ? { accounts } : {});
  return { year: "2026-01", first: reading.first!, last: reading.last!, hasOpening: reading.hasOpening, lines: reading.lines };
};
const one = (bytes: Uint8Array) => recordsOf([asBook(bytes)])[0]!;

describe.each([
  ["tabs", utf8(sheet([legal, invoice, income], "\t"))],
  ["pipes", utf8(sheet([legal, invoice, income], "|"))],
  ["semicolons and Windows letters", cp1252(sheet([legal, invoice, income], ";"))],
  ["a byte order mark", utf8(`\uFEFF${sheet([legal, invoice, income], "\t")}`)],
  ["Unix line ends, and none at the end", utf8(sheet([legal, invoice, income], "\t", "\n").trimEnd())],
  ["old Macintosh line ends", utf8(sheet([legal, invoice, income], "\t", "\r"))],
  ["padded cells", utf8(sheet([legal, invoice, income].map((row) => row.map((cell) => cell.padEnd(24))), "|"))],
  ["padded amounts", utf8(sheet([legal, invoice.with(11, "0000000120,50").with(12, "0000000000,00"), income], "|"))],
  ["points for commas", utf8(sheet([legal, invoice.with(11, "120.50").with(12, "0.00"), income.with(12, "120.50")], "\t"))],
  ["titles in capitals with accents", utf8(sheet([legal.map((title) => title.toUpperCase().replace("ECRITURE", "ÉCRITURE")), invoice, income], "\t"))],
  ["a trailing delimiter", utf8(sheet([[...legal, ""], [...invoice, ""], [...income, ""]], "|"))],
  ["another order of columns", utf8(sheet([legal, invoice, income].map((row) => row.toReversed()), "\t"))],
  ["dates with dashes", utf8(sheet([legal, invoice.with(3, "2026-01-31").with(9, "2026-01-31"), income.with(3, "2026-01-31")], "\t"))],
  ["French dates", utf8(sheet([legal, invoice.with(3, "31/01/2026"), income.with(3, "31/01/2026")], ";"))],
  ["amount and sense, D and C", utf8(sheet([legal.with(11, "Montant").with(12, "Sens"), invoice.with(12, "D"), income.with(11, "120,50").with(12, "C")], "|"))],
  ["amount and sense, +1 and -1", utf8(sheet([legal.with(11, "Montant").with(12, "Sens"), invoice.with(12, "+1"), income.with(11, "120,50").with(12, "-1")], "\t"))],
  ["the columns of cash accounting", utf8(sheet([[...legal, "DateRglt", "ModeRglt", "NatOp", "IdClient"], [...invoice, "20260301", "CB", "", "9"], [...income, "", "", "", ""]], "\t"))],
  ["no titles at all", utf8(sheet([invoice, income], "\t"))],
  ["quoted cells", utf8(sheet([legal, invoice, income].map((row) => row.map((cell) => `"${cell}"`)), ";"))],
])("a book with %s", (_, bytes) => {
  test("holds one invoice of 120.50 of a customer with an accented name", () => {
    const { item, code } = one(bytes);
    expect(item).toMatchObject({ kind: "invoice", number: "FA1", minor: 120_50n, issuedOn: "2026-01-31", currency: "EUR" });
    expect(code).toBe("C01");
    expect(readFec(bytes)).toMatchObject({ rejects: [], debit: 120_50n, credit: 120_50n });
  });
});

test("a collective account without auxiliary is a customer of its own, and stays apart from the others", () => {
  const rows = [invoice.with(6, "").with(7, "").with(5, "Clients divers"), income, invoice.with(2, "2").with(4, "411DUPONT").with(5, "Dupont").with(6, "").with(7, ""), income.with(2, "2"), invoice.with(2, "3"), income.with(2, "3")];
  const records = recordsOf([asBook(utf8(sheet([legal, ...rows], "\t")))]);
  expect(records.map(({ code }) => code)).toEqual(["411000", "411DUPONT", "C01"]);
});

test("bills and doubtful customers are left out unless the source asks for them; advances are never taken for customers", () => {
  const rows = [invoice, income, invoice.with(2, "2").with(4, "413000"), invoice.with(2, "3").with(4, "416000"), invoice.with(2, "4").with(4, "419100")];
  const bytes = utf8(sheet([legal, ...rows], "\t"));
  expect(recordsOf([asBook(bytes)])).toHaveLength(1);
  expect(recordsOf([asBook(bytes, ["411", "413", "416"])])).toHaveLength(3);
});

test("an entry in dollars keeps both amounts", () => {
  const { item } = one(utf8(sheet([legal, invoice.with(16, "140,00").with(17, "USD"), income], "\t")));
  expect(item).toMatchObject({ currency: "USD", minor: 140_00n, entityCurrency: "EUR", entityMinor: 120_50n });
});

test("what a row is, is told by the accounts of its entry before the name of its journal", () => {
  const bank = ["BQ", "Banque", "2", "20260215", "512000", "Banque", "", "", "V2", "20260215", "Virement", "120,50", "0,00", "", "", "", "", ""];
  const paid = invoice.with(0, "BQ").with(1, "Banque").with(2, "2").with(3, "20260215").with(8, "V2").with(11, "0,00").with(12, "120,50");
  const credit = invoice.with(2, "3").with(8, "AV3").with(11, "0,00").with(12, "20,00");
  const bounced = paid.with(2, "4").with(8, "V4").with(11, "120,50").with(12, "0,00");
  const misc = invoice.with(0, "OD").with(1, "Divers").with(2, "5").with(8, "OD5");
  const rows = [invoice, income, paid, bank, credit, income.with(2, "3").with(8, "AV3"), bounced, bank.with(2, "4"), misc];
  expect(recordsOf([asBook(utf8(sheet([legal, ...rows], "\t")))]).map(({ item }) => item.kind)).toEqual(["invoice", "payment", "credit-note", "adjustment", "adjustment"]);
});

test("a document number is taken only where it names one document", () => {
  const rows = [invoice.with(8, "0000000"), invoice.with(2, "2").with(8, "VE 0126"), invoice.with(2, "3").with(8, "VE 0126"), invoice.with(2, "4").with(8, "FA9")];
  expect(recordsOf([asBook(utf8(sheet([legal, ...rows], "\t")))]).map(({ item }) => item.number)).toEqual(["VE 1", "VE 2", "VE 3", "FA9"]);
});

test("a row on 411 that cannot be read is rejected with its line, field and value; one on another account is only counted", () => {
  const reading = readFec(utf8(sheet([legal, invoice.with(3, "20260231"), invoice.with(11, "12x"), income.with(12, "y"), invoice.slice(0, 6)], "\t")));
  expect(reading.rejects.map(({ line, field, value, code }) => [line, field, value, code])).toEqual([
    [2, "EcritureDate", "20260231", "date.not-in-calendar"],
    [3, "Debit", "12x", "amount.unreadable"],
    [5, "", expect.stringContaining("VE"), "row.too-short"],
  ]);
  expect(reading.reasons).toContainEqual(expect.objectContaining({ code: "fec.other-account-unreadable" }));
});

test("an entry that does not balance is told, and read all the same", () => {
  const reading = readFec(utf8(sheet([legal, invoice], "\t")));
  expect(reading.reasons).toContainEqual(expect.objectContaining({ code: "fec.entry-unbalanced", line: 2 }));
  expect(open(recordsOf([asBook(utf8(sheet([legal, invoice], "\t")))])[0]!.item)).toBe(120_50n);
});

test.each([
  ["900200300FEC20261231.txt", { siren: "900200300", closing: "2026-12-31" }],
  ["900200300 fec 20261231.TXT", { siren: "900200300", closing: "2026-12-31" }],
  ["90020030000011FEC20261231.csv", { siren: "900200300", closing: "2026-12-31" }],
  ["export.txt", {}],
])("the name %s tells whose book it is", (name, told) => expect(fecName(name)).toEqual(told));

test("nothing that is fed to it makes the reader crash or hang", () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom("20260131", "411000", "12,50", "-1", "D", "", '"', "AN", "\t", "\uFFFD"));
  fc.assert(fc.property(fc.array(fc.array(cell, { maxLength: 24 }), { maxLength: 30 }), fc.constantFrom("\t", "|", ";"), (rows, delimiter) => {
    const bytes = utf8(sheet([legal, ...rows], delimiter));
    const reading = readFec(bytes);
    if (reading.first) recordsOf([asBook(bytes)]);
  }), { numRuns: 200 });
});
