// What a person asks the server to do: one thing at a time, for a second press means the first; what fails is said where it is seen.
import { toasts } from "#lib/components/toasts.svelte.ts";
import { whyFailed } from "#lib/format/failure.ts";

export class Deed {
  busy = $state(false);

  /** `failed`: what else is to be done when it was refused, after that was said. */
  async run(work: () => Promise<unknown>, failed?: () => void): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      await work();
    } catch (error) {
      toasts.say(whyFailed(error), { bad: true });
      failed?.();
    } finally {
      this.busy = false;
    }
  }
}
