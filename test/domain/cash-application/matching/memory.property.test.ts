// The memory is a function of the set of its lessons and edits: whatever the order, the repetition and the detours, the same facts make the same memory.
import fc from "fast-check";
import { expect, test } from "vitest";
import { lessonsOfPayment } from "#domain/cash-application/matching/desk-lessons.ts";
import { Memory, type Lesson } from "#domain/cash-application/matching/memory.ts";
import { editsOf, keyText, type MemoryEdit } from "#domain/cash-application/matching/memory-edits.ts";
import { received, type Allocation, type Payment } from "#domain/cash-application/payment.ts";

const TODAY = 20_500;
const lesson = fc.record({
  receipt: fc.integer({ min: 1, max: 12 }).map((n) => `les_${n}`), on: fc.integer({ min: TODAY - 500, max: TODAY }), iban: fc.constantFrom("", "FR76A", "FR76B"), name: fc.constantFrom("", "ARNAUD", "MOULINS"), payer: fc.constantFrom("cus_a", "cus_b"),
  customers: fc.subarray(["cus_a", "cus_b", "cus_c"], { minLength: 1 }), kind: fc.constantFrom("named", "balance", ""), difference: fc.constantFrom("exact", "fee"), residue: fc.constantFrom("", "fee:1500"), at: fc.constantFrom("2026-01-01", "2026-02-01", "2026-03-01"),
}) satisfies fc.Arbitrary<Lesson>;
const lessons = fc.uniqueArray(fc.tuple(lesson, fc.boolean()).map(([one, renews]): Lesson => ({ ...one, ...(renews ? { renews: true } : {}) })), { selector: ({ receipt }) => receipt, maxLength: 12 });
const key = fc.constantFrom({ type: "iban", value: "FR76A" } as const, { type: "name", value: "Arnaud" } as const);
const change = fc.oneof(
  fc.record({ type: fc.constant("pin" as const), key, customerId: fc.constantFrom("cus_a" as const, "cus_c" as const) }),
  fc.record({ type: fc.constant("merge" as const), name: fc.constantFrom("Moulins", "Arnaud"), into: fc.constantFrom("Arnaud", "Moulins", "Anvers") }),
  fc.record({ type: fc.constant("forget" as const), key, customerId: fc.constantFrom("cus_a" as const, undefined) }),
  fc.record({ type: fc.constant("unlearn" as const), lessonId: fc.constantFrom("les_1" as const, "les_2" as const) }),
);
const edits = fc.array(fc.tuple(change, fc.constantFrom("2026-01-15", "2026-02-15")), { maxLength: 5 }).map((list) => list.map(([one, at], n): MemoryEdit => ({ id: `med_${n}`, entityId: "ent_fr", change: one, at, by: { id: "usr_1", name: "Claire" } })));

const turned = <T>(items: readonly T[], salt: number): T[] => items.map((item, n) => [((n + 1) * 7919 + salt) % 101, item] as const).toSorted(([a], [b]) => a - b).map(([, item]) => item);
const taughtBy = (list: readonly Lesson[], changes: readonly MemoryEdit[]): Memory => {
  const memory = new Memory(editsOf(changes));
  for (const one of list) memory.learn(one);
  return memory;
};

test("the same facts in any order, told twice or taken back in between, make the same memory to the last bit", () => {
  fc.assert(
    fc.property(lessons, edits, lessons, fc.nat(), (list, changes, detour, salt) => {
      const roundabout = taughtBy([...turned(list, salt), ...detour], turned(changes, salt));
      for (const { receipt } of detour) roundabout.unlearn(receipt);
      for (const one of turned([...list, ...list], salt + 3)) roundabout.learn(one);
      expect(roundabout.facts(TODAY)).toEqual(taughtBy(list, changes).facts(TODAY));
    }),
    { numRuns: 300 },
  );
});

test("what the engine posted alone teaches no account, name or habit; beside one that a person confirmed it keeps the memory fresh", () => {
  fc.assert(
    fc.property(lessons, (list) => {
      expect(taughtBy(list.map((one) => ({ ...one, renews: true as const })), []).facts(TODAY)).toEqual([]);
    }),
  );
  const paid = (receipt: string, on: number, renews?: true): Lesson => ({ receipt, on, iban: "FR76A", name: "", payer: "cus_a", customers: ["cus_a"], kind: "named", difference: "exact", residue: "", ...(renews ? { renews } : {}) });
  const old = taughtBy([paid("les_1", TODAY - 360)], []);
  const kept = taughtBy([paid("les_1", TODAY - 360), paid("les_2", TODAY - 10, true)], []);
  expect(old.support("pays:iban:FR76A", "cus_a", TODAY)).toBeCloseTo(0.25);
  expect(kept.support("pays:iban:FR76A", "cus_a", TODAY)).toBeGreaterThan(1);
  kept.unlearn("les_1");
  expect(kept.facts(TODAY)).toEqual([]);
});

test("a pin wins over what was cleared, a merge makes two names one, what is forgotten counts again once it is cleared again", () => {
  const paid = (receipt: string, name: string, customer: string, at: string): Lesson => ({ receipt, on: TODAY, iban: "FR76A", name, payer: customer, customers: [customer], kind: "", difference: "", residue: "", at });
  const edit = (n: number, made: MemoryEdit["change"], at = "2026-02-01"): MemoryEdit => ({ id: `med_${n}`, entityId: "ent_fr", change: made, at, by: { id: "usr_1", name: "Claire" } });
  const list = [paid("les_1", "ARNAUD", "cus_a", "2026-01-01"), paid("les_2", "MOULINS", "cus_b", "2026-01-02")];
  const iban = { type: "iban", value: "FR76 A" } as const;
  expect(taughtBy(list, [edit(1, { type: "pin", key: iban, customerId: "cus_c" })]).paidFor("iban:FR76A", TODAY).map(({ code }) => code)).toEqual(["cus_c"]);
  expect(taughtBy(list, [edit(1, { type: "merge", name: "Sté Moulins", into: "Arnaud SARL" })]).paidFor("name:MOULINS", TODAY).map(({ code }) => code)).toEqual(["cus_a", "cus_b"]);
  const forgot = edit(1, { type: "forget", key: iban, customerId: "cus_a" });
  expect(taughtBy(list, [forgot]).paidFor("iban:FR76A", TODAY).map(({ code }) => code)).toEqual(["cus_b"]);
  expect(taughtBy([...list, paid("les_3", "ARNAUD", "cus_a", "2026-02-02")], [forgot]).paidFor("iban:FR76A", TODAY).map(({ code, support }) => [code, support])).toEqual([["cus_a", 1], ["cus_b", 1]]);
  expect(keyText({ type: "name", value: "Moulins Arnaud S.A.R.L." })).toBe("name:MOULINSARNAUD");
});

test("a payment tells its lessons from how it stands: confirmed, posted alone, taken back, or on account", () => {
  const base: Payment = received({ id: "pay_1", entityId: "ent_fr", account: "FR76", currency: "EUR", minor: 1200_00n, bookedOn: "2026-02-12", payerName: "MOULINS ARNAUD", payerIban: "FR76A", text: "FA-42", kind: "credit-transfer", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: 1 } });
  const allocation = (by: Allocation["by"], change: Partial<Allocation> = {}): Allocation => ({ id: "alc_1", on: "2026-02-12", at: "2026-02-12T07:00:00Z", by, customerId: "cus_a", lines: [{ itemId: "itm_1", customerId: "cus_a", number: "FA-42", cleared: 1215_00n }], adjustments: [{ type: "bankFee", minor: 15_00n }], used: 1200_00n, ...change });
  const claire = { type: "user", id: "usr_1", name: "Claire" } as const;
  const engine = { type: "rule", id: "cash-application.match", version: 2 } as const;
  const told = (change: Partial<Payment>) => lessonsOfPayment({ ...base, version: 2, ...change }).map(({ id, state, lesson: { customers, residue, iban, name } }) => [id, state, customers, residue, iban, name]);
  expect(told({ status: "applied", allocations: [allocation(claire)] })).toEqual([["les_1", "taught", ["cus_a"], "fee:1500", "FR76A", "MOULINSARNAUD"]]);
  expect(told({ status: "applied", allocations: [allocation(engine)] })[0]![1]).toBe("renews");
  expect(told({ status: "unmatched", version: 3, allocations: [allocation(engine, { takenBack: { on: "2026-02-13", at: "2026-02-13T08:00:00Z", by: claire, reason: "wrong" } })] })[0]![1]).toBe("withdrawn");
  expect(told({ status: "on-account", version: 1, customerId: "cus_a" })).toEqual([["les_account-1", "taught", ["cus_a"], "", "FR76A", "MOULINSARNAUD"]]);
  expect(told({ status: "unmatched", version: 2 })).toEqual([["les_account-1", "withdrawn", [], "", "FR76A", "MOULINSARNAUD"]]);
});
