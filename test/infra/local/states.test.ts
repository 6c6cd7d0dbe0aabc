// Written from AWS's documentation of the Amazon States Language and of the Step Functions API, called with AWS's own client.
import { createHash } from "node:crypto";
import { cpSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as sfn from "@aws-sdk/client-sfn";
import { App, Duration, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import * as stepfunctions from "aws-cdk-lib/aws-stepfunctions";
import { LambdaInvoke } from "aws-cdk-lib/aws-stepfunctions-tasks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openClock } from "#infra/local/clock.ts";
import type { Clock, Invocation } from "#infra/local/engine.ts";
import { lint } from "#infra/local/states/definition.ts";
import { openStates, type States } from "#infra/local/states/states.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MACHINE = "arn:aws:states:eu-west-3:000000000000:stateMachine:Machine";
const WITH_TOKEN = "arn:aws:states:::lambda:invoke.waitForTaskToken";
const INVOKE = "arn:aws:states:::lambda:invoke";

let dataDir: string;
let clock: Clock;
let states: States;
let server: Server;
let endpoint: string;
let sent: { target: string; body: Record<string, unknown> }[];
/** What the stack's functions do, by name, and what they were given. */
let functions: Record<string, (payload: never) => unknown>;
let called: { name: string; payload: Record<string, unknown> }[];
let definition: object;

const invoke = async (name: string, payload: unknown): Promise<Invocation> => {
  called.push({ name, payload: payload as Record<string, unknown> });
  try {
    return { ok: true, payload: await functions[name]?.(payload as never) };
  } catch (error) {
    return { ok: false, errorType: (error as Error).name, errorMessage: (error as Error).message };
  }
};

const open = (ready?: Promise<void>) => {
  clock = openClock({ dataDir, start: "2026-11-24T08:00:00Z" });
  const aws = { region: "eu-west-3", credentials: { accessKeyId: "a", secretAccessKey: "b" }, endpoints: { sqs: endpoint, eventbridge: endpoint } };
  const machines = [{ arn: MACHINE, name: "Machine", type: "STANDARD" as const, definition: JSON.stringify({ QueryLanguage: "JSONata", ...definition }) }];
  states = openStates({ dataDir, clock, log: () => undefined, invoke, aws, machines, ready });
};

/** What a kill leaves: the files as they are in the middle of things. A new engine opens them; the old one hears nothing more. */
const killAndRestart = async (ready?: Promise<void>) => {
  const before = { dataDir, clock, states };
  dataDir = await mkdtemp(join(tmpdir(), "states-"));
  cpSync(before.dataDir, dataDir, { recursive: true });
  before.clock.close();
  open(ready);
  await before.states.close();
  await rm(before.dataDir, { recursive: true });
};

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "states-"));
  functions = {};
  called = [];
  sent = [];
  server = createServer((request, response) => void serve(request, response)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  clock.close();
  await states.close();
  await new Promise((resolve) => server.close(resolve));
  await rm(dataDir, { recursive: true });
});

describe("states", () => {
  test("variables are assigned with the values of before, and Output and Assign see the same", async () => {
    run({
      StartAt: "First",
      States: {
        First: { Type: "Pass", Assign: { level: 1, name: "{% $states.input.name %}" }, Output: { greeted: "{% 'hello ' & $states.input.name %}" }, Next: "Second" },
        Second: { Type: "Pass", Assign: { level: "{% $level + 1 %}", before: "{% $level %}" }, Output: "{% $merge([$states.input, {'levelThen': $level}]) %}", Next: "Third" },
        Third: { Type: "Succeed", Output: { all: "{% $states.input %}", level: "{% $level %}", before: "{% $before %}", name: "{% $name %}" } },
      },
    });
    expect(await outputOf({ name: "Inès" })).toEqual({ all: { greeted: "hello Inès", levelThen: 1 }, level: 2, before: 1, name: "Inès" });
  });

  test.each([
    [1200, "manager"],
    [90_000, "director"],
    [10, "clerk"],
  ])("a choice by JSONata sends %d to the %s", async (amount, who) => {
    run({
      StartAt: "Choose",
      States: {
        Choose: {
          Type: "Choice",
          Choices: [
            { Condition: "{% $states.input.amount > 50000 %}", Assign: { who: "director" }, Output: { by: "rule" }, Next: "Say" },
            { Condition: "{% $states.input.amount > 1000 %}", Assign: { who: "manager" }, Next: "Say" },
          ],
          Default: "Say",
          Assign: { who: "clerk" },
        },
        Say: { Type: "Pass", Output: "{% $who %}", End: true },
      },
    });
    expect(await outputOf({ amount })).toBe(who);
  });

  test("no choice that matches, and none by default, fails the execution by its name", async () => {
    run({ StartAt: "Choose", States: { Choose: { Type: "Choice", Choices: [{ Condition: "{% false %}", Next: "End" }] }, End: { Type: "Succeed" } } });
    expect(await ended({})).toMatchObject({ status: "FAILED", error: "States.NoChoiceMatched" });
  });

  test("Fail gives its error and cause, worked out from the input", async () => {
    run({ StartAt: "No", States: { No: { Type: "Fail", Error: "Refused", Cause: "{% 'limit of ' & $states.input.limit %}" } } });
    expect(await ended({ limit: 100 })).toMatchObject({ status: "FAILED", error: "Refused", cause: "limit of 100" });
  });

  test("branches run side by side with their own variables, and their outputs come in order", async () => {
    functions = { slow: async () => new Promise((resolve) => setTimeout(resolve, 30, "slow")), fast: () => "fast" };
    const branch = (name: string) =>
      flow({ [name]: { Type: "Task", Resource: INVOKE, Arguments: { FunctionName: name, Payload: { outer: "{% $outer %}" } }, Output: "{% $states.result.Payload %}" } });
    run({
      StartAt: "Set",
      States: { Set: { Type: "Pass", Assign: { outer: 7 }, Next: "Both" }, Both: { Type: "Parallel", Branches: [branch("slow"), branch("fast")], End: true } },
    });
    expect(await outputOf({})).toEqual(["slow", "fast"]);
    expect(called.map(({ payload }) => payload)).toEqual([{ outer: 7 }, { outer: 7 }]);
  });

  test("a branch that fails stops the others, and the Parallel catches", async () => {
    functions = { breaks: () => fails("Broken", "no"), never: () => new Promise(() => undefined) };
    const branch = (name: string) => flow({ [name]: { Type: "Task", Resource: INVOKE, Arguments: { FunctionName: name, Payload: {} } } });
    run({
      StartAt: "Both",
      States: {
        Both: {
          Type: "Parallel",
          Branches: [branch("never"), branch("breaks")],
          Catch: [{ ErrorEquals: ["Broken"], Next: "Caught", Output: "{% $states.errorOutput.Error %}" }],
          End: true,
        },
        Caught: { Type: "Succeed" },
      },
    });
    expect(await outputOf({})).toBe("Broken");
  });

  test("a map runs so many at once, selects each item, and keeps the order", async () => {
    let now = 0;
    let most = 0;
    functions = {
      double: async ({ n, index }: { n: number; index: number }) => {
        most = Math.max(most, ++now);
        await new Promise((resolve) => setTimeout(resolve, 10 - n));
        now--;
        return { doubled: n * 2, index };
      },
    };
    run(mapOver({ MaxConcurrency: 2 }));
    expect(await outputOf({ numbers: [1, 2, 3, 4, 5] })).toEqual([1, 2, 3, 4, 5].map((n, index) => ({ doubled: n * 2, index })));
    expect(most).toBe(2);
  });

  test("a map tolerates as many failed items as it says, and one more fails it", async () => {
    functions = { double: ({ n }: { n: number }) => (n % 2 ? fails("Odd", String(n)) : { doubled: n * 2 }) };
    run(mapOver({ ToleratedFailureCount: 2 }));
    expect(await outputOf({ numbers: [1, 2, 3, 4] })).toEqual([{ doubled: 4 }, { doubled: 8 }]);
    expect(await ended({ numbers: [1, 2, 3, 5] })).toMatchObject({ status: "FAILED", error: "States.ExceedToleratedFailureThreshold" });
  });

  test("an empty map and an expression that returns nothing do what AWS does", async () => {
    functions = {};
    run(mapOver({}));
    expect(await outputOf({ numbers: [] })).toEqual([]);
    expect(await ended({ other: 1 })).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" });
  });

  test("the functions that Step Functions adds to JSONata are there, $eval is not, and $now is the movable clock's", async () => {
    run({
      StartAt: "All",
      States: {
        All: {
          Type: "Pass",
          Output: {
            partition: "{% $partition([1,2,3,4,5], 2) %}",
            range: "{% $range(0, 10, 5) %}",
            hash: "{% $hash('abc', 'SHA-1') %}",
            seeded: "{% $random(7) = $random(7) %}",
            uuid: "{% $length($uuid()) %}",
            parse: '{% $parse("{\\"a\\":[1]}") %}',
            now: "{% $substring($now(), 0, 10) %}",
          },
          Next: "Eval",
        },
        Eval: { Type: "Pass", Output: { all: "{% $states.input %}", evaluated: "{% $exists($eval) %}" }, End: true },
      },
    });
    expect(await outputOf({})).toEqual({
      all: { partition: [[1, 2], [3, 4], [5]], range: [0, 5, 10], hash: "a9993e364706816aba3e25717850c26c9cd0d89d", seeded: true, uuid: 36, parse: { a: [1] }, now: "2026-11-24" },
      evaluated: false,
    });
  });

  test("256 KiB are the limit of a state's output, and States.ALL does not catch it", async () => {
    functions = { large: () => "x".repeat(256 * 1024) };
    run({
      StartAt: "Large",
      States: {
        Large: { Type: "Task", Resource: INVOKE, Arguments: { FunctionName: "large", Payload: {} }, Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }], End: true },
        Caught: { Type: "Succeed" },
      },
    });
    expect(await ended({})).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
  });
});

describe("errors", () => {
  test("a task is tried again with growing pauses, then caught with what went wrong", async () => {
    functions = { pay: () => fails("BankAway", "no answer") };
    run({
      StartAt: "Pay",
      States: {
        Pay: {
          Type: "Task",
          Resource: INVOKE,
          Arguments: { FunctionName: "pay", Payload: {} },
          Retry: [
            { ErrorEquals: ["Other"], MaxAttempts: 9 },
            { ErrorEquals: ["BankAway"], IntervalSeconds: 60, BackoffRate: 3, MaxAttempts: 3, MaxDelaySeconds: 300 },
          ],
          Catch: [
            {
              ErrorEquals: ["States.TaskFailed"],
              Assign: { reason: "{% $states.errorOutput.Error %}" },
              Output: { cause: "{% $parse($states.errorOutput.Cause).errorMessage %}" },
              Next: "Note",
            },
          ],
          End: true,
        },
        Note: { Type: "Succeed", Output: { reason: "{% $reason %}", cause: "{% $states.input.cause %}" } },
      },
    });
    const times: number[] = [];
    functions.pay = () => {
      times.push(clock.now());
      return fails("BankAway", "no answer");
    };
    const arn = await start({});
    await until(() => times.length === 1 && states.store.nextDueAt() !== undefined);
    await clock.advanceTo(clock.now() + HOUR);
    expect(await resultOf(arn)).toEqual({ reason: "BankAway", cause: "no answer" });
    const pauses = times.slice(1).map((time, index) => Math.round((time - (times[index] ?? 0)) / 10_000) * 10);
    expect(pauses).toEqual([60, 180, 300]);
  });
});

describe("waiting", () => {
  test("a deadline set before a kill comes when the clock is moved, in order, after the restart", async () => {
    functions = { remind: () => null };
    const remind = (level: string) => ({ Type: "Task", Resource: INVOKE, Arguments: { FunctionName: "remind", Payload: { level, at: "{% $now() %}" } } });
    run({
      StartAt: "Month",
      States: {
        Month: { Type: "Wait", Seconds: 30 * 24 * 3600, Next: "First" },
        First: { ...remind("first"), Next: "Until" },
        Until: { Type: "Wait", Timestamp: "{% $states.context.Execution.Input.until %}", Next: "Second" },
        Second: { ...remind("second"), End: true },
      },
    });
    const arn = await start({ until: "2027-01-10T09:00:00Z" });
    await until(() => states.store.nextDueAt() !== undefined);
    await killAndRestart();
    await clock.advanceTo(Date.parse("2026-12-23T08:00:00Z"));
    expect(called).toEqual([]);
    await clock.advanceTo(Date.parse("2027-02-01T00:00:00Z"));
    expect(called.map(({ payload }) => [payload.level, String(payload.at).slice(0, 13)])).toEqual([
      ["first", "2026-12-24T08"],
      ["second", "2027-01-10T09"],
    ]);
    expect(await statusOf(arn)).toBe("SUCCEEDED");
  });

  test("two approvals asked for side by side are answered each by its own token, also after a restart", async () => {
    functions = { ask: () => null };
    run({ StartAt: "Both", States: { Both: { Type: "Parallel", Branches: ["Credit", "Sales"].map((who) => flow({ [who]: approval({ who }) })), End: true } } });
    const arn = await start({});
    await until(() => called.length === 2);
    await killAndRestart();
    const tokens = Object.fromEntries(called.map(({ payload }) => [payload.who as string, payload.token as string]));
    expect(tokens.Credit).not.toBe(tokens.Sales);
    await client().send(new sfn.SendTaskSuccessCommand({ taskToken: tokens.Sales, output: '{"by":"Hugo"}' }));
    await client().send(new sfn.SendTaskSuccessCommand({ taskToken: tokens.Credit, output: '{"by":"Claire"}' }));
    expect(await resultOf(arn)).toEqual([{ by: "Claire" }, { by: "Hugo" }]);
  });

  test("a missing heartbeat fails the task at its time, heartbeats keep it, and the timeout ends it all the same", async () => {
    functions = { ask: () => null };
    run(
      flow({
        Ask: {
          ...approval({}),
          HeartbeatSeconds: 600,
          TimeoutSeconds: 3600,
          Catch: [
            { ErrorEquals: ["States.HeartbeatTimeout"], Output: "silent", Next: "End" },
            { ErrorEquals: ["States.Timeout"], Output: "late", Next: "End" },
          ],
          Next: "End",
        },
        End: { Type: "Succeed" },
      }),
    );
    const silent = await start({});
    await until(() => called.length === 1);
    await clock.advanceTo(clock.now() + 590_000);
    expect(await statusOf(silent)).toBe("RUNNING");
    await clock.advanceTo(clock.now() + 20_000);
    expect(await resultOf(silent)).toBe("silent");

    const late = await start({});
    await until(() => called.length === 2);
    const taskToken = called[1]?.payload.token as string;
    for (let beat = 0; beat < 6; beat++) {
      await client().send(new sfn.SendTaskHeartbeatCommand({ taskToken }));
      await clock.advanceTo(clock.now() + 590_000);
    }
    expect(await statusOf(late)).toBe("RUNNING");
    await client().send(new sfn.SendTaskHeartbeatCommand({ taskToken }));
    await clock.advanceTo(clock.now() + 120_000);
    expect(await resultOf(late)).toBe("late");
    await expect(client().send(new sfn.SendTaskHeartbeatCommand({ taskToken }))).rejects.toBeInstanceOf(sfn.TaskTimedOut);
  });

  test("a late answer is TaskTimedOut, an invented token InvalidToken, an answer that is no JSON InvalidOutput", async () => {
    functions = { ask: () => null };
    run(flow({ Ask: approval({}) }));
    const arn = await start({});
    await until(() => called.length === 1);
    const taskToken = called[0]?.payload.token as string;
    await expect(client().send(new sfn.SendTaskSuccessCommand({ taskToken, output: "{" }))).rejects.toBeInstanceOf(sfn.InvalidOutput);
    await client().send(new sfn.SendTaskFailureCommand({ taskToken, error: "Refused", cause: "limit" }));
    expect(await ended({}, arn)).toMatchObject({ status: "FAILED", error: "Refused", cause: "limit" });
    await expect(client().send(new sfn.SendTaskSuccessCommand({ taskToken, output: "1" }))).rejects.toBeInstanceOf(sfn.TaskTimedOut);
    await expect(client().send(new sfn.SendTaskSuccessCommand({ taskToken: "invented", output: "1" }))).rejects.toBeInstanceOf(sfn.InvalidToken);
  });

  test("a task that was under way at a kill is called again, and the old call's answer counts for nothing", async () => {
    let answerOld: (value: string) => void = () => undefined;
    functions = { work: () => new Promise((resolve) => (answerOld = resolve)) };
    run(flow({ Work: { Type: "Task", Resource: INVOKE, Arguments: { FunctionName: "work", Payload: {} }, Output: "{% $states.result.Payload %}" } }));
    const arn = await start({});
    await until(() => called.length === 1);
    const answerDead = answerOld;
    functions = { work: () => "second try" };
    await killAndRestart();
    answerDead("first try");
    expect(await resultOf(arn)).toBe("second try");
    expect(called).toHaveLength(2);
  });

  test.each([1, 2, 3, 5, 7, 9])("killed at task %d of a Parallel with a Map in it, an execution ends as if nothing had happened", async (killedAt) => {
    functions = { double: ({ n }: { n: number }) => n * 2, work: () => "worked" };
    const branch = flow({
      Work: { Type: "Task", Resource: INVOKE, Arguments: { FunctionName: "work", Payload: {} }, Output: "{% $states.result.Payload %}", Next: "Note" },
      Note: { Type: "Pass", Assign: { noted: 1 } },
    });
    run(
      flow({
        Both: { Type: "Parallel", Branches: [branch, mapOver({ MaxConcurrency: 2 })], Assign: { total: "{% $sum($states.result[1]) %}" }, Next: "Sum" },
        Sum: { Type: "Succeed", Output: { work: "{% $states.input[0] %}", total: "{% $total %}" } },
      }),
    );
    const arn = await start({ numbers: [1, 2, 3, 4, 5, 6, 7, 8] });
    await until(() => called.length >= killedAt);
    await killAndRestart();
    expect(await resultOf(arn)).toEqual({ work: "worked", total: 72 });
  });

  test("after a restart nothing goes on before functions and services answer", async () => {
    functions = { work: () => new Promise(() => undefined) };
    run(flow({ Work: { Type: "Task", Resource: INVOKE, Arguments: { FunctionName: "work", Payload: {} }, Next: "Pause" }, Pause: { Type: "Wait", Seconds: 60 } }));
    const arn = await start({});
    await until(() => called.length === 1);
    let answering: () => void = () => undefined;
    await killAndRestart(new Promise((resolve) => (answering = resolve)));
    functions = { work: () => 1 };
    await clock.advanceTo(clock.now() + 1000);
    expect(called).toHaveLength(1);
    answering();
    await until(() => states.store.nextDueAt() !== undefined);
    await clock.advanceTo(clock.now() + HOUR);
    expect([called.length, await statusOf(arn)]).toEqual([2, "SUCCEEDED"]);
  });

  test("an execution that takes longer than the machine allows is timed out", async () => {
    run({ TimeoutSeconds: 3600, ...flow({ Long: { Type: "Wait", Seconds: 7200 } }) });
    const arn = await start({});
    await clock.advanceTo(clock.now() + DAY);
    expect(await statusOf(arn)).toBe("TIMED_OUT");
  });
});

describe("what a task calls", () => {
  test("SQS gets the body as JSON with the token in it, EventBridge the detail as JSON with the execution that sent it", async () => {
    run(
      flow({
        Tell: {
          Type: "Task",
          Resource: "arn:aws:states:::events:putEvents",
          Arguments: { Entries: [{ Source: "quittance", DetailType: "Asked", EventBusName: "bus", Detail: { n: 1 } }] },
          Next: "Ask",
        },
        Ask: {
          Type: "Task",
          Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
          Arguments: { QueueUrl: `${endpoint}/000000000000/asks`, MessageBody: { token: "{% $states.context.Task.Token %}" } },
        },
      }),
    );
    const arn = await start({});
    await until(() => sent.length === 2);
    expect(sent[0]).toMatchObject({ target: "AWSEvents.PutEvents", body: { Entries: [{ Detail: '{"n":1}', Resources: [arn, MACHINE] }] } });
    const { token } = JSON.parse(sent[1]?.body.MessageBody as string) as { token: string };
    await client().send(new sfn.SendTaskSuccessCommand({ taskToken: token, output: '"done"' }));
    expect(await resultOf(arn)).toBe("done");
  });

  test("a service that says no is an error that can be caught by AWS's name", async () => {
    run(
      flow({
        Ask: {
          Type: "Task",
          Resource: "arn:aws:states:::sqs:sendMessage",
          Arguments: { QueueUrl: `${endpoint}/000000000000/nowhere`, MessageBody: "x" },
          Catch: [{ ErrorEquals: ["Sqs.QueueDoesNotExist"], Next: "End" }],
          Next: "End",
        },
        End: { Type: "Succeed", Output: "{% $states.input.Error %}" },
      }),
    );
    expect(await outputOf({})).toBe("Sqs.QueueDoesNotExist");
  });
});

describe("the API", () => {
  test("the same name starts once; with another input, or again after the end, it is refused", async () => {
    run(flow({ Long: { Type: "Wait", Seconds: 60 } }));
    const begin = (input: string) => client().send(new sfn.StartExecutionCommand({ stateMachineArn: MACHINE, name: "case-1", input }));
    const first = await begin("{}");
    expect((await begin("{}")).executionArn).toBe(first.executionArn);
    await expect(begin('{"n":1}')).rejects.toBeInstanceOf(sfn.ExecutionAlreadyExists);
    await client().send(new sfn.StopExecutionCommand({ executionArn: first.executionArn, error: "Withdrawn" }));
    expect(await ended({}, first.executionArn)).toMatchObject({ status: "ABORTED", error: "Withdrawn" });
    await expect(begin("{}")).rejects.toBeInstanceOf(sfn.ExecutionAlreadyExists);
  });

  test("the errors have the names that AWS gives them", async () => {
    run(flow({ Done: { Type: "Succeed" } }));
    await expect(client().send(new sfn.StartExecutionCommand({ stateMachineArn: `${MACHINE}X` }))).rejects.toBeInstanceOf(sfn.StateMachineDoesNotExist);
    await expect(client().send(new sfn.StartExecutionCommand({ stateMachineArn: MACHINE, input: "{" }))).rejects.toBeInstanceOf(sfn.InvalidExecutionInput);
    await expect(client().send(new sfn.StartExecutionCommand({ stateMachineArn: MACHINE, name: "a b" }))).rejects.toBeInstanceOf(sfn.InvalidName);
    await expect(client().send(new sfn.DescribeExecutionCommand({ executionArn: "arn:none" }))).rejects.toBeInstanceOf(sfn.ExecutionDoesNotExist);
  });

  test("history tells every state and task, in both directions, and executions are listed by status", async () => {
    functions = { work: () => 1 };
    run(flow({ Work: { Type: "Task", Resource: INVOKE, Arguments: { FunctionName: "work", Payload: {} } } }));
    const arn = await start({ a: 1 });
    await resultOf(arn);
    const { events = [] } = await client().send(new sfn.GetExecutionHistoryCommand({ executionArn: arn }));
    expect(events.map(({ type }) => type)).toEqual(["ExecutionStarted", "TaskStateEntered", "TaskScheduled", "TaskSucceeded", "TaskStateExited", "ExecutionSucceeded"]);
    expect(events[1]).toMatchObject({ id: 2, previousEventId: 1, stateEnteredEventDetails: { name: "Work", input: '{"a":1}' } });
    expect(events[2]).toMatchObject({ taskScheduledEventDetails: { resourceType: "lambda", resource: "invoke" } });
    const newest = await client().send(new sfn.GetExecutionHistoryCommand({ executionArn: arn, reverseOrder: true, maxResults: 1 }));
    expect(newest.events?.[0]?.type).toBe("ExecutionSucceeded");
    const listed = async (statusFilter: sfn.ExecutionStatus) =>
      (await client().send(new sfn.ListExecutionsCommand({ stateMachineArn: MACHINE, statusFilter }))).executions?.map(({ executionArn }) => executionArn);
    expect([await listed("SUCCEEDED"), await listed("RUNNING")]).toEqual([[arn], []]);
    expect((await client().send(new sfn.ListStateMachinesCommand({}))).stateMachines).toMatchObject([{ stateMachineArn: MACHINE, name: "Machine" }]);
  });
});

describe("definitions", () => {
  test("a machine that aws-cdk-lib writes in JSONata runs as it is: asked, reminded on silence, then decided", async () => {
    const synthesized = escalation();
    expect(lint(synthesized)).toEqual([]);
    functions = { ask: () => null };
    run(JSON.parse(synthesized) as object);
    const arn = await start({ case: "cas_1" });
    await until(() => called.length === 1);
    await clock.advanceTo(clock.now() + 3 * DAY);
    await until(() => called.length === 2);
    expect(called.map(({ payload }) => payload.level)).toEqual([0, 1]);
    await client().send(new sfn.SendTaskSuccessCommand({ taskToken: called[1]?.payload.token as string, output: '{"decision":"granted"}' }));
    expect(await resultOf(arn)).toEqual({ decision: "granted", level: 1 });
  });

  test.each([
    ["a JSONPath machine", { StartAt: "A", States: { A: { Type: "Succeed" } } }, "only JSONata"],
    ["a transition to nowhere", { QueryLanguage: "JSONata", StartAt: "A", States: { A: { Type: "Pass", Next: "B" } } }, ""],
    ["a service that is not served", { QueryLanguage: "JSONata", ...flow({ A: { Type: "Task", Resource: "arn:aws:states:::ecs:runTask" } }) }, "ecs:runTask"],
    [
      "a distributed map",
      {
        QueryLanguage: "JSONata",
        ...flow({ A: { Type: "Map", ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" }, ...flow({ B: { Type: "Succeed" } }) } } }),
      },
      "inline",
    ],
  ])("%s does not pass the lint", (_what, wrong, complaint) => {
    open();
    expect(lint(JSON.stringify(wrong)).join("; ")).toContain(complaint);
    expect(lint(JSON.stringify(wrong))).not.toEqual([]);
  });
});

/** Asks, and asks one level higher when nobody answers within two days. */
const escalation = () => {
  const stack = new Stack(new App({ analyticsReporting: false }), "S");
  const lambdaFunction = LambdaFunction.fromFunctionArn(stack, "Ask", "arn:aws:lambda:eu-west-3:000000000000:function:ask");
  const begin = stepfunctions.Pass.jsonata(stack, "Begin", { assign: { level: 0 } });
  const ask = LambdaInvoke.jsonata(stack, "AskSomebody", {
    lambdaFunction,
    integrationPattern: stepfunctions.IntegrationPattern.WAIT_FOR_TASK_TOKEN,
    payload: stepfunctions.TaskInput.fromObject({ token: "{% $states.context.Task.Token %}", level: "{% $level %}" }),
    taskTimeout: stepfunctions.Timeout.duration(Duration.days(2)),
    outputs: "{% $merge([$states.result, {'level': $level}]) %}",
    retryOnServiceExceptions: true,
  });
  const higher = stepfunctions.Pass.jsonata(stack, "Higher", { assign: { level: "{% $level + 1 %}" } });
  const decided = stepfunctions.Choice.jsonata(stack, "Decided");
  ask.addCatch(higher, { errors: ["States.Timeout"] });
  higher.next(ask);
  const flowOfStates = begin
    .next(ask)
    .next(
      decided
        .when(stepfunctions.Condition.jsonata("{% $states.input.decision = 'granted' %}"), stepfunctions.Succeed.jsonata(stack, "Granted"))
        .otherwise(stepfunctions.Fail.jsonata(stack, "Refused", { error: "Refused" })),
    );
  new stepfunctions.StateMachine(stack, "M", { definitionBody: stepfunctions.DefinitionBody.fromChainable(flowOfStates), queryLanguage: stepfunctions.QueryLanguage.JSONATA });
  const [machine] = Object.values(Template.fromStack(stack).findResources("AWS::StepFunctions::StateMachine"));
  const { DefinitionString: text } = (machine as { Properties: { DefinitionString: string | { "Fn::Join": [string, (string | object)[]] } } }).Properties;
  if (typeof text === "string") return text;
  return text["Fn::Join"][1].map((part) => (typeof part === "string" ? part : "aws")).join("");
};

/** A flow of these states, one after the other unless they say otherwise; the last one ends it. */
const flow = (given: Record<string, object>) => {
  const names = Object.keys(given);
  const ends = (state: object) => "Next" in state || "End" in state || ["Succeed", "Fail", "Choice"].includes((state as { Type: string }).Type);
  const entries = Object.entries(given).map(([name, state]) => [name, ends(state) ? state : { ...state, End: true }]);
  return { StartAt: names[0], States: Object.fromEntries(entries) as object };
};

const approval = (payload: object) => ({
  Type: "Task",
  Resource: WITH_TOKEN,
  Arguments: { FunctionName: "ask", Payload: { ...payload, token: "{% $states.context.Task.Token %}" } },
});

const mapOver = (more: object) =>
  flow({
    Each: {
      Type: "Map",
      Items: "{% $states.input.numbers %}",
      ItemSelector: { n: "{% $states.context.Map.Item.Value %}", index: "{% $states.context.Map.Item.Index %}" },
      ItemProcessor: flow({
        Double: { Type: "Task", Resource: INVOKE, Arguments: { FunctionName: "double", Payload: "{% $states.input %}" }, Output: "{% $states.result.Payload %}" },
      }),
      ...more,
    },
  });

const run = (given: object) => {
  definition = given;
  open();
};

const fails = (name: string, message: string): never => {
  throw Object.assign(new Error(message), { name });
};

const client = () => new sfn.SFNClient({ region: "eu-west-3", endpoint, credentials: { accessKeyId: "a", secretAccessKey: "b" }, maxAttempts: 1 });

const start = async (input: object) => (await client().send(new sfn.StartExecutionCommand({ stateMachineArn: MACHINE, input: JSON.stringify(input) }))).executionArn ?? "";

const statusOf = async (executionArn: string) => (await client().send(new sfn.DescribeExecutionCommand({ executionArn }))).status;

const ended = async (input: object, arn?: string) => {
  const executionArn = arn ?? (await start(input));
  await until(async () => (await statusOf(executionArn)) !== "RUNNING");
  return client().send(new sfn.DescribeExecutionCommand({ executionArn }));
};

const resultOf = async (arn: string): Promise<unknown> => {
  const { status, output = "null", error, cause } = await ended({}, arn);
  if (status !== "SUCCEEDED") throw new Error(`${status} ${error} ${cause}`);
  return JSON.parse(output) as unknown;
};

const outputOf = async (input: object) => resultOf(await start(input));

const until = async (done: () => boolean | Promise<boolean>) => {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 5));
};

/** The Step Functions API, and a queue and a bus that only write down what they are sent. */
const serve = async (request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const headers = request.headers as Record<string, string>;
  const target = headers["x-amz-target"] ?? "";
  const answer = await states.aws({ method: "POST", url: new URL(request.url ?? "/", endpoint), headers, body }, request);
  if (answer) return void response.writeHead(answer.status, answer.headers).end(answer.body);
  const input = JSON.parse(body.toString("utf8")) as Record<string, unknown>;
  if (String(input.QueueUrl).endsWith("nowhere")) {
    return void response
      .writeHead(400, { "content-type": "application/x-amz-json-1.0", "x-amzn-query-error": "AWS.SimpleQueueService.NonExistentQueue;Sender" })
      .end('{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"no"}');
  }
  sent.push({ target, body: input });
  const result =
    target === "AWSEvents.PutEvents"
      ? { FailedEntryCount: 0, Entries: [{ EventId: "1" }] }
      : { MessageId: "1", MD5OfMessageBody: createHash("md5").update(String(input.MessageBody)).digest("hex") };
  response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(result));
};
