// The customers of a made-up group, and how each of them pays. Every habit is a knob of the world, so that a world can be made of nothing but one.
import type { Party } from "#domain/cash-application/matching/model.ts";
import type { Chance } from "./chance.ts";

export type Knobs = {
  readonly seed: number;
  readonly customers: number;
  readonly days: number;
  /** 1 is a normal bank text; 1.8 a hard one. */
  readonly noise: number;
  readonly ibansKnown: number;
  readonly mustNot: number;
  readonly homonyms: number;
  readonly families: number;
  readonly advices: number;
};

export const normal: Knobs = { seed: 1, customers: 900, days: 300, noise: 1, ibansKnown: 0.6, mustNot: 0.09, homonyms: 0.03, families: 0.12, advices: 0.12 };
export const hard: Knobs = { ...normal, noise: 1.8, ibansKnown: 0.35 };

export type Naming = "full" | "digits" | "tail" | "order" | "structured" | "suffixes" | "none";
export type Grouping = "each" | "runDue" | "month" | "balance" | "prefix" | "some" | "instalments";
export type Customer = {
  readonly party: Party;
  readonly currency: string;
  readonly language: "fr" | "de" | "en" | "es" | "nl";
  readonly iban: string;
  /** A second account or an agent that pays now and then. */
  readonly otherIban: string;
  readonly otherName: string;
  readonly otherShare: number;
  readonly naming: Naming;
  readonly namesMonth: boolean;
  readonly grouping: Grouping;
  readonly every: number;
  readonly delay: number;
  readonly bank: "camt" | "mt940" | "cfonb";
  readonly discountRate: number;
  readonly discountHabit: "none" | "earned" | "late";
  readonly fee: number;
  readonly cents: boolean;
  readonly retention: boolean;
  readonly creditHabit: "said" | "silent" | "separate";
  readonly advice: boolean;
  readonly subscription: number;
  readonly rounds: boolean;
  readonly rate: number;
  /** The parent's account pays for this customer. */
  readonly paidBy: Customer | null;
};

export const entities = [
  { code: "FR01", currency: "EUR", country: "FR", number: (n: number, year: number) => `FA-${year}-${String(n).padStart(6, "0")}`, banks: ["cfonb", "camt"] },
  { code: "DE01", currency: "EUR", country: "DE", number: (n: number) => `90${String(n + 59_000).padStart(8, "0")}`, banks: ["mt940", "camt"] },
  { code: "GB01", currency: "GBP", country: "GB", number: (n: number) => `INV${String(n + 41_000)}`, banks: ["mt940", "camt"] },
  { code: "ES01", currency: "EUR", country: "ES", number: (n: number, year: number) => `${String(year).slice(2)}/${String(n).padStart(5, "0")}`, banks: ["camt", "mt940"] },
] as const;

const first = "ALPHA NORD SUD OUEST MARTIN DUPONT GARNIER LEFEVRE MULLER SCHMIDT WEBER FISCHER KRAUSE BAUER HOFMANN SMITH TAYLOR BROWN WILSON EVANS GARCIA LOPEZ FERNANDEZ RUIZ JANSEN VISSER BAKKER ATLAS OMEGA DELTA SIRIUS VEGA ORION LUMEN VERTEX NOVA QUANTUM RIVIERA OCEANE MISTRAL ARDENNE JURA VOSGES RHIN ELBE DONAU TAMISE CLYDE MERSEY EBRO TAJO POLDER BRABANT".split(" ");
const second = "LOGISTIQUE TRANSPORTS BATIMENT MECANIQUE ELECTRICITE INDUSTRIE DISTRIBUTION SERVICES CONSEIL MATERIAUX BOIS METAL PLASTIQUE EMBALLAGE CHIMIE PHARMA MEDICAL AGRO BOISSONS TEXTILE MASCHINENBAU TECHNIK HANDEL BAU SYSTEME ENERGIE ANLAGEN PRINTING FOODS STORES ENGINEERING SUPPLIES TRADING CONSTRUCCIONES ALIMENTACION HERRAMIENTAS TECHNIEK BOUW VERVOER".split(" ");
const forms: Record<string, readonly string[]> = { FR: ["SAS", "SARL", "SA", "SASU"], DE: ["GmbH", "AG", "GmbH & Co. KG", "e.K."], GB: ["Ltd", "PLC", "LLP", "Limited"], ES: ["SL", "SA", "SLU"] };
const cities: Record<string, readonly string[]> = { FR: ["Lyon", "Nantes", "Lille", "Rennes", "Dijon", "Metz"], DE: ["Hamburg", "Köln", "Stuttgart", "Bremen", "Leipzig"], GB: ["Leeds", "Bristol", "Glasgow", "Derby"], ES: ["Madrid", "Bilbao", "Sevilla", "Vigo"] };
const language = { FR: "fr", DE: "de", GB: "en", ES: "es" } as const;

export function customersOf(knobs: Knobs, chance: Chance): Customer[] {
  const customers: Customer[] = [];
  const names: string[] = [];
  let parent: Customer | null = null;
  for (let n = 0; n < knobs.customers; n++) {
    const entity = parent && chance.yes(0.8) ? entities.find(({ code }) => code === parent!.party.entity)! : chance.pick(entities);
    const stem = names.length > 20 && chance.yes(knobs.homonyms) ? chance.pick(names) : `${chance.pick(first)}${chance.yes(0.4) ? ` ${chance.pick(first)}` : ""} ${chance.pick(second)}`;
    names.push(stem);
    const child = parent !== null && chance.yes(0.6);
    const name = child && chance.yes(0.6) ? `${parent!.party.name.split(" ").slice(0, -1).join(" ")} ${chance.pick(cities[entity.country]!)} ${chance.pick(forms[entity.country]!)}` : `${stem} ${chance.pick(forms[entity.country]!)}`;
    const customer = customerOf(n, titled(name), entity, child ? parent : null, knobs, chance);
    customers.push(customer);
    if (!child) parent = chance.yes(knobs.families) ? customer : null;
  }
  return customers;
}

const titled = (name: string): string => name.replace(/[A-Z]{3,}/g, (word) => word[0] + word.slice(1).toLowerCase());

function customerOf(n: number, name: string, entity: (typeof entities)[number], parent: Customer | null, knobs: Knobs, chance: Chance): Customer {
  const country = entity.country;
  const iban = ibanOf(country, chance);
  const naming = chance.weighed<Naming>({ full: 42, digits: 18, tail: 8, order: 6, structured: entity.code === "FR01" ? 2 : 5, suffixes: 5, none: 14 * Math.sqrt(knobs.noise) });
  return {
    party: { code: `${entity.code[0]}${10_000 + n}`, name, entity: entity.code, country, city: chance.pick(cities[country]!), vat: country === "FR" ? `FR${chance.int(10, 99)}${chance.int(300_000_000, 899_999_999)}` : "", parent: parent?.party.code ?? "", ibans: chance.yes(knobs.ibansKnown) ? [iban] : [] },
    currency: entity.currency, language: language[country], iban, otherIban: ibanOf(country, chance), otherName: chance.yes(0.3) ? `${chance.pick(first)} PAYMENT SERVICES` : name, otherShare: chance.yes(0.1) ? 0.15 * knobs.noise : 0.01,
    naming, namesMonth: chance.yes(0.4),
    grouping: chance.weighed<Grouping>(naming === "none" ? { each: 40, runDue: 22, month: 14, balance: 10, prefix: 10, instalments: 1 } : { each: 45, runDue: 25, month: 10, balance: 5, prefix: 6, some: 7, instalments: 2 }),
    every: chance.pick([7, 7, 10, 14, 14, 30, 30]), delay: chance.int(-4, 35), bank: chance.pick(entity.banks),
    discountRate: chance.yes(0.15) ? chance.pick([150, 200, 300]) : 0, discountHabit: chance.weighed({ none: 3, earned: 5, late: 2 }), fee: chance.yes(0.04) ? chance.pick([500, 750, 1200, 1500, 2000]) : 0,
    cents: chance.yes(0.04), retention: chance.yes(0.02), creditHabit: chance.weighed({ said: 5, silent: 4, separate: 1 }), advice: chance.yes(knobs.advices), subscription: chance.yes(0.08) ? chance.int(20, 900) * 100 + chance.pick([0, 0, 90, 99]) : 0,
    rounds: chance.yes(0.08), rate: Math.exp(chance.normal() * 0.8 - 2.6), paidBy: parent && chance.yes(0.6) ? parent : null,
  };
}

export function ibanOf(country: string, chance: Chance): string {
  const body = Array.from({ length: country === "FR" ? 23 : country === "ES" ? 20 : 18 }, () => chance.int(0, 9)).join("");
  let rest = 0;
  for (const letter of `${body}${country}00`) rest = letter >= "A" ? (rest * 100 + letter.charCodeAt(0) - 55) % 97 : (rest * 10 + Number(letter)) % 97;
  return `${country}${String(98 - rest).padStart(2, "0")}${body}`;
}
