// Opens a tenant's history for reading: one database per container and state of the history, with what is small and asked all the time in memory.
//
// A database sees one manifest and one set of deltas, for as long as it lives; when either changes, a new one takes its place and the old one
// closes after its last question. What was open at a date is computed once and kept, so the second grouping, page or filter of the same
// date does not read the postings again.
import { fromEpochDay } from "#domain/date.ts";
import type { Basis } from "#domain/insight/aged-balance.ts";
import { tables } from "#functions/insight/history/columns.ts";
import { folderOf, openDatabase, type Ask, type Database } from "#functions/insight/history/database.ts";
import { fetchFiles } from "#functions/insight/history/files.ts";
import { groupings, type Groupings } from "#functions/insight/history/groupings.ts";
import { firstWithoutLines, type Manifest } from "#functions/insight/history/layout.ts";
import { holdManifest, type Held } from "#functions/insight/history/manifest.ts";
import type { ObjectStore } from "#functions/insight/history/object-store.ts";
import { keptTables } from "#functions/insight/history/kept-tables.ts";
import { linesAt, type LinesAt } from "#functions/insight/history/lines-at.ts";
import { accountsOf, boundParameters } from "#functions/insight/queries/aged-balance.ts";
import { numberedAccounts } from "#functions/insight/queries/lines.ts";
import { freshPostings, inDeltas, latest, monthsOfDeltas, parquet } from "#functions/insight/queries/sources.ts";

export type History = {
  /** Which state of the history this is: it changes when anything that can be asked changes. */
  readonly state: string;
  /** Runs questions on a connection of their own. Tables: customers, entities, fresh (postings not merged yet), fresh_items. */
  readonly use: Database["use"];
  readonly groupings: Groupings;
  /** What was open at the end of that day, as plain columns: two parts, see lines-at.ts. */
  columnsAt: LinesAt["columns"];
  /** The name of a table with what was open at the end of that day (epoch days). */
  linesAt(day: number): Promise<string>;
  /** The name of a table with one row per account (customer, entity, currency) of what was open then, by age. */
  accountsAt(day: number, basis: Basis, bounds: readonly number[]): Promise<string>;
  /** The name of a table that says in the books of which entities a customer has ever had an item. */
  reach(): Promise<string>;
  /** Local files of the postings of some months; bind them to `parameter` of `parquet`. */
  postings(from: number, to: number): Promise<string[]>;
  /** Local files of all items but those in fresh_items, which come first. */
  items(): Promise<string[]>;
  close(): void;
};

const KEPT_LINES = 3;
const KEPT_ACCOUNTS = 8;
const KEPT_TENANTS = 4;
const TRIES = 4;
const opened = new Map<string, History>();

/** Answers questions from one state of the history, which stays open until they are answered. */
export async function readHistory<T>(store: ObjectStore, tenant: string, work: (history: History) => Promise<T>): Promise<T> {
  const history = await openHistory(store, tenant);
  return history.use(() => work(history));
}

async function openHistory(store: ObjectStore, tenant: string): Promise<History> {
  for (let tries = 0; tries < TRIES; tries++) {
    const held = await holdManifest(store, tenant);
    const state = `${held.etag} ${held.deltas.join(" ")}`;
    const ready = opened.get(tenant);
    if (ready?.state === state) return ready;
    const history = await load(store, tenant, held, state);
    if (!history) continue;
    remember(tenant, history);
    return history;
  }
  throw new Error(`the history of ${tenant} was replaced ${TRIES} times while it was opened`);
}

function remember(tenant: string, history: History): void {
  opened.get(tenant)?.close();
  opened.delete(tenant);
  opened.set(tenant, history);
  if (opened.size <= KEPT_TENANTS) return;
  const [oldest, unused] = opened.entries().next().value!;
  opened.delete(oldest);
  unused.close();
}

/** Undefined if a file is gone: then a newer manifest is there. */
async function load(store: ObjectStore, tenant: string, { manifest, deltas: keys }: Held, state: string): Promise<History | undefined> {
  const folder = folderOf(tenant);
  const [deltas, customers, entities] = await Promise.all([fetchFiles(store, folder, keys), fetchFiles(store, folder, some(manifest.customers)), fetchFiles(store, folder, some(manifest.entities))]);
  if (!deltas || !customers || !entities) return undefined;
  const database = await openDatabase(folder);
  const loaded = await database.use(async (ask) => {
    await ask(`CREATE TABLE customers AS SELECT *, strip_accents(lower(name || ' ' || code)) AS search FROM ${latest("customer", "customer_id", customers, deltas)}`, { known: customers, deltas });
    await ask(`CREATE TABLE entities AS FROM ${latest("entity", "entity_id", entities, deltas)}`, { known: entities, deltas });
    return loadFresh(ask, store, folder, manifest, deltas);
  });
  if (loaded) return history(store, folder, manifest, database, state, deltas.length > 0);
  database.close();
  return undefined;
}

/** The deltas are told at least once; what the merged files know already is left out here, once, so that no question has to think of it. */
async function loadFresh(ask: Ask, store: ObjectStore, folder: string, manifest: Manifest, deltas: readonly string[]): Promise<boolean> {
  const spoken = await ask<{ month: string }>(monthsOfDeltas(deltas), { deltas });
  const months = await fetchFiles(store, folder, spoken.flatMap(({ month }) => manifest.postings[month] ?? []));
  if (!months) return false;
  await ask(`CREATE TABLE fresh AS FROM ${freshPostings(deltas, months)}`, { deltas, months });
  const known = deltas.length > 0 ? await fetchFiles(store, folder, some(manifest.items)) : [];
  if (!known) return false;
  await ask(
    `CREATE TABLE fresh_items AS SELECT DISTINCT ON (item_id) * FROM (
       FROM ${inDeltas("item", deltas)} UNION ALL (FROM ${parquet("known", known, tables.item)} WHERE item_id IN (SELECT item_id FROM ${inDeltas("item", deltas)})))
     ORDER BY item_id, version DESC`,
    { known, deltas },
  );
  return loadAccounts(ask, store, folder, manifest);
}

/** Numbers for all accounts, also for those that only deltas know; and the accounts whose merged lines do not hold any more. */
async function loadAccounts(ask: Ask, store: ObjectStore, folder: string, manifest: Manifest): Promise<boolean> {
  const unwritten = firstWithoutLines(manifest) !== undefined;
  const [accounts, postings] = await Promise.all([fetchFiles(store, folder, some(manifest.accounts)), fetchFiles(store, folder, unwritten ? Object.values(manifest.postings) : [])]);
  if (!accounts || !postings) return false;
  const named = `(SELECT customer_id, entity_id, currency FROM fresh UNION ALL SELECT customer_id, entity_id, currency FROM ${parquet("postings", postings, tables.posting)})`;
  await ask(`CREATE TABLE accounts AS ${numberedAccounts(accounts, named)}`, { accounts, postings });
  await ask(`CREATE TABLE fresh_accounts AS SELECT DISTINCT account FROM accounts ${unwritten ? "" : "SEMI JOIN fresh USING (customer_id, entity_id, currency)"}`);
  return true;
}

function history(store: ObjectStore, folder: string, manifest: Manifest, database: Database, state: string, anyFresh: boolean): History {
  const [lines, accounts, reach] = [keptTables(database, KEPT_LINES), keptTables(database, KEPT_ACCOUNTS), keptTables(database, 1)];
  const fetch = async (keys: readonly string[]) => {
    const paths = await fetchFiles(store, folder, keys);
    if (!paths) throw new Error("a file of the history was deleted while it was read");
    return paths;
  };
  const at = linesAt(database, manifest, fetch, anyFresh);
  const nameOf = (day: number) => `lines_${Math.trunc(day)}`.replace("-", "_");
  return {
    state,
    use: database.use,
    groupings: groupings(database),
    columnsAt: at.columns,
    linesAt: (day) => lines.make(nameOf(day), () => at.open(day)),
    accountsAt: (day, basis, bounds) =>
      accounts.make(["accounts", day, basis, ...bounds].join("_").replace("-", "_"), async () => {
        const { sql, parameters } = await at.open(day);
        return { sql: accountsOf(lines.has(nameOf(day)) ? await lines.make(nameOf(day), () => at.open(day)) : `(${sql})`, basis, bounds.length), parameters: { ...parameters, ...boundParameters(bounds) } };
      }),
    reach: () =>
      reach.make("reach", async () => {
        const items = await fetch(some(manifest.items));
        return { sql: `SELECT DISTINCT customer_id, entity_id FROM (SELECT customer_id, entity_id FROM fresh_items UNION ALL (SELECT customer_id, entity_id FROM ${parquet("items", items, tables.item)}))`, parameters: { items } };
      }),
    postings: (from, to) => {
      const [first, last] = [fromEpochDay(from).slice(0, 7), fromEpochDay(to).slice(0, 7)];
      return fetch(Object.keys(manifest.postings).filter((month) => month >= first && month <= last).toSorted().map((month) => manifest.postings[month]!));
    },
    items: () => fetch(some(manifest.items)),
    close: () => database.close(),
  };
}

const some = (key: string | undefined): string[] => (key ? [key] : []);
