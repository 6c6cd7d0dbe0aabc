// The offline matcher answers the same whatever the order of files in a folder, of credits in a statement and of rows in a table.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { answerOf } from "#domain/cash-application/matching/offline/answer.ts";
import { runMatch } from "#infra/local/matching/run.ts";
import { camtFile, mt940File, type BankDay, type Movement } from "#test/world/bank-day.ts";

const folder = mkdtempSync(join(tmpdir(), "quittance-order-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = ["Martin Bâtiment SARL", "Martin Bâtiment SAS", "Orion Rennes SAS", "Orion Metz SAS"];
const customers = names.map((name, n) => `C${n};${name};FR01;EUR;FR;${["Lille", "Nice", "Rennes", "Metz"][n]};;${n > 1 ? "C9" : ""};30;;;`);
const document = fc.record({ customer: fc.nat(3), minor: fc.constantFrom(100_00, 200_00, 300_00, 123_45, 77_31), due: fc.constantFrom("2026-01-15", "2026-02-10") });
const credit = fc.record({ picks: fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }), said: fc.boolean(), from: fc.constantFrom("MARTIN BATIMENT", "ORION RENNES", "ORION METZ", "INCONNU"), file: fc.nat(2) });
type Made = { readonly documents: readonly string[]; readonly days: readonly (readonly Movement[])[] };

const world: fc.Arbitrary<Made> = fc.tuple(fc.array(document, { minLength: 3, maxLength: 10 }), fc.array(credit, { minLength: 1, maxLength: 7 })).map(([documents, credits]) => {
  const numbers = documents.map((_, n) => `FA-2026-${String(1_001 + n * 7)}`);
  const movement = ({ picks, said, from }: (typeof credits)[number], n: number): Movement => {
    const chosen = [...new Set(picks.map((at) => at % documents.length))];
    return { minor: BigInt(chosen.reduce((sum, at) => sum + documents[at]!.minor, 0)), booked: "2026-02-12", value: "2026-02-12", reference: `BNK${1_000 + n}`, name: from, iban: "", text: said ? chosen.map((at) => numbers[at]).join(" ") : "VIREMENT" };
  };
  return {
    documents: documents.map(({ customer, minor, due }, n) => `${numbers[n]};INV;FR01;C${customer};2026-01-05;${due};EUR;${(minor / 100).toFixed(2)};${(minor / 100).toFixed(2)};;;;`),
    days: [0, 1, 2].map((file) => credits.map((one, n) => ({ one, n })).filter(({ one }) => one.file === file).map(({ one, n }) => movement(one, n))),
  };
});

test("the order of files, of credits in them and of rows changes no answer", () => {
  let posted = 0;
  fc.assert(
    fc.property(world, fc.integer(), (made, salt) => {
      const here = answers(made, (list) => [...list]);
      expect(answers(made, (list) => list.map((one, n) => [((n + 1) * 7_919 + salt) % 101, n, one] as const).toSorted(([a, m], [b, n]) => a - b || n - m).map(([, , one]) => one))).toEqual(here);
      posted += here.filter(({ decision }) => decision === "auto").length;
    }),
    { numRuns: 30 },
  );
  expect(posted).toBeGreaterThan(10);
});

function answers({ documents, days }: Made, order: <T>(list: readonly T[]) => T[]) {
  const here = mkdtempSync(join(folder, "run-"));
  const table = (name: string, titles: string, rows: readonly string[]): string => {
    writeFileSync(join(here, name), [titles, ...order(rows)].join("\n"));
    return join(here, name);
  };
  // Files are read in the order of their paths: the folders that they stand in change places.
  const places = order([0, 1, 2]);
  for (const [n, movements] of days.entries()) {
    if (movements.length === 0) continue;
    const day: BankDay = { account: "FR7630006000011234567890189", currency: "EUR", openedOn: "2026-02-11", closedOn: "2026-02-12", opening: 0n, movements: order(movements), number: `${n + 1}` };
    mkdirSync(join(here, "bank", `${places[n]}`), { recursive: true });
    writeFileSync(join(here, "bank", `${places[n]}`, `2026-02-12_FR01_EUR.${n === 1 ? "sta" : "camt053.xml"}`), n === 1 ? mt940File(day) : camtFile(day));
  }
  const run = runMatch({
    state: join(here, "state"), precision: 0.9995, statements: join(here, "bank"),
    customers: table("customers.csv", "code;name;entity;currency;country;city;vat;parent;terms;discount_pct;discount_days;iban", customers),
    ledger: table("ledger.csv", "document;type;entity;customer;issue_date;due_date;currency;amount;open_amount;po;origin;discount_pct;discount_date", documents),
  });
  rmSync(here, { recursive: true, force: true });
  return run.decisions.map((decision) => answerOf(decision) as { readonly paymentId: string; readonly decision: string }).toSorted((a, b) => (a.paymentId < b.paymentId ? -1 : 1));
}
