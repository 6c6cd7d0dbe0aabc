// Facts that open screens show go out to them at once. Told twice is harmless: a screen only asks again.
import { customerTold, liveFacts, personalMessages, topicMessage, type LiveFact, type LiveMessage } from "#functions/collaboration/live.ts";
import { publishLive } from "#functions/collaboration/publish-live.ts";
import { consumer } from "#functions/runtime/consumer.ts";
import { callerFrom } from "#functions/runtime/decide.ts";
import { accessStore, loadedUser } from "#functions/store/access.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { customerFacts } from "#functions/store/objects.ts";

export const handler = consumer(liveFacts, async (fact) => {
  for (const message of [topicMessage(fact), ...(await toPeople(fact))]) await publishLive(message);
});

async function toPeople(fact: LiveFact): Promise<LiveMessage[]> {
  const id = customerTold(fact);
  if (!id) return [];
  const [ledger, access] = [ledgerStore(fact.tenant), accessStore(fact.tenant)];
  const [customer, users] = await Promise.all([ledger.customer(id), access.users()]);
  if (!customer) return [];
  const people = await Promise.all(users.filter(({ status, role }) => status !== "disabled" && role !== "customer").map(async (user) => callerFrom(fact.tenant, await loadedUser(access, user))));
  // In whose books the customer is, is asked once, and only if somebody's rows depend on it.
  const limited = people.some(({ scope }) => scope.entities !== undefined);
  return personalMessages(fact, await customerFacts(ledger, customer, limited ? { entities: [] } : {}), people);
}
