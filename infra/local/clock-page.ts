// GET /clock tells the time of the local cloud; POST moves it forward, and answers when everything that became due has run.
import type { AwsRequest, AwsResponse, Clock } from "#infra/local/engine.ts";

export const clockPage =
  (clock: Clock) =>
  async ({ method, body }: AwsRequest): Promise<AwsResponse> => {
    if (method === "GET") return time(clock);
    if (method !== "POST") return refused(405, "GET tells the time, POST moves it.");
    const target = targetOf(body.toString(), clock.now());
    if (typeof target === "string") return refused(400, target);
    if (target < clock.now()) return refused(409, `The local clock is at ${new Date(clock.now()).toISOString()} and does not go back.`);
    await clock.advanceTo(target);
    return time(clock);
  };

const time = (clock: Clock): AwsResponse => ({ status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify({ now: new Date(clock.now()).toISOString(), offsetMs: Math.round(clock.offset()) }) });
const refused = (status: number, message: string): AwsResponse => ({ status, headers: { "content-type": "application/json" }, body: JSON.stringify({ message }) });

/** The instant that is asked for, or a sentence about what is wrong with the question. */
const targetOf = (text: string, now: number): number | string => {
  const how = 'Send {"now": "2026-03-31T08:00:00+02:00"} or {"advance": "P1D"}.';
  let asked: { now?: unknown; advance?: unknown };
  try {
    asked = JSON.parse(text) as typeof asked;
  } catch {
    return how;
  }
  if (typeof asked.now === "string") {
    const instant = Date.parse(asked.now);
    return Number.isNaN(instant) ? `"${asked.now}" is not an instant. ${how}` : instant;
  }
  if (typeof asked.advance !== "string") return how;
  return afterDuration(asked.advance, now) ?? `"${asked.advance}" is not a duration such as P1D, PT90M or P1M. ${how}`;
};

const afterDuration = (text: string, now: number): number | undefined => {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (!match || text === "P" || text.endsWith("T")) return undefined;
  const [years, months, weeks, days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number, number, number, number];
  const date = new Date(now);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months + 12 * years);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime() + ((weeks * 7 + days) * 24 * 3600 + hours * 3600 + minutes * 60 + seconds) * 1000;
};
