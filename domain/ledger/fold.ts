// An item is one record of the table, and a record has a limit (400 KB). An item with very many postings carries its oldest ones forward: one posting per
// instalment, due date and kind stands for all of them. The full history is in the lake, which has each of them and never counts the carried one.
//
// Every balance as of a day after the last folded one stays what it was. So that later states of the source still compare, the carried posting
// remembers what it holds of each settlement. Never folded: issues, what the stream has not yet shown (written in this change), and what a reversal that stays behind names.
import { namedId, type Digest } from "#domain/id.ts";
import { openAt } from "#domain/ledger/balance.ts";
import { besideInvoiced } from "#domain/ledger/correct.ts";
import { CARRIED, isCarried } from "#domain/ledger/journal.ts";
import type { Posting } from "#domain/ledger/schema.ts";
import { settlementParts, total } from "#domain/ledger/settle.ts";

/** 500 postings are some 65 KB. */
const KEPT = 500;

export function fold(existing: readonly Posting[], written: readonly Posting[], digest: Digest, kept = KEPT): Posting[] {
  const all = [...existing, ...written];
  const surplus = Math.min(all.length - kept, existing.length);
  if (surplus <= 0) return all;
  const named = new Set(all.slice(surplus).map(({ reverses }) => reverses));
  const old = all.slice(0, surplus).filter(({ id, kind }) => kind !== "issue" && !named.has(id));
  const ids = new Set(old.map(({ id }) => id));
  const leaving = old.filter(({ reverses }) => reverses === undefined || ids.has(reverses));
  const left = new Set(leaving);
  const carried = [...Map.groupBy(leaving, groupOf).values()].map((group) => carry(group, digest));
  return [...all.filter(({ kind }) => kind === "issue"), ...carried, ...all.filter((posting) => posting.kind !== "issue" && !left.has(posting))];
}

/** Amounts that a later comparison keeps apart stay apart. */
function groupOf({ kind, instalment, dueOn, reason }: Posting): string {
  if (kind === "dispute") return `${instalment}|${dueOn}|dispute`;
  if (kind === "adjustment") return `${instalment}|${dueOn}|adjustment|${besideInvoiced.has(reason) ? reason : ""}`;
  return `${instalment}|${dueOn}|settlement`;
}

function carry(group: readonly Posting[], digest: Digest): Posting {
  const first = group[0]!;
  if (group.length === 1 && isCarried(first)) return first;
  const { minor, entityMinor, disputedMinor } = openAt(group);
  const settles = first.kind !== "dispute" && first.kind !== "adjustment";
  const carries = [...settlementParts(group)].map(([key, parts]) => ({ key, ...total(parts) })).filter((part) => part.minor !== 0n || part.entityMinor !== 0n);
  return {
    id: namedId("pst", digest, CARRIED, ...group.map(({ id }) => id)),
    kind: settles ? "allocation" : first.kind,
    on: group.reduce((day, { on }) => (on > day ? on : day), first.on),
    instalment: first.instalment,
    dueOn: first.dueOn,
    minor,
    entityMinor,
    ...(disputedMinor === 0n ? {} : { disputedMinor }),
    ...(first.kind === "adjustment" && besideInvoiced.has(first.reason) ? { reason: first.reason! } : {}),
    by: CARRIED,
    ...(settles ? { carries } : {}),
  };
}
