// What a person asks the server to do: one thing at a time, for a second press means the first; what fails is said where it is seen, and nothing that was
// typed goes with it.
import { toasts } from "#lib/components/toasts.svelte.ts";
import { whyFailed } from "#lib/format/failure.ts";
import * as m from "#lib/paraglide/messages.js";

export class Deed {
  busy = $state(false);
  /** Why the last one failed, when it is said beside its button. */
  failed: string | undefined = $state();
  readonly #says: "toast" | "beside";

  /** `beside`: in a dialog, which lies over every toast and makes it unreachable. */
  constructor(says: "toast" | "beside" = "toast") {
    this.#says = says;
  }

  /** `failed`: what else is to be done when it was refused, after that was said. */
  async run(work: () => Promise<unknown>, failed?: () => void): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failed = undefined;
    try {
      await work();
    } catch (error) {
      if (this.#says === "beside") this.failed = whyFailed(error);
      else toasts.say(whyFailed(error), { bad: true });
      failed?.();
    } finally {
      this.busy = false;
    }
  }
}

/** The way back that a toast offers. It outlives the panel that was in sight: `back` may use only what is known as this is called, never what a panel is
 * given, which by then is somebody else's or gone. What fails can be tried again, for its toast is the only place to do so. */
export const undo = (back: () => Promise<unknown>) => ({ act: { label: m.undo(), run: () => void taken(back) } });

async function taken(back: () => Promise<unknown>): Promise<void> {
  try {
    await back();
  } catch (error) {
    toasts.say(whyFailed(error), { bad: true, act: { label: m.retry(), run: () => void taken(back) } });
  }
}
