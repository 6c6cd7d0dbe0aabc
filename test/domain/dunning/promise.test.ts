import { expect, test } from "vitest";
import { keptRates, planAt, promiseAt } from "#domain/dunning/promise.ts";
import type { PaymentPromise } from "#domain/dunning/schema.ts";
import { promise } from "#test/world/dunning.ts";
import { vectors } from "#test/world/vectors.ts";

const cents = (amount: number): bigint => BigInt(Math.round(amount * 100));
const at = (own: Partial<PaymentPromise>, receipts: [string, number][], asOf: string) => promiseAt(promise(own), receipts.map(([on, amount]) => ({ on, minor: cents(amount) })), asOf);

test.each<[string, Partial<PaymentPromise>, [string, number][], string, string]>([
  ["paid on the day", {}, [["2026-03-12", 1000]], "2026-03-31", "kept until 2026-03-16"],
  ["paid two working days later, over a weekend", {}, [["2026-03-16", 1000]], "2026-03-31", "kept until 2026-03-16"],
  ["paid a day after the grace: broken, however much", {}, [["2026-03-17", 5000]], "2026-03-31", "broken until 2026-03-16"],
  ["a cent below the tolerance of one percent", {}, [["2026-03-12", 989.99]], "2026-03-31", "partially_kept until 2026-03-16"],
  ["the tolerance exactly", {}, [["2026-03-12", 990]], "2026-03-31", "kept until 2026-03-16"],
  ["two payments together", {}, [["2026-03-06", 400], ["2026-03-16", 600]], "2026-03-31", "kept until 2026-03-16"],
  ["the last day of grace is still open", {}, [], "2026-03-16", "open until 2026-03-16"],
  ["nothing came", {}, [], "2026-03-17", "broken until 2026-03-16"],
  ["a later promise took its place", { ended: { as: "superseded", on: "2026-03-10", why: "a later one" } }, [], "2026-03-31", "superseded until 2026-03-16"],
  ["Good Friday counts in Paris", { payOn: "2026-04-02" }, [], "2026-04-07", "open until 2026-04-07"],
  ["Good Friday does not count for the ECB", { payOn: "2026-04-02", calendar: "TARGET" }, [], "2026-04-07", "open until 2026-04-08"],
])("a promise of 1,000 for 12 March: %s", (_what, own, receipts, asOf, then) => {
  const { status, deadline } = at(own, receipts, asOf);
  expect(`${status} until ${deadline}`).toBe(then);
});

test("a broken instalment breaks the plan; money is counted for the instalments in their order", () => {
  const instalments = ["2026-03-31", "2026-04-30", "2026-05-29"].map((payOn) => promise({ payOn, amountTolerance: 0, promised: { minor: cents(3000), currency: "EUR" } }));
  const plan = planAt(instalments, [{ on: "2026-03-31", minor: cents(3000) }, { on: "2026-05-06", minor: cents(3000) }], "2026-05-10");
  expect([plan.status, ...plan.instalments.map(({ status }) => status)]).toEqual(["broken", "kept", "broken", "open"]);
  const ahead = planAt(instalments, [{ on: "2026-03-30", minor: cents(9000) }], "2026-04-10");
  expect(ahead.status).toBe("kept");
});

test("no promise was due: there is no rate, not a rate of nothing", () => {
  expect(keptRates([{ promisedMinor: 100n, state: { status: "open", receivedMinor: 0n, counts: false } }])).toEqual({ due: 0, kept: 0, byCount: null, byAmount: null, byCash: null });
});

type Vector = { id: string; input: { promised: number; promise_date: string; amount_tolerance_percent: number; tolerance_business_days: number; calendar: string; receipts: { date: string; amount: number }[]; as_of: string; cancelled_by?: string }; expected: Record<string, string | number | boolean> };
type Batch = { input: { promised: number; by_deadline?: number; status: "kept" | "broken" | "partially_kept" | "open" | "cancelled" }[]; expected: Record<string, number> };
type PlanVector = { input: { instalments: { date: string; amount: number }[]; receipts: { date: string; amount: number }[]; calendar: string; tolerance_business_days: number; as_of: string }; expected: { deadlines: string[]; status: string[]; plan: string } };
const reference = vectors<{ items: Vector[]; batch: Batch[]; plans: PlanVector[] }>("promises");

test.runIf(reference)("the reference cases of promises all hold", () => {
  for (const { id, input, expected } of reference!.items) {
    const ended = input.cancelled_by ? { as: input.cancelled_by.startsWith("superseded") ? ("superseded" as const) : ("cancelled" as const), on: input.promise_date, why: input.cancelled_by } : undefined;
    const own = { promised: { minor: cents(input.promised), currency: "EUR" }, payOn: input.promise_date, amountTolerance: input.amount_tolerance_percent * 100, toleranceDays: input.tolerance_business_days, calendar: input.calendar, ...(ended ? { ended } : {}) };
    const state = at(own, input.receipts.map(({ date, amount }): [string, number] => [date, amount]), input.as_of);
    const status = state.status === "superseded" ? "cancelled" : state.status;
    expect([id, state.deadline, Number(state.minimumMinor) / 100, Number(state.receivedMinor) / 100, status, state.counts]).toEqual([id, expected.deadline, expected.minimum_amount, expected.received_by_deadline, expected.status, expected.counts_in_kept_rate]);
  }
});

test.runIf(reference)("the reference rates of kept promises and the reference plan hold", () => {
  for (const { input, expected } of reference!.batch) {
    const rates = keptRates(input.map(({ promised, by_deadline = 0, status }) => ({ promisedMinor: cents(promised), state: { status, receivedMinor: cents(by_deadline), counts: !["open", "cancelled"].includes(status) } })));
    expect(rates).toEqual({ due: expected.due_count, kept: expected.kept_count, byCount: expected.count_rate, byAmount: expected.amount_rate, byCash: expected.cash_rate });
  }
  for (const { input, expected } of reference!.plans) {
    const instalments = input.instalments.map(({ date, amount }) => promise({ payOn: date, promised: { minor: cents(amount), currency: "EUR" }, amountTolerance: 0, toleranceDays: input.tolerance_business_days, calendar: input.calendar }));
    const state = planAt(instalments, input.receipts.map(({ date, amount }) => ({ on: date, minor: cents(amount) })), input.as_of);
    expect([state.status, state.instalments.map(({ status }) => status), state.instalments.map(({ deadline }) => deadline)]).toEqual([expected.plan, expected.status, expected.deadlines]);
  }
});
