// Labelled cases, one sentence each: payments that name nothing or not all, and sums that tell what was meant, or only seem to.
import type { Goldens } from "./golden-cast.ts";

const A = "ALPHA FA-2025-001001 1234.56";
const B = "ALPHA FA-2025-001002 780.10";
const C = "ALPHA FA-2025-001003 99.99";
/** Five hundred open documents. */
const many = Array.from({ length: 500 }, (_, n) => `ALPHA FA-2024-${String(100_000 + n * 37)} ${(300 + ((n * 7_919) % 90_000) / 100).toFixed(2)} due=${-n % 90}`);

export const sums: Goldens = {
  "one document of this amount": [
    ["a known account and one document of just this amount: posted", "ALPHA 1234.56 VIREMENT", [A, B, C], "auto FA-2025-001001", "match.single"],
    ["a document issued after the payment is not what was paid", "ALPHA 1234.56 VIREMENT", ["ALPHA FA-2025-001001 1234.56 issued=3 due=33"], "wait", "choice.not-yet-issued"],
  ],
  "equal amounts": [
    ["two documents of this amount wait", "ALPHA 500.00 VIREMENT", ["ALPHA FA-2025-001001 500.00", "ALPHA FA-2025-001002 500.00"], "wait", "choice.several"],
    ["equal documents of different months wait all the same", "ALPHA 500.00 VIREMENT", ["ALPHA FA-2025-001001 500.00 due=-40", "ALPHA FA-2025-001002 500.00 due=20"], "wait", "choice.several"],
  ],
  "oldest or first is no reason": [
    ["of two equal documents the older is not preferred", "BETA 512.34 VIREMENT", ["BETA FA-2025-002001 512.34 due=-60", "BETA FA-2025-002002 512.34 due=-2"], "wait", "choice.several"],
  ],
  "whole balance": [
    ["the whole balance is posted when nothing else fits", "ALPHA 2114.65 SELON RELEVE", [A, B, C], "auto FA-2025-001001 FA-2025-001002 FA-2025-001003", "match.balance"],
  ],
  "balance with credit notes": [
    ["the balance less the credit note is posted when nothing else fits", "ALPHA 2014.66 SOLDE", [A, "ALPHA FA-2025-001002 880.10", "ALPHA AV-2025-000007 -100.00"], "auto FA-2025-001001 FA-2025-001002 AV-2025-000007", "match.balance"],
    ["a balance that hides a cancelled pair waits", "ALPHA 1234.56 SOLDE", [A, "ALPHA FA-2025-001002 100.00", "ALPHA AV-2025-000007 -100.00"], "wait", "choice.rival"],
  ],
  "all that is due": [
    ["all that is due today is posted", "ALPHA 2014.66 REGLEMENT", [A, B, "ALPHA FA-2025-001009 4321.00 due=30"], "auto FA-2025-001001 FA-2025-001002", "match.prefixDue"],
  ],
  "all that is due on a day": [
    ["all documents that fall due on one day are posted", "ALPHA 2014.66 REGLEMENT", ["ALPHA FA-2025-001001 1234.56 due=12", "ALPHA FA-2025-001002 780.10 due=12", "ALPHA FA-2025-001003 4321.07 due=45", "ALPHA FA-2025-001004 77.13 due=60"], "auto FA-2025-001001 FA-2025-001002", "match.prefixDue"],
  ],
  "oldest first": [
    ["the oldest documents, one after the other, are posted when their sum is the payment", "ALPHA 2014.66 REGLEMENT", ["ALPHA FA-2025-001001 1234.56 due=-60", "ALPHA FA-2025-001002 780.10 due=-45", "ALPHA FA-2025-001003 4321.07 due=-30", "ALPHA FA-2025-001004 977.13 due=-5"], "auto FA-2025-001001 FA-2025-001002", "match.prefixDue"],
  ],
  "a month that the text names": [
    ["the documents of the month that the text names are posted", "ALPHA 2014.66 FACTURES OCTOBRE", ["ALPHA FA-2025-001001 1234.56 issued=-40", "ALPHA FA-2025-001002 780.10 issued=-35", "ALPHA FA-2025-001003 99.99 issued=-10"], "auto FA-2025-001001 FA-2025-001002", "match.monthNamed"],
    ["a German month is read", "MULLER 950.00 RECHNUNGEN OKTOBER", ["MULLER 9000059593 450.00 issued=-40", "MULLER 9000059659 500.00 issued=-36", "MULLER 9000059700 77.70 issued=-3"], "auto 9000059593 9000059659", "match.monthNamed"],
  ],
  "a month's documents": [
    ["documents of one month, of which nobody spoke, are posted when nothing else has the sum", "ALPHA 2014.66 VIREMENT", ["ALPHA FA-2025-001001 1234.56 issued=-40 due=-9", "ALPHA FA-2025-001002 780.10 issued=-35 due=4", "ALPHA FA-2025-001003 355.51 issued=-75 due=-45", "ALPHA FA-2025-001004 911.07 issued=-8 due=22"], "auto FA-2025-001001 FA-2025-001002", "match.month"],
  ],
  "a chance sum": [
    ["a chance sum among many documents waits", "ALPHA 333.30 VIREMENT", ["ALPHA FA-2025-001001 111.10", "ALPHA FA-2025-001002 122.20", "ALPHA FA-2025-001003 100.00", "ALPHA FA-2025-001004 222.20 due=3", "ALPHA FA-2025-001005 233.30 due=9"], "wait", "score.below-threshold"],
  ],
  "several sums": [
    ["two sets of documents with one sum wait", "ALPHA 300.00 VIREMENT", ["ALPHA FA-2025-001001 100.00", "ALPHA FA-2025-001002 200.00 due=5", "ALPHA FA-2025-001003 300.00 due=9"], "wait", "choice.rival"],
  ],
  "a pair among many": [
    ["a pair among many documents is arithmetic, no evidence", "ALPHA 1012.44 VIREMENT", ["ALPHA FA-2025-001001 512.34 due=-3", "ALPHA FA-2025-001002 780.10 due=2", "ALPHA FA-2025-001003 500.10 due=8", "ALPHA FA-2025-001004 233.77 due=-9", "ALPHA FA-2025-001005 911.13 due=15"], "wait", "score.below-threshold"],
  ],
  "large payer": [
    ["a payer with five hundred open documents is still matched by number", "ALPHA 1234.56 FA-2025-001001", [A, ...many], "auto FA-2025-001001", "match.named"],
    ["among five hundred open documents no sum is searched", "ALPHA 4444.44 VIREMENT", [A, ...many], "wait", "difference.short"],
  ],
  "lump sum": [
    ["a round sum towards many documents waits: which come first is the payer's choice", "ALPHA 2000.00 ACOMPTE SUR COMPTE", [A, B, C], "wait", "difference.short"],
  ],
  "on account": [
    ["round money that fits nothing stays on account", "ALPHA 5000.00 VIREMENT", [A, B], "wait", "difference.over"],
    ["nothing open means nothing to post", "ALPHA 1234.56 VIREMENT", [], "wait", "payer.nothing-fits"],
    ["money of a known customer that fits nothing waits on his account", "ALPHA 333.33 VIREMENT", [A, B], "wait", "difference.short"],
  ],
  "credit note, named": [
    ["a document named beside its credit note is settled with it", "ALPHA 1134.56 FA-2025-001001 AVOIR AV-2025-000007", [A, B, "ALPHA AV-2025-000007 -100.00"], "auto FA-2025-001001 AV-2025-000007", "match.named"],
  ],
  "credit note of the payer's choice": [
    ["the payer deducts a credit note of another document than it was made for", "ALPHA 680.10 FA-2025-001002 AV-2025-000007", [A, B, "ALPHA AV-2025-000007 -100.00 of=FA-2025-001001"], "auto FA-2025-001002 AV-2025-000007", "match.named"],
  ],
  "credit note, not named": [
    ["a credit note deducted without a word is proposed", "ALPHA 1134.56 FA-2025-001001", [A, B, "ALPHA AV-2025-000007 -100.00"], "wait FA-2025-001001 AV-2025-000007", "score.below-threshold"],
    ["the credit note of the document itself is preferred", "ALPHA 1134.56 FA-2025-001001", [A, B, "ALPHA AV-2025-000007 -100.00 of=FA-2025-001001", "ALPHA AV-2025-000008 -100.00"], "wait FA-2025-001001 AV-2025-000007", "score.below-threshold"],
    ["two equal credit notes, neither named, wait", "ALPHA 1134.56 FA-2025-001001", [A, "ALPHA AV-2025-000007 -100.00", "ALPHA AV-2025-000008 -100.00"], "wait", "choice.several"],
  ],
  "netting of many": [
    ["documents and credit notes, all named, are settled with each other", "ALPHA 1714.66 FA-2025-001001 FA-2025-001002 AV-2025-000007 AV-2025-000008", [A, B, "ALPHA AV-2025-000007 -100.00", "ALPHA AV-2025-000008 -200.00"], "auto FA-2025-001001 FA-2025-001002 AV-2025-000007 AV-2025-000008", "match.named"],
  ],
  "one document more": [
    ["one more document than named waits, proposed with it", "ALPHA 2014.66 FA-2025-001001", [A, B, C], "wait FA-2025-001001 FA-2025-001002", "score.below-threshold"],
  ],
  "one document fewer": [
    ["one document fewer than named waits, proposed without it", "ALPHA 1234.56 FA-2025-001001 FA-2025-001002", [A, B, C], "wait FA-2025-001001", "names.left-out"],
  ],
  "a document left out, with a twin": [
    ["of two equal documents named, one was not paid: nobody says which", "ALPHA 1734.56 FA-2025-001001 FA-2025-001004 FA-2025-001005", [A, "ALPHA FA-2025-001004 500.00", "ALPHA FA-2025-001005 500.00"], "wait", "difference.short"],
  ],
  "reference against amount": [
    ["a named document with another amount beside a silent one of this amount waits", "ALPHA 780.10 FA-2025-001001", [A, B], "wait", "names.left-out"],
    ["a number that is right and an amount that fits another document wait", "ALPHA 780.10 FA-2025-001001", [A, B], "wait", "names.left-out"],
  ],
};
