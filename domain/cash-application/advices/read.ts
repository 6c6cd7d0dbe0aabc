// A remittance advice, whatever it is, as advices: the only door to its readers. Bytes or text in; an empty list where nothing says what was paid.
import type { Advice } from "#domain/cash-application/advices/advice.ts";
import { readEdi820 } from "#domain/cash-application/advices/edi820.ts";
import { readRemt } from "#domain/cash-application/advices/remt.ts";
import { readAdviceCsv, readAdviceTable } from "#domain/cash-application/advices/table.ts";
import { readAdviceText } from "#domain/cash-application/advices/text.ts";
import { detectFormat } from "#domain/cash-application/statements/detect.ts";
import { lettersOf } from "#domain/cash-application/statements/read.ts";
import { isWorkbook, readWorkbook } from "#domain/text/workbook.ts";

export function readAdvices(bytes: Uint8Array, file?: string): Advice[] {
  if (!isWorkbook(bytes)) return readAdviceLetters(lettersOf(bytes), file);
  return (readWorkbook(bytes) ?? []).flatMap((sheet) => readAdviceTable(sheet.rows, file, sheet.torn) ?? []);
}

export function readAdviceLetters(text: string, file?: string): Advice[] {
  const format = detectFormat(text);
  if (format === "remt") return readRemt(text, file);
  if (format === "edi820") return readEdi820(text, file);
  const table = format === "csv" ? readAdviceCsv(text, file) : [];
  return table.some(({ lines }) => lines.length > 0) ? table : readAdviceText(text, file);
}
