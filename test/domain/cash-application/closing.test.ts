// Books that are closed do not move any more, whatever the desk posts or takes back afterwards.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apply } from "#domain/cash-application/apply.ts";
import { close, firstOpen, neverClosed, postingDay, reopen } from "#domain/cash-application/closing/closing.ts";
import { received, type Payment } from "#domain/cash-application/payment.ts";
import { takeBack } from "#domain/cash-application/take-back.ts";
import { addDays, type DateText } from "#domain/date.ts";
import { openAt } from "#domain/ledger/balance.ts";
import type { Item } from "#domain/ledger/schema.ts";
import { isRefused } from "#domain/refusal.ts";
import { digest } from "#functions/runtime/digest.ts";
import { invoice } from "#test/world/ledger.ts";

const alain = { id: "usr_alain", name: "Alain Roche" } as const;
const julien = { type: "user", id: "usr_julien", name: "Julien Abadie" } as const;
const AT = "2026-03-03T09:00:00.000Z";
const payment = (minor: bigint, bookedOn: DateText): Payment => received({ id: "pay_1", entityId: "ent_fr", account: "FR76", currency: "EUR", minor, bookedOn, text: "VIR FA-42", kind: "credit-transfer", statement: { fileName: "f", format: "camt.053", runId: "run_1", line: 1 } });
const setting = (items: readonly Item[], on: DateText, closedUntil?: DateText) => ({ entity: { id: "ent_fr" as const, currency: "EUR" }, items, on, closedUntil, now: `${on}T09:00:00.000Z`, by: julien, causedBy: "act_1", digest });

describe("an entity's books", () => {
  const until = (answer: ReturnType<typeof close | typeof reopen>) => (isRefused(answer) ? answer.code : answer.closedUntil);
  const february = close(neverClosed("ent_fr"), "2026-02-28", "2026-03-03", alain, AT);
  if (isRefused(february)) throw new Error(february.code);

  test("are closed until a day, by somebody, and that is kept", () => expect(february).toMatchObject({ closedUntil: "2026-02-28", version: 1, history: [{ type: "closed", until: "2026-02-28", by: alain, at: AT }] }));
  test("may be shut on the last working day, before the month has ended, but no later month", () => {
    expect(until(close(february, "2026-03-31", "2026-03-30", alain, AT))).toBe("2026-03-31");
    expect(until(close(february, "2026-04-01", "2026-03-30", alain, AT))).toBe("period.too-far");
  });
  test("are not closed to an earlier day by closing: that is reopening, and takes a reason", () => {
    expect(until(close(february, "2026-01-31", "2026-03-03", alain, AT))).toBe("period.not-later");
    expect(until(reopen(february, "2026-01-31", " ", alain, AT))).toBe("payment.reason-missing");
    expect(until(reopen(february, "2026-02-28", "an invoice was forgotten", alain, AT))).toBe("period.not-earlier");
    expect(reopen(february, undefined, "an invoice was forgotten", alain, AT)).toMatchObject({ version: 2, history: [{}, { type: "reopened", before: "2026-02-28", reason: "an invoice was forgotten" }] });
    expect(until(reopen(february, undefined, "all of it", alain, AT))).toBeUndefined();
  });
});

test.each([
  ["today, where nothing else is asked", undefined, "2026-02-28", "2026-03-03"],
  ["the first open day, where today is closed", undefined, "2026-03-31", "2026-04-01"],
  ["the day that is asked for, where it is open", "2026-03-01", "2026-02-28", "2026-03-01"],
  ["refused in a closed period", "2026-02-28", "2026-02-28", "period.closed"],
  ["refused before the bank had the money", "2026-02-10", undefined, "posting.date-out-of-range"],
  ["refused in the future", "2026-03-04", undefined, "posting.date-out-of-range"],
])("a posting is dated: %s", (_name, asked, closedUntil, expected) => {
  const day = postingDay({ asked, today: "2026-03-03", bookedOn: "2026-02-12", closedUntil });
  expect(isRefused(day) ? day.code : day).toBe(expected);
});

test("a receipt that the bank booked in a closed month is posted on the first open day with its value date kept, and says why", () => {
  const item = invoice();
  const done = apply(payment(1200_00n, "2026-02-27"), { customerId: "cus_arnaud", lines: [{ itemId: item.id, customerId: item.customerId, number: item.number, cleared: 1200_00n }], adjustments: [] }, setting([item], "2026-03-03", "2026-02-28"));
  if (isRefused(done)) throw new Error(done.code);
  const receipt = done.changes.find(({ next }) => next.kind === "payment")!.next;
  expect([receipt.issuedOn, receipt.postings[0]!.on, receipt.postings[0]!.dueOn]).toEqual(["2026-02-27", "2026-03-01", "2026-02-27"]);
  expect(done.allocation).toMatchObject({ on: "2026-03-03", closedUntil: "2026-02-28" });
});

test("whatever is posted and taken back after a closing, what was owed at the end of every closed month stays what it was", () => {
  const step = fc.record({ act: fc.constantFrom("post", "back", "close"), days: fc.nat(25), part: fc.integer({ min: 1, max: 100 }), off: fc.nat(50) });
  fc.assert(
    fc.property(fc.record({ open: fc.integer({ min: 100, max: 900 }), paid: fc.integer({ min: 1, max: 1200 }), steps: fc.array(step, { maxLength: 14 }) }), ({ open, paid, steps }) => {
      let items: Item[] = [invoice({ minor: BigInt(open) })];
      let [cash, today, closed] = [payment(BigInt(paid), "2026-02-12"), "2026-02-12", neverClosed("ent_fr")];
      const shut: { until: DateText; owed: bigint }[] = [];
      const owedAt = (day: DateText): bigint => items.reduce((sum, { postings }) => sum + openAt(postings, day).minor, 0n);
      for (const { act, days, part, off } of steps) {
        today = addDays(today, days);
        if (act === "close") {
          const next = close(closed, addDays(today, (part % 9) - 6), today, alain, AT);
          if (isRefused(next)) continue;
          closed = next;
          shut.push({ until: closed.closedUntil!, owed: owedAt(closed.closedUntil!) });
          continue;
        }
        const item = items.find(({ kind }) => kind === "invoice")!;
        const standing = cash.allocations.find(({ takenBack }) => !takenBack);
        const at = setting(items, firstOpen(today, closed.closedUntil), closed.closedUntil);
        const cleared = (item.openMinor * BigInt(part)) / 100n;
        const answer = act === "back" && standing ? takeBack(cash, standing.id, { ...at, reason: "because" }) : apply(cash, { customerId: "cus_arnaud", lines: cleared > 0n ? [{ itemId: item.id, customerId: item.customerId, number: item.number, cleared }] : [], adjustments: off > 0 ? [{ type: "other", minor: BigInt(off) }] : [] }, at);
        if (isRefused(answer)) continue;
        const changed = new Map(answer.changes.map(({ next }) => [next.id, next]));
        items = [...items.filter(({ id }) => !changed.has(id)), ...changed.values()];
        cash = answer.payment;
        for (const { until, owed } of shut) expect(owedAt(until)).toBe(owed);
      }
    }),
    { numRuns: 200 },
  );
});
