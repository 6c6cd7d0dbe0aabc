import { expect, test } from "vitest";
import { money } from "#domain/money.ts";
import { contentOf } from "#domain/dunning/messages/content-of.ts";
import { totalsOf } from "#domain/dunning/messages/content.ts";
import type { MessageLine } from "#domain/dunning/schema.ts";
import { contentOf as sample } from "#test/world/messages.ts";

const { creditor, debtor, sender, links, claim } = sample("reminder-2");
const around = { id: "msg_1", today: "2026-11-24", creditor, debtor, sender, links, claim: claim!, pdfOf: (itemId: string) => (itemId === "itm_2" ? undefined : `https://desk.example/d/${itemId}`) };
const line = (n: number, more: Partial<MessageLine>): MessageLine => ({
  key: `itm_${n}~1`, itemId: `itm_${n}`, instalment: 1, customerId: "cus_1", entityId: "ent_1", kind: "invoice", number: `F${n}`, issuedOn: "2026-08-01", dueOn: "2026-10-01", daysLate: 54, currency: "EUR",
  minor: 10_000n, openMinor: 8_000n, disputedMinor: 0n, claimedMinor: 8_000n, level: 2, part: "advances", ...more,
});
const planned = { template: "reminder-2", charges: "displayed" as const, daysToPay: 8, lines: [line(3, { dueOn: "2026-11-01" }), line(1, { part: "listed", disputedMinor: 1_000n, claimedMinor: 5_000n, reference: "PO-7" }), line(2, {}), line(4, { part: "not-due", daysLate: -5 }), line(5, { part: "credit", kind: "credit-note", openMinor: -3_000n, claimedMinor: 0n })] };

test("what the engine asks for is what the message asks for: less what is disputed, promised or in the customer's favour", () => {
  const content = contentOf(planned, around)!;
  expect(content.lines.map(({ number }) => number)).toEqual(["F1", "F2", "F3"]);
  expect(content.notDue?.map(({ number }) => number)).toEqual(["F4"]);
  expect(content.credits).toEqual([{ kind: "credit-note", number: "F5", on: "2026-08-01", open: money(3_000n, "EUR") }]);
  expect(totalsOf(content)).toEqual([{ currency: "EUR", open: money(24_000n, "EUR"), overdue: money(24_000n, "EUR"), disputed: money(1_000n, "EUR"), later: money(2_000n, "EUR"), credits: money(3_000n, "EUR"), asked: money(18_000n, "EUR") }]);
  expect(content.lines[0]).toMatchObject({ po: "PO-7", pdf: "https://desk.example/d/itm_1" });
  expect(content.lines[1]).not.toHaveProperty("pdf");
});

test("the day to pay by is counted from the day that the message goes, and charges are said no louder than the step says", () => {
  expect(contentOf(planned, around)).toMatchObject({ deadline: "2026-12-02", claim: { mode: "displayed" } });
  expect(contentOf({ ...planned, charges: "none" }, around)).not.toHaveProperty("claim");
  expect(contentOf({ ...planned, charges: "claimed" }, { ...around, claim: { ...claim!, mode: "waived" } })).toMatchObject({ claim: { mode: "waived" } });
});

test("a plan that names a template of nobody's has no content", () => {
  expect(contentOf({ ...planned, template: "own-words" }, around)).toBeUndefined();
});
