// Who of a customer may open the portal, the links that are under way, and the sessions that are open. Links and sessions are found by the hash of
// their secret; the secret itself is nowhere. A session holds as long as its contact's access does: taking that away ends all of them at once.
//
// kind           | pk               | sk           | gsi1pk              | gsi1sk
// ---------------|------------------|--------------|---------------------|---------------------
// portal-access  | {t}#C#{customer} | PA#{contact} | {t}#L#PORTAL#{mail} | {customer}#{contact}
// portal-link    | {t}#PL#{hash}    | A            |                     |
// portal-session | {t}#PS#{hash}    | A            |                     |
import { BatchGetCommand, GetCommand, PutCommand, QueryCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { randomBytes } from "node:crypto";
import { LINK_MINUTES, later, linkRefusal, SESSION_HOURS } from "#domain/portal/magic-link.ts";
import type { PortalAccess } from "#domain/portal/schema.ts";
import { digest, fullDigest } from "#functions/runtime/digest.ts";
import { tenantTable, type Connection } from "#functions/store/table.ts";

type Holder = { readonly customerId: PortalAccess["customerId"]; readonly contactId: PortalAccess["contactId"] };
type StoredLink = Holder & { readonly id: string; readonly expiresAt: string; readonly usedAt?: string };
type StoredSession = Holder & { readonly id: string; readonly openedAt: string; readonly expiresAt: string; readonly endedAt?: string };
type Key = { readonly pk: string; readonly sk: string };
export type PortalStore = ReturnType<typeof portalStore>;

export const mailKey = (email: string): string => encodeURIComponent(email.trim().toLowerCase());
const newSecret = (tenant: string): string => `${tenant}.${randomBytes(32).toString("base64url")}`;
/** The tenant that a link or a session names; it is believed only if its hash is found there. */
export const tenantIn = (secret: string): string | undefined => /^([A-Za-z0-9_~-]{1,64})\.[A-Za-z0-9_-]{43}$/.exec(secret)?.[1];

export function portalStore(tenant: string, connection?: Connection) {
  const { client, table } = tenantTable(tenant, connection);
  const send = <Answer>(command: object): Promise<Answer> => client.send(command as never) as Promise<Answer>;
  const get = async <Row>(Key: Key): Promise<Row | undefined> => (await send<{ Item?: Row }>(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
  const accessKey = ({ customerId, contactId }: Holder): Key => ({ pk: `${tenant}#C#${customerId}`, sk: `PA#${contactId}` });
  const linkKey = (secret: string): Key => ({ pk: `${tenant}#PL#${fullDigest(secret)}`, sk: "A" });
  const sessionKey = (secret: string): Key => ({ pk: `${tenant}#PS#${fullDigest(secret)}`, sk: "A" });
  const access = async (of: Holder): Promise<PortalAccess | undefined> => accessOf(await get<PortalAccess & Key>(accessKey(of)));

  return {
    access,
    accesses: async (customerId: string): Promise<PortalAccess[]> => {
      const values = { ":pk": `${tenant}#C#${customerId}`, ":sk": "PA#" };
      const { Items = [] } = await send<{ Items?: PortalAccess[] }>(new QueryCommand({ TableName: table, KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)", ExpressionAttributeValues: values }));
      return Items.map((row) => accessOf(row)!);
    },
    accessesByMail: async (email: string): Promise<PortalAccess[]> => {
      const { Items = [] } = await send<{ Items?: Key[] }>(new QueryCommand({ TableName: table, IndexName: "gsi1", KeyConditionExpression: "gsi1pk = :pk", ExpressionAttributeValues: { ":pk": `${tenant}#L#PORTAL#${mailKey(email)}` }, Limit: 20 }));
      if (Items.length === 0) return [];
      const { Responses = {} } = await send<{ Responses?: Record<string, PortalAccess[]> }>(new BatchGetCommand({ RequestItems: { [table]: { Keys: Items.map(({ pk, sk }) => ({ pk, sk })) } } }));
      return (Responses[table] ?? []).map((row) => accessOf(row)!).filter(({ status }) => status === "open");
    },
    putAccess: async (of: PortalAccess): Promise<void> => {
      const index = { gsi1pk: `${tenant}#L#PORTAL#${mailKey(of.email)}`, gsi1sk: `${of.customerId}#${of.contactId}` };
      await send(new PutCommand({ TableName: table, Item: { ...accessKey(of), ...index, __edb_e__: "portal-access", ...of } }));
    },

    /** The secret is in the answer and nowhere else. */
    async newLink({ customerId, contactId }: Holder, now: string): Promise<string> {
      const secret = newSecret(tenant);
      const link: StoredLink = { customerId, contactId, id: `lnk_${digest(secret)}`, expiresAt: later(now, LINK_MINUTES) };
      await send(new PutCommand({ TableName: table, Item: { ...linkKey(secret), __edb_e__: "portal-link", ...link, ttl: seconds(later(now, 24 * 60)) }, ConditionExpression: "attribute_not_exists(pk)" }));
      return secret;
    },
    link: (secret: string): Promise<StoredLink | undefined> => get<StoredLink>(linkKey(secret)),
    /** Spends the link and opens the session in one transaction: of fifty who try at once, one gets in. */
    async openSession(secret: string, now: string): Promise<{ secret: string; access: PortalAccess } | undefined> {
      const link = await get<StoredLink & Key>(linkKey(secret));
      if (!link || linkRefusal(link, now)) return undefined;
      const holder = await access(link);
      if (holder?.status !== "open") return undefined;
      const opened = newSecret(tenant);
      const session: StoredSession = { customerId: link.customerId, contactId: link.contactId, id: `pse_${digest(opened)}`, openedAt: now, expiresAt: later(now, SESSION_HOURS * 60) };
      const spent = { Item: { ...link, usedAt: now }, ConditionExpression: "attribute_exists(pk) AND attribute_not_exists(usedAt) AND expiresAt > :now", ExpressionAttributeValues: { ":now": now } };
      const put = { Item: { ...sessionKey(opened), __edb_e__: "portal-session", ...session, ttl: seconds(later(session.expiresAt, 24 * 60)) }, ConditionExpression: "attribute_not_exists(pk)" };
      try {
        await send(new TransactWriteCommand({ TransactItems: [spent, put].map((each) => ({ Put: { TableName: table, ...each } })) }));
        return { secret: opened, access: holder };
      } catch (error) {
        if (/^Transaction(Canceled|Conflict)/.test((error as Error).name)) return undefined;
        throw error;
      }
    },
    /** Who is behind a cookie, now: the session and the contact's access must both hold. */
    async visitor(secret: string, now: string): Promise<PortalAccess | undefined> {
      const session = await get<StoredSession>(sessionKey(secret));
      if (!session || session.endedAt || session.expiresAt <= now) return undefined;
      const holder = await access(session);
      return holder?.status === "open" ? holder : undefined;
    },
    async endSession(secret: string, now: string): Promise<void> {
      const session = await get<StoredSession & Key>(sessionKey(secret));
      if (session) await send(new PutCommand({ TableName: table, Item: { ...session, endedAt: now } }));
    },
  };
}

const seconds = (instant: string): number => Math.floor(Date.parse(instant) / 1000);

function accessOf(row: PortalAccess | undefined): PortalAccess | undefined {
  if (!row) return undefined;
  const { customerId, contactId, email, name, language, status, since } = row;
  return { customerId, contactId, email, name, language, status, since };
}
