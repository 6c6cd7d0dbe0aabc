// The pen that writes on one item. What is written is only ever added, and every posting gets an id from its content alone: whoever decides the
// same from the same state, on another machine or on another day, writes the same ids, and the history counts them once.
import type { DateText } from "#domain/date.ts";
import { namedId, type Digest } from "#domain/id.ts";
import { cellKey, cellsAt, openAt, plusPosting, type Cell, type Open } from "#domain/ledger/balance.ts";
import type { Item, Posting } from "#domain/ledger/schema.ts";

export type Draft = Omit<Posting, "id" | "by">;
export type Pen = { readonly by: string; readonly digest: Digest };
export type Journal = {
  readonly all: () => readonly Posting[];
  readonly written: () => readonly Posting[];
  readonly cells: () => Cell[];
  readonly open: () => Open;
  readonly post: (draft: Draft) => void;
};

export function journal(item: Pick<Item, "id" | "customerId" | "version">, existing: readonly Posting[], { by, digest }: Pen): Journal {
  const written: Posting[] = [];
  const times = new Map<string, number>();
  const once = (draft: Draft) => {
    const key = contentOf(draft).join("|");
    times.set(key, (times.get(key) ?? 0) + 1);
    return String(times.get(key));
  };
  existing.forEach(once);
  // Once old postings are folded they can no longer be counted; from then on the version tells equal postings apart.
  const era = existing.some(isCarried) ? String(item.version) : "";
  const all = () => [...existing, ...written];
  // Kept while writing: an item with thousands of settlements is not added up anew for each of them.
  const cells = new Map(cellsAt(existing).map((cell) => [cellKey(cell), cell]));
  const post = (draft: Draft) => {
    const posting: Posting = { ...draft, id: namedId("pst", digest, item.customerId, item.id, ...contentOf(draft), once(draft), era), by };
    written.push(posting);
    cells.set(cellKey(posting), plusPosting(cells.get(cellKey(posting)), posting));
  };
  return { all, written: () => written, cells: () => [...cells].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell), open: () => openAt(all()), post };
}

/** Carried postings (fold.ts) stand for older ones that the history already has: it must not count them again. */
export const CARRIED = "carried";
export const isCarried = (posting: Posting): boolean => posting.by === CARRIED;

/** What a change added to an item's history: by comparing the record before and after, as a stream shows them. */
export function addedPostings(next: Pick<Item, "postings">, previous?: Pick<Item, "postings">): Posting[] {
  const known = new Set(previous?.postings.map(({ id }) => id));
  return next.postings.filter((posting) => !known.has(posting.id) && !isCarried(posting));
}

const contentOf = (p: Draft): readonly string[] =>
  [p.kind, p.on as DateText, p.instalment, p.dueOn, p.minor, p.entityMinor, p.disputedMinor ?? "", p.allocation ?? "", p.lettering ?? "", p.reverses ?? "", p.reason ?? ""].map(
    String,
  );
