// A policy while it is being edited. Every change is kept by itself as the draft, one after another; every change can be undone. What the server says of
// the draft (what would keep it from being published) comes back with each. Somebody else's change is never overwritten: who edits decides.
import { call, Problem } from "#lib/api/client.ts";
import type { KeptPolicy, Policy } from "#lib/format/policy.ts";

const QUIET = 500;

export class PolicyDraft {
  policy: Policy = $state.raw({} as Policy);
  kept: KeptPolicy = $state.raw({} as KeptPolicy);
  error: Error | undefined = $state.raw();
  conflict = $state(false);
  saving = $state(false);
  /** Counts what was kept: whoever shows the effect of the draft asks again. */
  saved = $state(0);
  #past: readonly Policy[] = $state.raw([]);
  #future: readonly Policy[] = $state.raw([]);
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** One after another: each is under the revision that the one before it gave. */
  #saves: Promise<void> = Promise.resolve();
  #dirty = false;

  constructor(kept: KeptPolicy) {
    this.kept = kept;
    this.policy = kept.policy;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  get canRedo(): boolean {
    return this.#future.length > 0;
  }
  /** The draft that is kept has a revision; what is in force, or only supplied, has none to be changed. */
  get revision(): number {
    return this.kept.state === "draft" ? this.kept.revision : 0;
  }

  change = (next: Policy): void => {
    if (JSON.stringify(next) === JSON.stringify(this.policy)) return;
    this.#past = [...this.#past, this.policy].slice(-200);
    this.#future = [];
    this.#set(next);
  };
  undo = (): void => {
    const before = this.#past.at(-1);
    if (!before) return;
    this.#future = [this.policy, ...this.#future];
    this.#past = this.#past.slice(0, -1);
    this.#set(before);
  };
  redo = (): void => {
    const [next, ...rest] = this.#future;
    if (!next) return;
    this.#past = [...this.#past, this.policy];
    this.#future = rest;
    this.#set(next);
  };
  /** Keeps what is supplied, or what is in force, as a draft of ours without changing it. */
  adopt = (): Promise<void> => {
    this.#dirty = true;
    return this.#keep();
  };
  retry = (): void => void this.#keep();
  /** Before something is done with the draft as a whole: what was changed a moment ago is part of it. */
  settled = async (): Promise<void> => {
    await this.#keep();
    if (this.error) throw this.error;
  };
  keepMine = async (): Promise<void> => {
    const draft = (await call("GET /dunning/policies/{id}", { params: { id: this.kept.policy.id } })).versions.findLast(({ state }) => state === "draft");
    this.kept = draft ?? this.kept;
    this.conflict = false;
    this.#dirty = true;
    await this.#keep();
  };
  takeTheirs = async (): Promise<void> => {
    const newest = (await call("GET /dunning/policies/{id}", { params: { id: this.kept.policy.id } })).versions.at(-1);
    if (!newest) return;
    this.#past = [...this.#past, this.policy];
    this.kept = newest;
    this.policy = newest.policy;
    this.conflict = false;
    this.#dirty = false;
    this.saved++;
  };

  #set(next: Policy): void {
    this.policy = next;
    this.#dirty = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#keep(), QUIET);
  }

  #keep(): Promise<void> {
    clearTimeout(this.#timer);
    return (this.#saves = this.#saves.then(() => this.#save()));
  }

  async #save(): Promise<void> {
    if (!this.#dirty || this.conflict) return;
    this.saving = true;
    this.#dirty = false;
    const sent = this.policy;
    try {
      this.kept = await call("PUT /dunning/policies/{id}", { params: { id: sent.id }, body: { policy: sent, revision: this.revision } });
      this.error = undefined;
      this.saved++;
    } catch (error) {
      this.#dirty = true;
      if (error instanceof Problem && error.code === "policy.changed-meanwhile") this.conflict = true;
      else this.error = error as Error;
    } finally {
      this.saving = false;
    }
  }
}
