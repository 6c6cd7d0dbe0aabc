// Bytes of a file, as often as they are needed: once to know it, once or twice to read it. A file is never in memory as a whole.
import { encodingCheck, type Encoding, type EncodingChoice, textDecoder } from "#domain/text/decode.ts";
import { rowReader, type Row, type RowReaderOptions } from "#domain/text/delimited.ts";

export type OpenFile = () => Promise<AsyncIterable<Uint8Array>> | AsyncIterable<Uint8Array>;

/** One pass over the raw bytes: which letters, and the beginning as text for finding the delimiter. `each` sees every block (for a checksum). */
export async function knowFile(open: OpenFile, configured: Encoding | undefined, each: (block: Uint8Array) => void): Promise<EncodingChoice & { readonly head: string; readonly bytes: number }> {
  const check = encodingCheck(configured);
  const first: Uint8Array[] = [];
  let bytes = 0;
  for await (const block of await open()) {
    check.push(block);
    each(block);
    if (bytes < HEAD_BYTES) first.push(block.slice(0, HEAD_BYTES - bytes));
    bytes += block.length;
  }
  const choice = check.end();
  const decoder = textDecoder(choice.encoding);
  return { ...choice, head: first.map((block) => decoder.push(block)).join(""), bytes };
}
/** Enough for some hundred rows. */
const HEAD_BYTES = 65_536;

/** `afterBlock` is waited for between blocks, so that what the rows set going does not pile up. */
type RowOptions = RowReaderOptions & { readonly afterBlock?: () => Promise<void> };

export async function eachRow(open: OpenFile, encoding: Encoding, delimiter: string, onRow: (row: Row) => void, { afterBlock, ...options }: RowOptions = {}): Promise<void> {
  const decoder = textDecoder(encoding);
  const rows = rowReader(delimiter, onRow, options);
  for await (const block of await open()) {
    rows.push(decoder.push(block));
    await afterBlock?.();
  }
  rows.push(decoder.end());
  rows.end();
}
