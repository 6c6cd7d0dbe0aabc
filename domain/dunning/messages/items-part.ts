// The table of a message: the oldest thirty documents, the credits, and the sums of all of them, one per currency.
import { daysBetween } from "#domain/date.ts";
import { isPositive, isZero, negated, type Money } from "#domain/money.ts";
import type { Credit, Line, MessageContent, Total } from "#domain/dunning/messages/content.ts";
import type { Formats } from "#domain/dunning/messages/format.ts";
import type { ItemRow, SheetPart, SumRow, SumTable } from "#domain/dunning/messages/sheet.ts";
import type { Words } from "#domain/dunning/messages/words.ts";

/** More than this, and nobody reads on: the whole list is in an attached file. */
export const MOST_LINES = 30;
export const needsDetailFile = ({ lines }: Pick<MessageContent, "lines">): boolean => lines.length > MOST_LINES;

export type Drawing = { readonly content: MessageContent; readonly totals: readonly Total[]; readonly formats: Formats; readonly words: Words; readonly detailFile: string; /** A printed letter has no file beside it: it lists all. */ readonly most: number };

export function itemsPart({ content, totals, formats, words, detailFile, most }: Drawing): SheetPart | undefined {
  const { lines, credits = [], notDue = [], kind, today } = content;
  if (lines.length === 0 && credits.length === 0 && notDue.length === 0) return undefined;
  const row = (line: Line): ItemRow => itemRow(line, formats, words);
  const all = (count: number): string => formats.number(count);
  return {
    part: "items",
    heads: { document: words.document, due: words.due, open: words.open },
    rows: [...lines.slice(0, most).map(row), ...credits.slice(0, most).map((credit) => creditRow(credit, formats, words))],
    ...(lines.length > most ? { more: words.moreLines(all(most), all(lines.length), detailFile) } : {}),
    sums: totals.map((total) => sumTable(total, kind === "statement", formats, words)),
    ...(notDue.length > 0
      ? {
          notDue: {
            title: words.notDueYet,
            rows: notDue.slice(0, most).map((line) => row({ ...line, daysLate: -daysBetween(today, line.dueOn) })),
            ...(notDue.length > most ? { more: words.moreNotDue(all(most), all(notDue.length)) } : {}),
          },
        }
      : {}),
  };
}

/** The currencies that a reader must not mistake for one another each get their own table. */
function sumTable(total: Total, asStatement: boolean, formats: Formats, words: Words): SumTable {
  const { currency, open, overdue, disputed, later, credits, asked } = total;
  const amount = (value: Money): string => formats.amount(value);
  const less = (label: string, value: Money): SumRow[] => (isZero(value) ? [] : [{ label, amount: amount(negated(value)), kind: "less" }]);
  const inFavour: SumRow[] = isZero(credits) ? [] : [{ label: words.lessCredits, amount: amount(negated(credits)), kind: "credit" }];
  const reduced = !isZero(disputed) || !isZero(later) || inFavour.length > 0;
  if (asStatement) {
    const balance = { minor: open.minor - credits.minor, currency };
    const opening: SumRow[] = inFavour.length > 0 ? [{ label: words.totalOpen, amount: amount(open), kind: "plain" }] : [];
    const told = (label: string, value: Money): SumRow[] => (isPositive(value) ? [{ label, amount: amount(value), kind: "plain" }] : []);
    // What is not asked for now explains why less is to be paid than the balance says.
    return { currency, rows: [...opening, ...inFavour, { label: words.balance, amount: amount(balance), kind: "total" }, ...told(words.ofWhichOverdue, overdue), ...told(words.lessDisputed, disputed), ...told(words.lessLater, later)] };
  }
  const opening: SumRow[] = reduced ? [{ label: words.totalOpen, amount: amount(open), kind: "plain" }] : [];
  return { currency, rows: [...opening, ...less(words.lessDisputed, disputed), ...less(words.lessLater, later), ...inFavour, { label: words.toPay, amount: amount(asked), kind: "total" }] };
}

function itemRow(line: Line, formats: Formats, words: Words): ItemRow {
  const { number, pdf, po, issuedOn, dueOn, daysLate, level = 0, amount, open, disputed } = line;
  const about = [words.issuedOn(formats.date(issuedOn)), ...(po ? [words.yourOrder(po)] : [])];
  const notes = [
    ...(amount.minor === open.minor ? [] : [words.ofAmount(formats.amount(amount))]),
    ...(disputed && !isZero(disputed) ? [words.partDisputed(formats.amount(disputed))] : []),
  ];
  return {
    number, about, notes, due: formats.date(dueOn), late: daysLate > 0 ? words.late(daysLate) : words.dueIn(-daysLate), age: ageOf(daysLate),
    level: level > 0 && daysLate > 0 ? words.reminders(level) : "", open: formats.amount(open), credit: false, ...(pdf ? { href: pdf } : {}),
  };
}

function creditRow({ kind, number, on, open }: Credit, formats: Formats, words: Words): ItemRow {
  const name = kind === "credit-note" ? words.creditNote(number, formats.date(on)) : words.paymentReceived(number, formats.date(on));
  return { number: name, about: [words.unapplied], due: "", late: "", age: 0, level: "", open: formats.amount(negated(open)), notes: [], credit: true };
}

/** LOOK.md's ageing: 1–30, 31–60, 61–90, 91–120, over 120 days. */
export const ageOf = (daysLate: number): number => (daysLate <= 0 ? 0 : Math.min(5, Math.ceil(daysLate / 30)));
