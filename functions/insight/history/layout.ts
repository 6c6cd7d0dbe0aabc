// The history of a tenant in the lake: everything that was ever posted, so that any balance at any date is a sum.
//
//   history/{tenant}/manifest.json                      which files are the history now; replaced whole, only if nobody replaced it before
//   history/{tenant}/delta/{batch}.parquet              one small file per stream batch: new postings, and the latest state of what they are about
//   history/{tenant}/postings/{yyyy-mm}/{digest}.parquet   all postings of a month, each once, sorted by day
//   history/{tenant}/checkpoint/{yyyy-mm}/{digest}.parquet what was open at the end of a month: one row per item, instalment and due date
//   history/{tenant}/items|customers|entities/{digest}.parquet   the latest state of each
//
// A key never changes its content: keys of compacted files are digests of what went into them, so that a compaction that runs twice writes the
// same files, and a reader may keep a file for as long as it likes. Only the manifest is replaced.
//
// Exactly once. The stream delivers at least once, so a posting may be in two deltas, or in a delta that comes again long after it was merged.
// The id of a posting decides: whoever reads deltas drops what is there already. A delta that was merged is in `retired` until it is deleted.
//
// Readers take the manifest and the deltas that are not in it: whatever a compaction is doing, both together are the whole history. Files
// that a manifest no longer names are deleted after GRACE, which is longer than any reader holds a manifest.
//
// Which checkpoints: one for every month with postings but the last. A question at a date takes the checkpoint of the latest earlier month,
// the postings of the months after it, and the deltas. The rule reads no clock, so the same postings always make the same files.
import { isKeySafe } from "#domain/id.ts";

/** "2026-03" */
export type Month = string;

export type Manifest = {
  readonly version: 1;
  /** Counts replacements. */
  readonly generation: number;
  readonly postings: Readonly<Record<Month, string>>;
  readonly checkpoints: Readonly<Record<Month, string>>;
  readonly items?: string;
  readonly customers?: string;
  readonly entities?: string;
  /** Merged deltas and replaced files, and since when: deleted after GRACE. */
  readonly retired: readonly { readonly key: string; readonly at: string }[];
};

export const GRACE_MS = 2 * 3_600_000;

export const emptyManifest: Manifest = { version: 1, generation: 0, postings: {}, checkpoints: {}, retired: [] };

export const layout = (tenant: string) => {
  if (!isKeySafe(tenant)) throw new RangeError(`${tenant} cannot be a folder of the lake`);
  const root = `history/${tenant}/`;
  return {
    root,
    manifest: `${root}manifest.json`,
    deltas: `${root}delta/`,
    delta: (batch: string) => `${root}delta/${batch}.parquet`,
    postings: (month: Month, digest: string) => `${root}postings/${month}/${digest}.parquet`,
    checkpoint: (month: Month, digest: string) => `${root}checkpoint/${month}/${digest}.parquet`,
    dimension: (table: "items" | "customers" | "entities", digest: string) => `${root}${table}/${digest}.parquet`,
  };
};

/** Every file that a manifest names. */
export const filesOf = (manifest: Manifest): string[] => [
  ...Object.values(manifest.postings),
  ...Object.values(manifest.checkpoints),
  ...[manifest.items, manifest.customers, manifest.entities].filter((key) => key !== undefined),
];

/** The files that answer a question at the end of a day in `month`: the checkpoint before it, if any, and the months after that checkpoint. */
export function filesFor(manifest: Manifest, month: Month): { checkpoint: string | undefined; months: string[] } {
  const from = Object.keys(manifest.checkpoints).filter((m) => m < month).toSorted().at(-1);
  const months = Object.keys(manifest.postings).filter((m) => m <= month && (!from || m > from)).toSorted();
  return { checkpoint: from && manifest.checkpoints[from], months: months.map((m) => manifest.postings[m]!) };
}
