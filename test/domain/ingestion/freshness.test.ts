import { expect, test } from "vitest";
import { freshnessOf } from "#domain/ingestion/freshness.ts";

const daily = { freshWithinHours: 26 };
const applied = (appliedAt: string) => ({ appliedAt, receivedAt: appliedAt });

test.each([
  ["on the same day", "2026-03-10T18:00:00Z", "2026-03-10T20:00:00Z", "fresh"],
  ["the next morning", "2026-03-10T18:00:00Z", "2026-03-11T05:00:00Z", "fresh"],
  ["two mornings later", "2026-03-10T18:00:00Z", "2026-03-12T05:00:00Z", "late"],
  ["Friday's file on Monday morning", "2026-03-13T18:00:00Z", "2026-03-16T05:00:00Z", "fresh"],
  ["Friday's file on Tuesday morning", "2026-03-13T18:00:00Z", "2026-03-17T05:00:00Z", "late"],
  ["Friday morning's file on Monday noon", "2026-03-13T05:00:00Z", "2026-03-16T12:00:00Z", "late"],
  ["Thursday's file after Easter", "2026-04-02T18:00:00Z", "2026-04-07T05:00:00Z", "fresh"],
  ["a file of Saturday on Monday", "2026-03-14T10:00:00Z", "2026-03-16T23:00:00Z", "fresh"],
  ["last year's file", "2024-03-14T10:00:00Z", "2026-03-16T23:00:00Z", "late"],
] as const)("a file of every working day, %s", (_when, at, now, freshness) => {
  expect(freshnessOf(daily, { state: "applied", receivedAt: at }, applied(at), now)).toBe(freshness);
});

test("the same file again is news; one that waits or failed is not", () => {
  const [old, now] = ["2026-03-02T18:00:00Z", "2026-03-10T20:00:00Z"];
  expect(freshnessOf(daily, { state: "duplicate", receivedAt: "2026-03-10T18:00:00Z" }, applied(old), now)).toBe("fresh");
  expect(freshnessOf(daily, { state: "held", receivedAt: "2026-03-10T18:00:00Z" }, applied(old), now)).toBe("held");
  expect(freshnessOf(daily, { state: "failed", receivedAt: "2026-03-10T18:00:00Z" }, applied(old), now)).toBe("failed");
  expect(freshnessOf(daily, undefined, undefined, now)).toBe("never");
});
