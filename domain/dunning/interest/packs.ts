// What the law gives a creditor whose business customer pays late, by country. Rules as read in November 2026 from the texts named; what no text
// confirmed is listed in `unverified` and shown to the administrator. This is no legal advice, and nothing of it enters a letter unconfirmed.
import type { Reference } from "#domain/dunning/interest/rates.ts";

export type FixedSum =
  | { readonly currency: string; readonly minor: bigint }
  /** By the size of the debt, in the same currency: `below` is exclusive. */
  | { readonly currency: string; readonly tiers: readonly { readonly below?: bigint; readonly minor: bigint }[] }
  | { readonly currency: string; readonly dated: readonly { readonly from: string; readonly minor: bigint }[] };

export type Pack = {
  readonly name: string;
  readonly law: string;
  readonly reference?: Reference;
  /** Hundredths of a percent on top of the reference; alone it is the whole rate. */
  readonly margin: number;
  /** Rounded up to the next multiple. */
  readonly roundUpTo?: number;
  /** sliding: each half-year at its own rate. The others take one rate for the whole delay. */
  readonly mode: "sliding" | "fixed-at-start" | "fixed-at-payment" | "constant";
  /** After each full year its interest bears interest. */
  readonly compounding?: "yearly";
  readonly fixedSum?: FixedSum;
  /** An agreed rate may not be below so many times the legal interest rate. */
  readonly contractFloor?: { readonly times: number; readonly reference: Reference };
  readonly unverified: readonly ("mode" | "day-count" | "fixed-sum" | "start")[];
};

const fortyEuros: FixedSum = { currency: "EUR", minor: 4000n };
const directive = { reference: "ecb", margin: 800, mode: "sliding", fixedSum: fortyEuros } as const;

export const packs: Readonly<Record<string, Pack>> = {
  FR: { name: "France, between businesses", law: "C. com. L441-10 II, D441-5", reference: "ecb", margin: 1000, mode: "sliding", fixedSum: fortyEuros, contractFloor: { times: 3, reference: "fr-legal" }, unverified: [] },
  "FR-PUBLIC": { name: "France, public buyer", law: "CCP L2192-13, R2192-31, D2192-35", reference: "ecb", margin: 800, mode: "fixed-at-start", fixedSum: fortyEuros, unverified: [] },
  DE: { name: "Germany, no consumer", law: "BGB §§ 247, 286, 288", reference: "bundesbank", margin: 900, mode: "sliding", fixedSum: fortyEuros, unverified: [] },
  AT: { name: "Austria", law: "UGB §§ 456, 458", reference: "oenb", margin: 920, mode: "sliding", fixedSum: fortyEuros, unverified: ["day-count"] },
  GB: {
    name: "United Kingdom", law: "Late Payment of Commercial Debts (Interest) Act 1998", reference: "boe", margin: 800, mode: "fixed-at-start", unverified: [],
    fixedSum: { currency: "GBP", tiers: [{ below: 100_000n, minor: 4000n }, { below: 1_000_000n, minor: 7000n }, { minor: 10_000n }] },
  },
  BE: { name: "Belgium", law: "Law of 2 August 2002, art. 5 and 6", ...directive, roundUpTo: 50, unverified: ["mode", "day-count", "fixed-sum"] },
  NL: { name: "Netherlands", law: "BW 6:119a, 6:120", ...directive, compounding: "yearly", unverified: ["mode", "day-count", "fixed-sum"] },
  LU: { name: "Luxembourg", law: "Law of 18 April 2004", ...directive, unverified: ["mode", "day-count", "fixed-sum"] },
  IT: { name: "Italy", law: "D.Lgs. 231/2002, art. 5", ...directive, unverified: ["mode", "day-count", "fixed-sum"] },
  ES: { name: "Spain", law: "Ley 3/2004, art. 7 and 8", ...directive, unverified: ["mode", "day-count"] },
  PT: { name: "Portugal", law: "C. Comercial art. 102 § 5, DL 62/2013", ...directive, unverified: ["mode", "day-count"] },
  IE: { name: "Ireland", law: "S.I. 580 of 2012", ...directive, mode: "fixed-at-start", unverified: ["mode", "fixed-sum"] },
  PL: { name: "Poland", law: "Act of 8 March 2013", reference: "nbp", margin: 1000, mode: "sliding", unverified: ["day-count", "fixed-sum"] },
  NO: {
    name: "Norway", law: "forsinkelsesrenteloven §§ 3, 3a", reference: "norway", margin: 0, mode: "sliding", unverified: ["mode", "day-count", "start"],
    fixedSum: { currency: "NOK", dated: [{ from: "2019-07-01", minor: 39_000n }, { from: "2022-07-01", minor: 40_000n }, { from: "2023-01-01", minor: 41_000n }, { from: "2024-01-01", minor: 47_000n }] },
  },
  CH: { name: "Switzerland", law: "OR 102, 104", margin: 500, mode: "constant", unverified: ["day-count"] },
  EU: { name: "European Union, where no other rule is known", law: "Directive 2011/7/EU", ...directive, unverified: ["mode", "day-count", "fixed-sum"] },
};

const union = new Set("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" "));

/** The debtor's own law where we know it; the directive's minimum in the rest of the Union; nothing is claimed elsewhere. */
export const packOf = (country: string | undefined, publicBuyer = false): Pack | undefined =>
  country === undefined ? undefined : (publicBuyer && packs[`${country}-PUBLIC`]) || (packs[country] ?? (union.has(country) ? packs.EU : undefined));
