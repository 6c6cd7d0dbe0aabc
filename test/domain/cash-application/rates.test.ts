// The rates of FIELD 2.13, on its own example.
import { expect, test } from "vitest";
import { received, type Allocation, type Payment } from "#domain/cash-application/payment.ts";
import { ratesOf } from "#domain/cash-application/rates.ts";

const engine = { type: "rule", id: "cash-application.match", version: 2 } as const;
const clerk = { type: "user", id: "usr_claire", name: "Claire" } as const;
const lines = [{ itemId: "itm_1", customerId: "cus_arnaud", number: "FA-42", cleared: 100_00n }] as const;

function payment(n: number, by: Allocation["by"] | undefined, change: { readonly as?: "proposed"; readonly back?: true; readonly to?: `cus_${string}` } = {}): Payment {
  const base = received({ id: `pay_${n}`, entityId: "ent_fr", account: "FR76", currency: "EUR", minor: 100_00n, bookedOn: "2026-02-12", text: "", kind: "credit-transfer", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: n } });
  const proposal = { customerId: "cus_arnaud" as const, lines: change.as === "proposed" ? lines : [{ ...lines[0], itemId: "itm_2" as const }], adjustments: [], confidence: 0.9, reasons: [] };
  const decision = { outcome: "propose" as const, confidence: 0.9, reasons: [], evidence: [], proposals: [proposal], decidedAt: "2026-02-12T07:00:00Z", engine: 2 };
  if (!by) return { ...base, status: "proposed", decision };
  const allocation: Allocation = { id: `alc_${n}`, on: "2026-02-12", at: "2026-02-12T07:00:00Z", by, customerId: change.to ?? "cus_arnaud", lines, adjustments: [], used: 100_00n, ...(change.back ? { takenBack: { on: "2026-02-13", at: "2026-02-13T07:00:00Z", by: clerk, reason: "wrong" } } : {}) };
  return { ...base, status: change.back ? "unmatched" : "applied", decision, allocations: [allocation], ...(change.back ? {} : { customerId: allocation.customerId }) };
}
const many = (count: number, make: (n: number) => Payment): Payment[] => Array.from({ length: count }, (_, n) => make(n));

test("200 receipts, 150 untouched, 30 confirmed, 20 by hand, 3 of the 150 taken back: 75 % alone, 15 % assisted, 10 % manual, 2 % corrected", () => {
  const all = [...many(147, (n) => payment(n, engine)), ...many(3, (n) => payment(n, engine, { back: true })), ...many(30, (n) => payment(n, clerk, { as: "proposed" })), ...many(20, (n) => payment(n, clerk))];
  expect(ratesOf(all)).toMatchObject({ payments: 200, automatic: 150, assisted: 30, manual: 20, takenBack: 3, rates: { payment: 0.75, assisted: 0.15, manual: 0.1, correction: 0.02 }, value: [{ rate: 0.75 }] });
});

test("transfers between own accounts are out of scope, what waits is not, and a payer named wrongly is not identified", () => {
  const all = [payment(1, engine), payment(2, undefined), payment(3, clerk, { to: "cus_other" }), { ...payment(4, undefined), status: "set-aside" as const }];
  expect(ratesOf(all)).toMatchObject({ payments: 3, waiting: 1, identified: 2, lines: { automatic: 1, all: 2 }, rates: { payerIdentified: 0.666667, line: 0.5 } });
  expect(ratesOf([]).rates).toEqual({ payerIdentified: null, payment: null, line: null, assisted: null, manual: null, correction: null });
});
