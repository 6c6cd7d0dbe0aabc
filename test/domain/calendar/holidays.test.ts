import { expect, test } from "vitest";
import { addBusinessDays, isBusinessDay, onOrAfter } from "#domain/calendar/business-days.ts";
import { holidaysOf, isClosed, placeOf } from "#domain/calendar/holidays.ts";
import { countries, regions } from "#domain/calendar/rules.ts";
import { epochDay, fromEpochDay } from "#domain/date.ts";
import { besideTheProject, vectors } from "#test/world/vectors.ts";

const holidays = (place: string, year: number) => [...holidaysOf(place, year)].toSorted((a, b) => a - b).map(fromEpochDay);
const weekdaysOff = (place: string, year: number) => holidays(place, year).filter((date) => new Date(`${date}T00:00Z`).getUTCDay() % 6 !== 0);

const metropole = besideTheProject("data/holidays_fr_etalab/data/csv/jours_feries_metropole.csv");
const alsace = besideTheProject("data/holidays_fr_etalab/data/csv/jours_feries_alsace-moselle.csv");
test.runIf(metropole && alsace).each([
  ["FR", metropole ?? ""],
  ["FR-67", alsace ?? ""],
])("%s is closed on the days that Etalab publishes, every year of its file", (place, file) => {
  const dates = file.trim().split("\n").slice(1).map((row) => row.split(",")[0]!);
  for (const [year, published] of Map.groupBy(dates, (date) => Number(date.slice(0, 4)))) expect(holidays(place, year)).toEqual([...new Set(published)].toSorted());
});

const listed = vectors<{ calendars: Record<"target_closing_days" | "fr_holidays", Record<string, string[]>> }>("promises")?.calendars;
test.runIf(listed)("TARGET and France are closed on the days that the reference cases list", () => {
  for (const [year, dates] of Object.entries(listed!.target_closing_days)) expect(holidays("TARGET", Number(year))).toEqual(dates);
  for (const [year, dates] of Object.entries(listed!.fr_holidays)) expect(holidays("FR", Number(year))).toEqual(dates);
});

test.each([
  ["FR", 2026, "2026-01-01 2026-04-06 2026-05-01 2026-05-08 2026-05-14 2026-05-25 2026-07-14 2026-11-11 2026-12-25"],
  ["FR-57", 2026, "2026-01-01 2026-04-03 2026-04-06 2026-05-01 2026-05-08 2026-05-14 2026-05-25 2026-07-14 2026-11-11 2026-12-25"],
  ["DE", 2026, "2026-01-01 2026-04-03 2026-04-06 2026-05-01 2026-05-14 2026-05-25 2026-12-25"],
  ["DE-BY", 2026, "2026-01-01 2026-01-06 2026-04-03 2026-04-06 2026-05-01 2026-05-14 2026-05-25 2026-06-04 2026-12-25"],
  ["DE-SN", 2026, "2026-01-01 2026-04-03 2026-04-06 2026-05-01 2026-05-14 2026-05-25 2026-11-18 2026-12-25"],
  ["GB-ENG", 2026, "2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28"],
  ["GB-ENG", 2021, "2021-01-01 2021-04-02 2021-04-05 2021-05-03 2021-05-31 2021-08-30 2021-12-27 2021-12-28"],
  ["GB-ENG", 2022, "2022-01-03 2022-04-15 2022-04-18 2022-05-02 2022-06-02 2022-06-03 2022-08-29 2022-09-19 2022-12-26 2022-12-27"],
  ["GB-SCT", 2027, "2027-01-01 2027-01-04 2027-03-26 2027-05-03 2027-05-31 2027-08-02 2027-11-30 2027-12-27 2027-12-28"],
  ["GB-NIR", 2026, "2026-01-01 2026-03-17 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-07-13 2026-08-31 2026-12-25 2026-12-28"],
  ["ES", 2026, "2026-01-01 2026-01-06 2026-04-03 2026-05-01 2026-10-12 2026-12-08 2026-12-25"],
  ["PT", 2026, "2026-01-01 2026-04-03 2026-05-01 2026-06-04 2026-06-10 2026-10-05 2026-12-01 2026-12-08 2026-12-25"],
  ["IT", 2025, "2025-01-01 2025-01-06 2025-04-21 2025-04-25 2025-05-01 2025-06-02 2025-08-15 2025-12-08 2025-12-25 2025-12-26"],
  ["BE", 2026, "2026-01-01 2026-04-06 2026-05-01 2026-05-14 2026-05-25 2026-07-21 2026-11-11 2026-12-25"],
  ["NL", 2026, "2026-01-01 2026-04-06 2026-04-27 2026-05-14 2026-05-25 2026-12-25"],
  ["LU", 2026, "2026-01-01 2026-04-06 2026-05-01 2026-05-14 2026-05-25 2026-06-23 2026-12-25"],
  ["CH", 2026, "2026-01-01 2026-04-03 2026-04-06 2026-05-14 2026-05-25 2026-12-25"],
  ["CH-GE", 2026, "2026-01-01 2026-04-03 2026-04-06 2026-05-14 2026-05-25 2026-09-10 2026-12-25 2026-12-31"],
  ["US", 2026, "2026-01-01 2026-01-19 2026-02-16 2026-05-25 2026-06-19 2026-07-03 2026-09-07 2026-10-12 2026-11-11 2026-11-26 2026-12-25"],
  ["IE", 2026, "2026-01-01 2026-02-02 2026-03-17 2026-04-06 2026-05-04 2026-06-01 2026-08-03 2026-10-26 2026-12-25 2026-12-28"],
])("%s in %i: the weekdays without post are these", (place, year, dates) => {
  expect(weekdaysOff(place, year).join(" ")).toBe(dates);
});

test("every rule can be read, for every place and every year of a working life", () => {
  for (const place of [...Object.keys(countries), ...Object.keys(regions)]) for (let year = 2000; year <= 2060; year++) expect(holidaysOf(place, year).size).toBeLessThan(20);
});

test("Good Friday is a working day in Paris, not in Strasbourg, nor for the ECB", () => {
  expect([isBusinessDay("2026-04-03", "FR"), isBusinessDay("2026-04-03", "FR-67"), isBusinessDay("2026-04-03", "TARGET")]).toEqual([true, false, false]);
});

test("a region that we do not know is its country; a country that we do not know has its weekend", () => {
  expect([placeOf("DE", "BY"), placeOf("DE", "DE-BY"), placeOf("FR", "75"), placeOf("ZZ")]).toEqual(["DE-BY", "DE-BY", "FR", "ZZ"]);
  expect([isClosed("ZZ", epochDay("2026-03-28")), isClosed("ZZ", epochDay("2026-12-25")), isClosed("SA", epochDay("2026-03-27"))]).toEqual([true, false, true]);
});

test("business days are counted from the day after; what is closed waits for the next open day", () => {
  expect(addBusinessDays("2026-05-07", 2, "FR")).toBe("2026-05-12");
  expect(addBusinessDays("2026-03-28", 0, "FR")).toBe("2026-03-28");
  expect(onOrAfter("2026-05-08", "FR")).toBe("2026-05-11");
});
