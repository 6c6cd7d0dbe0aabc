// What people told the memory by hand. Edits are a set, each with the instant it was made: pins win over what clearings taught, two names that were merged
// are one, what was forgotten counts only from clearings after that. Taking an edit back removes it from the set, and everything is as if it had never been.
import type { Lesson } from "#domain/cash-application/matching/memory.ts";
import { coreOf } from "#domain/cash-application/matching/name.ts";
import type { CustomerId } from "#domain/id.ts";

export type PayerKey = { readonly type: "iban" | "name"; readonly value: string };
export type MemoryChange =
  | { readonly type: "pin"; readonly key: PayerKey; readonly customerId: CustomerId }
  | { readonly type: "merge"; readonly name: string; readonly into: string }
  | { readonly type: "forget"; readonly key: PayerKey; readonly customerId?: CustomerId | undefined }
  | { readonly type: "unlearn"; readonly lessonId: `les_${string}` };
export type MemoryEdit = { readonly id: `med_${string}`; readonly entityId: `ent_${string}`; readonly change: MemoryChange; readonly reason?: string | undefined; readonly at: string; readonly by: { readonly id: string; readonly name: string } };

export type MemoryEdits = {
  /** "iban:FR76…" or "name:MOULINSARNAUD", under the name that it was merged into. */
  readonly keyOf: (key: string) => string;
  /** Key → customer. */
  readonly pins: ReadonlyMap<string, string>;
  readonly counts: (lesson: Lesson, about: string, says: string) => boolean;
};

export const noEdits: MemoryEdits = { keyOf: (key) => key, pins: new Map(), counts: () => true };

export const keyText = ({ type, value }: PayerKey): string => (type === "iban" ? `iban:${value.toUpperCase().replace(/[^A-Z0-9]/g, "")}` : `name:${coreOf(value)}`);

export function editsOf(list: readonly MemoryEdit[]): MemoryEdits {
  if (list.length === 0) return noEdits;
  const edits = list.toSorted((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1));
  const keyOf = mergedKeys(edits);
  const pins = new Map<string, string>();
  const forgotten = new Map<string, { at: string; customer: string | undefined }[]>();
  const unlearned = new Set<string>();
  for (const { change, at } of edits) {
    if (change.type === "unlearn") unlearned.add(change.lessonId);
    if (change.type === "pin") pins.set(keyOf(keyText(change.key)), change.customerId);
    if (change.type !== "forget") continue;
    const key = keyOf(keyText(change.key));
    if (change.customerId === undefined || pins.get(key) === change.customerId) pins.delete(key);
    forgotten.set(key, [...(forgotten.get(key) ?? []), { at, customer: change.customerId }]);
  }
  const counts = (lesson: Lesson, about: string, says: string): boolean => {
    if (unlearned.has(lesson.receipt)) return false;
    if (forgotten.size === 0) return true;
    const without = forgotten.get(about.replace(/^(pays|is):/, ""));
    return !without?.some(({ at, customer }) => (lesson.at ?? "") <= at && (customer === undefined || customer === says));
  };
  return { keyOf, pins, counts };
}

/** A merge counts for what was merged into the name before as well; one that would make a circle does not count. */
function mergedKeys(edits: readonly MemoryEdit[]): (key: string) => string {
  const into = new Map<string, string>();
  const endOf = (key: string): string => {
    let end = key;
    for (let next = into.get(end); next !== undefined; next = into.get(end)) end = next;
    return end;
  };
  for (const { change } of edits) {
    if (change.type !== "merge") continue;
    const [from, to] = [keyText({ type: "name", value: change.name }), endOf(keyText({ type: "name", value: change.into }))];
    if (endOf(from) !== to) into.set(endOf(from), to);
  }
  return into.size === 0 ? noEdits.keyOf : endOf;
}
