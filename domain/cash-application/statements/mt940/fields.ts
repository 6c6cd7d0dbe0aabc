// An MT940 or MT942 file as fields: tag, text, and the line it begins on. Envelopes ({1:…}{2:…}{4: … -}) and banks' own header lines fall off around them.
//
// Only the tags that statements really have begin a field. A line such as ":26:37 Folgenr." inside a :86: is the second half of a time that the bank's line
// width cut, not a tag; a cut time whose minutes are a tag (":20:15") is known by the digits at the end of the line before.
import { linesIn } from "#domain/cash-application/statements/lines.ts";

export type Field = { readonly tag: string; readonly text: string; readonly line: number; readonly raw: string };
/** `header`: lines before the first field of a message (the envelope). */
export type Message = { readonly fields: readonly Field[]; readonly header: string; readonly line: number };

const tagLine = /^\s{0,3}:(20|21|25P?|28C?|60[FM]|61|62[FM]|64|65|86|34F|13D?|90[DC]|NS|940|942)(?::|(?<=6[0-5][FM]?)(?=[CD]\d{6}[A-Z]{3}\d))(.*)$/s;
const cutTime = /(?:^|[T\s])[0-2]\d$/;
const minutes = /^:[0-5]\d:[0-5]\d/;

/** The file's messages: each begins with its :20:, or with the first field after an envelope or an end. */
export function messagesOf(text: string): Message[] {
  const messages: { fields: Field[]; header: string; line: number }[] = [];
  let field: { tag: string; lines: string[]; line: number } | undefined;
  let header = "";
  let ended = true;

  const endField = (): void => {
    if (field) messages.at(-1)!.fields.push({ tag: field.tag, text: field.lines.join("\n"), line: field.line, raw: `:${field.tag}:${field.lines.join("\n")}` });
    field = undefined;
  };
  const beginField = (tag: string, rest: string, line: number): void => {
    endField();
    const current = messages.at(-1);
    if (!current || beginsMessage(tag, current.fields, ended)) {
      messages.push({ fields: [], header, line });
      header = "";
    }
    ended = false;
    field = { tag, lines: [rest], line };
  };

  for (const { line: number, text: line } of linesIn(text)) {
    const tag = tagLine.exec(line);
    const inline = /^.*\{4:\s*(?=:20:)/.exec(line);
    if (tag && /94[02]/.test(tag[1]!)) {
      endField();
      header += `${line}\n`;
    } else if (tag && !(field && minutes.test(line) && cutTime.test(field.lines.at(-1) ?? ""))) beginField(tag[1]!, tag[2]!, number);
    else if (/^\s*-\s*(\}|$)|^-X{3}|^\s*\{\d:/.test(line)) {
      endField();
      ended = true;
      if (line.includes("{")) header += `${line.slice(line.indexOf("{"))}\n`;
      if (inline) beginField("20", line.slice(inline[0].length + 4), number);
    } else if (field) field.lines.push(line);
    else header += `${line}\n`;
  }
  endField();
  const last = messages.at(-1);
  if (last && header.trim() !== "") last.header += header;
  return messages;
}

function beginsMessage(tag: string, fields: readonly Field[], ended: boolean): boolean {
  if (tag === "20") return fields.some((one) => one.tag === "20" || one.tag === "61" || one.tag.startsWith("60"));
  return ended && fields.some((one) => one.tag.startsWith("62") || one.tag.startsWith("90"));
}
