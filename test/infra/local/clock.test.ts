import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openClock } from "#infra/local/clock.ts";
import type { Clock, DueWork } from "#infra/local/engine.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
let dataDir: string;
const clocks: Clock[] = [];
const open = (start?: string) => {
  const clock = openClock({ dataDir, ...(start === undefined ? {} : { start }), onError: () => undefined });
  clocks.push(clock);
  return clock;
};

/** Work that is due at the given instants and tells when it ran and what time it was then. */
const agenda = (name: string, clock: Clock, diary: string[], instants: number[]): DueWork => ({
  name,
  nextDueAt: () => instants.toSorted((a, b) => a - b)[0],
  async runDue(now) {
    const due = instants.filter((at) => at <= now);
    instants.splice(0, instants.length, ...instants.filter((at) => at > now));
    for (const at of due) diary.push(`${name}@${at}${clock.now() === at ? "" : " late"}`);
  },
});

beforeEach(() => (dataDir = mkdtempSync(join(tmpdir(), "clock-"))));
afterEach(() => {
  for (const clock of clocks.splice(0)) clock.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test("moving a month forward plays what is due in order, each at its own instant", async () => {
  const clock = open();
  const t = clock.now() + MINUTE;
  const diary: string[] = [];
  clock.register(agenda("reminder", clock, diary, [t + 20 * DAY, t + 2 * DAY]));
  clock.register(agenda("deadline", clock, diary, [t + 10 * DAY, t + 40 * DAY]));

  await clock.advanceTo(t + 30 * DAY);

  expect(diary).toEqual([`reminder@${t + 2 * DAY}`, `deadline@${t + 10 * DAY}`, `reminder@${t + 20 * DAY}`]);
  expect(clock.now()).toBeGreaterThanOrEqual(t + 30 * DAY);
  expect(clock.now()).toBeLessThan(t + 30 * DAY + MINUTE);
});

test("what a reminder plans while time moves comes before what was planned for later", async () => {
  const clock = open();
  const t = clock.now() + MINUTE;
  const diary: string[] = [];
  const followUps: number[] = [];
  clock.register(agenda("follow-up", clock, diary, followUps));
  clock.register(agenda("late", clock, diary, [t + 3 * DAY]));
  clock.register({
    name: "first",
    nextDueAt: () => (diary.includes("first") ? undefined : t),
    runDue: async () => {
      diary.push("first");
      followUps.push(clock.now() + DAY);
    },
  });
  await clock.advanceTo(t + 5 * DAY);
  expect(diary).toEqual(["first", `follow-up@${t + DAY}`, `late@${t + 3 * DAY}`]);
});

test("time does not go back", async () => {
  const clock = open();
  await clock.advanceTo(clock.now() + DAY);
  await expect(clock.advanceTo(clock.now() - MINUTE)).rejects.toThrow("does not go back");
});

test("two people who move the clock at once wait for one another", async () => {
  const clock = open();
  const t = clock.now();
  const diary: string[] = [];
  clock.register(agenda("a", clock, diary, [t + DAY, t + 3 * DAY]));
  await Promise.all([clock.advanceTo(t + 2 * DAY), clock.advanceTo(t + 4 * DAY)]);
  expect(diary).toEqual([`a@${t + DAY}`, `a@${t + 3 * DAY}`]);
});

test("the time that was set outlives a restart, and an earlier start does not undo it", async () => {
  const first = open("2026-03-31T08:00:00+02:00");
  expect(new Date(first.now()).toISOString()).toMatch(/^2026-03-31T06:00/);
  await first.advanceTo(Date.parse("2026-05-01T00:00:00Z"));
  first.close();
  expect(new Date(open().now()).toISOString()).toMatch(/^2026-05-01T00:0/);
  expect(new Date(open("2026-03-31T08:00:00+02:00").now()).toISOString()).toMatch(/^2026-05-01T00:0/);
});

test("the offset handed to functions leads from real time to the clock's", () => {
  const clock = open("2031-01-01T00:00:00Z");
  expect(Math.abs(Date.now() + clock.offset() - clock.now())).toBeLessThan(50);
});

test("due work runs by itself as time passes", async () => {
  const clock = open();
  const diary: string[] = [];
  const at = clock.now() + 20;
  clock.register(agenda("soon", clock, diary, [at]));
  await vi.waitFor(() => expect(diary).toHaveLength(1), { timeout: 5000, interval: 10 });
});

test("work that fails is tried again later and keeps nothing else from running", async () => {
  const clock = open();
  const t = clock.now() + MINUTE;
  const diary: string[] = [];
  let attempts = 0;
  let done = false;
  clock.register({
    name: "flaky",
    nextDueAt: () => (done ? undefined : t),
    runDue: async () => {
      attempts += 1;
      if (attempts < 3) throw new Error("not yet");
      done = true;
      diary.push(`flaky after ${clock.now() - t} ms`);
    },
  });
  clock.register(agenda("steady", clock, diary, [t, t + DAY]));
  await clock.advanceTo(t + 2 * DAY);
  expect(diary).toEqual([`steady@${t}`, "flaky after 3000 ms", `steady@${t + DAY}`]);
});
