// What the law lets a creditor claim for late payment between businesses, in the reader's language. The law is the creditor's country's; the language
// is the reader's: a French company reminds a German customer in German, of the French commercial code.
//
// `mention` is a sentence for a reminder, `notice` the paragraphs of a formal notice. Articles are named as in FIELD's sources: France L441-10 and D441-5
// of the commercial code, Germany §§ 286 and 288 BGB, the United Kingdom's Act of 1998, Spain's Ley 3/2004, Portugal's DL 62/2013, elsewhere in the
// Union Directive 2011/7/EU. A rate is only given here when an administrator has confirmed it; without one the text names the law and no figure.
// Texts of law in another language than the law's own keep the law's own name, so that a lawyer finds it. These texts are no legal advice.
import type { MessageLanguage } from "#domain/dunning/messages/words.ts";
import { de } from "#domain/dunning/messages/legal/de.ts";
import { en } from "#domain/dunning/messages/legal/en.ts";
import { es } from "#domain/dunning/messages/legal/es.ts";
import { fr } from "#domain/dunning/messages/legal/fr.ts";
import { pt } from "#domain/dunning/messages/legal/pt.ts";

export const laws = ["FR", "DE", "GB", "ES", "PT", "EU", "other"] as const;
export type Law = (typeof laws)[number];

/** `percent`: "12,15 %", confirmed, or nothing. `effect`: what the letter is in that law, said also where nothing is claimed beside the principal. */
export type LegalTexts = { readonly effect?: string; readonly mention: (percent?: string) => string; readonly notice: (percent?: string) => readonly string[] };
export type LegalLanguage = Readonly<Record<Law, LegalTexts>>;

const union = new Set("AT BE BG CY CZ DK EE FI GR HR HU IE IT LT LU LV MT NL PL RO SE SI SK".split(" "));

export const lawOf = (creditorCountry: string): Law => {
  const named = laws.find((law) => law === creditorCountry);
  return named ?? (union.has(creditorCountry) ? "EU" : "other");
};

/** What a text of that law must name, whatever its language: the linter and the tests look for it. */
export const mustName: Readonly<Record<Law, readonly RegExp[]>> = {
  FR: [/L\. ?441-10/, /D\. ?441-5/, /40(,00)?\s?€|€ ?40|40 EUR/],
  DE: [/§{1,2} 28[68]/, /BGB/, /40\s€|€40/],
  GB: [/Late Payment of Commercial Debts \(Interest\) Act 1998/],
  ES: [/Ley 3\/2004/, /40\s€|€40/],
  PT: [/62\/2013/, /40\s€|€40/],
  EU: [/2011\/7\/(EU|UE)/, /40\s€|€40/],
  other: [],
};

export const legalOf: Readonly<Record<MessageLanguage, LegalLanguage>> = { fr, en, es, de, pt };
