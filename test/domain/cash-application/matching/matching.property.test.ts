// What must hold whatever the books and whatever the bank says.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Matcher } from "#domain/cash-application/matching/engine.ts";
import { Memory } from "#domain/cash-application/matching/memory.ts";
import type { Item, Receipt } from "#domain/cash-application/matching/model.ts";
import { isOgm, isQrr, isRf, isViite } from "#domain/cash-application/matching/structured.ts";
import { subsetOf } from "#domain/cash-application/matching/sums.ts";
import { cast, itemOf, matcherWith, receiptOf, today } from "./golden-cast.ts";

const who = fc.constantFrom("ALPHA", "BETA", "GARNIER", "NORD", "SUD", "MOTHER", "CHILD", "SISTER");
// Few and round amounts: ties and chance sums are what the engine must not fall for.
const document = fc.record({ who, number: fc.integer({ min: 1, max: 60 }), amount: fc.oneof(fc.integer({ min: -5, max: 12 }).map((n) => n * 5000), fc.integer({ min: 100, max: 90_000 })).filter((n) => n !== 0), due: fc.integer({ min: -60, max: 40 }), discount: fc.constantFrom("", " discount=2@5", " discount=3@-20") });
const books = fc.uniqueArray(document, { selector: ({ number }) => number, minLength: 1, maxLength: 14 });
const text = ({ who: code, number, amount, due, discount }: { who: string; number: number; amount: number; due: number; discount: string }): string => `${code} FA-2025-${String(number).padStart(6, "0")} ${(amount / 100).toFixed(2)} due=${due}${amount > 0 ? discount : ""}`;
const receipts = fc.array(fc.record({ sender: fc.oneof(who, fc.constant("UNKNOWN")), pick: fc.array(fc.nat(13), { maxLength: 4 }), said: fc.boolean(), off: fc.constantFrom(0, 0, 0, 0, -1, 3, 50, -1000, 2000) }), { minLength: 1, maxLength: 6 });

type Made = { readonly documents: string[]; readonly receipts: Receipt[] };
const day: fc.Arbitrary<Made> = fc.tuple(books, receipts).map(([list, asked]) => {
  const documents = list.map(text);
  return {
    documents,
    receipts: asked.map(({ sender, pick, said, off }, n) => {
      const chosen = [...new Set(pick.map((at) => documents[at % documents.length]!))].map(itemOf);
      const amount = Math.max(1, chosen.reduce((sum, item) => sum + item.amount, 0) + off);
      return receiptOf(`${sender} ${(amount / 100).toFixed(2)} ${said ? chosen.map((item) => item.document).join(" ") : "VIREMENT"}`, {}, `R${n}`);
    }),
  };
});

const told = (matcher: Matcher, list: readonly Receipt[]): Map<string, string> =>
  new Map(matcher.decideDay(list).map(({ receipt, decision, proposals, payer }) => [receipt.id, JSON.stringify([decision, payer, proposals.map(({ kind, difference, allocations, adjustments }) => [kind, difference, allocations.map(({ item, amount }) => `${item.document}=${amount}`).toSorted(), adjustments])])]));

describe("whatever comes", () => {
  test("the order of documents and of receipts changes no decision", () => {
    fc.assert(
      fc.property(day, fc.integer(), ({ documents, receipts: list }, salt) => {
        const turned = <T>(items: readonly T[]): T[] => items.map((item, n) => [((n + 1) * 7919 + salt) % 101, item] as const).toSorted(([a], [b]) => a - b).map(([, item]) => item);
        expect(told(matcherWith(turned(documents)), turned(list))).toEqual(new Map([...told(matcherWith(documents), list)].toSorted(([a], [b]) => turned(list).findIndex(({ id }) => id === a) - turned(list).findIndex(({ id }) => id === b))));
      }),
      { numRuns: 150 },
    );
  });

  test("allocations less adjustments are the payment, and nothing is cleared beyond what is open", () => {
    fc.assert(
      fc.property(day, ({ documents, receipts: list }) => {
        const matcher = matcherWith(documents);
        const before = new Map([...matcher.ledger.items.values()].map((item) => [item.document, item.open]));
        const cleared = new Map<string, number>();
        for (const { decision, receipt, proposals } of matcher.decideDay(list)) {
          for (const { allocations, adjustments } of proposals) {
            expect(allocations.reduce((sum, { amount }) => sum + amount, 0) - adjustments.reduce((sum, { amount }) => sum + amount, 0)).toBe(receipt.amount);
            expect(new Set(allocations.map(({ item }) => item)).size).toBe(allocations.length);
            for (const { item, amount } of allocations) expect(Math.abs(amount) <= Math.abs(before.get(item.document)!) && Math.sign(amount) === Math.sign(before.get(item.document)!)).toBe(true);
          }
          if (decision === "auto") for (const { item, amount } of proposals[0]!.allocations) cleared.set(item.document, (cleared.get(item.document) ?? 0) + amount);
        }
        for (const item of matcher.ledger.items.values()) expect(item.open).toBe(before.get(item.document)! - (cleared.get(item.document) ?? 0));
      }),
      { numRuns: 250 },
    );
  });

  test("without a word, nothing is posted that another set of the payer's documents of one kind explains as well", () => {
    fc.assert(
      fc.property(day, ({ documents, receipts: list }) => {
        for (const receipt of list.filter((one) => one.text === "VIREMENT")) {
          const [decision] = matcherWith(documents).decideDay([receipt]);
          if (decision?.decision !== "auto") continue;
          const chosen = decision.proposals[0]!.allocations.map(({ item }) => item);
          const others = documents.map(itemOf).filter((item) => item.customer === chosen[0]!.customer && !chosen.some(({ document: name }) => name === item.document));
          for (const item of chosen) expect(others.some((other) => other.amount === item.amount)).toBe(false);
          expect(decision.proposals.slice(1).some(({ kind, difference }) => difference === "exact" && !["window", "subset", "namedPlus", "namedMinus", "sameIssued", "prefixIssued"].includes(kind))).toBe(false);
        }
      }),
      { numRuns: 250 },
    );
  });

  test("what was posted and is then confirmed otherwise leaves the books as the confirmation says", () => {
    const matcher = matcherWith(["ALPHA FA-2025-000001 100.10", "ALPHA FA-2025-000002 200.20"]);
    expect(matcher.decideDay([receiptOf("ALPHA 100.10 FA-2025-000001")])[0]!.decision).toBe("auto");
    matcher.confirm({ receipt: "R1", on: today, payer: "C1001", allocations: [{ document: "FA-2025-000002", entity: "FR01", amount: 100_10 }], adjustments: [] });
    expect(["FA-2025-000001", "FA-2025-000002"].map((name) => matcher.ledger.item("FR01", name)!.open)).toEqual([100_10, 100_10]);
  });
});

describe("what clearings teach", () => {
  const lesson = (n: number, on: number) => ({ receipt: `P${n}`, on: today + on, iban: "FR7612345987650123456789014", name: "ACME", payer: "C1002", customers: ["C1002"], kind: "named", difference: n % 2 ? "fee" : "exact", residue: n % 2 ? "fee:1200" : "" });

  test("a lesson unlearned leaves no trace, in whatever order lessons came", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 20 }), fc.nat(), (days, which) => {
        const lessons = days.toSorted((a, b) => a - b).map((on, n) => lesson(n, on));
        const wrong = lessons[which % lessons.length]!;
        const [taught, spared] = [new Memory(), new Memory()];
        for (const one of lessons) taught.learn(one);
        taught.unlearn(wrong.receipt);
        for (const one of lessons) if (one !== wrong) spared.learn(one);
        const known = (memory: Memory) => memory.facts(today + 300).map(({ about, says, support }) => [about, says, support.toFixed(9)]);
        expect(known(taught)).toEqual(known(spared));
      }),
    );
  });

  test("support halves in half a year", () => {
    const memory = new Memory();
    memory.learn(lesson(0, 0));
    expect(memory.support("pays:name:ACME", "C1002", today + 180)).toBeCloseTo(0.5);
  });

  test("an automatic posting alone teaches no account", () => {
    const matcher = matcherWith(["BETA FA-2025-000001 100.10"]);
    expect(matcher.decideDay([receiptOf("- 100.10 FA-2025-000001", { iban: "FR7612345987650123456789014" })])[0]!.decision).toBe("auto");
    expect(matcher.memory.facts(today)).toEqual([]);
  });

  test("a confirmed clearing teaches the account, and the next silent payment is the customer's", () => {
    const matcher = matcherWith(["BETA FA-2025-000001 100.10", "BETA FA-2025-000002 77.31"]);
    const iban = "FR7612345987650123456789014";
    for (const [n, name] of ["FA-2025-000001"].entries()) {
      matcher.decideDay([receiptOf(`- 100.10 ${name}`, { iban }, `P${n}`)]);
      matcher.confirm({ receipt: `P${n}`, on: today, payer: cast.BETA.code, allocations: [{ document: name, entity: "FR01", amount: 100_10 }], adjustments: [] });
    }
    expect(matcher.decideDay([{ ...receiptOf("- 77.31 VIREMENT", { iban }), booked: today + 20 }])[0]!.payer).toBe(cast.BETA.code);
  });
});

test("the sum of documents has no, one or several answers, and says which", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -40, max: 90 }).filter((n) => n !== 0), { minLength: 1, maxLength: 10 }), fc.integer({ min: 1, max: 200 }), (amounts, target) => {
      const items = amounts.map((amount, n): Item => ({ ...itemOf(`ALPHA F${String(n).padStart(3, "0")} 1.00`), amount, open: amount }));
      let answers = 0;
      for (let mask = 1; mask < 1 << amounts.length; mask++) if (amounts.reduce((sum, amount, n) => sum + (mask & (1 << n) ? amount : 0), 0) === target) answers++;
      const found = subsetOf(items, target, 1_000_000);
      expect(found.answers).toBe(Math.min(2, answers));
      if (found.answers === 1) expect(found.items.reduce((sum, item) => sum + item.open, 0)).toBe(target);
    }),
  );
});

test("structured references prove themselves, and one wrong digit breaks them", () => {
  expect(["RF18539007547034", "RF69FA20260001234", "RF97INV0042", "RF741"].map(isRf)).toEqual([true, true, true, true]);
  expect(["RF18539007547043", "RF97INV0O42", "RFX8539007547034"].map(isRf)).toEqual([false, false, false]);
  expect(["090933755493", "000000009797", "000000009700"].map(isOgm)).toEqual([true, true, false]);
  expect(["210000000003139471430009017", "210000000003139471430090017", "000000000000000000000000000"].map(isQrr)).toEqual([true, false, false]);
  expect(["1234561", "1009", "20260001230", "1243561"].map(isViite)).toEqual([true, true, true, false]);
});
