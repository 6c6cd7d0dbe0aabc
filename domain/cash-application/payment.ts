// A payment is one receipt as the bank booked it, with what was decided about it. What is allocated is posted on the items of the ledger (domain/ledger/allocate.ts);
// the payment only knows how much of it is spoken for, so `0 ≤ allocated ≤ kept` can be checked wherever it is saved.
//
//   waiting ──► applied | proposed | unmatched          the engine decides
//   proposed, unmatched ──► applied | on-account | set-aside     a person does
//   proposed, unmatched, on-account ──► awaiting-approval     a person writes off more than he may allow alone (write-off/approval.ts)
//   applied, on-account, set-aside ──► unmatched        taken back: dated, never deleted
//   whatever is not applied ──► another company's          transferred, whole or in part, as a payment of its own there (transfer.ts)
//
// "applied" means that all of it is accounted for: allocated to items, and what is left, if anything, on the customer's account.
import type { Over } from "#domain/cash-application/write-off/codes.ts";
import type { Actor } from "#domain/actor.ts";
import type { DateText } from "#domain/date.ts";
import type { CustomerId, EntityId, ItemId, PaymentId } from "#domain/id.ts";
import type { Reason } from "#domain/reason.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export type PaymentStatus = "waiting" | "proposed" | "unmatched" | "applied" | "on-account" | "set-aside" | "awaiting-approval";

/** Who paid and with which words, as the bank file says it. */
export type Received = {
  readonly id: PaymentId;
  readonly entityId: EntityId;
  /** Our account that received it. */
  readonly account: string;
  readonly currency: string;
  /** Minor units; always positive. What the bank took back is a payment's `returned`, not a payment. */
  readonly minor: bigint;
  readonly bookedOn: DateText;
  readonly valueOn?: DateText;
  readonly payerName?: string;
  readonly payerIban?: string;
  readonly text: string;
  /** The bank's own reference of the entry. */
  readonly reference?: string;
  readonly structuredReference?: string;
  readonly endToEndId?: string;
  readonly kind: string;
  readonly statement: { readonly fileName: string; readonly format: string; readonly runId: string; readonly line: number; readonly number?: string };
  /** Told without a reference of its own by two numbered statements: the same payment twice, or two equal ones. Only a person can say. */
  readonly doubtful?: true;
};

/** `cleared` is what is cleared on the document, signed as the document is open: an invoice positive, a credit note negative. */
export type Line = { readonly itemId: ItemId; readonly customerId: CustomerId; readonly number: string; readonly cleared: bigint };
export const adjustmentTypes = ["cents", "discount", "bankFee", "other"] as const;
/** Positive: written off on the documents. Negative: stays on the customer's account. */
export type Adjustment = { readonly type: (typeof adjustmentTypes)[number]; readonly minor: bigint; /** Why, in the words of who allowed it. */ readonly note?: string; /** The tenant's code for it (write-off/codes.ts); the one of its type unless told. */ readonly code?: string };
/** Σ cleared − Σ adjustments = what of the payment it uses. */
export type Proposal = {
  readonly customerId: CustomerId;
  readonly lines: readonly Line[];
  readonly adjustments: readonly Adjustment[];
  readonly confidence: number;
  readonly reasons: readonly Reason[];
  /** The class of match, under which is counted how often such a reading was right. */
  readonly track?: string;
};
/** Where in the bank's words something stands that spoke for the first proposal, what it was taken for, and which documents or customer it leads to. */
export type Clue = {
  readonly field: "text" | "name" | "iban" | "endToEnd" | "structured";
  readonly from: number;
  readonly to: number;
  readonly means: string;
  readonly items?: readonly ItemId[];
  readonly customerId?: CustomerId;
};
export type Decision = {
  readonly outcome: "auto" | "propose" | "unmatched";
  readonly confidence: number;
  /** What speaks for it, and for a decision that is not automatic, why it is not. */
  readonly reasons: readonly Reason[];
  readonly evidence: readonly Clue[];
  /** The best first. */
  readonly proposals: readonly Proposal[];
  readonly decidedAt: string;
  readonly engine: number;
  /** The remittance advice, or the announcement, that tells of this payment. */
  readonly advice?: string;
};
export type Allocation = {
  readonly id: `alc_${string}`;
  readonly on: DateText;
  readonly at: string;
  readonly by: Actor;
  readonly customerId: CustomerId;
  readonly lines: readonly Line[];
  readonly adjustments: readonly Adjustment[];
  /** What of the payment it uses. */
  readonly used: bigint;
  /** The bank's day, or the day of the act, was closed: what it would have been dated is dated on the first open day. */
  readonly closedUntil?: DateText;
  /** Written off above the limit of who asked: who allowed it. */
  readonly approved?: { readonly by: Actor; readonly at: string };
  readonly takenBack?: { readonly on: DateText; readonly at: string; readonly by: Actor; readonly reason: string };
};
/** What somebody did about a payment that waits: words, or a question to somebody and what it was about. */
export type Note = {
  readonly at: string;
  readonly by: Actor;
  readonly text?: string;
  readonly asked?: { readonly whom: "customer" | "salesperson"; readonly about: string; readonly to: string };
};
/** What waits for somebody else's yes: nothing of it is posted. */
export type Approval = {
  readonly customerId: CustomerId;
  readonly lines: readonly Line[];
  readonly adjustments: readonly Adjustment[];
  readonly over: readonly Over[];
  readonly by: Actor;
  readonly at: string;
  /** The posting date that was asked for. */
  readonly on?: DateText;
  readonly before: PaymentStatus;
};
/** What another company of the group gets of the payment: a payment of its own there, under `id`. */
export type Transfer = {
  readonly id: PaymentId;
  readonly entityId: EntityId;
  readonly minor: bigint;
  readonly on: DateText;
  readonly at: string;
  readonly by: Actor;
  readonly returned?: { readonly on: DateText; readonly at: string; readonly by: Actor };
};
export type Payment = Received & {
  readonly status: PaymentStatus;
  readonly decision?: Decision;
  /** Once something is booked to an account: whose. */
  readonly customerId?: CustomerId;
  readonly allocations: readonly Allocation[];
  /** Of the payment: allocated and not taken back. */
  readonly allocated: bigint;
  readonly approval?: Approval;
  readonly transfers?: readonly Transfer[];
  /** The payment that this one is a part of; `returned`: it has gone back there. */
  readonly transferredFrom?: { readonly id: PaymentId; readonly entityId: EntityId; readonly returned?: true };
  /** The bank took it back (debits/debit.ts): it is set aside for good. */
  readonly returned?: { readonly debitId: string; readonly on: DateText; readonly reason: string };
  readonly setAside?: { readonly reason: string; readonly by: Actor; readonly at: string };
  /** Who looks after it while it waits. */
  readonly owner?: { readonly id: string; readonly name: string };
  readonly notes?: readonly Note[];
  /** The ERP's own item that stands for the money on the account now, instead of a receipt of ours (hand-over.ts). */
  readonly takenOver?: { readonly itemId: ItemId; readonly number: string; readonly on: DateText; readonly at: string };
  readonly version: number;
};

export const received = (payment: Received): Payment => ({ ...payment, status: "waiting", allocations: [], allocated: 0n, version: 0 });

/** Of what came in: what no other company has. */
export const kept = ({ minor, transfers = [] }: Pick<Payment, "minor" | "transfers">): bigint => transfers.reduce((left, transfer) => (transfer.returned ? left : left - transfer.minor), minor);

export const unallocated = (payment: Pick<Payment, "minor" | "transfers" | "allocated">): bigint => kept(payment) - payment.allocated;

/** The engine's word about a payment that still waits for one. A person who was faster stands. */
export function decided(payment: Payment, decision: Decision): Payment | Refused<"payment.already-decided"> {
  if (payment.status !== "waiting" && payment.status !== "proposed" && payment.status !== "unmatched") return refused("payment.already-decided", { status: payment.status });
  const status = decision.outcome === "unmatched" ? "unmatched" : "proposed";
  return { ...payment, decision, status, version: payment.version + 1 };
}

/** Not a customer's payment: a transfer between our own accounts, a payout of a payment provider, a tax refund. */
export function setAside(payment: Payment, reason: string, by: Actor, at: string): Payment | Refused<"payment.has-allocations" | "payment.reason-missing"> {
  if (payment.allocated !== 0n || payment.status === "on-account") return refused("payment.has-allocations", { id: payment.id });
  if (reason.trim() === "") return refused("payment.reason-missing");
  return { ...payment, status: "set-aside", setAside: { reason, by, at }, version: payment.version + 1 };
}

/** Nobody has decided anything any more: it is for the engine, or a person, to look at again. */
export function reopened(payment: Payment): Payment {
  const { setAside: _setAside, customerId: _customer, ...rest } = payment;
  return { ...rest, status: "unmatched", version: payment.version + 1 };
}
