// Ardelane, the company of the demo: a French food wholesaler with a British and an American daughter. Every name here is invented.
import type { LegalEntity } from "#domain/ledger/schema.ts";
import type { Role } from "#domain/access/schema.ts";

export const tenant = { id: "ardelane", name: "Ardelane Group", currency: "EUR" } as const;

export const entities = [
  { id: "ent_ardelane-sa", code: "01", name: "Ardelane SA", country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr", registration: "900100200" },
  { id: "ent_ardelane-uk", code: "02", name: "Ardelane UK Ltd", country: "GB", currency: "GBP", timeZone: "Europe/London", calendar: "GB", language: "en", registration: "99000001" },
  { id: "ent_ardelane-inc", code: "03", name: "Ardelane Inc.", country: "US", currency: "USD", timeZone: "America/New_York", calendar: "US", language: "en", registration: "00-0000001" },
] as const satisfies readonly LegalEntity[];

type Person = { readonly email: string; readonly name: string; readonly role: Role; readonly language: "fr" | "en" };
export const people: readonly Person[] = [
  { email: "claire.vasseur@ardelane.example", name: "Claire Vasseur", role: "credit-manager", language: "fr" },
  { email: "ines.marchetti@ardelane.example", name: "Inès Marchetti", role: "collector", language: "fr" },
  { email: "thomas.lebrun@ardelane.example", name: "Thomas Lebrun", role: "collector", language: "fr" },
  { email: "priya.nair@ardelane.example", name: "Priya Nair", role: "collector", language: "en" },
  { email: "julien.abadie@ardelane.example", name: "Julien Abadie", role: "cash-applier", language: "fr" },
  { email: "marc.delorme@ardelane.example", name: "Marc Delorme", role: "salesperson", language: "fr" },
  { email: "sophie.carrel@ardelane.example", name: "Sophie Carrel", role: "accountant", language: "fr" },
  { email: "helen.ashdown@ardelane.example", name: "Helen Ashdown", role: "executive", language: "en" },
  { email: "admin@ardelane.example", name: "Nadia Ferrand", role: "administrator", language: "fr" },
];

/** The password of every demo user. The local cloud listens on this machine only. */
export const DEMO_PASSWORD = "quittance-demo";

export const collectors = { FR: ["Inès Marchetti", "Thomas Lebrun"], GB: ["Priya Nair"], US: ["Priya Nair"] } as const;
export const salespeople = { FR: ["Marc Delorme", "Élise Rouvière", "Karim Belkacem", "Julie Castan"], GB: ["Owen Hartley", "Ruth Calder"], US: ["Dana Whitlock", "Luis Ortega"] } as const;

/** Invented month-end rates into EUR, near what they were: enough to show a group total. Oldest first. */
export function rates(months: readonly string[]): { from: string; to: string; rate: string; on: string }[] {
  return months.flatMap((on, n) => [
    { from: "GBP", to: "EUR", rate: (1.158 + 0.009 * Math.sin(n / 2)).toFixed(4), on },
    { from: "USD", to: "EUR", rate: (0.914 + 0.011 * Math.cos(n / 3)).toFixed(4), on },
  ]);
}
