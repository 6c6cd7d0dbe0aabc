// The time of the local cloud: real time plus an offset that outlives a restart. Schedules, state-machine timers and message delays all ask
// this one clock, so that moving it forward by a month plays the month in order: the earliest due work runs first, at its own instant, and
// what it causes (a step that waits again, a schedule's next firing) is due before whatever comes later.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock, DueWork } from "./engine.ts";

const TICK_MS = 150;
/** Work that stays due after it ran would hold time for ever; after this many runs at one instant the clock goes on without it. */
const MAX_RUNS_AT_ONE_INSTANT = 1000;
const RETRY_FIRST_MS = 1000;
const RETRY_LAST_MS = 3_600_000;

/** `start` is where time begins in a new data folder; an existing one is moved forward to it, never back. */
export type ClockOptions = { readonly dataDir: string; readonly start?: string; readonly onError?: (work: string, error: unknown) => void };

export const openClock = (options: ClockOptions): Clock => new MovableClock(options);

class MovableClock implements Clock {
  readonly #file: string;
  readonly #onError: (work: string, error: unknown) => void;
  readonly #works: DueWork[] = [];
  readonly #notBefore = new Map<DueWork, number>();
  readonly #failures = new Map<DueWork, number>();
  readonly #timer: NodeJS.Timeout;
  #offset: number;
  #settled: () => Promise<void> = async () => undefined;
  /** While time is being moved it stands at the instant of the work being played; undefined means time flows. */
  #heldAt: number | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #ticking = false;
  #closed = false;

  constructor({ dataDir, start, onError = reportToConsole }: ClockOptions) {
    mkdirSync(dataDir, { recursive: true });
    this.#file = join(dataDir, "clock.json");
    this.#onError = onError;
    this.#offset = firstOffset(savedOffset(this.#file), start);
    saveOffset(this.#file, this.#offset);
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  now(): number {
    return this.#heldAt ?? Date.now() + this.#offset;
  }

  offset(): number {
    return this.now() - Date.now();
  }

  register(work: DueWork): void {
    this.#works.push(work);
  }

  settleBy(settled: () => Promise<void>): void {
    this.#settled = settled;
  }

  advanceTo(instant: number): Promise<void> {
    return this.#inTurn(() => this.#advance(instant));
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#timer);
  }

  async #advance(instant: number) {
    const from = this.now();
    if (instant < from) throw new RangeError(`the local clock is at ${iso(from)} and does not go back to ${iso(instant)}`);
    this.#heldAt = from;
    try {
      await this.#play(instant);
      this.#moveTo(Math.max(instant, this.now()));
    } finally {
      this.#heldAt = undefined;
    }
  }

  /** Runs what is due until the given instant, earliest first, asking anew after each since work makes work. */
  async #play(until: number) {
    let runs = 0;
    let last: number | undefined;
    for (let next = await this.#next(until); next !== undefined && !this.#closed; next = await this.#next(until)) {
      const at = Math.max(next.at, this.now());
      if (this.#heldAt !== undefined && at > this.#heldAt) this.#moveTo(at);
      runs = next.at === last ? runs + 1 : 0;
      last = next.at;
      if (runs > MAX_RUNS_AT_ONE_INSTANT) this.#notBefore.set(next.work, until + RETRY_FIRST_MS);
      else await this.#run(next.work, at);
    }
  }

  /** What is handed on in queues is worked off at the instant that caused it, and may cause something that is due before whatever comes later. */
  async #next(until: number) {
    const next = this.#earliest(until);
    if (this.#heldAt === undefined || (next !== undefined && next.at <= this.#heldAt)) return next;
    await this.#settled();
    return this.#earliest(until);
  }

  #earliest(until: number) {
    let found: { readonly at: number; readonly work: DueWork } | undefined;
    for (const work of this.#works) {
      const due = work.nextDueAt();
      if (due === undefined) continue;
      const at = Math.max(due, this.#notBefore.get(work) ?? due);
      if (at <= until && (found === undefined || at < found.at)) found = { at, work };
    }
    return found;
  }

  async #run(work: DueWork, at: number) {
    this.#notBefore.delete(work);
    try {
      await work.runDue(at);
      this.#failures.delete(work);
    } catch (error) {
      const failed = this.#failures.get(work) ?? 0;
      this.#failures.set(work, failed + 1);
      this.#notBefore.set(work, at + Math.min(RETRY_FIRST_MS * 2 ** failed, RETRY_LAST_MS));
      this.#onError(work.name, error);
    }
  }

  #moveTo(instant: number) {
    if (this.#heldAt !== undefined) this.#heldAt = instant;
    this.#offset = instant - Date.now();
    saveOffset(this.#file, this.#offset);
  }

  #tick() {
    if (this.#ticking || this.#closed) return;
    this.#ticking = true;
    void this.#inTurn(() => this.#play(this.now())).finally(() => (this.#ticking = false));
  }

  #inTurn<T>(job: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(job);
    this.#queue = result.catch(() => undefined);
    return result;
  }
}

const firstOffset = (saved: number | undefined, start: string | undefined): number => {
  if (start === undefined) return saved ?? 0;
  const wanted = instantOf(start) - Date.now();
  return saved === undefined ? wanted : Math.max(wanted, saved);
};

const savedOffset = (file: string): number | undefined => {
  try {
    const { offsetMs } = JSON.parse(readFileSync(file, "utf8")) as { offsetMs?: unknown };
    return typeof offsetMs === "number" && Number.isFinite(offsetMs) ? offsetMs : undefined;
  } catch {
    return undefined;
  }
};

const saveOffset = (file: string, offsetMs: number) => {
  writeFileSync(`${file}.tmp`, JSON.stringify({ offsetMs }));
  renameSync(`${file}.tmp`, file);
};

const instantOf = (text: string): number => {
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) throw new RangeError(`"${text}" is not an instant such as 2026-03-31T08:00:00+02:00`);
  return instant;
};

const iso = (instant: number) => new Date(instant).toISOString();
const reportToConsole = (work: string, error: unknown) => console.error(`clock: ${work} failed and will be tried again:`, error);
