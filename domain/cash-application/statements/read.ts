// A bank file, whatever it is, as statements. The only door to the readers: bytes in, statements with stable identities out, and never an exception.
import { readCamt } from "#domain/cash-application/statements/camt/reader.ts";
import { readCfonb120 } from "#domain/cash-application/statements/cfonb/cfonb120.ts";
import { detectFormat, type FileFormat } from "#domain/cash-application/statements/detect.ts";
import { closeDraft, openDraft, type ReadStatement } from "#domain/cash-application/statements/draft.ts";
import { identified } from "#domain/cash-application/statements/identity.ts";
import { readMt940 } from "#domain/cash-application/statements/mt940/reader.ts";
import type { Statement } from "#domain/cash-application/statements/statement.ts";
import { type Encoding, encodingOf, textDecoder } from "#domain/text/decode.ts";

export type FileHints = {
  readonly file?: string;
  /** For files that name no currency or account of their own (CSV). */
  readonly currency?: string;
  readonly account?: string;
};

type Reader = (text: string, hints: FileHints) => ReadStatement[];
const readers: Partial<Record<FileFormat, Reader>> = {
  camt: (text, { file }) => readCamt(text, file),
  mt940: (text, { file }) => readMt940(text, file),
  cfonb120: (text, { file }) => readCfonb120(text, file),
};

export const readStatements = (bytes: Uint8Array, hints: FileHints = {}): Statement[] => readStatementText(lettersOf(bytes), hints);

export function readStatementText(text: string, hints: FileHints = {}): Statement[] {
  const format = detectFormat(text);
  const reader = format ? readers[format] : undefined;
  if (!reader) return [unreadable(hints.file, "format.unknown", "This is no bank statement that Quittance reads.")];
  const statements = reader(text, hints);
  return statements.length > 0 ? identified(statements) : [unreadable(hints.file, "file.empty", `The file holds no statement (read as ${format}).`)];
}

/** Letters of a file: a byte order mark, then UTF-8 where it is valid, then what the file itself declares, windows-1252 at last. */
export function lettersOf(bytes: Uint8Array): string {
  const { encoding } = encodingOf(bytes, declared(bytes));
  const decoder = textDecoder(encoding);
  const text = decoder.push(bytes) + decoder.end();
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

function declared(bytes: Uint8Array): Encoding | undefined {
  if (bytes[1] === 0 && bytes[0] !== 0) return "utf-16le";
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, 300));
  return /iso-?8859-?15/i.test(head) ? "iso-8859-15" : undefined;
}

function unreadable(file: string | undefined, code: string, message: string): Statement {
  const draft = openDraft("unknown");
  draft.errors.push({ line: 1, field: "", code, message });
  return { ...closeDraft(draft, file), entries: [] };
}
