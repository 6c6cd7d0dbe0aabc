// DynamoDB deletes items whose time has come; DynamoDB Local does not. This does, by the local clock, and as AWS it marks the deletion on the
// stream as its own as far as DynamoDB Local lets it: the stream record has no userIdentity here.
import { DeleteItemCommand, type DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { Clock, DueWork } from "#infra/local/engine.ts";

const EVERY_MS = 10 * 60_000;

export type Swept = { readonly table: string; readonly attribute: string; readonly keys: readonly string[] };

export const ttlSweeper = (client: DynamoDBClient, tables: readonly Swept[], clock: Pick<Clock, "now">): DueWork => {
  let next = clock.now() + EVERY_MS;
  return {
    name: "DynamoDB time to live",
    nextDueAt: () => (tables.length > 0 ? next : undefined),
    runDue: async (now) => {
      // Time may have been moved by a month: one sweep is enough for all of it.
      next = now + EVERY_MS;
      for (const table of tables) await sweep(client, table, Math.floor(now / 1000));
    },
  };
};

const sweep = async (client: DynamoDBClient, { table, attribute, keys }: Swept, now: number): Promise<void> => {
  const names = { "#ttl": attribute, ...Object.fromEntries(keys.map((key, at) => [`#k${at}`, key])) };
  const expired = "attribute_exists(#ttl) AND #ttl < :now";
  const values = { ":now": { N: String(now) } };
  let from: Record<string, import("@aws-sdk/client-dynamodb").AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: table, FilterExpression: expired, ProjectionExpression: keys.map((_, at) => `#k${at}`).join(", "), ExpressionAttributeNames: names, ExpressionAttributeValues: values, ExclusiveStartKey: from }),
    );
    for (const Key of page.Items ?? [])
      await client
        .send(new DeleteItemCommand({ TableName: table, Key, ConditionExpression: expired, ExpressionAttributeNames: { "#ttl": attribute }, ExpressionAttributeValues: values }))
        .catch((problem: Error) => {
          if (problem.name !== "ConditionalCheckFailedException") throw problem;
        });
    from = page.LastEvaluatedKey;
  } while (from);
};
