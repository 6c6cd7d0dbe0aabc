// Who is away when. The tenant's absences lie together; those whose start or end is still to be told stand in a list over all tenants besides, for
// the sweep, which would otherwise not know where to look.
//
// kind        | pk       | sk
// ------------|----------|-------------
// absence     | {t}#T    | V#{id}
// absence-due | ~sys#ABS | {tenant}#{id}
import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { Absence } from "#domain/access/absence/schema.ts";
import type { AbsenceFact } from "#events/access.ts";
import { storedFact } from "#functions/store/fact.ts";
import { SYSTEM, tenantTable, type Connection } from "#functions/store/table.ts";

const LIST = `${SYSTEM}#ABS`;

export function absenceStore(tenant: string, connection?: Connection) {
  const { client, table } = tenantTable(tenant, connection);
  const system = tenantTable(SYSTEM, connection);
  const send = <Answer>(command: object): Promise<Answer> => client.send(command as never) as Promise<Answer>;
  const key = (id: string) => ({ pk: `${tenant}#T`, sk: `V#${id}` });
  const due = (id: string) => ({ pk: LIST, sk: `${tenant}#${id}` });

  return {
    absence: async (id: string): Promise<Absence | undefined> => absenceOf((await send<{ Item?: Absence }>(new GetCommand({ TableName: table, Key: key(id), ConsistentRead: true }))).Item),
    absences: async (): Promise<Absence[]> => {
      const found: Absence[] = [];
      let from: object | undefined;
      do {
        const page = await send<{ Items?: Absence[]; LastEvaluatedKey?: object }>(
          new QueryCommand({ TableName: table, KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)", ExpressionAttributeValues: { ":pk": `${tenant}#T`, ":sk": "V#" }, ConsistentRead: true, ...(from ? { ExclusiveStartKey: from } : {}) }),
        );
        found.push(...(page.Items ?? []).flatMap((row) => absenceOf(row) ?? []));
        from = page.LastEvaluatedKey;
      } while (from);
      return found;
    },
    /** First on the list, then the absence itself: what is on the list and not there is only looked for in vain. */
    async save(absence: Absence, facts: readonly AbsenceFact[]): Promise<void> {
      const told = absence.cancelled || absence.endedAt !== undefined;
      if (!told) await system.client.send(new PutCommand({ TableName: table, Item: { ...due(absence.id), __edb_e__: "absence-due" } }) as never);
      await send(new PutCommand({ TableName: table, Item: { ...key(absence.id), __edb_e__: "absence", ...absence, f: facts.map((fact) => storedFact(fact)) } }));
      if (told) await system.client.send(new DeleteCommand({ TableName: table, Key: due(absence.id) }) as never);
    },
  };
}

/** Tenant and id of each absence whose start or end is still to be told. */
export async function absencesToTell(connection?: Connection): Promise<{ tenant: string; id: string }[]> {
  const { client, table } = tenantTable(SYSTEM, connection);
  const found: { tenant: string; id: string }[] = [];
  let from: object | undefined;
  do {
    const command = new QueryCommand({ TableName: table, KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": LIST }, ...(from ? { ExclusiveStartKey: from as never } : {}) });
    const page = (await client.send(command as never)) as { Items?: { sk: string }[]; LastEvaluatedKey?: object };
    found.push(...(page.Items ?? []).map(({ sk }) => ({ tenant: sk.slice(0, sk.lastIndexOf("#")), id: sk.slice(sk.lastIndexOf("#") + 1) })));
    from = page.LastEvaluatedKey;
  } while (from);
  return found;
}

function absenceOf(row: Absence | undefined): Absence | undefined {
  if (!row) return undefined;
  const { id, userId, from, to, timeZone, delegates, reason, cancelled, createdBy, startedAt, endedAt } = row;
  return { id, userId, from, to, timeZone, delegates, ...(reason ? { reason } : {}), cancelled, createdBy, ...(startedAt ? { startedAt } : {}), ...(endedAt ? { endedAt } : {}) };
}
