// Reasons for which reminders are held, in words, and those that a hand may set.
import type { Hold } from "#lib/format/reminder.ts";
import * as m from "#lib/paraglide/messages.js";

export type HoldReason = Hold["reason"];
const words: Readonly<Record<HoldReason, () => string>> = {
  dispute: m.hold_dispute, promise: m.hold_promise, "payment-plan": m.hold_payment_plan, "direct-debit": m.hold_direct_debit, "bill-in-progress": m.hold_bill_in_progress,
  "announced-payment": m.hold_announced_payment, "not-accepted": m.hold_not_accepted, "bounced-contact": m.hold_bounced_contact, insolvency: m.hold_insolvency, "legal-hand-off": m.hold_legal_hand_off,
  vip: m.hold_vip, intercompany: m.hold_intercompany, "stale-data": m.hold_stale_data, "unapplied-credit": m.hold_unapplied_credit, "document-requested": m.hold_document_requested,
  "unread-reply": m.hold_unread_reply, manual: m.hold_manual, paused: m.hold_paused,
};
export const holdWord = (reason: HoldReason): string => words[reason]();
export const byHand: readonly HoldReason[] = ["manual", "payment-plan", "announced-payment", "document-requested", "dispute", "vip", "insolvency", "legal-hand-off"];
