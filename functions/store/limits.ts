// How often somebody may do something, counted in the table per minute (or quarter of an hour), so that it holds over all functions that answer at
// once. A window is fixed: at its edge twice as much may pass in a moment, which no limit here minds. A count costs one write unit and forgets itself.
//
// What is asked before anybody is known (an address on the network) is counted under the tenant "~sys".
//
// kind  | pk                          | sk
// ------|-----------------------------|----
// count | {t}#B#{what}#{who}#{window} | A
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { digest } from "#functions/runtime/digest.ts";
import { SYSTEM, tenantTable, type Connection } from "#functions/store/table.ts";

export type Limit = { readonly what: string; readonly most: number; readonly minutes: number };
export const NOBODY = SYSTEM;

/** Counts one more; false when that is too many. */
export async function withinLimit(tenant: string, { what, most, minutes }: Limit, who: string, now: string, connection?: Connection): Promise<boolean> {
  const { client, table } = tenantTable(tenant, connection);
  const window = Math.floor(Date.parse(now) / (minutes * 60_000));
  const { Attributes } = (await client.send(
    new UpdateCommand({
      TableName: table,
      Key: { pk: `${tenant}#B#${what}#${digest(who)}#${window}`, sk: "A" },
      UpdateExpression: "ADD #n :one SET #ttl = :ttl",
      ExpressionAttributeNames: { "#n": "n", "#ttl": "ttl" },
      ExpressionAttributeValues: { ":one": 1, ":ttl": (window + 2) * minutes * 60 },
      ReturnValues: "UPDATED_NEW",
    }) as never,
  )) as { Attributes?: { n?: number } };
  return (Attributes?.n ?? 1) <= most;
}
