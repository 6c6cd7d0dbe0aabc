// Interest and the fixed sum of one message, by the law of the company that is owed: the same law that its paragraphs name (messages/legal.ts).
import type { DateText } from "#domain/date.ts";
import { lateClaim } from "#domain/dunning/interest/claim.ts";
import { packOf } from "#domain/dunning/interest/packs.ts";
import type { Confirmation } from "#domain/dunning/interest/rates.ts";
import type { LateClaim } from "#domain/dunning/messages/late-claim.ts";
import type { Message } from "#domain/dunning/schema.ts";
import type { Customer, LegalEntity } from "#domain/ledger/schema.ts";
import { money, plus, zero } from "#domain/money.ts";

type Asked = Pick<Message, "lines" | "totals" | "charges">;

/** What is asked for is reckoned less what lies unapplied; interest runs on what is late. Undefined: the message tells nothing of it. */
export function claimOf({ lines, totals, charges }: Asked, entity: LegalEntity, debtor: Customer, confirmations: readonly Confirmation[], today: DateText): LateClaim | undefined {
  const pack = charges === "none" ? undefined : packOf(entity.country, debtor.segment === "public");
  if (!pack || charges === "none") return undefined;
  const debts = lines
    .filter(({ part, daysLate, claimedMinor }) => (part === "advances" || part === "listed") && daysLate > 0 && claimedMinor > 0n)
    .map(({ claimedMinor, currency, dueOn }) => ({ principal: money(claimedMinor, currency), dueOn, until: today }));
  const { mode, rate, amounts } = lateClaim(pack, debts, today, { mode: charges }, confirmations);
  const asked = new Map(totals.map(({ currency, claimedMinor, creditsMinor }) => [currency, claimedMinor + creditsMinor] as const));
  const owed = (currency: string) => plus(zero(currency), money((asked.get(currency) ?? 0n) > 0n ? asked.get(currency)! : 0n, currency));
  return { mode, ...(rate ? { rate } : {}), amounts: amounts.map((one) => ({ ...one, principal: owed(one.principal.currency) })) };
}
