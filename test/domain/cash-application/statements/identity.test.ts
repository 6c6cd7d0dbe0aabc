// Never twice, never lost: the same money told by several files.
import { expect, test } from "vitest";
import { deduplicate, type KnownEntry, knownOf } from "#domain/cash-application/statements/identity.ts";
import { readStatementText } from "#domain/cash-application/statements/read.ts";
import type { Statement } from "#domain/cash-application/statements/statement.ts";
import { camtFile, cfonb120File, mt940File, ordinaryDay } from "#test/world/bank-day.ts";

const take = (known: Map<string, KnownEntry>, ...statements: readonly Statement[]): { fresh: number; duplicates: string[]; doubtful: string[] } => {
  const told = { fresh: 0, duplicates: [] as string[], doubtful: [] as string[] };
  for (const statement of statements) {
    const { fresh, duplicates, doubtful } = deduplicate(known, statement);
    for (const entry of fresh) known.set(entry.identity, knownOf(statement, entry));
    told.fresh += fresh.length;
    told.duplicates.push(...duplicates.map(({ reason }) => reason.code));
    told.doubtful.push(...doubtful.map(({ reason }) => reason.code));
  }
  return told;
};
const read = (text: string): Statement[] => readStatementText(text);
const cash = { minor: 50_00n, booked: "2026-01-02", value: "2026-01-02", reference: "NONREF", name: "DURAND", iban: "DE89370400440532013000", text: "COTISATION" };

test("a file that is loaded again brings nothing new, whatever its format", () => {
  for (const file of [camtFile(ordinaryDay), mt940File(ordinaryDay), cfonb120File(ordinaryDay)]) {
    const known = new Map<string, KnownEntry>();
    expect(take(known, ...read(file))).toEqual({ fresh: 4, duplicates: [], doubtful: [] });
    expect(take(known, ...read(file)).duplicates).toHaveLength(4);
  }
});

test("an advice in the morning, an interim report at noon and the statement at night are one payment, in any order", () => {
  const files = (["054", "052", "053"] as const).map((message) => camtFile(ordinaryDay, { message, version: 8 }));
  for (const order of [files, files.toReversed()]) {
    const known = new Map<string, KnownEntry>();
    expect(take(known, ...order.flatMap(read))).toEqual({ fresh: 4, duplicates: Array(8).fill("entry.same-reference"), doubtful: [] });
  }
});

test("two equal payments on one day are two, even where the bank gives them no reference", () => {
  const known = new Map<string, KnownEntry>();
  const file = mt940File({ ...ordinaryDay, movements: [cash, cash] });
  expect(take(known, ...read(file)).fresh).toBe(2);
  expect(take(known, ...read(file))).toMatchObject({ fresh: 0, duplicates: ["entry.same-statement", "entry.same-statement"] });
});

test("an equal payment without a reference in the next statement is doubtful, for it may be a second one", () => {
  const known = new Map<string, KnownEntry>();
  take(known, ...read(mt940File({ ...ordinaryDay, movements: [cash] })));
  expect(take(known, ...read(mt940File({ ...ordinaryDay, movements: [cash], number: "8" })))).toEqual({ fresh: 0, duplicates: [], doubtful: ["entry.equal-in-another-statement"] });
});

test("the same amount and words on another account is another payment", () => {
  const known = new Map<string, KnownEntry>();
  take(known, ...read(mt940File({ ...ordinaryDay, movements: [cash] })));
  expect(take(known, ...read(mt940File({ ...ordinaryDay, account: "FR1420041010050500013M02606", movements: [cash] }))).fresh).toBe(1);
});

test("pages of one statement in one file are numbered through", () => {
  const page = mt940File({ ...ordinaryDay, movements: [cash] });
  const identities = read(page + page).flatMap(({ entries }) => entries.map(({ identity }) => identity));
  expect(new Set(identities).size).toBe(2);
});
