// Yesterday's file against today's. What is equal costs nothing from here on: it is neither mapped, nor staged, nor compared with the ledger.
import type { Fingerprints } from "#domain/ingestion/fingerprint.ts";

export type Diff = {
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Per record of today: does it have to go on? */
  readonly differs: Uint8Array;
  /** Places in yesterday's file. Only of what can be gone: a customer who is no longer listed is still a customer. */
  readonly gone: readonly number[];
};

/** `full`: what today does not name is gone. `delta`: today names only what changed. */
export function diff(yesterday: Fingerprints, today: Fingerprints, mode: "full" | "delta"): Diff {
  const differs = new Uint8Array(today.size).fill(1);
  const gone: number[] = [];
  let [known, unchanged] = [0, 0];
  for (let m = 0; m < yesterday.size; m++) {
    const n = today.indexOfSame(yesterday, m);
    if (n < 0) {
      if (mode === "full" && canBeGone(yesterday, m)) gone.push(m);
      continue;
    }
    known++;
    if (!today.sameHash(n, yesterday, m)) continue;
    differs[n] = 0;
    unchanged++;
  }
  return { created: today.size - known, changed: known - unchanged, unchanged, differs, gone };
}

const canBeGone = (file: Fingerprints, n: number): boolean => file.kindAt(n) === "item" || file.kindAt(n) === "commitment";

/** What is kept for tomorrow: today's file; a delta is laid over yesterday's; a rejected record stays as it was known, so it comes up again and is never taken for gone. */
export function tomorrow(yesterday: Fingerprints, today: Fingerprints, { mode, rejected }: { mode: "full" | "delta"; rejected: ReadonlySet<number> }): Uint8Array {
  const leaveOut = new Set<number>();
  for (const n of rejected) {
    const before = yesterday.indexOfSame(today, n);
    if (before >= 0) today.keep(yesterday, before);
    else leaveOut.add(n);
  }
  const carried = mode === "delta" ? everything(yesterday) : [];
  for (const m of carried) if (today.indexOfSame(yesterday, m) < 0) today.keep(yesterday, m);
  return today.bytes(leaveOut);
}

const everything = (file: Fingerprints): number[] => Array.from({ length: file.size }, (_, n) => n);
