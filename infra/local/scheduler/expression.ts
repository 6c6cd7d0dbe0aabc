// `rate(5 minutes)`, `cron(30 2 * * ? *)`, `at(2026-03-31T08:00:00)` and when they are due. croner walks the calendar; AWS's dialect is
// translated for it (days of the week count from SUN = 1, `?` stands for any day, `0/15` has a numeric start). croner reads the pattern on the
// wall clock, without a time zone, and the wall time becomes an instant here, because AWS differs at the change of the hour: a time that does
// not exist in spring is skipped, one that comes twice in autumn runs once.
import { Cron } from "croner";
import { Temporal } from "temporal-polyfill";

export type Expression = {
  /** The first due instant after the given one, or undefined when there is none any more. */
  next(after: number): number | undefined;
  readonly once: boolean;
};

/** `anchor` is where a rate starts to count. Throws a sentence that says what is wrong. */
export const readExpression = (text: string, { zone = "UTC", anchor }: { zone?: string; anchor: number }): Expression => {
  const [, kind, inner = ""] = /^(rate|cron|at)\((.*)\)$/.exec(text.trim()) ?? [];
  checkZone(zone);
  if (kind === "rate") return rate(inner, anchor);
  if (kind === "cron") return cron(inner, zone);
  if (kind === "at") return at(inner, zone);
  throw new RangeError(`Invalid Schedule Expression ${text}.`);
};

const UNITS: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

const rate = (inner: string, anchor: number): Expression => {
  const [, amount = "", unit = "", plural] = /^(\d+) (minute|hour|day)(s?)$/.exec(inner.trim()) ?? [];
  const every = Number(amount) * (UNITS[unit] ?? 0);
  if (every <= 0 || (plural === "") !== (amount === "1")) throw new RangeError(`Invalid Schedule Expression rate(${inner}).`);
  return { once: false, next: (after) => (after < anchor ? anchor : anchor + (Math.floor((after - anchor) / every) + 1) * every) };
};

const at = (inner: string, zone: string): Expression => {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(inner.trim())) throw new RangeError(`Invalid Schedule Expression at(${inner}).`);
  const due = Temporal.PlainDateTime.from(inner.trim(), { overflow: "reject" }).toZonedDateTime(zone).epochMilliseconds;
  return { once: true, next: (after) => (due > after ? due : undefined) };
};

const cron = (inner: string, zone: string): Expression => {
  const walk = new Cron(translated(inner), { mode: "7-part", timezone: "UTC", paused: true });
  const next = (after: number): number | undefined => {
    // One second back, since croner looks for strictly later and the wall clock has no parts of a second here.
    let wall: Date | null = new Date(wallTimeOf(after, zone).getTime() - 1000);
    for (;;) {
      wall = walk.nextRun(wall);
      if (wall === null) return undefined;
      const instant = instantOf(wall, zone);
      if (instant !== undefined && instant > after) return instant;
    }
  };
  return { once: false, next };
};

const translated = (inner: string): string => {
  const fields = inner.trim().split(/\s+/);
  const [minute = "", hour = "", dayOfMonth = "", month = "", dayOfWeek = "", year = ""] = fields;
  const wrong = (why: string) => new RangeError(`Invalid Schedule Expression cron(${inner}): ${why}.`);
  if (fields.length !== 6) throw wrong("it needs six fields");
  if ((dayOfMonth === "?") === (dayOfWeek === "?")) throw wrong("one of day-of-month and day-of-week is ?, and only one");
  if (/L-/.test(dayOfMonth)) throw wrong("days before the last of a month are not supported here");
  const pattern = [
    "0",
    stepped(minute, 59),
    stepped(hour, 23),
    dayOfMonth === "?" ? "*" : stepped(dayOfMonth, 31),
    stepped(month, 12),
    dayOfWeek === "?" ? "*" : stepped(daysFromZero(dayOfWeek), 6),
    stepped(year, 2199),
  ].join(" ");
  try {
    new Cron(pattern, { mode: "7-part", paused: true });
    return pattern;
  } catch (error) {
    throw wrong((error as Error).message.replace(/^CronPattern: /, "").replace(/\.$/, ""));
  }
};

const stepped = (field: string, last: number) => field.replace(/(^|,)(\d+)\//g, `$1$2-${last}/`);
/** AWS: 1 = Sunday … 7 = Saturday, also before `#` and `L`; steps are no days. A lone L is Saturday. */
const daysFromZero = (field: string) => (field === "L" ? "6" : field.replace(/(^|[,-])([1-7])(?!\d)/g, (_, before: string, day: string) => `${before}${Number(day) - 1}`));

const wallTimeOf = (instant: number, zone: string): Date => {
  const wall = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDateTime();
  return new Date(wall.toZonedDateTime("UTC").epochMilliseconds);
};

/** Undefined in the hour that spring leaves out; the first of the two in the hour that autumn repeats. */
const instantOf = (wall: Date, zone: string): number | undefined => {
  const plain = Temporal.Instant.fromEpochMilliseconds(wall.getTime()).toZonedDateTimeISO("UTC").toPlainDateTime();
  const zoned = plain.toZonedDateTime(zone, { disambiguation: "earlier" });
  return zoned.toPlainDateTime().equals(plain) ? zoned.epochMilliseconds : undefined;
};

const checkZone = (zone: string) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
  } catch {
    throw new RangeError(`Provided ScheduleExpressionTimezone ${zone} is not valid.`);
  }
};
