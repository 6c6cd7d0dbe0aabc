// Sources, their runs, what a run could not read, and which chunks of it are in the ledger.
//
// kind   | pk            | sk            | gsi1pk                | gsi1sk            | gsi2pk  | gsi2sk
// -------|---------------|---------------|-----------------------|-------------------|---------|------------------
// source | {t}#T         | S#{source}    |                       |                   |         |
// run    | {t}#J#{run}   | A             | {t}#J#S#{source}      | {received}#{run}  | {t}#JQ  | {received}#{run}
// reject | {t}#J#{run}   | R#{line}      |                       |                   |         |
// chunk  | {t}#J#{run}   | K#{chunk}     |                       |                   |         |
//
// A source and its runs move together: who is being read, who waits, what was applied last. So a move is one transaction over both, conditional on the
// versions that it was decided from; whoever comes second decides again. A chunk's mark and the run's counters are one transaction too: a chunk that
// is delivered twice counts once.
import { Service } from "electrodb";
import type { Reject, Run, RunState, Source } from "#domain/ingestion/schema.ts";
import type { statementRead } from "#events/cash-application.ts";
import type { importCompleted, importPosted, importProgressed } from "#events/ingestion.ts";
import type { PendingFact } from "#events/envelope.ts";
import { chunkEntity, rejectEntity, runEntity, sourceEntity } from "#functions/store/import-records.ts";
import { storedFact } from "#functions/store/fact.ts";
import { perTenant } from "#functions/store/per-tenant.ts";
import { all, attempted, type Saved } from "#functions/store/request.ts";
import { tenantTable, type Connection } from "#functions/store/table.ts";

/** What a source sent last and how it read, per scope: one of a delimited source, one per company of a FEC source. */
export type Scope = {
  readonly runId: string;
  /** Of the raw file: the same file again changes nothing. */
  readonly sha256: string;
  readonly profileVersion: number;
  readonly receivedAt: string;
  readonly asOf: string;
  /** Object in the lake with the fingerprints. */
  readonly fingerprints: string;
  /** Decimal minor units per currency. */
  readonly balance: Readonly<Record<string, string>>;
  /** FEC: the years' books, as objects in the lake. */
  readonly books?: readonly StoredBook[];
};
export type StoredBook = { readonly year: string; readonly closing?: string; readonly first: string; readonly last: string; readonly hasOpening: boolean; readonly key: string; readonly sha256: string };
export type StoredSource = Source & { readonly version: number; /** Runs whose turn comes, oldest first. */ readonly waiting: readonly string[]; readonly scopes: Readonly<Record<string, Scope>> };
export type StoredRun = Run & {
  readonly version: number;
  /** A person said yes to a held snapshot. */
  readonly approved?: boolean;
  /** How often repaired rows of this file were read again; names the objects of each time. */
  readonly pass: number;
  /** Lines that this pass reads again; undefined: the whole file. */
  readonly replay?: readonly number[];
  readonly firstChunk: number;
  /** What becomes of the source's scope when all chunks are in. */
  readonly outcome?: { readonly scope: string; readonly next: Scope };
};
export type StoredReject = Reject & { readonly recordId?: string };
export type RunFact = PendingFact<typeof importProgressed | typeof importPosted | typeof importCompleted | typeof statementRead>;
export type RunChange = { readonly next: StoredRun; readonly previous: StoredRun | undefined; readonly facts?: readonly RunFact[] };
export type SourceChange = { readonly next: StoredSource; readonly previous: StoredSource };
export type IngestionStore = ReturnType<typeof ingestionStore>;
type Page = { readonly limit?: number | undefined; readonly cursor?: string | undefined };

export const ingestionStore = /* @__PURE__ */ perTenant((tenant: string, connection?: Connection) => {
  const table = tenantTable(tenant, connection);
  const [sources, runs, rejects, chunks] = [sourceEntity(table), runEntity(table), rejectEntity(table), chunkEntity(table)];
  const together = new Service({ sources, runs, chunks }, { client: table.client as never, table: table.table });
  const sourceRow = ({ version, ...content }: StoredSource) => ({ tenant, id: content.id, version: version + 1, content: plain(content) });
  const runRow = ({ version, ...content }: StoredRun, facts: readonly RunFact[] = []) => ({
    tenant, id: content.id, source: content.sourceId ?? "none", receivedAt: content.receivedAt, version: version + 1, content: plain(content), ...(facts.length > 0 ? { facts: facts.map((fact) => storedFact(fact)) } : {}),
  });
  const rejectRow = (runId: string, { line, state, ...content }: StoredReject) => ({ tenant, run: runId, line: lineKey(line), state, content: plain({ line, state, ...content }) });

  return {
    tenant,
    sources: async (): Promise<StoredSource[]> => (await sources.query.primary({ tenant }).go({ ...all, consistent: true })).data.map(sourceOf),
    source: async (id: string): Promise<StoredSource | undefined> => {
      const { data } = await sources.get({ tenant, id }).go({ consistent: true });
      return data ? sourceOf(data) : undefined;
    },
    /** Settings of a source, new or changed; what it has read so far stays. */
    async putSource(source: Source): Promise<void> {
      const known = (await sources.get({ tenant, id: source.id }).go({ consistent: true })).data;
      const current = known ? sourceOf(known) : { version: 0, waiting: [], scopes: {} };
      await sources.put(sourceRow({ ...current, ...source })).go();
    },
    createSource: (source: Source): Promise<Saved> => attempted(() => sources.create(sourceRow({ ...source, version: 0, waiting: [], scopes: {} })).go()),
    saveSource: (next: StoredSource, previous: StoredSource): Promise<Saved> =>
      attempted(() => sources.put(sourceRow({ ...next, version: previous.version })).where(({ version }, { eq }) => eq(version, previous.version)).go()),

    run: async (id: string): Promise<StoredRun | undefined> => {
      const { data } = await runs.get({ tenant, id }).go({ consistent: true });
      return data ? runOf(data) : undefined;
    },
    createRun: (run: StoredRun, facts: readonly RunFact[] = []): Promise<Saved> => attempted(() => runs.create(runRow(run, facts)).go()),
    saveRun: ({ next, previous, facts }: RunChange & { readonly previous: StoredRun }): Promise<Saved> =>
      attempted(() => runs.put(runRow({ ...next, version: previous.version }, facts)).where(({ version }, { eq }) => eq(version, previous.version)).go()),
    /** Newest first. */
    async runs({ source, state, seen = () => true, limit = 50, cursor }: { readonly source?: string | undefined; readonly state?: RunState | undefined; /** Whose runs the asker sees. */ readonly seen?: (run: StoredRun) => boolean } & Page): Promise<{ items: StoredRun[]; nextCursor?: string }> {
      const query = source ? runs.query.bySource({ tenant, source }) : runs.query.byArrival({ tenant });
      const items: StoredRun[] = [];
      let next: string | null | undefined = cursor;
      do {
        const page: { data: unknown[]; cursor: string | null } = await query.go({ order: "desc", limit: limit - items.length, cursor: next ?? null, hydrate: true });
        items.push(...(page.data as Parameters<typeof runOf>[0][]).map(runOf).filter((run) => (!state || run.state === state) && seen(run)));
        next = page.cursor;
      } while (next && items.length < limit);
      return next ? { items, nextCursor: next } : { items };
    },

    /** A source and runs of it, all or none. */
    move: (source: SourceChange, changes: readonly RunChange[]): Promise<Saved> =>
      attempted(() =>
        together.transaction
          .write(({ sources: ofSource, runs: ofRun }) => [
            ofSource.put(sourceRow({ ...source.next, version: source.previous.version })).where(({ version }, { eq }) => eq(version, source.previous.version)).commit(),
            ...changes.map(({ next, previous, facts }) =>
              previous
                ? ofRun.put(runRow({ ...next, version: previous.version }, facts)).where(({ version }, { eq }) => eq(version, previous.version)).commit()
                : ofRun.create(runRow(next, facts)).commit(),
            ),
          ])
          .go(),
      ),
    /** "conflict": the chunk is marked already, or the run moved. */
    markChunk: (chunk: number, { next, previous, facts }: RunChange & { readonly previous: StoredRun }): Promise<Saved> =>
      attempted(() =>
        together.transaction
          .write(({ runs: ofRun, chunks: ofChunk }) => [
            ofChunk.create({ tenant, run: next.id, chunk: chunkKey(chunk) }).commit(),
            ofRun.put(runRow({ ...next, version: previous.version }, facts)).where(({ version }, { eq }) => eq(version, previous.version)).commit(),
          ])
          .go(),
      ),
    chunkIsMarked: async (runId: string, chunk: number): Promise<boolean> => (await chunks.get({ tenant, run: runId, chunk: chunkKey(chunk) }).go({ consistent: true })).data !== null,
    markedChunks: async (runId: string): Promise<Set<number>> => new Set((await chunks.query.primary({ tenant, run: runId }).go({ ...all, consistent: true })).data.map(({ chunk }) => Number(chunk))),

    rejects: async (runId: string): Promise<StoredReject[]> => (await rejects.query.primary({ tenant, run: runId }).go({ ...all, consistent: true })).data.map(rejectOf),
    async rejectPage(runId: string, { state, limit = 50, cursor }: { readonly state?: Reject["state"] | undefined } & Page): Promise<{ items: StoredReject[]; nextCursor?: string }> {
      const query = rejects.query.primary({ tenant, run: runId });
      const wanted: string | undefined = state;
      const page = await (wanted ? query.where((row, { eq }) => eq(row.state, wanted)) : query).go({ count: limit, cursor: cursor ?? null });
      const items = page.data.map(rejectOf);
      return page.cursor ? { items, nextCursor: page.cursor } : { items };
    },
    async putRejects(runId: string, found: readonly StoredReject[]): Promise<void> {
      if (found.length > 0) await rejects.put(found.map((reject) => rejectRow(runId, reject))).go({ concurrent: 4 });
    },
    async removeRejects(runId: string, lines: readonly number[]): Promise<void> {
      if (lines.length > 0) await rejects.delete(lines.map((line) => ({ tenant, run: runId, line: lineKey(line) }))).go({ concurrent: 4 });
    },
    consumed: () => ({ ...table.consumed }),
  };
});

const lineKey = (line: number): string => String(line).padStart(10, "0");
const chunkKey = (chunk: number): string => String(chunk).padStart(6, "0");
/** Nothing undefined, nothing that the table cannot keep. */
const plain = <T>(content: T): T => JSON.parse(JSON.stringify(content)) as T;

type Row = { readonly version: number; readonly content: unknown };
const sourceOf = ({ version, content }: Row): StoredSource => ({ ...(content as StoredSource), version });
const runOf = ({ version, content }: Row): StoredRun => ({ ...(content as StoredRun), version });
const rejectOf = ({ content }: { readonly content?: unknown }): StoredReject => content as StoredReject;
