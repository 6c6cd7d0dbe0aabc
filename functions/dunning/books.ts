// What a run, a preview and a last look before sending read: the customers of a shard or some by name, the policies in force, and the state of the world.
import { policyFor, situationsOf, type CustomerFile } from "#domain/dunning/group.ts";
import { prepare, type Prepared } from "#domain/dunning/prepare.ts";
import type { Policy } from "#domain/dunning/policy/schema.ts";
import type { Party, Situation } from "#domain/dunning/situation.ts";
import { worldAt, type StaleSource, type World } from "#domain/dunning/world.ts";
import { freshnessOf } from "#domain/ingestion/freshness.ts";
import { partyOf, type House } from "#functions/dunning/customer-file.ts";
import { writtenLanguages } from "#functions/dunning/templates.ts";
import { accessStore } from "#functions/store/access.ts";
import { dunningStore, type DunningStore } from "#functions/store/dunning.ts";
import { ingestionStore, type IngestionStore } from "#functions/store/ingestion.ts";
import { paymentStore, type PaymentStore } from "#functions/store/payment.ts";
import { ledgerStore, type LedgerStore } from "#functions/store/ledger.ts";

export type Books = { readonly payments: Pick<PaymentStore, "since">; readonly ledger: LedgerStore; readonly dunning: DunningStore; readonly ingestion: IngestionStore; readonly users: () => Promise<House["users"]> };
export const booksOf = (tenant: string): Books => ({ payments: paymentStore(tenant), ledger: ledgerStore(tenant), dunning: dunningStore(tenant), ingestion: ingestionStore(tenant), users: () => accessStore(tenant).users() });

export async function houseOf({ ledger, users }: Books): Promise<House> {
  const [entities, people] = await Promise.all([ledger.entities(), users()]);
  return { entities, users: people };
}

/** Who people are: an id in an answer comes with its name. */
export const namesOf = async ({ users }: Pick<Books, "users">): Promise<ReadonlyMap<string, string>> => new Map((await users()).map(({ id, name }) => [id, name]));

export const policiesInForce = async ({ dunning }: Books): Promise<Policy[]> => (await dunning.policies()).filter(({ state }) => state === "published").map(({ policy }) => policy);

/** Now, or as it will be on the morning of a day. */
export async function worldNow(books: Books, now: string, morningOf?: string): Promise<World> {
  const [stale, pauses, templates] = await Promise.all([staleSources(books.ingestion, now), books.dunning.wideHolds(), writtenLanguages(books)]);
  return worldAt({ now, ...(morningOf ? { morningOf } : {}), stale, pauses, templates });
}

/** A source that has never sent anything is being set up: it holds nobody back. Nor does one that speaks when there is something to say: a payer's advice, the ERP's answer. */
async function staleSources(ingestion: IngestionStore, now: string): Promise<StaleSource[]> {
  const sources = (await ingestion.sources()).filter(({ format }) => format !== "advice" && format !== "acknowledgment");
  const states = await Promise.all(
    sources.map(async (source): Promise<StaleSource[]> => {
      const [last] = (await ingestion.runs({ source: source.id, limit: 1 })).items;
      const scopes = Object.values(source.scopes).toSorted((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1));
      const state = freshnessOf(source, last, scopes[0], now);
      return state === "fresh" || state === "never" ? [] : [{ source: source.id, state, asOf: scopes[0]?.asOf ?? "", entityIds: source.entityId ? [source.entityId] : [] }];
    }),
  );
  return states.flat();
}

export type Asked = { readonly situation: Situation; readonly prepared: Prepared };

/** Everybody's situation under his own policy. Whoever no published policy is for is in none. */
export async function situationsUnder(policies: readonly Policy[], files: readonly CustomerFile[], books: Books, house: House, part?: string): Promise<Asked[]> {
  const byPolicy = Map.groupBy(files, (file) => policyFor(file, policies));
  const elsewhere = await partiesOf(files, books, house);
  return [...byPolicy].flatMap(([policy, group]) => {
    if (!policy) return [];
    const prepared = prepare(policy);
    return situationsOf(group, policy.unit, (id) => elsewhere.get(id), part).map((situation) => ({ situation, prepared }));
  });
}

/** Payers and parents who owe nothing themselves are still written to. */
async function partiesOf(files: readonly CustomerFile[], { ledger, dunning }: Books, house: House): Promise<ReadonlyMap<string, Party>> {
  const parties = new Map(files.map(({ party }) => [party.id, party] as const));
  const missing = [...new Set(files.flatMap(({ payerId, parentId }) => [payerId, parentId]))].filter((id) => id !== undefined).filter((id) => !parties.has(id));
  for (const customer of await ledger.customers(missing)) {
    const [contacts, known] = await Promise.all([ledger.contacts(customer.id), dunning.customer(customer.id)]);
    parties.set(customer.id, partyOf(customer, contacts, known, house));
  }
  return parties;
}
