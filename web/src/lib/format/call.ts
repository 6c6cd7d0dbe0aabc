// Calls in words: why one stands where it does, and how calls end. The keys of the outcomes are those of every list of calls.
import type { Answer, Ask } from "#lib/api/client.ts";
import { counted } from "#lib/format/format.ts";
import { minorText, type Reason } from "#lib/format/reminder.ts";
import * as m from "#lib/paraglide/messages.js";

export type Call = Answer<"GET /dunning/calls">["items"][number];
export type CallResult = Ask<"POST /dunning/calls/{id}/outcome">["body"]["result"];
export type CallOutcome = CallResult["outcome"];

export const outcomes: readonly { readonly key: string; readonly outcome: CallOutcome; readonly word: () => string }[] = [
  { key: "1", outcome: "no-answer", word: m.call_no_answer }, { key: "2", outcome: "promised", word: m.call_promised }, { key: "3", outcome: "disputed", word: m.call_disputed }, { key: "4", outcome: "payment-announced", word: m.call_announced },
  { key: "5", outcome: "call-back", word: m.call_back }, { key: "6", outcome: "wrong-number", word: m.call_wrong }, { key: "7", outcome: "refused", word: m.call_refused }, { key: "8", outcome: "left-message", word: m.call_left_message },
  { key: "9", outcome: "reached", word: m.call_reached },
];
export const outcomeWord = (outcome: string): string => outcomes.find((one) => one.outcome === outcome)?.word() ?? outcome;

const reasons: Readonly<Record<string, (r: Reason) => string>> = {
  "call.broken-promise": (r) => m.why_call_broken(counted(Number(r.count))), "call.amount": (r) => m.why_call_amount({ amount: minorText(r.minor, r.currency) }), "call.oldest": (r) => m.why_call_oldest({ days: String(r.days) }),
  "call.level": (r) => m.why_call_level({ level: String(r.level) }), "call.tried": (r) => m.why_call_tried({ times: String(r.times) }), "call.no-rate": (r) => m.why_call_no_rate({ currency: String(r.currency) }),
};
export const callReason = (reason: Reason): string => reasons[reason.code]?.(reason) ?? m.why_other({ code: reason.code });
/** What is worth a chip in the list: the rest stands in columns of its own. */
export const telling = (call: Call): readonly Reason[] => (call.reasons as readonly Reason[]).filter(({ code, level }) => code === "call.broken-promise" || code === "call.tried" || (code === "call.level" && Number(level) >= 2));
