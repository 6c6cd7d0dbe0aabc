// The memory of one entity, made of its lessons: all of them the first time, and from then on only those that changed. Lessons are read a little behind what
// was read before, because an index may be late and another worker's clock a little off; reading one twice changes nothing.
import type { DeskLesson } from "#domain/cash-application/matching/desk-lessons.ts";
import { Memory } from "#domain/cash-application/matching/memory.ts";
import { editsOf, type MemoryEdit } from "#domain/cash-application/matching/memory-edits.ts";
import type { PayerMemoryStore } from "#functions/store/payer-memory.ts";

export type Remembered = { readonly memory: Memory; readonly lessons: ReadonlyMap<string, DeskLesson>; readonly edits: readonly MemoryEdit[] };
type Held = { memory: Memory; readonly lessons: Map<string, DeskLesson>; edits: readonly MemoryEdit[]; upTo: string };

const held = new Map<string, Held>();
const MOST_HELD = 12;
const BEHIND_MS = 10 * 60_000;

export async function remember(store: PayerMemoryStore, entityId: string, now: string): Promise<Remembered> {
  const key = `${store.tenant} ${entityId}`;
  const known = held.get(key);
  const edits = await store.edits(entityId);
  const fresh = known && known.upTo <= now ? known : undefined;
  const changed = fresh ? await store.lessonsSince(entityId, new Date(Date.parse(fresh.upTo) - BEHIND_MS).toISOString()) : await store.lessons(entityId);
  const kept: Held = fresh ?? { memory: new Memory(editsOf(edits)), lessons: new Map(), edits, upTo: now };
  const edited = JSON.stringify(kept.edits) !== JSON.stringify(edits);
  for (const lesson of changed) {
    if ((kept.lessons.get(lesson.id)?.version ?? -1) >= lesson.version) continue;
    kept.lessons.set(lesson.id, lesson);
    if (!edited) teach(kept.memory, lesson);
  }
  if (edited) {
    kept.memory = new Memory(editsOf(edits));
    for (const lesson of kept.lessons.values()) teach(kept.memory, lesson);
  }
  kept.edits = edits;
  kept.upTo = now;
  held.delete(key);
  held.set(key, kept);
  if (held.size > MOST_HELD) held.delete(held.keys().next().value!);
  return kept;
}

function teach(memory: Memory, { state, lesson }: DeskLesson): void {
  if (state === "withdrawn") memory.unlearn(lesson.receipt);
  else memory.learn(lesson);
}
