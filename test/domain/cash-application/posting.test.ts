// Money that is posted, taken back, posted again, by several hands at once: no cent is lost or made.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply, receiptId, type Order, type Setting } from "#domain/cash-application/apply.ts";
import { received, unallocated, type Payment } from "#domain/cash-application/payment.ts";
import { takeBack } from "#domain/cash-application/take-back.ts";
import { openAt } from "#domain/ledger/balance.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { isRefused } from "#domain/refusal.ts";
import { digest } from "#functions/runtime/digest.ts";
import { invoice } from "#test/world/ledger.ts";

const payment = (minor: bigint, change: Partial<Payment> = {}): Payment => ({
  ...received({ id: "pay_1", entityId: "ent_fr", account: "FR76", currency: "EUR", minor, bookedOn: "2026-02-12", text: "VIR FA-42", reference: "BNK1", kind: "credit-transfer", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: 1 } }),
  ...change,
});
const julien = { type: "user", id: "usr_julien", name: "Julien Abadie" } as const;
const setting = (items: readonly Item[], change: Partial<Setting> = {}): Setting => ({
  entity: { id: "ent_fr", currency: "EUR" }, items, on: "2026-02-13", now: "2026-02-13T09:00:00.000Z", by: julien, causedBy: "act_1", digest, ...change,
});
const fa = (id: `itm_${string}`, minor: bigint, change: Partial<Item> = {}): Item => invoice({ id, number: id.slice(4), minor, ...change });
const line = (item: Item, cleared = item.openMinor) => ({ itemId: item.id, customerId: item.customerId, number: item.number, cleared });
const order = (lines: Order["lines"], adjustments: Order["adjustments"] = []): Order => ({ customerId: "cus_arnaud", lines, adjustments });
const applied = (answer: ReturnType<typeof apply>) => {
  if (isRefused(answer)) throw new Error(`${answer.code} ${JSON.stringify(answer.values)}`);
  return answer;
};
const after = (answer: { changes: readonly { next: Item }[] }, id: string): Item => answer.changes.map(({ next }) => next).find((item) => item.id === id)!;

describe("what a payment settles", () => {
  test("the exact amount settles the invoice on the day of the allocation, and the receipt with it", () => {
    const item = fa("itm_a", 1200_00n);
    const answer = applied(apply(payment(1200_00n), order([line(item)]), setting([item])));
    expect(answer.payment).toMatchObject({ status: "applied", allocated: 1200_00n, customerId: "cus_arnaud" });
    expect(answer.changes.map(({ next }) => next.openMinor)).toEqual([0n, 0n]);
    expect(after(answer, "itm_a").postings.at(-1)).toMatchObject({ kind: "allocation", on: "2026-02-13", minor: -1200_00n, allocation: answer.allocation!.id });
  });

  test("a short payment leaves the rest of the invoice open", () => {
    const item = fa("itm_a", 1200_00n);
    const answer = applied(apply(payment(1000_00n), order([line(item, 1000_00n)]), setting([item])));
    expect(after(answer, "itm_a").openMinor).toBe(200_00n);
  });

  test("cents are written off on the largest document, with their reason, and never more than was said", () => {
    const [small, large] = [fa("itm_a", 100_00n), fa("itm_b", 1100_00n)];
    const answer = applied(apply(payment(1199_95n), order([line(small), line(large)], [{ type: "cents", minor: 5n }]), setting([small, large])));
    expect(after(answer, "itm_b").postings.filter(({ kind }) => kind === "write-off")).toMatchObject([{ minor: -5n, reason: "cents" }]);
    expect(after(answer, "itm_a").postings.some(({ kind }) => kind === "write-off")).toBe(false);
    expect(unallocated(answer.payment)).toBe(0n);
  });

  test("what is paid too much stays on the customer's account", () => {
    const item = fa("itm_a", 1200_00n);
    const answer = applied(apply(payment(1250_00n), order([line(item)], [{ type: "other", minor: -50_00n }]), setting([item])));
    expect(after(answer, receiptId(digest, payment(0n), "cus_arnaud")).openMinor).toBe(-50_00n);
    expect(unallocated(answer.payment)).toBe(50_00n);
  });

  test("a credit note pays its share of the invoice", () => {
    const [bill, credit] = [fa("itm_a", 1200_00n), fa("itm_b", -200_00n, { kind: "credit-note" })];
    const answer = applied(apply(payment(1000_00n), order([line(bill), line(credit)]), setting([bill, credit])));
    expect(answer.changes.map(({ next }) => next.openMinor)).toEqual([0n, 0n, 0n]);
  });

  test("dollars booked in at another rate than they were invoiced at leave an exchange difference, posted and not tolerated", () => {
    const item = fa("itm_a", 1000_00n, { currency: "USD", entityMinor: 920_00n, openEntityMinor: 920_00n, postings: [{ ...invoice().postings[0]!, minor: 1000_00n, entityMinor: 920_00n }] });
    const dollars = payment(1000_00n, { currency: "USD" });
    const answer = applied(apply(dollars, order([line(item)]), setting([item], { rate: { from: "USD", to: "EUR", rate: "0.9", on: "2026-02-12" } })));
    const settled = after(answer, "itm_a");
    expect(settled).toMatchObject({ openMinor: 0n, openEntityMinor: 0n });
    expect(settled.postings.find(({ reason }) => reason === "exchange-difference")).toMatchObject({ minor: 0n, entityMinor: -20_00n });
    expect(apply(dollars, order([line(item)]), setting([item]))).toMatchObject({ code: "rate.missing" });
  });
});

describe("what is refused", () => {
  const item = fa("itm_a", 1200_00n);
  test.each([
    ["more than the payment holds", payment(1000_00n), order([line(item)]), "payment.not-enough"],
    ["more than is open on the document", payment(5000_00n), order([line(item, 1200_01n)]), "item.not-open-enough"],
    ["a document twice", payment(5000_00n), order([line(item), line(item)]), "payment.does-not-add-up"],
    ["a document of another currency", payment(1200_00n, { currency: "USD" }), order([line(item)]), "item.other-currency"],
    ["a document of another company", payment(1200_00n, { entityId: "ent_uk" }), order([line(item)]), "item.other-entity"],
    ["money that stands on another customer's account", payment(1200_00n, { status: "on-account", customerId: "cus_bellec" }), order([line(item)]), "payment.on-another-account"],
    ["a payment that is used up", payment(1200_00n, { status: "applied", allocated: 1200_00n }), order([line(item)]), "payment.already-applied"],
    ["a document that nobody knows", payment(1200_00n), order([{ ...line(item), itemId: "itm_z" }]), "item.unknown"],
  ])("%s", (_name, paid, asked, code) => expect(apply(paid, asked, setting([item]))).toMatchObject({ type: "Refused", code }));
});

test("taken back, the invoice is open again from that day on, and was settled until then", () => {
  const item = fa("itm_a", 1200_00n);
  const done = applied(apply(payment(1200_00n), order([line(item)]), setting([item])));
  const items = done.changes.map(({ next }) => next);
  const back = takeBack(done.payment, done.allocation!.id, { ...setting(items), on: "2026-03-01", reason: "wrong customer" });
  if (isRefused(back)) throw new Error(back.code);
  const reopened = after(back, "itm_a");
  expect([openAt(reopened.postings, "2026-02-28").minor, openAt(reopened.postings, "2026-03-01").minor]).toEqual([0n, 1200_00n]);
  expect(back.payment).toMatchObject({ status: "unmatched", allocated: 0n });
  expect(back.changes.reduce((sum, { next }) => sum + next.openMinor, 0n)).toBe(1200_00n);
  expect(takeBack(back.payment, done.allocation!.id, { ...setting(back.changes.map(({ next }) => next)), reason: "again" })).toMatchObject({ code: "allocation.already-taken-back" });
});

test("whatever is posted and taken back, in whatever order: what customers owe and what was received add up to the cent", () => {
  const world = fc.record({
    opens: fc.array(fc.integer({ min: -300, max: 900 }).filter((n) => n !== 0), { minLength: 1, maxLength: 6 }),
    paid: fc.integer({ min: 1, max: 2500 }),
    steps: fc.array(fc.record({ back: fc.boolean(), customer: fc.constantFrom("cus_arnaud", "cus_bellec"), picks: fc.array(fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 100 })), { maxLength: 4 }), off: fc.integer({ min: -20, max: 20 }) }), { maxLength: 12 }),
  });
  fc.assert(
    fc.property(world, ({ opens, paid, steps }) => {
      const ledger = new Map<string, Item>(opens.map((open, n) => [`itm_${n}`, fa(`itm_${n}`, BigInt(open), { postings: [{ ...invoice().postings[0]!, minor: BigInt(open), entityMinor: BigInt(open) }] })]));
      const owed = BigInt(opens.reduce((a, b) => a + b, 0));
      let cash = payment(BigInt(paid));
      for (const { back, customer, picks, off } of steps) {
        const items = [...ledger.values()];
        const standing = cash.allocations.find(({ takenBack }) => !takenBack);
        const lines = [...new Map(picks.map(([n, percent]) => [n % opens.length, percent]))].map(([n, percent]) => line(ledger.get(`itm_${n}`)!, (ledger.get(`itm_${n}`)!.openMinor * BigInt(percent)) / 100n)).filter(({ cleared }) => cleared !== 0n);
        const answer = back && standing ? takeBack(cash, standing.id, { ...setting(items), reason: "because" }) : apply(cash, { customerId: customer, lines, adjustments: off === 0 ? [] : [{ type: "cents", minor: BigInt(off) }] }, setting(items));
        if (isRefused(answer)) continue;
        for (const { next } of answer.changes) ledger.set(next.id, next);
        cash = answer.payment;
        expect(cash.allocated >= 0n && cash.allocated <= cash.minor).toBe(true);
        const all = [...ledger.values()];
        const written = all.flatMap(({ postings }) => postings).reduce((sum, p) => sum + (p.kind === "write-off" || (p.kind === "reversal" && all.some(({ postings }) => postings.some(({ id, kind }) => id === p.reverses && kind === "write-off"))) ? p.minor : 0n), 0n);
        const booked = cash.customerId === undefined ? 0n : cash.minor;
        expect(all.reduce((sum, { openMinor }) => sum + openMinor, 0n)).toBe(owed - booked + written);
        for (const item of all) {
          expect(openAt(item.postings).minor).toBe(item.openMinor);
          if (item.kind !== "payment") expect(item.openMinor === 0n || item.openMinor > 0n === item.minor > 0n).toBe(true);
        }
      }
    }),
    { numRuns: 300 },
  );
});
