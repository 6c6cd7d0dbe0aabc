// What clearings taught, in words: never a number alone, always how often and how lately.
import type { Answer } from "#lib/api/client.ts";
import { count, day } from "#lib/format/format.ts";
import { ruleWords } from "#lib/payments/words.ts";
import * as m from "#lib/paraglide/messages.js";

type Fact = Answer<"GET /payer-memory">["items"][number]["paysFor"][number];
const kinds: Readonly<Record<string, () => string>> = {
  advice: m.habit_advice, named: m.habit_named, namedAll: m.habit_named, namedCredit: m.habit_credit, namedMinus: m.habit_named, namedPlus: m.habit_named, single: m.habit_single, balance: m.habit_balance, balanceInvoices: m.habit_balance,
  prefixDue: m.habit_oldest, prefixIssued: m.habit_oldest, sameDue: m.habit_same_due, sameIssued: m.habit_same_due, month: m.habit_month, monthNamed: m.habit_month, dueMonth: m.habit_month, order: m.habit_order,
};
export const learnedWord = (about: string, says: string): string => (about === "difference" ? ruleWords(says) || m.habit_exact() : (kinds[says]?.() ?? m.habit_other()));
export const strengthWord = ({ clearings, lastSeenOn, support, pinned }: Fact): string => (pinned ? m.strength_pinned() : m.strength({ count: count(clearings), date: day(lastSeenOn), weight: support.toFixed(1).replace(".", m.decimal_mark()) }));
