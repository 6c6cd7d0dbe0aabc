// The first pass over a delimited file: which records does it name, what is the fingerprint of each, what do the amounts add up to?
//
// No row is mapped here and none is kept. On an ordinary night 99 rows in 100 are what they were, and only the others are read again with care
// (mapper.ts); so this pass is what a million rows cost, and it makes one digest per row and no object.
import type { CustomerId } from "#domain/id.ts";
import { entityOf, type ReadContext } from "#domain/ingestion/delimited/context.ts";
import { fieldText, type Layout, layoutOf } from "#domain/ingestion/delimited/layout.ts";
import { type KeptRow, keptRow, type Repairs } from "#domain/ingestion/delimited/outcome.ts";
import { type Footer, footerOf } from "#domain/ingestion/delimited/footer.ts";
import { quickMinor } from "#domain/ingestion/delimited/quick-amount.ts";
import { fingerprints, type FingerprintKind, type Fingerprints } from "#domain/ingestion/fingerprint.ts";
import { commitmentIdOf, contactIdOf, customerIdOf, itemIdOf } from "#domain/ingestion/identity.ts";
import type { MappingProfile } from "#domain/ingestion/schema.ts";
import type { Row } from "#domain/ingestion/text/delimited.ts";

export type Survey = {
  readonly layout: Layout | undefined;
  readonly missing: readonly string[];
  readonly today: Fingerprints;
  /** Per data row, in order: the record it belongs to, or -1 when it names none. */
  readonly recordOfRow: Int32Array;
  readonly rowsOfRecord: Int32Array;
  /** What is open, per currency, over all rows. */
  readonly balance: ReadonlyMap<string, bigint>;
  readonly rows: number;
  readonly footer: Footer | undefined;
  /** Rows that do not say which document or customer they are about, with what they do say. */
  readonly nameless: readonly { readonly line: number; readonly number: string; readonly customerId: CustomerId | undefined }[];
  /** Record of each line that was asked for again. */
  readonly replayed: ReadonlyMap<number, number>;
  /** The last row ended in the middle: the file was cut off. */
  readonly cutOff: boolean;
};
export type Key = { readonly id: string; readonly customerId: CustomerId };
const kinds: Readonly<Record<MappingProfile["about"], FingerprintKind>> = { items: "item", customers: "customer", contacts: "contact", commitments: "commitment" };

export function surveyor(profile: MappingProfile, context: ReadContext, { repairs, expectedRows = 1024 }: { readonly repairs?: Repairs; readonly expectedRows?: number } = {}) {
  const today = fingerprints(expectedRows);
  const balance = new Map<string, bigint>();
  const nameless: Survey["nameless"][number][] = [];
  const replayed = new Map<number, number>();
  const keys = keyReader(context);
  let layout: Layout | undefined;
  let missing: readonly string[] = [];
  let recordOfRow = new Int32Array(expectedRows);
  let rowsOfRecord = new Int32Array(expectedRows);
  let rows = 0;
  let footer: Footer | undefined;
  let cutOff = false;

  const survey = (row: Row, of: Layout): void => {
    if (isBlank(row)) return;
    footer = footerOf(row, of);
    if (footer) return;
    if (rows === recordOfRow.length) recordOfRow = grown(recordOfRow);
    cutOff = row.unfinished && row.cells < of.titles.length;
    const repair = repairs?.get(row.line);
    const read: Row | KeptRow = repair ? keptRow(row, of.titles, of.at, repair) : row;
    const key = row.cells < of.least && !repair ? undefined : keys(of, read);
    if (!key) {
      const code = customerField(of, read);
      nameless.push({ line: row.line, number: fieldText(of, read, "number"), customerId: code === "" ? undefined : customerIdOf(context.digest, context.codeSpace, code) });
      recordOfRow[rows++] = -1;
      return;
    }
    const record = today.add(kinds[of.about], key.id, key.customerId, row.hashHigh, row.hashLow);
    if (record >= rowsOfRecord.length) rowsOfRecord = grown(rowsOfRecord);
    rowsOfRecord[record] = rowsOfRecord[record]! + 1;
    recordOfRow[rows++] = record;
    if (repair) replayed.set(row.line, record);
    addOpen(balance, of, read, context);
  };

  return {
    push(row: Row): void {
      if (layout) return survey(row, layout);
      if (missing.length > 0) return;
      const found = layoutOf(profile, row.all());
      if ("missing" in found) missing = found.missing;
      else layout = found;
    },
    end: (): Survey => ({ layout, missing, today, recordOfRow: recordOfRow.subarray(0, rows), rowsOfRecord, balance, rows, footer, nameless, replayed, cutOff }),
  };
}

/** The second pass must skip what the first one skipped. */
export const isBlank = (row: Row): boolean => {
  for (let n = 0; n < row.cells; n++) if (row.cell(n).trim() !== "") return false;
  return true;
};

const customerField = (layout: Layout, row: Row | KeptRow): string => fieldText(layout, row, layout.about === "customers" ? "code" : "customer");

/** Which record is the row about? Undefined if it does not say. Customers and entities repeat, so their ids are worked out once. */
export function keyReader(context: ReadContext) {
  const remembered = new Map<string, CustomerId>();
  const entities = new Map<string, string>();
  return (layout: Layout, row: Row | KeptRow): Key | undefined => {
    const code = customerField(layout, row);
    if (code === "" || code.includes("\uFFFD")) return undefined;
    let customerId = remembered.get(code);
    if (!customerId) remembered.set(code, (customerId = customerIdOf(context.digest, context.codeSpace, code)));
    if (layout.about === "customers") return { id: customerId, customerId };
    if (layout.about === "contacts") return { id: contactIdOf(context.digest, customerId, fieldText(layout, row, "email") || [fieldText(layout, row, "firstName"), fieldText(layout, row, "name")].filter(Boolean).join(" ")), customerId };
    const number = fieldText(layout, row, "number");
    if (number === "" || number.includes("\uFFFD")) return undefined;
    const entityText = fieldText(layout, row, "entity");
    let entity = entities.get(entityText);
    if (!entity) entities.set(entityText, (entity = entityOf(context, entityText)?.id ?? "unknown"));
    const about = layout.about === "commitments" ? commitmentIdOf : itemIdOf;
    return { id: about(context.digest, context.source, entity, code, number, side(layout, row)), customerId };
  };
}

/** An invoice and a payment may bear one number. What tells them apart is the kind, the debit/credit column, or failing both the sign. */
function side(layout: Layout, row: Row | KeptRow): string {
  const told = fieldText(layout, row, "kind") + fieldText(layout, row, "sign");
  if (told !== "" || layout.about !== "items") return told.toLowerCase();
  const amount = fieldText(layout, row, layout.at.has("amount") ? "amount" : "open");
  return amount.includes("-") || amount.startsWith("(") ? "credit" : "";
}

function addOpen(balance: Map<string, bigint>, layout: Layout, row: Row | KeptRow, context: ReadContext): void {
  if (layout.about !== "items" && layout.about !== "commitments") return;
  const entity = layout.at.has("entity") ? entityOf(context, fieldText(layout, row, "entity")) : context.entity;
  const currency = fieldText(layout, row, "currency").toUpperCase() || entity?.currency;
  if (!currency) return;
  const fields = layout.instalments.length > 0 ? layout.instalments.map((n) => (layout.at.has(`open.${n}`) ? `open.${n}` : `amount.${n}`)) : [openField(layout, row)];
  const open = fields.reduce((sum, field) => sum + quickMinor(fieldText(layout, row, field), layout.profile.decimal, currency), 0n);
  balance.set(currency, (balance.get(currency) ?? 0n) + (isCredit(layout, row) ? -open : open));
}

const openField = (layout: Layout, row: Row | KeptRow): string => (layout.at.has("open") && fieldText(layout, row, "open") !== "" ? "open" : "amount");

function isCredit(layout: Layout, row: Row | KeptRow): boolean {
  if (layout.profile.amounts === "sign") return /^(c|-|-1|h|cr|credit|crédit|cre)$/i.test(fieldText(layout, row, "sign"));
  return layout.profile.amounts === "kind" && ["credit-note", "payment"].includes(fieldText(layout, row, "kind"));
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(Math.max(array.length * 2, 1024));
  bigger.set(array);
  return bigger;
}
