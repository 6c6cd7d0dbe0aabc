// Every line of a message, for the customer's spreadsheet: what is attached when the table would be too long to read. One row per document, amounts
// as plain decimals with a point and their currency beside them, dates as ISO texts, so that any program reads them alike.
import { negated, toDecimal } from "#domain/money.ts";
import type { Line, MessageContent } from "#domain/dunning/messages/content.ts";
import type { Words } from "#domain/dunning/messages/words.ts";

export type DetailCell = string | { readonly number: string };

export function detailRows({ lines, credits = [], notDue = [] }: Pick<MessageContent, "lines" | "credits" | "notDue">, words: Words): DetailCell[][] {
  const head = [words.document, "PO", words.issued, words.due, words.daysLate, words.level, words.currency, words.amount, words.open, words.disputed, words.asked];
  const number = (text: string): DetailCell => ({ number: text });
  const of = (line: Line, asks: boolean): DetailCell[] => [
    line.number, line.po ?? "", line.issuedOn, line.dueOn, number(String(line.daysLate)), number(String(line.level ?? 0)), line.open.currency, number(toDecimal(line.amount)),
    number(toDecimal(line.open)), number(line.disputed ? toDecimal(line.disputed) : "0"), number(asks ? askedOf(line) : "0"),
  ];
  const favour = credits.map((credit): DetailCell[] => {
    const amount = number(toDecimal(negated(credit.open)));
    return [credit.number, "", credit.on, "", number("0"), number("0"), credit.open.currency, amount, amount, number("0"), amount];
  });
  return [head, ...lines.map((line) => of(line, true)), ...favour, ...notDue.map((line) => of(line, false))];
}

const askedOf = ({ asked, open, disputed }: Line): string => toDecimal(asked ?? (disputed ? { minor: open.minor - disputed.minor, currency: open.currency } : open));

/** RFC 4180 with a byte order mark, without which Excel reads accents wrong. A text that a spreadsheet would take for a formula is disarmed. */
export const csvOf = (rows: readonly (readonly DetailCell[])[]): string => `\ufeff${rows.map((row) => row.map(csvCell).join(",")).join("\r\n")}\r\n`;

function csvCell(cell: DetailCell): string {
  if (typeof cell !== "string") return cell.number;
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
