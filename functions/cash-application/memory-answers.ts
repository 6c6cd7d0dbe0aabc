// The memory of payers as people see and correct it. An edit is a record of its own; what it changes shows from the next look at the memory on.
import { randomUUID } from "node:crypto";
import type * as z from "zod";
import { seesEntity } from "#domain/access/scope.ts";
import { type DeskLesson } from "#domain/cash-application/matching/desk-lessons.ts";
import type { Fact } from "#domain/cash-application/matching/memory.ts";
import { keyText, type MemoryChange, type MemoryEdit } from "#domain/cash-application/matching/memory-edits.ts";
import { habitsOf, lessonsOfPayer, payersOf, type Payer } from "#domain/cash-application/matching/payers.ts";
import type { matchingRoutes } from "#domain/cash-application/matching/routes.ts";
import type { learnedFactJson, lessonJson, payerJson } from "#domain/cash-application/matching/schema.ts";
import { epochDay, fromEpochDay } from "#domain/date.ts";
import { refused, type Refused } from "#domain/refusal.ts";
import { remember, type Remembered } from "#functions/cash-application/remember.ts";
import type { Caller, Handlers } from "#functions/runtime/api.ts";
import { digest } from "#functions/runtime/digest.ts";
import { ledgerStore, type LedgerStore } from "#functions/store/ledger.ts";
import { payerMemoryStore, type PayerMemoryStore } from "#functions/store/payer-memory.ts";
import { env } from "#functions/runtime/env.ts";

const listOf = async (tenant: string) => (await import("#functions/cash-application/open-items.ts")).listOf(tenant, env("LAKE_BUCKET"));

type Routes = "GET /payer-memory" | "GET /payer-memory/edits" | "POST /payer-memory/edits" | "DELETE /payer-memory/edits/{id}" | "GET /payer-memory/{id}" | "GET /customers/{id}/payment-habits";
export type MemoryStores = { readonly memory: PayerMemoryStore; readonly ledger: LedgerStore };
type Names = ReadonlyMap<string, string>;

export const memoryAnswers = (of: (tenant: string) => MemoryStores): Pick<Handlers<typeof matchingRoutes>, Routes> => ({
  "GET /payer-memory": async ({ query, caller, now }) => {
    const stores = of(caller.tenant);
    const known = await payersIn(stores, await entitiesOf(stores, caller, query.entity), now);
    const customers = query.q ? await customersLike(caller.tenant, query.q) : new Set<string>();
    const found = known.filter((payer) => (!query.type || payer.key.type === query.type) && (!query.customer || payer.paysFor.some(({ says }) => says === query.customer)) && (!query.q || isLike(payer, query.q, customers)));
    const from = query.cursor ? found.findIndex(({ id }) => id === query.cursor) + 1 : 0;
    const page = found.slice(from, from + query.limit);
    const names = await namesOf(stores, page);
    return { items: page.map((payer) => presentPayer(payer, names)), total: found.length, ...(from + query.limit < found.length ? { nextCursor: page.at(-1)!.id } : {}) };
  },

  "GET /payer-memory/edits": async ({ query, caller }) => {
    const stores = of(caller.tenant);
    const edits = (await Promise.all((await entitiesOf(stores, caller, query.entity)).map((id) => stores.memory.edits(id)))).flat();
    return { items: edits.toSorted((a, b) => (a.at < b.at ? 1 : -1)) };
  },

  "POST /payer-memory/edits": async ({ body, caller, now }) => {
    const stores = of(caller.tenant);
    if ((await entitiesOf(stores, caller, body.entityId)).length === 0) return refused("entity.unknown");
    const wrong = await impossible(stores, body.entityId, body.change, now);
    if (wrong) return wrong;
    const edit: MemoryEdit = { id: `med_${randomUUID()}`, entityId: body.entityId, change: body.change, ...(body.reason ? { reason: body.reason } : {}), at: now, by: { id: caller.user.id, name: caller.user.name } };
    await stores.memory.saveEdit(edit);
    return edit;
  },

  "DELETE /payer-memory/edits/{id}": async ({ params, query, caller }) => {
    const stores = of(caller.tenant);
    const [entity] = await entitiesOf(stores, caller, query.entity);
    const edits = entity ? await stores.memory.edits(entity) : [];
    if (!entity || !edits.some(({ id }) => id === params.id)) return refused("memory-edit.gone");
    await stores.memory.removeEdit(entity, params.id);
    return { id: params.id };
  },

  "GET /payer-memory/{id}": async ({ params, query, caller, now }) => {
    const stores = of(caller.tenant);
    const [entity] = await entitiesOf(stores, caller, query.entity);
    if (!entity) return refused("payer.nothing-known");
    const { memory, lessons, edits } = await remember(stores.memory, entity, now);
    const payer = payersOf(memory, lessons.values(), entity, epochDay(now.slice(0, 10)), digest).find(({ id }) => id === params.id);
    if (!payer) return refused("payer.nothing-known");
    const key = `${payer.key.type}:${payer.key.value}`;
    return {
      ...presentPayer(payer, await namesOf(stores, [payer])),
      lessons: lessonsOfPayer(memory, lessons.values(), payer).slice(0, 200).map(presentLesson),
      edits: edits.filter(({ change }) => keysIn(change).some((one) => memory.edits.keyOf(one) === key)),
    };
  },

  "GET /customers/{id}/payment-habits": async ({ params, caller, now }) => {
    const stores = of(caller.tenant);
    if (!(await stores.ledger.customer(params.id))) return refused("customer.unknown");
    const entities = await entitiesOf(stores, caller, undefined);
    const today = epochDay(now.slice(0, 10));
    const facts = await Promise.all(entities.map(async (entityId) => habitsOf((await remember(stores.memory, entityId, now)).memory, params.id, today).map((fact) => ({ ...presentFact(fact, new Map()), entityId }))));
    const payers = (await payersIn(stores, entities, now)).filter(({ paysFor }) => paysFor.some(({ says }) => says === params.id));
    const names = await namesOf(stores, payers);
    return { facts: facts.flat(), payers: payers.map((payer) => presentPayer(payer, names)) };
  },
});

export const memoryStoresOf = (tenant: string): MemoryStores => ({ memory: payerMemoryStore(tenant), ledger: ledgerStore(tenant) });

const entitiesOf = async ({ ledger }: MemoryStores, caller: Caller, wanted: string | undefined): Promise<`ent_${string}`[]> => (await ledger.entities()).map(({ id }) => id).filter((id) => seesEntity(caller.scope, id) && (wanted === undefined || wanted === id));

async function payersIn({ memory: store }: MemoryStores, entities: readonly string[], now: string): Promise<Payer[]> {
  const found = await Promise.all(entities.map(async (entityId) => readPayers(await remember(store, entityId, now), entityId, epochDay(now.slice(0, 10)))));
  return found.flat().toSorted((a, b) => b.last - a.last || (a.id < b.id ? -1 : 1));
}
const readPayers = ({ memory, lessons }: Remembered, entityId: string, today: number): Payer[] => payersOf(memory, lessons.values(), entityId, today, digest);

async function impossible({ memory, ledger }: MemoryStores, entityId: string, change: MemoryChange, now: string): Promise<Refused | undefined> {
  const customer = "customerId" in change ? change.customerId : undefined;
  if (customer && !(await ledger.customer(customer))) return refused("customer.unknown");
  if (change.type === "merge" && keyText({ type: "name", value: change.name }) === keyText({ type: "name", value: change.into })) return refused("payer.merged-into-itself");
  if (change.type === "unlearn" && !(await remember(memory, entityId, now)).lessons.has(change.lessonId)) return refused("lesson.unknown");
  return undefined;
}

const keysIn = (change: MemoryChange): string[] => ("key" in change ? [keyText(change.key)] : change.type === "merge" ? [change.name, change.into].map((value) => keyText({ type: "name", value })) : []);

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
const isLike = ({ key, names, paysFor }: Payer, q: string, customers: ReadonlySet<string>): boolean => [key.value, ...names].some((text) => plain(text).includes(plain(q))) || paysFor.some(({ says }) => customers.has(says));
const customersLike = async (tenant: string, q: string): Promise<Set<string>> => new Set((await listOf(tenant)).customers.filter(({ name, code }) => plain(`${name} ${code}`).includes(plain(q))).map(({ id }) => id));

const namesOf = async ({ ledger }: MemoryStores, payers: readonly Payer[]): Promise<Names> => new Map((await ledger.customers(payers.flatMap(({ paysFor, filedUnder }) => [...paysFor, ...filedUnder].map(({ says }) => says)))).map(({ id, name }) => [id, name]));

const abouts = { pays: "pays-for", is: "filed-under", habit: "habit", difference: "difference", residue: "residue" } as const;

function presentFact({ about, says, support, last, lessons, pinned }: Fact, names: Names): z.input<typeof learnedFactJson> {
  const kind = abouts[about.slice(0, about.indexOf(":")) as keyof typeof abouts];
  const ofCustomer = kind === "pays-for" || kind === "filed-under";
  return { about: kind, says, ...(ofCustomer ? { customerId: says as `cus_${string}`, ...(names.has(says) ? { customerName: names.get(says)! } : {}) } : {}), support: Math.round(support * 100) / 100, clearings: lessons, lastSeenOn: fromEpochDay(last), ...(pinned ? { pinned } : {}) };
}

const presentPayer = ({ id, entityId, key, names: written, paysFor, filedUnder, shared, pinned, clearings, last }: Payer, names: Names): z.input<typeof payerJson> => ({
  id, entityId: entityId as `ent_${string}`, key, names: [...written], paysFor: paysFor.map((fact) => presentFact(fact, names)), filedUnder: filedUnder.map((fact) => presentFact(fact, names)), shared, pinned, clearings, lastSeenOn: fromEpochDay(last),
});

const presentLesson = ({ id, paymentId, by, state, lesson }: DeskLesson): z.input<typeof lessonJson> => ({
  id, source: paymentId.startsWith("pay_") ? "desk" : "erp", on: fromEpochDay(lesson.on), ...(paymentId.startsWith("pay_") ? { paymentId: paymentId as `pay_${string}` } : { itemId: paymentId as `itm_${string}` }), ...(by ? { by } : {}),
  customers: lesson.customers as `cus_${string}`[], ...(lesson.kind ? { kind: lesson.kind } : {}), ...(lesson.difference ? { difference: lesson.difference } : {}), renews: state === "renews",
});
