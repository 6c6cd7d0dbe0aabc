// What happened around a customer, in words: the kinds that somebody may note, what is asked of each, and why a line of a file was not taken.
import type { Answer } from "#lib/api/client.ts";
import { day } from "#lib/format/format.ts";
import * as m from "#lib/paraglide/messages.js";

export type Signal = Answer<"GET /dunning/signals">["items"][number];
export type SignalKind = Signal["kind"];
export type Rejected = Answer<"POST /dunning/signals/import">["rejected"][number];

/** What the ledger and the bank say by themselves is not noted by hand. */
export const byHand = ["new-order", "payment-announced", "unread-reply", "document-requested", "complaint", "out-of-office", "score-down", "score-up", "insurer-cut"] as const satisfies readonly SignalKind[];
/** Only of these does a day lie ahead: when the money comes, and the last day of an absence. */
export const expectedLabel = (kind: SignalKind): string | undefined => (kind === "payment-announced" ? m.evt_expected_payment() : kind === "out-of-office" ? m.evt_expected_away() : undefined);
export const expectedWords = ({ kind, expectedOn }: Signal): string => (expectedOn === undefined ? "" : kind === "out-of-office" ? m.evt_away_until({ date: day(expectedOn) }) : m.evt_expected_on({ date: day(expectedOn) }));

const whys: Readonly<Record<string, () => string>> = {
  "signal-file.column-missing": m.evr_column_missing, "signal-file.empty": m.evr_empty, "signal-file.kind-unknown": m.evr_kind_unknown, "signal-file.date-unreadable": m.evr_date_unreadable,
  "signal-file.amount-unreadable": m.evr_amount_unreadable, "customer.unknown": m.evr_customer_unknown, "customer.ambiguous": m.evr_customer_ambiguous, "signal.not-by-hand": m.evr_not_by_hand, "signal.in-the-future": m.evr_in_the_future,
  "signal.expected-before": m.evr_expected_before, "signal.expected-too-far": m.evr_expected_too_far, "file.too-many-columns": m.evr_too_many_columns, "file.row-too-long": m.evr_row_too_long, "file.quote-not-closed": m.evr_quote_not_closed,
};
export const whyRejected = ({ code }: Rejected): string => whys[code]?.() ?? m.why_other({ code });
