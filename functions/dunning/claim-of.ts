// Interest and the fixed sum of one message, by the law of the company that is owed: the same law that its paragraphs name (messages/legal.ts).
import type { DateText } from "#domain/date.ts";
import { lateClaim } from "#domain/dunning/interest/claim.ts";
import { packOf } from "#domain/dunning/interest/packs.ts";
import type { Confirmation } from "#domain/dunning/interest/rates.ts";
import type { LateClaim } from "#domain/dunning/messages/late-claim.ts";
import { modesOf } from "#domain/dunning/interest/decisions.ts";
import type { ChargeDecision, Message } from "#domain/dunning/schema.ts";
import type { Customer, LegalEntity } from "#domain/ledger/schema.ts";
import { money, plus, zero } from "#domain/money.ts";

type Asked = Pick<Message, "lines" | "totals" | "charges">;

/** What is asked for is reckoned less what lies unapplied; interest runs on what is late. Undefined: the message tells nothing of it. */
export function claimOf({ lines, totals, charges }: Asked, entity: LegalEntity, debtor: Customer, confirmations: readonly Confirmation[], today: DateText, decisions: readonly ChargeDecision[] = []): LateClaim | undefined {
  const pack = charges === "none" ? undefined : packOf(entity.country, debtor.segment === "public");
  if (!pack || charges === "none") return undefined;
  const modes = modesOf(decisions);
  const late = lines.filter(({ part, daysLate, claimedMinor }) => (part === "advances" || part === "listed") && daysLate > 0 && claimedMinor > 0n);
  // What was let go is not told again; what has an invoice of its own stands among the documents.
  const told = late.filter(({ key }) => !["waived", "invoiced"].includes(modes.get(key)?.mode ?? ""));
  if (late.length > 0 && told.length === 0) return { mode: late.every(({ key }) => modes.get(key)?.mode === "waived") ? "waived" : "invoiced", amounts: [] };
  const debts = told.map(({ claimedMinor, currency, dueOn }) => ({ principal: money(claimedMinor, currency), dueOn, until: today }));
  const { mode, rate, amounts } = lateClaim(pack, debts, today, { mode: charges }, confirmations);
  const asked = new Map(totals.map(({ currency, claimedMinor, creditsMinor }) => [currency, claimedMinor + creditsMinor] as const));
  const owed = (currency: string) => plus(zero(currency), money((asked.get(currency) ?? 0n) > 0n ? asked.get(currency)! : 0n, currency));
  return { mode, ...(rate ? { rate } : {}), amounts: amounts.map((one) => ({ ...one, principal: owed(one.principal.currency) })) };
}
