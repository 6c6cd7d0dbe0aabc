// A BAI2 file as logical records: fields between commas, ended by `/` or by the line, continued by records 88.
//
// Banks put several records on one line ("…,2/   02,…"), wrap text onto lines without 88, and leave the `/` away. A line that begins with no record code goes
// on with the record before. An 88 goes on with the fields of its record; what it says beyond them is text, line by line.
import { linesIn } from "#domain/cash-application/statements/lines.ts";

export type BaiField = { readonly text: string; readonly piece: number };
export type BaiRecord = { readonly code: string; readonly fields: readonly BaiField[]; readonly line: number; readonly raw: string };

const starts = /^(01|02|03|16|49|88|98|99)(?:,|\/)/;
const onOneLine = /\/\s+(?=(?:01|02|03|16|49|88|98|99),)/;

export function* baiRecords(text: string): Generator<BaiRecord> {
  let code = "";
  let line = 0;
  let pieces: string[] = [];
  let raw: string[] = [];
  const ended = (): BaiRecord | undefined => (code === "" ? undefined : { code, fields: pieces.flatMap((piece, n) => piece.split(",").map((field) => ({ text: field, piece: n }))), line, raw: raw.join("\n") });
  for (const { line: number, text: row } of linesIn(text)) {
    for (const part of row.split(onOneLine)) {
      const trimmed = part.trim();
      if (trimmed === "") continue;
      const start = starts.exec(trimmed);
      const content = trimmed.slice(start ? 3 : 0).replace(/\/$/, "");
      if (start && start[1] !== "88") {
        const record = ended();
        if (record) yield record;
        code = start[1]!;
        line = number;
        pieces = [content];
        raw = [part];
      } else if (code === "" || start) {
        if (code === "") line = number;
        pieces.push(content);
        raw.push(part);
        if (code === "") code = "??";
      } else {
        pieces[pieces.length - 1] += ` ${content}`;
        raw.push(part);
      }
    }
  }
  const record = ended();
  if (record) yield record;
}
