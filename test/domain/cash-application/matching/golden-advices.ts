// Labelled cases, one sentence each: an advice tells what was paid.
import type { Goldens } from "./golden-cast.ts";

const A = "ALPHA FA-2025-001001 1234.56";
const B = "ALPHA FA-2025-001002 780.10";
const C = "ALPHA FA-2025-001003 99.99";
const D = "BETA FA-2025-002001 512.34";

export const advices: Goldens = {
  "advice by its reference": [
    ["an advice found by the payer's reference is posted line by line", "ALPHA 2014.66 PAIEMENT PAY-778899", [A, B, C], "auto FA-2025-001001 FA-2025-001002", "match.advice", { endToEnd: "PAY-778899", advice: { reference: "PAY-778899", payer: "Alpha Transports SAS", lines: ["FA-2025-001001 1234.56", "FA-2025-001002 780.10"] } }],
    ["an advice in digits only is read", "ALPHA 2014.66 VIREMENT", [A, B, C], "auto FA-2025-001001 FA-2025-001002", "match.advice", { advice: { payer: "ALPHA TRANSPORTS", lines: ["2025001001 1234.56", "2025001002 780.10"] } }],
  ],
  "advice by sender, total and date": [
    ["an advice found by total, sender and date is posted", "ALPHA 2014.66 VIREMENT", [A, B, C], "auto FA-2025-001001 FA-2025-001002", "match.advice", { advice: { payer: "ALPHA TRANSPORTS", total: "2014.66", lines: ["FA-2025-001001 1234.56", "FA-2025-001002 780.10"] } }],
    ["an advice with an earned discount is posted with it", "ALPHA 1989.97 VIREMENT", ["ALPHA FA-2025-001001 1234.56 discount=2@3", B], "auto FA-2025-001001 FA-2025-001002 discount:24.69", "difference.earned", { advice: { payer: "ALPHA TRANSPORTS", lines: ["FA-2025-001001 1234.56 24.69", "FA-2025-001002 780.10"] } }],
    ["an advice with a credit note nets it", "ALPHA 1134.56 VIREMENT", [A, B, "ALPHA AV-2025-000007 -100.00"], "auto FA-2025-001001 AV-2025-000007", "match.advice", { advice: { payer: "ALPHA TRANSPORTS", lines: ["FA-2025-001001 1234.56", "AV-2025-000007 -100.00"] } }],
    ["an advice tells two equal documents apart", "ALPHA 500.00 VIREMENT", ["ALPHA FA-2025-001001 500.00", "ALPHA FA-2025-001002 500.00"], "auto FA-2025-001002", "match.advice", { advice: { payer: "ALPHA TRANSPORTS", total: "500.00", lines: ["FA-2025-001002 500.00"] } }],
  ],
  "advice of another payment": [
    ["an advice of another reference is another payment's", "ALPHA 2014.66 VIREMENT", [A, B, C, "ALPHA FA-2025-001009 2014.66"], "wait", "choice.rival", { endToEnd: "PAY-111111", advice: { reference: "PAY-778899", payer: "ALPHA TRANSPORTS", total: "2014.66", lines: ["FA-2025-001001 1234.56", "FA-2025-001002 780.10"] } }],
    ["an advice of another sender is another payment's", "ALPHA 612.33 VIREMENT", ["ALPHA FA-2025-001001 612.33", D], "auto FA-2025-001001", "match.single", { advice: { payer: "BETA MECANIQUE GENERALE", total: "612.33", lines: ["FA-2025-002001 512.34"] } }],
  ],
  "one advice, one receipt": [
    ["an advice is used by one receipt, and not by the next of the same sum", "ALPHA 2014.66 VIREMENT", [A, B, C], "wait", "payment.like-a-recent-one", { before: [[0, "ALPHA 2014.66 VIREMENT"]], advice: { payer: "ALPHA TRANSPORTS", total: "2014.66", lines: ["FA-2025-001001 1234.56", "FA-2025-001002 780.10"] } }],
  ],
  "advice with an unknown document": [
    ["an advice that names a document we do not have waits", "ALPHA 1334.56 VIREMENT", [A, B], "wait", "names.left-out", { advice: { payer: "ALPHA TRANSPORTS", total: "1334.56", lines: ["FA-2025-001001 1234.56", "FA-2025-009999 100.00"] } }],
  ],
  "advice of a part": [
    ["an advice that pays a document in part is proposed as told", "ALPHA 1000.00 VIREMENT", [A, B], "wait FA-2025-001001=1000.00", "score.below-threshold", { advice: { payer: "ALPHA TRANSPORTS", lines: ["FA-2025-001001 1000.00"] } }],
  ],
  "an advice that does not add up": [
    ["an advice whose lines are not its payment is not posted on", "ALPHA 2000.00 VIREMENT", [A, B, C], "wait", "difference.short", { advice: { payer: "ALPHA TRANSPORTS", total: "2000.00", lines: ["FA-2025-001001 1234.56", "FA-2025-001002 780.10"] } }],
  ],
};
