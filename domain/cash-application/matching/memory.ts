// What clearings taught: who pays from which account and under which name, for whom, and how. A fact has a support that halves in half a year without
// new evidence, and remembers nothing that cannot be taken back.
//
// The memory is a function of the set of its lessons and nothing else: whatever the order in which they come, are told again or are taken back, the same
// lessons make the same memory to the last bit. So a fact keeps the days of its lessons in order, and its support is added up from the oldest on; the usual
// lesson, which is the newest, only adds itself at the end.
//
// Only confirmed clearings teach. An automatic posting teaches nothing by itself, or one error would feed the next; but it keeps alive what people or the
// ERP have taught (`renews`), or a desk that needs nobody would forget its payers.
import { noEdits, type MemoryEdits } from "#domain/cash-application/matching/memory-edits.ts";
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
  /** Nobody confirmed it yet: counts only for what others have taught. */
  readonly renews?: true;
  /** The instant of the clearing: what was forgotten by hand before it is not what it teaches. */
  readonly at?: string;
};

export type Fact = { readonly about: string; readonly says: string; readonly support: number; readonly last: Day; readonly lessons: number; readonly pinned?: true };

const HALF_LIFE = 180;
/** What a person pinned weighs as much as a payer who has paid a hundred times. */
const PINNED = 100;

export class Memory {
  readonly #facts = new Map<string, Map<string, Known>>();
  readonly lessons = new Map<string, Lesson>();
  readonly edits: MemoryEdits;

  constructor(edits: MemoryEdits = noEdits) {
    this.edits = edits;
  }

  learn(lesson: Lesson): void {
    this.unlearn(lesson.receipt);
    this.lessons.set(lesson.receipt, lesson);
    for (const [about, says] of this.#factsOf(lesson)) {
      const facts = this.#facts.get(about) ?? new Map<string, Known>();
      this.#facts.set(about, facts);
      const known = facts.get(says) ?? new Known();
      facts.set(says, known);
      known.add(lesson.on, lesson.renews === true);
    }
  }

  /** Takes back what a clearing taught, because it was wrong or was undone. */
  unlearn(receipt: string): void {
    const lesson = this.lessons.get(receipt);
    if (!lesson) return;
    this.lessons.delete(receipt);
    for (const [about, says] of this.#factsOf(lesson)) {
      const facts = this.#facts.get(about)!;
      const known = facts.get(says)!;
      known.remove(lesson.on, lesson.renews === true);
      if (known.days.length === 0) facts.delete(says);
      if (facts.size === 0) this.#facts.delete(about);
    }
  }

  /** Customers that this account (or name) has paid for, with today's support. */
  paidFor(key: string, today: Day): { readonly code: string; readonly support: number }[] {
    return this.#read(`pays:${this.edits.keyOf(key)}`, today).map(({ says, support }) => ({ code: says, support }));
  }

  payersOf(key: string, today: Day): { readonly code: string; readonly support: number }[] {
    return this.#read(`is:${this.edits.keyOf(key)}`, today).map(({ says, support }) => ({ code: says, support }));
  }

  support(about: string, says: string, today: Day): number {
    const pin = this.#pin(about);
    if (pin !== undefined) return pin === says ? PINNED : 0;
    const known = this.#facts.get(about)?.get(says);
    return known && known.taught > 0 ? known.at(today) : 0;
  }

  /** How many clearings stand behind a fact, however old. */
  times(about: string, says: string): number {
    if (this.#pin(about) === says) return Infinity;
    const known = this.#facts.get(about)?.get(says);
    return known && known.taught > 0 ? known.days.length : 0;
  }

  /** All that is known under a key: for a share, a list on a screen, a test. */
  total(about: string, today: Day): number {
    let sum = 0;
    for (const fact of this.#read(about, today)) sum += fact.support;
    return sum;
  }

  facts(today: Day, about?: string): Fact[] {
    const keys = about === undefined ? [...new Set([...this.#facts.keys(), ...this.#pinnedKeys()])].toSorted() : [about];
    return keys.flatMap((key) => this.#read(key, today));
  }

  #read(about: string, today: Day): Fact[] {
    const pin = this.#pin(about);
    if (pin !== undefined) return [{ about, says: pin, support: PINNED, last: this.#facts.get(about)?.get(pin)?.last ?? today, lessons: this.#facts.get(about)?.get(pin)?.days.length ?? 0, pinned: true }];
    const facts = this.#facts.get(about);
    if (!facts) return [];
    const read: Fact[] = [];
    for (const [says, known] of facts) if (known.taught > 0) read.push({ about, says, support: known.at(today), last: known.last, lessons: known.days.length });
    return read.length > 1 ? read.sort((a, b) => b.support - a.support || (a.says < b.says ? -1 : 1)) : read;
  }

  #pin(about: string): string | undefined {
    return this.edits.pins.size === 0 ? undefined : this.edits.pins.get(about.replace(/^(pays|is):/, ""));
  }

  *#pinnedKeys(): Iterable<string> {
    for (const key of this.edits.pins.keys()) yield* [`pays:${key}`, `is:${key}`];
  }

  #factsOf(lesson: Lesson): [about: string, says: string][] {
    return factsOf(lesson, this.edits).filter(([about, says]) => this.edits.counts(lesson, about, says));
  }
}

/** One fact: the days of its lessons, oldest first, and their sum as of the newest. */
class Known {
  readonly days: Day[] = [];
  /** Lessons that somebody confirmed. Without one, there is no fact. */
  taught = 0;
  #sum = 0;

  get last(): Day {
    return this.days.at(-1) ?? 0;
  }

  at(today: Day): number {
    return this.#sum * fading(today - this.last);
  }

  add(day: Day, renews: boolean): void {
    if (!renews) this.taught++;
    if (this.days.length === 0 || day >= this.last) {
      this.#sum = this.days.length === 0 ? 1 : next(this.#sum, this.last, day);
      this.days.push(day);
      return;
    }
    this.days.splice(this.days.findIndex((other) => other > day), 0, day);
    this.#addUp();
  }

  remove(day: Day, renews: boolean): void {
    if (!renews) this.taught--;
    this.days.splice(this.days.lastIndexOf(day), 1);
    this.#addUp();
  }

  #addUp(): void {
    this.#sum = 0;
    for (const [n, day] of this.days.entries()) this.#sum = n === 0 ? 1 : next(this.#sum, this.days[n - 1]!, day);
  }
}

const next = (sum: number, before: Day, day: Day): number => (before === day ? sum + 1 : sum * fading(day - before) + 1);

/** What is left of a support after so many days: asked for some thirty facts a receipt, so the powers are kept. */
function fading(days: number): number {
  if (days <= 0) return 1;
  return (powers[days] ??= 2 ** (-days / HALF_LIFE));
}
const powers: number[] = [];

export function factsOf(lesson: Lesson, edits: MemoryEdits = noEdits): [about: string, says: string][] {
  const facts: [string, string][] = [];
  for (const key of [lesson.iban && `iban:${lesson.iban}`, lesson.name && edits.keyOf(`name:${lesson.name}`)]) {
    if (!key) continue;
    for (const code of lesson.customers) facts.push([`pays:${key}`, code]);
    if (lesson.payer) facts.push([`is:${key}`, lesson.payer]);
  }
  if (lesson.ultimate) for (const code of lesson.customers) facts.push([`pays:${edits.keyOf(`name:${lesson.ultimate}`)}`, code]);
  for (const code of lesson.customers.slice(0, 1)) {
    if (lesson.kind) facts.push([`habit:${code}`, lesson.kind]);
    if (lesson.difference) facts.push([`difference:${code}`, lesson.difference]);
    if (lesson.residue) facts.push([`residue:${code}`, lesson.residue]);
  }
  return facts;
}
