// The same meaning in the words of different payers and banks.
import type { Golden } from "./golden-cast.ts";

const one = ["ALPHA FA-2025-001001 1234.56", "ALPHA FA-2025-001002 780.10"];
const leads = ["REGLEMENT FACTURE", "VOTRE FACT. N°", "VIR SEPA FA", "RECHNUNG", "RE-NR.", "RG", "ZAHLUNG ZU", "INVOICE", "INV NO", "PAYMENT OF YOUR INVOICE", "FACTURA", "PAGO FRA.", "FACTUUR", "FATTURA N."];
export const words: readonly Golden[] = leads.map((lead): Golden => [`"${lead}" before a number changes nothing`, `ALPHA 1234.56 ${lead} FA-2025-001001`, one, "auto FA-2025-001001"]);

const advances = ["VORKASSE", "DOWN PAYMENT", "ARRHES", "ANTICIPO", "PREPAYMENT", "DEPOSIT", "ANGEBOT 4711"];
export const advance: readonly Golden[] = advances.map((word): Golden => [`"${word}" says that no document is paid yet`, `ALPHA 1234.56 ${word}`, one, "wait", { why: "payment.advance" }]);

const strangers = ["CASH POOL", "UMBUCHUNG", "NIVELLEMENT", "OWN ACCOUNT"];
export const inside: readonly Golden[] = strangers.map((word): Golden => [`"${word}" is money of our own`, `ALPHA 1234.56 ${word}`, one, "wait", { why: "payment.not-from-a-customer" }]);

const months: readonly [string, number][] = [["OCTOBRE", -40], ["OKTOBER", -40], ["OCTUBRE", -40], ["10/2025", -40], ["SEPTEMBRE", -70], ["SEPTIEMBRE", -70], ["AUGUST", -100]];
export const monthly: readonly Golden[] = months.map(([month, issued]): Golden => [`"${month}" names the documents of that month`, `ALPHA 2014.66 ${month}`, [`ALPHA FA-2025-001001 1234.56 issued=${issued}`, `ALPHA FA-2025-001002 780.10 issued=${issued + 2}`, "ALPHA FA-2025-001003 55.50 issued=-8"], "auto FA-2025-001001 FA-2025-001002"]);
