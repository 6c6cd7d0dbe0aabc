// What open screens are told, and where. A message says that something changed, not what it is now: the screen asks the API, which checks rights.
import type { Fact } from "#functions/runtime/consumer.ts";
import { catalogue } from "#events/catalogue.ts";

export const liveFacts = [catalogue.importProgressed, catalogue.importCompleted, catalogue.historyCaughtUp, catalogue.customerChanged] as const;
export type LiveFact = Fact<(typeof liveFacts)[number]>;
export type LiveMessage = { readonly channel: string; readonly event: { readonly type: LiveFact["name"]; readonly id: string; readonly data: LiveFact["data"] } };

/** A fact goes to the channel of the screens that show it; only people of the same tenant can listen there. */
export function liveMessage(fact: LiveFact): LiveMessage {
  const topic = fact.name === catalogue.importProgressed.name || fact.name === catalogue.importCompleted.name ? "imports" : "ledger";
  return { channel: `/tenant/${fact.tenant}/${topic}`, event: { type: fact.name, id: fact.id, data: fact.data } };
}
