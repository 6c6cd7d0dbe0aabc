// Interest and the fixed sum through their door: what the law gives, who may let it go, and what a letter says afterwards.
import { afterAll, beforeAll, expect, test } from "vitest";
import { claimOf } from "#functions/dunning/claim-of.ts";
import { dunningStore } from "#functions/store/dunning.ts";
import { openDunningDesk, TENANT, type Person } from "#test/world/dunning-desk.ts";

let desk: Awaited<ReturnType<typeof openDunningDesk>>;
beforeAll(async () => {
  desk = await openDunningDesk(async () => (await import("#functions/dunning/api.ts")).handler);
  desk.at("2026-03-11T08:00:00.000Z");
  const owes = (number: string) => ({ number, minor: 1_000_000n, dueOn: "2026-02-10" });
  await desk.debtor({ id: "cus_arnaud", name: "Moulins Arnaud", owes: [owes("FA-1"), owes("FA-2"), owes("FA-3")] });
  await desk.debtor({ id: "cus_foreign", name: "Foreign", collector: "somebody else", owes: [owes("FF-1")] });
}, 60_000);
afterAll(() => desk?.close());

const charges = async (person: Person = "camille", customer = "cus_arnaud") => (await desk.api(person, `GET /dunning/charges?customer=${customer}`)).json;
const decide = (person: Person, body: object, customer = "cus_arnaud") => desk.api(person, "POST /dunning/charges", { customer, ...body });

test("each late invoice has its interest of 29 days and forty euros, by the law of the company that is owed, with the standing of the rate", async () => {
  const { law, lines, rate, totals } = await charges();
  // 10,000.00 × 12.15 % × 29 / 365, the ECB's 2.15 and ten points.
  expect([law, lines.length, lines[0], rate]).toEqual(["C. com. L441-10 II, D441-5", 3, { key: "itm_fa1~1", number: "FA-1", dueOn: "2026-02-10", daysLate: 29, mode: "displayed", open: { amount: "10000.00", currency: "EUR" }, interest: { amount: "96.53", currency: "EUR" }, recovery: { amount: "40.00", currency: "EUR" } }, { percent: "12.15", confirmed: false }]);
  expect(totals).toMatchObject([{ mode: "displayed", interest: { amount: "289.59" }, recovery: { amount: "120.00" } }]);
});

test.each(["camille", "paul"] as const)("%s claims interest and may not waive it", async (person) => {
  expect((await decide(person, { mode: "claimed", keys: ["itm_fa1~1"] })).json.lines.map(({ mode }: any) => mode)).toEqual(["claimed", "displayed", "displayed"]);
  expect((await decide(person, { mode: "waived", keys: ["itm_fa1~1"], reason: "long-standing customer" })).json).toMatchObject({ status: 403, code: "interest.may-not-waive" });
});

test.each(["ines", "elise"] as const)("%s decides nothing about interest", async (person) => {
  expect((await decide(person, { mode: "claimed" })).status).toBe(403);
});

test("a manager waives with a reason and not without one; it is told by whom and why, and taken back by claiming again", async () => {
  expect((await decide("helene", { mode: "waived", keys: ["itm_fa2~1"] })).json.code).toBe("interest.waiver-needs-reason");
  const { json } = await decide("helene", { mode: "waived", keys: ["itm_fa2~1"], reason: "our delivery was late" });
  expect([json.lines.map(({ mode }: any) => mode), json.decisions[0]]).toEqual([["claimed", "waived", "displayed"], expect.objectContaining({ mode: "waived", reason: "our delivery was late", byName: "helene", amounts: [expect.objectContaining({ interest: { amount: "96.53", currency: "EUR" } })] })]);
  expect((await decide("helene", { mode: "waived", keys: ["itm_fa2~1"], reason: "again" })).json.code).toBe("interest.not-open");
  expect((await decide("camille", { mode: "claimed", keys: ["itm_fa2~1"] })).json.lines[1].mode).toBe("claimed");
});

test("what has an invoice of its own names it, and is neither waived nor invoiced again", async () => {
  expect((await decide("paul", { mode: "invoiced", keys: ["itm_fa3~1"] })).json.code).toBe("interest.needs-number");
  expect((await decide("paul", { mode: "invoiced", keys: ["itm_fa3~1"], number: "INT-7" })).json.lines[2].mode).toBe("invoiced");
  expect((await decide("helene", { mode: "waived", keys: ["itm_fa3~1"], reason: "too late" })).json.code).toBe("interest.not-open");
  expect((await decide("helene", { mode: "waived", keys: ["itm_ff1~1"], reason: "not his" })).json.code).toBe("interest.line-unknown");
});

test("nobody sees or decides about a customer who is not in his rows", async () => {
  expect([(await charges("camille", "cus_foreign")).code, (await decide("camille", { mode: "claimed" }, "cus_foreign")).json.code]).toEqual(["customer.unknown", "customer.unknown"]);
});

test("a letter tells nothing of interest that was let go, and goes on telling the rest", async () => {
  await decide("helene", { mode: "waived", keys: ["itm_fa1~1"], reason: "a good year" });
  const decisions = await dunningStore(TENANT).chargeDecisions("cus_arnaud");
  const customer = (await desk.ledger.customer("cus_arnaud"))!;
  const [entity] = await desk.ledger.entities();
  const line = (number: string) => ({ key: `itm_${number}~1`, itemId: `itm_${number}` as const, instalment: 1, customerId: customer.id, entityId: entity!.id, kind: "invoice" as const, number, issuedOn: "2026-01-10", dueOn: "2026-02-10", daysLate: 29, currency: "EUR", minor: 1_000_000n, openMinor: 1_000_000n, disputedMinor: 0n, claimedMinor: 1_000_000n, level: 1, part: "advances" as const });
  const told = (...numbers: string[]) => claimOf({ lines: numbers.map(line), totals: [], charges: "displayed" }, entity!, customer, [], "2026-03-11", decisions);
  expect([told("fa1"), told("fa1", "fa2")?.amounts.map(({ interest, recovery }) => [interest.minor, recovery.minor])]).toEqual([{ mode: "waived", amounts: [] }, [[9653n, 4000n]]]);
});
