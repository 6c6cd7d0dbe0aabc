// The words of facts, of kinds of objects and of their fields, by the names that the audit knows them by. What is new has none yet and is shown by its
// own name (audit.ts).
import * as m from "#lib/paraglide/messages.js";

export const actWords: Readonly<Record<string, () => string>> = {
  AbsencePlanned: m.au_act_AbsencePlanned, AbsenceCancelled: m.au_act_AbsenceCancelled, AbsenceStarted: m.au_act_AbsenceStarted, AbsenceEnded: m.au_act_AbsenceEnded,
  AllocationTakenBack: m.au_act_AllocationTakenBack, CustomerChanged: m.au_act_CustomerChanged, HoldPlaced: m.au_act_HoldPlaced, HoldReleased: m.au_act_HoldReleased,
  ImportCompleted: m.au_act_ImportCompleted, ItemChanged: m.au_act_ItemChanged, ItemIssued: m.au_act_ItemIssued, ItemSettled: m.au_act_ItemSettled,
  LegalEntityAdded: m.au_act_LegalEntityAdded, MessageApproved: m.au_act_MessageApproved, MessageApprovalWithdrawn: m.au_act_MessageApprovalWithdrawn, MessageBounced: m.au_act_MessageBounced, MessageDelivered: m.au_act_MessageDelivered,
  MessageFailed: m.au_act_MessageFailed, MessagePlanned: m.au_act_MessagePlanned, MessageSent: m.au_act_MessageSent, MessageStopped: m.au_act_MessageStopped,
  PaymentApplied: m.au_act_PaymentApplied, PaymentDecided: m.au_act_PaymentDecided, PaymentReceived: m.au_act_PaymentReceived, PaymentSetAside: m.au_act_PaymentSetAside,
  PolicyPublished: m.au_act_PolicyPublished, PortfolioRulesChanged: m.au_act_PortfolioRulesChanged, PromiseEnded: m.au_act_PromiseEnded, PromiseMade: m.au_act_PromiseMade,
  RoleChanged: m.au_act_RoleChanged, UserChanged: m.au_act_UserChanged, UserDisabled: m.au_act_UserDisabled, UserInvited: m.au_act_UserInvited,
  "audit.exported": m.au_act_audit_exported, "import.received": m.au_act_import_received, "import.reading": m.au_act_import_reading,
  "import.applying": m.au_act_import_applying, "import.settling": m.au_act_import_settling, "import.applied": m.au_act_import_applied, "import.held": m.au_act_import_held,
  "import.failed": m.au_act_import_failed, "import.quarantined": m.au_act_import_quarantined, "import.abandoned": m.au_act_import_abandoned,
  "import.duplicate": m.au_act_import_duplicate, "import.waiting": m.au_act_import_waiting,
  RemittanceAdviceReceived: m.au_act_RemittanceAdviceReceived, MatchingRulesDrafted: m.au_act_MatchingRulesDrafted,
  MatchingRulesPublished: m.au_act_MatchingRulesPublished, PaymentAnnounced: m.au_act_PaymentAnnounced, PaymentReopened: m.au_act_PaymentReopened,
  PaymentReturned: m.au_act_PaymentReturned, PaymentTransferred: m.au_act_PaymentTransferred, PostingRejected: m.au_act_PostingRejected, PostingsExported: m.au_act_PostingsExported,
  StatementRead: m.au_act_StatementRead, WriteOffRequested: m.au_act_WriteOffRequested, WriteOffRefused: m.au_act_WriteOffRefused, CallMade: m.au_act_CallMade,
  ChargesDecided: m.au_act_ChargesDecided, DunningRunCompleted: m.au_act_DunningRunCompleted, HandOffProposed: m.au_act_HandOffProposed,
  HandOffDecided: m.au_act_HandOffDecided, SignalNoted: m.au_act_SignalNoted, SignalEnded: m.au_act_SignalEnded, TemplatePublished: m.au_act_TemplatePublished,
  ImportPosted: m.au_act_ImportPosted, ImportProgressed: m.au_act_ImportProgressed, HistoryCaughtUp: m.au_act_HistoryCaughtUp,
  OpenItemsListed: m.au_act_OpenItemsListed, "hand-off.fetched": m.au_act_hand_off_fetched, "hand-off.prepared": m.au_act_hand_off_prepared,
  "evidence.exported": m.au_act_evidence_exported,
};

export const ruleNames: Readonly<Record<string, () => string>> = {
  "cash-application.match": m.au_rule_match, "cash-application.keep-in-step": m.au_rule_in_step, "cash-application.export-postings": m.au_rule_export, "absence-cover": m.au_rule_cover, stripe: m.au_rule_stripe,
};

export const kindWords: Readonly<Record<string, () => string>> = {
  customer: m.au_kind_customer, contact: m.au_kind_contact, item: m.au_kind_item, payment: m.au_kind_payment, user: m.au_kind_user, role: m.au_kind_role,
  absence: m.au_kind_absence, "settings-list": m.au_kind_settings_list, "legal-entity": m.au_kind_legal_entity, rate: m.au_kind_rate, holding: m.au_kind_holding,
  commitment: m.au_kind_commitment, source: m.au_kind_source, run: m.au_kind_run, tenant: m.au_kind_tenant, policy: m.au_kind_policy, "wide-hold": m.au_kind_wide_hold,
  "rate-confirmation": m.au_kind_rate_confirmation, "dunning-account": m.au_kind_dunning_account, hold: m.au_kind_hold, promise: m.au_kind_promise,
  "contact-flag": m.au_kind_contact_flag, message: m.au_kind_message, audit: m.au_kind_audit, "api-client": m.au_kind_api_client, "portal-access": m.au_kind_portal_access,
  "portal-session": m.au_kind_portal_session, route: m.au_kind_route,
  advice: m.au_kind_advice, "bank-debit": m.au_kind_bank_debit, "bank-statement": m.au_kind_bank_statement, batch: m.au_kind_batch, booking: m.au_kind_booking,
  "charge-decision": m.au_kind_charge_decision, "hand-off": m.au_kind_hand_off, lesson: m.au_kind_lesson, "matching-rules": m.au_kind_matching_rules,
  "memory-edit": m.au_kind_memory_edit, signal: m.au_kind_signal, template: m.au_kind_template,
};

export const fieldWords: Readonly<Record<string, () => string>> = {
  collector: m.au_f_collector, segment: m.au_f_segment, name: m.au_f_name, legalName: m.au_f_legalName, language: m.au_f_language, email: m.au_f_email, phone: m.au_f_phone,
  role: m.au_f_role, status: m.au_f_status, state: m.au_f_state, from: m.au_f_from, to: m.au_f_to, delegates: m.au_f_delegates, userId: m.au_f_userId,
  createdBy: m.au_f_createdBy, cancelled: m.au_f_cancelled, startedAt: m.au_f_startedAt, endedAt: m.au_f_endedAt, timeZone: m.au_f_timeZone, reason: m.au_f_reason,
  rules: m.au_f_rules, pins: m.au_f_pins, fileName: m.au_f_fileName, asOf: m.au_f_asOf, rows: m.au_f_rows, skipped: m.au_f_skipped, created: m.au_f_created,
  changed: m.au_f_changed, unchanged: m.au_f_unchanged, gone: m.au_f_gone, rejected: m.au_f_rejected, reasons: m.au_f_reasons, format: m.au_f_format, records: m.au_f_records,
  rights: m.au_f_rights, country: m.au_f_country, countries: m.au_f_countries, segments: m.au_f_segments, entityIds: m.au_f_entityIds, entityId: m.au_f_entityId,
  customerId: m.au_f_customerId, customerName: m.au_f_customerName, payerName: m.au_f_payerName, salesperson: m.au_f_salesperson, payerId: m.au_f_payerId,
  parentId: m.au_f_parentId, terms: m.au_f_terms, amount: m.au_f_amount, minor: m.au_f_minor, openMinor: m.au_f_openMinor, disputedMinor: m.au_f_disputedMinor,
  disputeReason: m.au_f_disputeReason, currency: m.au_f_currency, kind: m.au_f_kind, number: m.au_f_number, reference: m.au_f_reference, label: m.au_f_label,
  postings: m.au_f_postings, allocations: m.au_f_allocations, decision: m.au_f_decision, setAside: m.au_f_setAside, bookedOn: m.au_f_bookedOn, text: m.au_f_text,
  automatic: m.au_f_automatic, unallocated: m.au_f_unallocated, since: m.au_f_since, until: m.au_f_until, by: m.au_f_by, because: m.au_f_because, team: m.au_f_team,
  sees: m.au_f_sees, hides: m.au_f_hides, dueOn: m.au_f_dueOn, instalments: m.au_f_instalments, subject: m.au_f_subject, channel: m.au_f_channel, content: m.au_f_content,
  holder: m.au_f_holder, id: m.au_f_id, code: m.au_f_code, registration: m.au_f_registration, vat: m.au_f_vat, ibans: m.au_f_ibans, discount: m.au_f_discount, contacts: m.au_f_contacts, title: m.au_f_title, author: m.au_f_author,
  mfa: m.au_f_mfa, sha256: m.au_f_sha256, version: m.au_f_version, actor: m.au_f_actor, object: m.au_f_object, outcome: m.au_f_outcome, action: m.au_f_action,
  allocated: m.au_f_allocated, used: m.au_f_used, lines: m.au_f_lines, adjustments: m.au_f_adjustments, cleared: m.au_f_cleared, itemId: m.au_f_itemId,
  sequence: m.au_f_sequence, dueReason: m.au_f_dueReason, on: m.au_f_on, at: m.au_f_at, type: m.au_f_type, approval: m.au_f_approval, advice: m.au_f_advice,
  closedUntil: m.au_f_closedUntil, proposals: m.au_f_proposals, note: m.au_f_note, scope: m.au_f_scope, owner: m.au_f_owner, payOn: m.au_f_payOn,
  promised: m.au_f_promised,
};

/** What "status" and "state" say, wherever they stand. */
export const stateWords: Readonly<Record<string, () => string>> = {
  waiting: m.au_state_waiting, proposed: m.au_state_proposed, unmatched: m.au_state_unmatched, applied: m.au_state_applied, "on-account": m.au_state_on_account,
  "set-aside": m.au_state_set_aside, "awaiting-approval": m.au_state_awaiting_approval, active: m.au_state_active, disabled: m.au_state_disabled,
  planned: m.au_state_planned, approved: m.au_state_approved, sending: m.au_state_sending, sent: m.au_state_sent, delivered: m.au_state_delivered,
  bounced: m.au_state_bounced, stopped: m.au_state_stopped, failed: m.au_state_failed, draft: m.au_state_draft, published: m.au_state_published,
  pending: m.au_state_pending, exported: m.au_state_exported, accepted: m.au_state_accepted, rejected: m.au_state_rejected, dismissed: m.au_state_dismissed,
  linked: m.au_state_linked, open: m.au_state_open, kept: m.au_state_kept, broken: m.au_state_broken, cancelled: m.au_state_cancelled,
  superseded: m.au_state_superseded,
};
