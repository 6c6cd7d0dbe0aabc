// What a POST with an Idempotency-Key was answered, for 24 hours: the same key with the same request gets the same answer and nothing is done twice;
// the same key with another request is refused. A request that is still being worked on is refused as well, until its lease ends: no function of the
// API runs longer, so what is older was cut off, and is done again. What fails on our side is forgotten, so that it can be tried again.
//
// Keys are the caller's own: two people may use the same one. An answer is kept as it was sent, up to what fits in one record.
//
// kind   | pk                   | sk
// -------|----------------------|----
// answer | {t}#I#{caller}#{key} | A
import { DeleteCommand, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { refused, type Refused } from "#domain/refusal.ts";
import { now } from "#functions/runtime/clock.ts";
import { digest } from "#functions/runtime/digest.ts";
import { tenantTable, type Connection } from "#functions/store/table.ts";

export type Answered = { readonly status: number; readonly body: string };
export type OnceAsked = { readonly tenant: string; readonly caller: string; readonly route: string; readonly key: string; readonly request: string };

const REMEMBERED_MS = 24 * 3600_000;
/** A function of the API has 29 seconds at most. */
const LEASE_MS = 35_000;
/** A record of the table holds 400 KB. */
const LARGEST = 300_000;

export async function once(asked: OnceAsked, work: () => Promise<Answered | Refused>, connection?: Connection): Promise<(Answered & { readonly again?: true }) | Refused> {
  const { client, table } = tenantTable(asked.tenant, connection);
  const Key = { pk: `${asked.tenant}#I#${asked.caller}#${digest(`${asked.route}\n${asked.key}`)}`, sk: "A" };
  const hash = digest(asked.request);
  const save = (more: object, condition?: object) => client.send(new PutCommand({ TableName: table, Item: { ...Key, __edb_e__: "answer", hash, ...more }, ...condition }) as never);
  const at = Date.parse(now());
  const kept = { until: at + REMEMBERED_MS, ttl: Math.floor((at + REMEMBERED_MS) / 1000) };
  const free = { ConditionExpression: "attribute_not_exists(pk) OR #until < :now OR #lease < :now", ExpressionAttributeNames: { "#until": "until", "#lease": "lease" }, ExpressionAttributeValues: { ":now": at } };
  try {
    await save({ ...kept, lease: at + LEASE_MS }, free);
  } catch (error) {
    if ((error as Error).name !== "ConditionalCheckFailedException") throw error;
    const { Item } = (await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }) as never)) as { Item?: { hash: string; answer?: Answered | Refused } };
    if (Item && Item.hash !== hash) return refused("request.key-reused");
    if (!Item?.answer) return refused("request.still-running");
    return "type" in Item.answer ? Item.answer : { ...Item.answer, again: true };
  }
  try {
    const answer = await work();
    if (JSON.stringify(answer).length > LARGEST) throw new Error(`${asked.route} answers with more than can be remembered`);
    await save({ ...kept, answer });
    return answer;
  } catch (error) {
    await client.send(new DeleteCommand({ TableName: table, Key }) as never);
    throw error;
  }
}
