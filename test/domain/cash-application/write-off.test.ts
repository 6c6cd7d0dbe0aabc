// What a clerk may write off alone, what waits for somebody else, and that nothing is posted while it waits.
import fc from "fast-check";
import { expect, test } from "vitest";
import { received, type Adjustment, type Allocation, type Payment } from "#domain/cash-application/payment.ts";
import { askApproval, mayNotApprove, refuse, withdraw, withoutApproval } from "#domain/cash-application/write-off/approval.ts";
import { above, checkCodes, houseCodes, limitOf, type Limit, type WriteOffCode } from "#domain/cash-application/write-off/codes.ts";

const clerk = { id: "usr_julien", role: "cash-applier" };
const manager = { id: "usr_claire", role: "credit-manager" };
const off = (minor: bigint, type: Adjustment["type"] = "other", code?: string): Adjustment => ({ type, minor, ...(code ? { code } : {}) });
const standing = (adjustments: readonly Adjustment[], change: Partial<Allocation> = {}): Allocation => ({ id: "alc_1", on: "2026-02-13", at: "", by: { type: "user", id: "usr_julien", name: "Julien" }, customerId: "cus_a", lines: [], adjustments, used: 0n, ...change });
const julien = { type: "user", id: "usr_julien", name: "Julien Abadie" } as const;
const claire = { type: "user", id: "usr_claire", name: "Claire Vasseur" } as const;
const payment = (change: Partial<Payment> = {}): Payment => ({ ...received({ id: "pay_1", entityId: "ent_fr", account: "FR76", currency: "EUR", minor: 1000_00n, bookedOn: "2026-02-12", text: "", kind: "credit-transfer", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: 1 } }), status: "proposed", ...change });

test.each([
  ["within the limit needs nobody", [off(100_00n)], [], clerk, []],
  ["a cent above the limit needs somebody", [off(100_01n)], [], clerk, [{ code: "other", minor: 100_01n, limit: 100_00n }]],
  ["two halves of one order are one write-off", [off(60_00n), off(60_00n)], [], clerk, [{ code: "other", minor: 120_00n, limit: 100_00n }]],
  ["small steps on one payment add up", [off(60_00n)], [standing([off(60_00n)])], clerk, [{ code: "other", minor: 120_00n, limit: 100_00n }]],
  ["what was taken back does not count", [off(60_00n)], [standing([off(60_00n)], { takenBack: { on: "", at: "", by: julien, reason: "" } })], clerk, []],
  ["what somebody approved does not count again", [off(60_00n)], [standing([off(600_00n)], { approved: { by: claire, at: "" } })], clerk, []],
  ["each code has a limit of its own", [off(4_00n, "cents"), off(100_00n)], [], clerk, []],
  ["what stays on the account is no write-off", [off(-900_00n)], [], clerk, []],
  ["a manager may allow more", [off(5000_00n)], [], manager, []],
  ["whoever has no limit needs somebody for every cent", [off(1n)], [], { id: "usr_x", role: "temporary-help" }, [{ code: "other", minor: 1n, limit: 0n }]],
])("%s", (_name, adjustments, before, person, expected) => expect(above(houseCodes, adjustments, before, "EUR", person)).toEqual(expected));

test("a limit for a person goes before his role's, one for a currency before one for all, and an unknown code is refused", () => {
  const code: WriteOffCode = { code: "goodwill", name: { en: "Goodwill", fr: "Geste commercial" }, type: "other", account: "6743", active: true, limits: [{ role: "cash-applier", currency: "*", amount: "10" }, { role: "cash-applier", currency: "USD", amount: "20" }, { user: "usr_julien", currency: "*", amount: "30" }] };
  expect(limitOf(code, "EUR", { id: "usr_other", role: "cash-applier" })).toBe(10_00n);
  expect(limitOf(code, "USD", { id: "usr_other", role: "cash-applier" })).toBe(20_00n);
  expect(limitOf(code, "USD", clerk)).toBe(30_00n);
  expect([limitOf(code, "JPY", clerk), limitOf(code, "HUF", clerk)]).toEqual([4_800n, 1_200_000n]);
  const codes = { version: 1, items: [...houseCodes.items, code] };
  expect(above(codes, [off(30_01n, "other", "goodwill")], [], "EUR", clerk)).toMatchObject([{ code: "goodwill" }]);
  expect(above(codes, [off(1n, "cents", "goodwill")], [], "EUR", clerk)).toMatchObject({ code: "write-off.code-unknown" });
  expect(above({ version: 1, items: codes.items.map((one) => ({ ...one, active: one.code !== "goodwill" })) }, [off(1n, "other", "goodwill")], [], "EUR", clerk)).toMatchObject({ code: "write-off.code-unknown" });
});

test.each([
  ["a code twice", [...houseCodes.items, houseCodes.items[0]!]],
  ["a kind of difference without its code", houseCodes.items.slice(1)],
  ["a limit for nobody", [...houseCodes.items, { ...houseCodes.items[3]!, code: "x", limits: [{ currency: "*", amount: "1" }] as Limit[] }]],
  ["a limit with more decimals than its currency has", [...houseCodes.items, { ...houseCodes.items[3]!, code: "x", limits: [{ role: "accountant", currency: "JPY", amount: "1.5" }] }]],
])("codes with %s are refused", (_name, items) => expect(checkCodes(items)).toMatchObject({ code: "write-off.codes-not-sensible" }));

test("what is asked waits, posts nothing, and is as it was before when it is refused or withdrawn; who asked does not approve", () => {
  fc.assert(
    fc.property(fc.constantFrom("proposed", "unmatched", "on-account"), fc.bigInt({ min: 100_01n, max: 9000_00n }), fc.boolean(), (status, minor, gone) => {
      const before = payment({ status, allocated: status === "on-account" ? 100_00n : 0n });
      const order = { customerId: "cus_a" as const, lines: [], adjustments: [off(minor)] };
      const over = above(houseCodes, order.adjustments, [], "EUR", clerk);
      if (!Array.isArray(over)) throw new Error("refused");
      const waiting = askApproval(before, order, over, julien, "2026-02-13T09:00:00.000Z");
      expect(waiting).toMatchObject({ status: "awaiting-approval", allocated: before.allocated, allocations: [] });
      expect(mayNotApprove(waiting, houseCodes, clerk)).toMatchObject({ code: "request.own-proposal" });
      expect(mayNotApprove(waiting, houseCodes, manager)?.code).toBe(minor > 5000_00n ? "write-off.above-your-limit" : undefined);
      expect(mayNotApprove(waiting, houseCodes, { id: "usr_alain", role: "accountant" })).toBeUndefined();
      const back = gone ? withdraw(waiting) : refuse(waiting, "the customer must pay", claire, "");
      expect(back).toMatchObject({ status, version: before.version + 2, ...(gone ? {} : { notes: [{ text: "the customer must pay" }] }) });
      expect("approval" in back).toBe(false);
      expect(withoutApproval(waiting)).toEqual({ ...before, version: before.version + 1 });
    }),
  );
  expect(refuse(payment(), "no", claire, "")).toMatchObject({ code: "write-off.nothing-to-approve" });
});
