// What cash application settled, when the ERP's file comes again: it is not the file's to withdraw, and it does not count twice when the file tells it.
import fc from "fast-check";
import { expect, test } from "vitest";
import { allocate, type Act } from "#domain/ledger/allocate.ts";
import { openAt } from "#domain/ledger/balance.ts";
import { reconcile } from "#domain/ledger/reconcile.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { isRefused } from "#domain/refusal.ts";
import { digest } from "#functions/runtime/digest.ts";
import { invoiceRecord } from "#test/world/ledger.ts";

const act: Act = { allocation: "alc_1", on: "2026-02-13", now: "2026-02-13T09:00:00.000Z", actor: { type: "rule", id: "cash-application.match", version: 1 }, causedBy: "pay_1", digest };
const told = (item: Item | undefined, change: Parameters<typeof invoiceRecord>[0], n: number): Item => {
  const answer = reconcile(item, invoiceRecord({ ...change, sequence: `s${n}` }), { runId: `run_${n}`, asOf: `2026-03-0${n}`, now: "2026-03-09T00:00:00.000Z", digest });
  if ("type" in answer) throw new Error(answer.code);
  return answer.outcome === "changed" ? answer.item : item!;
};
const paid = (item: Item, minor: bigint): Item => {
  const answer = allocate(item, [{ kind: "allocation", minor: -minor }], act);
  if (isRefused(answer)) throw new Error(answer.code);
  return answer.next;
};
const settlement = (minor: bigint, on = "2026-02-20") => ({ on, minor, entityMinor: minor, kind: "allocation" as const, lettering: "AAA" });

test("a file that does not know of the payment yet takes nothing back, whatever else it changes on the invoice", () => {
  const invoice = paid(told(undefined, {}, 1), 1200_00n);
  const later = told(invoice, { reference: "PO 4711", instalments: [{ n: 1, dueOn: "2026-03-31", minor: 1200_00n }] }, 2);
  expect([later.openMinor, later.openEntityMinor]).toEqual([0n, 0n]);
});

test("when the file tells the settlement itself, ours gives way: the invoice stays paid, once, and at every date in between", () => {
  const invoice = paid(told(undefined, {}, 1), 1200_00n);
  const later = told(invoice, { settlements: [settlement(1200_00n)] }, 2);
  expect(later.openMinor).toBe(0n);
  expect(later.postings.filter(({ kind, reason }) => kind === "reversal" && reason === "settlement-replaced")).toHaveLength(1);
  expect(["2026-02-12", "2026-02-20", "2026-03-05"].map((day) => openAt(later.postings, day).minor)).toEqual([1200_00n, 0n, 0n]);
});

test("a part that the file tells replaces that part of ours; the rest of ours stands", () => {
  const later = told(paid(told(undefined, {}, 1), 900_00n), { settlements: [settlement(400_00n)] }, 2);
  expect(later.openMinor).toBe(300_00n);
  expect(told(later, { settlements: [settlement(400_00n), settlement(500_00n, "2026-02-25")] }, 3).openMinor).toBe(300_00n);
});

test("no order of payments and files settles more than the invoice, or leaves open ≠ sum of postings", () => {
  const step = fc.oneof(fc.record({ pay: fc.bigInt({ min: 1n, max: 1200_00n }) }), fc.record({ file: fc.bigInt({ min: 0n, max: 1200_00n }) }));
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      let invoice = told(undefined, {}, 1);
      steps.forEach((one, n) => {
        if ("pay" in one) {
          const answer = allocate(invoice, [{ kind: "allocation", minor: -one.pay }], { ...act, allocation: `alc_${n}` });
          if (!isRefused(answer)) invoice = answer.next;
        } else invoice = told(invoice, { reference: `PO ${n}`, settlements: one.file > 0n ? [settlement(one.file)] : [] }, 2 + (n % 7) + n);
        expect(invoice.openMinor >= 0n && invoice.openMinor <= 1200_00n).toBe(true);
        expect(openAt(invoice.postings)).toMatchObject({ minor: invoice.openMinor, entityMinor: invoice.openEntityMinor });
      });
    }),
    { numRuns: 200 },
  );
});
