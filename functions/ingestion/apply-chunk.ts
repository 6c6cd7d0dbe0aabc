// One chunk of a file into the ledger, account by account. Each document is one conditional write; a chunk that comes again finds its documents
// as they should be, and counts once. The last chunk closes the run.
import * as z from "zod";
import type { CustomerId } from "#domain/id.ts";
import { datedAsSeen } from "#domain/ingestion/as-seen.ts";
import { type ChunkLine, type CustomerStub, fromText } from "#domain/ingestion/chunk.ts";
import { withCustomerTerms } from "#domain/ingestion/customer-terms.ts";
import type { CanonicalRecord, CustomerRecord, GoneRecord, ItemRecord } from "#domain/ingestion/schema.ts";
import { reconcileContact, reconcileCustomer } from "#domain/ledger/reconcile-customer.ts";
import { type Learning, reconcile } from "#domain/ledger/reconcile.ts";
import type { Customer, Item } from "#domain/ledger/schema.ts";
import { customerChanged } from "#events/ledger.ts";
import { isRefused } from "#domain/refusal.ts";
import { lake } from "#functions/ingestion/ports.ts";
import { storesOf } from "#functions/ingestion/stores.ts";
import { posted, progressed } from "#functions/ingestion/run-facts.ts";
import { chunkKeyOf } from "#functions/ingestion/staging.ts";
import { now } from "#functions/runtime/clock.ts";
import { digest } from "#functions/runtime/digest.ts";
import { logger } from "#functions/runtime/log.ts";
import { NotYet, queueHandler } from "#functions/runtime/queue.ts";
import type { IngestionStore, StoredRun } from "#functions/store/ingestion.ts";
import type { LedgerStore } from "#functions/store/ledger.ts";

const message = z.object({ tenant: z.string(), runId: z.string(), chunk: z.int() });

export const handler = queueHandler(message, ({ tenant, runId, chunk }) => applyChunk(tenant, runId, chunk));

export async function applyChunk(tenant: string, runId: string, chunk: number): Promise<void> {
  const { imports, ledger } = storesOf(tenant);
  const run = await imports.run(runId);
  if (run?.state !== "applying" || chunk < run.firstChunk) return;
  if (await imports.chunkIsMarked(runId, chunk)) return close(imports, runId);

  const lines = await linesOf(tenant, run, chunk);
  const learning: Learning = { runId, asOf: run.asOf ?? run.receivedAt.slice(0, 10), now: now(), digest };
  const accounts = [...Map.groupBy(lines, ({ record }) => (record.type === "customer" ? record.id : record.customerId))];
  const known = new Map((await ledger.customers(accounts.map(([id]) => id))).map((customer) => [customer.id, customer]));
  const postings = await together(accounts, ([customerId, ofCustomer]) => applyAccount(ledger, customerId, ofCustomer, known.get(customerId), learning));

  await mark(imports, runId, chunk, postings);
  await close(imports, runId);
}

async function linesOf(tenant: string, run: StoredRun, chunk: number): Promise<ChunkLine[]> {
  const bytes = await lake().read(chunkKeyOf(tenant, run, chunk));
  if (!bytes) throw new Error(`chunk ${chunk} of ${run.id} is not in the lake`);
  return new TextDecoder().decode(bytes).split("\n").filter(Boolean).map(fromText);
}

/** Everything that the chunk says about one customer; answers how many postings of this run its documents now have. */
async function applyAccount(ledger: LedgerStore, customerId: CustomerId, lines: readonly ChunkLine[], known: Customer | undefined, learning: Learning): Promise<number> {
  const ofType = <T extends CanonicalRecord["type"]>(type: T) => lines.flatMap(({ record }) => (record.type === type ? [record as Extract<CanonicalRecord, { type: T }>] : []));
  const customer = await keepCustomer(ledger, known, ofType("customer"), lines.find(({ customer: stub }) => stub), learning);
  const contacts = ofType("contact");
  const knownContacts = new Map(contacts.length > 0 ? (await ledger.contacts(customerId)).map((contact) => [contact.id, contact] as const) : []);
  for (const told of contacts) {
    const next = reconcileContact(knownContacts.get(told.id), told);
    if (next) await ledger.saveContact(next);
  }
  for (const { type: _type, source: _source, ...commitment } of ofType("commitment")) await ledger.saveCommitment(commitment);
  const gone = ofType("gone");
  for (const { id } of gone.filter(({ of }) => of === "commitment")) await ledger.removeCommitment(customerId, id);

  const items = [...ofType("item"), ...gone.filter(({ of }) => of === "item")];
  if (items.length === 0) return 0;
  const states = new Map((await ledger.itemsByIds(customerId, items.map(({ id }) => id))).map((item) => [item.id as string, item]));
  return together(items, (told) => applyItem(ledger, told, states.get(told.id), customer, learning));
}

/** One document: decided and saved, and decided again if somebody else was faster. */
async function applyItem(ledger: LedgerStore, told: ItemRecord | GoneRecord, state: Item | undefined, customer: Customer | undefined, learning: Learning): Promise<number> {
  let current = state;
  for (let tries = 0; tries < 6; tries++) {
    const wanted = told.type === "item" ? withCustomerTerms(datedAsSeen(told, current?.postings ?? [], learning.asOf), customer?.terms) : told;
    const answer = reconcile(current, wanted, learning);
    if (isRefused(answer)) logger.warn("a document contradicts the ledger", { item: told.id, code: answer.code, values: answer.values });
    if (isRefused(answer) || answer.outcome === "unchanged") return postingsOf(current, learning);
    if ((await ledger.saveItem(answer.item, current, answer.facts)) === "saved") return postingsOf(answer.item, learning);
    [current] = await ledger.itemsByIds(told.customerId, [told.id]);
  }
  throw new NotYet(`somebody else keeps changing ${told.id}`);
}

/** Counted on the document, not on what this try wrote: a chunk that was cut off and comes again counts the same. */
const postingsOf = (item: Item | undefined, { runId }: Learning): number => item?.postings.filter(({ by }) => by === runId).length ?? 0;

/** Some at a time: a write takes milliseconds, nearly all of them waiting. */
async function together<T>(all: readonly T[], each: (one: T) => Promise<number>): Promise<number> {
  const left = all.values();
  let sum = 0;
  const worker = async (): Promise<void> => {
    for (const one of left) {
      const more = await each(one);
      sum += more;
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, all.length) }, worker));
  return sum;
}
const AT_ONCE = 8;

/** A customers file says what a customer is. Any other row only opens the account if nobody has yet, and names it if it has no name. */
async function keepCustomer(ledger: LedgerStore, known: Customer | undefined, told: readonly CustomerRecord[], named: ChunkLine | undefined, learning: Learning): Promise<Customer | undefined> {
  const stub: CustomerStub | undefined = named?.customer;
  const customerId = told[0]?.id ?? stub?.id;
  if (!customerId) return known;
  for (let tries = 0; tries < 6; tries++) {
    const current = tries === 0 ? known : await ledger.customer(customerId);
    const [record] = told;
    if (record) {
      const answer = reconcileCustomer(current, record, learning);
      if (answer.outcome === "unchanged") return current;
      if ((await ledger.saveCustomer(answer.customer, current, answer.facts)) === "saved") return answer.customer;
      continue;
    }
    if (!stub || !named || (current && (current.name !== current.code || stub.name === stub.code))) return current;
    const next: Customer = current ? { ...current, name: stub.name, version: current.version + 1 } : { ...stub, version: 1 };
    const fields = current ? ["name"] : ["code", "name"];
    const fact = { name: customerChanged.name, occurredAt: learning.now, actor: { type: "source" as const, id: named.record.source, run: learning.runId }, causedBy: learning.runId, data: { customerId, fields } };
    if ((await ledger.saveCustomer(next, current, [fact])) === "saved") return next;
  }
  throw new NotYet(`somebody else keeps changing ${customerId}`);
}

/** Progress is told some twenty times a run, not once a chunk: screens need no more, and the bus is paid by the event. */
async function mark(imports: IngestionStore, runId: string, chunk: number, postings: number): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    const run = await imports.run(runId);
    if (run?.state !== "applying" || (await imports.chunkIsMarked(runId, chunk))) return;
    const next: StoredRun = { ...run, chunksApplied: run.chunksApplied + 1, postings: run.postings + postings };
    const often = Math.max(1, Math.floor((run.chunks - run.firstChunk) / 20));
    const facts = next.chunksApplied % often === 0 || next.chunksApplied === next.chunks ? [progressed(next, now())] : [];
    if ((await imports.markChunk(chunk, { next, previous: run, facts })) === "saved") return;
  }
  throw new NotYet(`the counters of ${runId} are in demand`);
}

/** All chunks are in: the ledger is as the file says, and the history is asked to confirm it. */
async function close(imports: IngestionStore, runId: string): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    const run = await imports.run(runId);
    if (run?.state !== "applying" || run.chunksApplied < run.chunks) return;
    const next: StoredRun = { ...run, state: "settling" };
    if ((await imports.saveRun({ next, previous: run, facts: [progressed(next, now()), posted(next, now())] })) === "saved") return;
  }
  throw new NotYet(`the run ${runId} is in demand`);
}
