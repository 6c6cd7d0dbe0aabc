// What the bank took: a return that names its receipt is believed, one that only looks like it is shown, and nothing is dropped.
import fc from "fast-check";
import { expect, test } from "vitest";
import { apply } from "#domain/cash-application/apply.ts";
import { takeBack, takeOffAccount } from "#domain/cash-application/take-back.ts";
import { askApproval, withoutApproval } from "#domain/cash-application/write-off/approval.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { isRefused } from "#domain/refusal.ts";
import { invoice } from "#test/world/ledger.ts";
import { debitsOf, isReturn, layAside, nextStep, reopen, returned, takesBack, type Debit } from "#domain/cash-application/debits/debit.ts";
import { lessonsOfPayment } from "#domain/cash-application/matching/desk-lessons.ts";
import { received, type Allocation, type Payment } from "#domain/cash-application/payment.ts";
import { entryDraft, type EntryDraft, type Part, type Statement } from "#domain/cash-application/statements/statement.ts";
import { digest } from "#functions/runtime/digest.ts";

const debit = (change: Partial<Debit> = {}): Debit => ({
  id: "dbt_1", entityId: "ent_fr", account: "FR76", currency: "EUR", minor: 1200_00n, bookedOn: "2026-03-05", kind: "return", reversal: false, text: "REJET SDD", statement: { fileName: "f", runId: "run_2", line: 3 }, state: "open", version: 0, ...change,
});
const payment = (change: Partial<Payment> = {}): Payment => ({
  ...received({ id: "pay_1", entityId: "ent_fr", account: "FR76", currency: "EUR", minor: 1200_00n, bookedOn: "2026-03-02", payerName: "Moulins Arnaud", payerIban: "FR7611", endToEndId: "SDD-2026-0042", reference: "BNK26004711", text: "PRLV", kind: "direct-debit", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: 1 } }), ...change,
});

test.each([
  ["the same end-to-end id is sure", { endToEndId: "SDD-2026-0042" }, {}, true, 1],
  ["the bank's reference in the words is sure", { text: "RETOUR BNK 26004711 AM04" }, {}, true, 1],
  ["amount and account only are a candidate", { iban: "FR7611" }, {}, false, 1],
  ["amount and name only are a candidate", { text: "CHEQUE IMPAYE MOULINS ARNAUD" }, {}, false, 1],
  ["the same amount of nobody is none", {}, {}, false, 0],
  ["a cent more is another", { endToEndId: "SDD-2026-0042", minor: 1200_01n }, {}, false, 0],
  ["money that came later was not taken back", { endToEndId: "SDD-2026-0042" }, { bookedOn: "2026-03-06" }, false, 0],
  ["a receipt is taken back once", { endToEndId: "SDD-2026-0042" }, { returned: { debitId: "dbt_0", on: "2026-03-04", reason: "AM04" } }, false, 0],
  ["another company's receipt is another", { endToEndId: "SDD-2026-0042" }, { entityId: "ent_uk" }, false, 0],
  ["an ordinary transfer of ours that names it is for a person", { endToEndId: "SDD-2026-0042", kind: "credit-transfer" }, {}, false, 1],
] as const)("%s", (_name, told, paid, sure, candidates) => {
  const found = takesBack(debit(told), [payment(paid)]);
  expect([found.sure !== undefined, found.candidates.length]).toEqual([sure, candidates]);
});

test("of two receipts that it names, none is believed", () => {
  const found = takesBack(debit({ endToEndId: "SDD-2026-0042" }), [payment(), payment({ id: "pay_2" })]);
  expect([found.sure, found.candidates.length]).toEqual([undefined, 2]);
});

test("each booked debit of a statement is kept once, a batch as its parts, with what a person does about it", () => {
  const entry = (line: number, amount: bigint, change: Partial<EntryDraft> = {}) => ({ ...entryDraft(line, "raw"), bookingDate: "2026-03-05", amount, currency: "EUR", identity: `e${line}`, ...change });
  const part = (amount: bigint, returnReason: string): Part => ({ ...entryDraft(1, ""), amount, returnReason }) as unknown as Part;
  const statement = { account: "FR76", currency: "EUR", closing: null, entries: [entry(1, 500_00n), entry(2, -30_00n, { kind: "fee" }), entry(3, -70_00n, { kind: "return", parts: [part(-50_00n, "AM04"), part(-20_00n, "MD06")] }), entry(4, -9_00n, { status: "pending" }), entry(5, -800_00n, { kind: "credit-transfer" }), entry(6, -60_00n, { reversal: true })] } as unknown as Statement;
  const found = debitsOf(statement, { entityId: "ent_fr", entityCurrency: "EUR", fileName: "f", runId: "run_1", digest });
  expect(found.map((one) => [one.minor, nextStep(one), one.returnReason])).toEqual([[30_00n, "set-aside", undefined], [50_00n, "link-payment", "AM04"], [20_00n, "link-payment", "MD06"], [800_00n, "look-closer", undefined], [60_00n, "link-payment", undefined]]);
  expect(new Set(found.map(({ id }) => id)).size).toBe(5);
  expect(debitsOf(statement, { entityId: "ent_fr", entityCurrency: "EUR", fileName: "g", runId: "run_2", digest }).map(({ id }) => id)).toEqual(found.map(({ id }) => id));
  expect(found.filter(isReturn)).toHaveLength(3);
});

test("a receipt that came back is set aside for good, and who pays for whom stays learned", () => {
  const julien = { type: "user", id: "usr_julien", name: "Julien" } as const;
  const told = debit({ returnReason: "AM04" });
  const taken: Allocation = { id: "alc_1", on: "2026-03-02", at: "2026-03-02T09:00:00Z", by: julien, customerId: "cus_arnaud", lines: [{ itemId: "itm_1", customerId: "cus_arnaud", number: "FA-1", cleared: 1200_00n }], adjustments: [], used: 1200_00n, takenBack: { on: "2026-03-06", at: "2026-03-06T09:00:00Z", by: julien, reason: "AM04 · REJET SDD" } };
  const back = returned(payment({ allocations: [taken] }), told, julien, "2026-03-06T09:00:00Z");
  expect(back).toMatchObject({ status: "set-aside", returned: { debitId: "dbt_1", reason: "AM04 · REJET SDD" } });
  expect(lessonsOfPayment(back as Payment)).toMatchObject([{ state: "taught" }]);
  expect(lessonsOfPayment(payment({ allocations: [taken] }))).toMatchObject([{ state: "withdrawn" }]);
  expect(returned(payment({ allocated: 1n }), told, julien, "")).toMatchObject({ code: "payment.has-allocations" });
});

test("a debit is laid aside with a reason, and looked at again", () => {
  const alain = { type: "user", id: "usr_alain", name: "Alain" } as const;
  expect(layAside(debit(), " ", alain, "")).toMatchObject({ code: "payment.reason-missing" });
  const aside = layAside(debit(), "supplier", alain, "2026-03-06T09:00:00Z") as Debit;
  expect(aside).toMatchObject({ state: "set-aside", setAside: { reason: "supplier" } });
  expect(layAside(aside, "again", alain, "")).toMatchObject({ code: "debit.not-open" });
  expect(reopen(aside)).toMatchObject({ state: "open", version: 2 });
  expect(reopen(debit())).toMatchObject({ code: "debit.not-set-aside" });
});

test("whatever is posted, taken back, asked for, refused and returned, in whatever order: what is owed moves by the money that stands and by what is written off, to the cent", () => {
  const step = fc.record({ act: fc.constantFrom("post", "back", "ask", "refuse", "approve", "return"), part: fc.integer({ min: 1, max: 100 }), off: fc.nat(300) });
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 2000 }), fc.integer({ min: 1, max: 2500 }), fc.array(step, { maxLength: 14 }), (open, minor, steps) => {
      let items: Item[] = [invoice({ minor: BigInt(open) })];
      let cash = payment({ minor: BigInt(minor) });
      const by = { type: "user", id: "usr_julien", name: "Julien" } as const;
      const setting = () => ({ entity: { id: "ent_fr" as const, currency: "EUR" }, items, on: "2026-03-06", now: "2026-03-06T09:00:00.000Z", by, causedBy: "act_1", digest });
      const take = (answer: { payment: Payment; changes: readonly { next: Item }[] }): void => {
        const changed = new Map(answer.changes.map(({ next }) => [next.id, next]));
        items = [...items.filter(({ id }) => !changed.has(id)), ...changed.values()];
        cash = answer.payment;
      };
      const backAll = (reason: string): void => {
        for (const { id } of cash.allocations.filter(({ takenBack }) => !takenBack)) {
          const answer = takeBack(cash, id, { ...setting(), reason });
          if (!isRefused(answer)) take(answer);
        }
      };
      for (const { act, part, off } of steps) {
        const bill = items.find(({ kind }) => kind === "invoice")!;
        const cleared = (bill.openMinor * BigInt(part)) / 100n;
        const order = { customerId: "cus_arnaud" as const, lines: cleared > 0n ? [{ itemId: bill.id, customerId: bill.customerId, number: bill.number, cleared }] : [], adjustments: off > 0 ? [{ type: "other" as const, minor: BigInt(off) }] : [] };
        const before = items.map(({ id, openMinor }) => [id, openMinor]);
        if (act === "ask" && !cash.approval && !cash.returned) {
          cash = askApproval(cash, order, [], by, "");
          expect(items.map(({ id, openMinor }) => [id, openMinor])).toEqual(before);
        } else if (act === "refuse" && cash.approval) cash = withoutApproval(cash);
        else if ((act === "approve" && cash.approval) || (act === "post" && !cash.approval)) {
          const asked = cash.approval ?? order;
          const answer = apply(withoutApproval(cash), asked, setting());
          if (!isRefused(answer)) take(answer);
          if (act === "post" && cash.returned) expect(isRefused(answer)).toBe(true);
        } else if (act === "back" && !cash.approval) backAll("because");
        else if (act === "return" && !cash.approval && !cash.returned) {
          backAll("AM04 · REJET SDD");
          if (cash.customerId) take(takeOffAccount(cash, setting()) as Exclude<ReturnType<typeof takeOffAccount>, { type: "Refused" }>);
          cash = returned(cash, debit({ minor: cash.minor }), by, "") as Payment;
          expect(items.find(({ kind }) => kind === "invoice")!.openMinor).toBe(BigInt(open));
        }
        const all = items.flatMap(({ postings }) => postings);
        const offs = new Set(all.filter(({ kind }) => kind === "write-off").map(({ id }) => id));
        const written = all.filter(({ id, reverses }) => offs.has(id) || (reverses && offs.has(reverses))).reduce((sum, one) => sum + one.minor, 0n);
        expect(items.reduce((sum, { openMinor }) => sum + openMinor, 0n)).toBe(BigInt(open) - (cash.customerId ? cash.minor : 0n) + written);
        expect(cash.allocated >= 0n && cash.allocated <= cash.minor).toBe(true);
      }
    }),
    { numRuns: 200 },
  );
});
