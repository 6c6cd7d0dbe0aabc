// Numbers and dates as people export them, into minor units and epoch days. The offline files are specified with a point and ISO dates; what comes from a
// spreadsheet is read too, because people try the matcher with what they have.
import { exponentOf, isCurrency } from "#domain/currency.ts";
import { epochDay, isDate } from "#domain/date.ts";
import type { Cents, Day } from "#domain/cash-application/matching/model.ts";

/** "1234.56", "1 234,56", "1.234,56-", "(12.00)": minor units, or null. Never rounds: more decimals than the currency has are no amount. */
export function centsOf(text: string, currency: string): Cents | null {
  const bare = text.trim().replace(/\u00a0|\u202f/g, " ").replace(/^([A-Z]{3}|[€$£])(?=[\s\d(+-])|(?<=[\s\d)-])([A-Z]{3}|[€$£])$/gi, "").trim();
  if (!/^[-+(]?[\d\s.,'’]*\d[\d\s.,'’]*[-+)]?$/.test(bare)) return null;
  const negative = /^-|-$|^\(.*\)$/.test(bare);
  const digits = bare.replace(/[^0-9.,]/g, "");
  const exponent = isCurrency(currency) ? exponentOf(currency) : 2;
  const [comma, point] = [digits.lastIndexOf(","), digits.lastIndexOf(".")];
  const decimal = Math.max(comma, point);
  const behind = decimal < 0 ? 0 : digits.length - decimal - 1;
  const thousands = decimal >= 0 && behind === 3 && exponent !== 3 && digits.indexOf(digits[decimal]!) === decimal && comma * point < 0 && digits[decimal] === ",";
  const grouped = decimal >= 0 && digits.indexOf(digits[decimal]!) !== decimal;
  const units = (decimal < 0 || thousands || grouped ? digits : digits.slice(0, decimal)).replace(/[.,]/g, "");
  const fraction = (decimal < 0 || thousands || grouped ? "" : digits.slice(decimal + 1)).replace(/0+$/, "");
  if (fraction.length > exponent) return null;
  const value = Number(units + fraction.padEnd(exponent, "0"));
  return Number.isSafeInteger(value) ? (negative ? -value : value) : null;
}

export function dayOf(text: string): Day | null {
  const bare = text.trim();
  if (isDate(bare.slice(0, 10))) return epochDay(bare.slice(0, 10));
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(bare);
  const european = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})$/.exec(bare);
  const iso = compact ? `${compact[1]}-${compact[2]}-${compact[3]}` : european ? `${european[3]!.padStart(4, "20")}-${european[2]!.padStart(2, "0")}-${european[1]!.padStart(2, "0")}` : "";
  return isDate(iso) ? epochDay(iso) : null;
}
