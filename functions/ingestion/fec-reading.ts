// A FEC: read, put on the shelf beside the other years' books of the same company, and everything that all of them say compared with what they said before.
import { businessDate } from "#domain/date.ts";
import type { CustomerId } from "#domain/id.ts";
import { amountControl } from "#domain/ingestion/controls.ts";
import { toText } from "#domain/ingestion/chunk.ts";
import { diff, type Diff } from "#domain/ingestion/diff.ts";
import { fecName } from "#domain/ingestion/fec/name.ts";
import { type BookLine, fecReader, type FecReading } from "#domain/ingestion/fec/reader.ts";
import { type Book, type BookOwner, bookRecords } from "#domain/ingestion/fec/records.ts";
import { bookOf, shelved } from "#domain/ingestion/fec/shelf.ts";
import { fingerprints, type Fingerprints, loadFingerprints } from "#domain/ingestion/fingerprint.ts";
import { customerIdOf, entityIdOf } from "#domain/ingestion/identity.ts";
import { UnreadableFile } from "#domain/text/delimited.ts";
import { hashOf } from "#domain/text/hash.ts";
import { detectDelimiter } from "#domain/text/delimiter.ts";
import type { LegalEntity } from "#domain/ledger/schema.ts";
import type { Reason } from "#domain/reason.ts";
import { legalEntityAdded } from "#events/ledger.ts";
import { eachRow } from "#functions/ingestion/file-rows.ts";
import { type Facts, type Job, type Reading, sequenceOf, tooManyRejects } from "#functions/ingestion/reading.ts";
import { folderOf, stager } from "#functions/ingestion/staging.ts";
import type { Scope, StoredBook, StoredReject } from "#functions/store/ingestion.ts";

type Shelf = { readonly stored: readonly StoredBook[]; readonly books: readonly Book[] };

export async function readFec(job: Job): Promise<Reading> {
  const { run, source, known } = job;
  const { siren, closing } = fecName(run.fileName);
  const entity = await entityOf(job, siren);
  const facts: Facts = { encoding: known.encoding };
  if (!entity) return failed(facts, { code: "entity.unknown", fileName: run.fileName });
  const scope = entity.id;
  const last = source.scopes[scope];
  const same = last?.books?.find(({ sha256 }) => sha256 === known.sha256);
  if (same && !run.replay && !run.approved) return { outcome: "duplicate", facts, reasons: [{ code: "file.same-as-last", year: same.year }] };
  const delimiter = detectDelimiter(known.head)?.delimiter ?? "\t";
  const reading = await rowsOf(job, delimiter, entity.currency);
  if (reading instanceof UnreadableFile) return failed({ ...facts, delimiter }, { code: reading.code, line: reading.line });

  const shelf: Shelf = { stored: last?.books ?? [], books: await Promise.all((last?.books ?? []).map((book) => taken(job, book))) };
  const book = bookOf(reading, closing, shelf.books);
  const read: Facts = { ...facts, delimiter, rows: reading.rows, skipped: reading.skipped, controls: [amountControl("fec.debit-equals-credit", entity.currency, reading.debit, reading.credit)], ...(book ? { asOf: asOf(book, run.receivedAt, entity) } : {}) };
  const wrong = whatIsWrong(reading, book);
  if (wrong || !book) return failed(read, ...(wrong ?? []));
  const known411 = shelf.books.find(({ year }) => year === book.year);
  const superseded = run.replay && !same;
  const hold = run.approved || run.replay ? [] : holdReasons(book, known411);
  if (hold.length > 0) return { outcome: "held", facts: read, reasons: [...reading.reasons, ...hold] };
  if (tooManyRejects(reading.rejects.length, reading.rows - reading.skipped)) return failed(read, { code: "file.too-many-rejects", rejected: reading.rejects.length, first: reading.rejects[0]!.code });
  return staged(job, { scope, entity, reading: superseded ? { ...reading, reasons: [{ code: "replay.superseded", year: book.year }] } : reading, book: superseded ? (known411 ?? book) : book, shelf, facts: read });
}

type Found = { readonly scope: string; readonly entity: LegalEntity; readonly reading: FecReading; readonly book: Book; readonly shelf: Shelf; readonly facts: Facts };

async function staged(job: Job, { scope, entity, reading, book, shelf, facts }: Found): Promise<Reading> {
  const { run, source, lake } = job;
  const last = source.scopes[scope];
  const owner: BookOwner = { digest: job.digest, source: source.id, sequence: sequenceOf(run), entityId: entity.id, currency: entity.currency, codeSpace: codeSpaceOf(job, entity), terms: source.terms };
  const notes = new Map<string, number>();
  const records = bookRecords(shelved(shelf.books, book), owner, (code) => notes.set(code, (notes.get(code) ?? 0) + 1));
  const today = fingerprints(records.length + 1);
  for (const { item } of records) today.add("item", item.id, item.customerId, hashOf(item.id), hashOf(toText({ record: { ...item, sequence: "" } })));
  const yesterday = loadFingerprints(last && (await lake.read(last.fingerprints)));
  const compared = diff(yesterday, today, "full");
  const unreadable = new Set(reading.rejects.map(({ row }) => customerIdOf(job.digest, owner.codeSpace, customerOf(row))));
  const gone = compared.gone.map((n) => ({ n, id: yesterday.idAt(n), customerId: yesterday.customerAt(n) }));
  const leaving = gone.filter(({ customerId }) => !unreadable.has(customerId));

  const chunks = await stageAll(job, owner, records, compared, leaving, shelf);
  for (const { n } of gone) if (unreadable.has(yesterday.customerAt(n))) today.keep(yesterday, n);
  const next = await shelve(job, scope, book, today, { last, entity });
  const rejects: StoredReject[] = reading.rejects.filter(({ line }) => !run.replay || job.repairs.has(line)).map((reject) => ({ ...reject, state: "open" }));
  const reasons: Reason[] = [...job.known.reasons, ...reading.reasons, ...[...notes].map(([code, count]) => ({ code, count })), ...(leaving.length < gone.length ? [{ code: "gone.withheld", documents: gone.length - leaving.length }] : [])];
  const counts = { created: compared.created, changed: compared.changed, unchanged: compared.unchanged, gone: leaving.length, rejected: rejects.length };
  return { outcome: "staged", facts: { ...facts, ...counts }, reasons, chunks, rejects, scope, next };
}

async function stageAll({ run, source, lake, stores }: Job, owner: BookOwner, records: ReturnType<typeof bookRecords>, { differs }: Diff, leaving: readonly { id: string; customerId: CustomerId }[], shelf: Shelf): Promise<number> {
  const changes = new Map<CustomerId, number>();
  const expect = (customerId: CustomerId) => changes.set(customerId, (changes.get(customerId) ?? 0) + 1);
  for (const [n, { item }] of records.entries()) if (differs[n]) expect(item.customerId);
  for (const { customerId } of leaving) expect(customerId);
  const stage = stager(lake, stores.imports.tenant, run, changes);
  for (const [n, { item, customer }] of records.entries()) if (differs[n]) stage.done(item.customerId, [{ record: item, customer }]);
  // A row that the books no longer have leaves on its own day: at every date the account is what the newest book says.
  const before = leaving.length === 0 ? [] : bookRecords(shelf.books, owner, () => {});
  const issuedOn = new Map(before.map(({ item }) => [item.id as string, item.issuedOn]));
  const lastDay = shelf.books.at(-1)?.last ?? "";
  for (const { id, customerId } of leaving) stage.done(customerId, [{ record: { type: "gone", of: "item", id, customerId, on: issuedOn.get(id) ?? lastDay, source: source.id, sequence: owner.sequence } }]);
  await stage.finish();
  return stage.chunks;
}

/** The book and the fingerprints, kept for the next one. */
async function shelve({ run, known, lake, stores }: Job, scope: string, book: Book, today: Fingerprints, { last, entity }: { last: Scope | undefined; entity: LegalEntity }): Promise<Scope> {
  const folder = folderOf(stores.imports.tenant, run);
  await Promise.all([lake.write(`${folder}/${scope}-book`, book.lines.map((line) => JSON.stringify(line, bigintAsText)).join("\n")), lake.write(`${folder}/fingerprints`, today.bytes())]);
  const { lines, ...about } = book;
  const stored: StoredBook = { ...about, key: `${folder}/${scope}-book`, sha256: known.sha256 };
  const books = [...(last?.books ?? []).filter(({ year }) => year !== book.year), stored];
  const balance = lines.reduce((sum, { minor }) => sum + minor, 0n);
  return { runId: run.id, sha256: known.sha256, profileVersion: 1, receivedAt: run.receivedAt, asOf: book.last, fingerprints: `${folder}/fingerprints`, balance: { [entity.currency]: String(balance) }, books };
}

async function taken({ lake }: Job, { key, sha256: _sha256, ...about }: StoredBook): Promise<Book> {
  const bytes = await lake.read(key);
  if (!bytes) throw new Error(`the book ${key} is not in the lake`);
  const lines = new TextDecoder().decode(bytes).split("\n").filter(Boolean).map((line) => JSON.parse(line, textAsBigint) as BookLine);
  return { ...about, lines };
}
const bigintAsText = (_: string, value: unknown): unknown => (typeof value === "bigint" ? `${value}n` : value);
const textAsBigint = (key: string, value: unknown): unknown => (key === "minor" ? BigInt((value as string).slice(0, -1)) : value);

async function rowsOf({ open, known, source, repairs }: Job, delimiter: string, currency: string): Promise<FecReading | UnreadableFile> {
  const reader = fecReader({ currency, repairs, ...(source.accounts ? { accounts: source.accounts } : {}) });
  // Only a file whose titles are quoted quotes anything.
  const quotes = known.head.replace("\uFEFF", "").startsWith('"');
  try {
    await eachRow(open, known.encoding, delimiter, (row) => reader.push(row), { quotes, hashes: false });
  } catch (error) {
    if (error instanceof UnreadableFile) return error;
    throw error;
  }
  return reader.end();
}

/** The entity that the source is of, or the one with this SIREN: new to us, it is added, to be named by somebody later. */
async function entityOf({ source, stores, digest, now, run }: Job, siren: string | undefined): Promise<LegalEntity | undefined> {
  const entities = await stores.ledger.entities();
  const told = entities.find(({ id }) => id === source.entityId) ?? entities.find(({ registration }) => siren !== undefined && registration?.replace(/\D/g, "").slice(0, 9) === siren);
  if (told || !siren) return told ?? (entities.length === 1 ? entities[0] : undefined);
  const entity: LegalEntity = { id: entityIdOf(digest, siren), code: siren, name: `SIREN ${siren}`, country: "FR", currency: "EUR", timeZone: "Europe/Paris", calendar: "FR", language: "fr", registration: siren };
  await stores.ledger.putEntity(entity, [{ name: legalEntityAdded.name, occurredAt: now, actor: { type: "source", id: source.id, run: run.id }, causedBy: run.id, data: { entityId: entity.id, name: entity.name } }]);
  return entity;
}

/** Two companies may both have a customer 411DUPONT. A source of one company keeps its code space to itself. */
const codeSpaceOf = ({ source }: Job, entity: LegalEntity): string => (source.entityId ? source.codeSpace : `${source.codeSpace}-${entity.registration?.replace(/\D/g, "").slice(0, 9) ?? entity.code}`);

function whatIsWrong({ reasons, cutOff, rows }: FecReading, book: Book | undefined): Reason[] | undefined {
  const columns = reasons.find(({ code }) => code === "fec.columns-missing");
  if (columns) return [columns];
  if (cutOff) return [{ code: "file.cut-off", rows }];
  return book ? undefined : [{ code: "file.empty" }];
}

/** An earlier state of a book that we have would take entries away; an empty one would take all. */
function holdReasons(book: Book, known: Book | undefined): Reason[] {
  if (!known || known.lines.length === 0) return [];
  if (book.lines.length === 0) return [{ code: "snapshot.empty", records: known.lines.length }];
  return book.last < known.last && book.lines.length < known.lines.length ? [{ code: "snapshot.older-than-last", asOf: book.last, last: known.last }] : [];
}

function asOf(book: Book, receivedAt: string, entity: LegalEntity): string {
  const received = businessDate(receivedAt, entity.timeZone);
  const closing = book.closing && book.closing > book.last && book.closing <= received ? book.closing : book.last;
  return closing;
}

function customerOf(row: Readonly<Record<string, string>>): string {
  const cell = (name: string) => Object.entries(row).find(([title]) => title.toLowerCase().replace(/[^a-z]/g, "") === name)?.[1].trim() ?? "";
  return cell("compauxnum") || cell("comptenum");
}

const failed = (facts: Facts, ...reasons: Reason[]): Reading => ({ outcome: "failed", facts, reasons });
