// EventBridge: buses, rules and deliveries. Before PutEvents answers, the event is in the archive and every delivery that it causes is in the
// outbox, in one transaction; a killed process delivers after the next start, at least once.
import { join } from "node:path";
import { inTransaction, openDatabase, type Database } from "./database.ts";
import { ACCOUNT, REGION, type AwsHandler, type Clock, type Engine, type Log } from "./engine.ts";
import { checkPattern, matchesPattern, type EventPattern } from "./event-pattern.ts";
import { busEvent, type BusEvent, type NewEvent } from "./events/bus-event.ts";
import { payloadFor, type TargetInput } from "./events/input.ts";
import { isTooLarge, MAX_ENTRIES, readEntry, type Entry } from "./events/put-events.ts";
import { Outbox, OUTBOX_TABLE } from "./outbox.ts";
import { awsJson, deadLetterAttributes, limitsOf, refuseUnknown, Undeliverable, type DeadLetter, type Dispatch, type RetryPolicy } from "./target.ts";

export type { BusEvent, NewEvent } from "./events/bus-event.ts";

/** Properties of AWS::Events::Rule, resolved. A rule with a schedule belongs to the scheduler; one may have both. */
export type RuleProperties = {
  readonly Name: string;
  readonly EventBusName?: string;
  readonly EventPattern?: unknown;
  readonly ScheduleExpression?: string;
  readonly State?: string;
  readonly Description?: string;
  readonly RoleArn?: string;
  readonly Tags?: unknown;
  readonly Targets?: readonly RuleTarget[];
};
export type RuleTarget = TargetInput & {
  readonly Arn: string;
  readonly Id: string;
  readonly RoleArn?: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly RetryPolicy?: RetryPolicy;
  readonly SqsParameters?: { readonly MessageGroupId: string };
};
export type EventBusOptions = { readonly dataDir: string; readonly clock: Clock; readonly log: Log; readonly dispatch: Dispatch; readonly deadLetter: DeadLetter };
export type EventBusEngine = Engine & {
  readonly handler: AwsHandler;
  createBus(name: string): void;
  putRule(properties: RuleProperties): void;
  /** For services of this machine, whose events no client may forge: `aws.s3`, `aws.ses`. */
  publish(event: NewEvent, busName?: string): void;
  archived(limit: number): readonly { readonly bus: string; readonly event: BusEvent }[];
  rules(): readonly { readonly name: string; readonly bus: string; readonly targets: readonly string[] }[];
};

type Rule = { readonly name: string; readonly bus: string; readonly arn: string; readonly pattern: EventPattern; readonly targets: readonly RuleTarget[] };
type Owed = { readonly rule: string; readonly target: RuleTarget; readonly payload: string };

const TABLES = `
  CREATE TABLE IF NOT EXISTS event (seq INTEGER PRIMARY KEY AUTOINCREMENT, bus TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS event_at ON event (at);
  ${OUTBOX_TABLE}`;
const KEPT_MS = 30 * 86_400_000;

export const openEventBus = (options: EventBusOptions): EventBusEngine => new LocalEventBus(options);

class LocalEventBus implements EventBusEngine {
  readonly name = "EventBridge";
  readonly handler: AwsHandler;
  readonly #options: EventBusOptions;
  readonly #db: Database;
  readonly #buses = new Set(["default"]);
  readonly #rules: Rule[] = [];
  readonly #outbox: Outbox<Owed>;

  constructor(options: EventBusOptions) {
    this.#options = options;
    this.#db = openDatabase(join(options.dataDir, "events", "events.sqlite"), TABLES);
    this.#db.prepare("DELETE FROM event WHERE at < ?").run(options.clock.now() - KEPT_MS);
    this.#outbox = new Outbox<Owed>({
      name: "event deliveries",
      db: this.#db,
      clock: options.clock,
      deliver: (owed) => this.#deliver(owed),
      limits: ({ target }) => limitsOf(target.RetryPolicy),
      giveUp: (owed, error) => this.#giveUp(owed, error),
      isFinal: (error) => error instanceof Undeliverable,
      onError: ({ rule, target }, error) =>
        options.log({ source: "events", level: "warn", text: `rule ${rule} could not reach ${target.Arn}: ${(error as Error)?.message ?? error}` }),
    });
    this.handler = async (request) =>
      request.headers["x-amz-target"] === "AWSEvents.PutEvents" ? this.#putEvents(JSON.parse(request.body.toString()) as { Entries?: Entry[] }) : otherOperation(request.headers);
  }

  createBus(name: string): void {
    this.#buses.add(name);
  }

  putRule(properties: RuleProperties): void {
    const { Name: name, EventBusName = "default", EventPattern: pattern, State = "ENABLED", Targets = [] } = properties;
    refuseUnknown(`rule ${name}`, properties, ["Name", "EventBusName", "EventPattern", "ScheduleExpression", "State", "Description", "RoleArn", "Tags", "Targets"]);
    for (const target of Targets)
      refuseUnknown(`target of rule ${name}`, target, ["Arn", "Id", "RoleArn", "Input", "InputPath", "InputTransformer", "DeadLetterConfig", "RetryPolicy", "SqsParameters"]);
    if (pattern === undefined || State === "DISABLED") return;
    const bus = busNameOf(EventBusName);
    if (!this.#buses.has(bus)) throw new Error(`rule ${name} belongs to the bus ${bus}, which does not exist`);
    const arn = `arn:aws:events:${REGION}:${ACCOUNT}:rule/${bus === "default" ? "" : `${bus}/`}${name}`;
    this.#rules.push({ name, bus, arn, pattern: checkPattern(typeof pattern === "string" ? JSON.parse(pattern) : pattern), targets: Targets });
  }

  publish(event: NewEvent, busName = "default"): void {
    inTransaction(this.#db, () => this.#record(busName, busEvent(event)));
    this.#outbox.flush();
  }

  archived(limit: number) {
    const rows = this.#db.prepare("SELECT bus, body FROM event ORDER BY seq DESC LIMIT ?").all(limit) as { bus: string; body: string }[];
    return rows.map(({ bus, body }) => ({ bus, event: JSON.parse(body) as BusEvent }));
  }

  rules() {
    return this.#rules.map(({ name, bus, targets }) => ({ name, bus, targets: targets.map(({ Arn }) => Arn) }));
  }

  async health(): Promise<string> {
    return `${this.#buses.size} buses, ${this.#rules.length} rules, ${this.#outbox.pending()} deliveries on their way`;
  }

  async close(): Promise<void> {
    await this.#outbox.close();
    this.#db.close();
  }

  #putEvents({ Entries = [] }: { Entries?: readonly Entry[] }) {
    if (Entries.length === 0 || Entries.length > MAX_ENTRIES)
      return awsJson(400, { message: `1 validation error detected: Value at 'entries' must have 1 to ${MAX_ENTRIES} entries` }, "ValidationException");
    if (isTooLarge(Entries)) return awsJson(400, { message: "Total size of the entries in the request is over the limit." }, "ValidationException");
    const results = inTransaction(this.#db, () => Entries.map((entry) => this.#take(entry)));
    this.#outbox.flush();
    return awsJson(200, { FailedEntryCount: results.filter((result) => "ErrorCode" in result).length, Entries: results });
  }

  #take(entry: Entry) {
    const read = readEntry(entry, this.#options.clock.now());
    if ("ErrorCode" in read) return read;
    const bus = busNameOf(entry.EventBusName ?? "default");
    if (!this.#buses.has(bus)) return { ErrorCode: "InvalidArgument", ErrorMessage: `Event bus ${bus} does not exist.` };
    const event = busEvent(read);
    this.#record(bus, event);
    return { EventId: event.id };
  }

  #record(bus: string, event: BusEvent) {
    this.#db.prepare("INSERT INTO event (bus, at, body) VALUES (?, ?, ?)").run(bus, this.#options.clock.now(), JSON.stringify(event));
    for (const rule of this.#rules) {
      if (rule.bus !== bus || !matchesPattern(rule.pattern, event)) continue;
      for (const target of rule.targets) this.#outbox.add({ rule: rule.arn, target, payload: payloadFor(target, event, rule) });
    }
  }

  async #deliver({ target, payload }: Owed) {
    const bus = /^arn:aws:events:[^:]*:[^:]*:event-bus\/(.+)$/.exec(target.Arn)?.[1];
    if (bus === undefined)
      return this.#options.dispatch({ arn: target.Arn, payload, ...(target.SqsParameters === undefined ? {} : { messageGroupId: target.SqsParameters.MessageGroupId }) });
    if (!this.#buses.has(bus)) throw new Undeliverable(`event bus ${bus} does not exist`);
    inTransaction(this.#db, () => this.#record(bus, JSON.parse(payload) as BusEvent));
  }

  async #giveUp({ rule, target, payload }: Owed, error: unknown) {
    const queue = target.DeadLetterConfig?.Arn;
    const text = `rule ${rule} gave up on ${target.Arn}${queue === undefined ? " and the event is lost, as on AWS: the target has no dead-letter queue" : ""}`;
    this.#options.log({ source: "events", level: "error", text });
    if (queue !== undefined) await this.#options.deadLetter(queue, payload, deadLetterAttributes(error, { RULE_ARN: rule, TARGET_ARN: target.Arn }));
  }
}

const busNameOf = (nameOrArn: string) => nameOrArn.split(":event-bus/").at(-1) ?? nameOrArn;

/** Rules and buses come from the template; of EventBridge's other operations none is served. */
const otherOperation = (headers: Readonly<Record<string, string>>) => {
  const operation = /^AWSEvents\.(\w+)$/.exec(headers["x-amz-target"] ?? "")?.[1];
  return operation === undefined ? undefined : awsJson(501, { message: `The local EventBridge does not serve ${operation}.` }, "UnsupportedOperationException");
};
