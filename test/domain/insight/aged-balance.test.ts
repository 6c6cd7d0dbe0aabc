import { expect, test } from "vitest";
import { agedBalance, boundsOf, bucketOf, DEFAULT_BOUNDS, type HistoryPosting } from "#domain/insight/aged-balance.ts";
import { converted, rateOn } from "#domain/insight/conversion.ts";
import { addDays } from "#domain/date.ts";

const posting = (change: Partial<HistoryPosting>): HistoryPosting => ({
  id: `pst_${JSON.stringify([change.itemId, change.on, change.minor?.toString(), change.dueOn])}`, itemId: "itm_1", itemKind: "invoice", entityId: "ent_fr", customerId: "cus_arnaud", kind: "issue",
  on: "2025-01-15", instalment: 1, dueOn: "2025-02-15", issuedOn: "2025-01-15", currency: "EUR", entityCurrency: "EUR", minor: 1000n, entityMinor: 1000n, disputedMinor: 0n, run: "run_1", ...change,
});
const whole = { key: "all", label: "" };
const aged = (asOf: string, postings: HistoryPosting[], bounds: readonly number[] = DEFAULT_BOUNDS) => agedBalance(postings, { asOf, basis: "due", bounds, groupOf: () => whole });

test.each([
  ["due today", "2025-03-31", 0], ["due tomorrow", "2025-04-01", 0], ["due yesterday", "2025-03-30", 1], ["30 days late", "2025-03-01", 1], ["31 days late", "2025-02-28", 2],
  ["60 days late", "2025-01-30", 2], ["61 days late", "2025-01-29", 3], ["90 days late", "2024-12-31", 3], ["91 days late", "2024-12-30", 4], ["120 days late", "2024-12-01", 4], ["121 days late", "2024-11-30", 5],
])("an invoice %s (due %s) on 31 March is in bucket %i", (_, dueOn, bucket) => {
  expect(bucketOf({ dueOn, issuedOn: "2024-01-01" }, { asOf: "2025-03-31", basis: "due", bounds: DEFAULT_BOUNDS })).toBe(bucket);
});

test("over a leap day, 29 February to 30 March is 30 days", () => {
  expect(bucketOf({ dueOn: "2024-02-29", issuedOn: "2024-01-01" }, { asOf: "2024-03-30", basis: "due", bounds: DEFAULT_BOUNDS })).toBe(1);
  expect(bucketOf({ dueOn: "2024-02-29", issuedOn: "2024-01-01" }, { asOf: "2024-03-31", basis: "due", bounds: DEFAULT_BOUNDS })).toBe(2);
});

test.each([[0, 1], [30, 1], [31, 2], [75, 3], [121, 5], [-1, 0]])("by invoice date, an invoice of %i days is in bucket %i: day 0 opens the first", (age, bucket) => {
  expect(bucketOf({ dueOn: "2099-01-01", issuedOn: addDays("2025-03-31", -age) }, { asOf: "2025-03-31", basis: "invoice", bounds: DEFAULT_BOUNDS })).toBe(bucket);
});

test("credit notes and unapplied cash make no debt look young: they stand in a column of their own", () => {
  const ledger = [
    posting({ itemId: "itm_1", dueOn: "2025-02-15", minor: 1000n }),
    posting({ itemId: "itm_2", itemKind: "credit-note", dueOn: "2025-02-20", minor: -300n }),
    posting({ itemId: "itm_3", itemKind: "payment", dueOn: "2025-03-20", minor: -200n, on: "2025-03-20" }),
    posting({ itemId: "itm_4", dueOn: "2025-04-10", minor: 500n }),
  ];
  expect(aged("2025-03-31", ledger)).toEqual([{ ...whole, currency: "EUR", balance: 1000n, buckets: [500n, 0n, 1000n, 0n, 0n, 0n], overdue: 1000n, credits: -500n, disputed: 0n, customers: 1, items: 4 }]);
});

test("each instalment ages by its own due date", () => {
  const ledger = ["2025-01-31", "2025-02-28", "2025-03-31"].map((dueOn, n) => posting({ instalment: n + 1, dueOn }));
  expect(aged("2025-03-31", ledger)).toMatchObject([{ buckets: [1000n, 0n, 2000n, 0n, 0n, 0n], items: 1 }]);
});

test("a payment of later does not exist yet, and what is left keeps its due date", () => {
  const ledger = [posting({}), posting({ kind: "allocation", on: "2025-03-10", minor: -400n })];
  expect(aged("2025-03-05", ledger)).toMatchObject([{ balance: 1000n, buckets: [0n, 1000n, 0n, 0n, 0n, 0n] }]);
  expect(aged("2025-03-31", ledger)).toMatchObject([{ balance: 600n, buckets: [0n, 0n, 600n, 0n, 0n, 0n] }]);
});

test("a returned payment opens the invoice again, at its original due date", () => {
  const ledger = [posting({}), posting({ kind: "allocation", on: "2025-03-10", minor: -1000n }), posting({ kind: "reversal", on: "2025-03-20", minor: 1000n })];
  expect(aged("2025-03-10", ledger)).toEqual([]);
  expect(aged("2025-03-31", ledger)).toMatchObject([{ buckets: [0n, 0n, 1000n, 0n, 0n, 0n] }]);
});

test("euros and dollars are never added", () => {
  const ledger = [posting({}), posting({ itemId: "itm_2", currency: "USD", minor: 800n })];
  expect(aged("2025-03-31", ledger).map(({ currency, balance }) => [currency, balance])).toEqual([["EUR", 1000n], ["USD", 800n]]);
});

test("other bounds may be asked for, in any order", () => {
  const ledger = (["2025-03-16", "2025-03-15", "2025-02-14", "2025-02-13"] as const).map((dueOn, n) => posting({ itemId: `itm_${n}`, dueOn, minor: 2n ** BigInt(n) }));
  expect(aged("2025-03-31", ledger, boundsOf("45,15"))).toMatchObject([{ buckets: [0n, 1n, 6n, 8n] }]);
});

test("a posting that is told twice counts once", () => {
  expect(aged("2025-03-31", [posting({}), posting({})])).toMatchObject([{ balance: 1000n }]);
});

test("the latest rate on or before the date is taken, and never one of after", () => {
  const rates = ["2025-01-31", "2025-02-28", "2025-04-01"].map((on, n) => ({ from: "USD", to: "EUR", rate: `0.9${n}`, on }));
  expect(rateOn(rates, "USD", "EUR", "2025-03-31")?.on).toBe("2025-02-28");
  expect(rateOn(rates, "USD", "EUR", "2025-01-01")).toBeUndefined();
  expect(rateOn(rates, "EUR", "USD", "2025-03-31")).toBeUndefined();
});

test("a converted row adds up: buckets and credits are its balance, which is converted once, half to even", () => {
  const row = { currency: "USD", balance: 1n, buckets: [1n, 1n, 1n], overdue: 2n, credits: -2n, disputed: 0n };
  expect(converted(row, { from: "USD", to: "EUR", rate: "0.5", on: "2025-03-31" })).toMatchObject({ balance: 0n, buckets: [0n, 0n, 0n], credits: 0n });
  const larger = converted({ ...row, balance: 3_05n, buckets: [1_01n, 1_02n, 1_02n], credits: 0n }, { from: "USD", to: "EUR", rate: "0.333", on: "2025-03-31" });
  expect(larger.buckets.reduce((a, b) => a + b, larger.credits)).toBe(larger.balance);
  expect(larger.balance).toBe(102n);
});
