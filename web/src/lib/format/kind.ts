import type { ItemKind } from "../../../../domain/ledger/schema.ts";
import * as m from "#lib/paraglide/messages.js";

export const kindWord = (kind: ItemKind): string =>
  ({ invoice: m.kind_invoice(), "credit-note": m.kind_credit_note(), payment: m.kind_payment(), bill: m.kind_bill(), opening: m.kind_opening(), adjustment: m.kind_adjustment() })[kind];

export const postingWord = (kind: string): string =>
  ({ issue: m.posting_issue(), allocation: m.posting_allocation(), reversal: m.posting_reversal(), "write-off": m.posting_write_off(), adjustment: m.posting_adjustment(), dispute: m.posting_dispute() })[kind] ?? kind;

const reasons: Readonly<Record<string, () => string>> = {
  "allocation-taken-back": m.posting_why_taken_back, "receipt-withdrawn": m.posting_why_withdrawn, "receipt-returned": m.posting_why_returned, "handed-over-to-erp": m.posting_why_handed_over,
  transferred: m.posting_why_transferred, "issue-date-changed": m.posting_why_issue_date, "amount-changed": m.posting_why_amount, "gone-from-snapshot": m.posting_why_gone,
};
/** Why something was posted, where it is we who say so; else it is a code of what is written off. */
export const postingReason = (reason: string): string | undefined => reasons[reason]?.();
