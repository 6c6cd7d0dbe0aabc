// Labelled cases, one sentence each: who paid.
import type { Goldens } from "./golden-cast.ts";

const A = "ALPHA FA-2025-001001 1234.56";
const B = "ALPHA FA-2025-001002 780.10";
const D = "BETA FA-2025-002001 512.34";

export const payers: Goldens = {
  "exact name": [
    ["an accented name is the same name", "BETA 512.34 FA-2025-002001", [D], "auto FA-2025-002001", "match.named"],
    ["the name alone is enough when nobody else has it", "BETA 512.34 VIREMENT", [D, A], "auto FA-2025-002001", "match.single"],
  ],
  "name cut by the bank": [
    ["a name cut by the bank is the same name", "- 512.34 FA-2025-002001", [D], "auto FA-2025-002001", "match.named", { name: "BETA MECANIQUE GENE" }],
  ],
  "fuzzy name": [
    ["the legal form is no part of a name", "- 512.34 VIREMENT", [D, A], "auto FA-2025-002001", "match.single", { name: "BETA MECANIQUE GENERALE" }],
    ["words of a name in another order are the same name, for a person to confirm", "- 512.34 VIREMENT", [D, A], "wait FA-2025-002001", "payer.unsure", { name: "MECANIQUE BETA" }],
    ["one word that a name shares with another names nobody", "- 1234.56 VIREMENT", [A, B], "wait", "payer.unsure", { name: "ALPHA" }],
  ],
  "name memory": [
    ["a name that clearings taught is the customer's, as banks cut it", "TRANSPO_ALPHA_LYON 1234.56 VIREMENT", [A, B], "auto FA-2025-001001", "match.single", { learned: [{ of: "ALPHA", as: "TRANSPO ALPHA LYON" }] }],
  ],
  "homonyms": [
    ["homonyms without an account wait", "- 640.25 VIREMENT", ["NORD FA-2025-004001 640.25"], "wait FA-2025-004001", "payer.unsure", { name: "MARTIN BATIMENT" }],
    ["homonyms both with a document of this amount wait", "- 640.25 VIREMENT", ["NORD FA-2025-004001 640.25", "SUD FA-2025-005001 640.25"], "wait", "choice.rival", { name: "MARTIN BATIMENT" }],
    ["homonyms are told apart by the number that one of them names", "- 640.25 FA-2025-004001", ["NORD FA-2025-004001 640.25", "SUD FA-2025-005001 640.25"], "auto FA-2025-004001", "match.named", { name: "MARTIN BATIMENT" }],
    ["the town tells homonyms apart for a person, not for a machine", "- 640.25 LILLE", ["NORD FA-2025-004001 640.25", "SUD FA-2025-005001 640.25"], "wait", "choice.rival", { name: "MARTIN BATIMENT LILLE" }],
  ],
  "confirmed account": [
    ["a learned account is as good as the master file's", "- 512.34 VIREMENT", [D, A], "auto FA-2025-002001", "match.single", { iban: "FR7612345987650123456789014", learned: [{ of: "BETA", by: "FR7612345987650123456789014" }] }],
    ["two accounts of one customer are both its own", "ALPHA 1234.56 VIREMENT", [A, B], "auto FA-2025-001001", "match.single", { iban: "FR7612345987650123456789014" }],
    ["an account that the master file tells is enough under a strange name", "TRESORERIE_CENTRALE 1234.56 VIREMENT", [A, B], "auto FA-2025-001001", "match.single", { iban: "FR7630006000011234567890189" }],
  ],
  "shared account": [
    ["a customer that shares its account with another waits without a number", "- 512.34 VIREMENT", [D, "GARNIER FA-2025-003001 512.34"], "wait", "choice.rival", { iban: "FR7612345987650123456789014", learned: [{ of: "BETA", by: "FR7612345987650123456789014" }, { of: "GARNIER", by: "FR7612345987650123456789014" }] }],
  ],
  "known once": [
    ["an account seen once is not yet proof enough against another name", "GARNIER 512.34 VIREMENT", [D, "GARNIER FA-2025-003001 512.34"], "wait", "choice.rival", { iban: "FR7612345987650123456789014", learned: [{ of: "BETA", by: "FR7612345987650123456789014", times: 1 }] }],
  ],
  "VAT or company number": [
    ["the VAT number in the text tells who pays", "- 1234.56 TVA FR44732829320", [A, B, D], "auto FA-2025-001001", "match.single"],
    ["the SIREN in the text tells who pays", "- 1234.56 SIREN 732829320", [A, B, D], "auto FA-2025-001001", "match.single"],
  ],
  "customer's code": [
    ["the customer's own code in the text tells who pays", "- 512.34 CLIENT C1002", [A, D], "wait FA-2025-002001", "score.below-threshold"],
    ["a code among other words names its customer, whose document of this amount is proposed", "- 1234.56 VOTRE CLIENT C1001", [A, B], "wait FA-2025-001001", "score.below-threshold"],
  ],
  "direct debit's mandate": [
    ["a mandate's number that no document bears names nothing", "- 1234.56 PRLV RUM MD-4711-22", [A, B], "wait", "payer.unsure"],
  ],
  "ultimate debtor": [
    ["the ultimate debtor tells the child", "MOTHER 300.40 FA-2025-006001", ["CHILD FA-2025-006001 300.40"], "auto FA-2025-006001", "match.named", { ultimate: "ORION LOGISTIQUE RENNES SAS" }],
  ],
  "parent and children": [
    ["a parent pays the document of its child that it names", "MOTHER 300.40 FA-2025-006001", ["CHILD FA-2025-006001 300.40", "SISTER FA-2025-007001 111.10"], "auto FA-2025-006001", "match.named"],
    ["a parent pays documents of two children that it names", "MOTHER 411.50 FA-2025-006001 FA-2025-007001", ["CHILD FA-2025-006001 300.40", "SISTER FA-2025-007001 111.10"], "auto FA-2025-006001 FA-2025-007001", "match.named"],
    ["a parent's payment without names is proposed on the child", "MOTHER 300.40 VIREMENT", ["CHILD FA-2025-006001 300.40", "SISTER FA-2025-007001 111.10"], "wait FA-2025-006001", "score.below-threshold"],
    ["two children with a document of this amount: it waits", "MOTHER 300.40 VIREMENT", ["CHILD FA-2025-006001 300.40", "SISTER FA-2025-007001 300.40"], "wait", "choice.rival"],
  ],
  "factor": [
    ["a factor's payment without numbers waits", "EUROFACTOR 1234.56 REMISE 123", [A], "wait", "payer.unsure"],
    ["a factor that names a document exactly is posted on it", "EUROFACTOR 1234.56 FA-2025-001001", [A], "auto FA-2025-001001", "match.named"],
  ],
  "a payer against his references": [
    ["a number of another customer with the amount of one's own waits", "ALPHA 512.34 FA-2025-002001", [A, D], "wait FA-2025-002001", "score.below-threshold"],
    ["a known customer paying another's document waits", "GARNIER 1234.56 FA-2025-001001", [A, "GARNIER FA-2025-003001 77.70"], "wait FA-2025-001001", "score.below-threshold"],
  ],
  "wrong company's account": [
    ["a document of another entity on this account waits", "ALPHA 450.00 9000059593", ["MULLER 9000059593 450.00", A], "wait", "names.another-entity"],
    ["another entity's number does not become a match by amount", "ALPHA 1234.56 9000059593", ["MULLER 9000059593 1234.56", A], "wait FA-2025-001001", "names.another-entity"],
  ],
  "several companies of ours": [
    ["documents of two of our companies in one payment wait", "ALPHA 1684.56 FA-2025-001001 9000059593", [A, "MULLER 9000059593 450.00"], "wait", "names.another-entity"],
  ],
  "amount of a stranger": [
    ["an unknown sender with the amount of one document waits", "DURAND_PAUL 1234.56 VIREMENT", [A, B], "wait FA-2025-001001", "payer.unsure"],
    ["a nameless transfer with the amount of one document waits", "- 1234.56", [A, B], "wait", "payer.unsure"],
  ],
  "amount and week are not enough": [
    ["an amount and a day near the due date do not make a stranger a customer", "MARTIN_JEAN 780.10 VIREMENT", [A, "ALPHA FA-2025-001002 780.10 due=1"], "wait FA-2025-001002", "payer.unsure"],
  ],
  "unidentified": [
    ["a sender whom nobody knows, with an amount that nothing has, is unmatched", "DURAND_PAUL 77.77 DIVERS", [A, B], "wait", "payer.unknown"],
  ],
};
