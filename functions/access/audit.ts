// The audit as people read it: searched, exported, and as the timeline of one customer.
import { PutObjectCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { randomUUID } from "node:crypto";
import type { AuditRecord } from "#domain/access/audit/chain.ts";
import type { auditRoutes } from "#domain/access/audit/routes.ts";
import type { AuditFilter } from "#domain/access/audit/schema.ts";
import { refused } from "#domain/refusal.ts";
import { walkOn } from "#functions/access/audit-walk.ts";
import type { Handlers } from "#functions/runtime/api.ts";
import { env } from "#functions/runtime/env.ts";
import { putNote } from "#functions/store/audit-note.ts";
import { auditStore, type Audited, type AuditSearch, type AuditStore } from "#functions/store/audit.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { tableConnection } from "#functions/store/table.ts";

const LARGEST_EXPORT = 20_000;
const READABLE_SECONDS = 600;

export const auditHandlers = (stores = auditStore): Handlers<typeof auditRoutes> => ({
  "GET /audit": async ({ query: { limit, cursor, ...filter }, caller }) => {
    const store = stores(caller.tenant);
    const [page, head] = await Promise.all([store.search({ ...searchOf(filter), limit, ...(cursor ? { cursor } : {}) }), store.head()]);
    return { ...page, ...(head ? { head: { seq: head.seq, hash: head.hash } } : {}) };
  },

  "POST /audit/exports": async ({ body: { format, cursor, ...filter }, caller, now }) => {
    const search = searchOf(filter);
    const records: Audited[] = [];
    let next = cursor;
    do {
      const page = await stores(caller.tenant).search({ ...search, limit: 1000, ...(next ? { cursor: next } : {}) });
      records.push(...page.items);
      next = page.nextCursor;
    } while (next && records.length < LARGEST_EXPORT);
    const text = format === "csv" ? asCsv(records) : records.map((record) => `${JSON.stringify(record)}\n`).join("");
    const told = { actor: { type: "user", id: caller.user.id, name: caller.user.name }, source: "web", object: { kind: "audit", id: "audit" }, after: { ...filter, format, records: records.length } } as const;
    await putNote(caller.tenant, tableConnection(caller.tenant), { told: { at: now, action: "audit.exported", outcome: "done", ...told } });
    return { url: await offered(caller.tenant, format, text), records: records.length, ...(next ? { nextCursor: next } : {}) };
  },

  "GET /customers/{id}/timeline": async ({ params, query: { limit, cursor }, caller }) => {
    if (!(await ledgerStore(caller.tenant).customer(params.id))) return refused("customer.unknown");
    return timeline(stores(caller.tenant), params.id, limit, cursor);
  },

  "GET /payments/{id}/timeline": async ({ params, query: { limit, cursor }, caller }) => timeline(stores(caller.tenant), params.id, limit, cursor),

  "GET /audit/chain": async ({ query, caller }) => {
    const { broken, ...walked } = await walkOn(stores(caller.tenant), query.cursor);
    return { ...walked, ...(broken ? { broken } : {}) };
  },
});

async function timeline(store: AuditStore, subject: string, limit: number, cursor: string | undefined) {
  const { items, nextCursor } = await store.search({ subject, wanted: ({ outcome }) => outcome === "done", limit, ...(cursor ? { cursor } : {}) });
  const lines = items.map(({ seq, at, action, actor, onBehalfOf, source, object, before = {}, after = {}, reason }) => ({
    seq,
    at,
    action,
    actor,
    ...(onBehalfOf ? { onBehalfOf } : {}),
    source,
    object,
    fields: [...new Set([...Object.keys(before), ...Object.keys(after)])],
    ...(reason ? { reason } : {}),
  }));
  return { items: lines, ...(nextCursor ? { nextCursor } : {}) };
}

function searchOf({ actor, object, action, kind, outcome, from, to }: AuditFilter): Omit<AuditSearch, "limit" | "cursor"> {
  const beginning = action?.toLowerCase();
  const wanted = (record: AuditRecord): boolean =>
    (!beginning || record.action.toLowerCase().startsWith(beginning)) && (!kind || record.object.kind === kind) && (!outcome || record.outcome === outcome) && (!actor || record.actor.id === actor) && (!object || record.object.id === object || record.customerId === object);
  // What is about a customer stands under the customer; an object of his is looked for by itself, or by who acted.
  const subject = object && !/^(itm|con)_/.test(object) ? { subject: object } : {};
  return { ...subject, ...(actor ? { actor } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}), wanted };
}

async function offered(tenant: string, format: string, text: string): Promise<string> {
  const { DOCUMENTS_BUCKET: Bucket } = env("DOCUMENTS_BUCKET");
  const Key = `${tenant}/audit/${randomUUID()}.${format}`;
  await (s3 ??= new S3Client({})).send(new PutObjectCommand({ Bucket, Key, Body: text, ContentType: format === "csv" ? "text/csv; charset=utf-8" : "application/x-ndjson" }));
  return getSignedUrl(s3, new GetObjectCommand({ Bucket, Key, ResponseContentDisposition: `attachment; filename="audit.${format}"` }), { expiresIn: READABLE_SECONDS });
}
let s3: S3Client | undefined;

const columns: Readonly<Record<string, (record: Audited) => unknown>> = {
  seq: ({ seq }) => seq,
  at: ({ at }) => at,
  outcome: ({ outcome }) => outcome,
  action: ({ action }) => action,
  actorType: ({ actor }) => actor.type,
  actorId: ({ actor }) => actor.id,
  actorName: ({ actor }) => ("name" in actor ? actor.name : ""),
  onBehalfOf: ({ onBehalfOf }) => onBehalfOf,
  source: ({ source }) => source,
  objectKind: ({ object }) => object.kind,
  objectId: ({ object }) => object.id,
  customerId: ({ customerId }) => customerId,
  reason: ({ reason }) => reason,
  before: ({ before }) => before && JSON.stringify(before),
  after: ({ after }) => after && JSON.stringify(after),
  request: ({ request }) => request,
  hash: ({ hash }) => hash,
};

export const asCsv = (records: readonly Audited[]): string =>
  [Object.keys(columns).join(","), ...records.map((record) => Object.values(columns).map((of) => cell(of(record))).join(","))].map((line) => `${line}\r\n`).join("");

/** A text that a spreadsheet would take for a formula is told apart by an apostrophe. */
function cell(value: unknown): string {
  const text = value === undefined ? "" : String(value);
  return `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}
