// Every class of case that what is known of the trade (F: the practice of cash application, by its section) and of other systems' failures (N: notes on matching, by
// theirs) speaks of. Each has its golden cases: a class without one fails, and so does a case of no class.
export const classes: Readonly<Record<string, string>> = {
  // What a payment names.
  "full number": "F 4.3, 4.4 step 3", "full number, re-joined": "F 4.3; N 2.1.3", "number without its prefix": "F 4.3", "number without its leading zeros": "F 4.3", "several numbers, exact sum": "F 4.4 step 3, 4.6 one to many",
  "suffix list": "F 4.3; N 2.1.3", "range": "F 4.3", "decoys": "N 2.1.3", "end-to-end id": "F 4.1, 4.3", "words around a number": "F 4.3", "unknown sender, exact number": "F 4.5 reference → invoice → debtor",
  "last digits": "F 4.3; N 2.1.3", "digits of two series": "F 4.3 consequences; N 1.1 digits-only tokens collide", "a year alone": "F 4.3 consequences", "numbers of three digits": "F 4.3 consequences; N 2.6 short tokens",
  "a name that fits two": "N 2.3", "unknown number of our shape": "N 2.1.3 unresolved tokens", "scanner's confusions": "F 4.3; N 2.1.3", "a slip of the keyboard": "N 2.1.3 one edit", "number cut by the bank": "F 4.1; N 1.4 truncated text",
  "order number": "F 4.3; N 1.4", "delivery note, contract or site": "F 4.3", "ISO 11649": "F 4.3", "Swiss QR reference": "F 4.3", "Belgian communication": "F 4.3", "Finnish reference": "F 4.3", "Norwegian KID": "F 4.3", "wrong check digits": "F 4.3",
  "a document's own number in the structured field": "F 4.3; N 2.1.3", "structured reference against amount": "F 4.4 step 1; N 2.3",
  // Who paid.
  "exact name": "F 4.5", "name cut by the bank": "F 4.1", "fuzzy name": "F 4.5", "name memory": "F 4.5 alias memory", "homonyms": "N 2.1.2", "confirmed account": "F 4.5", "shared account": "F 4.5", "known once": "F 4.5 poison control",
  "VAT or company number": "F 4.5", "customer's code": "F 4.3; N 2.1.2", "direct debit's mandate": "F 4.5", "ultimate debtor": "F 4.5", "parent and children": "F 4.4 step 8; N 2.1.2", "factor": "F 4.5",
  "a payer against his references": "N 2.1.2 conflict", "wrong company's account": "F 4.5; N 2.1.1", "several companies of ours": "N 1.4", "amount of a stranger": "F 4.5 amount fingerprint; N 1.1 no match without a partner", "amount and week are not enough": "N 1.1 merges by amount and date",
  "unidentified": "F 4.4 step 12",
  // What it is for, where it does not say, or not all.
  "one document of this amount": "F 4.4 step 5", "equal amounts": "N 1.4, 2.3", "oldest or first is no reason": "N 1.1 ties go to the first", "whole balance": "F 4.4 step 6", "balance with credit notes": "N 2.1.5", "all that is due": "F 4.4 step 6",
  "all that is due on a day": "F 4.4 step 6", "oldest first": "F 4.4 step 6", "a month that the text names": "F 4.3; N 2.1.5", "a month's documents": "F 4.4 step 6", "a chance sum": "F 4.4 step 7", "several sums": "F 4.4 step 7; N 2.2", "a pair among many": "N 2.3",
  "large payer": "N 2.6", "lump sum": "N 2.1.5", "on account": "F 4.4 step 11", "credit note, named": "F 4.6", "credit note of the payer's choice": "F 4.6", "credit note, not named": "F 4.6; N 2.2", "netting of many": "F 4.6 many to many",
  "one document more": "N 2.2", "one document fewer": "N 2.2", "a document left out, with a twin": "N 2.3", "reference against amount": "N 2.3",
  // Where the sum is not what is open.
  "earned discount": "F 4.4 step 4, 4.7", "late discount": "F 4.7; N 2.2", "habit of a late discount": "F 4.9; N 2.4", "discount that nobody agreed": "F 4.7", "discount and fee": "N 2.2", "cents": "F 4.7", "rounding of each line": "F 4.7", "round units": "F 4.7; N 2.2",
  "a debtor's yearly limit": "F 4.7 cumulative cap", "bank fees": "F 4.7; N 2.2", "retention": "F 4.7; N 2.2", "retention's release": "N 2.1.5", "complaint deducted": "F 4.7", "penalty deducted": "F 4.7", "withholding tax": "F 4.7", "advertising deduction": "F 4.7",
  "credit note not issued yet": "F 4.7", "interest and costs added": "F 4.6", "a part of a named document": "F 4.4 step 10; N 1.1 halves reconciled", "instalments": "F 4.6 many to one; N 2.1.5", "many parts of one document": "F 4.6", "short payment": "N 2.2",
  "overpayment": "F 4.6; N 1.1 receipt larger than the sum", "another currency": "F 4.4",
  // What is not posted.
  "exact duplicate": "F 4.4 step 0", "document paid already": "F 4.6; N 2.1.3", "like a recent one": "F 4.6", "document on hold": "F 4.7", "ceiling of value": "F 4.8; N 2.3", "never automatic": "F 4.8", "prepayment": "F 4.6; N 1.4", "tax, insurance, interest": "F 4.2",
  "internal transfer": "F 4.2", "payout of a processor": "F 4.1", "returned payment": "F 4.10", "cheques": "F 4.1", "batch booking": "F 4.1",
  // What an advice tells.
  "advice by its reference": "F 4.4 step 2; N 2.1.4", "advice by sender, total and date": "N 2.1.4", "advice of another payment": "N 2.1.4", "one advice, one receipt": "N 2.1.4", "advice with an unknown document": "F 4.1", "advice of a part": "F 4.1", "an advice that does not add up": "F 4.1",
};
