import type { ItemKind } from "../../../../domain/ledger/schema.ts";
import * as m from "#lib/paraglide/messages.js";

export const kindWord = (kind: ItemKind): string =>
  ({ invoice: m.kind_invoice(), "credit-note": m.kind_credit_note(), payment: m.kind_payment(), bill: m.kind_bill(), opening: m.kind_opening(), adjustment: m.kind_adjustment() })[kind];

export const postingWord = (kind: string): string =>
  ({ issue: m.posting_issue(), allocation: m.posting_allocation(), reversal: m.posting_reversal(), "write-off": m.posting_write_off(), adjustment: m.posting_adjustment(), dispute: m.posting_dispute() })[kind] ?? kind;
