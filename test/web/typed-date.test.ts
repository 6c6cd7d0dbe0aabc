import { describe, expect, test } from "vitest";
import { addMonths, lastEnds, weekday, weeksOf } from "../../web/src/lib/format/calendar.ts";
import { readDate } from "../../web/src/lib/format/typed-date.ts";

const today = "2026-11-24";

describe("a date is read as people type it, in both languages", () => {
  test.each([
    ["31/03/2026", "2026-03-31"], ["31/3/26", "2026-03-31"], ["31.03.2026", "2026-03-31"], ["31-03-2026", "2026-03-31"], ["310326", "2026-03-31"], ["31032026", "2026-03-31"], ["2026-03-31", "2026-03-31"],
    ["31 mars", "2026-03-31"], ["31 Mar 2026", "2026-03-31"], ["1 févr. 2026", "2026-02-01"], ["4 août", "2026-08-04"], ["24 Nov 2026", "2026-11-24"],
    ["hier", "2026-11-23"], ["Yesterday", "2026-11-23"], ["aujourd’hui", "2026-11-24"], ["demain", "2026-11-25"], ["avant-hier", "2026-11-22"],
    ["+7", "2026-12-01"], ["-30", "2026-10-25"], ["\u22121", "2026-11-23"], ["5", "2026-11-05"],
  ])("%s", (typed, read) => expect(readDate(typed, today)).toBe(read));

  test("without a year it is the last such day, or one that is about to come; in a field about the future, the next", () => {
    expect([readDate("31/03", today), readDate("02/01", "2026-12-31"), readDate("30/12", "2027-01-05")]).toEqual(["2026-03-31", "2027-01-02", "2026-12-30"]);
    expect([readDate("31/03", today, "future"), readDate("02/01", "2026-12-31", "future"), readDate("20/11", today, "future")]).toEqual(["2027-03-31", "2027-01-02", "2026-11-20"]);
    expect([readDate("29/02", today), readDate("29/02", "2027-12-01", "future")]).toEqual([undefined, "2028-02-29"]);
  });

  test.each(["31/02/2026", "32/01", "12/13/2026", "jui", "5 jui", "", "soon", "31/03/20266"])("%s is no date, and none is guessed", (typed) => expect(readDate(typed, today)).toBeUndefined());
});

test("a month on, the last day of a shorter month stands for a later day", () => {
  expect([addMonths("2026-01-31", 1), addMonths("2026-03-31", -1), addMonths("2028-01-30", 1), addMonths("2026-12-15", 1)]).toEqual(["2026-02-28", "2026-02-28", "2028-02-29", "2027-01-15"]);
});

test("the ends of the last month, quarter and year lie before today, on the last day of a month too", () => {
  expect(lastEnds("2026-11-24")).toEqual({ month: "2026-10-31", quarter: "2026-09-30", year: "2025-12-31" });
  expect(lastEnds("2026-01-31")).toEqual({ month: "2025-12-31", quarter: "2025-12-31", year: "2025-12-31" });
});

test("the weeks of a month begin on Mondays and hold the whole month", () => {
  const weeks = weeksOf("2026-11-24");
  expect(weeks.map(([monday]) => weekday(monday!))).toEqual([0, 0, 0, 0, 0, 0]);
  expect(weeks.flat()).toEqual(expect.arrayContaining(["2026-11-01", "2026-11-30"]));
});
