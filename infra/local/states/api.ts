// The Step Functions API (`AWSStepFunctions.*`), as far as functions, tests and the operations page use it.
import type { AwsHandler, AwsResponse } from "../engine.ts";
import { StatesError } from "./refusals.ts";
import type { States } from "./states.ts";
import type { Execution, HistoryEvent } from "./store.ts";

type Input = Readonly<Record<string, string | number | boolean | undefined>>;
type Action = (input: Input, states: States) => unknown;

const PREFIX = "AWSStepFunctions.";
const LARGEST_PAGE = 1000;
const DEFAULT_PAGE = 100;

export const statesApi =
  (states: States): AwsHandler =>
  async ({ headers, body }) => {
    const target = headers["x-amz-target"] ?? "";
    if (!target.startsWith(PREFIX)) return undefined;
    try {
      const action = ACTIONS[target.slice(PREFIX.length)];
      if (!action) throw new StatesError("UnknownOperationException", `${target} is not served on this machine`);
      return answer(200, await action(JSON.parse(body.toString("utf8") || "{}") as Input, states));
    } catch (error) {
      if (!(error instanceof StatesError)) throw error;
      return answer(400, { __type: error.name, message: error.message }, { "x-amzn-errortype": error.name });
    }
  };

const ACTIONS: Readonly<Record<string, Action>> = {
  async StartExecution(input, states) {
    const text = (input.input as string | undefined) ?? "{}";
    parsed(text, "InvalidExecutionInput");
    const { arn, startedAt } = await states.startExecution(String(input.stateMachineArn), text, validName(input.name as string | undefined));
    return { executionArn: arn, startDate: startedAt / 1000 };
  },
  async StopExecution(input, states) {
    const { stoppedAt } = await states.stopExecution(String(input.executionArn), input.error as string | undefined, input.cause as string | undefined);
    return { stopDate: (stoppedAt ?? 0) / 1000 };
  },
  DescribeExecution: (input, states) => ({ ...listed(existing(input, states)), ...details(existing(input, states)) }),
  GetExecutionHistory(input, states) {
    const { arn } = existing(input, states);
    const events = states.store.history(arn).map((event) => historyEvent(event, input.includeExecutionData !== false));
    if (input.reverseOrder) events.reverse();
    return paged("events", events, input);
  },
  ListExecutions(input, states) {
    machine(input, states);
    const from = Number(input.nextToken ?? 0);
    const count = pageSize(input);
    const found = states.store.executions(input.stateMachineArn as string, input.statusFilter as string | undefined, from, count + 1);
    return { executions: found.slice(0, count).map(listed), ...(found.length > count ? { nextToken: String(from + count) } : {}) };
  },
  ListStateMachines: (input, states) =>
    paged(
      "stateMachines",
      states.machines.map(({ arn, name, type }) => ({ stateMachineArn: arn, name, type, creationDate: 0 })),
      input,
    ),
  DescribeStateMachine(input, states) {
    const { arn, name, type, definition } = machine(input, states);
    return { stateMachineArn: arn, name, type, definition, status: "ACTIVE", roleArn: "arn:aws:iam::000000000000:role/local", creationDate: 0 };
  },
  async SendTaskSuccess(input, states) {
    await states.answerToken(String(input.taskToken), { type: "success", output: parsed(String(input.output), "InvalidOutput") });
    return {};
  },
  async SendTaskFailure(input, states) {
    await states.answerToken(String(input.taskToken), { type: "failure", error: String(input.error ?? ""), cause: String(input.cause ?? "") });
    return {};
  },
  async SendTaskHeartbeat(input, states) {
    await states.answerToken(String(input.taskToken), { type: "heartbeat" });
    return {};
  },
};

const existing = (input: Input, states: States): Execution => {
  const execution = states.store.execution(String(input.executionArn));
  if (!execution) throw new StatesError("ExecutionDoesNotExist", `Execution Does Not Exist: '${input.executionArn}'`);
  return execution;
};

const machine = (input: Input, states: States) => {
  const found = states.machines.find(({ arn }) => arn === input.stateMachineArn);
  if (!found) throw new StatesError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${input.stateMachineArn}'`);
  return found;
};

const listed = ({ arn, machineArn, name, status, startedAt, stoppedAt }: Execution) => ({
  executionArn: arn,
  stateMachineArn: machineArn,
  name,
  status,
  startDate: startedAt / 1000,
  ...(stoppedAt === null ? {} : { stopDate: stoppedAt / 1000 }),
});

const details = ({ input, output, error, cause }: Execution) => ({
  input,
  inputDetails: { included: true },
  ...(output === null ? {} : { output, outputDetails: { included: true } }),
  ...(error === null ? {} : { error }),
  ...(cause === null ? {} : { cause }),
});

const historyEvent = ({ id, at, type, details: own }: HistoryEvent, withData: boolean) => {
  const { input: _input, output: _output, parameters: _parameters, ...bare } = own;
  return { id, previousEventId: id - 1, timestamp: at / 1000, type, [detailsName(type)]: withTaskType(withData ? own : bare) };
};

const withTaskType = (own: Readonly<Record<string, unknown>>) => {
  if (typeof own.resource !== "string") return own;
  const optimized = /:states:::(.+):([^:]+)$/.exec(own.resource);
  return { ...own, resourceType: optimized?.[1] ?? "lambda", resource: optimized?.[2] ?? own.resource };
};

/** TaskStateEntered → stateEnteredEventDetails, ExecutionFailed → executionFailedEventDetails. */
const detailsName = (type: string) => {
  const general = /State(Entered|Exited)$/.exec(type);
  return general ? `state${general[1]}EventDetails` : `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
};

const pageSize = (input: Input) => Math.min(Number(input.maxResults || DEFAULT_PAGE), LARGEST_PAGE);

const paged = (name: string, all: readonly unknown[], input: Input) => {
  const from = Number(input.nextToken ?? 0);
  const until = from + pageSize(input);
  return { [name]: all.slice(from, until), ...(until < all.length ? { nextToken: String(until) } : {}) };
};

const parsed = (text: string, refusal: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new StatesError(refusal, `Invalid JSON: ${text.slice(0, 100)}`);
  }
};

const validName = (name: string | undefined) => {
  if (name !== undefined && !/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u.test(name)) throw new StatesError("InvalidName", `Invalid Name: '${name}'`);
  return name;
};

const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): AwsResponse => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.0", ...headers },
  body: JSON.stringify(body),
});
