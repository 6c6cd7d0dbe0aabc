// What a payer says that he pays, kept until the money is there: an advice that arrived as a file or was pasted by a clerk, or a payment that somebody
// announced. It explains one payment, stays beside it, and is never used for a second.
//
//   waiting ──► linked ──► used        a payment that waits is taken for it; that payment is applied
//   linked ──► waiting                 another look found a better one, or none
//   waiting, linked ──► dismissed      a person says that nothing will come of it
import type { Actor } from "#domain/actor.ts";
import type { Advice as Read } from "#domain/cash-application/advices/advice.ts";
import type { Advice, AdviceLine } from "#domain/cash-application/matching/model.ts";
import { keyOf } from "#domain/cash-application/matching/spelling.ts";
import type { Payment } from "#domain/cash-application/payment.ts";
import { addDays, epochDay, type DateText } from "#domain/date.ts";
import { namedId, type CustomerId, type Digest, type EntityId, type PaymentId } from "#domain/id.ts";
import type { OpenItemsList } from "#domain/insight/open-items-list.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export const adviceStates = ["waiting", "linked", "used", "dismissed"] as const;
export type AdviceState = (typeof adviceStates)[number];
export type AdviceId = `adv_${string}`;
/** After so long nobody asks any more whether a payment is this one's: an advice comes days before or after its money, not a quarter. */
const ADVICE_DAYS = 120;
/** As in matching: money and the word about it are this many days apart at most. */
const DAYS_APART = 12;
const MOST_LINES = 2_000;
const MOST_WORDS = 4_000;

export type KeptLine = { readonly document: string; readonly order?: string; readonly gross?: bigint; readonly discount?: bigint; readonly paid?: bigint; readonly reason?: string };
export type KeptAdvice = {
  readonly id: AdviceId;
  /** Only this company's payments; unless told, any company's. */
  readonly entityId?: EntityId;
  readonly from: { readonly kind: "file"; readonly fileName: string; readonly runId: string } | { readonly kind: "pasted" | "announced"; readonly by: Actor };
  /** "remt.001.001.06", "x12.820", "table", "text", "announced". */
  readonly format: string;
  readonly receivedAt: string;
  readonly payer?: string;
  readonly customerId?: CustomerId;
  /** The payer's own number of it, and the reference that his payment carries. */
  readonly number?: string;
  readonly reference?: string;
  readonly paidOn?: DateText;
  readonly currency?: string;
  readonly total?: bigint;
  readonly lines: readonly KeptLine[];
  /** What was written and could not be read as lines. */
  readonly words?: string;
  readonly problems: readonly string[];
  readonly state: AdviceState;
  readonly paymentId?: PaymentId;
  readonly dismissed?: { readonly at: string; readonly by: Actor; readonly reason: string };
  readonly version: number;
};
export type Arrival = Pick<KeptAdvice, "from" | "receivedAt" | "entityId" | "customerId">;

/** What was read twice, from the same file or from two with the same words, is one advice. */
export function keptAdvice(read: Read, arrival: Arrival, digest: Digest): KeptAdvice {
  const { id: number, paymentReference: reference, payer, paidOn, currency, total, lines, unread, errors, format } = read;
  const told = lines.slice(0, MOST_LINES).map(({ document, purchaseOrder, gross, discount, paid, reason }): KeptLine => ({ document, ...stated({ order: purchaseOrder, gross, discount, paid, reason }) }));
  const identity = [arrival.entityId ?? "", number ?? "", reference ?? "", payer ?? "", paidOn ?? "", currency ?? "", String(total ?? ""), ...lines.map(({ raw }) => raw)];
  const words = unread.map(({ text }) => text).join("\n").slice(0, MOST_WORDS);
  return {
    id: namedId("adv", digest, ...identity), format, ...stated({ entityId: arrival.entityId, customerId: arrival.customerId }), from: arrival.from, receivedAt: arrival.receivedAt,
    ...stated({ number, reference, payer, paidOn, currency, total }), lines: told, ...(words ? { words } : {}), problems: errors.map(({ message }) => message).slice(0, 20), state: "waiting", version: 0,
  };
}

export type Announced = { readonly customerId: CustomerId; readonly payer: string; readonly entityId?: EntityId; readonly amount?: { readonly minor: bigint; readonly currency: string }; readonly paidOn: DateText; readonly references: readonly string[]; readonly words?: string };

/** `of`: what makes it one and the same: the request, or the message whose link was clicked. */
export function announcedPayment({ customerId, payer, entityId, amount, paidOn, references, words }: Announced, { by, at, of }: { readonly by: Actor; readonly at: string; readonly of: string }, digest: Digest): KeptAdvice {
  // A single document is paid with all that was announced.
  const lines = references.map((document): KeptLine => ({ document, ...(references.length === 1 && amount ? { paid: amount.minor } : {}) }));
  return {
    id: namedId("adv", digest, customerId, of), ...stated({ entityId }), from: { kind: "announced", by }, format: "announced", receivedAt: at, payer, customerId, paidOn,
    ...(amount ? { total: amount.minor, currency: amount.currency } : {}), lines, ...(words ? { words } : {}), problems: [], state: "waiting", version: 0,
  };
}

export const isRecent = ({ receivedAt }: Pick<KeptAdvice, "receivedAt">, today: DateText): boolean => receivedAt.slice(0, 10) >= addDays(today, -ADVICE_DAYS);

/** For the matcher. A line without an amount pays what is open, if its document is the only one of that name; else it says nothing that could be added up. */
export function adviceForMatching(advice: KeptAdvice, { items }: OpenItemsList): Advice {
  const wanted = new Set(advice.lines.filter((line) => paidOf(line) === undefined).map(({ document }) => keyOf(document)));
  const open = new Map<string, number | null>();
  if (wanted.size > 0) for (const { number, open: left } of items) if (left !== 0 && wanted.has(keyOf(number))) open.set(keyOf(number), open.has(keyOf(number)) ? null : left);
  const lines = advice.lines.flatMap((line): AdviceLine[] => {
    const paid = paidOf(line) ?? open.get(keyOf(line.document)) ?? undefined;
    if (paid === undefined) return [];
    return [{ reference: line.document || (line.order ?? ""), gross: line.gross === undefined ? null : Number(line.gross), discount: Number(line.discount ?? 0n), net: Number(paid) }];
  });
  const all = lines.length === advice.lines.length;
  const total = advice.total === undefined ? (all && lines.length > 0 ? null : -1) : Number(advice.total);
  return { id: advice.id, payer: advice.customerId ?? advice.payer ?? "", iban: "", reference: advice.reference ?? "", paidOn: advice.paidOn ? epochDay(advice.paidOn) : null, currency: advice.currency ?? "", total, lines: all ? lines : [] };
}
const paidOf = ({ paid, gross, discount }: KeptLine): bigint | undefined => paid ?? (gross === undefined ? undefined : gross - (discount ?? 0n));

/**
 * What was announced without documents explains nothing, but it is of this payment where the amount agrees, or, told without an amount, where its customer
 * pays. `customer`: whom the payment is taken for, where that is known.
 */
export function isAnnouncementOf({ from, state, total, currency, customerId, paidOn }: KeptAdvice, payment: Pick<Payment, "minor" | "currency" | "bookedOn">, customer: string): boolean {
  if (from.kind !== "announced" || state !== "waiting" || !paidOn || Math.abs(epochDay(payment.bookedOn) - epochDay(paidOn)) > DAYS_APART) return false;
  return total === undefined ? customer === customerId : total === payment.minor && currency === payment.currency && (customer === "" || customer === customerId);
}

export const linkedTo = (advice: KeptAdvice, paymentId: PaymentId): KeptAdvice | undefined =>
  (advice.state === "waiting" || advice.state === "linked") && (advice.state !== "linked" || advice.paymentId !== paymentId) ? { ...advice, state: "linked", paymentId, version: advice.version + 1 } : undefined;

export function unlinked(advice: KeptAdvice): KeptAdvice | undefined {
  const { paymentId: _payment, ...rest } = advice;
  return advice.state === "linked" ? { ...rest, state: "waiting", version: advice.version + 1 } : undefined;
}

export const usedUp = (advice: KeptAdvice): KeptAdvice | undefined => (advice.state === "linked" ? { ...advice, state: "used", version: advice.version + 1 } : undefined);

export function dismissedAdvice(advice: KeptAdvice, by: Actor, at: string, reason: string): KeptAdvice | Refused<"advice.already-used" | "payment.reason-missing"> {
  if (advice.state === "used" || advice.state === "dismissed") return refused("advice.already-used", { state: advice.state });
  if (reason.trim() === "") return refused("payment.reason-missing");
  const { paymentId: _payment, ...rest } = advice;
  return { ...rest, state: "dismissed", dismissed: { at, by, reason }, version: advice.version + 1 };
}

type Stated<T> = { readonly [K in keyof T]?: NonNullable<T[K]> };
const stated = <T extends object>(fields: T): Stated<T> => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== "")) as Stated<T>;
