import { describe, expect, test } from "vitest";
import { contractAllowed, lateCharges, rounded, statutoryRate, type LateCharges, type LateDebt } from "#domain/dunning/interest/interest.ts";
import { packOf, packs, type Pack } from "#domain/dunning/interest/packs.ts";
import { known, type Confirmation } from "#domain/dunning/interest/rates.ts";
import { money } from "#domain/money.ts";
import { isRefused } from "#domain/refusal.ts";
import { besideTheProject, vectors } from "#test/world/vectors.ts";

const cents = (amount: number): bigint => BigInt(Math.round(amount * 100));
const charges = (pack: Pack, debt: LateDebt, confirmations: readonly Confirmation[] = [], dayCount?: bigint): LateCharges => {
  const answer = lateCharges(pack, debt, confirmations, dayCount);
  if (isRefused(answer)) throw new Error(answer.code);
  return answer;
};
const owed = (country: string, amount: number, dueOn: string, until: string, currency = "EUR") => charges(packs[country]!, { principal: money(cents(amount), currency), dueOn, until });
const told = ({ interest, fixedSum }: LateCharges) => `${Number(interest.minor) / 100} + ${Number(fixedSum?.minor ?? 0n) / 100}`;

test.each([
  ["France: 45 days of 2025 at 12.15 %", owed("FR", 10_000, "2025-07-31", "2025-09-14"), "149.79 + 40"],
  ["France: across 30 June the rate changes", owed("FR", 12_000, "2025-06-14", "2025-07-30"), "189.01 + 40"],
  ["France: one day late costs the whole sum", owed("FR", 1000, "2025-10-31", "2025-11-01"), "0.33 + 40"],
  ["France: paid on the due date costs nothing", owed("FR", 1000, "2025-10-31", "2025-10-31"), "0 + 0"],
  ["a public buyer pays one rate, that of the beginning", owed("FR-PUBLIC", 20_000, "2025-06-20", "2025-09-10"), "500.99 + 40"],
  ["Germany: nine points on the base rate of each half-year", owed("DE", 8000, "2025-05-15", "2025-08-15"), "217.17 + 40"],
  ["Belgium: 10.15 is rounded up to 10.5", owed("BE", 10_000, "2025-07-31", "2025-10-29"), "258.9 + 40"],
  ["Britain: the sum depends on the debt: a penny below £1,000", owed("GB", 999.99, "2025-08-01", "2025-08-31", "GBP"), "10.07 + 40"],
  ["Britain: £1,000", owed("GB", 1000, "2025-08-01", "2025-08-31", "GBP"), "10.07 + 70"],
  ["Britain: £10,000", owed("GB", 10_000, "2025-08-01", "2025-08-31", "GBP"), "100.68 + 100"],
  ["Switzerland: five percent and no sum", owed("CH", 10_000, "2025-07-31", "2025-09-14", "CHF"), "61.64 + 0"],
])("%s", (_what, answer, then) => {
  expect(told(answer)).toBe(then);
});

test("a rate that nobody has confirmed is marked, and one that the administrator confirms goes before ours", () => {
  const debt = { principal: money(1_000_000n, "EUR"), dueOn: "2026-06-30", until: "2026-07-30" };
  expect(lateCharges(packs.FR!, debt)).toMatchObject({ type: "Refused", code: "interest.rate-unknown", values: { reference: "ecb", date: "2026-07-01" } });
  const confirmed = charges(packs.FR!, debt, [{ reference: "ecb", halfYear: "2026-07-01", hundredths: 200, by: "usr_admin", on: "2026-07-02" }]);
  expect([told(confirmed), confirmed.unconfirmed]).toEqual(["98.63 + 40", []]);
  expect(owed("FR", 100, "2026-01-31", "2026-02-28").unconfirmed).toEqual([{ code: "interest.rate-unconfirmed", hundredths: 1215, date: "2026-02-01", standing: "sourced" }]);
  expect(owed("IT", 100, "2026-01-31", "2026-02-28").unconfirmed.map(({ code, what }) => what ?? code)).toEqual(["interest.rate-unconfirmed", "mode", "day-count", "fixed-sum"]);
});

test("an agreed rate below the legal floor of its half-year is refused, not used", () => {
  const debt = { principal: money(100_000n, "EUR"), dueOn: "2024-01-31", until: "2024-03-31", contractRate: 1450 };
  expect(lateCharges(packs.FR!, debt)).toMatchObject({ code: "interest.contract-rate-too-low" });
  expect(told(charges(packs.FR!, { ...debt, contractRate: 1521 }))).toBe("25 + 40");
});

test("a debtor's law is his country's, the directive's in the rest of the Union, and none elsewhere", () => {
  expect([packOf("FR")?.name, packOf("FR", true)?.name, packOf("FI")?.name, packOf("BR"), packOf(undefined)]).toEqual(["France, between businesses", "France, public buyer", packs.EU!.name, undefined, undefined]);
});

test("pounds of the fixed sum are never added to euros of the debt", () => {
  expect(owed("GB", 1000, "2025-08-01", "2025-08-31", "EUR").fixedSum).toBeUndefined();
  expect(owed("FR", 1000, "2025-08-01", "2025-08-31", "USD").fixedSum).toEqual(money(4000n, "EUR"));
});

type Case = { id: string; country: string; input: Record<string, number | string | unknown[]>; expected: { interest: number | number[]; fixed_sum?: number; days_late?: number; segments?: { from: string; to: string; days: number; rate: number; balance?: number }[]; due_on_settlement?: number } };
const reference = vectors<{ cases: Case[]; contract_rate_floor_fr: { half_year_from: string; contract_rate: number; valid: boolean }[]; published: { id: string; input: Record<string, number>; expected: { interest: number } }[] }>("interest");
const law = vectors<{ countries: Record<string, { rates: { from: string; rate: number | null }[] }> }>("late-payment");

describe.runIf(reference)("the reference cases", () => {
  const simple = (reference?.cases ?? []).filter(({ input }) => !input.invoices && input.principal !== undefined);
  test.each(simple.map((each) => [each.id, each] as const))("%s", (id, { country, input, expected }) => {
    const until = String(input.paid ?? input.settled_on ?? (input.payments as { date: string }[] | undefined)?.at(-1)?.date);
    const dueOn = input.due === undefined ? "2025-07-31" : String(input.due);
    const pack = input.rate_mode === "fixed_at_payment" ? { ...packs[country]!, mode: "fixed-at-payment" as const } : packs[country]!;
    const payments = (input.payments as { date: string; amount: number }[] | undefined)?.map(({ date, amount }) => ({ on: date, minor: cents(amount) }));
    const partPayments = String(input.allocation ?? "").startsWith("legal default") ? ("interest-first" as const) : ("principal-first" as const);
    const answer = charges(pack, { principal: money(cents(Number(input.principal)), String(input.currency)), dueOn, until, ...(payments ? { payments, partPayments } : {}) }, [], input.day_count === "actual/366" ? 366n : undefined);
    if (expected.days_late !== undefined) expect(answer.daysLate).toBe(expected.days_late);
    if (expected.segments) {
      expect(answer.segments.map(({ from, to, days, hundredths }) => ({ from, to, days, rate: hundredths / 100 }))).toEqual(expected.segments.map(({ from, to, days, rate }) => ({ from, to, days, rate })));
      for (const [n, { balance }] of expected.segments.entries()) if (balance !== undefined) expect(Number(answer.segments[n]!.balanceMinor) / 100, id).toBeCloseTo(balance, 2);
    }
    if (expected.due_on_settlement !== undefined) expect(Number(answer.principalLeft.minor + answer.interestLeft.minor + 4000n) / 100).toBeCloseTo(expected.due_on_settlement, 2);
    else expect(Math.abs(Number(answer.interest.minor) / 100 - Number(expected.interest))).toBeLessThanOrEqual(0.0101);
    if (expected.fixed_sum !== undefined) expect(Number(answer.fixedSum?.minor ?? 0n) / 100).toBe(expected.fixed_sum);
  });
  test("two invoices late, paid at once: the sum is due for each", () => {
    for (const { input, expected } of (reference?.cases ?? []).filter(({ input: { invoices } }) => invoices)) {
      const answers = (input.invoices as { principal: number; due: string }[]).map(({ principal, due }) => owed("FR", principal, due, String(input.paid)));
      expect(answers.map(({ interest }) => Number(interest.minor) / 100)).toEqual(expected.interest);
      expect(answers.reduce((sum, { fixedSum }) => sum + Number(fixedSum!.minor) / 100, 0)).toBe(expected.fixed_sum);
    }
  });
  test("the floor of an agreed rate in France", () => {
    for (const { half_year_from, contract_rate, valid } of reference!.contract_rate_floor_fr) expect([half_year_from, contractAllowed(packs.FR!, Math.round(contract_rate * 100), half_year_from)]).toEqual([half_year_from, valid]);
  });
  test("published examples", () => {
    for (const { id, input, expected } of reference!.published) {
      const [days, year] = input.months === undefined ? [input.days!, 365n] : [input.months, 12n];
      expect([id, Number(rounded(cents(input.principal!) * BigInt(Math.round(input.rate! * 100)) * BigInt(days), 10_000n * year)) / 100]).toEqual([id, expected.interest]);
    }
  });
});

test.runIf(law)("every dated rate of every country is the one that was collected, and what was not found is unknown here too", () => {
  for (const [country, { rates }] of Object.entries(law!.countries)) {
    for (const { from, rate } of rates) if (from >= "2019") expect([country, from, statutoryRate(packs[country]!, from)?.hundredths]).toEqual([country, from, rate === null ? undefined : Math.round(rate * 100)]);
  }
});

const mro = besideTheProject("data/ecb_main_refinancing/ecb_mro.csv");
const basiszins = besideTheProject("data/rates_bgb/data/base_rates.json");
test.runIf(mro && basiszins)("our half-years agree with the rows of the ECB and of the Bundesbank", () => {
  const rows = mro!.trim().split("\n").slice(1).map((row) => row.split(","));
  for (const [halfYear, { hundredths }] of known("ecb")) {
    const row = rows.findLast(([from]) => from! <= halfYear);
    if (row) expect([halfYear, hundredths]).toEqual([halfYear, Math.round(Number(row[2]) * 100)]);
  }
  const { data } = JSON.parse(basiszins!) as { data: Record<string, number> };
  for (const [halfYear, { hundredths }] of known("bundesbank")) if (halfYear.slice(0, 7) in data) expect([halfYear, hundredths]).toEqual([halfYear, Math.round(data[halfYear.slice(0, 7)]! * 100)]);
});
