// International bank account numbers: compared without blanks, in capitals, believed only when the check digits hold.
// Lengths are the SWIFT registry's; a country that is not in it is judged by its check digits alone.
const lengths: Readonly<Record<string, number>> = {
  AD: 24, AE: 23, AL: 28, AT: 20, AZ: 28, BA: 20, BE: 16, BG: 22, BH: 22, BI: 27, BR: 29, BY: 28, CH: 21, CR: 22, CY: 28, CZ: 24, DE: 22, DJ: 27, DK: 18, DO: 28,
  EE: 20, EG: 29, ES: 24, FI: 18, FK: 18, FO: 18, FR: 27, GB: 22, GE: 22, GI: 23, GL: 18, GR: 27, GT: 28, HN: 28, HR: 21, HU: 28, IE: 22, IL: 23, IQ: 23, IS: 26,
  IT: 27, JO: 30, KW: 30, KZ: 20, LB: 28, LC: 32, LI: 21, LT: 20, LU: 20, LV: 21, LY: 25, MC: 27, MD: 24, ME: 22, MK: 19, MN: 20, MR: 27, MT: 31, MU: 30, NI: 28,
  NL: 18, NO: 15, OM: 23, PK: 24, PL: 28, PS: 29, PT: 25, QA: 29, RO: 24, RS: 22, RU: 33, SA: 24, SC: 31, SD: 18, SE: 24, SI: 19, SK: 24, SM: 27, SO: 23, ST: 25,
  SV: 28, TL: 23, TN: 24, TR: 26, UA: 29, VA: 22, VG: 24, XK: 20, YE: 30,
};

/** The IBAN without blanks, in capitals; null if it is none. */
export function readIban(text: string): string | null {
  const iban = text.replace(/[\s\u00A0]/g, "").toUpperCase();
  return isIban(iban) ? iban : null;
}

/** Expects no blanks and capitals. */
export function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{10,30}$/.test(iban)) return false;
  const length = lengths[iban.slice(0, 2)];
  return (length === undefined || length === iban.length) && remainder97(iban.slice(4) + iban.slice(0, 4)) === 1;
}

/** The shape of an IBAN of a known country, check digits unproven: enough where the file itself says that this is one (banks mask them in samples). */
export const looksLikeIban = (text: string): boolean => /^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(text) && lengths[text.slice(0, 2)] === text.length;

/** The first IBAN that stands in a text, also with blanks in groups of four. */
export function ibanIn(text: string): string | null {
  for (const match of text.matchAll(/(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){3,8}/g)) {
    const compact = match[0].replaceAll(" ", "");
    const length = lengths[compact.slice(0, 2)];
    const iban = length === undefined ? compact : compact.slice(0, length);
    if (isIban(iban)) return iban;
  }
  return null;
}

/**
 * The text with every IBAN in it blotted out, as long as before: positions in it stay true. For people whose role hides bank details; a bank's line, a
 * remark or a rejected row may hold one anywhere. Only what passes the check digits is taken for one.
 */
export function withoutIbans(text: string): string {
  if (!/[A-Z]{2}\d{2}/i.test(text)) return text;
  return text.replace(/(?<![A-Za-z0-9_-])[A-Z]{2}\d{2}(?:[ \u00A0]?[A-Z0-9]){10,30}/gi, (found) => {
    const places = [...found].flatMap((letter, at) => (/[ \u00A0]/.test(letter) ? [] : [at]));
    const compact = places.map((at) => found[at]!.toUpperCase()).join("");
    const length = lengths[compact.slice(0, 2)];
    const end = length === undefined ? found.length : (places[length - 1] ?? found.length - 1) + 1;
    return isIban(compact.slice(0, length)) ? found.slice(0, end).replace(/[A-Z0-9]/gi, "•") + found.slice(end) : found;
  });
}

/** The French IBAN of bank, branch and account as statements name them: the key is 97 − (89·bank + 15·branch + 3·account) mod 97. */
export function frenchIban(bank: string, branch: string, account: string): string | null {
  if (!/^\d{5}$/.test(bank) || !/^\d{5}$/.test(branch) || !/^[0-9A-Z]{11}$/.test(account)) return null;
  const digits = account.replace(/[A-Z]/g, (letter) => "12345678912345678923456789"[letter.charCodeAt(0) - 65]!);
  const key = 97n - ((89n * BigInt(bank) + 15n * BigInt(branch) + 3n * BigInt(digits)) % 97n);
  const national = bank + branch + account + key.toString().padStart(2, "0");
  return `FR${String(98 - remainder97(`${national}FR00`)).padStart(2, "0")}${national}`;
}

function remainder97(text: string): number {
  let rest = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    rest = code >= 65 ? (rest * 100 + code - 55) % 97 : (rest * 10 + code - 48) % 97;
  }
  return rest;
}
