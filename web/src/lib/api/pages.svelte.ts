// A list that is longer than a page: the first page loads when the question changes, the next ones when they are nearly in sight.
import { untrack } from "svelte";

type Page<Row> = { readonly items: readonly Row[]; readonly nextCursor?: string | undefined; readonly total?: number };

export class Pages<Row, Answer extends Page<Row>> {
  rows: Row[] = $state.raw([]);
  first: Answer | undefined = $state.raw();
  error: Error | undefined = $state.raw();
  loading = $state(true);
  #cursor: string | undefined = $state();
  #asked = new AbortController();
  #gone = false;
  #load: (cursor: string | undefined, signal: AbortSignal) => Promise<Answer>;

  constructor(load: (cursor: string | undefined, signal: AbortSignal) => Promise<Answer>) {
    this.#load = load;
    $effect(() => {
      this.#gone = false;
      const asked = this.#renew();
      const promise = load(undefined, asked.signal);
      untrack(() => void this.#take(promise, asked, true));
      return () => {
        this.#gone = true;
        asked.abort();
      };
    });
  }

  get hasMore(): boolean {
    return this.#cursor !== undefined;
  }
  refresh = (): void => {
    if (this.#gone) return;
    const asked = this.#renew();
    void this.#take(this.#load(undefined, asked.signal), asked, true);
  };
  more = (): void => {
    if (this.loading || !this.#cursor) return;
    void this.#take(this.#load(this.#cursor, this.#asked.signal), this.#asked, false);
  };

  #renew(): AbortController {
    this.#asked.abort();
    return (this.#asked = new AbortController());
  }

  async #take(promise: Promise<Answer>, asked: AbortController, anew: boolean): Promise<void> {
    this.loading = true;
    try {
      const answer = await promise;
      if (asked.signal.aborted) return;
      this.rows = anew ? [...answer.items] : [...this.rows, ...answer.items];
      if (anew) this.first = answer;
      this.#cursor = answer.nextCursor;
      this.error = undefined;
    } catch (error) {
      if (!asked.signal.aborted) this.error = error as Error;
    } finally {
      if (this.#asked === asked) this.loading = false;
    }
  }
}
