// The sheet as plain text: for clients that show no HTML, for people who listen to their mail, and for the search in an archive. Nothing is missing.
import type { ItemRow, Sheet, SheetPart, SumTable } from "#domain/dunning/messages/sheet.ts";

const WIDTH = 78;

export function textOf({ title, parts, footer, wrongContact, language }: Sheet): string {
  // French sets a no-break space before a colon.
  const colon = language === "fr" ? "\u00a0:" : ":";
  const end = [...footer, ...(wrongContact ? [`${wrongContact.label}${colon} ${wrongContact.href}`] : [])].join("\n");
  return [title, ...parts.map((part) => partText(part, colon)), `-- \n${end}`].filter((part) => part !== "").join("\n\n") + "\n";
}

function partText(part: SheetPart, colon: string): string {
  switch (part.part) {
    case "paragraph":
      return wrapped(part.runs.map(({ text }) => text).join(""));
    case "parties":
      return part.columns.map(({ label, lines }) => [`${label}${colon}`, ...lines.map((line) => `  ${line}`)].join("\n")).join("\n\n");
    case "items":
      return itemsText(part);
    case "claim":
      return part.sums.map(sumText).join("\n\n");
    case "pay":
      return payText(part, colon);
    case "legal":
      return part.paragraphs.map(wrapped).join("\n\n");
    case "answers":
      return part.links.map(({ label, href }) => `${label}${colon} ${href}`).join("\n");
    case "signature":
      return [part.name, ...part.lines].join("\n");
  }
}

function itemsText({ rows, more, sums, notDue }: Extract<SheetPart, { part: "items" }>): string {
  const later = notDue ? [notDue.title, notDue.rows.map(rowText).join("\n"), notDue.more ?? ""] : [];
  return [rows.map(rowText).join("\n"), more ? wrapped(more) : "", sums.map(sumText).join("\n\n"), ...later].filter((text) => text !== "").join("\n\n");
}

function rowText({ number, href, about, due, late, level, open, notes }: ItemRow): string {
  const second = [...about, due, late, level, ...notes].filter((text) => text !== "").join(" · ");
  return [ends(number, open), `  ${second}`, ...(href ? [`  ${href}`] : [])].join("\n");
}

const sumText = ({ rows }: SumTable): string => rows.flatMap(({ label, amount, kind }) => [ends(label, amount), ...(kind === "total" ? ["=".repeat(WIDTH)] : [])]).join("\n");

function payText({ button, transfer }: Extract<SheetPart, { part: "pay" }>, colon: string): string {
  const online = button ? [`${button.label}${colon} ${button.href}`, button.hint] : [];
  const byTransfer = transfer ? [`${transfer.title}${colon}`, ...transfer.rows.map(({ label, value }) => `  ${label}${colon} ${value}`), transfer.hint] : [];
  return [online.join("\n"), byTransfer.join("\n")].filter((text) => text !== "").join("\n\n");
}

/** Left and right ends of one line, dots between, so that the eye keeps the row. */
function ends(left: string, right: string): string {
  const gap = WIDTH - left.length - right.length - 2;
  return gap < 1 ? `${left}  ${right}` : `${left} ${".".repeat(gap)} ${right}`;
}

/** Breaks at spaces, never at the no-break spaces inside an amount. */
function wrapped(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
