// The ERP's lettering teaches who pays for whom, but never the echo of what a machine of ours has posted.
import { expect, test } from "vitest";
import { erpLesson } from "#domain/cash-application/matching/erp-lessons.ts";
import { Memory } from "#domain/cash-application/matching/memory.ts";
import { received, type Payment } from "#domain/cash-application/payment.ts";
import { epochDay } from "#domain/date.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { invoice } from "#test/world/ledger.ts";

const paid = (change: Partial<Payment> = {}): Payment => ({
  ...received({ id: "pay_1", entityId: "ent_fr", account: "FR76", currency: "EUR", minor: 1200_00n, bookedOn: "2026-02-12", payerName: "HOLDING DU NORD", payerIban: "FR7611", reference: "BNK26004711", text: "VIREMENT", kind: "credit-transfer", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: 1 } }), status: "proposed", ...change,
});
const settledBy = (item: Item, lettering: string): Item => ({ ...item, openMinor: 0n, openEntityMinor: 0n, postings: [...item.postings, { ...item.postings[0]!, id: `pst_${lettering}_${item.id}`, kind: "allocation", on: "2026-02-15", minor: -item.minor, entityMinor: -item.minor, allocation: lettering, lettering, by: "run_2" }] });
const theirs = (change: Partial<Item> = {}): Item => settledBy(invoice({ id: "itm_rg", kind: "payment", number: "RG-1", minor: -1200_00n, issuedOn: "2026-02-13", ...change }), "AAAT");
const bill = settledBy(invoice({ id: "itm_a", number: "FA-42" }), "AAAT");

test("a payment that waits here and that the ERP has lettered teaches account, name and customer", () => {
  const lesson = erpLesson(paid(), [theirs(), bill])!;
  expect(lesson).toMatchObject({ id: "les_erp-1", paymentId: "itm_rg", state: "taught", lesson: { iban: "FR7611", payer: "cus_arnaud", customers: ["cus_arnaud"] } });
  const memory = new Memory();
  memory.learn(lesson.lesson);
  expect(memory.paidFor("iban:FR7611", epochDay("2026-02-13"))).toMatchObject([{ code: "cus_arnaud" }]);
});

test.each<[string, Payment, Item[]]>([
  ["what our engine has posted, though it was taken back", paid({ allocations: [{ id: "alc_1", on: "2026-02-12", at: "", by: { type: "rule", id: "cash-application.match", version: 2 }, customerId: "cus_arnaud", lines: [], adjustments: [], used: 0n, takenBack: { on: "2026-02-13", at: "", by: { type: "rule", id: "x", version: 1 }, reason: "x" } }] }), [theirs(), bill]],
  ["what stands on an account here", paid({ status: "on-account", customerId: "cus_arnaud" }), [theirs(), bill]],
  ["a payment that is not lettered", paid(), [invoice({ id: "itm_rg", kind: "payment", number: "RG-1", minor: -1200_00n, issuedOn: "2026-02-13" }), bill]],
  ["a lettering without a document", paid(), [theirs()]],
  ["a payment of another day", paid(), [theirs({ issuedOn: "2026-03-13" }), bill]],
  ["one of two equal payments", paid(), [theirs(), theirs({ id: "itm_rh", number: "RG-2" }), bill]],
  ["a receipt of ours in the ERP's place", paid(), [theirs({ source: "src_quittance" }), bill]],
])("%s teaches nothing", (_name, payment, items) => expect(erpLesson(payment, items)).toBeUndefined());

test("of two equal payments the one that names the bank's reference teaches", () =>
  expect(erpLesson(paid(), [theirs({ label: "VIR BNK 26004711" }), theirs({ id: "itm_rh", number: "RG-2" }), bill])).toMatchObject({ paymentId: "itm_rg" }));
