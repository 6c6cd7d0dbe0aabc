import * as z from "zod";
import { moneySchema } from "#domain/ledger/schema.ts";
import { fact, type PendingFact } from "#events/envelope.ts";

const aboutMessage = z.object({ messageId: z.string(), group: z.string(), debtorId: z.string(), policyId: z.string(), policyVersion: z.int(), step: z.string(), level: z.int(), kind: z.string() });

/** A message was decided, and goes unless something changes. `claimed` is per currency. */
export const messagePlanned = fact("MessagePlanned", aboutMessage.extend({ sendOn: z.string(), claimed: z.array(moneySchema), needsApproval: z.boolean() }));
export const messageApproved = fact("MessageApproved", aboutMessage);
/** It waits for a decision again: nothing had gone yet. */
export const messageApprovalWithdrawn = fact("MessageApprovalWithdrawn", aboutMessage);
/** It was decided again just before it was to go, and does not. */
export const messageStopped = fact("MessageStopped", aboutMessage.extend({ reasons: z.array(z.looseObject({ code: z.string() })) }));
/** It left the house. */
export const messageSent = fact("MessageSent", aboutMessage.extend({ channels: z.array(z.string()) }));
export const messageDelivered = fact("MessageDelivered", aboutMessage);
/** It did not arrive: the level has not risen, and the step is done again another way. */
export const messageBounced = fact("MessageBounced", aboutMessage.extend({ permanent: z.boolean(), detail: z.string() }));
export const messageFailed = fact("MessageFailed", aboutMessage.extend({ detail: z.string() }));

export const policyPublished = fact("PolicyPublished", z.object({ policyId: z.string(), version: z.int(), name: z.string() }));
/** From now on messages are written with it. */
export const templatePublished = fact("TemplatePublished", z.object({ templateId: z.string(), language: z.string(), version: z.int(), legal: z.boolean() }));
/** Somebody called; the level is what it was. */
export const callMade = fact("CallMade", z.object({ messageId: z.string(), customerId: z.string(), outcome: z.string(), done: z.boolean(), nextOn: z.string().optional() }));
/** Interest and the fixed sum were claimed, invoiced, or let go. */
export const chargesDecided = fact("ChargesDecided", z.object({ decisionId: z.string(), customerId: z.string(), mode: z.string(), amounts: z.array(moneySchema) }));
export const holdPlaced = fact("HoldPlaced", z.object({ holdId: z.string(), reason: z.string(), of: z.string(), customerId: z.string().optional() }));
export const holdReleased = fact("HoldReleased", z.object({ holdId: z.string(), reason: z.string(), of: z.string(), customerId: z.string().optional() }));
export const promiseMade = fact("PromiseMade", z.object({ promiseId: z.string(), customerId: z.string(), promised: moneySchema, payOn: z.string() }));
export const promiseEnded = fact("PromiseEnded", z.object({ promiseId: z.string(), customerId: z.string(), as: z.string() }));
/** What happened around a customer, as somebody or a file told it; and that it was dealt with. */
export const signalNoted = fact("SignalNoted", z.object({ signalId: z.string(), customerId: z.string(), kind: z.string(), on: z.string() }));
export const signalEnded = fact("SignalEnded", z.object({ signalId: z.string(), customerId: z.string(), kind: z.string() }));
/** A case for an agency or a lawyer was proposed, released by somebody else, refused, or taken back. */
export const handOffProposed = fact("HandOffProposed", z.object({ handOffId: z.string(), customerId: z.string(), to: z.string(), claim: z.array(moneySchema) }));
export const handOffDecided = fact("HandOffDecided", z.object({ handOffId: z.string(), customerId: z.string(), decision: z.enum(["released", "refused", "returned"]), reason: z.string().optional() }));
/** A run is through: how many of each outcome. */
export const dunningRunCompleted = fact("DunningRunCompleted", z.object({ runId: z.string(), outcomes: z.record(z.string(), z.int()) }));

export type MessageFact = PendingFact<typeof messagePlanned | typeof messageApproved | typeof messageApprovalWithdrawn | typeof messageStopped | typeof messageSent | typeof messageDelivered | typeof messageBounced | typeof messageFailed | typeof callMade>;
export type DunningFact = PendingFact<typeof policyPublished | typeof templatePublished | typeof chargesDecided | typeof holdPlaced | typeof holdReleased | typeof promiseMade | typeof promiseEnded | typeof dunningRunCompleted | typeof signalNoted | typeof signalEnded | typeof handOffProposed | typeof handOffDecided>;
