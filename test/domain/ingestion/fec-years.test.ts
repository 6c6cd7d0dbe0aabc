// Books of several years, invented: what an account is worth must be what the newest book says, whichever book came first.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { balance, book, bookBalance, groupSums, open, recordsOf, shelfOf } from "./fec-books.ts";

type Rows = Parameters<typeof book>[0];
const file = (closing: string, rows: Rows) => ({ name: `900200300FEC${closing}.txt`, bytes: book(rows) });
const sale = (entry: string, on: string, customer: string, piece: string, amount: number, code?: string): Rows => [
  ["VE", entry, on, "411000", customer, piece, amount, 0, code],
  ["VE", entry, on, "701000", "", piece, 0, amount],
];
const receipt = (entry: string, on: string, customer: string, piece: string, amount: number, code?: string): Rows => [
  ["BQ", entry, on, "512000", "", piece, amount, 0],
  ["BQ", entry, on, "411000", customer, piece, 0, amount, code],
];
const opening = (on: string, ...rows: readonly [customer: string, amount: number, code?: string, piece?: string][]): Rows => [
  ...rows.map(([customer, amount, code, piece = "RAN"]): Rows[number] => ["AN", "1", on, "411000", customer, piece, Math.max(amount, 0), Math.max(-amount, 0), code]),
  ["AN", "1", on, "101000", "", "RAN", 0, rows.reduce((sum, [, amount]) => sum + amount, 0)],
];

const year1 = file("20251231", [...sale("1", "20250310", "ARNAUD", "FA1", 100), ...sale("2", "20251105", "ARNAUD", "FA2", 250, "AA"), ...receipt("3", "20251220", "ARNAUD", "VIR3", 40), ...sale("4", "20251201", "BERGE", "FA3", 70)]);

describe("a year opens with what the year before left open", () => {
  test("row by row: nothing is issued twice, and what is lettered in the new year settles last year's invoice", () => {
    const year2 = file("20261231", [...opening("20260101", ["ARNAUD", 100, "", "FA1"], ["ARNAUD", 250, "AB", "FA2"], ["ARNAUD", -40, "", "VIR3"], ["BERGE", 70]), ...receipt("9", "20260215", "ARNAUD", "VIR9", 250, "AB")]);
    const records = recordsOf(shelfOf(year1, year2));
    expect(records.map(({ item }) => [item.number, open(item)])).toEqual([["FA1", 100_00n], ["FA2", 0n], ["VIR3", -40_00n], ["VIR9", 0n], ["FA3", 70_00n]]);
    expect(records.find(({ item }) => item.number === "FA2")!.item.settlements).toMatchObject([{ on: "2026-02-15", minor: 250_00n, lettering: "AB" }]);
  });

  test("as one sum: what is lettered on the sum settles the oldest invoices first, and with the last of it the credits that it had netted", () => {
    const part = file("20261231", [...opening("20260101", ["ARNAUD", 310, "AB"], ["BERGE", 70]), ...receipt("9", "20260215", "ARNAUD", "VIR9", 120, "AB")]);
    const partly = recordsOf(shelfOf(year1, part));
    expect(partly.filter(({ code }) => code === "ARNAUD").map(({ item }) => [item.number, open(item)])).toEqual([["FA1", 0n], ["FA2", 230_00n], ["VIR3", -40_00n], ["VIR9", 0n]]);

    const whole = file("20261231", [...opening("20260101", ["ARNAUD", 310, "AB"], ["BERGE", 70]), ...receipt("9", "20260215", "ARNAUD", "VIR9", 310, "AB")]);
    const wholly = recordsOf(shelfOf(year1, whole));
    expect(wholly.filter(({ code }) => code === "ARNAUD").map(({ item }) => open(item))).toEqual([0n, 0n, 0n, 0n]);
    expect([...groupSums(wholly).values()]).toEqual([0n]);
  });

  test("with another sum: the difference is an opening item of its own, and the books are believed", () => {
    const notes: string[] = [];
    const year2 = file("20261231", opening("20260101", ["ARNAUD", 300], ["BERGE", 70]));
    const records = recordsOf(shelfOf(year1, year2), notes);
    expect(balance(records, "2025-12-31", "ARNAUD")).toBe(310_00n);
    expect(balance(records, "2026-01-01", "ARNAUD")).toBe(300_00n);
    expect(records.filter(({ item }) => item.kind === "opening").map(({ item }) => item.minor)).toEqual([-10_00n]);
    expect(notes).toContain("opening.difference");
  });

  test("without a customer: what he owed is off the books, and off his account", () => {
    const records = recordsOf(shelfOf(year1, file("20261231", opening("20260101", ["ARNAUD", 310]))));
    expect(balance(records, "2025-12-31", "BERGE")).toBe(70_00n);
    expect(balance(records, "2026-01-01", "BERGE")).toBe(0n);
    expect(records.filter(({ code }) => code === "BERGE").map(({ item }) => open(item))).toEqual([0n, 0n]);
  });

  test("not yet: without an opening journal the account goes on as it was", () => {
    const records = recordsOf(shelfOf(year1, file("20261231", receipt("9", "20260215", "BERGE", "VIR9", 70, "AZ"))));
    expect(balance(records, "2026-02-15", "BERGE")).toBe(0n);
    expect(balance(records, "2026-02-15", "ARNAUD")).toBe(310_00n);
  });

  test("alone: with no year before it, the opening rows are the items", () => {
    const records = recordsOf(shelfOf(file("20261231", [...opening("20260101", ["ARNAUD", 310, "AB"]), ...receipt("9", "20260215", "ARNAUD", "VIR9", 310, "AB")])));
    expect(records.map(({ item }) => [item.kind, open(item)])).toEqual([["opening", 0n], ["payment", 0n]]);
  });
});

test("the order in which books come does not matter, nor how often each comes", () => {
  const year2 = file("20261231", [...opening("20260101", ["ARNAUD", 310, "AB"], ["BERGE", 70]), ...receipt("9", "20260215", "ARNAUD", "VIR9", 120, "AB")]);
  const once = recordsOf(shelfOf(year1, year2));
  expect(recordsOf(shelfOf(year2, year1))).toEqual(once);
  expect(recordsOf(shelfOf(year1, year2, year1, year2))).toEqual(once);
});

test("a fuller state of the same year keeps the ids of what it had", () => {
  const march = file("20251231", sale("1", "20250310", "ARNAUD", "FA1", 100));
  const [before] = recordsOf(shelfOf(march));
  const [after] = recordsOf(shelfOf(march, year1));
  expect(after!.item.id).toBe(before!.item.id);
});

test("lettering codes that a package uses again for other invoices are groups of their own", () => {
  const rows: Rows = [
    ["VE", "1", "20250110", "411000", "ARNAUD", "FA1", 100, 0, "A", "20250201"], ["VE", "1", "20250110", "701000", "", "FA1", 0, 100],
    ["BQ", "2", "20250201", "411000", "ARNAUD", "VIR2", 0, 100, "A", "20250201"], ["BQ", "2", "20250201", "512000", "", "VIR2", 100, 0],
    ["VE", "3", "20250510", "411000", "ARNAUD", "FA3", 60, 0, "A", "20250601"], ["VE", "3", "20250510", "701000", "", "FA3", 0, 60],
  ];
  const records = recordsOf(shelfOf(file("20251231", rows)));
  expect(records.map(({ item }) => [item.number, open(item)])).toEqual([["FA1", 0n], ["VIR2", 0n], ["FA3", 60_00n]]);
  expect(records[0]!.item.settlements[0]!.on).toBe("2025-02-01");
});

test("a group that does not balance settles its oldest invoices up to what was paid, and the rest stays open", () => {
  const records = recordsOf(shelfOf(file("20251231", [...sale("1", "20250110", "ARNAUD", "FA1", 100, "A"), ...sale("2", "20250210", "ARNAUD", "FA2", 80, "A"), ...receipt("3", "20250315", "ARNAUD", "VIR3", 130, "A")])));
  expect(records.map(({ item }) => [item.number, open(item)])).toEqual([["FA1", 0n], ["FA2", 50_00n], ["VIR3", 0n]]);
});

test("at every date every account is debit minus credit of the newest book, and every group adds up to zero, whatever was lettered, netted or mistyped", () => {
  const customers = fc.constantFrom("ARNAUD", "BERGE", "CORBIN");
  const codes = fc.constantFrom(undefined, undefined, "A", "B", "C");
  const movement = fc.record({ customer: customers, day: fc.integer({ min: 1, max: 360 }), amount: fc.integer({ min: 1, max: 90_000 }), sale: fc.boolean(), code: codes });
  const dateOf = (year: number, day: number) => new Date(Date.UTC(year, 0, day + 1)).toISOString().slice(0, 10).replaceAll("-", "");
  const rowsOf = (year: number, moves: readonly { customer: string; day: number; amount: number; sale: boolean; code: string | undefined }[]): Rows =>
    moves.flatMap(({ customer, day, amount, sale: sold, code }, n) => (sold ? sale : receipt)(`${n + 10}`, dateOf(year, day), customer, `P${n}`, amount / 100, code));
  const openings = fc.array(fc.tuple(customers, fc.integer({ min: -50_000, max: 90_000 }), codes), { maxLength: 5 });
  fc.assert(
    fc.property(fc.array(movement, { maxLength: 14 }), fc.array(movement, { maxLength: 14 }), openings, (first, second, opened) => {
      const openingRows = opened.filter(([, amount]) => amount !== 0).map(([customer, amount, code]): [string, number, string?] => [customer, amount / 100, code]);
      const [one, two] = [book(rowsOf(2025, first)), book([...opening("20260101", ...openingRows), ...rowsOf(2026, second)])];
      if (first.length === 0) return;
      const records = recordsOf(shelfOf({ name: "900200300FEC20251231.txt", bytes: one }, { name: "900200300FEC20261231.txt", bytes: two }));
      const [text1, text2] = [new TextDecoder().decode(one), new TextDecoder().decode(two)];
      for (const code of ["ARNAUD", "BERGE", "CORBIN"]) {
        for (const on of ["2025-03-31", "2025-08-31", "2025-12-31"]) expect(balance(records, on, code)).toBe(bookBalance(text1, "\t", on, code));
        for (const on of ["2026-01-01", "2026-05-31", "2026-12-31"]) expect(balance(records, on, code)).toBe(bookBalance(text2, "\t", on, code));
      }
      for (const sum of groupSums(records).values()) expect(sum).toBe(0n);
      for (const { item } of records) expect(item.minor > 0n ? open(item) >= 0n && open(item) <= item.minor : open(item) <= 0n && open(item) >= item.minor).toBe(true);
      expect(new Set(records.map(({ item }) => item.id)).size).toBe(records.length);
    }),
    { numRuns: 300 },
  );
});
