// Reads books for tests: the reader under test on one side, a naive sum over the same rows on the other.
import { digest } from "#functions/runtime/digest.ts";
import { bookRecords, type Book } from "#domain/ingestion/fec/records.ts";
import { fecName } from "#domain/ingestion/fec/name.ts";
import { fecReader, type FecReading } from "#domain/ingestion/fec/reader.ts";
import { bookOf, shelved } from "#domain/ingestion/fec/shelf.ts";
import type { ItemRecord } from "#domain/ingestion/schema.ts";
import { encodingOf, textDecoder } from "#domain/text/decode.ts";
import { rowReader } from "#domain/text/delimited.ts";
import { detectDelimiter } from "#domain/text/delimiter.ts";

export function readFec(bytes: Uint8Array, options: { accounts?: string[] } = {}): FecReading {
  const decoder = textDecoder(encodingOf(bytes).encoding);
  const text = decoder.push(bytes) + decoder.end();
  const reader = fecReader({ currency: "EUR", ...options });
  const rows = rowReader(detectDelimiter(text)!.delimiter, (row) => reader.push(row), { quotes: text.replace("\uFEFF", "").startsWith('"') });
  rows.push(text);
  rows.end();
  return reader.end();
}

export function shelfOf(...files: { name: string; bytes: Uint8Array }[]): Book[] {
  return files.reduce<Book[]>((shelf, { name, bytes }) => shelved(shelf, bookOf(readFec(bytes), fecName(name).closing, shelf)!), []);
}

export const recordsOf = (books: readonly Book[], notes: string[] = []): { item: ItemRecord; code: string }[] =>
  bookRecords(
    books,
    { digest, source: "src_fec", sequence: "1", entityId: "ent_books", currency: "EUR", codeSpace: "fec", terms: { days: 30, endOfMonth: false } },
    (code) => notes.push(code),
  ).map(({ item, customer }) => ({ item, code: customer.code }));

/** What the items say is owed at the end of a day. */
export const balance = (records: readonly { item: ItemRecord; code: string }[], on: string, code?: string): bigint =>
  records
    .filter((record) => code === undefined || record.code === code)
    .reduce((sum, { item }) => sum + (item.issuedOn <= on ? item.entityMinor : 0n) - item.settlements.reduce((settled, one) => settled + (one.on <= on ? one.entityMinor : 0n), 0n), 0n);

/** Debit minus credit of 411, by a split and a loop. */
export function bookBalance(text: string, delimiter: string, on: string, code?: string): bigint {
  const [head = "", ...rows] = text.replace("\uFEFF", "").split(/\r?\n/).filter(Boolean);
  const titles = head.split(delimiter).map((title) => title.trim());
  const cents = (cell: string) => BigInt(Math.round(Number(cell.trim().replace(",", ".")) * 100));
  return rows.map((row) => row.split(delimiter).map((cell) => cell.trim())).reduce((sum, cells) => {
    const cell = (title: string) => cells[titles.indexOf(title)] ?? "";
    if (!cell("CompteNum").startsWith("411") || cell("EcritureDate") > on.replaceAll("-", "")) return sum;
    if (code !== undefined && (cell("CompAuxNum") || cell("CompteNum")) !== code) return sum;
    return sum + cents(cell("Debit")) - cents(cell("Credit"));
  }, 0n);
}

export const open = ({ minor, settlements }: ItemRecord): bigint => settlements.reduce((left, one) => left - one.minor, minor);

export function groupSums(records: readonly { item: ItemRecord }[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { item } of records) for (const { allocation, entityMinor } of item.settlements) sums.set(allocation!, (sums.get(allocation!) ?? 0n) + entityMinor);
  return sums;
}

/** A book from rows of journal, number, date, account, auxiliary, piece, debit, credit, code, date of code. */
export function book(rows: readonly (readonly [string, string, string, string, string, string, number, number, string?, string?])[], delimiter = "\t"): Uint8Array {
  const titles = "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise".split(" ");
  const labels: Record<string, string> = { AN: "A nouveaux", VE: "Ventes", BQ: "Banque", OD: "Opérations diverses" };
  const comma = (amount: number) => amount.toFixed(2).replace(".", ",");
  const lines = rows.map(([journal, entry, on, account, auxiliary, piece, debit, credit, code = "", codeOn = ""]) =>
    [journal, labels[journal] ?? journal, entry, on, account, account.startsWith("411") ? "Clients divers" : "Compte", auxiliary, auxiliary && `Maison ${auxiliary}`, piece, on, `Pièce ${piece}`, comma(debit), comma(credit), code, codeOn, "", "", ""].join(delimiter),
  );
  return new TextEncoder().encode(`${[titles.join(delimiter), ...lines].join("\r\n")}\r\n`);
}
