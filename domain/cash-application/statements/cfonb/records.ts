// Files of fixed-width records: one a line, or one behind the other without line ends, as they come from a mainframe.
import { linesIn } from "#domain/cash-application/statements/lines.ts";

export type FixedRecord = { readonly line: number; readonly text: string };

export function* recordsOf(text: string, width: number): Generator<FixedRecord> {
  for (const { line, text: whole } of linesIn(text)) {
    const row = whole.replaceAll("\u001A", "");
    if (row.trim() === "") continue;
    if (row.length < width * 2) yield { line, text: row.padEnd(width) };
    else for (let at = 0; at < row.length; at += width) if (row.slice(at, at + width).trim() !== "") yield { line, text: row.slice(at, at + width).padEnd(width) };
  }
}

/** DDMMYY; null for blanks or no day of the calendar. */
export function shortDate(text: string): string | null {
  const match = /^(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (!match) return null;
  const year = Number(match[3]);
  return `${year >= 80 ? 1900 + year : 2000 + year}-${match[2]}-${match[1]}`;
}
