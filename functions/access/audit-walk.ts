// A walk along the chain, a part at a time: each part begins where the one before ended, with the number and the hash that it had come to. What is
// appended meanwhile is left for the next walk.
import { chainWalk, START, type Break, type Head } from "#domain/access/audit/chain.ts";
import { fullDigest } from "#functions/runtime/digest.ts";
import type { AuditStore } from "#functions/store/audit.ts";

const AT_ONCE = 500;
const A_CALL = 3000;

export type Walked = { readonly upTo: number; readonly total: number; readonly broken?: Pick<Break, "seq" | "what">; readonly nextCursor?: string };

export async function walkOn(store: Pick<AuditStore, "head" | "links">, cursor?: string): Promise<Walked> {
  const head = await store.head();
  const begun = cursor ? placeOf(cursor) : undefined;
  let last: Head = begun ?? START;
  let month = begun?.month ?? head?.since;
  const walk = chainWalk(fullDigest, [], last);
  for (let walked = 0; head && month && month <= head.month; ) {
    const links = await store.links(month, last.seq, AT_ONCE);
    for (const link of links.filter(({ seq }) => seq <= head.seq)) {
      const broken = walk.step(link);
      if (broken) return brokenAt(broken, last, head);
      last = link;
      walked += 1;
    }
    if (links.length < AT_ONCE) month = monthAfter(month);
    else if (walked >= A_CALL) return { upTo: last.seq, total: head.seq, nextCursor: `${month}.${last.seq}.${last.hash}` };
  }
  const broken = walk.end(head);
  return broken ? brokenAt(broken, last, head) : { upTo: last.seq, total: last.seq };
}

const brokenAt = ({ seq, what }: Break, { seq: upTo }: Head, head: Head | undefined): Walked => ({ upTo, total: head?.seq ?? upTo, broken: { seq, what } });

function placeOf(cursor: string): (Head & { readonly month: string }) | undefined {
  const match = /^(\d{4}-\d{2})\.(\d{1,12})\.(\S+)$/.exec(cursor);
  return match ? { month: match[1]!, seq: Number(match[2]), hash: match[3]! } : undefined;
}

function monthAfter(month: string): string {
  const [year, of] = month.split("-").map(Number) as [number, number];
  return of === 12 ? `${year + 1}-01` : `${year}-${String(of + 1).padStart(2, "0")}`;
}
