import * as fc from "fast-check";
import { expect, test } from "vitest";
import { assign, loadShifts, moves, type PortfolioCustomer } from "#domain/access/portfolio/assign.ts";
import type { PortfolioRule } from "#domain/access/portfolio/schema.ts";

const minor = (amount: string): bigint => BigInt(amount) * 100n;
const customer = (id: string, change: Partial<PortfolioCustomer> = {}): PortfolioCustomer => ({ id, name: id, country: "FR", segment: "retail", entities: ["ent_fr"], openMinor: 1000_00n, ...change });
const rule = (id: string, when: PortfolioRule["when"], ...to: string[]): PortfolioRule => ({ id, when, to });
const given = (customers: readonly PortfolioCustomer[], rules: readonly PortfolioRule[], pins: { customerId: `cus_${string}`; to: string }[] = []) => Object.fromEntries(assign(customers, { rules: [...rules], pins }, minor).map(({ customer: { id }, to, because }) => [id, [to, because]]));

test("the first rule that fits decides: by country, segment, entity, letter and amount", () => {
  const rules = [rule("uk", { countries: ["GB"] }, "Priya"), rule("key", { segments: ["key account"] }, "Claire"), rule("us", { entities: ["ent_us"] }, "Dana"), rule("a-m", { letters: { from: "a", to: "m" } }, "Inès"), rule("large", { open: { from: "5000" } }, "Claire"), rule("rest", {}, "Thomas")];
  const customers = [customer("uk", { country: "GB", segment: "key account" }), customer("key", { segment: "key account" }), customer("zus", { entities: ["ent_us"] }), customer("Élan"), customer("zlarge", { openMinor: 5000_00n }), customer("zsmall"), customer("42 rue")];
  expect(given(customers, rules)).toEqual({ uk: ["Priya", "rule uk"], key: ["Claire", "rule key"], zus: ["Dana", "rule us"], Élan: ["Inès", "rule a-m"], zlarge: ["Claire", "rule large"], zsmall: ["Thomas", "rule rest"], "42 rue": ["Inès", "rule a-m"] });
});

test("a pin beats every rule, and whom no rule speaks of stays where he is", () => {
  expect(given([customer("cus_1", { collector: "Thomas" }), customer("cus_2", { country: "BE", collector: "Thomas" }), customer("cus_3", { country: "BE" })], [rule("fr", { countries: ["FR"] }, "Inès")], [{ customerId: "cus_1", to: "Claire" }])).toEqual({
    cus_1: ["Claire", "pin"], cus_2: ["Thomas", "nobody"], cus_3: [undefined, "nobody"],
  });
});

test("a customer whose currency has no rate fits no rule by amount", () => {
  expect(given([customer("cus_1", { openMinor: undefined })], [rule("small", { open: { to: "5000" } }, "Inès"), rule("rest", {}, "Thomas")]).cus_1).toEqual(["Thomas", "rule rest"]);
});

test("several share: who holds a customer keeps it, the others go where the load is least", () => {
  const customers = [customer("cus_1", { collector: "Inès" }), customer("cus_2", { collector: "Inès" }), customer("cus_3"), customer("cus_4"), customer("cus_5", { collector: "somebody who left" })];
  expect(Object.values(given(customers, [rule("all", {}, "Inès", "Thomas")])).map(([to]) => to)).toEqual(["Inès", "Inès", "Thomas", "Thomas", "Inès"]);
});

test("loads before and after, who gains and who loses", () => {
  const shifts = loadShifts(assign([customer("cus_1", { collector: "Thomas" }), customer("cus_2", { collector: "Thomas", openMinor: 70n }), customer("cus_3")], { rules: [rule("large", { open: { from: "500" } }, "Inès")], pins: [] }, minor));
  expect(shifts).toEqual([
    { collector: "Inès", before: { customers: 0, openMinor: 0n }, after: { customers: 2, openMinor: 2000_00n }, gains: 2, losses: 0 },
    { collector: "Thomas", before: { customers: 2, openMinor: 1000_70n }, after: { customers: 1, openMinor: 70n }, gains: 0, losses: 1 },
    { collector: "", before: { customers: 1, openMinor: 1000_00n }, after: { customers: 0, openMinor: 0n }, gains: 0, losses: 1 },
  ]);
});

const names = ["Inès", "Thomas", "Priya"];
const customers = fc
  .array(fc.record({ country: fc.constantFrom("FR", "GB", undefined), segment: fc.constantFrom("retail", "key account"), collector: fc.constantFrom(...names, undefined), name: fc.constantFrom("Arnaud", "Élan", "zeta", "42"), openMinor: fc.option(fc.bigInt(-1000n, 900_000n), { nil: undefined }) }), { maxLength: 25 })
  .map((all) => all.map((facts, n) => ({ ...facts, id: `cus_${n}`, entities: n % 3 === 0 ? ["ent_fr"] : ["ent_fr", "ent_uk"] })));
const rules = fc
  .array(fc.record({ when: fc.record({ countries: fc.subarray(["FR", "GB"]), segments: fc.subarray(["retail"]), entities: fc.subarray(["ent_uk" as const]), letters: fc.constant({ from: "A", to: "L" }), open: fc.constant({ from: "100", to: "5000" }) }, { requiredKeys: [] }), to: fc.subarray(names, { minLength: 1 }) }), { maxLength: 5 })
  .map((all) => all.map((one, n) => ({ ...one, id: `r${n}` })));

test("whatever the rules: nobody is lost, the order of customers does not matter, applied twice moves nobody again, and loads add up", () => {
  fc.assert(
    fc.property(customers, rules, (all, some) => {
      const settings = { rules: some, pins: [] };
      const first = assign(all, settings, minor);
      expect(first.map(({ customer: { id } }) => id)).toEqual(all.map(({ id }) => id));
      const reversed = assign(all.toReversed(), settings, minor);
      expect(new Map(reversed.map(({ customer: { id }, to }) => [id, to]))).toEqual(new Map(first.map(({ customer: { id }, to }) => [id, to])));
      const applied = first.map(({ customer: one, to }) => ({ ...one, collector: to as (typeof all)[number]["collector"] }));
      expect(moves(assign(applied, settings, minor))).toEqual([]);
      const shifts = loadShifts(first);
      for (const side of ["before", "after"] as const) expect(shifts.reduce((sum, shift) => sum + shift[side].customers, 0)).toBe(all.length);
      expect(shifts.reduce((sum, { gains, losses }) => sum + gains - losses, 0)).toBe(0);
      for (const { collector, before, after, gains, losses } of shifts) expect([collector, after.customers]).toEqual([collector, before.customers + gains - losses]);
    }),
    { numRuns: 150 },
  );
});
