// The history of a tenant in the lake: everything that was ever posted, so that any balance at any date is a sum.
//
//   history/{tenant}/manifest.json                      which files are the history now; replaced whole, only if nobody replaced it before
//   history/{tenant}/delta/{batch}.parquet              one small file per stream batch: new postings, and the latest state of what they are about
//   history/{tenant}/postings/{yyyy-mm}/{digest}.parquet   all postings of a month, each once, sorted by day
//   history/{tenant}/lines/{yyyy-mm}/{digest}.parquet      what was open on any day of a month: one row per item, instalment, due date and stretch of days
//   history/{tenant}/lines/{yyyy-mm}/{digest}.columns      the same, the little that an aged balance needs of it, as plain columns (line-columns.ts)
//   history/{tenant}/items|customers|entities/{digest}.parquet   the latest state of each
//   history/{tenant}/accounts/{digest}.parquet             a number for each customer, entity and currency; numbers are never given twice
//
// A key never changes its content: keys of compacted files are digests of what went into them and of the manifest that they follow, so a reader
// may keep a file for as long as it likes. Only the manifest is replaced.
//
// Exactly once. The stream delivers at least once, so a posting may be in two deltas, or in a delta that comes again long after it was merged.
// The id of a posting decides: whoever reads deltas drops what is there already. A delta that was merged is in `retired` until it is deleted.
//
// Readers take the manifest and the deltas that are not in it: whatever a compaction is doing, both together are the whole history. Files
// that a manifest no longer names, or that none ever named, are deleted after GRACE, which is longer than any reader holds a manifest.
//
// Lines: one pair of files for every month with postings. A question at a date takes the file of its month, or of the latest month before, and
// the deltas: nothing has to be added up item by item when somebody asks, and no question depends on how long the history is. A posting that is
// dated back changes its month and, as what was open is carried forward, every month after it. The rule reads no clock, so the same postings
// always make the same files.
import { epochDay } from "#domain/date.ts";
import { isKeySafe } from "#domain/id.ts";

/** "2026-03" */
export type Month = string;

export type Manifest = {
  readonly version: 2;
  /** Counts replacements. */
  readonly generation: number;
  readonly postings: Readonly<Record<Month, string>>;
  /** Each stands for a pair: `.parquet`, and `.columns` beside it. */
  readonly lines: Readonly<Record<Month, string>>;
  readonly accounts?: string;
  readonly items?: string;
  readonly customers?: string;
  readonly entities?: string;
  /** Merged deltas and replaced files, and since when: deleted after GRACE. */
  readonly retired: readonly { readonly key: string; readonly at: string }[];
};

export const GRACE_MS = 2 * 3_600_000;

export const emptyManifest: Manifest = { version: 2, generation: 0, postings: {}, lines: {}, retired: [] };

export const layout = (tenant: string) => {
  if (!isKeySafe(tenant)) throw new RangeError(`${tenant} cannot be a folder of the lake`);
  const root = `history/${tenant}/`;
  return {
    root,
    manifest: `${root}manifest.json`,
    deltas: `${root}delta/`,
    delta: (batch: string) => `${root}delta/${batch}.parquet`,
    postings: (month: Month, digest: string) => `${root}postings/${month}/${digest}.parquet`,
    lines: (month: Month, digest: string) => `${root}lines/${month}/${digest}.parquet`,
    dimension: (table: "items" | "customers" | "entities" | "accounts", digest: string) => `${root}${table}/${digest}.parquet`,
  };
};

/** The plain columns of a file of lines. */
export const columnsOf = (lines: string): string => lines.replace(/\.parquet$/, ".columns");

/** Every file that a manifest names. */
export const filesOf = (manifest: Manifest): string[] => [
  ...Object.values(manifest.postings),
  ...Object.values(manifest.lines).flatMap((key) => [key, columnsOf(key)]),
  ...[manifest.items, manifest.customers, manifest.entities, manifest.accounts].filter((key) => key !== undefined),
];

/** The first month whose lines are not written: only a history from before there were lines has one. */
export const firstWithoutLines = ({ postings, lines }: Manifest): Month | undefined => Object.keys(postings).filter((month) => !lines[month]).toSorted()[0];

/** The month that answers a question at a day in `month`: itself, or the latest before it that has postings. */
export const answeringMonth = (manifest: Manifest, month: Month): Month | undefined => Object.keys(manifest.postings).filter((m) => m <= month).toSorted().at(-1);

export const firstDayOf = (month: Month): number => epochDay(`${month}-01`);
