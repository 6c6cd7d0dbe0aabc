// A bank file, whatever it is, as statements. The only door to the readers: bytes in, statements with stable identities out, and never an exception.
import { readBai2 } from "#domain/cash-application/statements/bai2/reader.ts";
import { readCamt } from "#domain/cash-application/statements/camt/reader.ts";
import { readCfonb120 } from "#domain/cash-application/statements/cfonb/cfonb120.ts";
import { readCfonb240 } from "#domain/cash-application/statements/cfonb/cfonb240.ts";
import { type CsvProfile } from "#domain/cash-application/statements/csv/profile.ts";
import { readBankCsv } from "#domain/cash-application/statements/csv/reader.ts";
import { detectFormat, type FileFormat } from "#domain/cash-application/statements/detect.ts";
import { closeDraft, openDraft, type ReadStatement } from "#domain/cash-application/statements/draft.ts";
import { identified } from "#domain/cash-application/statements/identity.ts";
import { readMt940 } from "#domain/cash-application/statements/mt940/reader.ts";
import { readOfx } from "#domain/cash-application/statements/ofx/reader.ts";
import type { Statement } from "#domain/cash-application/statements/statement.ts";
import { readStripe } from "#domain/cash-application/statements/stripe.ts";
import { type Encoding, encodingOf, textDecoder } from "#domain/text/decode.ts";

export type FileHints = {
  readonly file?: string;
  /** For files that name no currency or account of their own (CSV). */
  readonly currency?: string;
  readonly account?: string;
  /** How this bank's CSV is to be read, where a person said so. */
  readonly profile?: CsvProfile;
};

type Reader = (text: string, hints: FileHints) => ReadStatement[];
const readers: Partial<Record<FileFormat, Reader>> = {
  camt: (text, { file }) => readCamt(text, file),
  mt940: (text, { file }) => readMt940(text, file),
  cfonb120: (text, { file }) => readCfonb120(text, file),
  cfonb240: (text, { file }) => readCfonb240(text, file),
  bai2: (text, { file }) => readBai2(text, file),
  ofx: (text, { file }) => readOfx(text, file),
  stripe: (text, { file }) => readStripe(text, file),
  csv: readBankCsv,
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
