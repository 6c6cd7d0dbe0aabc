import { expect, test } from "vitest";
import { demoFiles } from "#infra/local/demo/files.ts";
import { demoSources } from "#infra/local/demo/sources.ts";
import { trade } from "#infra/local/demo/trade.ts";

const size = { seed: 7, today: "2026-11-24", customers: 200, months: 14 };
const told = trade(size);

test("the same seed and day tell the same company, to the byte", () => {
  const [one, two] = [demoFiles(told, size.today), demoFiles(trade(size), size.today)];
  expect(one.map(({ bytes }) => bytes.toString("base64"))).toEqual(two.map(({ bytes }) => bytes.toString("base64")));
});

test("200 customers in three countries, each with a name of its own", () => {
  expect(new Set(told.buyers.map(({ name }) => name)).size).toBe(200);
  expect(new Set(told.buyers.map(({ code }) => code)).size).toBe(200);
});

test("what one lettering settles sums to zero, and payments are never in the future", () => {
  const groups = new Map<string, number>();
  for (const document of told.documents) {
    if (document.lettering)
      groups.set(`${document.buyer.code} ${document.lettering}`, (groups.get(`${document.buyer.code} ${document.lettering}`) ?? 0) + document.minor - document.open);
    expect(document.issuedOn <= size.today && (document.settledOn ?? "") <= size.today).toBe(true);
  }
  expect([...groups.values()].filter((sum) => sum !== 0)).toEqual([]);
});

test("numbers are unique on each account", () => {
  const keys = told.documents.map(({ buyer, number }) => `${buyer.code} ${number}`);
  expect(new Set(keys).size).toBe(keys.length);
});

test("there is something to do: part of it is overdue, disputed, on account, part paid", () => {
  const open = told.documents.filter((document) => document.open !== 0);
  const debit = open.filter((document) => document.open > 0);
  const total = debit.reduce((sum, document) => sum + document.open, 0);
  const overdue = debit.filter(({ dueOn }) => dueOn < size.today).reduce((sum, document) => sum + document.open, 0);
  expect(overdue / total).toBeGreaterThan(0.15);
  expect(overdue / total).toBeLessThan(0.5);
  expect(open.some(({ disputed }) => disputed)).toBe(true);
  expect(open.some(({ kind }) => kind === "payment")).toBe(true);
  expect(debit.some((document) => document.open < document.minor)).toBe(true);
});

test("every column that a file has is mapped by its source", () => {
  for (const file of demoFiles(told, size.today)) {
    const { profile } = demoSources.find(({ slug }) => slug === file.source)!;
    const head = file.bytes.toString("latin1").split("\r\n")[0]!.split(profile!.delimiter!);
    expect(head).toEqual(Object.keys(profile!.columns));
  }
});
