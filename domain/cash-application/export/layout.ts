// The file that the ERP reads, and the one that it answers with: `;` between the fields, UTF-8, dates YYYY-MM-DD, amounts with a point, a title line, CRLF.
//
// A line is one posting of one entry. Amounts are signed as the ledger is: what a customer owes is positive, so money received and what it settles are negative
// on the document and positive on the receipt; the allocation lines of an entry add up to zero. `entry` is the external id that the ERP must keep: an entry that
// is sent again (attempt 2 and more) is the same entry, and must be booked once. `reverses` names the posting that a counter-entry takes back. `account` is where what is written off goes, by its code.
// `other_entity` is the company of the group whose money it is (on a line of reason `transferred`), or that received it for this one.
import type { Acknowledgment, BatchId, Booking } from "#domain/cash-application/export/booking.ts";
import { rowsOf, tableOf } from "#domain/cash-application/statements/csv/table.ts";
import { money, toDecimal } from "#domain/money.ts";
import { titleKey } from "#domain/text/title.ts";

export const exportColumns = [
  "batch", "entry", "attempt", "line", "date", "entity", "customer", "document", "document_kind", "posting_kind", "reason", "amount", "currency", "entity_amount", "entity_currency", "posting", "reverses", "payment", "value_date", "bank_account", "bank_reference", "payer", "account", "other_entity",
] as const;

export type Codes = { readonly entity: string; /** The code of each company. */ readonly entities: ReadonlyMap<string, string>; /** The ERP's code of each customer. */ readonly customers: ReadonlyMap<string, string> };

export function batchText(batch: BatchId, bookings: readonly Booking[], { entity, entities, customers }: Codes): string {
  const lines = bookings.flatMap((booking) =>
    booking.rows.map((row, n) => [
      batch, booking.id, String(booking.attempt), String(n + 1), row.on, entity, customers.get(row.customerId) ?? row.customerId, row.number, row.itemKind, row.kind, row.reason ?? "", toDecimal(money(row.minor, booking.currency)), booking.currency,
      toDecimal(money(row.entityMinor, booking.entityCurrency)), booking.entityCurrency, row.posting, row.reverses ?? "", booking.paymentId, booking.valueOn, booking.account, booking.reference ?? "", booking.payerName ?? "", row.account ?? "", booking.otherEntity ? (entities.get(booking.otherEntity) ?? booking.otherEntity) : "",
    ]),
  );
  return [exportColumns as readonly string[], ...lines].map((cells) => `${cells.map(cell).join(";")}\r\n`).join("");
}

/** A line that cannot be understood keeps its number and says why. */
export type AckFile = { readonly lines: readonly (Acknowledgment & { readonly line: number })[]; readonly errors: readonly { readonly line: number; readonly field: string; readonly code: string; readonly raw: string }[] };

/**
 * As a table: titles entry and status, and document, code, message where there are any, in any order. As JSON: a list of objects with these names, or an
 * object whose `entries` are that list; the line is then the number in the list.
 */
export function readAcknowledgment(text: string): AckFile {
  return /^\uFEFF?\s*[[{]/.test(text) ? fromJson(text) : fromTable(text);
}

function fromJson(text: string): AckFile {
  const raws = entriesIn(text);
  if (!raws) return { lines: [], errors: [{ line: 1, field: "", code: "acknowledgment.not-json", raw: text.slice(0, 200) }] };
  return collected(raws.map((raw, n) => ({ line: n + 1, raw: JSON.stringify(raw) ?? "", of: (column: string) => textIn((raw as Record<string, unknown> | null)?.[column]) })));
}

function entriesIn(text: string): readonly unknown[] | undefined {
  try {
    const told: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    const list = Array.isArray(told) ? told : (told as { entries?: unknown } | null)?.entries;
    return Array.isArray(list) ? list : undefined;
  } catch {
    return undefined;
  }
}
const textIn = (value: unknown): string => (typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value).trim() : "");

function fromTable(text: string): AckFile {
  const table = tableOf(text.slice(0, 100_000), 200);
  const rows = table ? (rowsOf(text, table.delimiter, table.quotes) ?? rowsOf(text, table.delimiter, false) ?? []) : [];
  const at = rows.findIndex(({ cells }) => columnsOf(cells).has("entry") && columnsOf(cells).has("status"));
  if (at < 0) return { lines: [], errors: [{ line: 1, field: "", code: "acknowledgment.no-titles", raw: text.slice(0, 200) }] };
  const columns = columnsOf(rows[at]!.cells);
  const filled = rows.slice(at + 1).filter(({ cells }) => cells.some((one) => one.trim() !== ""));
  return collected(filled.map(({ line, cells }) => ({ line, raw: cells.join(";"), of: (column: string) => cells[columns.get(column) ?? -1]?.trim() ?? "" })));
}

type Told = { readonly line: number; readonly raw: string; readonly of: (column: string) => string };
function collected(rows: readonly Told[]): AckFile {
  const lines: (Acknowledgment & { line: number })[] = [];
  const errors: { line: number; field: string; code: string; raw: string }[] = [];
  for (const { line, raw, of } of rows) {
    const accepted = words.accepted.test(of("status")) ? true : words.rejected.test(of("status")) ? false : undefined;
    if (!/^bok_[A-Za-z0-9_.~-]{1,60}$/.test(of("entry"))) errors.push({ line, field: "entry", code: "acknowledgment.entry-missing", raw });
    else if (accepted === undefined) errors.push({ line, field: "status", code: "acknowledgment.status-unreadable", raw });
    else lines.push({ line, entry: of("entry"), accepted, ...told("document", of("document")), ...told("code", of("code")), ...told("message", of("message")) });
  }
  return { lines, errors };
}

const words = { accepted: /^(accepted|ok|a|1|yes|y|oui|o|true|accept[ée]e?|booked|posted|comptabilis[ée]e?)$/i, rejected: /^(rejected|ko|r|0|no|n|non|false|rejet[ée]e?|refus[ée]e?|error|erreur)$/i };
const told = <K extends string>(key: K, value: string): { readonly [P in K]?: string } => (value === "" ? {} : ({ [key]: value.slice(0, 300) } as { [P in K]: string }));

function columnsOf(cells: readonly string[]): Map<string, number> {
  const names: Readonly<Record<string, string>> = { entry: "entry", ecriture: "entry", externalid: "entry", status: "status", statut: "status", document: "document", piece: "document", code: "code", motif: "code", message: "message", libelle: "message" };
  const found = new Map<string, number>();
  cells.forEach((title, n) => {
    const name = names[titleKey(title).replace(/[^a-z0-9]/g, "")];
    if (name && !found.has(name)) found.set(name, n);
  });
  return found;
}

/** Words of strangers stand in it: no line end of theirs ends a line. */
function cell(text: string): string {
  const plain = text.replace(/[\p{Cc}]+/gu, " ");
  return /[;"]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
