// The edge cases of ageing that everybody argues about, computed by hand from the definition: day 0 is not due, day 1 is the first bucket.
import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, businessDate, daysBetween } from "#domain/date.ts";
import { age, bucketOf, daysPastDue, defaultBounds, type OpenPart } from "#domain/ledger/ageing.ts";
import { dueDate } from "#domain/ledger/due-date.ts";

test.each([
  ["due today is not overdue", "2025-03-31", "2025-03-31", 0, 0],
  ["due yesterday is the first bucket", "2025-03-30", "2025-03-31", 1, 1],
  ["due tomorrow is not due", "2025-04-01", "2025-03-31", -1, 0],
  ["sixteen days", "2025-03-15", "2025-03-31", 16, 1],
  ["1 to 31 March is thirty days", "2025-03-01", "2025-03-31", 30, 1],
  ["thirty-one days", "2025-02-28", "2025-03-31", 31, 2],
  ["sixty days", "2025-01-30", "2025-03-31", 60, 2],
  ["sixty-one days", "2025-01-29", "2025-03-31", 61, 3],
  ["ninety days, over the year's end", "2024-12-31", "2025-03-31", 90, 3],
  ["ninety-one days", "2024-12-30", "2025-03-31", 91, 4],
  ["a hundred and twenty days", "2024-12-01", "2025-03-31", 120, 4],
  ["beyond", "2024-11-30", "2025-03-31", 121, 5],
  ["the leap day counts", "2024-02-29", "2024-03-30", 30, 1],
  ["over a leap day", "2024-02-01", "2024-03-02", 30, 1],
  ["the same dates in a common year", "2025-02-01", "2025-03-02", 29, 1],
])("%s", (_name, dueOn, asOf, days, bucket) => {
  expect([daysPastDue(dueOn, asOf), bucketOf(daysPastDue(dueOn, asOf))]).toEqual([days, bucket]);
});

test("by invoice date, an invoice of 15 January is 75 days old at the end of March", () => {
  const days = daysBetween("2025-01-15", "2025-03-31");
  expect([days, bucketOf(days, "invoice"), bucketOf(0, "invoice"), bucketOf(121, "invoice")]).toEqual([75, 3, 1, 5]);
});

const mixed: OpenPart[] = [
  { dueOn: "2025-02-15", issuedOn: "2025-01-15", minor: 1000n },
  { dueOn: "2025-02-20", issuedOn: "2025-02-20", minor: -300n },
  { dueOn: "2025-03-20", issuedOn: "2025-03-20", minor: -200n },
  { dueOn: "2025-04-10", issuedOn: "2025-03-10", minor: 500n },
];
test("credits stand in a column of their own", () => {
  expect(age(mixed, "2025-03-31")).toEqual({ buckets: [500n, 0n, 1000n, 0n, 0n, 0n], credits: -500n, overdue: 1000n, total: 1000n });
});
test("or by their own date, if that is asked for", () => {
  expect(age(mixed, "2025-03-31", { credits: "own-date" })).toMatchObject({ buckets: [500n, -200n, 700n, 0n, 0n, 0n], credits: 0n, total: 1000n });
});
test("each instalment ages by its own due date", () => {
  const instalments = ["2025-01-31", "2025-02-28", "2025-03-31"].map((dueOn) => ({ dueOn, issuedOn: "2025-01-01", minor: 1000n }));
  expect(age(instalments, "2025-03-31").buckets).toEqual([1000n, 0n, 2000n, 0n, 0n, 0n]);
});
test("the bounds are the house's", () => {
  const parts = [
    ["2025-03-16", 1n],
    ["2025-03-15", 2n],
    ["2025-02-14", 4n],
    ["2025-02-13", 8n],
  ] as const;
  expect(
    age(
      parts.map(([dueOn, minor]) => ({ dueOn, issuedOn: dueOn, minor })),
      "2025-03-31",
      { bounds: [15, 45] },
    ).buckets,
  ).toEqual([0n, 1n, 6n, 8n]);
});
test("the day is the entity's: late on 31 March in London it is already April in Paris", () => {
  const asOf = businessDate("2026-03-31T22:30:00Z", "Europe/Paris");
  expect([asOf, daysPastDue("2026-03-31", asOf)]).toEqual(["2026-04-01", 1]);
});
test("every cent stands in exactly one column, whatever the date and the clock", () => {
  const part = fc.record({
    dueOn: fc.integer({ min: 0, max: 400 }).map((n) => addDays("2025-01-01", n)),
    issuedOn: fc.constant("2025-01-01"),
    minor: fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }),
  });
  fc.assert(
    fc.property(fc.array(part), fc.constantFrom("due" as const, "invoice" as const), fc.constantFrom("separate" as const, "own-date" as const), (parts, basis, credits) => {
      const aged = age(parts, "2025-07-01", { basis, credits, bounds: defaultBounds });
      expect(aged.buckets.reduce((sum, bucket) => sum + bucket, 0n) + aged.credits).toBe(parts.reduce((sum, { minor }) => sum + minor, 0n));
    }),
  );
});

test("an invoice without a due date takes the customer's terms, else the source's, and says which", () => {
  const source = { days: 30, endOfMonth: false };
  expect(dueDate("2026-01-10", "2026-02-01", undefined, source)).toEqual({ dueOn: "2026-02-01", dueReason: "file" });
  expect(dueDate("2026-01-10", undefined, { days: 45, endOfMonth: true }, source)).toEqual({ dueOn: "2026-02-28", dueReason: "customer-terms" });
  expect(dueDate("2026-01-31", undefined, undefined, source)).toEqual({ dueOn: "2026-03-02", dueReason: "source-terms" });
});
