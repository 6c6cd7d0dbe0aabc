// Who paid? Evidence in bits, as Fellegi and Sunter weigh it: how much likelier is what we see if it is this customer than if it is anybody else.
// The answer is a ranking with probabilities, over customers whose documents the payment may settle. An account or a name that several customers
// share speaks for each of them a little; a name that two customers carry identifies nobody by itself.
import type { Ledger } from "#domain/cash-application/matching/ledger.ts";
import type { Memory } from "#domain/cash-application/matching/memory.ts";
import type { Evidence, Receipt } from "#domain/cash-application/matching/model.ts";
import { coreOf, coreWords, senderKey, type NameHit, type NameIndex } from "#domain/cash-application/matching/name.ts";
import type { References } from "#domain/cash-application/matching/references.ts";
import { fold } from "#domain/cash-application/matching/spelling.ts";

export type PayerClue = "ibanLearned" | "ibanMaster" | "nameLearned" | "nameExact" | "nameAlike" | "code" | "vat" | "references" | "family" | "city";
export type Candidate = { readonly code: string; bits: number; probability: number; readonly clues: Map<PayerClue, number>; readonly evidence: Evidence[] };
export type Payer = {
  readonly candidates: readonly Candidate[];
  /** The account whose code the payment is filed under: the parent that pays for its children, as past clearings named it. */
  readonly filedUnder: string;
  /** Identified without looking at the documents named: account, name, code. */
  readonly independent: ReadonlyMap<string, number>;
};

export type PayerSources = { readonly ledger: Ledger; readonly names: NameIndex; readonly memory: Memory; readonly ibans: ReadonlyMap<string, readonly string[]>; readonly vats: ReadonlyMap<string, readonly string[]> };

/** Bits of "somebody whom we do not know": a candidate must beat this to be more probable than not. */
const STRANGER = 5;

export function identify({ ledger, names, memory, ibans, vats }: PayerSources, receipt: Receipt, references: References): Payer {
  const found = new Map<string, Candidate>();
  const add = (code: string, clue: PayerClue, bits: number, evidence: Omit<Evidence, "code">): void => {
    const party = ledger.parties.get(code);
    if (!party || (party.entity && party.entity !== receipt.entity)) return;
    const candidate = found.get(code) ?? { code, bits: 0, probability: 0, clues: new Map<PayerClue, number>(), evidence: [] };
    found.set(code, candidate);
    const before = candidate.clues.get(clue) ?? 0;
    if (bits <= before) return;
    candidate.clues.set(clue, bits);
    candidate.evidence.push({ code: `payer.${clue}`, ...evidence });
  };
  const [today, senders] = [receipt.booked, [receipt.ultimate, receipt.name].filter(Boolean)];
  const whole = { start: 0, end: 0 };
  if (receipt.iban) {
    const paid = memory.paidFor(`iban:${receipt.iban}`, today);
    const all = paid.reduce((sum, fact) => sum + fact.support, 0);
    for (const { code, support } of paid) add(code, "ibanLearned", 13 + Math.log2((support + 0.01) / (all + 0.3)) + Math.min(0, Math.log2(support)), { field: "iban", ...whole, end: receipt.iban.length, value: receipt.iban });
    const owners = ibans.get(receipt.iban) ?? [];
    for (const code of owners) add(code, "ibanMaster", 12 - Math.log2(owners.length) * 1.5, { field: "iban", ...whole, end: receipt.iban.length, value: receipt.iban });
  }
  for (const [rank, sender] of senders.entries()) {
    const field = sender === receipt.ultimate ? "ultimate" : "name";
    const at = { field, start: 0, end: sender.length, value: sender } as const;
    const paid = memory.paidFor(`name:${coreOf(sender)}`, today);
    const all = paid.reduce((sum, fact) => sum + fact.support, 0);
    for (const { code, support } of paid) add(code, "nameLearned", 10 - rank + Math.log2((support + 0.01) / (all + 0.5)) + Math.min(0, Math.log2(support)), at);
    byName(names, sender, receipt.entity, ledger, (code, exact, bits) => add(code, exact ? "nameExact" : "nameAlike", bits - rank * 2, at));
  }
  if (senders.length === 0) fromText(names, memory, receipt, ledger, add);
  for (const code of references.codes) add(code, "code", 7, { field: "text", ...whole, value: code });
  for (const match of references.folded.matchAll(/\b(?:FR ?[0-9A-Z]{2} ?)?(\d{3} ?\d{3} ?\d{3})\b|\b[A-Z]{2} ?\d{8,12}\b/g)) {
    const owners = vats.get((match[1] ?? match[0]).replace(/ /g, "")) ?? vats.get(match[0].replace(/ /g, "")) ?? [];
    for (const code of owners) add(code, "vat", 11 - Math.log2(owners.length), { field: "text", start: match.index, end: match.index + match[0].length, value: match[0] });
  }
  const independent = new Map([...found].map(([code, { clues }]) => [code, [...clues.values()].reduce((a, b) => a + b, 0)]));
  for (const hit of references.hits) {
    if (hit.strength > 4) continue;
    const customers = [...new Set(hit.items.map((item) => item.customer))];
    const bits = ([11, 10, 9, 7, 8] as const)[hit.strength as 0] - Math.log2(customers.length) * 2;
    for (const code of customers) if (bits > 0) add(code, "references", bits, { field: hit.field, start: hit.start, end: hit.end, value: receipt.text.slice(hit.start, hit.end) });
  }
  byCity(ledger, found, receipt, references.folded);
  return rank(found, independent, memory, receipt);
}

type Add = (code: string, clue: PayerClue, bits: number, evidence: Omit<Evidence, "code">) => void;

/** No name field: the text is asked, and what its words were cleared for before. */
function fromText(names: NameIndex, memory: Memory, receipt: Receipt, ledger: Ledger, add: Add): void {
  const at = { field: "text", start: 0, end: receipt.text.length, value: receipt.text } as const;
  weigh(names.within(receipt.text), receipt.entity, ledger, (code, exact, bits) => add(code, exact ? "nameExact" : "nameAlike", bits - 0.5, at));
  const key = senderKey("", receipt.text);
  if (key.length < 3) return;
  const paid = memory.paidFor(`name:${key}`, receipt.booked);
  const all = paid.reduce((sum, fact) => sum + fact.support, 0);
  for (const { code, support } of paid) add(code, "nameLearned", 10 + Math.log2((support + 0.01) / (all + 0.5)) + Math.min(0, Math.log2(support)), at);
}

function byName(names: NameIndex, sender: string, entity: string, ledger: Ledger, add: (code: string, exact: boolean, bits: number) => void): void {
  weigh(names.find(sender), entity, ledger, add);
}

function weigh(all: readonly NameHit[], entity: string, ledger: Ledger, add: (code: string, exact: boolean, bits: number) => void): void {
  const hits = all.filter(({ code }) => !ledger.parties.get(code)?.entity || ledger.parties.get(code)?.entity === entity);
  const exact = hits.filter((hit) => hit.how === "exact").length;
  const second = hits[1]?.likeness ?? 0;
  for (const hit of hits) {
    if (hit.how === "exact") add(hit.code, true, 10 - 2 * Math.log2(exact));
    else add(hit.code, false, 9 * hit.likeness - 1.5 - (hit === hits[0] ? Math.max(0, 4 * (second - hit.likeness + 0.25)) : 4 * Math.max(0, (hits[0]?.likeness ?? 0) - hit.likeness)));
  }
}

/** The town tells homonyms apart. */
function byCity(ledger: Ledger, found: Map<string, Candidate>, receipt: Receipt, folded: string): void {
  if (found.size < 2) return;
  const seen = new Set([...coreWords(`${receipt.name} ${receipt.ultimate}`), ...folded.split(/[^A-Z]+/)]);
  for (const candidate of found.values()) {
    const city = fold(ledger.parties.get(candidate.code)!.city).split(/[^A-Z]+/)[0] ?? "";
    if (city.length >= 3 && seen.has(city)) candidate.clues.set("city", 3);
  }
}

function rank(found: Map<string, Candidate>, independent: ReadonlyMap<string, number>, memory: Memory, receipt: Receipt): Payer {
  let total = 2 ** STRANGER;
  for (const candidate of found.values()) {
    // Account and name are not independent witnesses: the strongest counts whole, each other a third.
    const bits = [...candidate.clues.values()].toSorted((a, b) => b - a);
    candidate.bits = bits.reduce((sum, bit, n) => sum + (n === 0 ? bit : bit / 3), 0);
    total += 2 ** Math.min(candidate.bits, 40);
  }
  for (const candidate of found.values()) candidate.probability = 2 ** Math.min(candidate.bits, 40) / total;
  const candidates = [...found.values()].toSorted((a, b) => b.bits - a.bits || (a.code < b.code ? -1 : 1)).slice(0, 8);
  const key = senderKey(receipt.name, receipt.text);
  const usual = (about: string): string => {
    const [first, ...others] = memory.payersOf(about, receipt.booked);
    return first && first.support >= 0.8 && first.support >= 3 * others.reduce((sum, { support }) => sum + support, 0) ? first.code : "";
  };
  return { candidates, filedUnder: (receipt.iban && usual(`iban:${receipt.iban}`)) || (key.length >= 3 ? usual(`name:${key}`) : ""), independent };
}
