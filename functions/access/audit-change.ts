// From a change of the table to the record that the audit keeps of it: who, what, before, after, why. Values are shown by the names of the domain, not
// by the table's short ones; only what changed is told.
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import type { AuditRecord } from "#domain/access/audit/chain.ts";
import type { Actor } from "#domain/actor.ts";
import { money, toJson } from "#domain/money.ts";
import { AUDIT_NOTE, type AuditNote } from "#functions/store/audit-note.ts";
import { factsOfChange } from "#functions/store/facts-of-change.ts";
import type { Image } from "#functions/store/item.ts";
import { named } from "#functions/store/named-fields.ts";
import { STAMP, type Stamp } from "#functions/store/stamp.ts";
import { exactNumber } from "#functions/store/table.ts";

type Row = Readonly<Record<string, unknown>>;

/** Nothing to tell: a change that an import made, the audit's own bookkeeping, or a record that was only rewritten. */
export function auditRecordOf(record: DynamoDBRecord): AuditRecord | undefined {
  const [next, previous] = [rowOf(record.dynamodb?.NewImage as Image | undefined), rowOf(record.dynamodb?.OldImage as Image | undefined)];
  const id = String(record.eventID);
  const at = new Date(Number(record.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000).toISOString();
  if (!next) return undefined;
  if (next["__edb_e__"] === AUDIT_NOTE) return noted(id, next, at);
  const stamp = stampOf(next);
  if (stamp && next[STAMP] !== previous?.[STAMP]) return changed(id, record, next, previous, stamp);
  return next["__edb_e__"] === "run" ? runMoved(id, next, previous, at) : undefined;
}

function changed(id: string, record: DynamoDBRecord, next: Row, previous: Row | undefined, stamp: Stamp): AuditRecord | undefined {
  const [after, before] = [named(next), previous ? named(previous) : {}];
  const fields = [...new Set([...Object.keys(after), ...Object.keys(before)])].filter((field) => JSON.stringify(after[field]) !== JSON.stringify(before[field]));
  const facts = factsOfChange(record);
  if (fields.length === 0 && facts.length === 0) return undefined;
  const only = (values: Row): Row => Object.fromEntries(fields.flatMap((field) => (values[field] === undefined ? [] : [[field, brief(inMoney(field, values[field], values))]])));
  return {
    id,
    at: facts[0]?.occurredAt ?? new Date(Number(record.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000).toISOString(),
    action: facts.map(({ name }) => name).join(" ") || `${String(next["__edb_e__"])}.${previous ? "changed" : "created"}`,
    outcome: "done",
    ...byWhom(stamp),
    ...about(next),
    ...(previous ? { before: only(before) } : {}),
    after: only(after),
  };
}

function noted(id: string, row: Row, at: string): AuditRecord {
  const note = JSON.parse(String(row["note"])) as AuditNote;
  if ("told" in note) return { ...note.told, id };
  return { id, at: String(row["at"] ?? at), action: `${String(note.deleted["__edb_e__"])}.removed`, outcome: "done", ...byWhom(note.by), ...about(note.deleted), before: inWords(named(note.deleted)) };
}

/** Of an import, the run is what is audited, at each step and with its counts; progress within a step is not. */
function runMoved(id: string, next: Row, previous: Row | undefined, at: string): AuditRecord | undefined {
  const [run, before] = [next["c"], previous?.["c"]] as [Row, Row | undefined];
  if (run["state"] === before?.["state"]) return undefined;
  const told = (of: Row): Row => Object.fromEntries(["state", "fileName", "sha256", "asOf", "rows", "skipped", "created", "changed", "unchanged", "gone", "rejected", "reasons"].flatMap((name) => (of[name] === undefined ? [] : [[name, brief(of[name])]])));
  const runId = String(next["i"]);
  return {
    id,
    at,
    action: `import.${String(run["state"])}`,
    outcome: "done",
    actor: { type: "source", id: String(run["sourceId"] ?? next["s"] ?? "-"), run: runId },
    source: "import",
    object: { kind: "run", id: runId },
    ...(before ? { before: told(before) } : {}),
    after: told(run),
  };
}

const byWhom = ({ a, b, v, w, q }: Stamp): Pick<AuditRecord, "actor" | "onBehalfOf" | "source" | "reason" | "request"> => ({ actor: a as Actor, ...(b ? { onBehalfOf: b } : {}), source: v, ...(w ? { reason: w } : {}), ...(q ? { request: q } : {}) });

function about(row: Row): Pick<AuditRecord, "object" | "customerId"> {
  const fields = named(row);
  // A payment stands under itself, whosever it was taken for: what it settled stands under the customer with the items.
  const customer = /^[^#]+#C#([^#]+)/.exec(String(row["pk"]))?.[1] ?? (typeof fields["customerId"] === "string" && row["__edb_e__"] !== "payment" ? fields["customerId"] : undefined);
  const kind = String(row["__edb_e__"] ?? "record");
  const id = String(fields["id"] ?? (kind === "customer" ? customer : undefined) ?? `${String(row["pk"]).replace(/^[^#]+#/, "")}/${String(row["sk"])}`);
  return { object: { kind, id }, ...(customer ? { customerId: customer } : {}) };
}

/** The table counts in minor units; people read amounts, also inside of what a record holds. */
const AMOUNT = /minor$|^(allocated|unallocated|used|cleared)$/i;
function inMoney(field: string, value: unknown, of: Row): unknown {
  const currency = (/entity/i.test(field) ? of["entityCurrency"] : undefined) ?? of["currency"];
  if (AMOUNT.test(field) && typeof currency === "string" && /^-?\d+$/.test(String(value))) return toJson(money(BigInt(String(value)), currency));
  if (Array.isArray(value)) return value.map((one) => inMoney(field, one, of));
  if (typeof value !== "object" || value === null) return value;
  const inside = { ...of, ...(value as Row) };
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inMoney(name, one, inside)]));
}

const inWords = (values: Row): Row => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, brief(inMoney(name, value, values))]));

/** A record of the audit stays readable, and within one item of the table: what is longer is cut, and says so. */
const LONGEST = 1500;
function brief(value: unknown): unknown {
  const text = JSON.stringify(value) ?? "null";
  return text.length <= LONGEST ? value : { cut: text.slice(0, LONGEST), characters: text.length };
}

const stampOf = (row: Row): Stamp | undefined => (typeof row[STAMP] === "string" ? (JSON.parse(row[STAMP]) as Stamp) : undefined);

function rowOf(image: Image | undefined): Row | undefined {
  if (!image) return undefined;
  const row = unmarshall(image as never, { wrapNumbers: exactNumber }) as Row;
  return JSON.parse(JSON.stringify(row, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value))) as Row;
}
