// The same meaning in the words of different payers and banks.
import type { Golden, Goldens } from "./golden-cast.ts";

const one = ["ALPHA FA-2025-001001 1234.56", "ALPHA FA-2025-001002 780.10"];
const leads = ["REGLEMENT FACTURE", "VOTRE FACT. N°", "VIR SEPA FA", "RECHNUNG", "RE-NR.", "RG", "ZAHLUNG ZU", "INVOICE", "INV NO", "PAYMENT OF YOUR INVOICE", "FACTURA", "PAGO FRA.", "FACTUUR", "FATTURA N."];
const advances = ["VORKASSE", "DOWN PAYMENT", "ARRHES", "ANTICIPO", "PREPAYMENT", "DEPOSIT", "ANGEBOT 4711"];
const inside = ["CASH POOL", "UMBUCHUNG", "NIVELLEMENT", "OWN ACCOUNT"];
const months: readonly [string, number][] = [["OCTOBRE", -40], ["OKTOBER", -40], ["OCTUBRE", -40], ["10/2025", -40], ["SEPTEMBRE", -70], ["SEPTIEMBRE", -70], ["AUGUST", -100]];

export const languages: Goldens = {
  "words around a number": leads.map((lead): Golden => [`"${lead}" before a number changes nothing`, `ALPHA 1234.56 ${lead} FA-2025-001001`, one, "auto FA-2025-001001", "match.named"]),
  "prepayment": advances.map((word): Golden => [`"${word}" says that no document is paid yet`, `ALPHA 1234.56 ${word}`, one, "wait", "payment.advance"]),
  "internal transfer": inside.map((word): Golden => [`"${word}" is money of our own`, `ALPHA 1234.56 ${word}`, one, "wait", "payment.not-from-a-customer"]),
  "a month that the text names": months.map(([month, issued]): Golden => [
    `"${month}" names the documents of that month`, `ALPHA 2014.66 ${month}`,
    [`ALPHA FA-2025-001001 1234.56 issued=${issued}`, `ALPHA FA-2025-001002 780.10 issued=${issued + 2}`, "ALPHA FA-2025-001003 55.50 issued=-8"], "auto FA-2025-001001 FA-2025-001002", "match.monthNamed",
  ]),
};
