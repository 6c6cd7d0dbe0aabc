// The audit of one tenant, as it lies in the table: a chain of records (domain/access/audit/chain.ts), month by month, found by the customer or object they
// are about and by who acted.
//
// kind         | pk              | sk    | gsi1pk           | gsi1sk | gsi2pk          | gsi2sk
// -------------|-----------------|-------|------------------|--------|-----------------|-------
// audit-record | {t}#Z#{month}   | {seq} | {t}#ZS#{subject} | {seq}  | {t}#ZA#{actor}  | {seq}
// audit-head   | {t}#ZH          | A     |                  |        |                 |
// audit-seen   | {t}#ZE#{id}     | A     |                  |        |                 |
//
// One chain a tenant is enough: thirty records are appended in one transaction that moves the head once, and a head that moves twenty times a second
// takes 600 audited changes a second, which is more than people make. Writers that meet are told by the head's condition and take turns. A record
// costs 6 write units with its indexes and its mark; a company of a hundred people makes some 20,000 a month, which is USD 0.08.
import { BatchGetCommand, GetCommand, QueryCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { foundBy, linked, START, type AuditRecord, type Head, type Link } from "#domain/access/audit/chain.ts";
import { fullDigest } from "#functions/runtime/digest.ts";
import { tenantTable, type Connection } from "#functions/store/table.ts";

export type Audited = AuditRecord & { readonly seq: number; readonly hash: string };
export type AuditSearch = { readonly subject?: string; readonly actor?: string; readonly from?: string; readonly to?: string; readonly wanted?: (record: AuditRecord) => boolean; readonly limit: number; readonly cursor?: string };
export type AuditStore = ReturnType<typeof auditStore>;
type StoredHead = Head & { readonly month: string; readonly since: string };
type Row = { pk: string; sk: string; text: string; hash: string; previous: string };

const TOGETHER = 30;
/** Marks outlive the stream's day, and the fourteen days that a batch may lie among the dead letters. */
const SEEN_SECONDS = 15 * 24 * 3600;
/** A search reads at most this many pages before it answers with what it has, and where to go on. */
const PAGES = 15;

export function auditStore(tenant: string, connection?: Connection) {
  const { client, table } = tenantTable(tenant, connection);
  const send = <Answer>(command: object): Promise<Answer> => client.send(command as never) as Promise<Answer>;
  const headKey = { pk: `${tenant}#ZH`, sk: "A" };

  const head = async (): Promise<StoredHead | undefined> => (await send<{ Item?: StoredHead }>(new GetCommand({ TableName: table, Key: headKey, ConsistentRead: true }))).Item;
  const rowsOf = async (keys: readonly Pick<Row, "pk" | "sk">[]): Promise<Row[]> => {
    if (keys.length === 0) return [];
    const { Responses = {} } = await send<{ Responses?: Record<string, Row[]> }>(new BatchGetCommand({ RequestItems: { [table]: { Keys: keys.map(({ pk, sk }) => ({ pk, sk })) } } }));
    return (Responses[table] ?? []).toSorted((a, b) => b.sk.localeCompare(a.sk));
  };
  const unseen = async (records: readonly AuditRecord[]): Promise<AuditRecord[]> => {
    const seen = new Set((await rowsOf(records.map(({ id }) => ({ pk: `${tenant}#ZE#${id}`, sk: "A" })))).map(({ pk }) => pk));
    return records.filter(({ id }) => !seen.has(`${tenant}#ZE#${id}`));
  };
  const appendOnce = async (records: readonly AuditRecord[], month: string): Promise<Head | "taken"> => {
    const before = await head();
    const chain = linked(records, before ?? START, fullDigest);
    // A clock that was set back must not put later numbers into an earlier month.
    const into = before && before.month > month ? before.month : month;
    const moved = { Item: { ...headKey, __edb_e__: "audit-head", ...chain.head, month: into, since: before?.since ?? into }, ConditionExpression: before ? "seq = :seq" : "attribute_not_exists(pk)", ...(before ? { ExpressionAttributeValues: { ":seq": before.seq } } : {}) };
    const ttl = Math.floor(Date.parse(records[0]!.at) / 1000) + SEEN_SECONDS;
    const puts = chain.links.flatMap((link, at) => [recordRow(tenant, into, records[at]!, link), { pk: `${tenant}#ZE#${records[at]!.id}`, sk: "A", __edb_e__: "audit-seen", ttl }]);
    const TransactItems = [moved, ...puts.map((Item) => ({ Item, ConditionExpression: "attribute_not_exists(pk)" }))].map((put) => ({ Put: { TableName: table, ...put } }));
    try {
      await send(new TransactWriteCommand({ TransactItems }));
      return chain.head;
    } catch (error) {
      if (/^Transaction(Canceled|Conflict)/.test((error as Error).name)) return "taken";
      throw error;
    }
  };

  return {
    head,
    /** Appends what the chain does not have yet; answers with the head if it moved. */
    async append(records: readonly AuditRecord[], month: string): Promise<Head | undefined> {
      let moved: Head | undefined;
      for (let at = 0; at < records.length; at += TOGETHER) {
        for (let tries = 0; ; tries++) {
          const waiting = await unseen(records.slice(at, at + TOGETHER));
          if (waiting.length === 0) break;
          const answer = await appendOnce(waiting, month);
          if (answer !== "taken") {
            moved = answer;
            break;
          }
          if (tries > 40) throw new Error("the head of the audit was never free");
          await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * Math.min(200, 10 * 2 ** Math.min(tries, 5))));
        }
      }
      return moved;
    },

    /** The chain itself: what lies in a month after a number, oldest first. */
    async links(month: string, after: number, limit: number): Promise<Link[]> {
      const values = { ":pk": `${tenant}#Z#${month}`, ":after": seqKey(after) };
      const { Items = [] } = await send<{ Items?: Row[] }>(new QueryCommand({ TableName: table, KeyConditionExpression: "pk = :pk AND sk > :after", ExpressionAttributeValues: values, Limit: limit, ConsistentRead: true }));
      return Items.map(({ sk, previous, text, hash }) => ({ seq: Number(sk), previous, text, hash }));
    },

    /** Newest first. */
    async search({ subject, actor, from, to, wanted = () => true, limit, cursor }: AuditSearch): Promise<{ items: Audited[]; nextCursor?: string }> {
      const items: Audited[] = [];
      const end = await head();
      let place = cursor ? placeOf(cursor) : end && { month: end.month, seq: end.seq + 1 };
      for (let page = 0; page < PAGES && place && items.length < limit; page++) {
        const found: Row[] = await (subject || actor ? byIndex(subject, actor, place.seq) : byMonth(place.month, place.seq));
        for (const row of found) {
          if (items.length >= limit) break;
          place = { ...place, seq: Number(row.sk) };
          const record = auditedOf(row);
          const day = record.at.slice(0, 10);
          if ((!from || day >= from) && (!to || day <= to) && wanted(record)) items.push(record);
        }
        const lastPage: boolean = found.length < PAGE;
        if (items.length < limit && lastPage) place = subject || actor || place.seq <= 1 || (from && place.month < from.slice(0, 7)) ? undefined : { month: monthBefore(place.month), seq: place.seq };
        if (place && place.seq <= 1) place = undefined;
      }
      return place ? { items, nextCursor: `${place.month}.${place.seq}` } : { items };
    },
  };

  async function byMonth(month: string, before: number): Promise<Row[]> {
    const values = { ":pk": `${tenant}#Z#${month}`, ":before": seqKey(before) };
    return (await send<{ Items?: Row[] }>(new QueryCommand({ TableName: table, KeyConditionExpression: "pk = :pk AND sk < :before", ExpressionAttributeValues: values, ScanIndexForward: false, Limit: PAGE }))).Items ?? [];
  }

  async function byIndex(subject: string | undefined, actor: string | undefined, before: number): Promise<Row[]> {
    const [index, key] = subject ? ["gsi1", `${tenant}#ZS#${encodeURIComponent(subject)}`] : ["gsi2", `${tenant}#ZA#${encodeURIComponent(actor ?? "")}`];
    const KeyConditionExpression = `${index}pk = :pk AND ${index}sk < :before`;
    const { Items = [] } = await send<{ Items?: Row[] }>(
      new QueryCommand({ TableName: table, IndexName: index, KeyConditionExpression, ExpressionAttributeValues: { ":pk": key, ":before": seqKey(before) }, ScanIndexForward: false, Limit: PAGE }),
    );
    return rowsOf(Items);
  }
}

const PAGE = 100;
export const seqKey = (seq: number): string => String(seq).padStart(12, "0");

export const recordRow = (tenant: string, month: string, record: AuditRecord, { seq, text, previous, hash }: Link) => ({
  pk: `${tenant}#Z#${month}`,
  sk: seqKey(seq),
  gsi1pk: `${tenant}#ZS#${foundBy(record).subject}`,
  gsi1sk: seqKey(seq),
  gsi2pk: `${tenant}#ZA#${foundBy(record).actor}`,
  gsi2sk: seqKey(seq),
  __edb_e__: "audit-record",
  text,
  previous,
  hash,
});

const auditedOf = ({ sk, text, hash }: Row): Audited => ({ ...(JSON.parse(text) as AuditRecord), seq: Number(sk), hash });

function placeOf(cursor: string): { month: string; seq: number } | undefined {
  const match = /^(\d{4}-\d{2})\.(\d{1,12})$/.exec(cursor);
  return match ? { month: match[1]!, seq: Number(match[2]) } : undefined;
}

function monthBefore(month: string): string {
  const [year, of] = month.split("-").map(Number) as [number, number];
  return of === 1 ? `${year - 1}-12` : `${year}-${String(of - 1).padStart(2, "0")}`;
}
