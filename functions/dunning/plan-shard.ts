// Plans one shard of a tenant's customers: reads them, decides, and saves each message with the accounts that it is about. It may run twice, beside itself
// or half: what was planned is under way, and the second finds that. Nothing is sent from here; what is due is released in its own time (release-due.ts).
import * as z from "zod";
import { renewed } from "#domain/dunning/account.ts";
import type { CustomerFile } from "#domain/dunning/group.ts";
import { plannedMessage, stopped } from "#domain/dunning/message.ts";
import { plan, type Plan } from "#domain/dunning/plan.ts";
import { previewRow } from "#domain/dunning/preview.ts";
import type { Message } from "#domain/dunning/schema.ts";
import type { World } from "#domain/dunning/world.ts";
import { booksOf, houseOf, policiesInForce, situationsUnder, worldNow, type Asked, type Books } from "#functions/dunning/books.ts";
import { filesOf } from "#functions/dunning/files.ts";
import { evidenceInBucket } from "#functions/dunning/evidence-objects.ts";
import { factOf } from "#functions/dunning/message-fact.ts";
import { messagePlanned, messageStopped } from "#events/dunning.ts";
import { runLog, type LoggedRow, type RunLog } from "#functions/dunning/run-log.ts";
import { now } from "#functions/runtime/clock.ts";
import { digest } from "#functions/runtime/digest.ts";
import { env } from "#functions/runtime/env.ts";
import { logger } from "#functions/runtime/log.ts";
import { queueHandler } from "#functions/runtime/queue.ts";
import { NO_ZONE } from "#functions/store/customer.ts";

export const shardAsked = z.object({ tenant: z.string(), zone: z.string(), shard: z.string(), runId: z.string() });
export type ShardAsked = z.infer<typeof shardAsked>;

export const handler = queueHandler(shardAsked, async (asked) => {
  const log = runLog(evidenceInBucket(env("DOCUMENTS_BUCKET").DOCUMENTS_BUCKET), asked.tenant);
  logger.info("reminders planned", { ...asked, outcomes: await planShard(asked, now(), booksOf(asked.tenant), log) });
});

export type Outcomes = Partial<Record<Plan["outcome"], number>>;

export async function planShard({ tenant, zone, shard, runId }: ShardAsked, at: string, books: Books = booksOf(tenant), log?: Pick<RunLog, "keep">): Promise<Outcomes> {
  const outcomes: Outcomes = {};
  const [ids, policies, house, world] = await Promise.all([books.ledger.customersIn(zone, shard), policiesInForce(books), houseOf(books), worldNow(books, at)]);
  if (ids.length === 0 || policies.length === 0) return outcomes;
  const { files } = await filesOf(books, ids, house, at);
  const fresh = await beginAnew(await withoutSettledCalls(files, books, at), books, world);
  const logged: LoggedRow[] = [];
  for (const asked of await situationsUnder(policies, fresh, books, house, `${zone}.${shard}`)) {
    const decided = plan(asked.situation, asked.prepared, world);
    outcomes[decided.outcome] = (outcomes[decided.outcome] ?? 0) + 1;
    const messages = await keep(decided, asked, books, { at, runId: `drn_${runId}` });
    if (log) logged.push(rowOf(decided, asked, world, messages));
  }
  await log?.keep(world.local(zone === NO_ZONE ? (house.entities[0]?.timeZone ?? "UTC") : zone).date, `${zone}.${shard}`, logged);
  return outcomes;
}

/** For the log of the run: what somebody asks on the day after. Its single instalments are left out; those that were excluded are in it with their reasons. */
function rowOf(decided: Plan, { situation, prepared: { policy } }: Asked, world: World, messages: readonly Message["id"][]): LoggedRow {
  const row = { ...previewRow(situation, decided, world.local(situation.addressee.timeZone).date), lines: [] };
  return { row, policyId: policy.id, policyVersion: policy.version, entities: [...new Set(situation.lines.map(({ entityId }) => entityId))], messages };
}

/** A call about what has been paid meanwhile is no call any more: while it stood, nobody would make the next one. */
async function withoutSettledCalls(files: readonly CustomerFile[], { dunning }: Books, at: string): Promise<CustomerFile[]> {
  return Promise.all(
    files.map(async (file) => {
      const open = new Set(file.lines.filter(({ openMinor }) => openMinor > 0n).map(({ key }) => key));
      const settled = file.account.underWay.find(({ kind, keys }) => kind === "task" && !keys.some((key) => open.has(key)));
      const message = settled && (await dunning.message(settled.messageId));
      const change = message && stopped(message, [file.account], at, [{ code: "settled" }]);
      if (!change || change.accounts.length === 0 || (await dunning.move(change, [factOf(messageStopped.name, change.message, at, ruleOf(change.message))])) !== "saved") return file;
      return { ...file, account: { ...change.accounts[0]!, version: file.account.version + 1 } };
    }),
  );
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
async function keep({ messages }: Plan, { situation }: Asked, { dunning }: Books, { at, runId }: { readonly at: string; readonly runId: Message["runId"] & string }): Promise<Message["id"][]> {
  let accounts = situation.accounts;
  const ids: Message["id"][] = [];
  for (const planned of messages) {
    const change = plannedMessage(planned, accounts, { digest, now: at, runId });
    if ((await dunning.plan(change, [factOf(messagePlanned.name, change.message, at, ruleOf(change.message))])) !== "saved") return ids;
    ids.push(change.message.id);
    const saved = new Map(change.accounts.map((account) => [account.customerId, { ...account, version: account.version + 1 }]));
    accounts = accounts.map((account) => saved.get(account.customerId) ?? account);
  }
  return ids;
}

const ruleOf = ({ policyId, policyVersion }: Message) => ({ type: "rule" as const, id: policyId, version: policyVersion });
