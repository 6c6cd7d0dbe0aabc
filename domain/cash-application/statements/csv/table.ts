// The rows of a delimited file, and which character delimits. Bank exports begin with lines about the account, so the width that most rows share decides,
// not the first row's.
import { rowReader, UnreadableFile } from "#domain/text/delimited.ts";

export type TableRow = { readonly line: number; readonly cells: readonly string[] };
export type Table = { readonly delimiter: string; readonly quotes: boolean; readonly width: number; readonly rows: readonly TableRow[] };

const delimiters = [";", "\t", ",", "|"] as const;

export function tableOf(text: string, most: number): Table | undefined {
  const tables = delimiters.filter((delimiter) => text.includes(delimiter)).map((delimiter) => {
    const quoted = rowsOf(text, delimiter, true, most);
    const rows = quoted ?? rowsOf(text, delimiter, false, most) ?? [];
    const { width, share } = regularity(rows);
    return { delimiter, quotes: quoted !== undefined, width, share, rows };
  });
  const best = tables.filter(({ width }) => width >= 3).toSorted((a, b) => b.share - a.share || b.width - a.width)[0];
  return best;
}

/** Undefined where the file's quotes never close. */
export function rowsOf(text: string, delimiter: string, quotes: boolean, most = Infinity): TableRow[] | undefined {
  const rows: TableRow[] = [];
  const reader = rowReader(delimiter, (row) => {
    if (rows.length < most) rows.push({ line: row.line, cells: row.all().map((cell) => cell.trim()) });
  }, { quotes, hashes: false });
  try {
    reader.push(text);
    reader.end();
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return rows.length >= most ? rows : undefined;
  }
  return rows;
}

function regularity(rows: readonly TableRow[]): { width: number; share: number } {
  const counts = new Map<number, number>();
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [width = 0] = [...counts].toSorted(([a, m], [b, n]) => n * Math.min(b, 4) - m * Math.min(a, 4) || b - a)[0] ?? [];
  const near = rows.filter(({ cells }) => Math.abs(cells.length - width) <= 1).length;
  return { width, share: rows.length === 0 ? 0 : near / rows.length };
}
