import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateScheduleCommand,
  type CreateScheduleCommandInput,
  DeleteScheduleCommand,
  GetScheduleCommand,
  ListSchedulesCommand,
  SchedulerClient,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { afterEach, expect, test } from "vitest";
import { openClock } from "#infra/local/clock.ts";
import { openScheduler } from "#infra/local/scheduler.ts";
import type { Delivery } from "#infra/local/target.ts";
import { serve } from "./serve.ts";

const QUEUE = "arn:aws:sqs:eu-west-3:000000000000:compact";
const DEAD_LETTERS = "arn:aws:sqs:eu-west-3:000000000000:compact-dead";
const target = { Arn: QUEUE, RoleArn: "arn:aws:iam::000000000000:role/scheduler" };
const exactly = { FlexibleTimeWindow: { Mode: "OFF" as const } };
const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const start = async ({ at = "2026-03-27T12:00:00Z", dataDir = mkdtempSync(join(tmpdir(), "scheduler-")), refuse = (): Error | undefined => undefined } = {}) => {
  const clock = openClock({ dataDir, start: at });
  const fired: { at: string; arn: string; payload: string }[] = [];
  const dead: { queueArn: string; attributes: Readonly<Record<string, string>> }[] = [];
  const dispatch = async ({ arn, payload }: Delivery) => {
    const error = refuse();
    if (error !== undefined) throw error;
    fired.push({ at: new Date(clock.now()).toISOString().slice(0, 16), arn, payload });
  };
  const scheduler = openScheduler({ dataDir, clock, log: () => undefined, dispatch, deadLetter: async (queueArn, _body, attributes) => void dead.push({ queueArn, attributes }) });
  const { endpoint, close: stop } = await serve(scheduler.handler);
  const client = new SchedulerClient({ region: "eu-west-3", endpoint, credentials: { accessKeyId: "a", secretAccessKey: "b" } });
  const close = async () => {
    await stop();
    await scheduler.close();
    clock.close();
  };
  closing.push(close);
  const create = (Name: string, ScheduleExpression: string, more: Partial<CreateScheduleCommandInput> = {}) =>
    client.send(new CreateScheduleCommand({ Name, ScheduleExpression, Target: target, ...exactly, ...more }));
  const until = (instant: string) => clock.advanceTo(Date.parse(instant));
  return { dataDir, clock, scheduler, client, create, until, fired, dead, close };
};

test("the nightly run of the template comes at half past two in Paris, also when the hour changes", async () => {
  const { scheduler, until, fired } = await start();
  scheduler.putSchedule({
    Name: "nightly",
    ScheduleExpression: "cron(30 3 * * ? *)",
    ScheduleExpressionTimezone: "Europe/Paris",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { ...target, Input: '{"schedule":"nightly"}' },
  });
  await until("2026-03-30T12:00:00Z");
  expect(fired.map(({ at }) => at)).toEqual(["2026-03-28T02:30", "2026-03-29T01:30", "2026-03-30T01:30"]);
  expect(fired[0]).toMatchObject({ arn: QUEUE, payload: '{"schedule":"nightly"}' });
});

test("a schedule can be made, read, changed, listed and removed", async () => {
  const { create, client, until, fired } = await start();
  const { ScheduleArn } = await create("reminder-1", "at(2026-04-01T09:00:00)", { ScheduleExpressionTimezone: "Europe/Paris", Description: "first reminder" });
  expect(ScheduleArn).toBe("arn:aws:scheduler:eu-west-3:000000000000:schedule/default/reminder-1");
  await expect(create("reminder-1", "rate(1 day)")).rejects.toMatchObject({ name: "ConflictException" });
  const got = await client.send(new GetScheduleCommand({ Name: "reminder-1" }));
  expect(got).toMatchObject({
    Arn: ScheduleArn,
    GroupName: "default",
    State: "ENABLED",
    ScheduleExpressionTimezone: "Europe/Paris",
    Description: "first reminder",
    Target: target,
  });
  expect(got.CreationDate).toBeInstanceOf(Date);
  await client.send(new UpdateScheduleCommand({ Name: "reminder-1", ScheduleExpression: "at(2026-04-02T09:00:00)", Target: target, ...exactly }));
  await create("other", "rate(1 day)", { State: "DISABLED" });
  const listed = await client.send(new ListSchedulesCommand({ NamePrefix: "rem" }));
  expect(listed.Schedules!.map(({ Name }) => Name)).toEqual(["reminder-1"]);
  await until("2026-04-03T00:00:00Z");
  expect(fired.map(({ at }) => at)).toEqual(["2026-04-02T09:00"]);
  await client.send(new DeleteScheduleCommand({ Name: "reminder-1" }));
  await expect(client.send(new GetScheduleCommand({ Name: "reminder-1" }))).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await expect(client.send(new DeleteScheduleCommand({ Name: "reminder-1" }))).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await expect(create("bad", "cron(0 9 * * *)")).rejects.toMatchObject({ name: "ValidationException" });
});

test("a rate runs at once and then at its pace, between its dates", async () => {
  const { create, until, fired } = await start();
  await create("often", "rate(6 hours)", { EndDate: new Date("2026-03-28T12:00:00Z") });
  await create("later", "rate(1 day)", { StartDate: new Date("2026-03-29T10:00:00Z"), Target: { ...target, Arn: `${QUEUE}-later` } });
  await until("2026-03-30T12:00:00Z");
  expect(fired.filter(({ arn }) => arn === QUEUE).map(({ at }) => at.slice(5))).toEqual(["03-27T12:00", "03-27T18:00", "03-28T00:00", "03-28T06:00"]);
  expect(fired.filter(({ arn }) => arn !== QUEUE).map(({ at }) => at.slice(5))).toEqual(["03-29T10:00", "03-30T10:00"]);
});

test("a one-time schedule that is to vanish afterwards does, another stays and is silent", async () => {
  const { create, client, until, fired } = await start();
  await create("vanishes", "at(2026-03-28T09:00:00)", { ActionAfterCompletion: "DELETE" });
  await create("stays", "at(2026-03-28T09:00:00)");
  await until("2026-04-28T12:00:00Z");
  expect(fired).toHaveLength(2);
  expect((await client.send(new ListSchedulesCommand({}))).Schedules!.map(({ Name }) => Name)).toEqual(["stays"]);
});

test("the target learns for which time it was called, and gets an event when no input was given", async () => {
  const { create, until, fired } = await start();
  await create("told", "at(2026-03-28T09:00:00)", { Target: { ...target, Input: '{"at":"<aws.scheduler.scheduled-time>","by":"<aws.scheduler.schedule-arn>"}' } });
  await create("plain", "at(2026-03-28T10:00:00)");
  await until("2026-03-28T12:00:00Z");
  expect(JSON.parse(fired[0]!.payload)).toEqual({ at: "2026-03-28T09:00:00Z", by: "arn:aws:scheduler:eu-west-3:000000000000:schedule/default/told" });
  expect(JSON.parse(fired[1]!.payload)).toMatchObject({ source: "aws.scheduler", "detail-type": "Scheduled Event", time: "2026-03-28T10:00:00Z" });
});

test("a scheduled rule fires after each interval, with its target's input", async () => {
  const { scheduler, until, fired } = await start();
  scheduler.putRule({ Name: "sweep", ScheduleExpression: "rate(12 hours)", Targets: [{ Arn: QUEUE, Id: "a", InputPath: "$.time" }] });
  scheduler.putRule({ Name: "no-schedule", EventPattern: { source: ["x"] }, Targets: [{ Arn: QUEUE, Id: "a" }] });
  await until("2026-03-28T13:00:00Z");
  expect(fired.map(({ at }) => at.slice(5))).toEqual(["03-28T00:00", "03-28T12:00"]);
  expect(JSON.parse(fired[1]!.payload)).toMatch(/^2026-03-28T12:00:/);
});

test("nights that the machine slept through make one run at the next start, and nothing is forgotten", async () => {
  const first = await start();
  const nightly = {
    Name: "nightly",
    ScheduleExpression: "cron(30 2 * * ? *)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { ...target, Input: "<aws.scheduler.scheduled-time>" },
  };
  first.scheduler.putSchedule(nightly);
  first.scheduler.putSchedule({ ...nightly, Name: "dropped" });
  await first.create("reminder", "at(2026-03-28T09:00:00)", { Target: { ...target, Arn: `${QUEUE}-reminder` } });
  await first.close();
  closing.pop();

  const again = await start({ dataDir: first.dataDir, at: "2026-03-31T12:00:00Z" });
  again.scheduler.putSchedule(nightly);
  await again.until("2026-04-01T12:00:00Z");
  expect(again.fired.map(({ at, arn, payload }) => `${at.slice(5)} ${arn === QUEUE ? payload : "reminder"}`).toSorted()).toEqual([
    "03-31T12:00 2026-03-31T02:30:00Z",
    "03-31T12:00 reminder",
    "04-01T02:30 2026-04-01T02:30:00Z",
  ]);
});

test("a target that is away is tried again, and what never arrives ends in the dead-letter queue", async () => {
  let refusals = 2;
  const { create, until, fired, dead } = await start({ refuse: () => (refusals-- > 0 ? new Error("away") : undefined) });
  await create("patient", "at(2026-03-28T09:00:00)");
  await until("2026-03-28T10:00:00Z");
  expect(fired).toHaveLength(1);
  refusals = Infinity;
  await create("hopeless", "at(2026-03-28T11:00:00)", { Target: { ...target, RetryPolicy: { MaximumRetryAttempts: 1 }, DeadLetterConfig: { Arn: DEAD_LETTERS } } });
  await until("2026-03-28T12:00:00Z");
  expect(dead).toMatchObject([{ queueArn: DEAD_LETTERS, attributes: { ERROR_MESSAGE: "away", TARGET_ARN: QUEUE } }]);
});

test("a property that the local cloud would ignore stops the start", async () => {
  const { scheduler } = await start();
  expect(() => scheduler.putSchedule({ Name: "x", ScheduleExpression: "rate(1 day)", Target: { ...target, EcsParameters: {} } as never })).toThrow("EcsParameters");
});
