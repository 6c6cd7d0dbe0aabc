// Records 05 behind a movement: a qualifier of three letters and 70 characters. The qualifiers of the CFONB's note of March 2010 (and FEE, LIB) become fields;
// what a bank adds of its own is kept as it is, and its text joins the words, for that is where banks put them.
import { decimalsOf, scaled } from "#domain/cash-application/statements/amount.ts";
import type { Charge, Details, OriginalAmount } from "#domain/cash-application/statements/statement.ts";
import { folded } from "#domain/cash-application/statements/words.ts";
import { looksLikeIban } from "#domain/iban.ts";

export type Complement = { readonly qualifier: string; readonly data: string };

export const complementOf = (record: string): Complement => ({ qualifier: record.slice(45, 48).trim(), data: record.slice(48, 118) });

export type Complements = Omit<Details, "returnReason"> & { readonly customerReference: string | null; readonly batch: string | null; readonly charges: readonly Charge[]; readonly original: OriginalAmount | null };

/** `towards`: who the other side is, by the movement. */
export function complementsOf(label: string, complements: readonly Complement[], towards: "payer" | "payee"): Complements {
  const all = (...qualifiers: string[]): string[] => complements.filter(({ qualifier }) => qualifiers.includes(qualifier)).map(({ data }) => data);
  const first = (qualifier: string): string | null => folded(all(qualifier)[0] ?? "") || null;
  const half = (qualifier: string, n: 0 | 1): string | null => folded((all(qualifier)[0] ?? "").slice(n * 35, n * 35 + 35)) || null;
  const words = wordsOf(label, complements);
  const account = (towards === "payer" ? first("CPY") : first("CBE")) ?? first("CPY") ?? first("CBE");
  const iban = account?.replaceAll(" ", "").toUpperCase() ?? "";
  return {
    counterparty: (towards === "payer" ? (first("NPY") ?? first("NBE")) : (first("NBE") ?? first("NPY"))) ?? nameIn(label),
    ultimateCounterparty: towards === "payer" ? first("NPO") : first("NBU"),
    iban: looksLikeIban(iban) ? iban : null,
    counterpartyAccount: looksLikeIban(iban) ? null : account,
    bic: null,
    text: words.text,
    textLines: words.lines,
    structuredReference: half("LCS", 0)?.replaceAll(" ", "") ?? null,
    endToEndId: meant(half("RCN", 0)),
    mandate: half("RUM", 0),
    creditorId: half("IBE", 0),
    purpose: half("RCN", 1),
    documents: [],
    customerReference: half("REF", 1),
    batch: half("REF", 0),
    charges: all("FEE").flatMap((data) => amountOf(data).map(({ amount, currency }) => ({ amount, currency, type: "FEE" }))),
    original: all("MMO").flatMap((data) => amountOf(data).map((one) => ({ ...one, rate: rateOf(data) })))[0] ?? null,
  };
}

const taken = new Set(["NPY", "NBE", "NPO", "NBU", "IPY", "IBE", "IPO", "IBU", "RCN", "REF", "MMO", "CBE", "CPY", "RUM", "FEE"]);

/** Label, free texts in order, and LCC with LC2 behind it without a blank, for LC2 goes on where LCC was full. */
function wordsOf(label: string, complements: readonly Complement[]): { text: string; lines: string[] } {
  const pieces = [label];
  for (const { qualifier, data } of complements) {
    if (qualifier === "LC2" && pieces.length > 1) pieces.push(pieces.pop()! + data);
    else if (!taken.has(qualifier)) pieces.push(data);
  }
  const words = pieces.map(folded);
  // Banks repeat LIB in LCC: what another piece says already is said once.
  const lines = words.filter((piece, n) => piece !== "" && (words.length > 100 || !words.some((other, m) => m !== n && other.startsWith(piece) && (other.length > piece.length || m < n))));
  return { text: lines.join(" "), lines };
}

/** Transfers and debits are labelled with the name behind a fixed word; it is cut at 31 characters. */
const nameIn = (label: string): string | null => /^(?:VIR(?:EMENT|T)?|PRLV|PRELEVEMENT)\.?(?:\s+(?:INST|INSTANTANE|SEPA|SCT|EUROPEEN|RECU|RECUE|EMIS|DE|DU|M\.))*\s+(?=\S*[A-Z])(.{3,})$/.exec(folded(label))?.[1] ?? null;

const meant = (id: string | null): string | null => (id === null || /^(NOT ?PROVIDED|NONREF)/i.test(id) ? null : id);

/** Currency, number of decimals, fourteen digits. */
function amountOf(data: string): { amount: bigint; currency: string }[] {
  const match = /^([A-Z]{3})(\d)\s*(\d{1,14})/.exec(data.slice(0, 18));
  if (!match || decimalsOf(match[1]!) === null) return [];
  const amount = scaled(BigInt(match[3]!), Number(match[2]), match[1]!);
  return amount === null ? [] : [{ amount, currency: match[1]! }];
}

function rateOf(data: string): string | null {
  const match = /^\s?(\d{1,2})\s*(\d+)/.exec(data.slice(18, 31));
  if (!match) return null;
  const decimals = Number(data.slice(18, 20));
  const digits = data.slice(20, 31).trim();
  if (!/^\d+$/.test(digits) || !Number.isInteger(decimals)) return null;
  const padded = digits.padStart(decimals + 1, "0");
  const rate = decimals === 0 ? padded : `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
  return rate.replace(/^0+(?=\d)/, "");
}
