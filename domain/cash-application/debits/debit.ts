// What the bank took from our account: a direct debit or cheque that came back, a card payment disputed, a fee, a transfer of ours. A receipt that came back
// was never paid: its documents are open again, due when they were due before. Everything else is listed with a next step; nothing is dropped.
//
// A return is believed without a person only where it names the receipt: the same end-to-end id, or the bank's reference of the receipt in its words, and the
// same amount to the cent, and one receipt only. What merely looks like one (amount and account) is shown as a candidate.
import type { Actor } from "#domain/actor.ts";
import type { Payment } from "#domain/cash-application/payment.ts";
import type { Entry, Part, Statement } from "#domain/cash-application/statements/statement.ts";
import { daysBetween, type DateText } from "#domain/date.ts";
import { namedId, type Digest, type EntityId, type PaymentId } from "#domain/id.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export type DebitId = `dbt_${string}`;
export const debitStates = ["open", "returned", "set-aside"] as const;
export type DebitState = (typeof debitStates)[number];
export type Debit = {
  readonly id: DebitId;
  readonly entityId: EntityId;
  readonly account: string;
  readonly currency: string;
  /** Minor units, positive: what went. */
  readonly minor: bigint;
  readonly bookedOn: DateText;
  readonly kind: Entry["kind"];
  readonly reversal: boolean;
  readonly counterparty?: string;
  readonly iban?: string;
  readonly text: string;
  readonly reference?: string;
  readonly endToEndId?: string;
  readonly returnReason?: string;
  readonly statement: { readonly fileName: string; readonly runId: string; readonly line: number };
  readonly state: DebitState;
  readonly paymentId?: PaymentId;
  readonly setAside?: { readonly reason: string; readonly by: Actor; readonly at: string };
  readonly version: number;
};
export type NextStep = "link-payment" | "set-aside" | "look-closer";

/** A card charge-back takes up to four months, an unauthorised direct debit thirteen; what is believed without a person is younger. */
export const LOOKED_BACK_DAYS = 70;

export const isReturn = ({ kind, reversal, returnReason }: Pick<Debit, "kind" | "reversal" | "returnReason">): boolean => kind === "return" || kind === "dispute" || reversal || returnReason !== undefined;

/** What a machine may lay aside: the bank's own charges and interest, and transfers between accounts of ours. */
const ownBusiness: ReadonlySet<Entry["kind"]> = new Set(["fee", "interest", "internal"]);
export const nextStep = (debit: Debit): NextStep => (isReturn(debit) ? "link-payment" : ownBusiness.has(debit.kind) ? "set-aside" : "look-closer");

type Place = { readonly entityId: EntityId; readonly entityCurrency: string; readonly fileName: string; readonly runId: string; readonly digest: Digest };

/** Booked debits; of a batch each of its parts, where they add up. */
export function debitsOf({ account, currency, closing, entries }: Statement, { entityId, entityCurrency, fileName, runId, digest }: Place): Debit[] {
  return entries
    .filter(({ amount, status }) => amount < 0n && status === "booked")
    .flatMap((entry) => {
      const parts = entry.parts.filter(({ amount }) => amount < 0n);
      const told: readonly Part[] = parts.length > 1 && parts.reduce((sum, { amount }) => sum + amount, 0n) === entry.amount ? parts : [entry];
      return told.flatMap((part, n) => {
        const bookedOn = entry.bookingDate ?? entry.valueDate ?? closing?.date;
        if (!bookedOn) return [];
        const said = { counterparty: part.ultimateCounterparty ?? part.counterparty, iban: part.iban, reference: entry.reference ?? part.reference, endToEndId: part.endToEndId, returnReason: part.returnReason ?? entry.returnReason };
        const debit: Debit = {
          id: namedId("dbt", digest, entry.identity, told.length > 1 ? String(n) : ""), entityId, account: account ?? "", currency: part.currency ?? entry.currency ?? currency ?? entityCurrency, minor: -part.amount, bookedOn,
          kind: entry.kind, reversal: entry.reversal, text: part.text, statement: { fileName, runId, line: entry.line }, state: "open", version: 0,
          ...(Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null && value !== undefined && value !== "")) as Partial<Debit>),
        };
        return [debit];
      });
    });
}

/** Receipts that the debit may take back, those that it names first; `sure`: it names exactly one. */
export function takesBack(debit: Debit, payments: readonly Payment[]): { readonly candidates: readonly Payment[]; readonly sure: Payment | undefined } {
  const ranked = payments.map((payment) => ({ payment, rank: rankOf(debit, payment) })).filter(({ rank }) => rank > 0);
  const candidates = ranked.toSorted((a, b) => b.rank - a.rank || (a.payment.bookedOn < b.payment.bookedOn ? 1 : a.payment.bookedOn > b.payment.bookedOn ? -1 : a.payment.id < b.payment.id ? -1 : 1)).map(({ payment }) => payment);
  const named = ranked.filter(({ rank }) => rank >= 2);
  return { candidates, sure: isReturn(debit) && named.length === 1 ? named[0]!.payment : undefined };
}

/** 2: the debit names the receipt; 1: amount and payer fit; 0: it is another. */
function rankOf(debit: Debit, payment: Payment): 0 | 1 | 2 {
  const age = daysBetween(payment.bookedOn, debit.bookedOn);
  if (payment.entityId !== debit.entityId || payment.currency !== debit.currency || payment.minor !== debit.minor || payment.returned || age < 0 || age > LOOKED_BACK_DAYS) return 0;
  const words = plain([debit.text, debit.reference ?? "", debit.endToEndId ?? ""].join(" "));
  const names = [payment.endToEndId, payment.reference].map((name) => plain(name ?? "")).filter((name) => name.length >= 6 && /\d/.test(name));
  if (names.some((name) => words.includes(name))) return 2;
  const payer = plain(payment.payerName ?? "");
  const same = (debit.iban !== undefined && debit.iban === payment.payerIban) || (payer.length >= 5 && plain(`${debit.counterparty ?? ""} ${debit.text}`).includes(payer));
  return same ? 1 : 0;
}
const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase().replace(/[^\p{L}\p{N}]/gu, "");

/** The receipt was none: nobody may use it any more. Its allocations are taken back, and it is off the account, before this is said. */
export function returned(payment: Payment, debit: Debit, by: Actor, at: string): Payment | Refused<"payment.has-allocations"> {
  if (payment.allocated !== 0n) return refused("payment.has-allocations", { id: payment.id });
  const reason = returnWords(debit);
  return { ...payment, status: "set-aside", setAside: { reason, by, at }, returned: { debitId: debit.id, on: debit.bookedOn, reason }, version: payment.version + 1 };
}
export const returnWords = ({ returnReason, text }: Debit): string => [returnReason, text].filter(Boolean).join(" · ").slice(0, 300) || "returned";

export const linked = (debit: Debit, paymentId: PaymentId): Debit => ({ ...debit, state: "returned", paymentId, version: debit.version + 1 });

export function layAside(debit: Debit, reason: string, by: Actor, at: string): Debit | Refused<"debit.not-open" | "payment.reason-missing"> {
  if (debit.state !== "open") return refused("debit.not-open", { state: debit.state });
  return reason.trim() === "" ? refused("payment.reason-missing") : { ...debit, state: "set-aside", setAside: { reason, by, at }, version: debit.version + 1 };
}

export function reopen({ setAside: _gone, ...debit }: Debit): Debit | Refused<"debit.not-set-aside"> {
  return debit.state === "set-aside" ? { ...debit, state: "open", version: debit.version + 1 } : refused("debit.not-set-aside", { state: debit.state });
}
