// Is a row on a customer's account an invoice, a credit note, a payment, an opening balance?
//
// A FEC does not say. The other accounts of the entry tell most surely (a sale has sales or VAT collected against it, a receipt a bank), the journal
// tells second, by its code or name; what neither explains is an adjustment. The opening journal comes first of all: it has every account against it.
import { titleKey } from "#domain/text/title.ts";
import type { ItemKind } from "#domain/ledger/schema.ts";

/** Which kinds of accounts an entry touches. */
export type EntryAccounts = { sale: boolean; bank: boolean; bill: boolean };
export type KindReason = "kind.opening-journal" | "kind.sales-account" | "kind.bank-account" | "kind.bill-account" | "kind.sales-journal" | "kind.bank-journal" | "kind.bank-debit" | "kind.unexplained";

/** Sales and VAT collected; bank, cash, funds in transit; bills receivable. */
export function noteAccount(accounts: EntryAccounts, account: string): void {
  if (account.startsWith("7") || account.startsWith("4457")) accounts.sale = true;
  else if (/^5[1348]/.test(account)) accounts.bank = true;
  else if (account.startsWith("413")) accounts.bill = true;
}

export function kindOf(minor: bigint, journal: string, journalLabel: string, accounts: EntryAccounts): { kind: ItemKind; reason: KindReason } {
  if (isOpeningJournal(journal, journalLabel)) return { kind: "opening", reason: "kind.opening-journal" };
  const debit = minor > 0n;
  // A sale that is paid at once has both: its debit is the invoice, its credit the payment.
  if (accounts.sale && (debit || !accounts.bank)) return { kind: debit ? "invoice" : "credit-note", reason: "kind.sales-account" };
  if (accounts.bank) return debit ? { kind: "adjustment", reason: "kind.bank-debit" } : { kind: "payment", reason: "kind.bank-account" };
  if (accounts.bill && !debit) return { kind: "payment", reason: "kind.bill-account" };
  if (isSalesJournal(journal, journalLabel)) return { kind: debit ? "invoice" : "credit-note", reason: "kind.sales-journal" };
  if (isBankJournal(journal, journalLabel) && !debit) return { kind: "payment", reason: "kind.bank-journal" };
  return { kind: "adjustment", reason: "kind.unexplained" };
}

export const isOpeningJournal = (code: string, label: string): boolean => /^(an|ano|anx|anv|ran|a n|a nouv.*|anouv.*|ouv|report)$/.test(titleKey(code)) || /nouveau|ouverture|opening/.test(titleKey(label));
const isSalesJournal = (code: string, label: string): boolean => /vente|factur|sales/.test(titleKey(label)) || /^(ve|vt|fa|fc)/.test(titleKey(code));
const isBankJournal = (code: string, label: string): boolean => /banque|caisse|bank|cheque|remise|tresorerie|encaissement|cheq/.test(titleKey(label)) || /^(bq|bn|ba|ca|cb|ch|tr|re)/.test(titleKey(code));
