// Who looks after a payment that waits, and what was done about it. It changes nothing about the money, so it may be added in any state.
import type { Actor } from "#domain/actor.ts";
import type { Note, Payment } from "#domain/cash-application/payment.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export type FollowUp = {
  /** undefined leaves the owner as he is; null gives the payment back to everybody. */
  readonly owner?: { readonly id: string; readonly name: string } | null | undefined;
  readonly text?: string | undefined;
  readonly asked?: Note["asked"];
};
/** More than that is a conversation, and belongs into one. */
const MOST_NOTES = 100;

export function followUp(payment: Payment, { owner, text = "", asked }: FollowUp, by: Actor, at: string): Payment | Refused<"payment.follow-up-empty"> {
  const words = text.trim();
  if (owner === undefined && words === "" && !asked) return refused("payment.follow-up-empty");
  const { owner: before, notes = [], ...rest } = payment;
  const next = owner === undefined ? before : (owner ?? undefined);
  const note: Note[] = words === "" && !asked ? [] : [{ at, by, ...(words ? { text: words } : {}), ...(asked ? { asked } : {}) }];
  return { ...rest, ...(next ? { owner: next } : {}), notes: [...notes, ...note].slice(-MOST_NOTES), version: payment.version + 1 };
}
