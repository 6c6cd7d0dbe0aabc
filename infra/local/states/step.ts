// One step of one execution: everything that changes is collected and written in a single transaction; only then are tasks started.
import type { Execution, ExecutionStatus, Frame, StateStore } from "./store.ts";

export class Step {
  readonly now: number;
  readonly execution: Execution;
  /** Frames whose task is to be started once this step is written. */
  readonly toLaunch: Frame[] = [];
  readonly #store: StateStore;
  readonly #frames = new Map<string, Frame>();
  readonly #changes: (() => void)[] = [];
  #ended = false;

  constructor(store: StateStore, execution: Execution, now: number) {
    this.#store = store;
    this.execution = execution;
    this.now = now;
  }

  frame(id: string): Frame {
    const frame = this.#frames.get(id) ?? this.#store.frame(id);
    if (!frame) throw new Error(`the frame ${id} is gone`);
    this.#frames.set(id, frame);
    return frame;
  }

  save(frame: Frame) {
    this.#frames.set(frame.id, frame);
    this.#changes.push(() => this.#store.saveFrame(frame));
  }

  remove(frame: Frame) {
    this.#changes.push(() => this.#store.removeFrame(frame.id));
  }

  removeBelow(frame: Frame) {
    this.#changes.push(() => this.#store.removeBelow(frame.id));
  }

  record(type: string, details: Readonly<Record<string, unknown>> = {}) {
    this.#changes.push(() => this.#store.record(this.execution.arn, this.now, type, details));
  }

  end(status: ExecutionStatus, result: { readonly output?: unknown; readonly error?: string; readonly cause?: string }) {
    const { arn } = this.execution;
    const output = result.output === undefined ? null : JSON.stringify(result.output);
    const ended = { ...this.execution, status, output, error: result.error ?? null, cause: result.cause ?? null, stoppedAt: this.now };
    const details = status === "SUCCEEDED" ? { output } : { error: ended.error, cause: ended.cause };
    this.record(END_EVENTS[status] ?? "ExecutionFailed", details);
    this.#changes.push(() => this.#store.saveExecution(ended));
    this.#changes.push(() => this.#store.removeFramesOf(arn));
    this.#ended = true;
  }

  commit(): readonly Frame[] {
    this.#store.transaction(() => {
      for (const change of this.#changes) change();
    });
    return this.#ended ? [] : this.toLaunch;
  }
}

const END_EVENTS: Partial<Record<ExecutionStatus, string>> = {
  SUCCEEDED: "ExecutionSucceeded",
  FAILED: "ExecutionFailed",
  TIMED_OUT: "ExecutionTimedOut",
  ABORTED: "ExecutionAborted",
};
