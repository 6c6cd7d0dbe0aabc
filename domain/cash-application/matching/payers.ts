// The memory as people look at it: one payer for each account and each name, with whom it paid for, how often, and what taught it.
import type { DeskLesson } from "#domain/cash-application/matching/desk-lessons.ts";
import { factsOf, type Fact, type Memory } from "#domain/cash-application/matching/memory.ts";
import type { PayerKey } from "#domain/cash-application/matching/memory-edits.ts";
import type { Day } from "#domain/cash-application/matching/model.ts";
import { namedId, type Digest } from "#domain/id.ts";

export type Payer = {
  readonly id: `pyr_${string}`;
  readonly entityId: string;
  readonly key: PayerKey;
  readonly names: readonly string[];
  readonly paysFor: readonly Fact[];
  readonly filedUnder: readonly Fact[];
  readonly shared: boolean;
  readonly pinned: boolean;
  readonly clearings: number;
  readonly last: Day;
};

/** A second customer with this part of what an account paid makes it nobody's own. */
const SHARED = 0.1;
const MOST_NAMES = 8;

export function payersOf(memory: Memory, lessons: Iterable<DeskLesson>, entityId: string, today: Day, digest: Digest): Payer[] {
  const names = spellings(memory, lessons);
  const payers: Payer[] = [];
  for (const [about, paysFor] of Map.groupBy(memory.facts(today).filter((fact) => fact.about.startsWith("pays:")), (fact) => fact.about)) {
    const key = about.slice("pays:".length);
    const all = paysFor.reduce((sum, { support }) => sum + support, 0);
    const filedUnder = memory.facts(today, `is:${key}`);
    payers.push({
      id: namedId("pyr", digest, entityId, key), entityId, key: keyIn(key), names: [...(names.get(key) ?? [])].toSorted().slice(0, MOST_NAMES), paysFor, filedUnder,
      shared: (paysFor[1]?.support ?? 0) > SHARED * all, pinned: paysFor.some(({ pinned }) => pinned), clearings: Math.max(...paysFor.map((fact) => fact.lessons)), last: Math.max(...paysFor.map((fact) => fact.last)),
    });
  }
  return payers.toSorted((a, b) => b.last - a.last || (a.id < b.id ? -1 : 1));
}

/** The lessons that stand behind a payer, newest first. */
export const lessonsOfPayer = ({ edits }: Memory, lessons: Iterable<DeskLesson>, { key }: Pick<Payer, "key">): DeskLesson[] => {
  const about = `pays:${key.type}:${key.value}`;
  return [...lessons].filter(({ state, lesson }) => state !== "withdrawn" && factsOf(lesson, edits).some((fact) => fact[0] === about && edits.counts(lesson, ...fact))).toSorted((a, b) => b.lesson.on - a.lesson.on || (a.id < b.id ? -1 : 1));
};

/** How one customer pays. */
export const habitsOf = (memory: Memory, customerId: string, today: Day): Fact[] => ["habit", "difference", "residue"].flatMap((about) => memory.facts(today, `${about}:${customerId}`));

function spellings({ edits }: Memory, lessons: Iterable<DeskLesson>): Map<string, Set<string>> {
  const names = new Map<string, Set<string>>();
  const add = (key: string, written: string): void => void (names.get(key) ?? names.set(key, new Set()).get(key)!).add(written);
  for (const { state, lesson, written } of lessons) {
    if (state === "withdrawn" || !written) continue;
    if (lesson.iban) add(`iban:${lesson.iban}`, written);
    if (lesson.name) add(edits.keyOf(`name:${lesson.name}`), written);
  }
  return names;
}

const keyIn = (key: string): PayerKey => ({ type: key.startsWith("iban:") ? "iban" : "name", value: key.slice(5) });
