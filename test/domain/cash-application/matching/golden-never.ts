// Labelled cases, one sentence each: what no careful clerk would post without asking.
import type { Goldens } from "./golden-cast.ts";

const A = "ALPHA FA-2025-001001 1234.56";
const B = "ALPHA FA-2025-001002 780.10";
const D = "BETA FA-2025-002001 512.34";

export const never: Goldens = {
  "exact duplicate": [
    ["the same order twice on one day: the second finds its document paid", "ALPHA 1234.56 FA-2025-001001", [A, B], "wait", "names.already-paid", { before: [[0, "ALPHA 1234.56 FA-2025-001001"]] }],
  ],
  "document paid already": [
    ["a second payment of a paid document waits", "ALPHA 1234.56 FA-2025-001001", [`${A} closed`, B], "wait", "names.already-paid"],
    ["a second payment does not take another document of the same amount", "ALPHA 1234.56 FA-2025-001001", [`${A} closed`, "ALPHA FA-2025-001002 1234.56"], "wait FA-2025-001002", "names.already-paid"],
  ],
  "like a recent one": [
    ["the same amount three days later, without a word, waits", "ALPHA 500.00 VIREMENT", ["ALPHA FA-2025-001001 500.00", "ALPHA FA-2025-001002 611.00"], "wait FA-2025-001001", "payment.like-a-recent-one", { before: [[3, "ALPHA 500.00 VIREMENT PRECEDENT FA-2025-000001"]] }],
  ],
  "document on hold": [
    ["a document in dispute is not cleared by a machine", "ALPHA 1234.56 FA-2025-001001", [`${A} hold=dispute`, B], "wait FA-2025-001001", "choice.document-on-hold"],
  ],
  "ceiling of value": [
    ["a payment above the house's ceiling is for two people", "ALPHA 1234.56 FA-2025-001001", [A, B], "wait FA-2025-001001", "payment.above-ceiling", { policy: { ceiling: 100_000 } }],
  ],
  "never automatic": [
    ["a debtor of whom the house wants nothing posted by itself waits", "ALPHA 1234.56 FA-2025-001001", [A, B], "wait FA-2025-001001", "payer.never-automatic", { policy: { never: true } }],
  ],
  "prepayment": [
    ["a prepayment waits", "ALPHA 1000.00 ACOMPTE DEVIS 4711", [A, B], "wait", "payment.advance"],
    ["a prepayment with the amount of a document waits", "ALPHA 1234.56 PROFORMA 4711", [A, B], "wait FA-2025-001001", "payment.advance"],
    ["a deposit in German waits", "MULLER 450.00 ANZAHLUNG AUFTRAG 77", ["MULLER 9000059593 450.00"], "wait", "payment.advance"],
  ],
  "tax, insurance, interest": [
    ["a tax refund waits", "DGFIP 1234.56 REMBOURSEMENT TVA 10 2025", [A], "wait", "payment.not-from-a-customer"],
    ["an insurer's indemnity waits", "ASSURANCES_GENERALES 1234.56 SINISTRE 88123", [A], "wait", "payment.not-from-a-customer"],
    ["interest from the bank waits", "BANQUE 12.34 INTERETS CREDITEURS", [A], "wait", "payer.unknown"],
  ],
  "internal transfer": [
    ["an internal transfer waits", "ALPHA 1234.56 VIREMENT INTERNE", [A, B], "wait FA-2025-001001", "payment.not-from-a-customer"],
  ],
  "payout of a processor": [
    ["a card processor's payout waits", "STRIPE 1234.56 PAYOUT", [A], "wait", "payment.not-from-a-customer"],
  ],
  "returned payment": [
    ["a transfer of ours that comes back waits", "ALPHA 1234.56 FA-2025-001001", [A], "wait", "payment.returned", { returned: true }],
    ["a returned direct debit is no receipt", "ALPHA 1234.56 REJET PRLV AM04 FA-2025-001001", [A], "wait", "payment.returned", { returned: true }],
    ["a cheque that bounced is no receipt", "BETA 512.34 CHEQUE IMPAYE FA-2025-002001", [D], "wait", "payment.returned", { returned: true }],
    ["a bill of exchange that came back unpaid is no receipt", "BETA 512.34 LCR IMPAYEE FA-2025-002001", [D], "wait", "payment.returned", { returned: true }],
  ],
  "cheques": [
    ["a remittance of cheques names nobody", "- 1746.90 REMISE DE CHEQUES 3 CHQ", [A, D], "wait", "payer.unknown"],
    ["a cheque with its document's number is a payment like any other", "BETA 512.34 CHQ 7788991 FA-2025-002001", [D], "auto FA-2025-002001", "match.named"],
  ],
  "batch booking": [
    ["a batch of direct debits booked as one sum is taken apart by a person", "- 2526.90 PRELEVEMENTS SEPA LOT 20251125 NB 3", [A, B, D], "wait", "payer.unknown"],
  ],
};
