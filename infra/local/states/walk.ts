// How an execution walks through its states. Entering a state works out what it does; that can fail in the state's own name (a query that
// does not evaluate, a payload too large), and then the state's Retry and Catch have their say. Leaving it evaluates Assign and Output
// together, with the variables as they were. A thread that ends tells the Parallel or Map that waits for it.
import { randomUUID } from "node:crypto";
import { ACCOUNT } from "../engine.ts";
import { flowAt, type Assignments, type Definition, type Retrier, type State } from "./definition.ts";
import { evaluate, evaluateNumber, evaluateText, queryError, type Bindings } from "./evaluate.ts";
import { failureMatches, StateFailure, withinLimit } from "./failure.ts";
import type { Step } from "./step.ts";
import type { Execution, Frame, Join } from "./store.ts";

type Going = () => Promise<void>;
type Leaving = { readonly Next?: string; readonly End?: boolean; readonly Output?: unknown; readonly Assign?: Assignments };
type Result = { readonly result?: unknown; readonly errorOutput?: unknown };

export class Walk {
  readonly #step: Step;
  readonly #definition: Definition;

  constructor(step: Step, definition: Definition) {
    this.#step = step;
    this.#definition = definition;
  }

  /** Enters the state where a ready frame stands. */
  async enter(frame: Frame) {
    const state = this.#stateOf(frame);
    const first = frame.attempt === 0;
    frame.attempt++;
    if (first) {
      frame.enteredAt = this.#step.now;
      this.#step.record(`${state.Type}StateEntered`, { name: frame.state, input: JSON.stringify(frame.input) });
    }
    await this.#inTheNameOf(frame, () => this.#prepare(frame, state));
  }

  /** The state has done its work: on to the next, by its own Output, or its result, or its input. */
  async complete(frame: Frame, outcome: Result) {
    await this.#inTheNameOf(frame, () => this.#leaving(frame, this.#stateOf(frame), outcome));
  }

  /** The state has failed: try again after a pause, or go where Catch says, or fail the thread. */
  async fail(frame: Frame, failure: StateFailure) {
    const state = this.#stateOf(frame);
    this.#step.removeBelow(frame);
    Object.assign(frame, { task: null, token: null, wakeAt: null, deadlineAt: null, heartbeatAt: null, join: null });
    if (this.#retry(frame, state.Retry ?? [], failure)) return;
    const catcher = state.Catch?.find(({ ErrorEquals }) => failureMatches(ErrorEquals, failure));
    if (!catcher) return this.#failThread(frame, failure);
    const errorOutput = { Error: failure.error, Cause: failure.cause };
    const going = await this.#leaving(frame, catcher, { errorOutput }).catch(asFailure);
    await (going instanceof StateFailure ? this.#failThread(frame, going) : going());
  }

  async #inTheNameOf(frame: Frame, prepare: () => Promise<Going>) {
    const going = await prepare().catch(asFailure);
    await (going instanceof StateFailure ? this.fail(frame, going) : going());
  }

  async #prepare(frame: Frame, state: State): Promise<Going> {
    const bindings = this.#bindings(frame);
    switch (state.Type) {
      case "Pass":
      case "Succeed":
        return this.#leaving(frame, { ...state, End: state.End ?? state.Type === "Succeed" }, {});
      case "Fail":
        throw new StateFailure(await evaluateText(state.Error, "Error", bindings), await evaluateText(state.Cause, "Cause", bindings));
      case "Choice":
        return this.#choose(frame, state, bindings);
      case "Wait":
        return this.#sleep(frame, state, bindings);
      case "Task":
        return this.#startTask(frame, state);
      case "Parallel": {
        const input = "Arguments" in state ? await evaluate(state.Arguments, "Arguments", bindings) : frame.input;
        return this.#split(frame, { total: state.Branches?.length ?? 0, atOnce: 0, tolerated: 0 }, () => input);
      }
      case "Map":
        return this.#mapItems(frame, state, bindings);
    }
  }

  async #choose(frame: Frame, state: State, bindings: Bindings): Promise<Going> {
    for (const [index, rule] of (state.Choices ?? []).entries()) {
      const holds = await evaluate(rule.Condition, `Choices[${index}]/Condition`, bindings);
      if (typeof holds !== "boolean") throw queryError(`The Condition of choice ${index} returned ${JSON.stringify(holds)}, which is neither true nor false`);
      if (holds) return this.#leaving(frame, rule, {});
    }
    if (!state.Default) throw new StateFailure("States.NoChoiceMatched", `No choice of the state '${frame.state}' matched and it has no Default`);
    return this.#leaving(frame, { Next: state.Default, Output: state.Output, Assign: state.Assign }, {});
  }

  async #sleep(frame: Frame, state: State, bindings: Bindings): Promise<Going> {
    const seconds = await evaluateNumber(state.Seconds, "Seconds", bindings);
    const wakeAt = seconds === undefined ? Date.parse(await evaluateText(state.Timestamp, "Timestamp", bindings)) : this.#step.now + seconds * 1000;
    if (Number.isNaN(wakeAt)) throw queryError("The field 'Timestamp' is not a time such as 2026-03-31T08:00:00Z");
    return async () => this.#step.save(Object.assign(frame, { status: "sleeping", wakeAt }));
  }

  async #startTask(frame: Frame, state: State): Promise<Going> {
    const resource = state.Resource ?? "";
    frame.token = resource.endsWith(".waitForTaskToken") ? randomUUID() : null;
    const bindings = this.#bindings(frame);
    const args = withinLimit("Arguments" in state ? await evaluate(state.Arguments, "Arguments", bindings) : frame.input, "task's arguments");
    const timeout = await evaluateNumber(state.TimeoutSeconds, "TimeoutSeconds", bindings);
    const heartbeat = await evaluateNumber(state.HeartbeatSeconds, "HeartbeatSeconds", bindings);
    const { now } = this.#step;
    return async () => {
      frame.task = { resource, arguments: args, heartbeatMs: heartbeat === undefined ? null : heartbeat * 1000 };
      frame.deadlineAt = timeout === undefined ? null : now + timeout * 1000;
      frame.heartbeatAt = heartbeat === undefined ? null : now + heartbeat * 1000;
      frame.status = "running";
      this.#step.record("TaskScheduled", {
        resource,
        parameters: JSON.stringify(args),
        ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
        ...(heartbeat === undefined ? {} : { heartbeatInSeconds: heartbeat }),
      });
      this.#step.save(frame);
      this.#step.toLaunch.push(frame);
    };
  }

  async #mapItems(frame: Frame, state: State, bindings: Bindings): Promise<Going> {
    const items = "Items" in state ? await evaluate(state.Items, "Items", bindings) : frame.input;
    if (!Array.isArray(items)) throw queryError("The field 'Items' must be an array");
    const select = async (Value: unknown, Index: number) =>
      "ItemSelector" in state ? evaluate(state.ItemSelector, "ItemSelector", this.#bindings(frame, {}, { Index, Value })) : Value;
    const inputs = await Promise.all(items.map(select));
    const count = (await evaluateNumber(state.ToleratedFailureCount, "ToleratedFailureCount", bindings)) ?? 0;
    const percentage = (await evaluateNumber(state.ToleratedFailurePercentage, "ToleratedFailurePercentage", bindings)) ?? 0;
    const atOnce = (await evaluateNumber(state.MaxConcurrency, "MaxConcurrency", bindings)) ?? 0;
    const join = { total: items.length, atOnce, tolerated: Math.max(count, Math.floor((items.length * percentage) / 100)), items: items as unknown[], inputs };
    return this.#split(frame, join, (index) => inputs[index]);
  }

  /** Begins the threads of a Parallel or a Map; of a Map only as many as may run at once, the others as those finish. */
  async #split(frame: Frame, join: Pick<Join, "total" | "atOnce" | "tolerated" | "items" | "inputs">, inputOf: (index: number) => unknown): Promise<Going> {
    this.#step.record(join.items ? "MapStateStarted" : "ParallelStateStarted", join.items ? { length: join.total } : {});
    frame.status = "joining";
    frame.join = { ...join, outputs: [], started: 0, finished: 0, failed: 0 };
    if (join.total === 0) return this.#leaving(frame, this.#stateOf(frame), { result: [] });
    return async () => {
      this.#step.save(frame);
      const atOnce = join.atOnce === 0 ? join.total : Math.min(join.atOnce, join.total);
      for (let index = 0; index < atOnce; index++) this.#beginThread(frame, inputOf(index));
    };
  }

  #beginThread(parent: Frame, input: unknown) {
    const join = parent.join as Join;
    const index = join.started++;
    const isMap = join.items !== undefined;
    const scope = [...parent.scope, parent.state, isMap ? 0 : index];
    if (isMap) this.#step.record("MapIterationStarted", { name: parent.state, index });
    this.#step.save({
      ...firstFrame(parent.execution, flowAt(this.#definition, scope).StartAt, input),
      parent: parent.id,
      index,
      scope,
      item: join.items ? { Index: index, Value: join.items[index] } : parent.item,
      variables: { ...parent.variables },
    });
  }

  async #leaving(frame: Frame, way: Leaving, { result, errorOutput }: Result): Promise<Going> {
    const state = this.#stateOf(frame);
    const bindings = this.#bindings(frame, { ...(result === undefined ? {} : { result }), ...(errorOutput === undefined ? {} : { errorOutput }) });
    const assigned = withinLimit(await evaluate(way.Assign ?? {}, "Assign", bindings), "variables") as Record<string, unknown>;
    const output = withinLimit(way.Output === undefined ? (errorOutput ?? result ?? frame.input) : await evaluate(way.Output, "Output", bindings), "state's output");
    return async () => {
      const exited = { name: frame.state, output: JSON.stringify(output) };
      const named = Object.fromEntries(Object.entries(assigned).map(([name, value]) => [name, JSON.stringify(value)]));
      this.#step.record(`${state.Type}StateExited`, way.Assign ? { ...exited, assignedVariables: named } : exited);
      if (way.End || !way.Next) return this.#endThread(frame, output);
      const variables = { ...frame.variables, ...assigned };
      this.#step.save(Object.assign(frame, { ...unentered(), state: way.Next, input: output, variables }));
    };
  }

  async #endThread(frame: Frame, output: unknown) {
    if (frame.parent === null) return this.#step.end("SUCCEEDED", { output });
    const parent = this.#step.frame(frame.parent);
    const join = parent.join as Join;
    if (join.items) this.#step.record("MapIterationSucceeded", { name: parent.state, index: frame.index });
    join.outputs[frame.index] = { output };
    await this.#threadIsOver(frame, parent, join);
  }

  async #failThread(frame: Frame, failure: StateFailure) {
    const { error, cause } = failure;
    if (frame.parent === null) return this.#step.end("FAILED", { error, cause });
    const parent = this.#step.frame(frame.parent);
    const join = parent.join as Join;
    if (join.items) this.#step.record("MapIterationFailed", { name: parent.state, index: frame.index });
    if (++join.failed <= join.tolerated) return this.#threadIsOver(frame, parent, join);
    this.#step.record(join.items ? "MapStateFailed" : "ParallelStateFailed", { error, cause });
    const exceeded = new StateFailure("States.ExceedToleratedFailureThreshold", `More than ${join.tolerated} items failed, the last with ${error}: ${cause}`);
    await this.fail(parent, join.tolerated > 0 ? exceeded : failure);
  }

  async #threadIsOver(frame: Frame, parent: Frame, join: Join) {
    join.finished++;
    this.#step.remove(frame);
    this.#step.save(parent);
    if (join.started < join.total) return this.#beginThread(parent, join.inputs?.[join.started]);
    if (join.finished < join.total) return;
    this.#step.record(join.items ? "MapStateSucceeded" : "ParallelStateSucceeded");
    const outputs = join.outputs as ({ output: unknown } | null | undefined)[];
    await this.complete(parent, { result: outputs.flatMap((entry) => (entry ? [entry.output] : [])) });
  }

  /** The first retrier that names the error counts its own attempts; none left means none. */
  #retry(frame: Frame, retriers: readonly Retrier[], failure: StateFailure): boolean {
    const index = retriers.findIndex(({ ErrorEquals }) => failureMatches(ErrorEquals, failure));
    const retrier = retriers[index];
    const made = frame.retries[index] ?? 0;
    if (!retrier || made >= (retrier.MaxAttempts ?? 3)) return false;
    const pause = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** made;
    frame.retries[index] = made + 1;
    this.#step.save(Object.assign(frame, { status: "retrying", wakeAt: this.#step.now + Math.min(pause, retrier.MaxDelaySeconds ?? Infinity) * 1000 }));
    return true;
  }

  #stateOf(frame: Frame): State {
    const state = flowAt(this.#definition, frame.scope).States[frame.state];
    if (!state) throw new Error(`the definition has no state ${frame.state}`);
    return state;
  }

  #bindings(frame: Frame, more: Readonly<Record<string, unknown>> = {}, item = frame.item): Bindings {
    const context = contextOf(this.#step.execution, frame, item);
    return { now: this.#step.now, variables: frame.variables, states: { input: frame.input, context, ...more } };
  }
}

const unentered = () => ({ status: "ready" as const, attempt: 0, retries: {}, task: null, token: null, wakeAt: null, deadlineAt: null, heartbeatAt: null, join: null });

/** The main thread of an execution, about to enter its first state. */
export const firstFrame = (execution: string, state: string, input: unknown): Frame => ({
  ...unentered(),
  id: randomUUID(),
  execution,
  parent: null,
  index: 0,
  scope: [],
  item: null,
  state,
  input,
  variables: {},
  enteredAt: 0,
});

/** `$states.context`, as AWS documents it. */
const contextOf = (execution: Execution, frame: Frame, item: Frame["item"]) => ({
  Execution: {
    Id: execution.arn,
    Input: JSON.parse(execution.input) as unknown,
    Name: execution.name,
    RoleArn: `arn:aws:iam::${ACCOUNT}:role/local`,
    StartTime: new Date(execution.startedAt).toISOString(),
    RedriveCount: 0,
  },
  StateMachine: { Id: execution.machineArn, Name: execution.machineArn.split(":").at(-1) },
  State: { Name: frame.state, EnteredTime: new Date(frame.enteredAt).toISOString(), RetryCount: Object.values(frame.retries).reduce((sum, made) => sum + made, 0) },
  ...(frame.token ? { Task: { Token: frame.token } } : {}),
  ...(item ? { Map: { Item: item } } : {}),
});

const asFailure = (error: unknown): StateFailure => {
  if (error instanceof StateFailure) return error;
  throw error;
};
