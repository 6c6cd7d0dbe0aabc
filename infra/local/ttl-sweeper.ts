// DynamoDB deletes items whose time has come; DynamoDB Local does not. This does, by the local clock, and as AWS it marks the deletion on the
// stream as its own as far as DynamoDB Local lets it: the stream record has no userIdentity here.
import { type AttributeValue, DeleteItemCommand, type DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { Clock, DueWork } from "#infra/local/engine.ts";

/** AWS promises "within a few days". A sweep reads the whole table, and moving the clock by a month is one sweep, not thirty. */
const EVERY_MS = 24 * 3600_000;
const FIRST_MS = 10 * 60_000;
const REST_MS = 5_000;

export type Swept = { readonly table: string; readonly attribute: string; readonly keys: readonly string[] };

export const ttlSweeper = (client: DynamoDBClient, tables: readonly Swept[], clock: Pick<Clock, "now">): DueWork => {
  let dueAt = clock.now() + FIRST_MS;
  let restUntil = 0;
  return {
    name: "DynamoDB time to live",
    // Due at the moment of asking and not at the instant that was planned, so that it runs once after time was moved, and never in between.
    nextDueAt: () => (tables.length > 0 && clock.now() >= dueAt && Date.now() >= restUntil ? clock.now() : undefined),
    runDue: async (now) => {
      for (const table of tables) await sweep(client, table, Math.floor(now / 1000));
      dueAt = now + EVERY_MS;
      restUntil = Date.now() + REST_MS;
    },
  };
};

const sweep = async (client: DynamoDBClient, { table, attribute, keys }: Swept, now: number): Promise<void> => {
  const names = { "#ttl": attribute, ...Object.fromEntries(keys.map((key, at) => [`#k${at}`, key])) };
  const expired = "attribute_exists(#ttl) AND #ttl < :now";
  const values = { ":now": { N: String(now) } };
  let from: Record<string, AttributeValue> | undefined;
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
