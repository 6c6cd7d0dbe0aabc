// The bank text cut into pieces: runs of letters and runs of digits, with their places. A document number is one piece or several neighbours.
// Dates, amounts, IBANs, telephone and company numbers are marked, because they are made of digits too and would otherwise pass for documents.

export type Piece = {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly digits: boolean;
  /** Part of a date, an amount, an account … */
  readonly decoy: boolean;
  /** What stands between the piece before and this one: "" when they touch. */
  readonly gap: string;
};

const decoys: readonly RegExp[] = [
  /(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:20\d{2}|\d{2})(?![\d/])/g,
  /(?<!\d)20\d{2}-\d{2}-\d{2}(?!\d)/g,
  /(?<![\d.,])\d{1,3}(?:[ .']\d{3})*,\d{2}(?!\d)/g,
  /(?<![\d.,])\d{1,7}[.,]\d{2}(?![\d.,])(?= ?(?:EUR|USD|GBP|CHF|E\b|$|[ ;)]))/g,
  /(?<![\d.,])\d{1,3}(?:,\d{3})+\.\d{2}(?!\d)/g,
  /(?:\+|\b00)\d{2}[ .]?\d(?:[ .]?\d{2,3}){3,4}\b/g,
  /\b(?:TEL|PHONE|FAX|TELEFON)[ .:]*\+?[\d ./-]{8,16}/g,
  /\b(?:SIRET|SIREN|RCS|TVA|VAT|USTID|UST-ID|HRB|KVK|BCE|FOURNISSEUR|LIEFERANT|SUPPLIER|VENDOR|LIEF|FRN)(?: ?(?:NR|NO|N|CODE|NUM))?[ .:#-]*[A-Z]{0,2}[ ]?\d[\d .]{3,18}\b/g,
  /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,4})?\b/g,
];

export function cut(folded: string): Piece[] {
  const spans = decoySpans(folded);
  const pieces: Piece[] = [];
  let last = 0;
  for (const match of folded.matchAll(/[A-Z]+|[0-9]+/g)) {
    const [start, text] = [match.index, match[0]];
    const end = start + text.length;
    pieces.push({ text, start, end, digits: text.charCodeAt(0) < 58, decoy: spans.some(([from, to]) => start >= from && end <= to), gap: folded.slice(last, start) });
    last = end;
  }
  return pieces;
}

function decoySpans(folded: string): [number, number][] {
  if (!/\d/.test(folded)) return [];
  const spans: [number, number][] = [];
  for (const pattern of decoys) {
    for (const match of folded.matchAll(pattern)) {
      if (pattern === decoys.at(-1) && !isIban(match[0].replace(/ /g, ""))) continue;
      spans.push([match.index, match.index + match[0].length]);
    }
  }
  return spans;
}

/** Modulo 97 over the letters and digits, the first four moved to the end. */
export function modulo97(text: string): number {
  let rest = 0;
  for (let n = 0; n < text.length; n++) {
    const code = text.charCodeAt((n + 4) % text.length);
    rest = code >= 65 ? (rest * 100 + code - 55) % 97 : (rest * 10 + code - 48) % 97;
  }
  return rest;
}

export const isIban = (text: string): boolean => text.length >= 15 && text.length <= 34 && /^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(text) && modulo97(text) === 1;
