// EventBridge Scheduler, and the schedules of EventBridge rules. The next due instant of each schedule is stored, and moves on in the same
// transaction that puts the firing into the outbox, so a killed process neither forgets a firing nor invents one.
//
// A machine is off at times and AWS is not: what came due meanwhile fires once at the next start, for the last instant missed, much as
// Scheduler keeps trying within an event's maximum age (a day, unless the schedule says otherwise). Three nights off make one nightly run, not
// three; a one-time schedule is never lost. A flexible window is taken as its first moment.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { type Database, inTransaction, openDatabase } from "./database.ts";
import { ACCOUNT, REGION, type AwsHandler, type Clock, type Engine, type Log } from "./engine.ts";
import type { RuleProperties } from "./event-bus.ts";
import { payloadFor } from "./events/input.ts";
import { busEvent } from "./events/bus-event.ts";
import { Outbox, OUTBOX_TABLE } from "./outbox.ts";
import { type KeptSchedule, type ScheduleBook, schedulerApi } from "./scheduler/api.ts";
import { checkSchedule, dueAfter, expressionOf, payloadOf, scheduleArn, type ScheduleProperties } from "./scheduler/schedule.ts";
import { deadLetterAttributes, limitsOf, Undeliverable, type DeadLetter, type Dispatch, type RetryPolicy } from "./target.ts";

export type { ScheduleProperties } from "./scheduler/schedule.ts";

export type SchedulerOptions = { readonly dataDir: string; readonly clock: Clock; readonly log: Log; readonly dispatch: Dispatch; readonly deadLetter: DeadLetter };
export type SchedulerEngine = Engine & {
  readonly handler: AwsHandler;
  /** A schedule of the template. One that a later template no longer has stays silent. */
  putSchedule(properties: ScheduleProperties): void;
  /** The ScheduleExpression of an AWS::Events::Rule; rules without one are left to the bus. */
  putRule(properties: RuleProperties): void;
  schedules(): readonly {
    readonly name: string;
    readonly group: string;
    readonly expression: string;
    readonly zone: string;
    readonly next: string | undefined;
    readonly target: string;
  }[];
};

type Owed = { readonly schedule: string; readonly arn: string; readonly payload: string; readonly groupId?: string; readonly retry?: RetryPolicy; readonly deadLetters?: string };
type Row = { readonly id: number; readonly properties: string; readonly created: number; readonly changed: number; readonly next: number | null };

const TABLES = `
  CREATE TABLE IF NOT EXISTS schedule (id INTEGER PRIMARY KEY AUTOINCREMENT, grp TEXT NOT NULL, name TEXT NOT NULL, origin TEXT NOT NULL, active INTEGER NOT NULL,
    properties TEXT NOT NULL, created INTEGER NOT NULL, changed INTEGER NOT NULL, next INTEGER, UNIQUE (grp, name));
  CREATE INDEX IF NOT EXISTS schedule_next ON schedule (active, next);
  ${OUTBOX_TABLE}`;
/** Rules live in a group of their own, whose name no schedule can have. */
const RULES = "rule/";

export const openScheduler = (options: SchedulerOptions): SchedulerEngine => new LocalScheduler(options);

class LocalScheduler implements SchedulerEngine, ScheduleBook {
  readonly name = "Scheduler";
  readonly handler: AwsHandler = schedulerApi(this);
  readonly #options: SchedulerOptions;
  readonly #db: Database;
  readonly #outbox: Outbox<Owed>;
  #closed = false;

  constructor(options: SchedulerOptions) {
    this.#options = options;
    this.#db = openDatabase(join(options.dataDir, "scheduler", "schedules.sqlite"), TABLES);
    this.#db.exec("UPDATE schedule SET active = 0 WHERE origin = 'template'");
    // Firings before deliveries: of two works due at the same instant the clock takes the one registered first.
    options.clock.register({ name: "schedules", nextDueAt: () => this.#nextDueAt(), runDue: (now) => this.#fireDue(now) });
    this.#outbox = new Outbox<Owed>({
      name: "schedule deliveries",
      db: this.#db,
      clock: options.clock,
      deliver: ({ arn, payload, groupId }) => options.dispatch({ arn, payload, ...(groupId === undefined ? {} : { messageGroupId: groupId }) }),
      limits: ({ retry }) => limitsOf(retry),
      isFinal: (error) => error instanceof Undeliverable,
      giveUp: (owed, error) => this.#giveUp(owed, error),
      onError: ({ schedule, arn }, error) => options.log({ source: "scheduler", level: "warn", text: `${schedule} could not reach ${arn}: ${(error as Error)?.message ?? error}` }),
    });
  }

  putSchedule(properties: ScheduleProperties): void {
    checkSchedule(properties);
    this.#keep(properties, "template");
  }

  putRule({ Name, ScheduleExpression, State = "ENABLED", Targets = [] }: RuleProperties): void {
    if (ScheduleExpression === undefined) return;
    const rule = { arn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/${Name}`, name: Name };
    for (const target of Targets) {
      const { Arn, Id, RetryPolicy, DeadLetterConfig, SqsParameters } = target;
      // A rule's target may reshape the event of the firing, so the firing's payload is made when it fires; the target travels as the input.
      const Target = {
        Arn,
        Input: JSON.stringify({ rule, target }),
        ...(RetryPolicy && { RetryPolicy }),
        ...(DeadLetterConfig && { DeadLetterConfig }),
        ...(SqsParameters && { SqsParameters }),
      };
      this.#keep({ Name: `${Name}/${Id}`, GroupName: RULES, ScheduleExpression, State, Target }, "template");
    }
  }

  schedules() {
    const rows = this.#db.prepare("SELECT * FROM schedule WHERE active = 1 ORDER BY grp, name").all() as Row[];
    return rows.map(({ properties, next }) => {
      const { Name, GroupName = "default", ScheduleExpression, ScheduleExpressionTimezone = "UTC", Target } = JSON.parse(properties) as ScheduleProperties;
      const due = next === null ? undefined : new Date(next).toISOString();
      return { name: Name, group: GroupName, expression: ScheduleExpression, zone: ScheduleExpressionTimezone, next: due, target: Target.Arn };
    });
  }

  find(group: string, name: string): KeptSchedule | undefined {
    const row = this.#db.prepare("SELECT * FROM schedule WHERE grp = ? AND name = ? AND active = 1").get(group, name) as Row | undefined;
    return row === undefined ? undefined : kept(row);
  }

  list(): KeptSchedule[] {
    return (this.#db.prepare("SELECT * FROM schedule WHERE active = 1 AND grp <> ? ORDER BY grp, name").all(RULES) as Row[]).map(kept);
  }

  save(properties: ScheduleProperties): void {
    checkSchedule(properties);
    this.#keep(properties, "api");
  }

  remove(group: string, name: string): void {
    this.#db.prepare("DELETE FROM schedule WHERE grp = ? AND name = ?").run(group, name);
  }

  async health(): Promise<string> {
    const { n } = this.#db.prepare("SELECT count(*) AS n FROM schedule WHERE active = 1").get() as { n: number };
    return `${n} schedules, ${this.#outbox.pending()} firings on their way`;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#outbox.close();
    this.#db.close();
  }

  /** An unchanged schedule keeps its place; a new or changed one is planned from now. */
  #keep(properties: ScheduleProperties, origin: "template" | "api") {
    const now = this.#options.clock.now();
    const group = properties.GroupName ?? "default";
    const text = JSON.stringify(properties);
    const old = this.#db.prepare("SELECT * FROM schedule WHERE grp = ? AND name = ?").get(group, properties.Name) as Row | undefined;
    if (old !== undefined && old.properties === text) return void this.#db.prepare("UPDATE schedule SET active = 1, origin = ? WHERE id = ?").run(origin, old.id);
    const created = old?.created ?? now;
    const next = properties.State === "DISABLED" ? null : (this.#firstDue(properties, created, now, group) ?? null);
    this.#db
      .prepare(
        `INSERT INTO schedule (grp, name, origin, active, properties, created, changed, next) VALUES (?, ?, ?, 1, ?, ?, ?, ?)
         ON CONFLICT (grp, name) DO UPDATE SET origin = excluded.origin, active = 1, properties = excluded.properties, changed = excluded.changed, next = excluded.next`,
      )
      .run(group, properties.Name, origin, text, created, now, next);
  }

  /** A rate of Scheduler starts at once, a rule's after its first interval; a one-time schedule in the past is due now rather than lost. */
  #firstDue(properties: ScheduleProperties, created: number, now: number, group: string) {
    if (expressionOf(properties, created).once) return dueAfter(properties, created, -1);
    return dueAfter(properties, created, group === RULES ? now : now - 1);
  }

  #nextDueAt(): number | undefined {
    if (this.#closed) return undefined;
    return (this.#db.prepare("SELECT min(next) AS next FROM schedule WHERE active = 1 AND next IS NOT NULL").get() as { next: number | null }).next ?? undefined;
  }

  async #fireDue(now: number) {
    const due = this.#db.prepare("SELECT * FROM schedule WHERE active = 1 AND next <= ? ORDER BY next, id").all(now) as Row[];
    for (const row of due) inTransaction(this.#db, () => this.#fire(row, now));
    await this.#outbox.runDue(now);
  }

  #fire(row: Row, now: number) {
    const properties = JSON.parse(row.properties) as ScheduleProperties;
    const { scheduledAt, next } = lastDue(properties, row.created, row.next ?? now, now);
    const { Arn, RetryPolicy, DeadLetterConfig, SqsParameters } = properties.Target;
    this.#outbox.add({
      schedule: scheduleArn(properties),
      arn: Arn,
      payload: firing(properties, scheduledAt),
      ...(SqsParameters?.MessageGroupId && { groupId: SqsParameters.MessageGroupId }),
      ...(RetryPolicy && { retry: RetryPolicy }),
      ...(DeadLetterConfig?.Arn && { deadLetters: DeadLetterConfig.Arn }),
    });
    if (next === undefined && properties.ActionAfterCompletion === "DELETE") this.#db.prepare("DELETE FROM schedule WHERE id = ?").run(row.id);
    else this.#db.prepare("UPDATE schedule SET next = ? WHERE id = ?").run(next ?? null, row.id);
  }

  async #giveUp({ schedule, arn, payload, deadLetters }: Owed, error: unknown) {
    const { log, deadLetter } = this.#options;
    log({
      source: "scheduler",
      level: "error",
      text: `${schedule} gave up on ${arn}${deadLetters === undefined ? " and the firing is lost, as on AWS: it has no dead-letter queue" : ""}`,
    });
    if (deadLetters !== undefined) await deadLetter(deadLetters, payload, deadLetterAttributes(error, { SCHEDULE_ARN: schedule, TARGET_ARN: arn }));
  }
}

const kept = ({ properties, created, changed }: Row): KeptSchedule => ({ properties: JSON.parse(properties) as ScheduleProperties, created, changed });

/** Of all that came due until now the last, and what comes after it. */
const lastDue = (properties: ScheduleProperties, created: number, first: number, now: number) => {
  let scheduledAt = first;
  let next = dueAfter(properties, created, first);
  while (next !== undefined && next <= now) {
    scheduledAt = next;
    next = dueAfter(properties, created, next);
  }
  return { scheduledAt, next };
};

const firing = (properties: ScheduleProperties, scheduledAt: number): string => {
  if (properties.GroupName !== RULES) return payloadOf(properties, { id: randomUUID(), scheduledAt });
  const { rule, target } = JSON.parse(properties.Target.Input ?? "{}") as { rule: { arn: string; name: string }; target: Parameters<typeof payloadFor>[0] };
  const event = busEvent({ source: "aws.events", "detail-type": "Scheduled Event", time: new Date(scheduledAt).toISOString(), resources: [rule.arn], detail: {} });
  return payloadFor(target, event, rule);
};
