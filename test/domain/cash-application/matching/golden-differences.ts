// Labelled cases, one sentence each: the sum is not what is open.
import type { Goldens } from "./golden-cast.ts";

const A = "ALPHA FA-2025-001001 1234.56";
const B = "ALPHA FA-2025-001002 780.10";
const C = "ALPHA FA-2025-001003 99.99";

export const differences: Goldens = {
  "earned discount": [
    ["an earned discount is granted", "ALPHA 1209.87 FA-2025-001001", ["ALPHA FA-2025-001001 1234.56 discount=2@3", B], "auto FA-2025-001001 discount:24.69", "difference.earned"],
    ["an earned discount on two documents is rounded for each", "ALPHA 1974.37 FA-2025-001001 FA-2025-001002", ["ALPHA FA-2025-001001 1234.56 discount=2@3", "ALPHA FA-2025-001002 780.10 discount=2@3"], "auto FA-2025-001001 FA-2025-001002 discount:40.29", "difference.earned"],
    ["the bank's float does not cost the discount", "ALPHA 1209.87 FA-2025-001001", ["ALPHA FA-2025-001001 1234.56 discount=2@-2", B], "auto FA-2025-001001 discount:24.69", "difference.earned"],
    ["a discount without a name waits unless it is earned and alone", "ALPHA 1209.87 VIREMENT", ["ALPHA FA-2025-001001 1234.56 discount=2@-20", B], "wait FA-2025-001001 discount:24.69", "difference.unproven"],
  ],
  "late discount": [
    ["a late discount waits", "ALPHA 1209.87 FA-2025-001001", ["ALPHA FA-2025-001001 1234.56 discount=2@-20", B], "wait FA-2025-001001 discount:24.69", "difference.unproven"],
  ],
  "habit of a late discount": [
    ["a discount that this payer takes late, and was granted before, waits for the record of its class", "ALPHA 1209.87 FA-2025-001001", ["ALPHA FA-2025-001001 1234.56 discount=2@-20", B], "wait FA-2025-001001 discount:24.69", "score.below-threshold", { learned: [{ of: "ALPHA", difference: "late", residue: "late" }] }],
  ],
  "discount that nobody agreed": [
    ["a discount that nobody agreed waits", "ALPHA 1209.87 FA-2025-001001", [A, B], "wait FA-2025-001001=1209.87", "difference.partial"],
    ["a discount at another rate waits", "ALPHA 1197.52 FA-2025-001001", ["ALPHA FA-2025-001001 1234.56 discount=2@3", B], "wait FA-2025-001001=1197.52", "difference.partial"],
    ["a discount on one document only, of two that grant one, waits", "ALPHA 1989.97 FA-2025-001001 FA-2025-001002", ["ALPHA FA-2025-001001 1234.56 discount=2@3", "ALPHA FA-2025-001002 780.10 discount=2@3"], "wait", "difference.short"],
  ],
  "discount and fee": [
    ["an earned discount and a known fee explain a payment, for a person to confirm", "ALPHA 1197.87 FA-2025-001001", ["ALPHA FA-2025-001001 1234.56 discount=2@3", B], "wait FA-2025-001001 discount:24.69 bankFee:12.00", "difference.unproven", { learned: [{ of: "ALPHA", difference: "fee", residue: "fee:1200" }] }],
  ],
  "cents": [
    ["cents short on a named document are proposed before any history", "ALPHA 1234.53 FA-2025-001001", [A, B], "wait FA-2025-001001 cents:0.03", "score.below-threshold"],
    ["cents over on a named document are proposed before any history", "ALPHA 1234.60 FA-2025-001001", [A, B], "wait FA-2025-001001 cents:-0.04", "score.below-threshold"],
    ["fifty cents are no cents", "ALPHA 1234.06 FA-2025-001001", [A, B], "wait FA-2025-001001 cents:0.50", "difference.unproven"],
    ["three cents of two euros are too large a part", "ALPHA 1.97 FA-2025-001001", ["ALPHA FA-2025-001001 2.00"], "wait", "difference.partial"],
    ["cents that this payer's clearings have shown before wait for the record of their class", "ALPHA 1234.53 FA-2025-001001", [A, B], "wait FA-2025-001001 cents:0.03", "score.below-threshold", { learned: [{ of: "ALPHA", difference: "cents" }] }],
  ],
  "rounding of each line": [
    ["cents of rounding on each of three documents wait before any history", "ALPHA 2114.62 FA-2025-001001 FA-2025-001002 FA-2025-001003", [A, B, C], "wait", "score.below-threshold"],
  ],
  "round units": [
    ["a payer who pays whole euros waits before any history", "ALPHA 1234.00 FA-2025-001001", [A, B], "wait FA-2025-001001 cents:0.56", "difference.unproven"],
  ],
  "a debtor's yearly limit": [
    ["cents beyond what a debtor was forgiven this year wait", "ALPHA 1234.53 FA-2025-001001", [A, B], "wait FA-2025-001001 cents:0.03", "difference.yearly-limit", { spent: ["ALPHA", "cents", 5_998] }],
  ],
  "bank fees": [
    ["a bank fee that was never seen waits", "ALPHA 1222.56 FA-2025-001001", [A, B], "wait FA-2025-001001=1222.56", "difference.partial"],
    ["a fee that the statement shows is recognised", "ALPHA 1222.56 FA-2025-001001", [A, B], "wait FA-2025-001001 bankFee:12.00", "score.below-threshold", { charges: 1200 }],
    ["a fee that this payer's bank always takes is recognised, and waits for its record", "ALPHA 1222.56 FA-2025-001001", [A, B], "wait FA-2025-001001 bankFee:12.00", "score.below-threshold", { learned: [{ of: "ALPHA", difference: "fee", residue: "fee:1200" }] }],
    ["a learned fee of another amount is not recognised", "ALPHA 1221.56 FA-2025-001001", [A, B], "wait FA-2025-001001=1221.56", "difference.partial", { learned: [{ of: "ALPHA", difference: "fee", residue: "fee:1200" }] }],
    ["a fee above the limit of one payment is no fee", "ALPHA 1174.56 FA-2025-001001", [A, B], "wait FA-2025-001001=1174.56", "difference.partial", { charges: 6_000 }],
  ],
  "retention": [
    ["five per cent kept back as a guarantee stay open", "ALPHA 1172.83 FA-2025-001001 RETENUE DE GARANTIE", [A, B], "wait FA-2025-001001=1172.83", "score.below-threshold"],
  ],
  "retention's release": [
    ["the five per cent that were kept back are paid later as what is left of the document", "ALPHA 61.73 FA-2025-001001 LIBERATION RETENUE", ["ALPHA FA-2025-001001 1234.56 open=61.73", B], "auto FA-2025-001001", "match.named"],
  ],
  "complaint deducted": [
    ["a deduction with a complaint waits", "ALPHA 1134.56 FA-2025-001001 MOINS LITIGE", [A, B], "wait FA-2025-001001=1134.56", "payment.deduction"],
  ],
  "penalty deducted": [
    ["a penalty deducted waits", "ALPHA 1184.56 FA-2025-001001 PENALITES RETARD", [A, B], "wait FA-2025-001001=1184.56", "payment.deduction"],
  ],
  "withholding tax": [
    ["tax withheld at the source stays open, and waits", "ALPHA 1049.38 FA-2025-001001 RETENUE A LA SOURCE", [A, B], "wait FA-2025-001001=1049.38", "difference.partial"],
  ],
  "advertising deduction": [
    ["a deduction for advertising stays open, and waits", "ALPHA 1134.56 FA-2025-001001 MOINS PARTICIPATION PUBLICITE", [A, B], "wait FA-2025-001001=1134.56", "payment.deduction"],
  ],
  "credit note not issued yet": [
    ["a credit that we have not made yet stays open on the document", "ALPHA 1134.56 FA-2025-001001 AVOIR A RECEVOIR 100.00", [A, B], "wait FA-2025-001001=1134.56", "difference.partial"],
  ],
  "interest and costs added": [
    ["the fixed sum of forty euros on top is not kept without a person", "ALPHA 1274.56 FA-2025-001001 + INDEMNITE FORFAITAIRE", [A, B], "wait FA-2025-001001 other:-40.00", "difference.over"],
  ],
  "a part of a named document": [
    ["a number with a wrong amount waits as a partial payment", "ALPHA 1000.00 FA-2025-001001", [A, B], "wait FA-2025-001001=1000.00", "difference.partial"],
    ["a half paid is proposed as a part", "ALPHA 617.28 FA-2025-001001", [A, B], "wait FA-2025-001001=617.28", "difference.instalment"],
    ["nine tenths of the named document are no settlement", "ALPHA 1111.10 FA-2025-001001", [A, B], "wait FA-2025-001001=1111.10", "difference.unproven"],
    ["a tolerance of a hundred per cent would have closed what was half paid", "ALPHA 390.05 FA-2025-001002", [A, B], "wait FA-2025-001002=390.05", "difference.instalment"],
  ],
  "instalments": [
    ["an instalment that is called one is proposed the first time", "ALPHA 411.52 ACOMPTE 1/3 FA-2025-001001", [A, B], "wait FA-2025-001001=411.52", "difference.instalment"],
    ["an instalment of a payer who always pays in instalments waits until its class has a record", "ALPHA 411.52 ACOMPTE FA-2025-001001", [A, B], "wait FA-2025-001001=411.52", "score.below-threshold", { learned: [{ of: "ALPHA", difference: "instalment" }] }],
    ["a third of a document is proposed as an instalment of it", "ALPHA 411.52 FA-2025-001001", [A, B], "wait FA-2025-001001=411.52", "difference.instalment"],
    ["the last instalment closes what is left of the document", "ALPHA 411.52 FA-2025-001001", ["ALPHA FA-2025-001001 1234.56 open=411.52", B], "auto FA-2025-001001", "match.named"],
  ],
  "many parts of one document": [
    ["the second half of a document, of which the first was cleared, closes it", "ALPHA 617.28 FA-2025-001001", ["ALPHA FA-2025-001001 1234.56 open=617.28", B], "auto FA-2025-001001", "match.named"],
  ],
  "short payment": [
    ["two named documents and too little money wait: nobody says which is short", "ALPHA 1900.00 FA-2025-001001 FA-2025-001002", [A, B], "wait", "difference.short"],
  ],
  "overpayment": [
    ["too much money for the named document waits", "ALPHA 1500.00 FA-2025-001001", [A], "wait FA-2025-001001 other:-265.44", "difference.over"],
    ["a payment of more than a document, the rest unexplained, waits", "ALPHA 1300.00 FA-2025-001001 FA-2025-001003", [A, C], "wait", "difference.short"],
    ["a few cents too many are not kept before any history", "ALPHA 1234.61 FA-2025-001001", [A, B], "wait FA-2025-001001 cents:-0.05", "score.below-threshold"],
    ["ten times the document is no match of it", "ALPHA 12345.60 FA-2025-001001", [A, B], "wait FA-2025-001001 other:-11111.04", "difference.over"],
  ],
  "another currency": [
    ["pounds are matched in pounds", "SMITH 1500.00 INV41001", ["SMITH INV41001 1500.00"], "auto INV41001", "match.named"],
    ["a euro payment never meets a pound document", "ALPHA 1500.00 FA-2025-001001", ["ALPHA FA-2025-001001 1500.00 currency=GBP"], "wait", "payer.nothing-fits"],
    ["a dollar payment of a euro document waits, whatever the rate would make of it", "ALPHA 1234.56 FA-2025-001001", [A, B], "wait", "payer.nothing-fits", { currency: "USD" }],
    ["a euro amount that is a rate away from the document is no cent difference", "ALPHA 1233.91 FA-2025-001001", [A, B], "wait FA-2025-001001 cents:0.65", "difference.unproven"],
  ],
};
