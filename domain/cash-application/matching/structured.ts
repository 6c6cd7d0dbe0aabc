// References that carry their own proof: ISO 11649 (RF), the Swiss QR reference, the Belgian structured communication, Finnish and Norwegian
// numbers. A reference whose check digits fail is no reference. What stands inside is the issuer's choice: a document number, often with leading
// zeros or a customer number before it, so several readings are offered, the longest first.
import { modulo97 } from "#domain/cash-application/matching/text-pieces.ts";

export type Structured = { readonly scheme: "iso11649" | "qrr" | "ogm" | "viite" | "kid"; readonly payload: string; readonly start: number; readonly end: number };

/** All structured references in a folded text. */
export function structuredIn(folded: string): Structured[] {
  const found: Structured[] = [];
  for (const match of folded.matchAll(/\bRF\d{2}(?: ?[A-Z0-9]){1,21}/g)) {
    const reference = longestRf(match[0]);
    if (reference) found.push({ scheme: "iso11649", payload: reference.replace(/ /g, "").slice(4), start: match.index, end: match.index + reference.length });
  }
  for (const match of folded.matchAll(/(?:\+\+\+|\*\*\*) ?(\d{3}) ?\/ ?(\d{4}) ?\/ ?(\d{5}) ?(?:\+\+\+|\*\*\*)/g)) {
    const digits = match[1]! + match[2]! + match[3]!;
    if (isOgm(digits)) found.push({ scheme: "ogm", payload: digits.slice(0, 10), start: match.index, end: match.index + match[0].length });
  }
  for (const match of folded.matchAll(/(?<![\dA-Z])\d{2}(?: ?\d{5}){5}(?!\d)/g)) {
    const digits = match[0].replace(/ /g, "");
    if (isQrr(digits)) found.push({ scheme: "qrr", payload: digits.slice(0, 26), start: match.index, end: match.index + match[0].length });
  }
  return found;
}

/** A structured field of the bank: the scheme is told by the shape. */
export function readStructured(reference: string): Structured | null {
  const text = reference.toUpperCase().replace(/[ +*/]/g, "");
  const whole = { start: 0, end: reference.length };
  if (isRf(text)) return { scheme: "iso11649", payload: text.slice(4), ...whole };
  if (/^\d{27}$/.test(text) && isQrr(text)) return { scheme: "qrr", payload: text.slice(0, 26), ...whole };
  if (/^\d{12}$/.test(text) && isOgm(text)) return { scheme: "ogm", payload: text.slice(0, 10), ...whole };
  if (/^\d{4,20}$/.test(text) && isViite(text)) return { scheme: "viite", payload: text.slice(0, -1), ...whole };
  if (/^\d{4,25}$/.test(text) && isKid(text)) return { scheme: "kid", payload: text.slice(0, -1), ...whole };
  return null;
}

export const isRf = (text: string): boolean => /^RF\d{2}[A-Z0-9]{1,21}$/.test(text) && modulo97(text) === 1;

export function isOgm(digits: string): boolean {
  if (!/^\d{12}$/.test(digits)) return false;
  const rest = Number(digits.slice(0, 10)) % 97;
  return Number(digits.slice(10)) === (rest === 0 ? 97 : rest);
}

const carries = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];
export function isQrr(digits: string): boolean {
  if (!/^\d{27}$/.test(digits) || /^0+$/.test(digits)) return false;
  let carry = 0;
  for (const digit of digits.slice(0, 26)) carry = carries[(carry + Number(digit)) % 10]!;
  return (10 - carry) % 10 === Number(digits[26]);
}

export function isViite(digits: string): boolean {
  if (!/^\d{4,20}$/.test(digits)) return false;
  const weights = [7, 3, 1];
  let sum = 0;
  for (let n = digits.length - 2, k = 0; n >= 0; n--, k++) sum += Number(digits[n]) * weights[k % 3]!;
  return (10 - (sum % 10)) % 10 === Number(digits.at(-1));
}

/** Norway's KID: the last digit checks the others by 2-1-2-1 (modulo 10) or by 2 to 7 (modulo 11), as creditor and bank agreed. */
export function isKid(digits: string): boolean {
  if (!/^\d{4,25}$/.test(digits)) return false;
  let [ten, eleven] = [0, 0];
  for (let n = digits.length - 2, k = 0; n >= 0; n--, k++) {
    const digit = Number(digits[n]);
    const doubled = k % 2 === 0 ? digit * 2 : digit;
    ten += doubled > 9 ? doubled - 9 : doubled;
    eleven += digit * (2 + (k % 6));
  }
  const check = Number(digits.at(-1));
  return (10 - (ten % 10)) % 10 === check || (11 - (eleven % 11)) % 11 === check;
}

/** Payloads as document numbers: whole, without leading zeros, and the last 5 to 16 digits behind a customer number. */
export function readings(payload: string): string[] {
  const plain = payload.replace(/^0+/, "");
  const tails = /^\d+$/.test(plain) ? [16, 14, 12, 11, 10, 9, 8, 7, 6].filter((n) => n < plain.length).map((n) => plain.slice(-n).replace(/^0+/, "")) : [];
  return [...new Set([payload, plain, ...tails])].filter((text) => text.length >= 3);
}

/** Text goes on behind the reference: the longest beginning whose check digits hold is the reference. */
function longestRf(text: string): string | null {
  for (let end = text.length; end >= 5; end--) {
    if (text[end - 1] !== " " && isRf(text.slice(0, end).replace(/ /g, ""))) {
      const next = text[end];
      if (next === undefined || next === " ") return text.slice(0, end);
    }
  }
  return null;
}
