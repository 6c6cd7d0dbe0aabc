// What an engine owes to others (a notification to a queue, an event to a target) is written in the same transaction as its cause and sent
// afterwards until it has arrived: a process killed in between loses nothing and may send twice, which is what AWS promises as well.
import type { Database } from "./database.ts";
import type { Clock, DueWork } from "./engine.ts";

const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 5 * 60_000;
const AT_ONCE = 32;
/** A receiver that takes longer than this is still waited for, but the clock goes on meanwhile. */
const HOLDS_THE_CLOCK_MS = 10_000;

export const OUTBOX_TABLE = `
  CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL, due INTEGER NOT NULL, written INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, leased INTEGER NOT NULL DEFAULT 0);
  CREATE INDEX IF NOT EXISTS outbox_due ON outbox (leased, due, id);`;

/** When a delivery is given up; without it, never. */
export type RetryLimits = { readonly attempts: number; readonly ageMs: number };

export type OutboxOptions<Body> = {
  readonly name: string;
  readonly db: Database;
  readonly clock: Clock;
  readonly deliver: (body: Body) => Promise<void>;
  readonly limits?: (body: Body) => RetryLimits;
  /** An error after which trying again is useless. */
  readonly isFinal?: (error: unknown) => boolean;
  /** Called once when the limits are reached; what it cannot place is kept and tried again. */
  readonly giveUp?: (body: Body, error: unknown) => Promise<void>;
  readonly onError?: (body: Body, error: unknown) => void;
};

type Row = { readonly id: number; readonly body: string; readonly written: number; readonly attempts: number };

export class Outbox<Body> implements DueWork {
  readonly name: string;
  readonly #options: OutboxOptions<Body>;
  readonly #running = new Set<Promise<void>>();
  #closed = false;
  #kicked = false;

  constructor(options: OutboxOptions<Body>) {
    this.name = options.name;
    this.#options = options;
    options.db.exec("UPDATE outbox SET leased = 0 WHERE leased = 1");
    options.clock.register(this);
  }

  /** To be called inside the transaction of the cause; `flush` after it. */
  add(body: Body, dueAt?: number): void {
    const now = this.#options.clock.now();
    this.#options.db.prepare("INSERT INTO outbox (body, due, written) VALUES (?, ?, ?)").run(JSON.stringify(body), dueAt ?? now, now);
  }

  /** Sends what is due without waiting for the clock's next tick. */
  flush(): void {
    if (this.#kicked || this.#closed) return;
    this.#kicked = true;
    setImmediate(() => {
      this.#kicked = false;
      this.#start(this.#options.clock.now());
    });
  }

  nextDueAt(): number | undefined {
    if (this.#closed || this.#running.size >= AT_ONCE) return undefined;
    const row = this.#options.db.prepare("SELECT min(due) AS due FROM outbox WHERE leased = 0").get() as { due: number | null };
    return row.due ?? undefined;
  }

  async runDue(now: number): Promise<void> {
    this.#start(now);
    const settled = Promise.allSettled(this.#running);
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([settled, new Promise((done) => (timer = setTimeout(done, HOLDS_THE_CLOCK_MS)))]);
    clearTimeout(timer);
  }

  /** Waits for deliveries on their way, and starts no more. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.race([Promise.allSettled(this.#running), new Promise((done) => setTimeout(done, 2000).unref())]);
  }

  pending(): number {
    return (this.#options.db.prepare("SELECT count(*) AS n FROM outbox").get() as { n: number }).n;
  }

  #start(now: number) {
    if (this.#closed) return;
    const { db } = this.#options;
    const room = AT_ONCE - this.#running.size;
    const rows = db.prepare("SELECT id, body, written, attempts FROM outbox WHERE leased = 0 AND due <= ? ORDER BY due, id LIMIT ?").all(now, room) as Row[];
    for (const row of rows) {
      db.prepare("UPDATE outbox SET leased = 1 WHERE id = ?").run(row.id);
      const running: Promise<void> = this.#attempt(row).finally(() => {
        this.#running.delete(running);
        this.flush();
      });
      this.#running.add(running);
    }
  }

  async #attempt(row: Row) {
    const { deliver, onError } = this.#options;
    const body = JSON.parse(row.body) as Body;
    try {
      await deliver(body);
      this.#done(row.id);
    } catch (error) {
      onError?.(body, error);
      await this.#failed(row, body, error);
    }
  }

  async #failed(row: Row, body: Body, error: unknown) {
    const { clock, limits, giveUp, isFinal } = this.#options;
    const allowed = limits?.(body);
    const attempts = row.attempts + 1;
    if (isFinal?.(error) || (allowed !== undefined && (attempts > allowed.attempts || clock.now() - row.written >= allowed.ageMs))) {
      try {
        await giveUp?.(body, error);
        return this.#done(row.id);
      } catch (worse) {
        this.#options.onError?.(body, worse);
      }
    }
    if (this.#isOpen()) {
      const due = clock.now() + Math.min(FIRST_RETRY_MS * 2 ** row.attempts, LAST_RETRY_MS);
      this.#options.db.prepare("UPDATE outbox SET leased = 0, attempts = ?, due = ? WHERE id = ?").run(attempts, due, row.id);
    }
  }

  #done(id: number) {
    if (this.#isOpen()) this.#options.db.prepare("DELETE FROM outbox WHERE id = ?").run(id);
  }

  /** A delivery that outlasts the engine leaves its row behind, to be sent again at the next start. */
  #isOpen() {
    return this.#options.db.isOpen;
  }
}
