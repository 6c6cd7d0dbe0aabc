// What a clerk reads beside a payment: the statement, what to do next, the message that is prepared, and how well it all works.
import { describe, expect, test } from "vitest";
import { addsUp, bankStatementOf, withoutNotices } from "#domain/cash-application/bank-statement.ts";
import { followUp } from "#domain/cash-application/follow-up.ts";
import { inquiryToCustomer, inquiryToSalesperson, languageOfInquiry } from "#domain/cash-application/inquiry.ts";
import { nextStep, questions } from "#domain/cash-application/next-step.ts";
import { received, type Allocation, type Payment } from "#domain/cash-application/payment.ts";
import { dailySummary, ratesOf } from "#domain/cash-application/summary.ts";
import { whyItLost } from "#domain/cash-application/runner-up.ts";
import { goTogether } from "#domain/cash-application/together.ts";
import { entryDraft } from "#domain/cash-application/statements/statement.ts";
import { digest } from "#functions/runtime/digest.ts";

const julien = { type: "user", id: "usr_julien", name: "Julien Abadie" } as const;
const engine = { type: "rule", id: "cash-application.match", version: 1 } as const;
const payment = (n: number, change: Partial<Payment> = {}): Payment => ({
  ...received({ id: `pay_${n}`, entityId: "ent_fr", account: "FR76", currency: "EUR", minor: 100_00n, bookedOn: "2026-02-12", text: "VIREMENT", kind: "credit-transfer", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: n } }),
  ...change,
});
const allocation = (by: Allocation["by"], item: string, change: Partial<Allocation> = {}): Allocation => ({
  id: "alc_1", on: "2026-02-13", at: "2026-02-13T08:00:00Z", by, customerId: "cus_arnaud", lines: [{ itemId: `itm_${item}`, customerId: "cus_arnaud", number: item, cleared: 100_00n }], adjustments: [], used: 100_00n, ...change,
});
const proposing = (item: string, codes: readonly string[] = []): Payment["decision"] => ({
  outcome: "propose", confidence: 0.9, reasons: codes.map((code) => ({ code, against: true })), evidence: [], decidedAt: "2026-02-12T07:00:00Z", engine: 1,
  proposals: [{ customerId: "cus_arnaud", lines: [{ itemId: `itm_${item}`, customerId: "cus_arnaud", number: item, cleared: 100_00n }], adjustments: [], confidence: 0.9, reasons: [] }],
});

describe("how well it works", () => {
  test("of 200 receipts 150 are untouched, 30 confirmed, 20 by hand, 3 of the 150 reversed: 75 %, 15 %, 10 % and 2 %", () => {
    const reversed = { ...allocation(engine, "a"), takenBack: { on: "2026-02-14", at: "2026-02-14T08:00:00Z", by: julien, reason: "wrong" } };
    const receipts = Array.from({ length: 200 }, (_, n) => {
      if (n < 147) return payment(n, { status: "applied", customerId: "cus_arnaud", allocations: [allocation(engine, "a")] });
      if (n < 150) return payment(n, { status: "applied", customerId: "cus_arnaud", allocations: [reversed, allocation(engine, "a")] });
      if (n < 180) return payment(n, { status: "applied", customerId: "cus_arnaud", decision: proposing("a"), allocations: [allocation(julien, "a")] } as Partial<Payment>);
      return payment(n, { status: "applied", customerId: "cus_arnaud", decision: proposing("b"), allocations: [allocation(julien, "a")] } as Partial<Payment>);
    });
    expect(ratesOf(dailySummary(receipts))).toMatchObject({ payments: 200, automatic: 0.75, assisted: 0.15, byHand: 0.1, correction: 0.02, identified: 1, lines: 0.75, value: { EUR: 0.75 } });
  });

  test("a transfer between own accounts is no receipt in any rate, and a day without receipts has no rates", () => {
    const rates = ratesOf(dailySummary([payment(1, { status: "applied", customerId: "cus_arnaud", allocations: [allocation(engine, "a")] }), payment(2, { status: "set-aside" })]));
    expect(rates).toMatchObject({ payments: 1, automatic: 1 });
    expect(ratesOf([])).toEqual({ payments: 0, value: {} });
  });

  test("shares of two currencies stand side by side", () => {
    const rates = ratesOf(dailySummary([payment(1, { status: "applied", customerId: "cus_arnaud", allocations: [allocation(engine, "a")] }), payment(2, { currency: "GBP", status: "unmatched" })]));
    expect(rates.value).toEqual({ EUR: 1, GBP: 0 });
  });
});

describe("what to do next", () => {
  const step = (codes: readonly string[], change: Partial<Payment> = {}) => nextStep(payment(1, { status: "unmatched", decision: proposing("a", codes), ...change } as Partial<Payment>), "2026-02-20");
  test.each([
    [["payer.unknown"], { code: "find-payer" }],
    [["payer.nothing-fits"], { code: "ask", question: "which-documents" }],
    [["difference.short"], { code: "ask", question: "why-short" }],
    [["names.already-paid"], { code: "ask", question: "paid-twice" }],
    [["names.another-entity"], { code: "ask", question: "wrong-company" }],
    [["payment.not-from-a-customer"], { code: "set-aside" }],
    [[], { code: "match-by-hand" }],
  ])("%j", (codes, wanted) => expect(step(codes)).toEqual(wanted));

  test("a proposal without doubt about the documents is to be confirmed", () => {
    expect(step(["score.below-threshold"], { status: "proposed" })).toEqual({ code: "confirm" });
  });

  test("whoever was asked is given four days, then asked again", () => {
    const asked = (at: string) => step(["payer.nothing-fits"], { notes: [{ at, by: julien, asked: { whom: "customer", about: "which-documents", to: "a@b.example" } }] });
    expect(asked("2026-02-18T09:00:00Z")).toMatchObject({ code: "wait", days: 2 });
    expect(asked("2026-02-10T09:00:00Z")).toMatchObject({ code: "ask-again", days: 10 });
  });
});

describe("who looks after it", () => {
  const at = "2026-02-20T09:00:00Z";
  test("a payment is taken, noted on, and given back; nothing about the money changes", () => {
    const taken = followUp(payment(1), { owner: { id: "usr_julien", name: "Julien Abadie" }, text: " phoned " }, julien, at) as Payment;
    expect(taken).toMatchObject({ owner: { name: "Julien Abadie" }, notes: [{ text: "phoned", by: julien }], version: 1, allocated: 0n, status: "waiting" });
    expect((followUp(taken, { owner: null }, julien, at) as Payment).owner).toBeUndefined();
  });
  test("nothing said is nothing noted", () => expect(followUp(payment(1), { text: "  " }, julien, at)).toMatchObject({ code: "payment.follow-up-empty" }));
});

describe("the message that is prepared", () => {
  const about = { payment: payment(1, { minor: 31_875_40n, text: "REGLT FA-26-10102" }), entity: "Ardelane SA", customer: "Océlia Frais", by: "Julien Abadie", to: "Sophie Lanterne", documents: ["FA-26-10102"] };
  test("quotes the bank, asks one question and names no other customer", () => {
    const { subject, body } = inquiryToCustomer("why-short", "fr", about);
    expect(subject).toBe("Votre virement de 31\u00a0875,40\u00a0EUR du 12/02/2026");
    expect(body).toContain("REGLT FA-26-10102");
    expect(body.match(/\?/g)).toHaveLength(1);
    expect(inquiryToCustomer("why-short", "en", about).subject).toBe("Your payment of EUR\u00a031,875.40 on 12 February 2026");
  });
  test.each(questions.flatMap((question) => (["fr", "en"] as const).map((language) => [question, language] as const)))("%s in %s is whole for customer and salesperson, with documents or without", (question, language) => {
    for (const write of [inquiryToCustomer, inquiryToSalesperson]) {
      for (const documents of [["FA-1"], []]) {
        const { body } = write(question, language, { ...about, documents });
        expect(body).not.toMatch(/undefined|null| {2}|\s[.,]/);
        expect(body).toContain("Julien Abadie");
      }
    }
  });
  test("who reads another language is written to in English", () => expect(["fr", "de", undefined].map(languageOfInquiry)).toEqual(["fr", "en", "en"]));
});

describe("the statement of a day", () => {
  const told = (closing: bigint | null) =>
    bankStatementOf(
      { format: "camt.053", number: "7", account: "FR76", currency: "EUR", opening: closing === null ? null : { type: "OPBD", amount: 100_00n, currency: "EUR", date: "2026-02-11" }, closing: closing === null ? null : { type: "CLBD", amount: closing, currency: "EUR", date: "2026-02-12" },
        entries: [{ amount: 50_00n }, { amount: -20_00n }, { amount: 9_00n, status: "pending" }].map((change) => ({ ...entryDraft(1, ""), bookingDate: "2026-02-12", ...change, identity: "" })) } as never,
      { entityId: "ent_fr", entityCurrency: "EUR", fileName: "f", runId: "run_1", digest },
    )!;
  test("is its balances and what was booked; what is only announced does not count", () => {
    expect(told(130_00n)).toMatchObject({ day: "2026-02-12", opening: 100_00n, closing: 130_00n, credits: { count: 1, minor: 50_00n }, debits: { count: 1, minor: -20_00n } });
    expect(addsUp(told(130_00n))).toBe(true);
    expect(addsUp(told(131_00n))).toBe(false);
    expect(addsUp(told(null))).toBeUndefined();
  });
  test("takes the place of the notice that told the same day before", () => {
    expect(withoutNotices([told(null), told(130_00n)]).map(({ closing }) => closing)).toEqual([130_00n]);
    expect(withoutNotices([told(null)])).toHaveLength(1);
  });
});

describe("the second candidate", () => {
  const candidate = (items: readonly string[], difference = "exact") => ({ lines: items.map((item) => ({ itemId: `itm_${item}`, number: `FA-${item}` })), adjustments: [], reasons: [{ code: `difference.${difference}` }] });
  test("lost because it forgets what the payer named, and brings in what he did not", () => {
    expect(whyItLost(candidate(["1", "2"]), candidate(["1", "3"], "short"), [{ items: ["itm_1"] }, { items: ["itm_2"] }])).toEqual([
      { code: "runner-up.forgets", documents: "FA-2", count: 1 }, { code: "runner-up.not-named", documents: "FA-3", count: 1 }, { code: "runner-up.difference", rule: "short" },
    ]);
  });
  test("is only weaker where neither is named", () => expect(whyItLost(candidate(["1"]), candidate(["2"]), [])).toEqual([{ code: "runner-up.weaker" }]));
});

test("only proposals whose documents nobody doubts are confirmed together, and only of the same payer", () => {
  const one = (id: string, codes: readonly string[], customerId = "cus_arnaud") => ({ id, status: "proposed", decision: { reasons: codes.map((code) => ({ code, against: true })), proposals: [{ customerId }] } });
  const all = [one("a", []), one("b", ["score.below-threshold"]), one("c", ["choice.several"]), one("d", [], "cus_other"), { ...one("e", []), status: "applied" }];
  expect(goTogether(all[0]!, all).map(({ id }) => id)).toEqual(["b"]);
});
