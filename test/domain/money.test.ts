import fc from "fast-check";
import { expect, test } from "vitest";
import { convert, inverse, money } from "#domain/money.ts";

test("a rate that is told the other way round is worth the same, to the smallest unit", () => {
  expect(inverse({ from: "GBP", to: "EUR", rate: "1.25", on: "2026-10-31" })).toEqual({ from: "EUR", to: "GBP", rate: "0.800000000000", on: "2026-10-31" });
  expect(convert(money(100_00n, "EUR"), inverse({ from: "JPY", to: "EUR", rate: "0.0061", on: "2026-10-31" }))).toEqual(money(16393n, "JPY"));
  fc.assert(
    fc.property(fc.bigInt({ min: -1_000_000_000_000n, max: 1_000_000_000_000n }), fc.integer({ min: 100, max: 10_000_000 }), (minor, tenThousandths) => {
      const rate = { from: "GBP", to: "EUR", rate: `${Math.floor(tenThousandths / 10_000)}.${String(tenThousandths % 10_000).padStart(4, "0")}`, on: "2026-10-31" };
      const there = convert(money(minor, "EUR"), inverse(rate));
      const back = convert(there, rate).minor - minor;
      // What one unit of the other currency is worth here, is as near as one comes.
      const unit = BigInt(Math.ceil(tenThousandths / 10_000)) + 1n;
      expect(back <= unit && back >= -unit).toBe(true);
    }),
  );
});
