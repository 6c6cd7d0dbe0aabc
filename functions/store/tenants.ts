// Which tenants there are: what a schedule goes by, which belongs to none of them. A name that begins with ~ is ours and can be no tenant's.
//
// kind   | pk            | sk
// -------|---------------|----------
// tenant | ~sys#TENANTS  | {tenant}
import { PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { tenantTable, type Connection } from "#functions/store/table.ts";

const US = "~sys";
const pk = `${US}#TENANTS`;

export async function registerTenant(tenant: string, connection?: Connection): Promise<void> {
  if (tenant.startsWith("~")) throw new Error(`"${tenant}" cannot be a tenant`);
  const { client, table } = tenantTable(US, connection);
  await client.send(new PutCommand({ TableName: table, Item: { pk, sk: tenant, __edb_e__: "registered-tenant" } }) as never);
}

export async function everyTenant(connection?: Connection): Promise<string[]> {
  const { client, table } = tenantTable(US, connection);
  const tenants: string[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const query = new QueryCommand({ TableName: table, KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": pk }, ...(from ? { ExclusiveStartKey: from } : {}) });
    const page = (await client.send(query as never)) as { Items?: { sk: string }[]; LastEvaluatedKey?: Record<string, unknown> };
    tenants.push(...(page.Items ?? []).map(({ sk }) => sk));
    from = page.LastEvaluatedKey;
  } while (from);
  return tenants;
}
