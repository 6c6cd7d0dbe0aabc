// The desk's matcher says the same whatever the order in which the ledger lists customers and documents, and in which the bank lists the day's receipts.
import fc from "fast-check";
import { expect, test } from "vitest";
import { decisionOf, matcherOf, receiptOf } from "#domain/cash-application/matching/at-the-desk.ts";
import { received, type Payment } from "#domain/cash-application/payment.ts";
import type { ListedCustomer, ListedItem, OpenItemsList } from "#domain/insight/open-items-list.ts";

const iban = "FR1420041010050500013M02606";
// Homonyms, a parent with two children, an account that two customers tell, one number in two series: what an order could decide by itself.
const customers: readonly ListedCustomer[] = [
  { id: "cus_a", code: "A", name: "Martin Bâtiment SARL", country: "FR", parent: "", city: "Lille", ibans: [iban] }, { id: "cus_b", code: "B", name: "Martin Bâtiment SAS", country: "FR", parent: "", city: "Nice", ibans: [iban] },
  { id: "cus_c", code: "C", name: "Groupe Orion Holding SA", country: "FR", parent: "" }, { id: "cus_d", code: "D", name: "Orion Rennes SAS", country: "FR", parent: "cus_c" }, { id: "cus_e", code: "E", name: "Orion Metz SAS", country: "FR", parent: "cus_c", discount: { rate: 200, days: 40 } },
];
const item = fc.record({ customer: fc.constantFrom(...customers.map(({ id }) => id)), series: fc.constantFrom("FA-2026-", "FB-2026-", "2026"), number: fc.integer({ min: 1, max: 9 }), minor: fc.constantFrom(100_00, 200_00, 300_00, 123_45, 98_00, -100_00), due: fc.constantFrom("2026-01-15", "2026-02-10", "2026-03-10") });
const book = fc.uniqueArray(item, { selector: ({ customer, series, number }) => `${customer} ${series}${number}`, minLength: 2, maxLength: 14 }).map((items) =>
  items.map(({ customer, series, number, minor, due }, n): ListedItem => ({ id: `itm_${n}`, customer, entity: "ent_fr", kind: minor < 0 ? "credit-note" : "invoice", number: `${series}${String(number).padStart(4, "0")}`, reference: "", issuedOn: "2026-01-10", dueOn: due, currency: "EUR", minor, open: minor })),
);
const receipt = fc.record({ picks: fc.array(fc.nat(13), { minLength: 1, maxLength: 3 }), said: fc.constantFrom("numbers", "digits", "nothing"), from: fc.constantFrom("MARTIN BATIMENT", "GROUPE ORION HOLDING", "ORION RENNES", "INCONNU", ""), known: fc.boolean(), off: fc.constantFrom(0, 0, 0, 3, -100) });

test("the order of customers, documents and receipts changes no decision of the desk", () => {
  let posted = 0;
  fc.assert(
    fc.property(book, fc.array(receipt, { minLength: 1, maxLength: 6 }), fc.integer(), (items, asked, salt) => {
      const payments = asked.map(({ picks, said, from, known, off }, n): Payment => {
        const chosen = [...new Set(picks.map((at) => items[at % items.length]!))];
        const words = { numbers: chosen.map(({ number }) => number), digits: chosen.map(({ number }) => number.replace(/\D/g, "")), nothing: ["VIREMENT"] }[said].join(" ");
        const minor = BigInt(Math.max(1, chosen.reduce((sum, { open }) => sum + open, 0) + off));
        return received({ id: `pay_${n}`, entityId: "ent_fr", account: "FR76", currency: "EUR", minor, bookedOn: "2026-02-12", payerName: from, ...(known ? { payerIban: iban } : {}), text: words, kind: "credit-transfer", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: n } });
      });
      const turned = <T>(list: readonly T[]): T[] => list.map((one, n) => [((n + 1) * 7_919 + salt) % 101, n, one] as const).toSorted(([a, m], [b, n]) => a - b || n - m).map(([, , one]) => one);
      const [here, there] = [decide({ customers, items }, payments), decide({ customers: turned(customers), items: turned(items) }, turned(payments))];
      expect(there).toEqual(here);
      posted += [...here.values()].filter(({ outcome }) => outcome === "auto").length;
    }),
    { numRuns: Number(process.env.RUNS ?? 250), endOnFailure: true },
  );
  expect(posted).toBeGreaterThan(50);
});

function decide(list: OpenItemsList, payments: readonly Payment[]) {
  const { matcher, numbered } = matcherOf(list, "ent_fr", new Map());
  const byId = new Map(payments.map((one) => [one.id as string, one]));
  return new Map(matcher.decideDay(payments.map(receiptOf)).map((one) => [one.receipt.id, decisionOf(one, numbered, byId.get(one.receipt.id)!)] as const).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
