// What sort of movement: the German business code (GVC) where there is one, else the SWIFT transaction type of the :61:.
import type { EntryKind } from "#domain/cash-application/statements/statement.ts";

const swiftTypes: Readonly<Record<string, EntryKind>> = {
  TRF: "credit-transfer", COL: "credit-transfer", CLR: "cheque", DDT: "direct-debit", CHK: "cheque", RTI: "return", RET: "return", CHG: "fee", COM: "fee", INT: "interest", BOE: "bill",
  CMI: "internal", CMN: "internal", CMS: "internal", CMT: "internal", CMZ: "internal", STO: "credit-transfer", BNK: "other", ECK: "cheque", TCK: "cheque", DCR: "credit-transfer", SHP: "card", ATM: "cash",
};

/** DFÜ agreement, annex 3: business transaction codes. */
const returns = new Set(["059", "108", "109", "111", "159", "181", "182", "183", "184", "185"]);
const directDebits = new Set(["004", "005", "084", "104", "105", "106", "107", "110", "170", "171", "172", "174", "189", "192", "193", "194", "195", "196", "197", "198"]);
const cheques = new Set(["001", "002", "011", "014", "070", "071", "072", "073", "074", "075", "076", "101", "102", "103"]);
const transfers = new Set(["020", "051", "052", "053", "054", "056", "067", "116", "117", "118", "119", "152", "153", "154", "155", "156", "157", "166", "167", "168", "169", "177", "179", "190", "191", "201", "202"]);

export function kindOf(type: string | null, gvc: string | null, returned: boolean): EntryKind {
  if (returned) return "return";
  if (gvc) {
    if (returns.has(gvc)) return "return";
    if (directDebits.has(gvc)) return "direct-debit";
    if (cheques.has(gvc)) return "cheque";
    if (transfers.has(gvc)) return "credit-transfer";
    if (gvc === "805" || gvc === "808" || gvc === "807" || gvc === "827") return "fee";
    if (gvc === "814" || gvc === "835") return gvc === "814" ? "interest" : "other";
    if (gvc === "820" || gvc === "833") return "internal";
  }
  return swiftTypes[(type ?? "").slice(1)] ?? "other";
}
