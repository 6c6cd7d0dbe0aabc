// Plans one shard of a tenant's customers: reads them, decides, and saves each message with the accounts that it is about. It may run twice, beside itself
// or half: what was planned is under way, and the second finds that. Nothing is sent from here; what is due is released in its own time (release-due.ts).
import * as z from "zod";
import { renewed } from "#domain/dunning/account.ts";
import type { CustomerFile } from "#domain/dunning/group.ts";
import { plannedMessage } from "#domain/dunning/message.ts";
import { plan, type Plan } from "#domain/dunning/plan.ts";
import type { Message } from "#domain/dunning/schema.ts";
import type { World } from "#domain/dunning/world.ts";
import { booksOf, filesOf, houseOf, policiesInForce, situationsUnder, worldNow, type Asked, type Books } from "#functions/dunning/books.ts";
import { factOf } from "#functions/dunning/message-fact.ts";
import { messagePlanned } from "#events/dunning.ts";
import { now } from "#functions/runtime/clock.ts";
import { digest } from "#functions/runtime/digest.ts";
import { logger } from "#functions/runtime/log.ts";
import { queueHandler } from "#functions/runtime/queue.ts";

export const shardAsked = z.object({ tenant: z.string(), zone: z.string(), shard: z.string(), runId: z.string() });
export type ShardAsked = z.infer<typeof shardAsked>;

export const handler = queueHandler(shardAsked, async (asked) => {
  logger.info("reminders planned", { ...asked, outcomes: await planShard(asked, now()) });
});

export type Outcomes = Partial<Record<Plan["outcome"], number>>;

export async function planShard({ tenant, zone, shard, runId }: ShardAsked, at: string, books: Books = booksOf(tenant)): Promise<Outcomes> {
  const outcomes: Outcomes = {};
  const [ids, policies, house, world] = await Promise.all([books.ledger.customersIn(zone, shard), policiesInForce(books), houseOf(books), worldNow(books, at)]);
  if (ids.length === 0 || policies.length === 0) return outcomes;
  const { files } = await filesOf(books, ids, house);
  const fresh = await beginAnew(files, books, world);
  for (const asked of await situationsUnder(policies, fresh, books, house, `${zone}.${shard}`)) {
    const decided = plan(asked.situation, asked.prepared, world);
    outcomes[decided.outcome] = (outcomes[decided.outcome] ?? 0) + 1;
    await keep(decided, asked, books, { at, runId: `drn_${runId}` });
  }
  return outcomes;
}

/** Whose spell of being late is over begins anew. Whoever is changed by somebody else meanwhile is left to the next run. */
async function beginAnew(files: readonly CustomerFile[], { dunning }: Books, world: World): Promise<CustomerFile[]> {
  const kept: CustomerFile[] = [];
  for (const file of files) {
    const account = renewed(file.account, file.lines, world.local(file.party.timeZone).date);
    if (account === file.account) kept.push(file);
    else if ((await dunning.saveAccount(account)) === "saved") kept.push({ ...file, account: { ...account, version: account.version + 1 } });
  }
  return kept;
}

/** A message and a call of the same debtor are saved one after the other, each from the account as the one before left it. */
async function keep({ messages }: Plan, { situation }: Asked, { dunning }: Books, { at, runId }: { readonly at: string; readonly runId: Message["runId"] & string }): Promise<void> {
  let accounts = situation.accounts;
  for (const planned of messages) {
    const change = plannedMessage(planned, accounts, { digest, now: at, runId });
    if ((await dunning.plan(change, [factOf(messagePlanned.name, change.message, at, ruleOf(change.message))])) !== "saved") return;
    const saved = new Map(change.accounts.map((account) => [account.customerId, { ...account, version: account.version + 1 }]));
    accounts = accounts.map((account) => saved.get(account.customerId) ?? account);
  }
}

const ruleOf = ({ policyId, policyVersion }: Message) => ({ type: "rule" as const, id: policyId, version: policyVersion });
