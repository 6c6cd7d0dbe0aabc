// Programs with tokens of their own. A token is found by its hash; the token itself is in the answer that made it, and nowhere else.
//
// kind         | pk           | sk
// -------------|--------------|--------
// api-client   | {t}#T        | K#{id}
// api-token    | {t}#K#{hash} | A
import { GetCommand, PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { randomBytes } from "node:crypto";
import { clientWorks, rotated, tokenWorks } from "#domain/access/clients/client.ts";
import type { ApiClient } from "#domain/access/clients/schema.ts";
import type { User } from "#domain/access/schema.ts";
import { fullDigest } from "#functions/runtime/digest.ts";
import { tenantTable, type Connection } from "#functions/store/table.ts";

type StoredToken = ApiClient["tokens"][number] & { readonly key: string };
type StoredClient = Omit<ApiClient, "tokens"> & { readonly tokens: readonly StoredToken[] };
export const CLIENT_ID = /^usr_api-/;

const newToken = (tenant: string): string => `qtk_${tenant}.${randomBytes(32).toString("base64url")}`;
export const tenantOfToken = (token: string): string | undefined => /^qtk_([A-Za-z0-9_~-]{1,64})\.[A-Za-z0-9_-]{43}$/.exec(token)?.[1];

export function clientStore(tenant: string, connection?: Connection) {
  const { client, table } = tenantTable(tenant, connection);
  const send = <Answer>(command: object): Promise<Answer> => client.send(command as never) as Promise<Answer>;
  const clientKey = (id: string) => ({ pk: `${tenant}#T`, sk: `K#${id}` });
  const tokenKey = (hash: string) => ({ pk: `${tenant}#K#${hash}`, sk: "A" });
  const get = async (id: string): Promise<StoredClient | undefined> => (await send<{ Item?: StoredClient }>(new GetCommand({ TableName: table, Key: clientKey(id), ConsistentRead: true }))).Item;
  const stored = (next: StoredClient) => ({ TableName: table, Item: { ...next, ...clientKey(next.id), __edb_e__: "api-client" } });

  /** The client and its new token together: never one without the other. */
  const issue = async (of: Omit<StoredClient, "tokens">, others: readonly StoredToken[], graceEnds: string, now: string): Promise<{ client: ApiClient; token: string }> => {
    const token = newToken(tenant);
    const key = fullDigest(token);
    const next: StoredClient = { ...of, tokens: rotated(others, { key, ending: token.slice(-4), since: now }, graceEnds, now) };
    const found = { TableName: table, Item: { ...tokenKey(key), __edb_e__: "api-token", clientId: of.id }, ConditionExpression: "attribute_not_exists(pk)" };
    await send(new TransactWriteCommand({ TransactItems: [{ Put: stored(next) }, { Put: found }] }));
    return { client: clientOf(next), token };
  };

  return {
    clients: async (): Promise<ApiClient[]> => {
      const values = { ":pk": `${tenant}#T`, ":sk": "K#" };
      return ((await send<{ Items?: StoredClient[] }>(new QueryCommand({ TableName: table, KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)", ExpressionAttributeValues: values }))).Items ?? []).map(clientOf);
    },
    client: async (id: string): Promise<ApiClient | undefined> => {
      const found = await get(id);
      return found && clientOf(found);
    },
    create: (of: Omit<ApiClient, "tokens">, now: string) => issue(of, [], now, now),
    async rotate(id: string, graceEnds: string, now: string): Promise<{ client: ApiClient; token: string } | undefined> {
      const found = await get(id);
      return found && issue(found, found.tokens, graceEnds, now);
    },
    async revoke(id: string): Promise<ApiClient | undefined> {
      const found = await get(id);
      if (!found) return undefined;
      const next: StoredClient = { ...found, status: "revoked" };
      if (found.status === "active") await send(new PutCommand(stored(next)));
      return clientOf(next);
    },
    /** The program behind a token that works now. */
    async byToken(token: string, now: string): Promise<ApiClient | undefined> {
      const hash = fullDigest(token);
      const { Item } = await send<{ Item?: { clientId: string } }>(new GetCommand({ TableName: table, Key: tokenKey(hash), ConsistentRead: true }));
      const found = Item && (await get(Item.clientId));
      const own = found?.tokens.find(({ key }) => key === hash);
      return found && own && clientWorks(found, now) && tokenWorks(own, now) ? clientOf(found) : undefined;
    },
    /** Remembered to the hour: a program that asks all day costs 24 writes, not a write each time. */
    async noteUse({ id, lastUsedAt }: ApiClient, now: string): Promise<void> {
      if (lastUsedAt?.slice(0, 13) === now.slice(0, 13)) return;
      await send(new UpdateCommand({ TableName: table, Key: clientKey(id), UpdateExpression: "SET lastUsedAt = :now", ConditionExpression: "attribute_exists(pk)", ExpressionAttributeValues: { ":now": now } }));
    },
  };
}

/** To the rules, a program is a user like any other: with a role, and rows that are its own. */
export async function clientAsUser(tenant: string, id: string, now: string): Promise<User | undefined> {
  const found = await clientStore(tenant).client(id);
  if (!found || !clientWorks(found, now)) return undefined;
  return { id: found.id, email: `${found.id.replace("usr_", "")}@clients.invalid`, name: found.name, role: found.role, language: "en", entityIds: found.entityIds };
}

function clientOf({ id, name, role, entityIds, status, createdAt, createdBy, expiresOn, lastUsedAt, tokens }: StoredClient): ApiClient {
  const shown = tokens.map(({ ending, since, until }) => ({ ending, since, ...(until ? { until } : {}) }));
  return { id, name, role, entityIds, status, createdAt, createdBy, expiresOn, ...(lastUsedAt ? { lastUsedAt } : {}), tokens: shown };
}
