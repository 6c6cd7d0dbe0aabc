// What clearings taught: who pays from which account and under which name, for whom, and how. Every fact has a support count that halves in half a
// year without new evidence, and remembers nothing that cannot be taken back: `unlearn` subtracts exactly what `learn` added.
// Only confirmed clearings teach. An automatic posting teaches nothing by itself: one error would feed the next.
import type { Day } from "#domain/cash-application/matching/model.ts";

export type Lesson = {
  readonly receipt: string;
  readonly on: Day;
  readonly iban: string;
  readonly name: string;
  /** On whose behalf, where the bank said so. */
  readonly ultimate?: string;
  readonly payer: string;
  readonly customers: readonly string[];
  readonly kind: string;
  readonly difference: string;
  /** A fee or late discount that was written off, to be recognised again: "fee:1500", "late". */
  readonly residue: string;
};

export type Support = { count: number; last: Day };
export type Fact = { readonly about: string; readonly says: string; readonly support: number; readonly last: Day };

const HALF_LIFE = 180;

export class Memory {
  readonly #facts = new Map<string, Map<string, Support>>();
  readonly lessons = new Map<string, Lesson>();

  learn(lesson: Lesson): void {
    this.unlearn(lesson.receipt);
    this.lessons.set(lesson.receipt, lesson);
    for (const [about, says] of factsOf(lesson)) {
      const facts = this.#facts.get(about) ?? new Map<string, Support>();
      this.#facts.set(about, facts);
      const known = facts.get(says);
      if (known) [known.count, known.last] = [decayed(known, lesson.on) + 1, Math.max(known.last, lesson.on)];
      else facts.set(says, { count: 1, last: lesson.on });
    }
  }

  /** Takes back what a clearing taught, because it was wrong or was undone. */
  unlearn(receipt: string): void {
    const lesson = this.lessons.get(receipt);
    if (!lesson) return;
    this.lessons.delete(receipt);
    for (const [about, says] of factsOf(lesson)) {
      const facts = this.#facts.get(about);
      const known = facts?.get(says);
      if (!facts || !known) continue;
      known.count -= 2 ** (-Math.max(0, known.last - lesson.on) / HALF_LIFE);
      if (known.count < 0.01) facts.delete(says);
      if (facts.size === 0) this.#facts.delete(about);
    }
  }

  /** Customers that this account (or name) has paid for, with today's support. */
  paidFor(key: string, today: Day): { readonly code: string; readonly support: number }[] {
    return this.#read(`pays:${key}`, today).map(({ says, support }) => ({ code: says, support }));
  }

  payersOf(key: string, today: Day): { readonly code: string; readonly support: number }[] {
    return this.#read(`is:${key}`, today).map(({ says, support }) => ({ code: says, support }));
  }

  support(about: string, says: string, today: Day): number {
    const known = this.#facts.get(about)?.get(says);
    return known ? decayed(known, today) : 0;
  }

  /** All that is known under a key: for a share, a list on a screen, a test. */
  total(about: string, today: Day): number {
    let sum = 0;
    for (const known of this.#facts.get(about)?.values() ?? []) sum += decayed(known, today);
    return sum;
  }

  facts(today: Day, about?: string): Fact[] {
    const keys = about === undefined ? [...this.#facts.keys()].toSorted() : [about];
    return keys.flatMap((key) => this.#read(key, today));
  }

  #read(about: string, today: Day): Fact[] {
    const facts = this.#facts.get(about);
    if (!facts) return [];
    if (facts.size === 1) for (const [says, known] of facts) return [{ about, says, support: decayed(known, today), last: known.last }];
    return [...facts].map(([says, known]) => ({ about, says, support: decayed(known, today), last: known.last })).toSorted((a, b) => b.support - a.support || (a.says < b.says ? -1 : 1));
  }
}

const decayed = (known: Support, today: Day): number => known.count * 2 ** (-Math.max(0, today - known.last) / HALF_LIFE);

function factsOf(lesson: Lesson): [about: string, says: string][] {
  const facts: [string, string][] = [];
  for (const key of [lesson.iban && `iban:${lesson.iban}`, lesson.name && `name:${lesson.name}`]) {
    if (!key) continue;
    for (const code of lesson.customers) facts.push([`pays:${key}`, code]);
    if (lesson.payer) facts.push([`is:${key}`, lesson.payer]);
  }
  if (lesson.ultimate) for (const code of lesson.customers) facts.push([`pays:name:${lesson.ultimate}`, code]);
  for (const code of lesson.customers.slice(0, 1)) {
    if (lesson.kind) facts.push([`habit:${code}`, lesson.kind]);
    if (lesson.difference) facts.push([`difference:${code}`, lesson.difference]);
    if (lesson.residue) facts.push([`residue:${code}`, lesson.residue]);
  }
  return facts;
}
