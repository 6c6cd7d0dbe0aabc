// Interbank operation codes of French statements (CFONB), by what they are to a receivables desk. `side` is the direction that a code always has.
import type { EntryKind } from "#domain/cash-application/statements/statement.ts";

export type Operation = { readonly kind: EntryKind; readonly side?: "D" | "C" };

const table: Readonly<Record<string, readonly [EntryKind, "D" | "C" | ""]>> = {
  "01": ["cheque", "D"], "02": ["cheque", "C"], "03": ["return", "D"], "04": ["cash", "C"], "05": ["credit-transfer", "C"], "06": ["credit-transfer", "D"], "07": ["bill", "D"],
  "08": ["direct-debit", "D"], "09": ["direct-debit", "C"], "10": ["return", ""], "11": ["card", ""], "12": ["return", "C"], "13": ["internal", "C"], "14": ["internal", "D"],
  "15": ["cheque", "C"], "16": ["cheque", "C"], "17": ["cheque", "C"], "18": ["credit-transfer", "C"], "21": ["credit-transfer", "D"], "22": ["direct-debit", "D"], "24": ["direct-debit", "C"],
  "26": ["return", "D"], "27": ["return", ""], "28": ["card", "D"], "29": ["cash", "D"], "30": ["card", "C"], "31": ["bill", "C"], "32": ["bill", "C"], "33": ["return", "D"], "34": ["return", ""],
  "35": ["bill", "C"], "36": ["card", "D"], "37": ["bill", "C"], "38": ["return", "D"], "39": ["credit-transfer", "C"], "40": ["credit-transfer", "C"], "41": ["credit-transfer", ""],
  "44": ["credit-transfer", "D"], "45": ["credit-transfer", "C"], "50": ["credit-transfer", "D"], "61": ["interest", ""], "62": ["fee", "D"], "64": ["fee", "D"], "65": ["fee", "D"], "66": ["fee", "D"],
  "67": ["fee", "D"], "70": ["interest", "D"], "78": ["credit-transfer", "C"], "79": ["credit-transfer", "D"], "88": ["fee", "D"], "90": ["bill", "D"], "92": ["internal", ""], "93": ["internal", ""],
  "94": ["internal", "C"], "95": ["internal", "D"], "96": ["direct-debit", "D"], "97": ["direct-debit", "C"], "98": ["return", "D"],
  A1: ["direct-debit", "C"], A2: ["direct-debit", "C"], A3: ["return", "C"], A4: ["return", "C"], A5: ["return", "D"], A6: ["return", "D"], B1: ["direct-debit", "D"], B2: ["direct-debit", "D"],
  B3: ["return", "D"], B4: ["return", "D"], B5: ["return", "C"], B6: ["return", "C"], C1: ["credit-transfer", "D"], C2: ["credit-transfer", "C"], C3: ["return", "C"], C4: ["return", "D"], C5: ["return", "C"],
};

export function operation(code: string): Operation {
  const [kind, side] = table[code] ?? ["other", ""];
  return side === "" ? { kind } : { kind, side };
}
