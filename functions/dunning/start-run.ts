// The morning of a clock: its schedule fires once a day, and every tenant's customers who live by it are shared out in shards.
//
// One schedule per clock, not one per customer: a hundred thousand customers are sixteen messages per tenant and zone, and planning them again costs no
// schedule. Customers whose country is unknown go with the clock of the tenant's first legal entity.
import * as z from "zod";
import { enqueue } from "#functions/dunning/queues.ts";
import type { ShardAsked } from "#functions/dunning/plan-shard.ts";
import { now } from "#functions/runtime/clock.ts";
import { digest } from "#functions/runtime/digest.ts";
import { env } from "#functions/runtime/env.ts";
import { logger } from "#functions/runtime/log.ts";
import { task } from "#functions/runtime/task.ts";
import { CUSTOMER_SHARDS, NO_ZONE } from "#functions/store/customer.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { everyTenant } from "#functions/store/tenants.ts";

const asked = z.object({ zones: z.array(z.string()) });

export const handler = task(async (event: unknown): Promise<void> => {
  const { zones } = asked.parse(event);
  for (const tenant of await everyTenant()) {
    const shards = (await Promise.all(zones.map((zone) => shardsOf(tenant, zone, now())))).flat();
    await enqueue(env("PLAN_QUEUE_URL").PLAN_QUEUE_URL, shards);
    if (shards.length > 0) logger.info("a run of reminders begins", { tenant, zones: [...new Set(shards.map(({ zone }) => zone))], shards: shards.length });
  }
});

/** None when nobody lives by that clock. */
export async function shardsOf(tenant: string, zone: string, at: string): Promise<ShardAsked[]> {
  const ledger = ledgerStore(tenant);
  const [entity] = await ledger.entities();
  const zones = [zone, ...(entity?.timeZone === zone ? [NO_ZONE] : [])];
  const runId = digest(`${tenant} ${zone} ${at}`).slice(0, 20);
  const lists = await Promise.all(zones.map(async (one) => ((await ledger.customersIn(one, "", 1)).length > 0 ? CUSTOMER_SHARDS.map((shard) => ({ tenant, zone: one, shard, runId })) : [])));
  return lists.flat();
}
