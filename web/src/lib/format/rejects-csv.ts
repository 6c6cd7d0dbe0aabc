// Rejected rows as a file for whoever mends them at the source. A cell that a spreadsheet would compute is written as text.
import { fieldName } from "#lib/format/field.ts";
import { rejectWords } from "#lib/format/reason.ts";
import * as m from "#lib/paraglide/messages.js";

type Row = { readonly line: number; readonly field: string; readonly value: string; readonly code: string; readonly suggestion?: string | undefined };

export function rejectsCsv(rows: readonly Row[]): string {
  const lines = rows.map((one) => [String(one.line), fieldName(one.field), one.value, rejectWords(one), one.suggestion ?? ""]);
  return [[m.line(), m.field(), m.read_as(), m.why(), m.repair_to()], ...lines].map((cells) => cells.map(cell).join(";")).join("\r\n");
}

export function saveRejects(fileName: string, rows: readonly Row[]): void {
  const address = URL.createObjectURL(new Blob([`\u{feff}${rejectsCsv(rows)}\r\n`], { type: "text/csv" }));
  Object.assign(document.createElement("a"), { href: address, download: `${fileName.replace(/\.\w+$/, "")}-${m.rejects_file()}.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

const cell = (text: string): string => `"${(/^[=+@\t\r]|^-(?![\d.,\s]*$)/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
