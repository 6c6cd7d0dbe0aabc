// Company names as banks spell them: upper case, cut at 24 or 35 letters, with or without the legal form, with a town or a department behind.
// A name is compared by its core (no legal form, no filler words) and by its rare words.
import type { Party } from "#domain/cash-application/matching/model.ts";
import { fold } from "#domain/cash-application/matching/spelling.ts";

const forms = new Set(
  ("SA SAS SASU SARL SARLU EURL SNC SCI SCA SCEA GIE EARL GMBH AG KG OHG UG GBR EK EV MBH CO COMPANY LTD LIMITED LLC LLP INC CORP CORPORATION PLC BV NV VOF CV BVBA SPRL SRL SPA SNCA " +
    "SL SLU SLNE SAU SCOOP AB AS ASA OY OYJ APS KS SP ZOO SPZOO DOO KFT RT SE SCRL ASBL VZW STE SOCIETE ETS ETABLISSEMENTS ETABL CIE COMPAGNIE GROUPE GROUP HOLDING THE").split(" "),
);
const fillers = new Set(("ET AND UND EN Y E DE DU DES LA LE LES L D DER DIE DAS VAN VON OF FOR POUR VIR VIREMENT RECU SEPA INST DE FROM PAR MR MME M").split(" "));

export const words = (name: string): string[] => fold(name).replace(/(?<=\b[A-Z])\.(?=[A-Z]\b)/g, "").split(/[^A-Z0-9]+/).filter(Boolean);

/** The words that tell one company from another. A name of nothing but forms keeps them all. */
export function coreWords(name: string): readonly string[] {
  const known = cores.get(name);
  if (known) return known;
  const all = words(name);
  const core = all.filter((word) => !forms.has(word) && !fillers.has(word));
  const found = core.length > 0 ? core : all;
  // A receipt's sender is asked for half a dozen times on its way.
  if (cores.size > 2_000) cores.clear();
  cores.set(name, found);
  return found;
}
const cores = new Map<string, readonly string[]>();

export const coreOf = (name: string): string => coreWords(name).join("");

const trade = new Set(("FACTURE FACTURES FACT FACTS FA RE RG RNR NR NO REF REFS RECHNUNG RECHNUNGEN INVOICE INVOICES INV FACTURA FRA PAYMENT PAIEMENT REGLEMENT RGLT RGT VOTRE VOS NOTRE YOUR OUR ZAHLUNG UEBERWEISUNG PAGO " +
  "TRANSFERENCIA SOLDE RELEVE ACOMPTE ECHEANCE CHEQUE CHQ REMISE GUTSCHRIFT BACS CREDIT SELON AVOIR COMPTE SANS ACCOUNT STATEMENT ON AS PER BETALING").split(" "));

/** The words of a free text that may be a name: neither numbers nor the vocabulary of paying. */
export const textWords = (text: string): string[] => words(text).filter((word) => !/\d/.test(word) && !forms.has(word) && !fillers.has(word) && !trade.has(word));

/** What a receipt is remembered under: the sender's name, or what looks like one in the text. */
export const senderKey = (name: string, text: string): string => (name ? coreOf(name) : textWords(text).slice(0, 4).join(""));

export type NameHit = { readonly code: string; readonly likeness: number; readonly how: "exact" | "cut" | "words" };

const HEAD = 8;
/** A word that more customers share than this finds nobody. */
const COMMON = 60;

export class NameIndex {
  readonly #byCore = new Map<string, string[]>();
  readonly #byHead = new Map<string, { code: string; core: string }[]>();
  readonly #byWord = new Map<string, string[]>();
  readonly #words = new Map<string, readonly string[]>();
  readonly #rarities = new Map<string, number>();
  #size = 0;

  put(party: Party): void {
    if (this.#words.has(party.code)) return;
    const core = coreWords(party.name);
    const joined = core.join("");
    this.#words.set(party.code, core);
    this.#size++;
    this.#rarities.clear();
    push(this.#byCore, joined, party.code);
    if (joined.length >= HEAD) push(this.#byHead, joined.slice(0, HEAD), { code: party.code, core: joined });
    for (const word of new Set(core)) push(this.#byWord, word, party.code);
  }

  /** Customers whose name this may be, best first. */
  find(name: string): NameHit[] {
    const asked = coreWords(name);
    const core = asked.join("");
    if (core.length < 2) return [];
    const found = new Map<string, NameHit>();
    for (const code of this.#byCore.get(core) ?? []) found.set(code, { code, likeness: 1, how: "exact" });
    for (const { code, core: theirs } of core.length >= HEAD ? (this.#byHead.get(core.slice(0, HEAD)) ?? []) : []) {
      if (!found.has(code) && (theirs.startsWith(core) || core.startsWith(theirs))) found.set(code, { code, likeness: 0.92 * (Math.min(core.length, theirs.length) / Math.max(core.length, theirs.length)) ** 0.25, how: "cut" });
    }
    // A name found whole needs no search by its words, which costs most and could only find worse.
    if (found.size === 0) this.#byWords(asked, found);
    return [...found.values()].toSorted((a, b) => b.likeness - a.likeness || (a.code < b.code ? -1 : 1)).slice(0, 12);
  }

  /** Customers whose whole name stands somewhere in a free text, or most of it: banks that give no name field put it there, cut. */
  within(text: string): NameHit[] {
    const asked = textWords(text);
    const shared = new Map<string, number>();
    for (const word of new Set(asked)) {
      const codes = this.#byWord.get(word);
      if (!codes || codes.length > COMMON || word.length < 2) continue;
      for (const code of codes) shared.set(code, (shared.get(code) ?? 0) + this.#rarity(word));
    }
    const cut = asked.at(-1) ?? "";
    return [...shared]
      .map(([code, common]): NameHit => {
        const theirs = this.#words.get(code)!;
        const all = theirs.reduce((sum, word) => sum + this.#rarity(word), 0);
        const begun = cut.length >= 2 ? theirs.find((word) => word.length > cut.length && word.startsWith(cut)) : undefined;
        const coverage = Math.min(1, (common + (begun ? this.#rarity(begun) : 0)) / all);
        return { code, likeness: coverage, how: coverage > 0.99 ? "exact" : "words" };
      })
      .filter(({ likeness }) => likeness > 0.35)
      .toSorted((a, b) => b.likeness - a.likeness || (a.code < b.code ? -1 : 1))
      .slice(0, 12);
  }

  #rarity(word: string): number {
    const known = this.#rarities.get(word);
    if (known !== undefined) return known;
    const rarity = Math.log((this.#size + 1) / ((this.#byWord.get(word)?.length ?? 0) + 0.5));
    if (this.#rarities.size < 100_000) this.#rarities.set(word, rarity);
    return rarity;
  }

  #byWords(asked: readonly string[], found: Map<string, NameHit>): void {
    const shared = new Map<string, number>();
    let weight = 0;
    for (const word of new Set(asked)) {
      const rarity = this.#rarity(word);
      const codes = this.#byWord.get(word);
      weight += codes ? rarity : rarity * 0.5;
      if (!codes || codes.length > COMMON || word.length < 2) continue;
      for (const code of codes) shared.set(code, (shared.get(code) ?? 0) + rarity);
    }
    for (const [code, common] of shared) {
      if (found.has(code)) continue;
      const theirs = this.#words.get(code)!.reduce((sum, word) => sum + this.#rarity(word), 0);
      const likeness = 0.9 * ((2 * common) / (weight + theirs));
      if (likeness > 0.35) found.set(code, { code, likeness, how: "words" });
    }
  }
}

function push<T>(index: Map<string, T[]>, key: string, value: T): void {
  const list = index.get(key);
  if (list) list.push(value);
  else index.set(key, [value]);
}
