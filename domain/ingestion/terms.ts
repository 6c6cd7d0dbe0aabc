// "45 jours fin de mois", "30 net", "60 FDM": how many days after the invoice, and whether the month is run out at the end.
import { addDays, type DateText, monthEnd } from "#domain/date.ts";

export type Terms = { readonly days: number; readonly endOfMonth: boolean };

/** The days are counted first, then the month is run out: the reading of "45 jours fin de mois" that Code de commerce L441-10 leaves to the contract, and the more usual one. */
export const dueDate = (issuedOn: DateText, { days, endOfMonth }: Terms): DateText => (endOfMonth ? monthEnd(addDays(issuedOn, days)) : addDays(issuedOn, days));

/** Undefined when no number of days can be found, or none that law or sense would allow. */
export function readTerms(text: string): Terms | undefined {
  const cell = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const endOfMonth = /fin de mois|\bf\.?d?\.?m\b|end of month|\beom\b/.test(cell);
  if (/comptant|reception|immediat|cash|on receipt/.test(cell) && !/\d/.test(cell)) return { days: 0, endOfMonth };
  const days = /\d{1,3}/.exec(cell)?.[0];
  if (days === undefined || Number(days) > 365) return undefined;
  return { days: Number(days), endOfMonth };
}
