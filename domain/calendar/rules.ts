// Public holidays as data, by country and region. A place holds its country's days and its own; nothing else is ever closed but its weekend.
//
// How a day is written:
//   05-01         the first of May, every year          2022-06-02    that one day
//   E-2, E+50     days from Easter Sunday               !2022-05-30   not that day, though a rule says so
//   1mon05        first Monday of May                   -1mon05       last Monday of May
//   3sun09+1      the day after the third Sunday        wed<11-23     the last Wednesday before 23 November
// A `>` behind it: on a weekend, the next weekday that is free is closed instead. A `~`: the Friday before a Saturday, the Monday after a Sunday.
// `@2019` is "since 2019", `@-2018` "until 2018".
//
// France was checked against the file that Etalab publishes (test); TARGET against the ECB's list for 2024–2030. The others follow the national laws
// as they stood in November 2026; where communes or cantons differ among themselves the wider set is kept, for a reminder may wait a day. Sunday
// holidays are left out: nothing is sent on a Sunday anyway.
type Place = { readonly days: string; readonly weekend?: readonly number[] };

const german = "01-01 E-2 E+1 05-01 E+39 E+50 10-03 12-25 12-26 2017-10-31";
const english = "01-01> E-2 E+1 1mon05 -1mon05 -1mon08 12-25> 12-26> !2020-05-04 2020-05-08 !2022-05-30 2022-06-02 2022-06-03 2022-09-19 2023-05-08";
const scottish = "01-01> 01-02> E-2 1mon05 -1mon05 1mon08 11-30> 12-25> 12-26> !2020-05-04 2020-05-08 !2022-05-30 2022-06-02 2022-06-03 2022-09-19 2023-05-08 2026-06-15";

export const countries: Readonly<Record<string, Place>> = {
  TARGET: { days: "01-01 E-2 E+1 05-01 12-25 12-26" },
  FR: { days: "01-01 E+1 05-01 05-08 E+39 E+50 07-14 08-15 11-01 11-11 12-25" },
  DE: { days: german },
  AT: { days: "01-01 01-06 E+1 05-01 E+39 E+50 E+60 08-15 10-26 11-01 12-08 12-25 12-26" },
  BE: { days: "01-01 E+1 05-01 E+39 E+50 07-21 08-15 11-01 11-11 12-25" },
  CH: { days: "01-01 E-2 E+1 E+39 E+50 08-01 12-25 12-26" },
  ES: { days: "01-01 01-06 E-2 05-01 08-15 10-12 11-01 12-06 12-08 12-25" },
  GB: { days: english },
  IE: { days: "01-01> 1mon02@2023 !2030-02-04 2030-02-01 03-17> 2022-03-18 E+1 1mon05 1mon06 1mon08 -1mon10 12-25> 12-26>" },
  IT: { days: "01-01 01-06 E+1 04-25 05-01 06-02 08-15 10-04@2026 11-01 12-08 12-25 12-26" },
  LU: { days: "01-01 E+1 05-01 05-09@2019 E+39 E+50 06-23 08-15 11-01 12-25 12-26" },
  NL: { days: "01-01 E+1 04-27 2020-05-05 2025-05-05 2030-05-05 E+39 E+50 12-25 12-26" },
  NO: { days: "01-01 E-3 E-2 E+1 05-01 05-17 E+39 E+50 12-25 12-26" },
  PL: { days: "01-01 01-06 E+1 05-01 05-03 E+60 08-15 11-01 11-11 12-24@2025 12-25 12-26" },
  PT: { days: "01-01 E-2 04-25 05-01 E+60@2016 06-10 08-15 10-05@2016 11-01@2016 12-01@2016 12-08 12-25" },
  US: { days: "01-01~ 3mon01 3mon02 -1mon05 06-19~@2021 07-04~ 1mon09 2mon10 11-11~ 4thu11 12-25~" },
  // No holidays are known here yet; the weekend is.
  AE: { days: "" },
  SA: { days: "", weekend: [5, 6] },
  EG: { days: "", weekend: [5, 6] },
  IL: { days: "", weekend: [5, 6] },
};

/** Regions by ISO 3166-2. Their days are added to the country's, unless the region is a country of its own kind. */
export const regions: Readonly<Record<string, Place & { readonly alone?: true }>> = {
  "FR-57": { days: "E-2 12-26" }, "FR-67": { days: "E-2 12-26" }, "FR-68": { days: "E-2 12-26" },
  "FR-971": { days: "05-27" }, "FR-972": { days: "05-22" }, "FR-973": { days: "06-10" }, "FR-974": { days: "12-20" }, "FR-976": { days: "04-27" },
  "DE-BW": { days: "01-06 E+60 11-01" }, "DE-BY": { days: "01-06 E+60 08-15 11-01" }, "DE-BE": { days: "03-08@2019 2020-05-08 2025-05-08" }, "DE-BB": { days: "10-31" },
  "DE-HB": { days: "10-31@2018" }, "DE-HH": { days: "10-31@2018" }, "DE-HE": { days: "E+60" }, "DE-MV": { days: "03-08@2023 10-31" }, "DE-NI": { days: "10-31@2018" },
  "DE-NW": { days: "E+60 11-01" }, "DE-RP": { days: "E+60 11-01" }, "DE-SL": { days: "E+60 08-15 11-01" }, "DE-SN": { days: "10-31 wed<11-23" }, "DE-ST": { days: "01-06 10-31" },
  "DE-SH": { days: "10-31@2018" }, "DE-TH": { days: "09-20@2019 10-31" },
  "GB-ENG": { days: english, alone: true }, "GB-WLS": { days: english, alone: true }, "GB-SCT": { days: scottish, alone: true }, "GB-NIR": { days: "03-17> 07-12>" },
  "CH-GE": { days: "01-01 E-2 E+1 E+39 E+50 08-01 1sun09+4 12-25 12-31", alone: true }, "CH-VD": { days: "01-01 01-02 E-2 E+1 E+39 E+50 08-01 3sun09+1 12-25", alone: true },
  "CH-ZH": { days: "05-01" },
  "ES-AN": { days: "02-28 E-3" }, "ES-CT": { days: "E+1 06-24 09-11 12-26" }, "ES-MD": { days: "E-3 05-02" }, "ES-PV": { days: "E-3 E+1" }, "ES-VC": { days: "E+1 10-09" },
  "IT-BZ": { days: "E+50" },
};
