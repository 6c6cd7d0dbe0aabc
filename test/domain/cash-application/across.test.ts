// A payment that a clerk puts together from documents of several companies: what each of the others is handed, and what stays.
import fc from "fast-check";
import { expect, test } from "vitest";
import { across } from "#domain/cash-application/across.ts";

const payment = { entityId: "ent_fr", currency: "EUR" } as const;
const line = (entityId: `ent_${string}`, itemId: `itm_${string}`, cleared: string) => ({ entityId, itemId, customerId: "cus_a" as const, cleared });
const cents = (amount: string): number => Math.round(Number(amount) * 100);
const text = (minor: number): string => (minor / 100).toFixed(2);

test("each other company is handed what its documents clear; a difference is written off here", () => {
  const told = across(payment, "cus_a", [line("ent_fr", "itm_1", "100.00"), line("ent_uk", "itm_2", "50.00"), line("ent_uk", "itm_3", "-10.00")], [{ type: "cents", amount: "0.05" }]);
  expect(told.handed).toMatchObject([{ entityId: "ent_uk", amount: "40.00", adjustments: [], lines: [{ itemId: "itm_2" }, { itemId: "itm_3" }] }]);
  expect(told.order).toMatchObject({ adjustments: [{ amount: "0.05" }], lines: [{ itemId: "itm_1" }] });
});

test("without a document here, the company with the largest part bears the difference, and what is left over is nobody's there", () => {
  const lines = [line("ent_uk", "itm_1", "10.00"), line("ent_inc", "itm_2", "60.00")];
  expect(across(payment, "cus_a", lines, [{ type: "cents", amount: "0.05" }])).toMatchObject({ handed: [{ entityId: "ent_inc", amount: "59.95", adjustments: [{ amount: "0.05" }] }, { entityId: "ent_uk", amount: "10.00", adjustments: [] }] });
  expect(across(payment, "cus_a", lines, [{ type: "other", amount: "-7.00" }]).handed.map(({ amount, adjustments }) => [amount, adjustments])).toEqual([["60.00", []], ["10.00", []]]);
});

test("every document is in one place, and what is used is what was cleared less what was written off", () => {
  const lines = fc.array(fc.tuple(fc.constantFrom("ent_fr" as const, "ent_uk" as const, "ent_inc" as const), fc.integer({ min: 1, max: 1_000_000 })), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(lines, fc.integer({ min: 0, max: 1 }), (of, off) => {
      const asked = of.map(([entityId, minor], n) => line(entityId, `itm_${n}`, text(minor)));
      const { handed, order } = across(payment, "cus_a", asked, off > 0 ? [{ type: "cents", amount: text(off) }] : []);
      const placed = [...handed.flatMap((one) => one.lines), ...(order?.lines ?? [])];
      expect(placed.map(({ itemId }) => itemId).toSorted()).toEqual(asked.map((_, n) => `itm_${n}`).toSorted());
      const here = order ? order.lines.reduce((sum, { cleared }) => sum + cents(cleared), 0) - (order.adjustments).reduce((sum, { amount }) => sum + cents(amount), 0) : 0;
      expect(handed.reduce((sum, { amount }) => sum + cents(amount), here)).toBe(of.reduce((sum, [, minor]) => sum + minor, 0) - off);
    }),
  );
});
