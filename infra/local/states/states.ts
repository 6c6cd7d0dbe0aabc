// Step Functions on one machine. Every transition is committed to SQLite before anything is done because of it, so a killed process goes on
// where it was: deadlines are rows, not timers; a task that was under way is called again (at least once, as on AWS). One execution does one
// step at a time; executions run side by side.
import { randomUUID } from "node:crypto";
import { ACCOUNT, REGION, type AwsHandler, type Clock, type DueWork, type Engine, type Invoke, type Log } from "../engine.ts";
import { statesApi } from "./api.ts";
import { lint, type Definition } from "./definition.ts";
import { StateFailure, withinLimit } from "./failure.ts";
import { StatesError } from "./refusals.ts";
import { Step } from "./step.ts";
import { StateStore, type Execution, type Frame } from "./store.ts";
import { taskRunner, type AwsAccess, type RunTask } from "./task.ts";
import { firstFrame, Walk } from "./walk.ts";

export type StateMachine = { readonly arn: string; readonly name: string; readonly type: "STANDARD" | "EXPRESS"; readonly definition: string };
export type StatesOptions = {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly invoke: Invoke;
  readonly aws: AwsAccess;
  readonly machines: readonly StateMachine[];
  /** When functions and services answer; what was under way before the last stop goes on only then. At once, if not given. */
  readonly ready?: Promise<unknown>;
};
export type TokenAnswer =
  { readonly type: "success"; readonly output: unknown } | { readonly type: "failure"; readonly error: string; readonly cause: string } | { readonly type: "heartbeat" };
export type States = Engine & {
  readonly aws: AwsHandler;
  readonly machines: readonly StateMachine[];
  readonly store: StateStore;
  /** Also the way for rules and schedules whose target is a state machine. */
  startExecution(machineArn: string, input: string, name?: string): Promise<Execution>;
  stopExecution(executionArn: string, error: string | undefined, cause: string | undefined): Promise<Execution>;
  answerToken(token: string, answer: TokenAnswer): Promise<void>;
};

/** How long a moved clock waits for tasks that its timers began, before it goes on without them. */
const LONGEST_HANDOVER_MS = 15_000;

export const openStates = (options: StatesOptions): States => new StatesEngine(options);

class StatesEngine implements States, DueWork {
  readonly name = "states";
  readonly store: StateStore;
  readonly machines: readonly StateMachine[];
  readonly aws: AwsHandler;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #runTask: RunTask;
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #tasks = new Set<Promise<void>>();
  #closed = false;

  constructor({ dataDir, clock, log, invoke, aws, machines, ready = Promise.resolve() }: StatesOptions) {
    for (const { name, definition } of machines) {
      const complaints = lint(definition);
      if (complaints.length > 0) throw new Error(`the state machine ${name} does not run here: ${complaints.join("; ")}`);
    }
    this.store = new StateStore(dataDir);
    this.machines = machines;
    this.#clock = clock;
    this.#log = log;
    const startExecution = async (input: Readonly<Record<string, unknown>>) => {
      const { arn, startedAt } = await this.startExecution(String(input.StateMachineArn), JSON.stringify(input.Input ?? {}), input.Name as string | undefined);
      return { ExecutionArn: arn, StartDate: startedAt / 1000 };
    };
    this.#runTask = taskRunner({ invoke, aws, startExecution });
    this.aws = statesApi(this);
    const underWay = this.store.runningFrames();
    void ready.then(() => this.#resume(underWay));
  }

  /** What was ready goes on, what was under way is called again, deadlines count. */
  #resume(underWay: readonly Frame[]) {
    if (this.#closed) return;
    this.#clock.register(this);
    for (const { id, attempt } of underWay) {
      const frame = this.store.frame(id);
      if (frame?.status === "running" && frame.attempt === attempt) this.#launch(frame);
    }
    for (const execution of this.store.executionsWithReadyFrames()) void this.#inTurn(execution, async () => undefined);
  }

  async startExecution(machineArn: string, input: string, name: string = randomUUID()): Promise<Execution> {
    const machine = this.machines.find(({ arn }) => arn === machineArn);
    if (!machine) throw new StatesError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${machineArn}'`);
    const arn = `arn:aws:states:${REGION}:${ACCOUNT}:execution:${machine.name}:${name}`;
    const existing = this.store.execution(arn);
    if (existing?.status === "RUNNING" && existing.input === input) return existing;
    if (existing) throw new StatesError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
    const definition = JSON.parse(machine.definition) as Definition;
    const startedAt = this.#clock.now();
    const deadlineAt = definition.TimeoutSeconds === undefined ? null : startedAt + definition.TimeoutSeconds * 1000;
    const execution: Execution = {
      arn,
      machineArn,
      name,
      definition: machine.definition,
      status: "RUNNING",
      input,
      output: null,
      error: null,
      cause: null,
      startedAt,
      stoppedAt: null,
      deadlineAt,
    };
    this.store.transaction(() => {
      this.store.saveExecution(execution);
      this.store.record(arn, startedAt, "ExecutionStarted", { input, roleArn: `arn:aws:iam::${ACCOUNT}:role/local` });
      this.store.saveFrame(firstFrame(arn, definition.StartAt, JSON.parse(input)));
    });
    void this.#inTurn(arn, async () => undefined);
    return execution;
  }

  async stopExecution(arn: string, error: string | undefined, cause: string | undefined): Promise<Execution> {
    if (!this.store.execution(arn)) throw new StatesError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
    await this.#inTurn(arn, async (step) => step.end("ABORTED", { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) }));
    return this.store.execution(arn) as Execution;
  }

  async answerToken(token: string, answer: TokenAnswer) {
    const owner = this.store.tokenOwner(token);
    if (!owner) throw new StatesError("InvalidToken", "Invalid Token: 'Invalid token'");
    let taken = false;
    await this.#inTurn(owner.execution, async (step, walk) => {
      const frame = this.store.frame(owner.frame);
      if (frame?.token !== token) return;
      taken = true;
      await this.#answer(step, walk, step.frame(frame.id), answer);
    });
    if (!taken) throw new StatesError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
  }

  nextDueAt() {
    return this.#closed ? undefined : this.store.nextDueAt();
  }

  async runDue(now: number) {
    const before = new Set(this.#tasks);
    while (!this.#closed) {
      const due = this.store.due(now);
      if (!due) break;
      const { execution, frame } = due;
      await this.#inTurn(execution, (step, walk) => (frame === null ? this.#expire(step) : this.#wake(step, walk, frame, now)));
    }
    await this.#handedOver(before);
  }

  async health() {
    const counts = this.store.counts();
    return `${this.machines.length} machines, ${counts.RUNNING ?? 0} running, ${counts.FAILED ?? 0} failed`;
  }

  /** Waits for no task: what is under way is called again at the next start. */
  async close() {
    this.#closed = true;
    while (this.#turns.size > 0) await Promise.all(this.#turns.values());
    this.store.close();
  }

  /** One step at a time for an execution, and after it on to wherever its threads can go. */
  #inTurn(arn: string, act: (step: Step, walk: Walk) => Promise<void>): Promise<void> {
    const turn = (this.#turns.get(arn) ?? Promise.resolve()).then(async () => {
      await this.#step(arn, act);
      void this.#drive(arn);
    });
    return this.#enqueue(arn, turn);
  }

  #drive(arn: string): Promise<void> {
    const turn = (this.#turns.get(arn) ?? Promise.resolve()).then(async () => {
      for (let frame = this.#ready(arn); frame; frame = this.#ready(arn)) {
        const { id } = frame;
        await this.#step(arn, (step, walk) => walk.enter(step.frame(id)));
      }
    });
    return this.#enqueue(arn, turn);
  }

  #enqueue(arn: string, turn: Promise<void>) {
    const settled = turn.catch(() => undefined);
    this.#turns.set(arn, settled);
    void settled.then(() => this.#turns.get(arn) === settled && this.#turns.delete(arn));
    return turn;
  }

  #ready(arn: string) {
    return this.#closed ? undefined : this.store.readyFrame(arn);
  }

  async #step(arn: string, act: (step: Step, walk: Walk) => Promise<void>) {
    const execution = this.#closed ? undefined : this.store.execution(arn);
    if (execution?.status !== "RUNNING") return;
    const step = new Step(this.store, execution, this.#clock.now());
    try {
      await act(step, new Walk(step, JSON.parse(execution.definition) as Definition));
      for (const frame of step.commit()) this.#launch(frame);
    } catch (error) {
      this.#log({ source: "states", level: "error", text: `${arn}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` });
      const end = new Step(this.store, execution, this.#clock.now());
      end.end("FAILED", { error: "States.Runtime", cause: String(error) });
      end.commit();
    }
  }

  #launch(frame: Frame) {
    if (!frame.task) return;
    const { execution, id, attempt, task } = frame;
    const machineArn = this.store.execution(execution)?.machineArn ?? "";
    const running = this.#runTask(task.resource, task.arguments, { executionArn: execution, machineArn })
      .then(
        (result) => ({ result }),
        (error: unknown) => (error instanceof StateFailure ? error : new StateFailure("States.Runtime", String(error))),
      )
      .then((outcome) => this.#inTurn(execution, (step, walk) => this.#returned(step, walk, { id, attempt }, outcome)))
      .catch(() => undefined)
      .finally(() => this.#tasks.delete(running));
    this.#tasks.add(running);
  }

  /** A task has answered, unless nobody waits for it any more. With a token, its answer is still to come. */
  async #returned(step: Step, walk: Walk, asked: { id: string; attempt: number }, outcome: { result: unknown } | StateFailure) {
    const frame = this.store.frame(asked.id);
    if (frame?.status !== "running" || frame.attempt !== asked.attempt) return;
    const current = step.frame(frame.id);
    const resource = current.task?.resource;
    if (outcome instanceof StateFailure) return this.#taskFailed(step, walk, current, outcome);
    if (current.token) {
      step.record("TaskSubmitted", { resource, output: JSON.stringify(outcome.result) });
      return step.save(Object.assign(current, { status: "waiting" }));
    }
    await this.#taskSucceeded(step, walk, current, outcome.result);
  }

  async #answer(step: Step, walk: Walk, frame: Frame, answer: TokenAnswer) {
    if (answer.type === "success") return this.#taskSucceeded(step, walk, frame, answer.output);
    if (answer.type === "failure") return this.#taskFailed(step, walk, frame, new StateFailure(answer.error, answer.cause));
    const heartbeatMs = frame.task?.heartbeatMs;
    if (heartbeatMs) step.save(Object.assign(frame, { heartbeatAt: step.now + heartbeatMs }));
  }

  async #taskSucceeded(step: Step, walk: Walk, frame: Frame, result: unknown) {
    try {
      withinLimit(result, "task's result");
    } catch (error) {
      return this.#taskFailed(step, walk, frame, error as StateFailure);
    }
    step.record("TaskSucceeded", { resource: frame.task?.resource, output: JSON.stringify(result) });
    Object.assign(frame, { token: null, deadlineAt: null, heartbeatAt: null });
    await walk.complete(frame, { result });
  }

  async #taskFailed(step: Step, walk: Walk, frame: Frame, failure: StateFailure) {
    const { error, cause } = failure;
    step.record(error === "States.Timeout" || error === "States.HeartbeatTimeout" ? "TaskTimedOut" : "TaskFailed", { resource: frame.task?.resource, error, cause });
    await walk.fail(frame, failure);
  }

  async #expire(step: Step) {
    step.end("TIMED_OUT", { error: "States.Timeout" });
  }

  /** A deadline of a frame has come: a Wait or a pause is over, or a task took too long. */
  async #wake(step: Step, walk: Walk, id: string, now: number) {
    const found = this.store.frame(id);
    if (!found) return;
    const frame = step.frame(id);
    if (frame.status === "sleeping") return walk.complete(Object.assign(frame, { wakeAt: null }), {});
    if (frame.status === "retrying") return step.save(Object.assign(frame, { status: "ready", wakeAt: null }));
    const silent = frame.heartbeatAt !== null && frame.heartbeatAt <= now && frame.heartbeatAt < (frame.deadlineAt ?? Infinity);
    await this.#taskFailed(
      step,
      walk,
      frame,
      silent ? new StateFailure("States.HeartbeatTimeout", "Task Timed Out: 'No heartbeat came in time'") : new StateFailure("States.Timeout"),
    );
  }

  /** Until the executions that were woken stand still again: their steps done, their tasks answered. */
  async #handedOver(before: ReadonlySet<Promise<void>>) {
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<"enough">((resolve) => (timer = setTimeout(resolve, LONGEST_HANDOVER_MS, "enough")));
    for (;;) {
      const moving = [...this.#turns.values(), ...[...this.#tasks].filter((task) => !before.has(task))];
      if (moving.length === 0 || (await Promise.race([Promise.all(moving), enough])) === "enough") break;
    }
    clearTimeout(timer);
  }
}
