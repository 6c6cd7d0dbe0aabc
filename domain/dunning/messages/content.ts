// What a message is made of, before any word is chosen: who asks whom for what. The engine decides it, the store fills it in, and from here to the
// finished bytes everything is a pure function of it: the same content gives the same message, in a preview, in a test and when it is sent.
//
// A message asks for what is really owed: residual amounts, less the disputed share, less what lies unapplied in the customer's favour.
// Currencies are never added together: every total is a list with one entry per currency.
import type { DateText } from "#domain/date.ts";
import { isPositive, minus, money, type Money, plus, zero } from "#domain/money.ts";
import { refused, type Refused } from "#domain/refusal.ts";
import type { LateClaim } from "#domain/dunning/messages/late-claim.ts";

export const messageKinds = [
  "courtesy", "reminder-1", "reminder-2", "reminder-3", "formal-notice",
  "statement", "promise-confirmed", "promise-broken", "thank-you", "dispute-acknowledged", "call-note",
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** One instalment on the customer's account. `open` is what is left of `amount`; of it, `disputed` is not asked for now, nor is what was promised. */
export type Line = {
  readonly number: string;
  /** The customer's own order number: what his clerk searches by. */
  readonly po?: string;
  readonly issuedOn: DateText;
  readonly dueOn: DateText;
  /** Zero or less: not late. */
  readonly daysLate: number;
  /** How many reminders this instalment has had, this one included. */
  readonly level?: number;
  readonly amount: Money;
  readonly open: Money;
  readonly disputed?: Money;
  /** What is asked for today: without it, all that is open and not disputed. */
  readonly asked?: Money;
  /** Where its PDF can be fetched for a while; without it the document could not be found. */
  readonly pdf?: string;
};

/** A payment or credit note that settles nothing yet; positive, in the customer's favour. */
export type Credit = { readonly kind: "credit-note" | "payment"; readonly number: string; readonly on: DateText; readonly open: Money };

export type Bank = { readonly holder: string; readonly iban: string; readonly bic?: string };
export type Party = { readonly name: string; readonly country: string; readonly address?: readonly string[]; readonly registration?: string };
export type Sender = { readonly name: string; readonly role?: string; readonly email: string; readonly phone?: string };

/** Addresses that the shell has signed. What is not given is not offered. */
export type Links = { readonly portal?: string; readonly pay?: string; readonly paid?: string; readonly wrongContact?: string };

export type MessageContent = {
  readonly id: string;
  readonly kind: MessageKind;
  readonly today: DateText;
  readonly creditor: Party & { readonly bank?: Bank; readonly email?: string; readonly phone?: string };
  readonly debtor: Party & { readonly code: string };
  readonly contact?: { readonly name?: string };
  readonly sender: Sender;
  /** What the message is about, the oldest due date first. */
  readonly lines: readonly Line[];
  /** Open but not due: told in a second table, not asked for. */
  readonly notDue?: readonly Line[];
  readonly credits?: readonly Credit[];
  readonly claim?: LateClaim;
  readonly previousOn?: DateText;
  readonly deadline?: DateText;
  readonly promise?: { readonly amounts: readonly Money[]; readonly on: DateText };
  readonly payment?: { readonly amounts: readonly Money[]; readonly on: DateText };
  readonly dispute?: { readonly amounts: readonly Money[]; readonly reason?: string; readonly reference?: string };
  readonly call?: { readonly on: DateText; readonly with?: string; readonly note?: string };
  /** ISO 11649, so that the bank file tells what was paid (reference.ts). */
  readonly reference?: string;
  readonly links: Links;
};

/** One currency of the account. `asked` never falls below nothing: a balance in the customer's favour asks for no payment. */
export type Total = {
  readonly currency: string;
  readonly open: Money;
  readonly overdue: Money;
  readonly disputed: Money;
  /** Not asked for today: promised for a later day, or held. */
  readonly later: Money;
  readonly credits: Money;
  readonly asked: Money;
};

const asks = new Set<MessageKind>(["courtesy", "reminder-1", "reminder-2", "reminder-3", "formal-notice", "promise-broken"]);

/** What keeps a message from being one: a reminder of nothing, a formal notice without its day, a promise that nobody made. */
export function incomplete(content: MessageContent): Refused<"message.nothing-asked" | "message.incomplete"> | undefined {
  const { kind, lines, deadline, promise, payment, dispute, call } = content;
  if (asks.has(kind) && (lines.length === 0 || askedAmounts(totalsOf(content)).length === 0)) return refused("message.nothing-asked");
  const needed = { "formal-notice": { deadline }, "promise-confirmed": { promise }, "promise-broken": { promise }, "thank-you": { payment }, "dispute-acknowledged": { dispute }, "call-note": { call } }[kind as string];
  const missing = Object.entries(needed ?? {}).find(([, value]) => value === undefined)?.[0];
  return missing === undefined ? undefined : refused("message.incomplete", { missing });
}

type Sum = { lines: number; open: Money; overdue: Money; disputed: Money; claimed: Money; credits: Money };

/** The currency with the largest number of lines first: it is what the reader looks for first. */
export function totalsOf({ lines, credits = [] }: Pick<MessageContent, "lines" | "credits">): Total[] {
  const sums = new Map<string, Sum>();
  for (const line of lines) addLine(sumOf(sums, line.open.currency), line);
  for (const { open } of credits) {
    const sum = sumOf(sums, open.currency);
    sum.credits = plus(sum.credits, open);
  }
  const ordered = [...sums.entries()].toSorted(([a, x], [b, y]) => y.lines - x.lines || (a < b ? -1 : 1));
  return ordered.map(([currency, { open, overdue, disputed, claimed, credits: inFavour }]) => ({
    currency, open, overdue, disputed, later: minus(minus(open, disputed), claimed), credits: inFavour, asked: atLeastNothing(minus(claimed, inFavour)),
  }));
}

export const askedAmounts = (totals: readonly Total[]): Money[] => totals.map(({ asked }) => asked).filter(isPositive);

function sumOf(sums: Map<string, Sum>, currency: string): Sum {
  const none = zero(currency);
  const sum = sums.get(currency) ?? { lines: 0, open: none, overdue: none, disputed: none, claimed: none, credits: none };
  sums.set(currency, sum);
  return sum;
}

function addLine(sum: Sum, { open, disputed = zero(open.currency), asked = minus(open, disputed), daysLate }: Line): void {
  sum.lines += 1;
  sum.open = plus(sum.open, open);
  sum.disputed = plus(sum.disputed, disputed);
  sum.claimed = plus(sum.claimed, asked);
  if (daysLate > 0) sum.overdue = plus(sum.overdue, open);
}

const atLeastNothing = (amount: Money): Money => (isPositive(amount) ? amount : money(0n, amount.currency));
