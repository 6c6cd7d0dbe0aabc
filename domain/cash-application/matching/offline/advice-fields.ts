// Which column or line of a remittance advice is what, in the languages of the payers.
import type { Advice, AdviceLine } from "#domain/cash-application/matching/model.ts";

export type Column = "reference" | "gross" | "discount" | "net" | "payer" | "payment" | "date" | "total" | "currency" | "iban" | "type";

const titles: readonly [Column, RegExp][] = [
  ["payment", /(payment|paiement|zahlung|reglement|virement|pago|transfer)[ _-]*(ref|id|no|nr|num)|end ?to ?end|e2e|avis|our[ _-]?ref|n(ref|otre ref)|remittance/i],
  ["total", /^(grand )?total|montant (total|du (virement|reglement))|gesamt|payment[ _]?amount|amount paid total|importe total|zahlbetrag gesamt|summe/i],
  ["currency", /currency|devise|waehrung|währung|^ccy|moneda|valuta/i],
  ["iban", /iban/i],
  ["type", /^(doc(ument)?[ _]?)?(type|typ|art)$/i],
  ["discount", /discount|escompte|skonto|descuento|korting|remise|deduction|abzug|retenue/i],
  ["net", /\bnet\b|netto|\bpaid\b|\bpay[eé]e?s?\b|r[eé]gl[eé]e?s?\b|zahlbetrag|pagado|remitted|betaald|net[ _]/i],
  ["gross", /gross|brut|brutto|amount|montant|betrag|importe|bedrag|open|ttc/i],
  ["date", /date|datum|fecha/i],
  ["payer", /payer|customer|client|debtor|debitor|donneur|zahler|kunde|buyer|acheteur|ordenante|company|soci[eé]t[eé]|name|nom\b|from/i],
  ["reference", /invoice|facture|rechnung|beleg|document|pi[eè]ce|factura|factuur|reference|r[eé]f|number|num[eé]ro|^n[°o]|your[ _]?ref|vref|doc/i],
];

/** Invoice dates and invoice amounts say "invoice" too, so what a title ends with decides before what it begins with. */
export function columnOf(title: string): Column | null {
  const text = title.trim();
  if (text === "" || text.length > 40) return null;
  if (/(invoice|facture|rechnungs?|document)[ _-]*(date|datum)/i.test(text)) return null;
  if (/(invoice|facture|rechnungs?|doc\w*)[ _-]*(no|nr|num\w*|id|ref\w*)?\.?$/i.test(text) && !/date|amount|montant|betrag/i.test(text)) return "reference";
  return titles.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

export type AdviceDraft = { payer: string; iban: string; reference: string; paidOn: number | null; currency: string; total: number | null; lines: AdviceLine[] };
export const adviceDraft = (): AdviceDraft => ({ payer: "", iban: "", reference: "", paidOn: null, currency: "", total: null, lines: [] });
export const closed = (id: string, draft: AdviceDraft): Advice[] => (draft.lines.length > 0 ? [{ id, ...draft }] : []);
