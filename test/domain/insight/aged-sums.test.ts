import { expect, test } from "vitest";
import { agedSums, COUNTS, CREDIT, customersByGroup, folded, sumsOf, type LineColumns } from "#domain/insight/aged-sums.ts";

const days = (...values: number[]) => Int32Array.from(values);
const DAY = 100;
/** Three lines of three accounts, two customers: 40 days overdue, due tomorrow, and a credit; the last closes on day 101. */
const lines: LineColumns = {
  rows: 3, account: days(0, 1, 2), due: days(60, 101, 90), issued: days(30, 71, 90), since: days(30, 71, 90), till: days(500, 500, 101),
  flags: Uint8Array.from([COUNTS, COUNTS, COUNTS | CREDIT]), open: [Float64Array.from([500, 70, -20])], disputed: [Float64Array.from([100, 0, 0])],
};
const sums = (day: number, groupOf = days(0, 1, 0)) => agedSums([{ lines, groupOf }], 2, 3, { day, basis: "due", bounds: [30, 60] });

test("what is owed stands in its bucket, what is in the customer's favour in a column of its own", () => {
  expect(sumsOf(sums(DAY), 0)).toEqual({ balance: 480n, buckets: [0n, 0n, 500n, 0n], overdue: 500n, credits: -20n, disputed: 100n, items: 2 });
  expect(sumsOf(sums(DAY), 1)).toEqual({ balance: 70n, buckets: [70n, 0n, 0n, 0n], overdue: 0n, credits: 0n, disputed: 0n, items: 1 });
});

test("a line stands until the day before it changes, and accounts that are not asked about are left out", () => {
  expect(sumsOf(sums(101), 0)).toMatchObject({ balance: 500n, credits: 0n, items: 1 });
  expect(sumsOf(sums(29), 0)).toMatchObject({ balance: 0n, items: 0 });
  expect(sumsOf(sums(DAY, days(-1, 1, 0)), 0)).toMatchObject({ balance: -20n, items: 1 });
});

test("by invoice date the day of issue is in the first bucket, and overdue keeps its meaning", () => {
  expect(sumsOf(agedSums([{ lines, groupOf: days(0, 0, 0) }], 1, 3, { day: 71, basis: "invoice", bounds: [30, 60] }), 0)).toMatchObject({ buckets: [0n, 70n, 500n, 0n], overdue: 500n });
});

test("amounts beyond what a number holds add up in three parts", () => {
  const [a, b] = [(2n ** 62n + 12_345_678_901n).toString(), (2n ** 61n + 7n).toString()].map(BigInt) as [bigint, bigint];
  const part = (amount: bigint) => [amount % 2n ** 26n, (amount / 2n ** 26n) % 2n ** 26n, amount / 2n ** 52n].map(Number);
  const open = [0, 1, 2].map((limb) => Float64Array.from([part(a)[limb]!, part(b)[limb]!, part(-b)[limb]!]));
  const large = agedSums([{ lines: { ...lines, open, disputed: [] }, groupOf: days(0, 0, 0) }], 1, 3, { day: DAY, basis: "due", bounds: [30, 60] });
  expect(sumsOf(large, 0)).toMatchObject({ balance: a, credits: -b, buckets: [b, 0n, a, 0n] });
});

test("groups fold into groups of groups, and a customer of two accounts is one customer in each", () => {
  expect(sumsOf(folded(sums(DAY), days(0, 0), 1), 0)).toMatchObject({ balance: 550n, items: 3 });
  const { open } = sums(DAY);
  expect([...customersByGroup(open, days(0, 1, 2), days(7, 7, 8), days(0, 0, 0), 1)]).toEqual([2]);
  expect([...customersByGroup(open, days(0, 1, 2), days(7, 7, 8), days(0, 1, 0), 2)]).toEqual([2, 1]);
});
