// A write-off above somebody's limit waits for another person: nothing is posted, and the payment says what is asked, by whom, and how far it is above.
//
//   proposed, unmatched, on-account ──► awaiting-approval ──► applied       approved: posted as it was asked
//                                              └───────────► as before      refused, or withdrawn, with a note
//
// Who asked does not approve (functions/runtime/policies/duties.cedar), and nobody approves more than he may allow himself.
import type { Actor } from "#domain/actor.ts";
import type { Order } from "#domain/cash-application/apply.ts";
import type { Payment } from "#domain/cash-application/payment.ts";
import { beyond, type Over, type Person, type WriteOffCodes } from "#domain/cash-application/write-off/codes.ts";
import type { DateText } from "#domain/date.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export function askApproval(payment: Payment, order: Order, over: readonly Over[], by: Actor, at: string, on?: DateText): Payment {
  return { ...payment, status: "awaiting-approval", approval: { ...order, over, by, at, before: payment.status, ...(on ? { on } : {}) }, version: payment.version + 1 };
}

/** The payment as it was before it was asked for; what is to be posted is posted on that. */
export function withoutApproval(payment: Payment): Payment {
  const { approval, ...rest } = payment;
  return approval ? { ...rest, status: approval.before } : payment;
}

export function refuse(payment: Payment, reason: string, by: Actor, at: string): Payment | Refused<"write-off.nothing-to-approve" | "payment.reason-missing"> {
  if (!payment.approval) return refused("write-off.nothing-to-approve");
  if (reason.trim() === "") return refused("payment.reason-missing");
  return noted(payment, reason, by, at);
}

export const withdraw = (payment: Payment): Payment | Refused<"write-off.nothing-to-approve"> => (payment.approval ? { ...withoutApproval(payment), version: payment.version + 1 } : refused("write-off.nothing-to-approve"));

const noted = (payment: Payment, text: string, by: Actor, at: string): Payment => ({ ...withoutApproval(payment), notes: [...(payment.notes ?? []), { at, by, text }], version: payment.version + 1 });

/** Undefined: this person may. */
export function mayNotApprove({ approval, currency }: Payment, codes: WriteOffCodes, person: Person): Refused<"write-off.nothing-to-approve" | "request.own-proposal" | "write-off.above-your-limit"> | undefined {
  if (!approval) return refused("write-off.nothing-to-approve");
  if (approval.by.id === person.id) return refused("request.own-proposal");
  const [first] = beyond(codes, approval.over, currency, person);
  return first && refused("write-off.above-your-limit", { writeOff: first.code, limit: String(first.limit) });
}
