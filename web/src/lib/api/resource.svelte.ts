// Something that a screen shows and the API knows: it loads when what it depends on changes, keeps showing the last answer while a newer one comes,
// and says plainly when it failed.
import { untrack } from "svelte";

export class Resource<T> {
  value: T | undefined = $state.raw();
  error: Error | undefined = $state.raw();
  loading = $state(true);
  #load: (signal: AbortSignal) => Promise<T>;
  #asked: AbortController | undefined;
  #gone = false;

  constructor(load: (signal: AbortSignal) => Promise<T>) {
    this.#load = load;
    $effect(() => {
      this.#gone = false;
      // What `load` reads before its first await is what this depends on.
      const answer = this.#start();
      untrack(() => void this.#settle(answer));
      return () => {
        this.#gone = true;
        this.#asked?.abort();
      };
    });
  }

  /** Asks again, quietly: what is shown stays until the answer is there. Of a screen that was left nothing is asked: what it was about is gone, too. */
  refresh = (): void => {
    if (!this.#gone) void this.#settle(this.#start());
  };

  #start(): { promise: Promise<T>; asked: AbortController } {
    this.#asked?.abort();
    const asked = (this.#asked = new AbortController());
    return { promise: this.#load(asked.signal), asked };
  }

  async #settle({ promise, asked }: { promise: Promise<T>; asked: AbortController }): Promise<void> {
    this.loading = true;
    try {
      const value = await promise;
      if (asked.signal.aborted) return;
      this.value = value;
      this.error = undefined;
    } catch (error) {
      if (!asked.signal.aborted) this.error = error as Error;
    } finally {
      if (this.#asked === asked) this.loading = false;
    }
  }
}
