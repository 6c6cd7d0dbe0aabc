// Which character separates the cells? The one that cuts the first lines into the same number of cells, more than one, line after line.
// Commas inside French amounts ("12,50") cut raggedly, so the most regular candidate wins before the one with the most cells.
import { rowReader, UnreadableFile } from "#domain/text/delimited.ts";
import type { Reason } from "#domain/reason.ts";

export type Delimiter = "," | ";" | "\t" | "|";
const candidates: readonly Delimiter[] = [";", "\t", "|", ","];
const SAMPLE_ROWS = 50;

/** Undefined when nothing cuts the text into columns. */
export function detectDelimiter(text: string): { delimiter: Delimiter; columns: number; reasons: Reason[] } | undefined {
  const seen = candidates.map((delimiter) => ({ delimiter, ...regularity(text, delimiter) })).filter((c) => c.columns > 1);
  const best = seen.toSorted((a, b) => b.share - a.share || b.columns - a.columns)[0];
  if (!best) return undefined;
  return {
    delimiter: best.delimiter,
    columns: best.columns,
    reasons: [
      { code: "delimiter.regular", delimiter: best.delimiter, columns: best.columns, perMille: Math.round(best.share * 1000) },
      ...seen.filter((c) => c !== best).map((c) => ({ code: "delimiter.less-regular", delimiter: c.delimiter, columns: c.columns, perMille: Math.round(c.share * 1000) })),
    ],
  };
}

/** How many cells the header has, and the share of rows that have as many (or one more: a trailing delimiter). */
function regularity(text: string, delimiter: Delimiter): { columns: number; share: number } {
  const counts: number[] = [];
  const reader = rowReader(delimiter, (row) => {
    if (counts.length < SAMPLE_ROWS && !row.unfinished) counts.push(row.cells);
  });
  try {
    reader.push(text);
    if (counts.length < 2) reader.push("\n");
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
  }
  const columns = counts[0] ?? 0;
  const regular = counts.filter((n) => n === columns || n === columns + 1 || n === columns - 1).length;
  return { columns, share: counts.length === 0 ? 0 : regular / counts.length };
}
