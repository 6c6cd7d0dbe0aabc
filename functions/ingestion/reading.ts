// What reading a file comes to, whatever its format.
import type { Digest } from "#domain/id.ts";
import type { EncodingChoice } from "#domain/text/decode.ts";
import type { Blobs } from "#functions/ingestion/ports.ts";
import type { Stores } from "#functions/ingestion/stores.ts";
import type { OpenFile } from "#functions/ingestion/file-rows.ts";
import type { RunFact, Scope, StoredReject, StoredRun, StoredSource } from "#functions/store/ingestion.ts";
import type { Reason } from "#domain/reason.ts";

export type Job = {
  readonly run: StoredRun;
  readonly source: StoredSource;
  readonly open: OpenFile;
  readonly known: EncodingChoice & { readonly head: string; readonly bytes: number; readonly sha256: string };
  readonly stores: Stores;
  readonly lake: Blobs;
  readonly digest: Digest;
  readonly now: string;
  /** Lines that are read again, with what was repaired in them. */
  readonly repairs: ReadonlyMap<number, Readonly<Record<string, string>>>;
};

/** What the run shows of the file. */
export type Facts = Partial<Pick<StoredRun, "encoding" | "delimiter" | "asOf" | "profileVersion" | "rows" | "skipped" | "created" | "changed" | "unchanged" | "gone" | "rejected" | "controls">>;
export type Reading =
  | { readonly outcome: "duplicate" | "failed" | "held"; readonly facts: Facts; readonly reasons: readonly Reason[] }
  | { readonly outcome: "staged"; readonly facts: Facts; readonly reasons: readonly Reason[]; readonly chunks: number; readonly rejects: readonly StoredReject[]; readonly scope: string; readonly next: Scope; /** Facts of the file beside those of every run. */ readonly tells?: readonly RunFact[] };

/** Somebody else is asked to parse the file first; a message will say when that is done. */
export type Later = { readonly outcome: "later" };

/** Above this share of rows the file as such is wrong: nothing of it is used. */
export const REJECTED_PER_MILLE = 500;
/** And above this number nobody repairs them one by one. */
export const MOST_REJECTS = 20_000;

export const tooManyRejects = (rejected: number, rows: number): boolean => rejected > MOST_REJECTS || (rejected > 20 && rejected * 1000 > rows * REJECTED_PER_MILLE);

export const sequenceOf = (run: Pick<StoredRun, "receivedAt" | "id">): string => `${run.receivedAt}~${run.id}`;
