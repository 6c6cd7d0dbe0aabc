// What sort of movement: ISO 20022 bank transaction codes (domain, family, sub-family), else the bank's own code, which is only kept.
import type { EntryKind } from "#domain/cash-application/statements/statement.ts";
import { child, type Element, textAt } from "#domain/text/xml.ts";

/** "PMNT/RCDT/ESCT", with the bank's own code behind it where there is one. */
export function codeOf(element: Element): string | null {
  const code = child(element, "BkTxCd");
  const iso = [textAt(code, "Domn", "Cd"), textAt(code, "Domn", "Fmly", "Cd"), textAt(code, "Domn", "Fmly", "SubFmlyCd")].filter(Boolean).join("/");
  return [iso, textAt(code, "Prtry", "Cd")].filter(Boolean).join(" ") || null;
}

/** Sub-families decide first: a returned transfer is a return before it is a transfer. */
const subFamilies: Readonly<Record<string, EntryKind>> = {
  RRTN: "return", UPDD: "return", PRDD: "return", ARET: "return", RPCR: "return", UPCQ: "return", XRCQ: "return", UPCT: "return", RCDD: "return", UDRF: "return", CAJT: "other",
  CHRG: "fee", COMM: "fee", COMT: "fee", FEES: "fee", CHKD: "fee", INTR: "interest", ICCT: "internal", ZABA: "internal", SWEP: "internal", TOPG: "internal",
};
const families: Readonly<Record<string, EntryKind>> = {
  RCDT: "credit-transfer", ICDT: "credit-transfer", RRCT: "credit-transfer", IRCT: "credit-transfer", RDDT: "direct-debit", IDDT: "direct-debit", RCHQ: "cheque", ICHQ: "cheque",
  LBOX: "cheque", DRFT: "bill", CCRD: "card", MCRD: "card", POSD: "card", CNTR: "cash", CAPL: "internal", OPCL: "internal", NTAV: "other",
};
const bankCodes: Readonly<Record<string, EntryKind>> = { NTRF: "credit-transfer", NDDT: "direct-debit", NCHK: "cheque", NRTI: "return", NCHG: "fee", NCOM: "fee", NINT: "interest", NBOE: "bill" };

export function kindOf(code: string | null, amount: bigint, returned: boolean): EntryKind {
  if (returned) return "return";
  const [iso = "", own = ""] = (code ?? "").split(" ");
  const [domain = "", family = "", sub = ""] = iso.split("/");
  return subFamilies[sub] ?? families[family] ?? bankCodes[own.slice(0, 4)] ?? (domain === "PMNT" && amount > 0n ? "credit-transfer" : "other");
}
