import { expect, test } from "vitest";
import { instantAt, localTime } from "#domain/calendar/local-time.ts";
import { homeZones, sameClocks, timeZoneOf } from "#domain/calendar/time-zones.ts";

test.each([
  ["2026-01-15", "08:30", "Europe/Paris", "2026-01-15T07:30:00Z"],
  ["2026-07-15", "08:30", "Europe/Paris", "2026-07-15T06:30:00Z"],
  ["2026-03-30", "08:30", "Europe/Paris", "2026-03-30T06:30:00Z"],
  ["2026-03-29", "02:30", "Europe/Paris", "2026-03-29T01:30:00Z"],
  ["2026-10-25", "02:30", "Europe/Paris", "2026-10-25T00:30:00Z"],
  ["2026-11-01", "08:30", "America/New_York", "2026-11-01T13:30:00Z"],
  ["2026-10-04", "02:30", "Australia/Sydney", "2026-10-03T16:30:00Z"],
  ["2026-03-31", "09:00", "Asia/Kolkata", "2026-03-31T03:30:00Z"],
])("%s at %s in %s is %s, whatever the clock did that night", (date, time, zone, instant) => {
  expect(instantAt(date, time, zone)).toBe(instant);
});

test("every hour of a year comes back as it was, in every zone that a schedule fires for, except the one that spring skips", () => {
  for (const zone of homeZones) {
    let skipped = 0;
    for (let hour = 0; hour < 366 * 24; hour += 23) {
      const shown = new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
      const back = localTime(instantAt(shown.slice(0, 10), shown.slice(11, 16), zone), zone);
      if (`${back.date}T${back.time}` !== shown.slice(0, 16)) skipped++;
    }
    expect(skipped).toBeLessThanOrEqual(1);
  }
});

test("a debtor's clock is his region's, else his country's, else that of our legal entity", () => {
  expect([timeZoneOf("FR", "974", "x"), timeZoneOf("FR", "75", "x"), timeZoneOf("ES", "ES-CN", "x"), timeZoneOf("ZZ", undefined, "Europe/Paris"), timeZoneOf(undefined, undefined, "Europe/Paris")]).toEqual([
    "Indian/Reunion", "Europe/Paris", "Atlantic/Canary", "Europe/Paris", "Europe/Paris",
  ]);
});

test("clocks that always agree share a schedule; Lisbon is not Madrid, Phoenix would not be Denver", () => {
  const clocks = sameClocks(["Europe/Paris", "Europe/Berlin", "Europe/Lisbon", "Europe/Madrid", "Europe/London", "America/Denver", "America/Phoenix"], 2026);
  expect(clocks).toEqual([["Europe/Paris", "Europe/Berlin", "Europe/Madrid"], ["Europe/Lisbon", "Europe/London"], ["America/Denver"], ["America/Phoenix"]]);
});
