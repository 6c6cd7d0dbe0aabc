// One bank day, written in every format, is the same day.
import { describe, expect, test } from "vitest";
import { readStatementText } from "#domain/cash-application/statements/read.ts";
import { camtFile, cfonb120File, closingOf, mt940File, ordinaryDay } from "#test/world/bank-day.ts";

const camtVersions = Array.from({ length: 13 }, (_, n) => n + 2);

describe.each([
  ...camtVersions.map((version) => [`CAMT.053 version ${version}`, camtFile(ordinaryDay, { version })] as const),
  ["CAMT.053 with prefixes", camtFile(ordinaryDay, { prefix: "ns2:" })],
  ["CAMT.052", camtFile(ordinaryDay, { message: "052", version: 8 })],
  ["MT940 with structured :86:", mt940File(ordinaryDay)],
  ["MT940 in its SWIFT envelope", mt940File(ordinaryDay, { wrapped: true })],
  ["MT940 with words between slashes", mt940File(ordinaryDay, { dialect: "slashed" })],
  ["MT940 with free text", mt940File(ordinaryDay, { dialect: "free" })],
  ["CFONB120", cfonb120File(ordinaryDay)],
  ["CFONB120 without line ends", cfonb120File(ordinaryDay).replaceAll("\r\n", "")],
] as const)("%s", (name, text) => {
  const [statement, ...more] = readStatementText(text, { file: "day" });
  const cfonb = name.startsWith("CFONB");
  const free = name.endsWith("free text");

  test("is one statement whose balances hold, without an error", () => {
    expect(more).toEqual([]);
    expect(statement!.errors).toEqual([]);
    expect([statement!.opening!.amount, statement!.closing!.amount, statement!.currency]).toEqual([ordinaryDay.opening, closingOf(ordinaryDay), "EUR"]);
    expect([statement!.opening!.date, statement!.closing!.date]).toEqual(["2025-12-31", "2026-01-02"]);
    expect(statement!.account).toBe(cfonb ? "12345678901" : ordinaryDay.account);
    expect(statement!.records).toBe(statement!.entries.length);
  });

  test("has every movement with its sign, both dates over the turn of the year, and the bank's reference", () => {
    const told = ordinaryDay.movements.map(({ minor, booked, value, reference }) => [minor, booked, value, cfonb ? reference.slice(-7) : reference]);
    expect(statement!.entries.map((entry) => [entry.amount, entry.bookingDate, entry.valueDate, entry.reference])).toEqual(told);
  });

  test("tells who paid and in which words, joined where the bank cut them", () => {
    const [first, debit] = statement!.entries;
    expect(first!.text).toContain("90000601 90000602 ET 90000617 MOINS AVOIR 90000588 SUIVANT RELEVE DE DECEMBRE");
    if (!free) expect([first!.counterparty, debit!.counterparty]).toEqual(["HELIOTROPE BATIMENT SAS", "OURAGAN TRANSPORTS"]);
    if (!cfonb) expect(first!.iban).toBe("FR1420041010050500013M02606");
    if (!free) expect(first!.endToEndId).toBe("HB-2026-0007");
  });

  test("knows a transfer, a direct debit and a returned one apart", () => {
    if (free || name.includes("slashes")) expect(statement!.entries.map(({ kind }) => kind)).toEqual(["credit-transfer", "direct-debit", "return", "credit-transfer"]);
    else expect(statement!.entries.map(({ kind, mandate }) => [kind, mandate])).toEqual([["credit-transfer", null], ["direct-debit", "MND-77"], ["return", "MND-12"], ["credit-transfer", null]]);
  });

  test("gives every entry an identity of its own, the same whenever the file is read", () => {
    const again = readStatementText(text)[0]!.entries.map(({ identity }) => identity);
    expect(new Set(again).size).toBe(4);
    expect(statement!.entries.map(({ identity }) => identity)).toEqual(again);
  });
});
