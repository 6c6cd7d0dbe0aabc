// What was just decided leaves its list at once; it comes back when the decision failed or was taken back. A list that was asked for before the decision
// still holds it, and does not bring it back.
import { untrack } from "svelte";

export class Decided {
  ids: ReadonlySet<string> = $state.raw(new Set());

  /** `listed`: what the last answer holds; whatever is no longer there needs not be remembered. */
  constructor(listed: () => readonly { readonly id: string }[] | undefined) {
    $effect(() => {
      const known = new Set(listed()?.map(({ id }) => id));
      untrack(() => (this.ids = new Set([...this.ids].filter((id) => known.has(id)))));
    });
  }

  leave = (...ids: readonly string[]): void => void (this.ids = new Set([...this.ids, ...ids]));
  back = (...ids: readonly string[]): void => void (this.ids = new Set([...this.ids].filter((id) => !ids.includes(id))));
}
