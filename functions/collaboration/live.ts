// What open screens are told, and where. To the whole tenant a message says that something moved and nothing about what: the screen asks the API, which
// checks rights. What a person of ours did to one customer is told in full to those who may open that customer, each on his own channel, without the
// fields that his role hides. An import changes too many customers at once to be told one by one: its end is told to all.
import { userChannel, topicChannel, type LiveTopic } from "#domain/live-channel.ts";
import type { CustomerFacts } from "#domain/access/scope.ts";
import { catalogue } from "#events/catalogue.ts";
import { authorize, type Caller } from "#functions/runtime/authorize.ts";
import type { Fact } from "#functions/runtime/consumer.ts";
import { withoutHidden } from "#functions/runtime/hide-fields.ts";

/** What moves the payments desk: matching under way, and what a colleague does with a payment. */
export const paymentFacts = [catalogue.statementRead, catalogue.paymentDecided, catalogue.paymentApplied, catalogue.allocationTakenBack, catalogue.paymentSetAside, catalogue.paymentReturned, catalogue.paymentTransferred, catalogue.writeOffRequested, catalogue.writeOffRefused, catalogue.adviceReceived] as const;
/** What people do about reminders, and what stops or bounces. Of a run's thousands of plans and mails nobody's screen is told one by one. */
export const reminderFacts = [
  catalogue.messageApproved, catalogue.messageApprovalWithdrawn, catalogue.messageStopped, catalogue.messageBounced, catalogue.callMade, catalogue.holdPlaced, catalogue.holdReleased, catalogue.promiseMade, catalogue.promiseEnded, catalogue.chargesDecided, catalogue.policyPublished, catalogue.templatePublished,
] as const;
export const liveFacts = [catalogue.importProgressed, catalogue.importCompleted, catalogue.historyCaughtUp, catalogue.customerChanged, ...paymentFacts, ...reminderFacts] as const;
export type LiveFact = Fact<(typeof liveFacts)[number]>;
export type LiveMessage = { readonly channel: string; readonly event: { readonly type: LiveFact["name"]; readonly id: string; readonly data: Readonly<Record<string, unknown>> } };

/** For everybody of the tenant: something moved. */
export function topicMessage({ name, id, tenant }: LiveFact): LiveMessage {
  return { channel: topicChannel(tenant, topicOf(name)), event: { type: name, id, data: {} } };
}

function topicOf(name: LiveFact["name"]): LiveTopic {
  if (name === catalogue.importProgressed.name || name === catalogue.importCompleted.name) return "imports";
  if (reminderFacts.some((fact) => fact.name === name)) return "reminders";
  return paymentFacts.some((fact) => fact.name === name) ? "payments" : "ledger";
}

/** The customer whom a fact is told about in full, if any. */
export const customerTold = (fact: LiveFact): string | undefined => (fact.name === catalogue.customerChanged.name && fact.actor.type !== "source" ? fact.data.customerId : undefined);

/** For each who may open the customer, on his own channel. */
export function personalMessages(fact: LiveFact, customer: CustomerFacts, people: readonly Caller[]): LiveMessage[] {
  const { name, id, tenant, data } = fact;
  const { shape } = liveFacts.find((declared) => declared.name === name)!;
  return people
    .filter((person) => authorize(person, "customer.read", { ...customer, kind: "customer", tenant }).allowed)
    .map((person) => ({ channel: userChannel(tenant, person.user.id), event: { type: name, id, data: withoutHidden(shape, data, person.role.hides) } }));
}
