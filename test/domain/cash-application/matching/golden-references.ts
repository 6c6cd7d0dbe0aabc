// Labelled cases, one sentence each: what the words of a payment name.
import type { Goldens } from "./golden-cast.ts";

const A = "ALPHA FA-2025-001001 1234.56";
const B = "ALPHA FA-2025-001002 780.10";
const C = "ALPHA FA-2025-001003 99.99";
const D = "BETA FA-2025-002001 512.34";

export const references: Goldens = {
  "full number": [
    ["an exact number with its exact amount is posted", "ALPHA 1234.56 FACTURE FA-2025-001001", [A, B], "auto FA-2025-001001", "match.named"],
    ["numbers are read in lower case", "ALPHA 1234.56 facture fa-2025-001001", [A, B], "auto FA-2025-001001", "match.named"],
    ["numbers are read with other punctuation", "ALPHA 1234.56 FA/2025/001001", [A, B], "auto FA-2025-001001", "match.named"],
    ["numbers are separated by commas", "ALPHA 2014.66 FA-2025-001001,FA-2025-001002", [A, B, C], "auto FA-2025-001001 FA-2025-001002", "match.named"],
    ["numbers are separated by plus signs", "ALPHA 2014.66 FA-2025-001001+FA-2025-001002", [A, B, C], "auto FA-2025-001001 FA-2025-001002", "match.named"],
    ["the same number said twice is one document", "ALPHA 1234.56 FA-2025-001001 FA-2025-001001", [A, B], "auto FA-2025-001001", "match.named"],
  ],
  "full number, re-joined": [
    ["numbers are read without their punctuation", "ALPHA 1234.56 FA2025001001", [A, B], "auto FA-2025-001001", "match.named"],
    ["numbers are read with blanks inside", "ALPHA 1234.56 FA 2025 001001", [A, B], "auto FA-2025-001001", "match.named"],
    ["a number broken by blanks is joined again", "MULLER 450.00 RE 90 000 601 22", ["MULLER 9000060122 450.00"], "auto 9000060122", "match.named"],
  ],
  "number without its prefix": [
    ["digits alone name a document", "ALPHA 1234.56 2025001001", [A, B], "auto FA-2025-001001", "match.named"],
  ],
  "number without its leading zeros": [
    ["leading zeros that the payer leaves away do not hide the number", "ALPHA 1234.56 FACTURE 1200345", ["ALPHA FA-0001200345 1234.56", B], "auto FA-0001200345", "match.named"],
  ],
  "several numbers, exact sum": [
    ["two numbers whose sum is the payment are posted", "ALPHA 2014.66 FA-2025-001001 FA-2025-001002", [A, B, C], "auto FA-2025-001001 FA-2025-001002", "match.named"],
    ["three numbers in a row are posted", "ALPHA 2114.65 FACT FA-2025-001001 ET FA-2025-001002 ET FA-2025-001003", [A, B, C], "auto FA-2025-001001 FA-2025-001002 FA-2025-001003", "match.named"],
  ],
  "suffix list": [
    ["a suffix behind a slash stands for the last digits", "ALPHA 2014.66 FA-2025-001001/002", [A, B, C], "auto FA-2025-001001 FA-2025-001002", "match.named"],
    ["a list of suffixes is read to its end", "ALPHA 2114.65 FA-2025-001001/02/03", [A, B, C], "auto FA-2025-001001 FA-2025-001002 FA-2025-001003", "match.named"],
    ["suffixes of a ten-digit number are read", "MULLER 950.00 9000059593/659", ["MULLER 9000059593 450.00", "MULLER 9000059659 500.00"], "auto 9000059593 9000059659", "match.named"],
  ],
  "range": [
    ["a range from one number to another takes what lies between", "ALPHA 2114.65 FA-2025-001001 A FA-2025-001003", [A, B, C], "auto FA-2025-001001 FA-2025-001002 FA-2025-001003", "match.named"],
    ["a German range is read", "ALPHA 2114.65 FA-2025-001001 BIS FA-2025-001003", [A, B, C], "auto FA-2025-001001 FA-2025-001002 FA-2025-001003", "match.named"],
    ["an English range is read", "ALPHA 2114.65 FA-2025-001001 TO FA-2025-001003", [A, B, C], "auto FA-2025-001001 FA-2025-001002 FA-2025-001003", "match.named"],
    ["a range with a short end is read", "ALPHA 2114.65 FA-2025-001001-1003", [A, B, C], "auto FA-2025-001001 FA-2025-001002 FA-2025-001003", "match.named"],
  ],
  "decoys": [
    ["a date beside the number is no document", "ALPHA 1234.56 FA-2025-001001 DU 16.10.2025", [A, B], "auto FA-2025-001001", "match.named"],
    ["an amount beside the number is no document", "ALPHA 1234.56 FA-2025-001001 1.234,56 EUR", [A, B], "auto FA-2025-001001", "match.named"],
    ["a telephone number beside the number changes nothing", "ALPHA 1234.56 FA-2025-001001 TEL 0612345678", [A, B], "auto FA-2025-001001", "match.named"],
    ["a company number beside the number changes nothing", "ALPHA 1234.56 FA-2025-001001 SIRET 73282932000017", [A, B], "auto FA-2025-001001", "match.named"],
    ["an IBAN in the text is no document", "ALPHA 1234.56 FA-2025-001001 FR7630006000011234567890189", [A, B], "auto FA-2025-001001", "match.named"],
  ],
  "end-to-end id": [
    ["a number in the end-to-end id counts", "ALPHA 1234.56", [A, B], "auto FA-2025-001001", "match.named", { endToEnd: "FA-2025-001001" }],
    ["NOTPROVIDED is no reference", "ALPHA 1234.56 VIREMENT", [A, B], "auto FA-2025-001001", "match.single", { endToEnd: "NOTPROVIDED" }],
    ["the payer's own run number is no document of ours", "ALPHA 1234.56 VIREMENT", [A, B], "auto FA-2025-001001", "match.single", { endToEnd: "RUN-77-4455661" }],
  ],
  "unknown sender, exact number": [
    ["an unknown sender with an exact number and amount is posted on the document", "SERVICE_PAIEMENT_EXTERNE 1234.56 FA-2025-001001", [A, B], "auto FA-2025-001001", "match.named"],
    ["a nameless transfer with an exact number and amount is posted", "- 1234.56 FA-2025-001001", [A, B], "auto FA-2025-001001", "match.named"],
  ],
  "last digits": [
    ["the last digits of a number are read among the payer's documents", "ALPHA 1234.56 FACT 1001", [A, B], "wait FA-2025-001001", "score.below-threshold"],
    ["the last five digits are read among the payer's documents, and wait for his record", "ALPHA 1234.56 FACT 01001", [A, B], "wait FA-2025-001001", "score.below-threshold"],
    ["last digits that two documents share wait", "ALPHA 1234.56 FACT 1001", ["ALPHA FA-2024-001001 1234.56", A], "wait", "choice.several"],
    ["last digits that only somebody else's document has change nothing where payer and amount are beyond doubt", "ALPHA 780.10 FACT 2001", [D, B], "auto FA-2025-001002", "match.single"],
  ],
  "digits of two series": [
    ["a number of one series is not taken for the same digits of another", "ALPHA 512.00 INV/2026/0012", ["ALPHA INV-2026-0012 512.00", "BETA BILL-20260012 512.00"], "auto INV-2026-0012", "match.named"],
    ["bare digits that two customers' series share wait", "SERVICE_EXTERNE 512.00 20260012", ["ALPHA INV-2026-0012 512.00", "BETA BILL-20260012 512.00"], "wait", "choice.several"],
    ["digits that two series share are the payer's own document", "BETA 512.00 20260012", ["ALPHA INV-2026-0012 512.00", "BETA BILL-20260012 512.00"], "auto BILL-20260012", "match.named"],
  ],
  "a year alone": [
    ["a year standing alone names nothing", "ALPHA 640.00 FACTURE 2026 12", ["ALPHA FA-2026-0012 512.00", "ALPHA FA-2026-0099 730.00"], "wait", "choice.by-chance"],
  ],
  "numbers of three digits": [
    ["a number of three digits is read among the payer's documents, and waits for a person", "ALPHA 1234.56 FACTURE 417", ["ALPHA 417 1234.56", "ALPHA 418 780.10"], "wait 417", "score.below-threshold"],
    ["a number of three digits says nothing of a stranger", "SERVICE_EXTERNE 1234.56 FACTURE 417", ["ALPHA 417 1234.56"], "wait", "payer.unsure"],
  ],
  "a name that fits two": [
    ["a name that fits two documents waits", "ALPHA 780.10 FACT 1002", ["ALPHA FA-2024-001002 780.10", "ALPHA FA-2025-001002 780.10"], "wait", "choice.several"],
  ],
  "unknown number of our shape": [
    ["a text that names an unknown number of our shape waits unless the payer and the amount are beyond doubt", "SERVICE_EXTERNE 1234.56 FACTURE FA-2025-009999", [A, B], "wait", "payer.unsure"],
  ],
  "scanner's confusions": [
    ["a scanned O for a nought does not hide the payer's only document of this amount", "ALPHA 1234.56 FA-2O25-OO1OO1", [A, B], "auto FA-2025-001001", "match.single"],
  ],
  "a slip of the keyboard": [
    ["two digits swapped are read among the payer's documents, and wait", "ALPHA 1234.56 FA-2025-010001", [A, B], "wait FA-2025-001001", "score.below-threshold"],
  ],
  "number cut by the bank": [
    ["a number lost by the bank's cut is read, and waits", "ALPHA 2014.66 FA-2025-001001 FA-2025-0010", [A, B], "wait FA-2025-001001 FA-2025-001002", "score.below-threshold"],
  ],
  "order number": [
    ["an order number names its documents", "ALPHA 2014.66 COMMANDE PO445566", ["ALPHA FA-2025-001001 1234.56 po=PO445566", "ALPHA FA-2025-001002 780.10 po=PO445566", C], "auto FA-2025-001001 FA-2025-001002", "match.named"],
    ["one of two documents of an order is told by its amount", "ALPHA 780.10 PO445566", ["ALPHA FA-2025-001001 1234.56 po=PO445566", "ALPHA FA-2025-001002 780.10 po=PO445566", C], "auto FA-2025-001002", "match.named"],
    ["two equal documents of one order wait", "ALPHA 780.10 PO445566", ["ALPHA FA-2025-001001 780.10 po=PO445566", "ALPHA FA-2025-001002 780.10 po=PO445566"], "wait", "choice.several"],
  ],
  "delivery note, contract or site": [
    ["a delivery note that the document carries names it", "ALPHA 780.10 BL 77881234", ["ALPHA FA-2025-001001 1234.56 po=77881233", "ALPHA FA-2025-001002 780.10 po=BL77881234"], "auto FA-2025-001002", "match.named"],
  ],
  "ISO 11649": [
    ["an ISO 11649 reference names its document", "ALPHA 1234.56", ["ALPHA INV0042 1234.56"], "auto INV0042", "match.named", { structured: ["RF97INV0042"] }],
    ["an ISO 11649 reference is found in free text", "ALPHA 1234.56 PAIEMENT RF97 INV0 042", ["ALPHA INV0042 1234.56"], "auto INV0042", "match.named"],
  ],
  "Swiss QR reference": [
    ["a Swiss QR reference names its document behind a customer number", "ALPHA 1234.56", ["ALPHA 13947143000901 1234.56"], "auto 13947143000901", "match.named", { structured: ["210000000003139471430009017"] }],
  ],
  "Belgian communication": [
    ["a Belgian structured communication names its document", "ALPHA 1234.56 +++090/9337/55493+++", ["ALPHA 0909337554 1234.56"], "auto 0909337554", "match.named"],
    ["a Belgian communication in the bank's own field names its document", "ALPHA 1234.56", ["ALPHA 0909337554 1234.56"], "auto 0909337554", "match.named", { structured: ["+++090/9337/55493+++"] }],
  ],
  "Finnish reference": [
    ["a Finnish reference names its document", "ALPHA 1234.56", ["ALPHA 2026000123 1234.56"], "auto 2026000123", "match.named", { structured: ["20260001230"] }],
  ],
  "Norwegian KID": [
    ["a KID with its check digit names its document", "ALPHA 1234.56", ["ALPHA 20260417 1234.56"], "auto 20260417", "match.named", { structured: ["202604179"] }],
    ["a KID of modulo 11 names its document", "ALPHA 1234.56", ["ALPHA 20260418 1234.56"], "auto 20260418", "match.named", { structured: ["202604188"] }],
  ],
  "wrong check digits": [
    ["a reference whose check digits fail proves nothing, but its number may be read", "ALPHA 1234.56 RF98INV0042", ["ALPHA INV0042 1234.56"], "auto INV0042", "match.named"],
  ],
  "a document's own number in the structured field": [
    ["a document's own number that happens to have a Finnish check digit names itself", "ALPHA 1234.56", ["ALPHA 2026000121 1234.56", "ALPHA 202600012 1234.56"], "auto 2026000121", "match.named", { structured: ["2026000121"] }],
  ],
  "structured reference against amount": [
    ["a structured reference with another amount waits", "ALPHA 1000.00", ["ALPHA INV0042 1234.56"], "wait INV0042=1000.00", "difference.partial", { structured: ["RF97INV0042"] }],
    ["a structured reference to a paid document waits", "ALPHA 1234.56", ["ALPHA INV0042 1234.56 closed", "ALPHA INV0043 1234.56"], "wait", "names.already-paid", { structured: ["RF97INV0042"] }],
  ],
};
