// What the opening rows of a year claim of what the year before left open. See account.ts for why.
import type { Claim } from "#domain/ingestion/fec/lettering.ts";
import { type AccountReason, type AccountYear, type How, type Live, take, when } from "#domain/ingestion/fec/live.ts";
import type { BookLine } from "#domain/ingestion/fec/reader.ts";

/**
 * What opening rows claim together: the items, oldest first, and how much of the claims has not been lettered yet.
 * Always: open items of a sign ≥ claims of that sign, and all open items = all claims.
 */
export type Pool = { readonly items: readonly Live[]; debits: bigint; credits: bigint };
type Note = (code: AccountReason) => void;

export function claimOpening(opening: readonly BookLine[], carried: readonly Live[], year: AccountYear, note: Note) {
  const free = new Set(carried.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)));
  const byAmount = Map.groupBy(free, ({ open }) => open);
  const members: (Claim & { live?: Live; pool?: Pool; lettering: string })[] = [];
  const unmatched = new Set(opening.filter(({ minor }) => minor !== 0n));
  for (const same of likeness) {
    for (const line of unmatched) {
      const live = byAmount.get(line.minor)?.find((one) => free.has(one) && same(line, one.line));
      if (!live) continue;
      free.delete(live);
      unmatched.delete(line);
      members.push({ ...when(line), minor: line.minor, live, lettering: line.lettering });
      note("opening.restated");
    }
  }
  const together = [...unmatched];
  const differences = differencesOf(together, [...free], year);
  for (const _ of differences) note("opening.difference");
  const pool: Pool = { items: [...differences, ...free], debits: sum(together, 1), credits: sum(together, -1) };
  for (const line of together) {
    members.push({ ...when(line), minor: line.minor, pool, lettering: line.lettering });
    note("opening.restated");
  }
  const on = opening[0]?.on ?? year.first;
  closeIfDone(pool, { on, allocation: [year.year, "opening"].join("\u001f"), lettering: "" }, note);
  return { members, differences };
}

/** A lettered share of an opening row: the oldest items of its sign; with the last claim, whatever the opening had netted goes too. */
export function settleFromPool(pool: Pool, share: bigint, how: How, note: Note): void {
  let left = share;
  for (const live of pool.items) {
    if (left === 0n || live.open === 0n || live.open > 0n !== share > 0n) continue;
    const part = (left > 0n ? live.open < left : live.open > left) ? live.open : left;
    take(live, part, how);
    left -= part;
  }
  if (share > 0n) pool.debits -= share;
  else pool.credits -= share;
  closeIfDone(pool, how, note);
}

/** Nothing is claimed any more: what is still open balances, so the books had set it off against each other. */
function closeIfDone(pool: Pool, how: How, note: Note): void {
  if (pool.debits !== 0n || pool.credits !== 0n) return;
  const open = pool.items.filter((live) => live.open !== 0n);
  if (open.length > 0) note("opening.netted");
  for (const live of open) take(live, live.open, how);
}

/** First rows that are surely the same, then rows that are probably the same; the amount is always equal. */
const likeness: readonly ((line: BookLine, earlier: BookLine | undefined) => boolean)[] = [
  (line, earlier) => line.piece !== "" && line.piece === earlier?.piece,
  (line, earlier) => line.lettering !== "" && line.lettering === earlier?.lettering,
  (line, earlier) => line.pieceOn !== undefined && line.pieceOn === (earlier?.pieceOn ?? earlier?.on),
  () => true,
];

/** What the opening claims beyond what was left (or leaves unclaimed), by sign, so that every claim finds items of its sign and the totals agree. */
function differencesOf(claims: readonly BookLine[], left: readonly Live[], year: AccountYear): Live[] {
  const open = (sign: 1 | -1) => left.reduce((total, live) => (live.open > 0n === sign > 0 ? total + live.open : total), 0n);
  const missingDebits = max(sum(claims, 1) - open(1), 0n);
  const missingCredits = min(sum(claims, -1) - open(-1), 0n);
  const rest = sum(claims, 1) + sum(claims, -1) - open(1) - open(-1) - missingDebits - missingCredits;
  const amounts = [missingDebits + max(rest, 0n), missingCredits + min(rest, 0n)];
  const on = claims[0]?.on ?? year.first;
  return amounts.flatMap((minor): Live[] =>
    minor === 0n ? [] : [{ year: year.year, line: undefined, on, minor, side: minor > 0n ? "debit" : "credit", open: minor, openForeign: undefined, settlements: [] }],
  );
}

const sum = (lines: readonly { minor: bigint }[], sign: 1 | -1): bigint => lines.reduce((total, { minor }) => (minor > 0n === sign > 0 ? total + minor : total), 0n);
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
