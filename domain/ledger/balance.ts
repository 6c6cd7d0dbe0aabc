// What is open, of what, as of when: always the sum of postings, never a number that somebody keeps up to date.
//
// A cell is what stands open on one instalment at one due date. An instalment that was re-dated has two: the old one is empty from the day
// of the change on, and before that day it still says what was due then.
import type { DateText } from "#domain/date.ts";
import type { Posting } from "#domain/ledger/schema.ts";

export type Open = { readonly minor: bigint; readonly entityMinor: bigint; readonly disputedMinor: bigint };
export type Cell = Open & { readonly instalment: number; readonly dueOn: DateText };

/** Everything that counts at the end of `asOf`; without it, everything that is known, also what is dated later. */
export function openAt(postings: Iterable<Posting>, asOf?: DateText): Open {
  let [minor, entityMinor, disputedMinor] = [0n, 0n, 0n];
  for (const posting of postings) {
    if (asOf !== undefined && posting.on > asOf) continue;
    minor += posting.minor;
    entityMinor += posting.entityMinor;
    disputedMinor += posting.disputedMinor ?? 0n;
  }
  return { minor, entityMinor, disputedMinor };
}

/** The oldest due first: the order in which a settlement without instructions pays. */
export function cellsAt(postings: Iterable<Posting>, asOf?: DateText): Cell[] {
  const cells = new Map<string, Cell>();
  for (const posting of postings) {
    if (asOf === undefined || posting.on <= asOf) cells.set(cellKey(posting), plusPosting(cells.get(cellKey(posting)), posting));
  }
  return [...cells].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, cell]) => cell);
}

export const cellKey = ({ dueOn, instalment }: Pick<Cell, "dueOn" | "instalment">): string => `${dueOn}|${String(instalment).padStart(6, "0")}`;

export const plusPosting = (cell: Cell | undefined, { instalment, dueOn, minor, entityMinor, disputedMinor = 0n }: Posting): Cell => ({
  instalment,
  dueOn,
  minor: (cell?.minor ?? 0n) + minor,
  entityMinor: (cell?.entityMinor ?? 0n) + entityMinor,
  disputedMinor: (cell?.disputedMinor ?? 0n) + disputedMinor,
});

export const size = (minor: bigint): bigint => (minor < 0n ? -minor : minor);

/** As much of `wanted` as `available` covers: never more, and nothing of the other sign. */
export function coveredBy(wanted: bigint, available: bigint): bigint {
  if (wanted === 0n || available === 0n || wanted < 0n !== available < 0n) return 0n;
  return size(wanted) < size(available) ? wanted : available;
}
