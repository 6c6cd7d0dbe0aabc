// All customers, a part at a time: parts are zones by shards, numbered, and the cursor is the next number. Which zones have customers at all is asked of all of
// them at once.
import { homeZones } from "#domain/calendar/time-zones.ts";
import type { CustomerId } from "#domain/id.ts";
import { CUSTOMER_SHARDS, NO_ZONE } from "#functions/store/customer.ts";
import type { LedgerStore } from "#functions/store/ledger.ts";

/** A page is as many customers as are read within the door's time. */
const PAGE = 40;
/** The name of a part: a run keeps what it did under it, and a preview compares with that. */
export type Part = { readonly zone: string; readonly shard: string };
export const partName = ({ zone, shard }: Part): string => `${zone}.${shard}`;

export async function everyPart<Found>(ledger: Pick<LedgerStore, "customersIn">, cursor: string, look: (ids: readonly CustomerId[], part: Part) => Promise<readonly Found[]>): Promise<{ readonly found: Found[]; readonly nextCursor?: string }> {
  const zones = [...homeZones, NO_ZONE];
  const from = Number(cursor) || 0;
  const lived = await Promise.all(zones.map(async (zone, n) => n * CUSTOMER_SHARDS.length + CUSTOMER_SHARDS.length > from && (await ledger.customersIn(zone, "", 1)).length > 0));
  const parts = zones.flatMap((zone, n) => (lived[n] ? CUSTOMER_SHARDS.map((shard, at) => ({ zone, shard, part: n * CUSTOMER_SHARDS.length + at })) : [])).filter(({ part }) => part >= from);
  const found: Found[] = [];
  let read = 0;
  for (const { zone, shard, part } of parts) {
    if (read >= PAGE) return { found, nextCursor: String(part) };
    const ids = await ledger.customersIn(zone, shard);
    found.push(...(await look(ids, { zone, shard })));
    read += ids.length;
  }
  return { found };
}
