// Reference rates by half-year, in hundredths of a percent, as their issuers published them; what an administrator confirmed goes before them.
//
// A missing half-year is unknown, not unchanged: nobody is told a rate that we have not seen. A `?` marks one that was found in a single place only.
// Whether sourced or not, a rate stands in a letter only when an administrator of the tenant has confirmed it.
//
// ecb: main refinancing operations, in force on 1 January and 1 July (series FM.B.U2.EUR.4F.KR.MRR_FR.LEV; it is the German base rate and 0.88 on every
// such day since 2017). bundesbank: § 247 BGB. boe: Bank Rate of the 31 December or 30 June before. oenb: base rate. nbp: reference rate.
// norway: the whole rate, set by regulation. fr-legal: taux d'intérêt légal for professionals, of which three times is the floor of an agreed rate.
import { earliest, type DateText } from "#domain/date.ts";

const tables = {
  ecb: "2019-01 0 0 0 0 0 0 0 0 2023-01 250 400 450 425 315 215 215",
  bundesbank: "2019-01 -88 -88 -88 -88 -88 -88 -88 -88 2023-01 162 312 362 337 227 127 127",
  boe: "2019-01 75 75 75 10 10 10 25 125 2023-01 350 500 525 525 475 425 375 375?",
  oenb: "2019-01 -62 -62 -62 -62 -62 -62 -62 -62 2023-01 188 2024-01 388 2025-01 253? 153?",
  nbp: "2021-01 10 2024-07 575",
  norway: "2019-07 925 2022-07 925 1075 2024-01 1250",
  "fr-legal": "2021-01 79 76 76 77 206 422 507 492? 371? 276?",
} as const;
export type Reference = keyof typeof tables;

/** `sourced` by more than one place, `unverified` by one, `confirmed` by an administrator. */
export type Rate = { readonly hundredths: number; readonly standing: "confirmed" | "sourced" | "unverified" };
export type Confirmation = { readonly reference: Reference; readonly halfYear: DateText; readonly hundredths: number; readonly by: string; readonly on: DateText };

export const halfYearOf = (date: DateText): DateText => `${date.slice(0, 4)}-${date.slice(5, 7) < "07" ? "01" : "07"}-01`;
export const endOfHalfYear = (date: DateText): DateText => `${date.slice(0, 4)}-${date.slice(5, 7) < "07" ? "06-30" : "12-31"}`;

export function referenceRate(reference: Reference, date: DateText, confirmations: readonly Confirmation[]): Rate | undefined {
  const halfYear = halfYearOf(date);
  const confirmed = confirmations.find((one) => one.reference === reference && one.halfYear === halfYear);
  return confirmed ? { hundredths: confirmed.hundredths, standing: "confirmed" } : known(reference).get(halfYear);
}

/** All that is known of a reference, for the administrator who confirms it. */
export const known = (reference: Reference): ReadonlyMap<DateText, Rate> => (read[reference] ??= readTable(tables[reference]));
const read: Partial<Record<Reference, ReadonlyMap<DateText, Rate>>> = {};

function readTable(text: string): Map<DateText, Rate> {
  const rates = new Map<DateText, Rate>();
  let halfYear = "";
  for (const word of text.split(" ")) {
    const start = /^(\d{4})-(\d\d)$/.test(word);
    if (start) halfYear = `${word}-01`;
    else {
      rates.set(halfYear, { hundredths: Number.parseInt(word, 10), standing: word.endsWith("?") ? "unverified" : "sourced" });
      halfYear = nextHalfYear(halfYear);
    }
  }
  return rates;
}

export const nextHalfYear = (date: DateText): DateText => (date.slice(5, 7) < "07" ? `${date.slice(0, 4)}-07-01` : `${Number(date.slice(0, 4)) + 1}-01-01`);
export const untilHalfYear = (from: DateText, to: DateText): DateText => earliest(endOfHalfYear(from), to);
