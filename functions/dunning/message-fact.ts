// What is told of a message, in the same words by whoever moves it.
import type { Actor } from "#domain/actor.ts";
import type { Message } from "#domain/dunning/schema.ts";
import { money, toJson } from "#domain/money.ts";
import type { MessageFact } from "#events/dunning.ts";

/** The data that every fact of a message carries, and what each of its states adds. A schema takes what is its own. */
export function factOf(name: MessageFact["name"], message: Message, occurredAt: string, actor: Actor): MessageFact {
  const { id, group, debtorId, policyId, policyVersion, step, level, kind, sendOn, totals, approvals, channels, state } = message;
  const data = {
    messageId: id, group, debtorId, policyId, policyVersion, step, level, kind, sendOn, channels,
    claimed: totals.map(({ currency, claimedMinor }) => toJson(money(claimedMinor, currency))),
    needsApproval: approvals.length > 0,
    reasons: state.status === "stopped" ? state.reasons : [],
    permanent: state.status === "bounced" && state.permanent,
    detail: state.status === "bounced" || state.status === "failed" ? state.detail : "",
  };
  return { name, occurredAt, actor, data } as MessageFact;
}
