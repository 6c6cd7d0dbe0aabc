// How fast one caller may go. What changes something is counted in the table, over all functions together; what only reads is counted by each function
// for itself, because a write for every read would cost more than it saves: a caller who spreads over many functions at once gets that many times as
// much, and at most what API Gateway lets through in all (infra/door.ts). A count that cannot be kept stops nobody: it is no question of rights.
import { logger } from "#functions/runtime/log.ts";
import { withinLimit } from "#functions/store/limits.ts";

/** Five changes a second is more than hands can do; a program that has more to bring sends a file. */
export const WRITES = { what: "writes", most: 300, minutes: 1 };
/** A busy screen asks about twenty times when it is opened. */
export const READS_A_MINUTE = 1200;
const MOST_CALLERS = 5000;

let minute = 0;
const reads = new Map<string, number>();

export async function withinPace(tenant: string, caller: string, method: string, now: string): Promise<boolean> {
  if (method === "GET") return readsWithin(`${tenant} ${caller}`, Math.floor(Date.parse(now) / 60_000));
  try {
    return await withinLimit(tenant, WRITES, caller, now);
  } catch (error) {
    logger.error("a count could not be kept", { tenant, caller, error: error as Error });
    return true;
  }
}

function readsWithin(caller: string, now: number): boolean {
  if (now !== minute || reads.size > MOST_CALLERS) reads.clear();
  minute = now;
  const count = (reads.get(caller) ?? 0) + 1;
  reads.set(caller, count);
  return count <= READS_A_MINUTE;
}
