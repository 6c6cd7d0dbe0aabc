// Settlements: what a file says has been settled, against what the ledger has posted for it.
//
// A settlement is known by its date, its kind and its lettering. A new one is posted on its own date, however late we hear of it, and is spread
// over what is open, the oldest due first. One that the file no longer tells is reversed, never deleted:
//  - withdrawn (the lettering was undone): on the day we learned it, because until then the books did show it;
//  - replaced (same money, other lettering or date): on the date of what it reverses, because otherwise both would count in between.
//
// What our own people or rules allocated (allocate.ts) is not the file's to withdraw: the ERP learns of it later, when our postings reach its books. As soon
// as a file tells a settlement that we do not have, it is taken for the ERP's word for ours, as far as it goes, and replaces it.
import { latest, type DateText } from "#domain/date.ts";
import type { ItemRecord } from "#domain/ingestion/schema.ts";
import { coveredBy, size, type Cell } from "#domain/ledger/balance.ts";
import { isCarried, type Journal } from "#domain/ledger/journal.ts";
import type { Posting } from "#domain/ledger/schema.ts";

/** What one posting still holds of a settlement, after reversals. Signs are those of postings: what settles a debit is negative. */
type Part = {
  readonly posting: Posting["id"];
  readonly carried: boolean;
  readonly on: DateText;
  readonly instalment: number;
  readonly dueOn: DateText;
  minor: bigint;
  entityMinor: bigint;
};
type Amount = { readonly minor: bigint; readonly entityMinor: bigint };
export type Settlement = Amount & Pick<Posting, "on" | "kind" | "allocation" | "lettering">;

/** Posts the differences between the settlements that are posted and those that are told. `home` takes what finds nothing open. */
export function settle(book: Journal, told: ItemRecord["settlements"], learnedOn: DateText, home: Pick<Cell, "instalment" | "dueOn">): void {
  const posted = settlementParts(book.all());
  const wanted = settlementsByKey(told);
  const excess: { key: string; parts: readonly Part[]; amount: Amount }[] = [];
  const missing: Settlement[] = [];
  const ours = [...posted].filter(([key]) => isOurs(key));
  for (const [key] of ours) posted.delete(key);
  for (const key of new Set([...posted.keys(), ...wanted.keys()])) {
    const parts = posted.get(key) ?? [];
    const settlement = wanted.get(key);
    const has = total(parts);
    const kept = settlement && sameDirection(settlement.minor, has.minor) ? settlement : undefined;
    if (!kept) {
      if (parts.some((part) => !isNothing(part))) excess.push({ key, parts, amount: has });
      if (settlement && !isNothing(settlement)) missing.push(settlement);
      continue;
    }
    const difference = { minor: kept.minor - has.minor, entityMinor: kept.entityMinor - has.entityMinor };
    if (size(kept.minor) < size(has.minor)) excess.push({ key, parts, amount: { minor: -difference.minor, entityMinor: -difference.entityMinor } });
    else if (!isNothing(difference)) missing.push({ ...kept, ...difference });
  }
  let replaced = missing.reduce((sum, { minor }) => sum + minor, 0n);
  for (const { key, parts, amount } of excess) replaced -= takeBack(book, key, parts, amount, learnedOn, replaced);
  for (const [key, parts] of ours) replaced -= giveWay(book, key, parts, replaced);
  for (const settlement of missing.toSorted(byDateThenKey)) spread(book, settlement, home);
}

export const settlementKey = ({ on, kind, allocation, lettering }: Pick<Posting, "on" | "kind" | "allocation" | "lettering">): string =>
  [on, kind, allocation ?? "", lettering ?? ""].join("|");

/** What is still settled, by settlement: allocations and write-offs less their reversals, and what carried postings hold of older ones. */
export function settlementParts(postings: readonly Posting[]): Map<string, Part[]> {
  const parts = new Map<string, Part[]>();
  const byPosting = new Map<string, Part>();
  const add = (key: string, name: string, part: Part) => {
    byPosting.set(name, part);
    parts.set(key, [...(parts.get(key) ?? []), part]);
  };
  for (const p of postings) {
    const of = { posting: p.id, carried: isCarried(p), on: p.on, instalment: p.instalment, dueOn: p.dueOn };
    if (p.kind === "reversal") lessen(byPosting, p);
    else if (isCarried(p)) for (const { key, minor, entityMinor } of p.carries ?? []) add(key, `${p.id}|${key}`, { ...of, on: key.slice(0, 10), minor, entityMinor });
    else if (p.kind === "allocation" || p.kind === "write-off") add(settlementKey(p), p.id, { ...of, minor: p.minor, entityMinor: p.entityMinor });
  }
  return parts;
}

function lessen(byPosting: ReadonlyMap<string, Part>, { reverses, carries, minor, entityMinor }: Posting): void {
  const part = byPosting.get(carries?.[0] ? `${reverses}|${carries[0].key}` : (reverses ?? ""));
  if (!part) return;
  part.minor += minor;
  part.entityMinor += entityMinor;
}

function settlementsByKey(told: ItemRecord["settlements"]): Map<string, Settlement> {
  const groups = Map.groupBy(told, settlementKey);
  return new Map(
    [...groups].map(([key, group]) => [
      key,
      { on: group[0]!.on, kind: group[0]!.kind, allocation: group[0]!.allocation, lettering: group[0]!.lettering, ...negative(total(group)) },
    ]),
  );
}

/** Reverses `amount` of a settlement, the latest part first. Answers how much of it was replaced by another settlement. */
function takeBack(book: Journal, key: string, parts: readonly Part[], amount: Amount, learnedOn: DateText, replaced: bigint): bigint {
  let { minor: left, entityMinor: leftEntity } = amount;
  let used = 0n;
  const whole = amount.minor === total(parts).minor;
  for (const part of parts.toReversed()) {
    if (isNothing(part) || (!whole && left === 0n)) continue;
    const minor = whole ? part.minor : coveredBy(left, part.minor);
    const entityMinor = whole || left !== minor ? part.entityMinor : leftEntity;
    [left, leftEntity] = [left - minor, leftEntity - entityMinor];
    const early = coveredBy(minor, replaced - used);
    used += early;
    const earlyEntity = minor === early ? (replaced === 0n ? 0n : entityMinor) : (entityMinor * early) / minor;
    reverse(book, key, part, { minor: early, entityMinor: earlyEntity }, part.on, "settlement-replaced");
    reverse(book, key, part, { minor: minor - early, entityMinor: entityMinor - earlyEntity }, latest(learnedOn, part.on), "settlement-withdrawn");
  }
  return used;
}

export const isOurs = (key: string): boolean => key.split("|")[2]!.startsWith("alc_");

/** Our own allocation, as far as the ERP's settlement of the same money stands for it now. */
function giveWay(book: Journal, key: string, parts: readonly Part[], replaced: bigint): bigint {
  let used = 0n;
  for (const part of parts) {
    const minor = coveredBy(part.minor, replaced - used);
    if (minor === 0n) continue;
    used += minor;
    reverse(book, key, part, { minor, entityMinor: minor === part.minor ? part.entityMinor : (part.entityMinor * minor) / part.minor }, part.on, "settlement-replaced");
  }
  return used;
}

function reverse(book: Journal, key: string, part: Part, taken: Amount, on: DateText, reason: string): void {
  if (isNothing(taken)) return;
  const [, , allocation, ...lettering] = key.split("|");
  const names = {
    ...(allocation ? { allocation } : {}),
    ...(lettering.join("|") ? { lettering: lettering.join("|") } : {}),
    ...(part.carried ? { carries: [{ key, ...taken }] } : {}),
  };
  book.post({ kind: "reversal", on, instalment: part.instalment, dueOn: part.dueOn, ...negative(taken), ...names, reverses: part.posting, reason });
}

/** Pays the oldest due first. Each instalment that is paid in full gives all of its entity amount; the last one touched takes what is left. */
export function spread(book: Journal, settlement: Settlement & Pick<Posting, "reason">, home: Pick<Cell, "instalment" | "dueOn">): void {
  let { minor: left, entityMinor: leftEntity } = settlement;
  const takes: { cell: Pick<Cell, "instalment" | "dueOn">; minor: bigint; entityMinor: bigint }[] = [];
  for (const cell of book.cells()) {
    const minor = coveredBy(left, -cell.minor);
    if (minor === 0n) continue;
    takes.push({ cell, minor, entityMinor: -cell.entityMinor });
    left -= minor;
  }
  if (takes.length === 0) takes.push({ cell: home, minor: 0n, entityMinor: 0n });
  const last = takes.at(-1)!;
  for (const take of takes) {
    const entityMinor = take === last ? leftEntity : take.entityMinor;
    leftEntity -= entityMinor;
    const { on, kind, allocation, lettering, reason } = settlement;
    book.post({
      kind,
      on,
      instalment: take.cell.instalment,
      dueOn: take.cell.dueOn,
      minor: take === last ? take.minor + left : take.minor,
      entityMinor,
      ...(allocation ? { allocation } : {}),
      ...(lettering ? { lettering } : {}),
      ...(reason ? { reason } : {}),
    });
  }
}

/** A complete snapshot no longer names the item: nothing is open any more, from that day on. */
export function settleGone(book: Journal, on: DateText): void {
  for (const cell of book.cells()) {
    const { instalment, dueOn } = cell;
    if (!isNothing(cell)) book.post({ kind: "allocation", on, instalment, dueOn, ...negative(cell), reason: "gone-from-snapshot" });
  }
}

const sameDirection = (a: bigint, b: bigint): boolean => a === b || coveredBy(a, b) !== 0n;
const isNothing = ({ minor, entityMinor }: Amount): boolean => minor === 0n && entityMinor === 0n;
const negative = ({ minor, entityMinor }: Amount): Amount => ({ minor: -minor, entityMinor: -entityMinor });
export const total = (amounts: readonly Amount[]): Amount =>
  amounts.reduce<Amount>((sum, a) => ({ minor: sum.minor + a.minor, entityMinor: sum.entityMinor + a.entityMinor }), { minor: 0n, entityMinor: 0n });
const byDateThenKey = (a: Settlement, b: Settlement): number => (settlementKey(a) < settlementKey(b) ? -1 : 1);
