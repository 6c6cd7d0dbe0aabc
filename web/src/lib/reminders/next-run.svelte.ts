// The next run, read part by part: the first customers are on the screen while the last are still being decided. Under a draft, when one is named.
import { untrack } from "svelte";
import { call } from "#lib/api/client.ts";
import type { Reason, RunChange, RunRow } from "#lib/format/reminder.ts";

export class NextRun {
  rows: readonly RunRow[] = $state.raw([]);
  stale: readonly Reason[] = $state.raw([]);
  error: Error | undefined = $state.raw();
  /** Against the last real run; nothing under a draft, and nothing before the first run. */
  changes: readonly RunChange[] = $state.raw([]);
  comparedWith: string | undefined = $state();
  loading = $state(true);
  #asked = new AbortController();
  #draft: () => `pol_${string}` | undefined;

  /** Asks again whenever what `draft` reads has changed. */
  constructor(draft: () => `pol_${string}` | undefined = () => undefined) {
    this.#draft = draft;
    $effect(() => {
      draft();
      untrack(this.refresh);
      return () => this.#asked.abort();
    });
  }

  refresh = (): void => {
    this.#asked.abort();
    this.#asked = new AbortController();
    void this.#read(this.#asked.signal, this.#draft());
  };

  async #read(signal: AbortSignal, draft: `pol_${string}` | undefined): Promise<void> {
    this.loading = true;
    const known = this.rows.length > 0;
    const rows: RunRow[] = [];
    const changes: RunChange[] = [];
    let since: string | undefined;
    try {
      for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
        const answer = await call("POST /dunning/runs", { body: { simulate: true, draft, cursor, ...(draft ? {} : { compare: true }) } }, signal);
        if (signal.aborted) return;
        rows.push(...answer.items);
        changes.push(...(answer.changes ?? []));
        since = answer.comparedWith ?? since;
        this.stale = answer.stale;
        // What was shown stays until the new answer is whole, so that nothing jumps under somebody's hand.
        if (!known) this.rows = [...rows];
        cursor = answer.nextCursor;
      }
      [this.rows, this.changes, this.comparedWith] = [rows, changes, since];
      this.error = undefined;
    } catch (error) {
      if (!signal.aborted) this.error = error as Error;
    } finally {
      if (!signal.aborted) this.loading = false;
    }
  }
}

/** What holds back, by its first reason, the most frequent first. */
export function heldBy(rows: readonly RunRow[]): { readonly code: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { outcome, reasons } of rows) {
    if (outcome !== "held" && outcome !== "waits") continue;
    const code = reasons[0]?.code ?? "unknown";
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return [...counts].map(([code, count]) => ({ code, count })).toSorted((a, b) => b.count - a.count);
}
