// Rows of a delimited file, as a stream, with the exact line each row begins on.
//
// A million rows are read every night to find the few that changed, so a row is scanned once and cut only where somebody looks: the scan notes
// where cells begin, hashes the characters on the way (the fingerprint of the row), and a cell becomes a string when it is asked for.
// The row object is the same one for every row: who wants to keep a cell keeps the string, never the row.
//
// Rows without a quote take the fast path. A quote at the beginning of a cell opens a quoted cell, which may hold delimiters, line ends and
// doubled quotes; a quote anywhere else is a letter like others ("12" screw"), as exports that never heard of quoting write it.
// `quotes: false` makes every quote a letter: the FEC knows no quoting, and labels there may begin with one.
import { mixed } from "#domain/text/hash.ts";

export type Row = {
  /** Line of the file that the row begins on, from 1. */
  readonly line: number;
  readonly cells: number;
  cell(n: number): string;
  all(): string[];
  /** Two independent 32-bit hashes of the row's text. */
  readonly hashHigh: number;
  readonly hashLow: number;
  /** The file ended before this row's line did. */
  readonly unfinished: boolean;
};

/** The file as such cannot be read: nothing of it is used. */
export class UnreadableFile extends Error {
  readonly code: string;
  readonly line: number;
  constructor(code: string, line: number, detail: string) {
    super(`${detail} (line ${line})`);
    this.code = code;
    this.line = line;
  }
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const NO_QUOTE = -2;
/** A row longer than this is no row but a file without line ends, or an unclosed quote: 1 Mi characters, some 2,000 times a usual row. */
const MAX_ROW = 1_048_576;
const MAX_CELLS = 1_000;

/** `hashes: false` saves the work where nobody compares rows. */
export type RowReaderOptions = { readonly quotes?: boolean; readonly hashes?: boolean };

export function rowReader(delimiter: string, onRow: (row: Row) => void, { quotes = true, hashes = true }: RowReaderOptions = {}) {
  const row = new ScannedRow(quotes ? QUOTE : NO_QUOTE, hashes);
  const separator = delimiter.charCodeAt(0);
  let rest = "";
  let line = 1;

  const read = (text: string, last: boolean): void => {
    let at = 0;
    for (;;) {
      row.line = line;
      const end = row.scan(text, at, separator, last);
      if (end < 0) break;
      line += row.lineEnds;
      if (row.cells > MAX_CELLS) throw new UnreadableFile("file.too-many-columns", row.line, `more than ${MAX_CELLS} columns`);
      if (!row.empty) onRow(row);
      at = end;
      if (at >= text.length) break;
    }
    rest = at >= text.length ? "" : text.slice(at);
    if (rest.length > MAX_ROW) throw new UnreadableFile("file.row-too-long", line, `a row of more than ${MAX_ROW} characters: a quote that is never closed, or no line ends`);
  };

  return {
    push(text: string): void {
      if (text.length > 0) read(rest.length > 0 ? rest + text : text, false);
    },
    end(): void {
      if (rest.length > 0) read(rest, true);
    },
  };
}

class ScannedRow implements Row {
  line = 0;
  cells = 0;
  hashHigh = 0;
  hashLow = 0;
  unfinished = false;
  /** Line ends that the row spans: one, or more if a quoted cell holds some; none in an unfinished last row. */
  lineEnds = 0;
  empty = false;
  #text = "";
  #starts = new Int32Array(64);
  #ends = new Int32Array(64);
  #quoted = false;
  readonly #quote: number;

  readonly #hashes: boolean;

  constructor(quote: number, hashes: boolean) {
    this.#quote = quote;
    this.#hashes = hashes;
  }

  cell(n: number): string {
    if (n < 0 || n >= this.cells) return "";
    const start = this.#starts[n]!;
    const end = this.#ends[n]!;
    if (this.#quoted && this.#text.charCodeAt(start) === QUOTE) return unquoted(this.#text, start, end);
    return this.#text.slice(start, end);
  }

  all(): string[] {
    return Array.from({ length: this.cells }, (_, n) => this.cell(n));
  }

  /** Scans the row that begins at `from`. Returns where the next one begins, or -1 if the row's end is not in the text yet. */
  scan(text: string, from: number, separator: number, last: boolean): number {
    const length = text.length;
    const quote = this.#quote;
    const hashes = this.#hashes;
    let starts = this.#starts;
    let ends = this.#ends;
    let high = 0x811c9dc5 | 0;
    let low = 0x1b873593 | 0;
    let cells = 0;
    let begin = from;
    let at = from;
    this.lineEnds = 0;
    this.#quoted = false;
    this.#text = text;
    for (;;) {
      const code = at < length ? text.charCodeAt(at) : -1;
      if (code === separator || code === LINE_FEED || code === CARRIAGE_RETURN || code === -1) {
        if (code === -1 && !last) return -1;
        if (cells === starts.length) {
          starts = this.#starts = grown(starts);
          ends = this.#ends = grown(ends);
        }
        starts[cells] = begin;
        ends[cells++] = at;
        begin = at + 1;
        if (code !== separator) {
          if (code === CARRIAGE_RETURN && at + 1 >= length && !last) return -1;
          return this.#finish(cells, high, low, code, code === CARRIAGE_RETURN && text.charCodeAt(at + 1) === LINE_FEED ? at + 2 : Math.min(at + 1, length), at - from);
        }
      } else if (code === quote && at === begin) {
        const close = this.#closingQuote(text, at + 1, last);
        if (close < 0) return -1;
        this.#quoted = true;
        for (; at < close; at++) {
          if (!hashes) continue;
          high = Math.imul(high ^ text.charCodeAt(at), 0x01000193);
          low = Math.imul((low << 5) ^ (low >>> 27) ^ text.charCodeAt(at), 0x5bd1e995);
        }
        continue;
      }
      if (hashes) {
        high = Math.imul(high ^ code, 0x01000193);
        low = Math.imul((low << 5) ^ (low >>> 27) ^ code, 0x5bd1e995);
      }
      at++;
    }
  }

  #finish(cells: number, high: number, low: number, code: number, next: number, size: number): number {
    this.cells = cells;
    this.hashHigh = mixed(high);
    this.hashLow = mixed(low);
    this.unfinished = code === -1;
    this.empty = size === 0;
    if (code !== -1) this.lineEnds++;
    return next;
  }

  /** Just behind the quote that closes the cell; counts the lines in between. -1: not in the text yet. An unclosed quote ends with the file. */
  #closingQuote(text: string, from: number, last: boolean): number {
    let lines = 0;
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === LINE_FEED || (code === CARRIAGE_RETURN && text.charCodeAt(at + 1) !== LINE_FEED)) lines++;
      if (code !== QUOTE) continue;
      if (text.charCodeAt(at + 1) === QUOTE) at++;
      else if (at + 1 < text.length || last) {
        this.lineEnds += lines;
        return at + 1;
      }
    }
    if (last) throw new UnreadableFile("file.quote-not-closed", this.line, "a quoted cell is never closed");
    return -1;
  }
}

/** "he said ""no"" " → he said "no". What stands between the closing quote and the delimiter is kept: it is data that somebody wrote. */
function unquoted(text: string, start: number, end: number): string {
  const cell = text.slice(start, end);
  const close = cell.lastIndexOf('"');
  return (cell.slice(1, close) + cell.slice(close + 1)).replaceAll('""', '"');
}

function grown(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const bigger = new Int32Array(array.length * 2);
  bigger.set(array);
  return bigger;
}
