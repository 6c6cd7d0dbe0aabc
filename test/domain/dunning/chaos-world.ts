// One debtor's months in fast motion, with workers that may die between any two of their steps, run beside each other, or do their work twice.
//
// A worker is a generator that yields wherever a real one would wait for the network. The store keeps what DynamoDB would: each record has a version, a
// write names the version that it was decided from, several writes are all or none. The mail provider takes what it is given and tells later what became
// of it, at least once, in any order, by the next morning at the latest.
import { approve, bounced, claim, delivered, handOver, plannedMessage, postponed, sent, stopped, type MessageChange } from "#domain/dunning/message.ts";
import { renewed } from "#domain/dunning/account.ts";
import { decideAgain } from "#domain/dunning/decide-again.ts";
import { plan } from "#domain/dunning/plan.ts";
import type { Prepared } from "#domain/dunning/prepare.ts";
import type { DunningAccount, Message } from "#domain/dunning/schema.ts";
import type { OpenLine, Situation } from "#domain/dunning/situation.ts";
import { isRefused } from "#domain/refusal.ts";
import { account, situation, world } from "#test/world/dunning.ts";

export type Chance = () => number;
/** Small and repeatable: the seed of a failing run is all that is needed to see it again. */
export function chance(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Worker = Generator<void, void, void>;
type Letter = { readonly id: Message["id"]; readonly step: string; readonly at: number };
type News = { readonly id: Message["id"]; readonly kind: "delivered" | "bounced"; readonly at: number; readonly due: number; done: boolean };

const TICK = 10 * 60_000;
const LEASE = 60 * 60_000;
const DOUBT = 12 * LEASE;
/** A function that hangs longer is ended by its platform before it can speak. */
const TIME_LIMIT = 15 * 60_000;
const iso = (ms: number): string => new Date(ms).toISOString().replace(".000Z", "Z");
const dateOf = (ms: number): string => iso(ms).slice(0, 10);

export class ChaosWorld {
  now: number;
  readonly letters: Letter[] = [];
  readonly arrived: { readonly key: string; readonly step: string; readonly at: number }[] = [];
  readonly messages = new Map<Message["id"], Message>();
  private saved: DunningAccount = account();
  private readonly news: News[] = [];
  private readonly workers: Worker[] = [];
  private readonly random: Chance;
  private readonly versions: readonly [Prepared, Prepared];
  private readonly lines: () => readonly OpenLine[];
  /** How rough it is: 0 is a quiet day. */
  roughness = 1;

  constructor(random: Chance, versions: readonly [Prepared, Prepared], from: string, lines: () => readonly OpenLine[]) {
    [this.random, this.versions, this.lines, this.now] = [random, versions, lines, Date.parse(`${from}T06:00:00Z`)];
  }

  /** A new version was published, and for a while some workers have not heard of it. */
  private get prepared(): Prepared {
    return this.random() < 0.2 * this.roughness ? this.versions[0] : this.versions[1];
  }

  get account(): DunningAccount {
    return this.saved;
  }

  /** From six to eleven in the morning, ten minutes at a time. */
  day(): void {
    const until = this.now + 5 * 3_600_000;
    for (; this.now < until; this.now += TICK) {
      if (this.random() < 0.1) for (let n = 0; n < 1 + Math.floor(this.random() * 3 * this.roughness); n++) this.workers.push(this.planner());
      const pending = [...this.messages.values()].some(({ state }) => ["planned", "approved", "sending", "awaiting-approval"].includes(state.status));
      if (pending) for (let n = 0; n < 1 + Math.floor(this.random() * 2 * this.roughness); n++) this.workers.push(this.sender());
      if (this.news.some(({ done, due }) => !done && due <= this.now)) this.workers.push(this.listener());
      this.advance();
    }
    this.now += 19 * 3_600_000;
    // News that nobody took is brought again and again; through the night somebody does.
    for (const _ of this.listener());
  }

  /** Lets every worker go some steps in random order; each step may be the last that it ever does. */
  private advance(): void {
    for (let turns = 0; this.workers.length > 0 && turns < 60; turns++) {
      const at = Math.floor(this.random() * this.workers.length);
      const dies = this.random() < 0.08 * this.roughness;
      if (dies || this.workers[at]!.next().done) this.workers.splice(at, 1);
    }
    if (this.roughness === 0) this.workers.length = 0;
  }

  private *planner(): Worker {
    const before = this.saved;
    yield;
    const fresh = renewed(before, this.lines(), dateOf(this.now));
    yield;
    if (fresh !== before && !this.save([], [[fresh, before.version]])) return;
    const base = this.saved;
    const { messages } = plan(this.situation(base), this.prepared, world(iso(this.now)));
    yield;
    for (const planned of messages) {
      const { message, accounts } = plannedMessage(planned, [base], { digest: (text) => text.replaceAll(/[^A-Za-z0-9.-]/g, "_"), now: iso(this.now) });
      yield;
      if (!this.messages.has(message.id)) this.save([[message, -1]], accounts.map((each) => [each, base.version]));
    }
  }

  private *sender(): Worker {
    for (const id of this.messages.keys()) {
      const message = this.messages.get(id)!;
      if (message.state.status === "awaiting-approval") {
        const approved = approve(message, { id: "usr_helene", mayApprove: true }, "usr_camille", iso(this.now));
        if (!isRefused(approved)) this.save([[approved, message.version]], []);
        continue;
      }
      const claimed = claim(message, iso(this.now), iso(this.now + LEASE));
      yield;
      if (isRefused(claimed) || claimed.notBefore > iso(this.now) || !this.save([[claimed, message.version]], [])) continue;
      yield;
      yield* this.deliver(id);
    }
  }

  private *deliver(id: Message["id"]): Worker {
    const message = this.messages.get(id)!;
    const again = decideAgain(message, this.situation(this.saved), this.prepared, world(iso(this.now)));
    if (again.decision === "stop") return this.change(id, (now, accounts) => stopped(now, accounts, iso(this.now), again.reasons));
    if (again.decision === "wait") return this.change(id, (now) => ({ message: postponed(now, again.slot), accounts: [] }));
    const decided = handOver(message, again.message, iso(this.now + DOUBT));
    if (isRefused(decided) || !this.save([[decided, message.version]], [])) return;
    const limit = this.now + TIME_LIMIT;
    yield;
    if (this.now > limit) return;
    this.post(decided);
    yield;
    this.change(id, (now, accounts) => sent(now, accounts, iso(this.now), dateOf(this.now), `ref-${id}`));
  }

  private post({ id, step }: Message): void {
    this.letters.push({ id, step, at: this.now });
    const kind = this.random() < 0.1 * this.roughness ? "bounced" : "delivered";
    for (let n = 0; n < (this.random() < 0.3 ? 2 : 1); n++) this.news.push({ id, kind, at: this.now, due: this.now + Math.floor(this.random() * 3) * TICK, done: false });
  }

  private *listener(): Worker {
    for (const news of this.news.filter(({ done, due }) => !done && due <= this.now)) {
      yield;
      const at = iso(this.now);
      this.change(news.id, (message, accounts) => (news.kind === "delivered" ? delivered(message, accounts, at, dateOf(this.now)) : bounced(message, accounts, at, false, "mailbox full")));
      yield;
      news.done = true;
    }
  }

  /** Reads and writes without a pause in between cannot be interrupted by others, but it can be too late: then it changes nothing. */
  private change(id: Message["id"], decide: (message: Message, accounts: readonly DunningAccount[]) => MessageChange): void {
    const message = this.messages.get(id)!;
    const { message: next, accounts } = decide(message, [this.saved]);
    if (next === message) return;
    const climbs = message.state.status !== "delivered" && next.state.status === "delivered";
    this.save([[next, message.version]], accounts.map((each) => [each, this.saved.version]));
    if (climbs) for (const { part, key, step } of next.lines) if (part === "advances") this.arrived.push({ key, step: step ?? next.step, at: this.now });
  }

  private situation(of: DunningAccount): Situation {
    return situation({ lines: this.lines(), account: of });
  }

  private save(messages: readonly (readonly [Message, number])[], accounts: readonly (readonly [DunningAccount, number])[]): boolean {
    const stale = messages.some(([{ id }, version]) => (this.messages.get(id)?.version ?? -1) !== version) || accounts.some(([, version]) => this.saved.version !== version);
    if (stale) return false;
    for (const [message, version] of messages) this.messages.set(message.id, { ...message, version: version + 1 });
    for (const [each, version] of accounts) this.saved = { ...each, version: version + 1 };
    return true;
  }
}
