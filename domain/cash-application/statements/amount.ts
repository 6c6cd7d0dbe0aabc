// Amounts as banks write them, into minor units and back.
//
// A statement may be older than the euro, or name no currency at all: the currencies that the euro and others replaced keep their decimals here, and
// without a currency two decimals are counted (a decimal string then reads back as it was written). A code that nobody ever issued is refused.
import { exponentOf, isCurrency } from "#domain/currency.ts";

const withdrawn: Readonly<Record<string, number>> = {
  ATS: 2, BEF: 0, CYP: 2, DEM: 2, EEK: 2, ESP: 0, FIM: 2, FRF: 2, GRD: 0, HRK: 2, IEP: 2, ITL: 0, LTL: 2, LUF: 0, LVL: 2, MTL: 2, NLG: 2, PTE: 0, SIT: 2, SKK: 2,
  BGL: 2, BYR: 0, CSD: 2, GHC: 2, MRO: 2, MZM: 2, ROL: 2, RUR: 2, SLL: 2, STD: 2, TRL: 0, VEF: 2, VEB: 2, ZMK: 2, ZWL: 2, XEU: 2, BAD: 2, YUM: 2, TMM: 2, AZM: 2, SDD: 2, CNH: 2,
};

/** Decimals of a currency, withdrawn ones included; null for a code that is none. Without a currency: two. */
export function decimalsOf(currency: string | null): number | null {
  if (currency === null) return 2;
  if (isCurrency(currency)) return exponentOf(currency);
  return withdrawn[currency] ?? null;
}

/**
 * "1234,5" or "-1234.50" in minor units; null where it is no exact amount of the currency. Either decimal sign, but only one of them; zeros beyond the
 * currency's decimals are allowed.
 */
export function minorUnits(text: string, currency: string | null): bigint | null {
  const match = /^([+-]?)(\d{0,24})(?:[.,](\d{0,12}))?$/.exec(text.trim());
  const decimals = decimalsOf(currency);
  if (!match || decimals === null) return null;
  const [, sign, units = "", fraction = ""] = match;
  if (units === "" && fraction === "") return null;
  const significant = fraction.replace(/0+$/, "");
  if (significant.length > decimals) return null;
  const minor = BigInt((units || "0") + significant.padEnd(decimals, "0"));
  return sign === "-" ? -minor : minor;
}

/** The same for brokers, who count fractions of a cent: half to even. The caller says that it was rounded. */
export function roundedUnits(text: string, currency: string | null): bigint | null {
  const match = /^([+-]?)(\d{1,24})\.(\d{1,12})$/.exec(text);
  const decimals = decimalsOf(currency);
  if (!match || decimals === null) return null;
  const digits = BigInt(match[2]! + match[3]!.padEnd(12, "0"));
  const cut = 10n ** BigInt(12 - decimals);
  const [units, twice] = [digits / cut, (digits % cut) * 2n];
  const minor = twice > cut || (twice === cut && units % 2n === 1n) ? units + 1n : units;
  return match[1] === "-" ? -minor : minor;
}

/** Digits whose last `decimals` stand behind the decimal sign (CFONB, BAI2), in minor units of the currency; null if digits would be lost. */
export function scaled(digits: bigint, decimals: number, currency: string | null): bigint | null {
  const own = decimalsOf(currency);
  if (own === null) return null;
  if (own >= decimals) return digits * 10n ** BigInt(own - decimals);
  const cut = 10n ** BigInt(decimals - own);
  return digits % cut === 0n ? digits / cut : null;
}

/** A signed decimal text with all decimals of the currency: "-1234.50". */
export function decimalText(minor: bigint, currency: string | null): string {
  const decimals = decimalsOf(currency) ?? 2;
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, "0");
  const sign = minor < 0n ? "-" : "";
  return decimals === 0 ? sign + digits : `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
