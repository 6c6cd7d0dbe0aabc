// Open-item lists say how much is left, not when the rest was paid. So a part that is missing from the balance counts as settled on the day of the first
// list that shows it missing. The next list shows a smaller balance still: only the difference is of that day; what earlier lists showed keeps its day.
import type { ItemRecord } from "#domain/ingestion/schema.ts";
import type { Posting } from "#domain/ledger/schema.ts";

type Settlement = ItemRecord["settlements"][number];

/** The record with its undated settlement split over the days on which it was seen. `undated` settlements have no lettering and the file's own date. */
export function datedAsSeen(record: ItemRecord, postings: readonly Posting[], asOf: string): ItemRecord {
  const told = record.settlements[0];
  if (record.settlements.length !== 1 || !told || told.lettering || told.allocation || told.on !== asOf) return record;
  const seen = seenBefore(postings);
  if (seen.length === 0) return record;
  const kept: Settlement[] = [];
  let left = { minor: told.minor, entityMinor: told.entityMinor };
  for (const day of seen) {
    if (left.minor === 0n || day.minor > 0n !== left.minor > 0n || size(day.minor) > size(left.minor)) break;
    kept.push({ ...day, kind: "allocation" });
    left = { minor: left.minor - day.minor, entityMinor: left.entityMinor - day.entityMinor };
  }
  const today = kept.findIndex(({ on }) => on === asOf);
  if (left.minor === 0n && left.entityMinor === 0n) return { ...record, settlements: kept };
  if (today < 0) return { ...record, settlements: [...kept, { ...told, ...left }] };
  return { ...record, settlements: kept.map((one, n) => (n === today ? { ...one, minor: one.minor + left.minor, entityMinor: one.entityMinor + left.entityMinor } : one)) };
}

/** What was settled without lettering, by day, less what was taken back; positive as the item is. Folded postings no longer tell their days. */
function seenBefore(postings: readonly Posting[]): { on: string; minor: bigint; entityMinor: bigint }[] {
  const byId = new Map(postings.map((posting) => [posting.id, posting]));
  const days = new Map<string, { on: string; minor: bigint; entityMinor: bigint }>();
  for (const posting of postings) {
    const of = posting.reverses ? byId.get(posting.reverses) : posting;
    if (!of || of.kind !== "allocation" || of.lettering || of.allocation || of.carries) continue;
    const day = days.get(of.on) ?? { on: of.on, minor: 0n, entityMinor: 0n };
    days.set(of.on, { on: of.on, minor: day.minor - posting.minor, entityMinor: day.entityMinor - posting.entityMinor });
  }
  return [...days.values()].filter(({ minor }) => minor !== 0n).toSorted((a, b) => (a.on < b.on ? -1 : 1));
}

const size = (minor: bigint): bigint => (minor < 0n ? -minor : minor);
