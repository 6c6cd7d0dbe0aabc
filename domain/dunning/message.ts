// The life of a message, as decisions: what may happen to it next, and what that does to the accounts of those it is about.
//
// Two workers may hold the same message, a worker may die at any moment, and providers tell the same thing twice or in disorder. So every decision is
// taken from the saved state, a claim has a lease, and what was told already changes nothing. No mail provider can be asked whether it has a message
// already. So a worker says that it is about to hand it over, and from then on the message is in doubt for hours, not minutes: the provider's own news
// settle it, and only when none came is it sent again.
import type { DateText } from "#domain/date.ts";
import { withContact, withDelivered, withoutMessage, withPlanned } from "#domain/dunning/account.ts";
import type { DunningAccount, Message, MessageState, PlannedMessage } from "#domain/dunning/schema.ts";
import { namedId, type Digest, type UserId } from "#domain/id.ts";
import type { Reason } from "#domain/reason.ts";
import { refused, type Refused } from "#domain/refusal.ts";

export type MessageChange = { readonly message: Message; readonly accounts: readonly DunningAccount[] };

/** The same planned twice is the same message: debtor, policy version, step and cycle. */
export const messageId = ({ group, policyId, policyVersion, step, cycle }: Pick<PlannedMessage, "group" | "policyId" | "policyVersion" | "step" | "cycle">, digest: Digest): Message["id"] =>
  namedId("msg", digest, group, policyId, String(policyVersion), step, cycle);

export function plannedMessage(planned: PlannedMessage, accounts: readonly DunningAccount[], { digest, now, runId }: { readonly digest: Digest; readonly now: string; readonly runId?: Message["runId"] }): MessageChange {
  const waits = planned.approvals.length > 0;
  const message: Message = { ...planned, id: messageId(planned, digest), ...(runId ? { runId } : {}), createdAt: now, state: { status: waits ? "awaiting-approval" : "planned" }, version: 0 };
  return { message, accounts: touched(accounts, (account) => withPlanned(account, message)) };
}

/** Separation of duties: whoever made the run does not approve what it may not send alone. */
export function approve(message: Message, by: { readonly id: UserId; readonly mayApprove: boolean }, startedBy: UserId | undefined, now: string): Message | Refused {
  if (message.state.status !== "awaiting-approval") return refused("message.not-awaiting-approval", { status: message.state.status });
  if (!by.mayApprove || by.id === startedBy) return refused("message.needs-another-approver");
  return next(message, { status: "approved", by: by.id, at: now });
}

/** As long as nobody has taken it to send it, an approval is taken back and the message waits for a decision again: by whoever gave it, or whoever may give it. */
export function withdrawApproval(message: Message, by: { readonly id: UserId; readonly mayApprove: boolean }, startedBy: UserId | undefined): Message | Refused {
  if (message.state.status !== "approved") return refused("message.not-approved", { status: message.state.status });
  if (message.state.by !== by.id && (!by.mayApprove || by.id === startedBy)) return refused("message.needs-another-approver");
  return next(message, { status: "awaiting-approval" });
}

/** A worker takes the message to send it. Nobody else does until the lease is over. */
export function claim(message: Message, now: string, leaseUntil: string): Message | Refused {
  const { state } = message;
  if (state.status === "sending" && state.leaseUntil <= now) return next(message, { status: "sending", attempt: state.attempt + 1, claimedAt: now, leaseUntil });
  if (state.status !== "planned" && state.status !== "approved") return refused("message.not-sendable", { status: state.status });
  return next(message, { status: "sending", attempt: 1, claimedAt: now, leaseUntil });
}

/** What was just decided goes now: kept before it goes, so that what arrives is known, and in doubt until the provider tells. */
export function handOver(message: Message, decided: PlannedMessage, inDoubtUntil: string): Message | Refused {
  if (message.state.status !== "sending") return refused("message.not-claimed", { status: message.state.status });
  return { ...message, ...decided, id: message.id, state: { ...message.state, leaseUntil: inDoubtUntil } };
}

/** The slot is over before it went: it goes back to where it was, with the day of its next slot. */
export const postponed = (message: Message, slot: Pick<Message, "sendOn" | "notBefore" | "notAfter">): Message => ({ ...next(message, { status: "planned" }), ...slot });

export function sent(message: Message, accounts: readonly DunningAccount[], at: string, on: DateText, reference: string): MessageChange {
  if (message.state.status !== "sending") return { message, accounts: [] };
  return { message: next(message, { status: "sent", at, reference }), accounts: touched(accounts, (account) => withContact(account, message, on)) };
}

/** A receipt may overtake our own note that it was sent, or be all that is left of a worker that died in between: whatever we thought, it has gone out. */
export function delivered(message: Message, accounts: readonly DunningAccount[], at: string, on: DateText): MessageChange {
  if (isFinal(message.state)) return { message, accounts: [] };
  return { message: next(message, { status: "delivered", at }), accounts: touched(accounts, (account) => withDelivered(withContact(account, message, on), message, on)) };
}

export function bounced(message: Message, accounts: readonly DunningAccount[], at: string, permanent: boolean, detail: string): MessageChange {
  if (isFinal(message.state)) return { message, accounts: [] };
  return ended(message, accounts, { status: "bounced", at, permanent, detail });
}

export function stopped(message: Message, accounts: readonly DunningAccount[], at: string, reasons: readonly Reason[]): MessageChange {
  if (isFinal(message.state) || message.state.status === "sent") return { message, accounts: [] };
  return ended(message, accounts, { status: "stopped", at, reasons: [...reasons] });
}

export function failed(message: Message, accounts: readonly DunningAccount[], at: string, detail: string): MessageChange {
  if (isFinal(message.state)) return { message, accounts: [] };
  return ended(message, accounts, { status: "failed", at, detail });
}

/** In whose books the items are that it speaks of. */
export const entitiesOf = ({ lines }: Pick<Message, "lines">): Message["lines"][number]["entityId"][] => [...new Set(lines.map(({ entityId }) => entityId))];

export const isFinal = ({ status }: MessageState): boolean => status === "delivered" || status === "bounced" || status === "stopped" || status === "failed";

const next = (message: Message, state: MessageState): Message => ({ ...message, state });
const ended = (message: Message, accounts: readonly DunningAccount[], state: MessageState): MessageChange => ({ message: next(message, state), accounts: touched(accounts, (account) => withoutMessage(account, message)) });

function touched(accounts: readonly DunningAccount[], change: (account: DunningAccount) => DunningAccount): DunningAccount[] {
  return accounts.flatMap((account) => {
    const changed = change(account);
    return changed === account ? [] : [changed];
  });
}
