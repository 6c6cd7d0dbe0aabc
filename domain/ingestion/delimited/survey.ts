// The first pass over a delimited file: which records does it name, what is the fingerprint of each, what do the amounts add up to?
//
// No row is mapped here and none is kept. On an ordinary night 99 rows in 100 are what they were, and only the others are read again with care
// (mapper.ts); so this pass is what a million rows cost, and it makes one digest per row and no object.
import type { CustomerId } from "#domain/id.ts";
import { entityOf, type ReadContext } from "#domain/ingestion/delimited/context.ts";
import { fieldReader, fieldText, type Layout, layoutOf } from "#domain/ingestion/delimited/layout.ts";
import { type KeptRow, keptRow, type Repairs } from "#domain/ingestion/delimited/outcome.ts";
import { type Footer, footerOf } from "#domain/ingestion/delimited/footer.ts";
import { tally } from "#domain/ingestion/delimited/tally.ts";
import { fingerprints, type FingerprintKind, type Fingerprints, loadFingerprints } from "#domain/ingestion/fingerprint.ts";
import { commitmentIdOf, contactIdOf, customerIdOf, itemIdOf } from "#domain/ingestion/identity.ts";
import type { MappingProfile } from "#domain/ingestion/schema.ts";
import type { Row } from "#domain/text/delimited.ts";
import { beginHash, hashedHigh, hashedLow, hashOf, hashOn } from "#domain/text/hash.ts";

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
type Ids = { readonly id: string; readonly customerId: CustomerId };
/** `yesterday` knows the ids of nearly all rows already. */
export type SurveyOptions = { readonly yesterday?: Fingerprints; readonly repairs?: Repairs; readonly expectedRows?: number };
const kinds: Readonly<Record<MappingProfile["about"], FingerprintKind>> = { items: "item", customers: "customer", contacts: "contact", commitments: "commitment" };

export function surveyor(profile: MappingProfile, context: ReadContext, { yesterday = loadFingerprints(undefined), repairs, expectedRows = 1024 }: SurveyOptions = {}) {
  const today = fingerprints(expectedRows);
  const open = tally(profile.decimal);
  const nameless: Survey["nameless"][number][] = [];
  const replayed = new Map<number, number>();
  let keys: KeyReader;
  let count: (row: Row | KeptRow) => void;
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
    if ((row.cells < of.least && !repair) || !keys.hash(read)) {
      const code = customerField(of, read);
      nameless.push({ line: row.line, number: fieldText(of, read, "number"), customerId: code === "" ? undefined : customerIdOf(context.digest, context.codeSpace, code) });
      recordOfRow[rows++] = -1;
      return;
    }
    const record = recordOf(row, read, of);
    if (record >= rowsOfRecord.length) rowsOfRecord = grown(rowsOfRecord);
    rowsOfRecord[record] = rowsOfRecord[record]! + 1;
    recordOfRow[rows++] = record;
    if (repair) replayed.set(row.line, record);
    count(read);
  };

  /** The row's record: one of this file, one that yesterday's knew, or a new one, whose ids are worked out now. */
  const recordOf = (row: Row, read: Row | KeptRow, of: Layout): number => {
    const [high, low, hash] = [hashedHigh(), hashedLow(), [row.hashHigh, row.hashLow] as const];
    const here = today.placeOf(high, low);
    if (here >= 0) {
      today.addRow(here, hash);
      return here;
    }
    const before = yesterday.placeOf(high, low);
    if (before >= 0) return today.adopt(yesterday, before, hash);
    const { id, customerId } = keys.ids(read);
    return today.add(kinds[of.about], id, customerId, [high, low], hash);
  };

  return {
    push(row: Row): void {
      if (layout) return survey(row, layout);
      if (missing.length > 0) return;
      const found = layoutOf(profile, row.all());
      if ("missing" in found) missing = found.missing;
      else {
        layout = found;
        keys = keyReader(found, context);
        count = openReader(found, context, open.add);
      }
    },
    end: (): Survey => ({ layout, missing, today, recordOfRow: recordOfRow.subarray(0, rows), rowsOfRecord, balance: open.total(), rows, footer, nameless, replayed, cutOff }),
  };
}

/** The second pass must skip what the first one skipped. */
export const isBlank = (row: Row): boolean => {
  for (let n = 0; n < row.cells; n++) if (row.cell(n).trim() !== "") return false;
  return true;
};

const customerField = (layout: Layout, row: Row | KeptRow): string => fieldText(layout, row, layout.about === "customers" ? "code" : "customer");

type KeyReader = { hash(row: Row | KeptRow): boolean; ids(row: Row | KeptRow): Ids };

/** Which record is the row about? `hash` answers false if it does not say, and leaves the key's hash otherwise. Customers and entities repeat: their ids are worked out once. */
function keyReader(layout: Layout, context: ReadContext): KeyReader {
  const read = (field: string) => fieldReader(layout, field);
  const [codeOf, numberOf, entityText, email, firstName, name, sideOf] = [read(layout.about === "customers" ? "code" : "customer"), read("number"), read("entity"), read("email"), read("firstName"), read("name"), sideReader(layout)];
  const about = layout.about === "commitments" ? commitmentIdOf : itemIdOf;
  const isDocument = layout.about === "items" || layout.about === "commitments";
  const customers = new Map<string, CustomerId>();
  const entities = new Map<string, string>();
  const contactKey = (row: Row | KeptRow) => (layout.about === "contacts" ? email(row) || [firstName(row), name(row)].filter(Boolean).join(" ") : "");
  const [seedHigh, seedLow] = hashOf([context.source, context.codeSpace, layout.about].join("|"));
  const entityId = (row: Row | KeptRow): string => {
    const text = entityText(row);
    let entity = entities.get(text);
    if (!entity) entities.set(text, (entity = entityOf(context, text)?.id ?? "unknown"));
    return entity;
  };
  const customerOf = (code: string): CustomerId => {
    let customerId = customers.get(code);
    if (!customerId) customers.set(code, (customerId = customerIdOf(context.digest, context.codeSpace, code)));
    return customerId;
  };
  return {
    hash(row) {
      const [code, number] = [codeOf(row), isDocument ? numberOf(row) : contactKey(row)];
      if (code === "" || code.includes("\uFFFD") || (isDocument && (number === "" || number.includes("\uFFFD")))) return false;
      beginHash(seedHigh, seedLow);
      hashOn(code);
      hashOn(number);
      if (!isDocument) return true;
      hashOn(entityId(row));
      hashOn(sideOf(row));
      return true;
    },
    ids(row) {
      const code = codeOf(row);
      const customerId = customerOf(code);
      if (layout.about === "customers") return { id: customerId, customerId };
      if (layout.about === "contacts") return { id: contactIdOf(context.digest, customerId, contactKey(row)), customerId };
      return { id: about(context.digest, context.source, entityId(row), code, numberOf(row), sideOf(row)), customerId };
    },
  };
}

/** An invoice and a payment may bear one number. What tells them apart is the kind, the debit/credit column, or failing both the sign. */
function sideReader(layout: Layout): (row: Row | KeptRow) => string {
  const [kind, sign, amount] = [fieldReader(layout, "kind"), fieldReader(layout, "sign"), fieldReader(layout, layout.at.has("amount") ? "amount" : "open")];
  return (row) => {
    const told = kind(row) + sign(row);
    if (told !== "" || layout.about !== "items") return told.toLowerCase();
    const text = amount(row);
    return text.includes("-") || text.startsWith("(") ? "credit" : "";
  };
}

/** Adds what is open of a row to the control total of its currency. */
function openReader(layout: Layout, context: ReadContext, add: (text: string, currency: string, credit: boolean) => void): (row: Row | KeptRow) => void {
  if (layout.about !== "items" && layout.about !== "commitments") return () => {};
  const read = (field: string) => fieldReader(layout, field);
  const [open, amount, currencyOf, entity, kind, sign] = [read("open"), read("amount"), read("currency"), read("entity"), read("kind"), read("sign")];
  const numbered = layout.instalments.map((n) => read(layout.at.has(`open.${n}`) ? `open.${n}` : `amount.${n}`));
  const { amounts } = layout.profile;
  return (row) => {
    const currency = currencyOf(row).toUpperCase() || (layout.at.has("entity") ? entityOf(context, entity(row)) : context.entity)?.currency;
    if (!currency) return;
    const credit = amounts === "sign" ? isCredit.test(sign(row)) : amounts === "kind" && ["credit-note", "payment"].includes(kind(row));
    if (numbered.length === 0) add(open(row) || amount(row), currency, credit);
    else for (const part of numbered) add(part(row), currency, credit);
  };
}
const isCredit = /^(c|-|-1|h|cr|credit|crédit|cre)$/i;

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(Math.max(array.length * 2, 1024));
  bigger.set(array);
  return bigger;
}
