// The books that a source has sent so far, one per year. A new file is either a newer state of a year that stands here, or a year of its own.
import { daysBetween, type DateText } from "#domain/date.ts";
import type { Book } from "#domain/ingestion/fec/records.ts";
import type { FecReading } from "#domain/ingestion/fec/reader.ts";

/** Two closing dates further apart than a month are two years' books, whatever their entries say. */
const SAME_CLOSING_DAYS = 31;

/** The book of a reading; undefined when the file has no dated row. A year keeps the name that it was given first, so ids stay. */
export function bookOf(reading: Pick<FecReading, "first" | "last" | "hasOpening" | "lines">, closing: DateText | undefined, shelf: readonly Book[]): Book | undefined {
  const { first, last, hasOpening, lines } = reading;
  if (!first || !last) return undefined;
  const same = shelf.find((book) => isSameYear(book, { first, last, closing }));
  return { year: same?.year ?? first.slice(0, 7), ...(closing ? { closing } : {}), first, last, hasOpening, lines };
}

export const shelved = (shelf: readonly Book[], book: Book): Book[] => [...shelf.filter(({ year }) => year !== book.year), book].toSorted((a, b) => (a.first < b.first ? -1 : 1));

function isSameYear(book: Book, { first, last, closing }: { first: DateText; last: DateText; closing: DateText | undefined }): boolean {
  if (closing && book.closing && closing === book.closing) return true;
  if (closing && book.closing && Math.abs(daysBetween(closing, book.closing)) > SAME_CLOSING_DAYS) return false;
  return first <= book.last && book.first <= last;
}
