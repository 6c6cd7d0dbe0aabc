// What must outlive a crash: executions, where each of their threads stands (a frame), the tokens given out, and the history. A frame is
// written in the same transaction as the history of what brought it there, before anything is done because of it.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Scope } from "./definition.ts";

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

export type Execution = {
  readonly arn: string;
  readonly machineArn: string;
  readonly name: string;
  readonly definition: string;
  readonly status: ExecutionStatus;
  readonly input: string;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
  readonly startedAt: number;
  readonly stoppedAt: number | null;
  readonly deadlineAt: number | null;
};

export type Join = {
  readonly total: number;
  readonly outputs: unknown[];
  readonly items?: readonly unknown[];
  readonly inputs?: readonly unknown[];
  readonly atOnce: number;
  readonly tolerated: number;
  started: number;
  finished: number;
  failed: number;
};

/** One thread of an execution: the main one, a branch of a Parallel, or an item of a Map. */
export type Frame = {
  readonly id: string;
  readonly execution: string;
  readonly parent: string | null;
  readonly index: number;
  readonly scope: Scope;
  readonly item: { readonly Index: number; readonly Value: unknown } | null;
  state: string;
  input: unknown;
  variables: Record<string, unknown>;
  /** ready to go on; sleeping in a Wait; retrying after a pause; running a task; waiting for a token; joining its branches. */
  status: "ready" | "sleeping" | "retrying" | "running" | "waiting" | "joining";
  enteredAt: number;
  /** Grows with every try: an answer to an older try is nobody's any more. */
  attempt: number;
  retries: Record<number, number>;
  task: { readonly resource: string; readonly arguments: unknown; readonly heartbeatMs: number | null } | null;
  token: string | null;
  wakeAt: number | null;
  deadlineAt: number | null;
  heartbeatAt: number | null;
  join: Join | null;
};

export type HistoryEvent = { readonly id: number; readonly at: number; readonly type: string; readonly details: Readonly<Record<string, unknown>> };

const SCHEMA = `
  PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;
  CREATE TABLE IF NOT EXISTS executions (arn TEXT PRIMARY KEY, machineArn TEXT, name TEXT, definition TEXT, status TEXT, input TEXT, output TEXT, error TEXT, cause TEXT,
    startedAt INTEGER, stoppedAt INTEGER, deadlineAt INTEGER);
  CREATE INDEX IF NOT EXISTS executions_by_machine ON executions (machineArn, startedAt);
  CREATE INDEX IF NOT EXISTS executions_by_deadline ON executions (deadlineAt) WHERE status = 'RUNNING' AND deadlineAt IS NOT NULL;
  CREATE TABLE IF NOT EXISTS frames (id TEXT PRIMARY KEY, execution TEXT, parent TEXT, status TEXT, due_at INTEGER, body TEXT);
  CREATE INDEX IF NOT EXISTS frames_by_execution ON frames (execution);
  CREATE INDEX IF NOT EXISTS frames_by_due ON frames (due_at) WHERE due_at IS NOT NULL;
  CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, execution TEXT, frame TEXT);
  CREATE TABLE IF NOT EXISTS history (execution TEXT, id INTEGER, at INTEGER, type TEXT, details TEXT, PRIMARY KEY (execution, id));`;

export class StateStore {
  readonly #db: DatabaseSync;

  constructor(dataDir: string) {
    mkdirSync(dataDir, { recursive: true });
    this.#db = new DatabaseSync(join(dataDir, "states.sqlite"));
    this.#db.exec(SCHEMA);
  }

  transaction(work: () => void) {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      work();
      this.#db.exec("COMMIT");
    } catch (error) {
      this.#db.exec("ROLLBACK");
      throw error;
    }
  }

  execution(arn: string): Execution | undefined {
    return this.#db.prepare("SELECT * FROM executions WHERE arn = ?").get(arn) as Execution | undefined;
  }

  executions(machineArn: string | undefined, status: string | undefined, from: number, count: number): readonly Execution[] {
    return this.#db
      .prepare("SELECT * FROM executions WHERE (?1 IS NULL OR machineArn = ?1) AND (?2 IS NULL OR status = ?2) ORDER BY startedAt DESC, arn LIMIT ?3 OFFSET ?4")
      .all(machineArn ?? null, status ?? null, count, from) as Execution[];
  }

  saveExecution(execution: Execution) {
    const { arn, machineArn, name, definition, status, input, output, error, cause, startedAt, stoppedAt, deadlineAt } = execution;
    this.#db
      .prepare("INSERT OR REPLACE INTO executions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .run(arn, machineArn, name, definition, status, input, output, error, cause, startedAt, stoppedAt, deadlineAt);
  }

  frame(id: string): Frame | undefined {
    return this.#frames("id = ?", id)[0];
  }

  readyFrame(execution: string): Frame | undefined {
    return this.#frames("execution = ? AND status = 'ready' LIMIT 1", execution)[0];
  }

  /** The frames whose task was under way when the engine stopped. */
  runningFrames(): readonly Frame[] {
    return this.#frames("status = 'running'");
  }

  executionsWithReadyFrames(): readonly string[] {
    return (this.#db.prepare("SELECT DISTINCT execution FROM frames WHERE status = 'ready'").all() as { execution: string }[]).map(({ execution }) => execution);
  }

  saveFrame(frame: Frame) {
    this.#db.prepare("INSERT OR REPLACE INTO frames VALUES (?, ?, ?, ?, ?, ?)").run(frame.id, frame.execution, frame.parent, frame.status, dueAt(frame), JSON.stringify(frame));
    if (frame.token) this.#db.prepare("INSERT OR IGNORE INTO tokens VALUES (?, ?, ?)").run(frame.token, frame.execution, frame.id);
  }

  removeFrame(id: string) {
    this.removeBelow(id);
    this.#db.prepare("DELETE FROM frames WHERE id = ?").run(id);
  }

  removeBelow(id: string) {
    for (const child of this.#db.prepare("SELECT id FROM frames WHERE parent = ?").all(id) as { id: string }[]) this.removeFrame(child.id);
  }

  removeFramesOf(execution: string) {
    this.#db.prepare("DELETE FROM frames WHERE execution = ?").run(execution);
  }

  tokenOwner(token: string) {
    return this.#db.prepare("SELECT execution, frame FROM tokens WHERE token = ?").get(token) as { execution: string; frame: string } | undefined;
  }

  record(execution: string, at: number, type: string, details: Readonly<Record<string, unknown>>) {
    this.#db.prepare("INSERT INTO history SELECT ?1, COALESCE(MAX(id), 0) + 1, ?2, ?3, ?4 FROM history WHERE execution = ?1").run(execution, at, type, JSON.stringify(details));
  }

  history(execution: string): readonly HistoryEvent[] {
    const rows = this.#db.prepare("SELECT id, at, type, details FROM history WHERE execution = ? ORDER BY id").all(execution) as (Omit<HistoryEvent, "details"> & {
      details: string;
    })[];
    return rows.map((row) => ({ ...row, details: JSON.parse(row.details) as HistoryEvent["details"] }));
  }

  /** The earliest deadline of anything. */
  nextDueAt(): number | undefined {
    const { due } = this.#db
      .prepare(
        "SELECT MIN(due) AS due FROM (SELECT MIN(due_at) AS due FROM frames UNION ALL SELECT MIN(deadlineAt) FROM executions WHERE status = 'RUNNING' AND deadlineAt IS NOT NULL)",
      )
      .get() as { due: number | null };
    return due ?? undefined;
  }

  /** What is due first at that time: an execution as a whole, or one of its frames. */
  due(now: number): { readonly execution: string; readonly frame: string | null } | undefined {
    return this.#db
      .prepare(
        `SELECT execution, id AS frame, due_at AS due FROM frames WHERE due_at <= ?1
         UNION ALL SELECT arn, NULL, deadlineAt FROM executions WHERE status = 'RUNNING' AND deadlineAt <= ?1 ORDER BY due LIMIT 1`,
      )
      .get(now) as { execution: string; frame: string | null } | undefined;
  }

  counts(): Readonly<Record<string, number>> {
    const rows = this.#db.prepare("SELECT status, COUNT(*) AS n FROM executions GROUP BY status").all() as { status: string; n: number }[];
    return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
  }

  close() {
    this.#db.close();
  }

  #frames(where: string, ...values: string[]): readonly Frame[] {
    return (this.#db.prepare(`SELECT body FROM frames WHERE ${where}`).all(...values) as { body: string }[]).map(({ body }) => JSON.parse(body) as Frame);
  }
}

const dueAt = ({ wakeAt, deadlineAt, heartbeatAt }: Frame): number | null => {
  const times = [wakeAt, deadlineAt, heartbeatAt].filter((at) => at !== null);
  return times.length === 0 ? null : Math.min(...times);
};
