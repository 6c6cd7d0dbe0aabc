// Changes go to the ledger in chunks: all of one customer together, so that two workers never write the same account, and some hundreds of records
// each, so that a chunk takes seconds and a lost one costs little.
import type { Customer } from "#domain/ledger/schema.ts";
import type { CustomerId } from "#domain/id.ts";
import type { CanonicalRecord } from "#domain/ingestion/schema.ts";

/** What a row tells of its customer: enough to open an account that no customers file has named yet. */
export type CustomerStub = Pick<Customer, "id" | "code" | "codeSpace" | "name"> & Partial<Pick<Customer, "salesperson" | "collector">>;
export type ChunkLine = { readonly record: CanonicalRecord; readonly customer?: CustomerStub };

const RECORDS_PER_CHUNK = 250;

/** Chunk of each customer, and how many records each chunk has; in the order in which customers are first met. */
export function planChunks(changes: Iterable<{ readonly customerId: CustomerId; readonly records: number }>) {
  const chunkOf = new Map<CustomerId, number>();
  const sizes: number[] = [];
  for (const { customerId, records } of changes) {
    const last = sizes.length - 1;
    const fits = last >= 0 && (sizes[last]! + records <= RECORDS_PER_CHUNK);
    const chunk = fits ? last : sizes.push(0) - 1;
    chunkOf.set(customerId, chunk);
    sizes[chunk]! += records;
  }
  return { chunkOf, sizes };
}

/** JSON that keeps bigint exact: { "$big": "123" } is shorter to tell than to guess. */
export const toText = (line: ChunkLine): string => JSON.stringify(line, (_, value: unknown) => (typeof value === "bigint" ? { $big: value.toString() } : value));
export const fromText = (text: string): ChunkLine =>
  JSON.parse(text, (_, value: unknown) => (value !== null && typeof value === "object" && "$big" in value ? BigInt((value as { $big: string }).$big) : value)) as ChunkLine;
