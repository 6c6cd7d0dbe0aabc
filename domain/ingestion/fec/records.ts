// All books that a source has sent of one company, as customers and items. A pure function of the books: whichever came first, and however often each
// was sent, the same books make the same items.
import { latest, type DateText } from "#domain/date.ts";
import type { Digest, EntityId, SourceId } from "#domain/id.ts";
import { keepAccount } from "#domain/ingestion/fec/account.ts";
import type { AccountReason, AccountYear, Live } from "#domain/ingestion/fec/live.ts";
import type { BookLine } from "#domain/ingestion/fec/reader.ts";
import { allocationIdOf, customerIdOf, itemIdOf } from "#domain/ingestion/identity.ts";
import type { ItemRecord } from "#domain/ingestion/schema.ts";
import { dueDate, type Terms } from "#domain/ingestion/terms.ts";
import type { CustomerStub } from "#domain/ingestion/chunk.ts";

export type Book = {
  /** Names the year, in ids too: the month of its first entry. */
  readonly year: string;
  readonly closing?: DateText;
  readonly first: DateText;
  readonly last: DateText;
  readonly hasOpening: boolean;
  readonly lines: readonly BookLine[];
};
export type BookOwner = {
  readonly digest: Digest;
  readonly source: SourceId;
  readonly sequence: string;
  readonly entityId: EntityId;
  readonly currency: string;
  readonly codeSpace: string;
  readonly terms: Terms;
};

export function bookRecords(books: readonly Book[], owner: BookOwner, note: (code: AccountReason) => void): { item: ItemRecord; customer: CustomerStub }[] {
  const inOrder = books.toSorted((a, b) => (a.first < b.first ? -1 : 1));
  const customers = new Map<string, { name: string; years: Map<string, BookLine[]> }>();
  for (const book of inOrder) {
    for (const line of book.lines) {
      const code = line.auxiliary || line.account;
      const known = customers.get(code);
      const customer = known ?? { name: "", years: new Map<string, BookLine[]>() };
      if (!known) customers.set(code, customer);
      customer.name = (line.auxiliary ? line.auxiliaryLabel : line.accountLabel) || customer.name;
      const lines = customer.years.get(book.year);
      if (lines) lines.push(line);
      else customer.years.set(book.year, [line]);
    }
  }
  return [...customers].flatMap(([code, { name, years }]) => {
    const customer: CustomerStub = { id: customerIdOf(owner.digest, owner.codeSpace, code), code, codeSpace: owner.codeSpace, name: name || code };
    const account = keepAccount(inOrder.map(({ year, first, hasOpening }): AccountYear => ({ year, first, hasOpening, lines: years.get(year) ?? [] })), note);
    return account.map((live) => ({ item: itemOf(live, code, customer, owner), customer }));
  });
}

function itemOf(live: Live, code: string, customer: CustomerStub, { digest, source, sequence, entityId, currency, terms }: BookOwner): ItemRecord {
  const { line } = live;
  const key = line ? [line.journal, line.entry || `~${line.piece}`, line.on, String(line.ordinal)] : ["opening difference", code, live.side];
  const dueOn = live.minor > 0n ? latest(live.on, dueDate(line?.pieceOn && line.pieceOn < live.on ? line.pieceOn : live.on, terms)) : live.on;
  const minor = line?.foreign?.minor ?? live.minor;
  return {
    type: "item",
    id: itemIdOf(digest, source, entityId, live.year, ...key),
    kind: line?.kind ?? "opening",
    entityId,
    customerId: customer.id,
    number: line?.number ?? `${live.year} opening`,
    ...(line?.label ? { label: line.label } : {}),
    ...(line?.journal ? { journal: line.journal } : {}),
    issuedOn: live.on,
    dueReason: "source-terms",
    instalments: [{ n: 1, dueOn, minor }],
    currency: line?.foreign?.currency ?? currency,
    entityCurrency: currency,
    minor,
    entityMinor: live.minor,
    disputedMinor: 0n,
    ...(line?.method ? { paymentMethod: line.method } : {}),
    ...(line ? { extra: extraOf(line) } : {}),
    source,
    sequence,
    settlements: live.settlements
      .map(({ allocation, lettering, ...share }) => ({ ...share, kind: "allocation" as const, allocation: allocationIdOf(digest, source, entityId, customer.id, allocation), ...(lettering ? { lettering } : {}) }))
      .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.allocation < b.allocation ? -1 : 1)),
  };
}

const extraOf = ({ account, piece, number, pieceOn, on }: BookLine): Record<string, string> => ({
  account,
  ...(piece && piece !== number ? { piece } : {}),
  ...(pieceOn && pieceOn !== on ? { pieceOn } : {}),
});
