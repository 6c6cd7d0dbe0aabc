// What the table's stream cannot tell the audit by itself: an attempt that was refused changes nothing, and a delete leaves nobody's name. A note
// says it; the audit's one writer (functions/access/keep-audit.ts) takes it from the stream like any change, so that nobody else touches the chain.
//
// kind       | pk            | sk
// -----------|---------------|----
// audit-note | {t}#Y#{id}    | A
import { randomUUID } from "node:crypto";
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import type { AuditRecord } from "#domain/access/audit/chain.ts";
import { now } from "#functions/runtime/clock.ts";
import { stampNow, type Stamp } from "#functions/store/stamp.ts";
import type { Connection } from "#functions/store/table.ts";

export const AUDIT_NOTE = "audit-note";
export type AuditNote = { readonly told: Omit<AuditRecord, "id"> } | { readonly deleted: Readonly<Record<string, unknown>>; readonly by: Stamp };

/** Long enough for a stream that was stuck for its whole day, and for somebody to look. */
const KEPT_SECONDS = 14 * 24 * 3600;

export async function putNote(tenant: string, { client, table }: Connection, note: AuditNote): Promise<void> {
  const at = now();
  const Item = { pk: `${tenant}#Y#${randomUUID()}`, sk: "A", __edb_e__: AUDIT_NOTE, at, note: JSON.stringify(note), ttl: Math.floor(Date.parse(at) / 1000) + KEPT_SECONDS };
  await client.send(new PutCommand({ TableName: table, Item }));
}

export async function noteDeletes(tenant: string, { client, table }: Connection, keys: readonly Record<string, unknown>[]): Promise<void> {
  for (const Key of keys) {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
    const by = stampNow();
    if (Item && by) await putNote(tenant, { client, table }, { deleted: JSON.parse(JSON.stringify(Item, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value))) as Record<string, unknown>, by });
  }
}
