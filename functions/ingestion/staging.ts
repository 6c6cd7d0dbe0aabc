// Changes on their way to the ledger: one object per chunk, written as soon as its last record is in. Its name and its content depend on the file and on
// what was known before it alone, so a run that is read again after a crash stages the same objects over the first.
import type { CustomerId } from "#domain/id.ts";
import { type ChunkLine, planChunks, toText } from "#domain/ingestion/chunk.ts";
import type { Blobs } from "#functions/ingestion/ports.ts";
import type { StoredRun } from "#functions/store/ingestion.ts";

export const folderOf = (tenant: string, run: Pick<StoredRun, "id" | "pass">): string => `ingestion/${tenant}/${run.id}/${run.pass}`;
export const chunkKeyOf = (tenant: string, run: Pick<StoredRun, "id" | "pass">, chunk: number): string => `${folderOf(tenant, run)}/chunk-${String(chunk).padStart(6, "0")}`;

/** `changes`: how many records of each customer will come. Chunks are numbered on from the run's first. */
export function stager(lake: Blobs, tenant: string, run: StoredRun, changes: ReadonlyMap<CustomerId, number>) {
  const plan = planChunks([...changes].map(([customerId, records]) => ({ customerId, records })));
  const waiting = plan.sizes.slice();
  const lines = new Map<number, string[]>();
  const writes: Promise<void>[] = [];
  return {
    chunks: plan.sizes.length,
    /** One record has been dealt with: into so many lines, or none if it was rejected. */
    done(customerId: CustomerId, staged: readonly ChunkLine[]): void {
      const chunk = plan.chunkOf.get(customerId)!;
      const body = lines.get(chunk) ?? [];
      body.push(...staged.map(toText));
      lines.set(chunk, body);
      if (--waiting[chunk]! > 0) return;
      lines.delete(chunk);
      writes.push(lake.write(chunkKeyOf(tenant, run, run.firstChunk + chunk), body.join("\n")));
    },
    /** Lets the writes that have begun come to an end; called now and then, so that they do not pile up. */
    async settle(): Promise<void> {
      await Promise.all(writes.splice(0));
    },
    async finish(): Promise<void> {
      await Promise.all(writes.splice(0));
      const late = waiting.findIndex((left) => left > 0);
      if (late >= 0) throw new Error(`chunk ${late} still waits for ${waiting[late]} records`);
    },
  };
}
