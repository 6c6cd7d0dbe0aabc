// Two real books, pseudonymised, as two packages wrote them. They are not part of this repository: the tests run where they lie beside it.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { balance, bookBalance, groupSums, open, readFec, recordsOf, shelfOf } from "./fec-books.ts";

const folder = [join(import.meta.dirname, "../../../../shared/data"), join(import.meta.dirname, "../../../../../shared/data")].find(existsSync) ?? "";
const real = join(folder, "fec_lettrage_pseudonymised");
const files = [
  { name: "000000001FEC20220831.txt", delimiter: "\t", encoding: "utf-8", customers: 17, rows: 538, dates: ["2021-12-31", "2022-03-15", "2022-06-30", "2022-08-31"] },
  { name: "111111111FEC20221231.TXT", delimiter: "|", encoding: "windows-1252", customers: 34, rows: 151, dates: ["2023-02-28", "2023-03-20", "2023-05-31", "2023-12-31"] },
].filter(({ name }) => folder !== "" && existsSync(join(real, name)));

describe.each(files)("$name", ({ name, delimiter, encoding, customers, rows, dates }) => {
  const bytes = readFileSync(join(real, name));
  const text = new TextDecoder(encoding).decode(bytes);
  const reading = readFec(bytes);
  const notes: string[] = [];
  const records = recordsOf(shelfOf({ name, bytes }), notes);

  test("every row on 411 is read and none is refused", () => {
    expect(reading.rejects).toEqual([]);
    expect(reading.lines).toHaveLength(rows);
    expect(reading.rows - reading.skipped).toBe(rows);
    expect(reading.debit).toBe(reading.credit);
    expect(new Set(records.map(({ code }) => code)).size).toBe(customers);
  });

  test.each(dates)("the balance at %s is debit minus credit, in all and customer by customer", (on) => {
    expect(balance(records, on)).toBe(bookBalance(text, delimiter, on));
    for (const code of new Set(records.map((record) => record.code))) expect(balance(records, on, code)).toBe(bookBalance(text, delimiter, on, code));
  });

  test("the shares of every lettered group add up to zero, and a group that balances is settled in full", () => {
    expect([...groupSums(records)].filter(([, sum]) => sum !== 0n)).toEqual([]);
    const byCode = Map.groupBy(reading.lines.filter(({ lettering }) => lettering), (line) => `${line.auxiliary} ${line.lettering}`);
    const balanced = [...byCode.values()].filter((lines) => lines.reduce((sum, { minor }) => sum + minor, 0n) === 0n);
    expect(balanced.length).toBeGreaterThan(40);
    expect(records.filter(({ item }) => open(item) === 0n).length).toBeGreaterThanOrEqual(balanced.flat().length);
  });

  test("read again, it is the same to the last byte", () => {
    expect(recordsOf(shelfOf({ name, bytes }))).toEqual(records);
  });
});

test("these files are read, or they are not here", () => {
  expect([0, 2]).toContain(files.length);
});
