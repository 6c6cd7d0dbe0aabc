// What a payer writes and what the bank leaves of it. Languages, styles, slips, decoys and the cuts of each statement format.
import type { Item } from "#domain/cash-application/matching/model.ts";
import type { Chance } from "./chance.ts";
import type { Customer } from "./people.ts";

const lead: Record<string, readonly string[]> = {
  fr: ["FACTURE ", "FACT ", "REGLEMENT FACTURE ", "VIR SEPA FA ", "RGLT ", "VOS FACTURES ", ""], de: ["RECHNUNG ", "RE-NR ", "RNR ", "ZAHLUNG RE ", "RG. ", ""], en: ["INVOICE ", "INV ", "PAYMENT OF ", "YOUR REF ", ""], es: ["FACTURA ", "FRA ", "PAGO FRA ", "SU FACTURA ", ""], nl: ["FACTUUR ", "FACTNR "],
};
const silent: Record<string, readonly string[]> = { fr: ["VIREMENT", "REGLEMENT", "VIR SEPA RECU", "VOTRE COMPTE", ""], de: ["UEBERWEISUNG", "ZAHLUNG", "GUTSCHRIFT UEBERWEISUNG", ""], en: ["PAYMENT", "BACS CREDIT", "ON ACCOUNT", ""], es: ["TRANSFERENCIA", "PAGO", ""], nl: ["BETALING"] };
const statement: Record<string, string> = { fr: "SELON RELEVE", de: "LT. KONTOAUSZUG", en: "AS PER STATEMENT", es: "SEGUN EXTRACTO", nl: "VOLGENS OVERZICHT" };
const months: Record<string, readonly string[]> = {
  fr: ["JANVIER", "FEVRIER", "MARS", "AVRIL", "MAI", "JUIN", "JUILLET", "AOUT", "SEPTEMBRE", "OCTOBRE", "NOVEMBRE", "DECEMBRE"], de: ["JANUAR", "FEBRUAR", "MAERZ", "APRIL", "MAI", "JUNI", "JULI", "AUGUST", "SEPTEMBER", "OKTOBER", "NOVEMBER", "DEZEMBER"],
  en: ["JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"], es: ["ENERO", "FEBRERO", "MARZO", "ABRIL", "MAYO", "JUNIO", "JULIO", "AGOSTO", "SEPTIEMBRE", "OCTUBRE", "NOVIEMBRE", "DICIEMBRE"], nl: [],
};
const credit: Record<string, string> = { fr: "AVOIR", de: "GUTSCHRIFT", en: "CREDIT NOTE", es: "ABONO", nl: "CREDITNOTA" };

export function wordsFor(customer: Customer, items: readonly Item[], month: number | null, noise: number, chance: Chance): string {
  const { language, naming } = customer;
  const forget = naming === "none" || chance.yes(0.05 * noise);
  if (forget) return month !== null && customer.namesMonth ? `${chance.pick(silent[language]!)} ${months[language]![month] ?? ""} ${chance.yes(0.5) ? statement[language] : ""}`.trim() : `${chance.pick(silent[language]!)} ${decoy(chance, noise)}`.trim();
  const credits = items.filter((item) => item.kind === "CN");
  const invoices = items.filter((item) => item.kind === "INV").toSorted((a, b) => (a.document < b.document ? -1 : 1));
  const said = customer.creditHabit === "said" ? credits : [];
  let names = invoices.map((item) => slip(nameOf(customer, item, chance), noise, chance));
  if (naming === "suffixes" && invoices.length > 1) names = [invoices[0]!.document, ...invoices.slice(1).map((item) => item.document.slice(-3))].filter((_, n) => n === 0 || invoices[n]!.document.slice(0, -3) === invoices[0]!.document.slice(0, -3));
  if (names.length > 1 && chance.yes(0.015 * noise)) names = names.slice(0, -1);
  const glue = naming === "suffixes" ? "/" : chance.pick([" ", ", ", " + ", ";", " / ", " ET "]);
  const text = `${chance.pick(lead[language]!)}${names.join(glue)}${said.map((item) => ` ${credit[language]} ${item.document}`).join("")}`;
  return `${text} ${chance.yes(0.12 * noise) ? decoy(chance, noise) : ""}`.trim();
}

function nameOf({ naming }: Customer, item: Item, chance: Chance): string {
  const digits = item.document.replace(/\D/g, "");
  if (naming === "digits") return digits;
  if (naming === "tail") return String(Number(/(\d+)$/.exec(item.document)![1])).slice(-6);
  if (naming === "order" && item.po) return item.po;
  if (naming === "structured") return rf(item.document);
  if (chance.yes(0.06)) return item.document.replace(/[^A-Z0-9]/g, "");
  return chance.yes(0.04) && digits.length >= 8 ? `${digits.slice(0, 2)} ${digits.slice(2, 5)} ${digits.slice(5)}` : item.document;
}

export function rf(document: string): string {
  const body = document.replace(/[^A-Z0-9]/g, "");
  let rest = 0;
  for (const letter of `${body}RF00`) rest = letter >= "A" ? (rest * 100 + letter.charCodeAt(0) - 55) % 97 : (rest * 10 + Number(letter)) % 97;
  return `RF${String(98 - rest).padStart(2, "0")}${body}`;
}

/** Typing and scanning errors. */
function slip(name: string, noise: number, chance: Chance): string {
  if (!chance.yes(0.018 * noise)) return name;
  const at = chance.int(Math.floor(name.length / 2), name.length - 1);
  const kind = chance.int(0, 3);
  if (kind === 0) return name.replace(/0/g, "O");
  if (kind === 1 && at > 0) return name.slice(0, at - 1) + name[at] + name[at - 1] + name.slice(at + 1);
  if (kind === 2) return name.slice(0, at) + name.slice(at + 1);
  return name.slice(0, at) + chance.int(0, 9) + name.slice(at + 1);
}

const decoy = (chance: Chance, noise: number): string => (chance.yes(0.5 * noise) ? chance.pick([`REF ${chance.int(100_000, 9_999_999)}`, `DU ${chance.int(10, 28)}.${chance.int(10, 12)}.2025`, `SIRET ${chance.int(10_000_000_000_000, 89_999_999_999_999)}`, `TEL 0${chance.int(100_000_000, 799_999_999)}`, `KD-NR ${chance.int(1000, 99_999)}`, `LOT ${chance.int(10, 999)}`]) : "");

/** The payer's name as the bank has it. */
export function senderOf(name: string, city: string, bank: Customer["bank"], noise: number, chance: Chance): string {
  let text = name.normalize("NFKD").replace(/[^\x20-\x7e]/g, "");
  if (bank !== "camt" || chance.yes(0.5)) text = text.toUpperCase();
  if (chance.yes(0.06 * noise)) text = `${text} ${city.toUpperCase()}`;
  if (chance.yes(0.08 * noise)) text = text.split(" ").slice(0, -1).join(" ") || text;
  if (chance.yes(0.02 * noise) && text.length > 8) text = text.slice(0, 5) + text.slice(6);
  return bank === "cfonb" ? text.slice(0, chance.yes(0.3) ? 24 : 35) : text.slice(0, bank === "mt940" ? 54 : 70);
}

/** Formats cut: one line of 140 in CAMT, 27 letters a piece in MT940 (blanks lost at the seam), 70 or fewer in CFONB. */
export function banked(text: string, bank: Customer["bank"], noise: number, chance: Chance): string {
  if (bank === "camt") return text.slice(0, 140);
  if (bank === "cfonb") return text.slice(0, chance.yes(0.1 * noise) ? 31 : chance.yes(0.5) ? 70 : 140);
  return chance.yes(0.25 * noise) ? (text.slice(0, 135).match(/.{1,27}/g) ?? []).map((part) => part.trim()).join(chance.yes(0.5) ? " " : "") : text.slice(0, 140);
}
