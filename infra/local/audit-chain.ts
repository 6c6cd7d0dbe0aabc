// Reads a tenant's audit from a table, here or on AWS, and looks for the first break in its chain. It trusts nothing that the application says: it
// reads the records as they lie in the table, also in months in which the chain does not claim to have any.
import { createHash } from "node:crypto";
import { GetItemCommand, QueryCommand, type AttributeValue, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { type AuditRecord, type Break, chainWalk, foundBy, type Head, type Link } from "#domain/access/audit/chain.ts";

export type Verified = { readonly records: number; readonly head: Head | undefined; readonly broken: (Break & { readonly key?: string }) | undefined };
type Row = Readonly<Record<string, AttributeValue>>;

/** A year on either side of what the head says: an inserted record may lie where none should be. */
const MARGIN_MONTHS = 12;
const digest = (text: string): string => createHash("sha256").update(text).digest("base64url");

export async function verifyChain(client: DynamoDBClient, table: string, tenant: string, known: readonly Head[] = []): Promise<Verified> {
  const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: { pk: { S: `${tenant}#ZH` }, sk: { S: "A" } }, ConsistentRead: true }));
  const head = Item && { seq: Number(Item["seq"]?.N), hash: String(Item["hash"]?.S) };
  const walk = chainWalk(digest, known);
  let records = 0;
  for (const month of monthsAround(Item?.["since"]?.S, Item?.["month"]?.S)) {
    for await (const row of rowsOf(client, table, `${tenant}#Z#${month}`)) {
      records += 1;
      const broken = displaced(tenant, row) ?? walk.step(linkOf(row));
      if (broken) return { records, head, broken: { ...broken, key: `${row["pk"]?.S} / ${row["sk"]?.S}` } };
    }
  }
  return { records, head, broken: walk.end(head) };
}

const linkOf = (row: Row): Link => ({ seq: Number(row["sk"]?.S), previous: row["previous"]?.S ?? "", text: row["text"]?.S ?? "", hash: row["hash"]?.S ?? "" });

/** A record that was only hidden from a timeline keeps its hash: what it is found by must be what it says. */
function displaced(tenant: string, row: Row): Break | undefined {
  const seq = Number(row["sk"]?.S);
  try {
    const { subject, actor } = foundBy(JSON.parse(row["text"]?.S ?? "") as AuditRecord);
    const holds = row["gsi1pk"]?.S === `${tenant}#ZS#${subject}` && row["gsi2pk"]?.S === `${tenant}#ZA#${actor}` && row["gsi1sk"]?.S === row["sk"]?.S && row["gsi2sk"]?.S === row["sk"]?.S;
    return holds ? undefined : { seq, what: "altered", detail: "it is not found by what it is about, or by who acted" };
  } catch {
    return { seq, what: "altered", detail: "the content is not a record" };
  }
}

async function* rowsOf(client: DynamoDBClient, table: string, pk: string): AsyncGenerator<Row> {
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(new QueryCommand({ TableName: table, KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": { S: pk } }, ConsistentRead: true, ExclusiveStartKey: from }));
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from);
}

function monthsAround(since: string | undefined, until: string | undefined): string[] {
  const index = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
  const now = index(new Date().toISOString());
  const [first, last] = [index(since ?? "") || now, index(until ?? "") || now];
  return Array.from({ length: last - first + 1 + 2 * MARGIN_MONTHS }, (_, n) => first - MARGIN_MONTHS + n).map((n) => `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, "0")}`);
}
