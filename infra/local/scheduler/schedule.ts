// A schedule as it is stored: what AWS calls its request, plus where it came from.
import { ACCOUNT, REGION } from "../engine.ts";
import { refuseUnknown, type RetryPolicy } from "../target.ts";
import { readExpression, type Expression } from "./expression.ts";

export type ScheduleTarget = {
  readonly Arn: string;
  readonly RoleArn?: string;
  readonly Input?: string;
  readonly RetryPolicy?: RetryPolicy;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly SqsParameters?: { readonly MessageGroupId?: string };
};

/** Both the properties of AWS::Scheduler::Schedule (dates as text) and the body of CreateSchedule (dates as epoch seconds). */
export type ScheduleProperties = {
  readonly Name: string;
  readonly GroupName?: string;
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone?: string;
  readonly StartDate?: string | number;
  readonly EndDate?: string | number;
  readonly State?: string;
  readonly FlexibleTimeWindow?: { readonly Mode?: string; readonly MaximumWindowInMinutes?: number };
  readonly ActionAfterCompletion?: string;
  readonly Description?: string;
  readonly KmsKeyArn?: string;
  readonly Target: ScheduleTarget;
};

const PROPERTIES =
  "Name GroupName ScheduleExpression ScheduleExpressionTimezone StartDate EndDate State FlexibleTimeWindow ActionAfterCompletion Description KmsKeyArn Target ClientToken".split(
    " ",
  );
const TARGET = "Arn RoleArn Input RetryPolicy DeadLetterConfig SqsParameters".split(" ");

/** Throws a sentence when the schedule cannot be kept; nothing of it is ignored in silence. */
export const checkSchedule = (schedule: ScheduleProperties): void => {
  refuseUnknown(`schedule ${schedule.Name}`, schedule, PROPERTIES);
  if (!/^[\w.-]{1,64}$/.test(schedule.Name)) throw new RangeError(`${schedule.Name} is not a name for a schedule.`);
  if (schedule.Target?.Arn === undefined) throw new RangeError(`schedule ${schedule.Name} has no target.`);
  refuseUnknown(`target of schedule ${schedule.Name}`, schedule.Target, TARGET);
  if (!["ENABLED", "DISABLED", undefined].includes(schedule.State)) throw new RangeError(`${schedule.State} is not a state of a schedule.`);
  if (!["NONE", "DELETE", undefined].includes(schedule.ActionAfterCompletion)) throw new RangeError(`${schedule.ActionAfterCompletion} is not an action after completion.`);
  expressionOf(schedule, 0);
};

export const expressionOf = (schedule: ScheduleProperties, created: number): Expression =>
  readExpression(schedule.ScheduleExpression, { zone: schedule.ScheduleExpressionTimezone ?? "UTC", anchor: instantOf(schedule.StartDate) ?? created });

/** The first due instant after the given one, within the schedule's dates. A one-time schedule has no dates but its own. */
export const dueAfter = (schedule: ScheduleProperties, created: number, after: number): number | undefined => {
  const expression = expressionOf(schedule, created);
  if (expression.once) return expression.next(after);
  const due = expression.next(Math.max(after, (instantOf(schedule.StartDate) ?? -Infinity) - 1));
  return due !== undefined && due <= (instantOf(schedule.EndDate) ?? Infinity) ? due : undefined;
};

export const scheduleArn = ({ GroupName = "default", Name }: Pick<ScheduleProperties, "GroupName" | "Name">) =>
  `arn:aws:scheduler:${REGION}:${ACCOUNT}:schedule/${GroupName}/${Name}`;

/** What the target gets: the schedule's input with Scheduler's own attributes filled in, or a plain event. */
export const payloadOf = (schedule: ScheduleProperties, firing: { readonly id: string; readonly scheduledAt: number }): string => {
  const time = new Date(firing.scheduledAt).toISOString().replace(/\.\d{3}Z$/, "Z");
  const arn = scheduleArn(schedule);
  const { Input } = schedule.Target;
  if (Input === undefined)
    return JSON.stringify({
      version: "0",
      id: firing.id,
      "detail-type": "Scheduled Event",
      source: "aws.scheduler",
      account: ACCOUNT,
      time,
      region: REGION,
      resources: [arn],
      detail: "{}",
    });
  return Input.replaceAll("<aws.scheduler.schedule-arn>", arn)
    .replaceAll("<aws.scheduler.scheduled-time>", time)
    .replaceAll("<aws.scheduler.execution-id>", firing.id)
    .replaceAll("<aws.scheduler.attempt-number>", "1");
};

const instantOf = (date: string | number | undefined): number | undefined => {
  if (date === undefined) return undefined;
  const instant = typeof date === "number" ? date * 1000 : Date.parse(date);
  if (Number.isNaN(instant)) throw new RangeError(`${date} is not a date.`);
  return instant;
};
