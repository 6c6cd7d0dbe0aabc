// Amounts for control totals: nearly all are plain ("-1204,50"), and reading those takes a loop over the characters. The rest goes the long way.
import { exponentOf, isCurrency } from "#domain/currency.ts";
import { readAmount } from "#domain/ingestion/values.ts";

/** Zero for what cannot be read: the row will be rejected where it is mapped. */
export function quickMinor(text: string, decimal: "," | ".", currency: string): bigint {
  if (text === "" || !isCurrency(currency)) return 0n;
  const exponent = exponentOf(currency);
  const point = decimal.charCodeAt(0);
  const negative = text.charCodeAt(0) === 45;
  let minor = 0;
  let decimals = -1;
  for (let at = negative ? 1 : 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === point && decimals < 0) decimals = 0;
    else if (code < 48 || code > 57 || at > 15 || decimals >= exponent) return slowly(text, decimal, currency);
    else {
      minor = minor * 10 + code - 48;
      if (decimals >= 0) decimals++;
    }
  }
  for (let n = Math.max(decimals, 0); n < exponent; n++) minor *= 10;
  if (!Number.isSafeInteger(minor)) return slowly(text, decimal, currency);
  return BigInt(negative ? -minor : minor);
}

function slowly(text: string, decimal: "," | ".", currency: string): bigint {
  const amount = readAmount(text, decimal, currency);
  return amount.ok ? amount.value : 0n;
}
