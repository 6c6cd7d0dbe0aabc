// The folders that the offline matcher is given: statements and advices, read file by file in the order of their names, which changes nothing.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Advice } from "#domain/cash-application/matching/model.ts";
import { adviceFromRows } from "#domain/cash-application/matching/offline/advice-table.ts";
import { adviceFromText } from "#domain/cash-application/matching/offline/advice-text.ts";
import { adviceFromXml } from "#domain/cash-application/matching/offline/advice-xml.ts";
import { readFileName, receiptsOf, type FromStatement } from "#domain/cash-application/matching/offline/receipts.ts";
import type { KnownEntry } from "#domain/cash-application/statements/identity.ts";
import { lettersOf, readStatements } from "#domain/cash-application/statements/read.ts";
import { rowReader } from "#domain/text/delimited.ts";
import { detectDelimiter } from "#domain/text/delimiter.ts";
import { rowsOfSpreadsheet } from "./spreadsheet.ts";

export type Problem = { readonly file: string; readonly line: number; readonly message: string };

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: "utf8" }).map((name) => join(path, name)).filter((file) => statSync(file).isFile() && !basename(file).startsWith(".")).toSorted();
}

export function readStatementFolder(path: string, known: Map<string, KnownEntry>, problems: Problem[]): FromStatement {
  const found: FromStatement = { receipts: [], returns: [] };
  for (const file of filesIn(path)) {
    const name = readFileName(basename(file));
    for (const statement of readStatements(readFileSync(file), { file: basename(file), ...(name.currency ? { currency: name.currency } : {}) })) {
      for (const error of statement.errors) problems.push({ file: basename(file), line: error.line, message: `${error.code} ${error.message}` });
      const { receipts, returns } = receiptsOf(statement, name, known);
      found.receipts.push(...receipts);
      found.returns.push(...returns);
    }
  }
  return found;
}

export function readAdviceFolder(path: string, problems: Problem[]): Advice[] {
  return filesIn(path).flatMap((file) => {
    try {
      return readAdvice(file);
    } catch (error) {
      problems.push({ file: basename(file), line: 0, message: (error as Error).message });
      return [];
    }
  });
}

function readAdvice(file: string): Advice[] {
  const id = basename(file);
  const currency = readFileName(id).currency || "EUR";
  const bytes = readFileSync(file);
  if (bytes.readUInt16BE(0) === 0x504b) return adviceFromRows(id, rowsOfSpreadsheet(bytes), currency);
  const text = lettersOf(bytes);
  if (/^\s*</.test(text) && /RmtInf|RmtAdvc/.test(text)) return adviceFromXml(id, text, currency);
  if (/\.(csv|tsv)$/i.test(id) || (!/\.(txt|eml|md)$/i.test(id) && detectDelimiter(text))) {
    const read = adviceFromRows(id, rowsOf(text), currency);
    if (read.length > 0) return read;
  }
  return adviceFromText(id, text, currency);
}

function rowsOf(text: string): string[][] {
  const rows: string[][] = [];
  // The words above a table have no delimiter worth counting, so the whole text is asked first, then the likeliest separators by hand.
  const delimiter = [";", "\t", "|", ","].toSorted((a, b) => text.split(b).length - text.split(a).length)[0] ?? ";";
  const reader = rowReader(detectDelimiter(text)?.delimiter ?? delimiter, (row) => void rows.push(row.all()), { hashes: false });
  reader.push(text);
  reader.end();
  return rows;
}
