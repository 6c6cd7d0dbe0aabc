// The event bus with its rules and the scheduler with its schedules, as the template declares them, and how both reach their targets.
import type { AwsHandler, Clock, Engine, Invoke, Log } from "#infra/local/engine.ts";
import { type EventBusEngine, type NewEvent, openEventBus, type RuleProperties } from "#infra/local/event-bus.ts";
import { checkPattern, matchesPattern } from "#infra/local/event-pattern.ts";
import { openScheduler, type SchedulerEngine, type ScheduleProperties } from "#infra/local/scheduler.ts";
import type { S3BusEvent } from "#infra/local/s3/server.ts";
import type { Matches } from "#infra/local/sources.ts";
import type { SqsEngine } from "#infra/local/sqs.ts";
import { type Dispatch, Undeliverable } from "#infra/local/target.ts";
import type { Plan } from "#infra/local/template/plan.ts";

export type StartExecution = (stateMachineArn: string, input: string) => Promise<void>;
export type BusOptions = { readonly dataDir: string; readonly clock: Clock; readonly log: Log; readonly sqs: SqsEngine; readonly invoke: Invoke; readonly startExecution: StartExecution };
export type BusAndSchedules = {
  readonly bus: EventBusEngine;
  readonly scheduler: SchedulerEngine;
  readonly engines: readonly Engine[];
  readonly handlers: readonly AwsHandler[];
  readonly putS3Event: (event: S3BusEvent) => Promise<void>;
  /** Onto the account's default bus, where AWS's own services speak. */
  readonly publish: (event: NewEvent) => void;
  readonly matcher: (pattern: object) => Matches;
  close(): Promise<void>;
};

export const openBusAndSchedules = async (plan: Plan, options: BusOptions): Promise<BusAndSchedules> => {
  const { dataDir, clock, log, sqs } = options;
  const dispatch = dispatcher(options, () => bus);
  const deadLetter = async (queueArn: string, body: string, attributes: Readonly<Record<string, string>>): Promise<void> => sqs.send(queueArn, body, attributes);
  const bus = openEventBus({ dataDir, clock, log, dispatch, deadLetter });
  for (const { name } of plan.buses) bus.createBus(name);
  const scheduler = openScheduler({ dataDir, clock, log, dispatch, deadLetter });
  for (const { name, properties } of plan.rules) {
    const rule = { ...(properties as unknown as RuleProperties), Name: name };
    bus.putRule(rule);
    scheduler.putRule(rule);
  }
  for (const { name, properties } of plan.schedules) scheduler.putSchedule({ ...(properties as unknown as ScheduleProperties), Name: name });
  return {
    bus,
    scheduler,
    engines: [bus, scheduler],
    handlers: [bus.handler, scheduler.handler],
    putS3Event: async (event) => bus.publish(event),
    publish: (event) => bus.publish(event),
    matcher: (pattern) => {
      const checked = checkPattern(pattern);
      return (record) => matchesPattern(checked, record);
    },
    close: async () => {
      await Promise.all([bus.close(), scheduler.close()]);
    },
  };
};

/** Where an ARN leads. A function is waited for, so that what it could not do is tried again by the rule's own policy. */
const dispatcher = ({ sqs, invoke, startExecution }: BusOptions, bus: () => EventBusEngine): Dispatch => {
  return async ({ arn, payload }) => {
    const service = arn.split(":")[2];
    if (service === "sqs" && sqs.queue(arn)) return sqs.send(arn, payload);
    if (service === "lambda") {
      const result = await invoke(arn, JSON.parse(payload));
      if (!result.ok && result.errorType === "ResourceNotFoundException") throw new Undeliverable(result.errorMessage);
      if (!result.ok) throw new Error(`${result.errorType}: ${result.errorMessage}`);
      return;
    }
    if (service === "states") return startExecution(arn, payload);
    if (service === "events") return bus().publish(JSON.parse(payload), arn.split("/").at(-1));
    throw new Undeliverable(`Nothing on this machine answers to ${arn}.`);
  };
};
