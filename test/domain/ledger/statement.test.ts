import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays } from "#domain/date.ts";
import { billAtRisk, billStates, changeBill, type BillState } from "#domain/ledger/bill.ts";
import { statement } from "#domain/ledger/statement.ts";
import type { Item, Posting } from "#domain/ledger/schema.ts";
import { invoice } from "#test/world/ledger.ts";

const paid = (id: string, on: string, minor: bigint, more: Partial<Posting> = {}): Posting => ({
  id: `pst_${id}`,
  kind: "allocation",
  on,
  instalment: 1,
  dueOn: "2026-02-10",
  minor,
  entityMinor: minor,
  by: "run_1",
  ...more,
});

test("a statement opens with what was owed before, tells every movement, and closes with what is owed", () => {
  const first = invoice({
    id: "itm_1",
    number: "FA-1",
    postings: [...invoice().postings, paid("a", "2026-02-03", -700_00n), paid("b", "2026-02-03", -300_00n), paid("d", "2026-02-04", 0n, { kind: "dispute" })],
  });
  const dollars: Item = { ...invoice({ id: "itm_2", number: "US-1" }), currency: "USD" };
  const [euros, usd] = statement([first, dollars], "2026-02-01", "2026-02-28");
  expect(euros).toMatchObject({ currency: "EUR", opening: 1200_00n, closing: 200_00n, lines: [{ on: "2026-02-03", posting: "allocation", minor: -1000_00n, balance: 200_00n }] });
  expect(usd).toMatchObject({ currency: "USD", opening: 1200_00n, closing: 1200_00n, lines: [] });
});

test("closing is opening plus movements, whatever the period", () => {
  const postings = fc.array(fc.tuple(fc.integer({ min: 0, max: 90 }), fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n })), { maxLength: 8 });
  fc.assert(
    fc.property(fc.array(postings, { maxLength: 4 }), fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 90 }), (items, a, b) => {
      const made = items.map((of, n) => invoice({ id: `itm_${n}`, postings: of.map(([day, minor], at) => paid(`${n}_${at}`, addDays("2026-01-01", day), minor)) }));
      const [from, asOf] = [addDays("2026-01-01", Math.min(a, b)), addDays("2026-01-01", Math.max(a, b))];
      const owed = made.flatMap(({ postings: all }) => all).reduce((sum, { on, minor }) => (on <= asOf ? sum + minor : sum), 0n);
      const [euros = { opening: 0n, closing: 0n, lines: [] }] = statement(made, from, asOf);
      expect(euros.closing).toBe(owed);
      expect(euros.lines.reduce((sum, { minor }) => sum + minor, euros.opening)).toBe(owed);
    }),
  );
});

test("a remitted bill stays a risk until it has been paid, or until no bank returns it any more", () => {
  const bill = { maturesOn: "2026-03-31", state: "in-portfolio" } as const;
  const aWeek = (day: string) => addDays(day, 7);
  expect(["2026-03-31", "2026-04-07", "2026-04-08"].map((asOf) => billAtRisk(bill, asOf, aWeek))).toEqual([true, true, false]);
  expect([billAtRisk({ ...bill, state: "paid" }, "2026-03-01", aWeek), billAtRisk({ ...bill, state: "unpaid" }, "2027-01-01", aWeek)]).toEqual([false, true]);
});

test("every state of a bill can be reached, and what is over stays over", () => {
  const states = Object.keys(billStates) as BillState[];
  const reached = new Set<BillState>(["in-portfolio", ...states.flatMap((state) => billStates[state])]);
  expect([...reached].toSorted()).toEqual(states.toSorted());
  expect(changeBill({ maturesOn: "2026-03-31", state: "unpaid" }, "paid")).toMatchObject({ code: "bill.impossible-change" });
  expect(changeBill({ maturesOn: "2026-03-31", state: "paid" }, "unpaid")).toMatchObject({ state: "unpaid" });
});
