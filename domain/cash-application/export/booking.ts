// What the ERP must book because we did: one entry for each act of the desk (money booked to an account, allocated, taken back, handed to another company, returned by the bank), with every
// posting that the act wrote. It is saved in the same transaction as the act, so nothing is posted that will not be told, and nothing told that was not posted.
//
//   pending ──► exported ──► accepted
//                  └───────► rejected ──► pending      sent again, under the same id
//                                   └───► dismissed    a person has settled it in the ERP
//
// What was exported is never changed or withdrawn: taking an act back is an entry of its own, whose postings name those that they reverse.
import type { Actor } from "#domain/actor.ts";
import type { Payment } from "#domain/cash-application/payment.ts";
import type { DateText } from "#domain/date.ts";
import { namedId, type CustomerId, type Digest, type EntityId, type ItemId, type PaymentId, type PostingId } from "#domain/id.ts";
import type { ItemChanged } from "#domain/ledger/allocate.ts";
import type { ItemKind, Posting } from "#domain/ledger/schema.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export type BookingId = `bok_${string}`;
export type BatchId = `exp_${string}`;
export type BookingRow = {
  readonly posting: PostingId;
  readonly itemId: ItemId;
  readonly customerId: CustomerId;
  readonly number: string;
  readonly itemKind: ItemKind;
  readonly kind: Posting["kind"];
  readonly on: DateText;
  readonly minor: bigint;
  readonly entityMinor: bigint;
  readonly reason?: string;
  /** The ERP's account for what is written off. */
  readonly account?: string;
  readonly reverses?: PostingId;
};
export const bookingStates = ["pending", "exported", "accepted", "rejected", "dismissed"] as const;
export type BookingState = (typeof bookingStates)[number];
export type Booking = {
  readonly id: BookingId;
  readonly entityId: EntityId;
  readonly paymentId: PaymentId;
  readonly customerId?: CustomerId;
  readonly at: string;
  readonly by: Actor;
  readonly currency: string;
  readonly entityCurrency: string;
  /** Our bank account, the bank's reference of the payment, and who paid. */
  readonly account: string;
  readonly reference?: string;
  readonly payerName?: string;
  readonly valueOn: DateText;
  readonly rows: readonly BookingRow[];
  /** The company of the group that received the money for this one, or has it from this one (transfer.ts). */
  readonly otherEntity?: EntityId;
  readonly state: BookingState;
  readonly batch?: BatchId;
  /** How often it was sent. */
  readonly attempt: number;
  /** The ERP's own document for it. */
  readonly document?: string;
  readonly problem?: { readonly code: string; readonly message: string };
  readonly dismissed?: { readonly by: Actor; readonly at: string; readonly reason: string };
  readonly version: number;
};

/** Undefined where the act wrote nothing. */
export function bookingOf(payment: Payment, changes: readonly ItemChanged[], { by, now, digest, otherEntity = payment.transferredFrom?.entityId, accounts }: { readonly by: Actor; readonly now: string; readonly digest: Digest; readonly otherEntity?: EntityId | undefined; readonly accounts?: ReadonlyMap<string, string> | undefined }): Booking | undefined {
  const rows = changes.flatMap((change) => rowsOf(change, accounts));
  if (rows.length === 0) return undefined;
  const { id: paymentId, entityId, currency, account, reference, payerName, bookedOn, valueOn, customerId } = payment;
  return {
    id: namedId("bok", digest, paymentId, String(payment.version)), entityId, paymentId, ...(customerId ? { customerId } : {}), at: now, by, currency, entityCurrency: changes[0]!.next.entityCurrency, account,
    ...(reference ? { reference } : {}), ...(payerName ? { payerName } : {}), valueOn: valueOn ?? bookedOn, rows, ...(otherEntity ? { otherEntity } : {}), state: "pending", attempt: 0, version: 0,
  };
}

function rowsOf({ next, previous }: ItemChanged, accounts?: ReadonlyMap<string, string>): BookingRow[] {
  const writtenOff = new Map(next.postings.flatMap(({ id, kind, reason }) => (kind === "write-off" && reason ? [[id, reason] as const] : [])));
  const known = new Set(previous?.postings.map(({ id }) => id));
  return next.postings.filter(({ id, minor, entityMinor }) => !known.has(id) && (minor !== 0n || entityMinor !== 0n)).map(({ id, kind, on, minor, entityMinor, reason, reverses }) => {
    const account = accounts?.get(writtenOff.get(reverses ?? id) ?? "");
    return { posting: id, itemId: next.id, customerId: next.customerId, number: next.number, itemKind: next.kind, kind, on, minor, entityMinor, ...(reason ? { reason } : {}), ...(account ? { account } : {}), ...(reverses ? { reverses } : {}) };
  });
}

/** Undefined: it is in a batch already. */
export const exported = (booking: Booking, batch: BatchId): Booking | undefined =>
  booking.state === "pending" ? { ...without(booking, "problem"), state: "exported", batch, attempt: booking.attempt + 1, version: booking.version + 1 } : undefined;

export type Acknowledgment = { readonly entry: string; readonly accepted: boolean; readonly document?: string; readonly code?: string; readonly message?: string };

/** The same word twice changes nothing. A word against an earlier one is a mismatch that a person must see, whichever was right. */
export function acknowledged(booking: Booking, { accepted, document, code, message }: Acknowledgment): Booking | Refused<"booking.never-sent"> | undefined {
  if (booking.state === "pending" && booking.attempt === 0) return refused("booking.never-sent", { entry: booking.id });
  if (booking.state === "dismissed") return undefined;
  const problem = (said: string, words: string): Booking => ({ ...booking, state: "rejected", problem: { code: said, message: words }, version: booking.version + 1 });
  if (!accepted) {
    if (booking.state === "accepted") return problem("ack.contradicts", `It was accepted as ${booking.document ?? "?"} before, and is now refused: ${[code, message].filter(Boolean).join(" ")}`);
    return booking.state === "rejected" || booking.state === "pending" ? undefined : problem(code ?? "ack.rejected", message ?? "");
  }
  if (booking.state === "accepted") return document && booking.document && document !== booking.document ? problem("ack.booked-twice", `It was accepted as ${booking.document} before, and now as ${document}.`) : undefined;
  return { ...without(booking, "problem"), state: "accepted", ...(document ? { document } : {}), version: booking.version + 1 };
}

/** What the ERP refused goes out again with the next batch, under the same id. */
export const sentAgain = (booking: Booking): Booking | Refused<"booking.not-rejected"> => (booking.state === "rejected" ? { ...booking, state: "pending", version: booking.version + 1 } : refused("booking.not-rejected", { state: booking.state }));

export function dismissed(booking: Booking, by: Actor, at: string, reason: string): Booking | Refused<"booking.not-rejected" | "payment.reason-missing"> {
  if (reason.trim() === "") return refused("payment.reason-missing");
  return booking.state === "rejected" ? { ...booking, state: "dismissed", dismissed: { by, at, reason }, version: booking.version + 1 } : refused("booking.not-rejected", { state: booking.state });
}

function without<T, K extends keyof T>(from: T, key: K): Omit<T, K> {
  const { [key]: _gone, ...rest } = from;
  return rest;
}
