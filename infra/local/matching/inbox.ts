// The folders that the offline matcher is given: statements and advices, read file by file in the order of their names, which changes nothing.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import type { Advice } from "#domain/cash-application/matching/model.ts";
import { adviceFromEdi } from "#domain/cash-application/matching/offline/advice-edi.ts";
import { adviceFromRows } from "#domain/cash-application/matching/offline/advice-table.ts";
import { adviceFromText } from "#domain/cash-application/matching/offline/advice-text.ts";
import { adviceFromXml } from "#domain/cash-application/matching/offline/advice-xml.ts";
import { readFileName, receiptsOf, type FromStatement } from "#domain/cash-application/matching/offline/receipts.ts";
import { detectFormat } from "#domain/cash-application/statements/detect.ts";
import type { KnownEntry } from "#domain/cash-application/statements/identity.ts";
import { lettersOf, readStatements } from "#domain/cash-application/statements/read.ts";
import { rowReader } from "#domain/text/delimited.ts";
import { hashOf } from "#domain/text/hash.ts";
import { isWorkbook, readWorkbook } from "#domain/text/workbook.ts";
import { detectDelimiter } from "#domain/text/delimiter.ts";

export type Problem = { readonly file: string; readonly line: number; readonly field: string; readonly message: string };

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: "utf8" }).map((name) => join(path, name)).filter((file) => statSync(file).isFile() && !basename(file).startsWith(".")).toSorted();
}

export function readStatementFolder(path: string, known: Map<string, KnownEntry>, problems: Problem[]): FromStatement {
  const found: FromStatement = { receipts: [], returns: [] };
  for (const file of filesIn(path)) {
    const name = readFileName(basename(file));
    const before = found.receipts.length;
    for (const statement of readStatements(readFileSync(file), { file: basename(file), ...(name.currency ? { currency: name.currency } : {}) })) {
      for (const error of statement.errors) problems.push({ file: basename(file), line: error.line, field: error.field, message: error.message });
      if (name.currency && statement.currency && statement.currency !== name.currency) problems.push({ file: basename(file), line: 1, field: "currency", message: `the name says ${name.currency}, the statement ${statement.currency}: the statement is believed` });
      const { receipts, returns } = receiptsOf(statement, name, known);
      found.receipts.push(...receipts);
      found.returns.push(...returns);
    }
    if (name.entity === "" && found.receipts.length > before) problems.push({ file: basename(file), line: 1, field: "name", message: "tells no entity and currency, as 2025-11-25_FR01_EUR.camt053.xml does: its credits belong to no ledger" });
  }
  return found;
}

export function readAdviceFolder(path: string, problems: Problem[]): Advice[] {
  return filesIn(path).flatMap((file) => {
    try {
      const read = readAdvice(file, problems);
      if (read.length === 0) problems.push({ file: basename(file), line: 1, field: "", message: "no document with an amount was found in this advice" });
      return read;
    } catch (error) {
      problems.push({ file: basename(file), line: 1, field: "", message: `cannot be read as an advice: ${(error as Error).message}` });
      return [];
    }
  });
}

function readAdvice(file: string, problems: Problem[]): Advice[] {
  const bytes = readFileSync(file);
  // The same name comes every day with other words in it.
  const [high, low] = hashOf(bytes.toString("latin1"));
  const id = `${basename(file)}~${high.toString(36)}${low.toString(36)}`;
  const currency = readFileName(basename(file)).currency || "EUR";
  if (isWorkbook(bytes)) return adviceFromWorkbook(id, bytes, currency, (line, text) => void problems.push({ file: basename(file), line, field: "", message: `this part of the workbook cannot be read as the cells of a row: ${text.slice(0, 200)}` }));
  const text = lettersOf(bytes);
  if (/^\s*</.test(text) && /RmtInf|RmtAdvc/.test(text)) return adviceFromXml(id, text, currency);
  if (detectFormat(text) === "edi820") return adviceFromEdi(id, text);
  if (/\.(csv|tsv)$/i.test(file) || (!/\.(txt|eml|md)$/i.test(file) && detectDelimiter(text))) {
    const read = adviceFromRows(id, rowsOf(text), currency);
    if (read.length > 0) return read;
  }
  return adviceFromText(id, text, currency);
}

function adviceFromWorkbook(id: string, bytes: Uint8Array, currency: string, torn: (line: number, text: string) => void): Advice[] {
  return (readWorkbook(bytes) ?? []).flatMap((sheet, n) => {
    for (const { line, text } of sheet.torn) torn(line, text);
    return adviceFromRows(n === 0 ? id : `${id}~${n}`, sheet.rows.map(({ cells }) => cells), currency);
  });
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
