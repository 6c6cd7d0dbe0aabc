// What the amounts of a column add up to, per currency. Nearly all are plain ("-1204,50"), and reading those takes a loop over the characters; the rest
// goes the long way. What cannot be read counts nothing: its row will be rejected where it is mapped.
import { exponentOf, isCurrency } from "#domain/currency.ts";
import { readAmount } from "#domain/text/values.ts";

/** Small sums are kept as numbers, which are exact up to 2^53, and moved over to a bigint long before that. */
type Sum = { readonly exponent: number; small: number; large: bigint };
const SMALL = 1e15;

export function tally(decimal: "," | ".") {
  const sums = new Map<string, Sum>();
  return {
    add(text: string, currency: string, credit: boolean): void {
      let sum = sums.get(currency);
      if (!sum) {
        if (!isCurrency(currency)) return;
        sums.set(currency, (sum = { exponent: exponentOf(currency), small: 0, large: 0n }));
      }
      const quick = quickMinor(text, decimal, sum.exponent);
      if (quick === undefined) sum.large += (credit ? -1n : 1n) * slowly(text, decimal, currency);
      else sum.small += credit ? -quick : quick;
      if (sum.small > SMALL || sum.small < -SMALL) {
        sum.large += BigInt(sum.small);
        sum.small = 0;
      }
    },
    total: (): Map<string, bigint> => new Map([...sums].map(([currency, { small, large }]) => [currency, large + BigInt(small)])),
  };
}

/** Undefined: not plain. At most 14 digits, so that a sum of two is exact. */
function quickMinor(text: string, decimal: "," | ".", exponent: number): number | undefined {
  const point = decimal.charCodeAt(0);
  const negative = text.charCodeAt(0) === 45;
  let minor = 0;
  let decimals = -1;
  for (let at = negative ? 1 : 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === point && decimals < 0) decimals = 0;
    else if (code < 48 || code > 57 || at > 13 || decimals >= exponent) return undefined;
    else {
      minor = minor * 10 + code - 48;
      if (decimals >= 0) decimals++;
    }
  }
  for (let n = Math.max(decimals, 0); n < exponent; n++) minor *= 10;
  return minor > SMALL ? undefined : negative ? -minor : minor;
}

function slowly(text: string, decimal: "," | ".", currency: string): bigint {
  const amount = readAmount(text, decimal, currency);
  return amount.ok ? amount.value : 0n;
}
