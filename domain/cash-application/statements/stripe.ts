// Balance transactions of Stripe, as the CSV exports (balance history, itemised reports) or the API's JSON. One bank line is the payout of many of them, so each
// charge is an entry with its gross amount, which is what the customer paid, and the fee as a charge on it; refunds, disputes and payouts have their own kinds.
import { minorUnits, decimalsOf } from "#domain/cash-application/statements/amount.ts";
import { rowsOf, tableOf } from "#domain/cash-application/statements/csv/table.ts";
import { closeDraft, openDraft, type ReadStatement, reject, type StatementDraft } from "#domain/cash-application/statements/draft.ts";
import { type EntryKind, entryDraft } from "#domain/cash-application/statements/statement.ts";
import { folded } from "#domain/cash-application/statements/words.ts";
import { fromEpochDay, isDate } from "#domain/date.ts";

type Row = { readonly line: number; readonly raw: string; field(...names: string[]): string };

export function readStripe(text: string, file?: string): ReadStatement[] {
  const draft = openDraft("stripe");
  const rows = /^\s*[[{]/.test(text) ? jsonRows(text, draft) : csvRows(text, draft);
  for (const row of rows) readRow(draft, row);
  return rows.length === 0 && draft.errors.length === 0 ? [] : [closeDraft(draft, file)];
}

function csvRows(text: string, draft: StatementDraft): Row[] {
  const table = tableOf(text.slice(0, 100_000), 50);
  if (!table) return [];
  const rows = rowsOf(text, table.delimiter, table.quotes) ?? rowsOf(text, table.delimiter, false) ?? [];
  const at = rows.findIndex(({ cells }) => namesOf(cells).includes("currency"));
  const titles = namesOf(rows[at]?.cells ?? []);
  if (rows[at]) draft.unread.push({ line: rows[at].line, text: rows[at].cells.join(table.delimiter) });
  return rows.filter(({ cells }, n) => n !== at && cells.some((cell) => cell !== "")).map(({ line, cells }) => ({ line, raw: cells.join(table.delimiter), field: (...names) => names.map((name) => cells[titles.indexOf(name)] ?? "").find((cell) => cell !== "") ?? "" }));
}

const namesOf = (cells: readonly string[]): string[] => cells.map((title) => title.toLowerCase().replace(/\s*\(utc\)/, "").replace(/[^a-z]+/g, "_").replace(/^_|_$/g, ""));

/** The API counts in minor units and seconds since 1970: written as decimals and dates here, so that both forms are read alike. */
function jsonRows(text: string, draft: StatementDraft): Row[] {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    reject(draft, 1, "", "json.broken", "The file is no well-formed JSON. Nothing of it was read.");
    draft.unread.push({ line: 1, text });
    return [];
  }
  const list = Array.isArray(data) ? data : Array.isArray((data as { data?: unknown })?.data) ? (data as { data: unknown[] }).data : [data];
  return list.map((one, n) => {
    const object = (typeof one === "object" && one !== null ? one : {}) as Record<string, unknown>;
    const currency = String(object.currency ?? "").toUpperCase();
    return { line: n + 1, raw: JSON.stringify(one) ?? "null", field: (...names) => names.map((name) => jsonField(object, name, currency)).find((value) => value !== "") ?? "" };
  });
}

function jsonField(object: Record<string, unknown>, name: string, currency: string): string {
  const value = object[name];
  if (typeof value === "number") {
    if (name === "created" || name === "available_on") return Math.abs(value) < 1e11 ? fromEpochDay(Math.floor(value / 86_400)) : "";
    const decimals = decimalsOf(currency) ?? 2;
    if (!Number.isSafeInteger(value)) return String(value);
    const digits = String(Math.abs(value)).padStart(decimals + 1, "0");
    return (value < 0 ? "-" : "") + (decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`);
  }
  return typeof value === "string" ? value : "";
}

const kinds: readonly (readonly [RegExp, EntryKind])[] = [
  [/refund_failure|refund_failed/, "refund"], [/refund/, "refund"], [/dispute|chargeback/, "dispute"], [/payout|transfer/, "payout"], [/fee|tax/, "fee"], [/charge|payment/, "card"],
];

function readRow(draft: StatementDraft, row: Row): void {
  draft.records++;
  const currency = row.field("currency").toUpperCase() || null;
  const money = (...names: string[]): bigint | null | undefined => {
    const written = row.field(...names);
    return written === "" ? undefined : minorUnits(written.replaceAll(",", ""), currency);
  };
  const gross = money("gross", "amount");
  const fee = money("fee", "fees", "processing_fee") ?? 0n;
  const net = money("net");
  const date = row.field("created", "created_utc", "date", "effective_at").slice(0, 10);
  if (gross === undefined || gross === null) return reject(draft, row.line, "amount", "amount.unreadable", `"${row.field("gross", "amount")}" ${currency ?? ""} is no amount.`, row.raw);
  if (!isDate(date)) return reject(draft, row.line, "created", "date.unreadable", `"${date}" is no date.`, row.raw);
  if (net !== undefined && net !== null && net !== gross - fee) reject(draft, row.line, "net", "sum.mismatch", `Gross less fee is not the net amount "${row.field("net")}".`);
  const type = row.field("reporting_category", "type");
  const available = row.field("available_on", "available_on_utc").slice(0, 10);
  draft.currency ??= currency;
  draft.entries.push({
    ...entryDraft(row.line, row.raw),
    bookingDate: date,
    valueDate: isDate(available) ? available : null,
    amount: gross,
    currency,
    reference: row.field("balance_transaction_id", "id") || null,
    customerReference: row.field("source", "source_id", "charge_id", "payment_intent_id") || null,
    transactionCode: type || null,
    kind: kinds.find(([pattern]) => pattern.test(type))?.[1] ?? "other",
    counterparty: folded(row.field("customer_name", "card_name", "customer_email", "customer_description")) || null,
    text: folded(row.field("description", "customer_facing_description", "statement_descriptor")),
    batch: row.field("automatic_payout_id", "payout_id", "transfer") || null,
    charges: fee === 0n || currency === null ? [] : [{ amount: fee, currency, type: "processing" }],
  });
}
