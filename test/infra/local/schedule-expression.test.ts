import { expect, test } from "vitest";
import { readExpression } from "#infra/local/scheduler/expression.ts";

const from = (text: string, after: string, zone = "UTC", count = 3) => {
  const expression = readExpression(text, { zone, anchor: Date.parse("2026-01-01T00:00:00Z") });
  const found: string[] = [];
  for (let due = expression.next(Date.parse(after)); due !== undefined && found.length < count; due = expression.next(due))
    found.push(new Date(due).toISOString().replace(":00.000Z", "Z"));
  return found;
};

test.each([
  ["cron(30 2 * * ? *)", ["2026-01-01T02:30Z", "2026-01-02T02:30Z", "2026-01-03T02:30Z"]],
  ["cron(0/15 8 * * ? *)", ["2026-01-01T08:00Z", "2026-01-01T08:15Z", "2026-01-01T08:30Z"]],
  ["cron(5/30 8-9 ? * MON-FRI *)", ["2026-01-01T08:05Z", "2026-01-01T08:35Z", "2026-01-01T09:05Z"]],
  ["cron(0 9 ? * 1 *)", ["2026-01-04T09:00Z", "2026-01-11T09:00Z", "2026-01-18T09:00Z"]],
  ["cron(0 9 ? * 2-6 *)", ["2026-01-01T09:00Z", "2026-01-02T09:00Z", "2026-01-05T09:00Z"]],
  ["cron(0 9 ? * SUN,7 *)", ["2026-01-03T09:00Z", "2026-01-04T09:00Z", "2026-01-10T09:00Z"]],
  ["cron(0 9 ? * 6#3 *)", ["2026-01-16T09:00Z", "2026-02-20T09:00Z", "2026-03-20T09:00Z"]],
  ["cron(0 9 ? * 6L *)", ["2026-01-30T09:00Z", "2026-02-27T09:00Z", "2026-03-27T09:00Z"]],
  ["cron(0 9 L * ? *)", ["2026-01-31T09:00Z", "2026-02-28T09:00Z", "2026-03-31T09:00Z"]],
  ["cron(0 9 15W * ? *)", ["2026-01-15T09:00Z", "2026-02-16T09:00Z", "2026-03-16T09:00Z"]],
  ["cron(0 0 1 JAN,JUL ? 2026-2027)", ["2026-07-01T00:00Z", "2027-01-01T00:00Z", "2027-07-01T00:00Z"]],
  ["rate(5 minutes)", ["2026-01-01T00:05Z", "2026-01-01T00:10Z", "2026-01-01T00:15Z"]],
  ["rate(1 day)", ["2026-01-02T00:00Z", "2026-01-03T00:00Z", "2026-01-04T00:00Z"]],
  ["at(2026-03-31T08:00:00)", ["2026-03-31T08:00Z"]],
])("%s", (text, due) => {
  expect(from(text, "2026-01-01T00:00:00Z")).toEqual(due);
});

test("nine in the morning stays nine in the morning, in winter and in summer", () => {
  expect(from("cron(0 9 * * ? *)", "2026-03-28T00:00:00Z", "Europe/Paris")).toEqual(["2026-03-28T08:00Z", "2026-03-29T07:00Z", "2026-03-30T07:00Z"]);
  expect(from("at(2026-07-14T09:00:00)", "2026-01-01T00:00:00Z", "Europe/Paris")).toEqual(["2026-07-14T07:00Z"]);
  expect(from("cron(0 9 * * ? *)", "2026-03-07T00:00:00Z", "America/New_York")).toEqual(["2026-03-07T14:00Z", "2026-03-08T13:00Z", "2026-03-09T13:00Z"]);
});

test("a time that spring leaves out is skipped, one that autumn repeats runs once", () => {
  expect(from("cron(30 2 * * ? *)", "2026-03-28T02:00:00Z", "Europe/Paris", 2)).toEqual(["2026-03-30T00:30Z", "2026-03-31T00:30Z"]);
  expect(from("cron(30 2 * * ? *)", "2026-10-24T12:00:00Z", "Europe/Paris", 2)).toEqual(["2026-10-25T00:30Z", "2026-10-26T01:30Z"]);
});

test.each([
  "rate(0 minutes)",
  "rate(1 minutes)",
  "rate(5 minute)",
  "rate(5 weeks)",
  "cron(0 9 * * *)",
  "cron(0 9 1 * 1 *)",
  "cron(0 9 ? * ? *)",
  "cron(61 9 * * ? *)",
  "cron(0 9 L-3 * ? *)",
  "at(2026-02-30T08:00:00)",
  "at(tomorrow)",
  "every day",
])("%s is refused", (text) => {
  expect(() => readExpression(text, { anchor: 0 })).toThrow(RangeError);
});

test("an unknown time zone is refused", () => {
  expect(() => readExpression("rate(1 day)", { zone: "Europe/Besancon", anchor: 0 })).toThrow("Europe/Besancon");
});
