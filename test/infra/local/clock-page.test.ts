import { expect, test } from "vitest";
import { clockPage } from "#infra/local/clock-page.ts";
import type { Clock } from "#infra/local/engine.ts";

const start = Date.parse("2026-01-31T08:00:00Z");
const ask = async (body: string, method = "POST") => {
  let instant = start;
  const clock: Clock = { now: () => instant, offset: () => 0, register: () => undefined, settleBy: () => undefined, advanceTo: async (to) => void (instant = to), close: () => undefined };
  const answer = await clockPage(clock)({ method, url: new URL("http://127.0.0.1/clock"), headers: {}, body: Buffer.from(body) });
  return { status: answer.status, now: (JSON.parse(String(answer.body)) as { now?: string }).now };
};

test.each([
  ['{"now":"2026-03-31T08:00:00+02:00"}', "2026-03-31T06:00:00.000Z"],
  ['{"advance":"P1D"}', "2026-02-01T08:00:00.000Z"],
  ['{"advance":"P1M"}', "2026-02-28T08:00:00.000Z"],
  ['{"advance":"P1Y2M"}', "2027-03-31T08:00:00.000Z"],
  ['{"advance":"P2W"}', "2026-02-14T08:00:00.000Z"],
  ['{"advance":"PT90M"}', "2026-01-31T09:30:00.000Z"],
])("asked for %s, it is %s", async (body, now) => {
  expect(await ask(body)).toEqual({ status: 200, now });
});

test.each(['{"advance":"soon"}', '{"advance":"P"}', '{"advance":"P1DT"}', '{"now":"yesterday"}', "{}", "not JSON"])("%s is refused with how to ask", async (body) => {
  expect((await ask(body)).status).toBe(400);
});

test("it does not go back, and a question changes nothing", async () => {
  expect((await ask('{"now":"2025-01-01T00:00:00Z"}')).status).toBe(409);
  expect(await ask("", "GET")).toEqual({ status: 200, now: "2026-01-31T08:00:00.000Z" });
});
