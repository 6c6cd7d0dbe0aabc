// An advice as words: the body of a mail, or text taken out of a document. A line is a document where it has a number that could be one (four digits and more, no
// date) and ends with an amount; "name: value" lines tell the rest. Whatever else is written is kept unread, for the engine looks for references in it too.
import { type Advice, type AdviceDraft, type AdviceLine, closeAdvice, openAdvice } from "#domain/cash-application/advices/advice.ts";
import { takeHead } from "#domain/cash-application/advices/table.ts";
import { decimalsOf, minorUnits } from "#domain/cash-application/statements/amount.ts";
import { type DateOrder, orderOf, readCellDate } from "#domain/cash-application/statements/csv/dates.ts";
import { looseDecimal } from "#domain/cash-application/statements/loose-decimal.ts";

const amountAtEnd = /(?:^|[\s:|;])((?:EUR|USD|GBP|CHF|[€$£])?\s?[-–−(]?\s?\d{1,3}(?:[ .,'\u00A0\u202F]\d{3})*[.,]\d{2}\)?-?|[-–−]?\d+[.,]\d{2}-?)\s*(EUR|USD|GBP|CHF|[A-Z]{3}|[€$£])?\s*$/;
const dateWord = /^(\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})$/;
const longest = 100_000;

export function readAdviceText(body: string, file?: string): Advice[] {
  const draft = openAdvice("text", file);
  const lines = plain(body.slice(0, longest)).split("\n");
  const order = orderOf(lines.flatMap((line) => line.split(/\s+/).filter((word) => dateWord.test(word))));
  lines.forEach((line, n) => readLine(draft, line.trim(), n + 1, order));
  if (body.length > longest) draft.errors.push({ line: lines.length, field: "", code: "advice.long", message: `Only the first ${longest} characters of the advice were read.`, raw: body.slice(longest) });
  return draft.lines.length === 0 && draft.total === null ? [] : [closeAdvice(draft)];
}

/** HTML bodies as text: rows and paragraphs become lines, cells blanks. */
function plain(body: string): string {
  if (!/<(html|table|p|br|div)\b/i.test(body)) return body.replace(/\r\n?/g, "\n");
  return body.replace(/<(style|script)\b[^>]*>[\s\S]*?<\/\1>/gi, "").replace(/[\r\n]+/g, " ").replace(/<\/(tr|p|div|li|h\d)>|<br\s*\/?>/gi, "\n").replace(/<\/t[dh]>/gi, "  ").replace(/<[^<>]{0,2000}>/g, "")
    .replaceAll("&nbsp;", " ").replaceAll("&euro;", "€").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

function readLine(draft: AdviceDraft, line: string, number: number, order: DateOrder): void {
  if (line.length > 500) return void draft.unread.push({ line: number, text: line });
  if (line === "") return;
  const amount = amountAtEnd.exec(line);
  const code = amount?.[2];
  if (code && decimalsOf(code) !== null) draft.currency ??= code;
  else if (amount && /€/.test(amount[0])) draft.currency ??= "EUR";
  const minor = amount ? minorUnits(looseDecimal(amount[1]!.replace(/[A-Z€$£\s]/g, "").replace(/[–−]/g, "-").replace(/^\((.*)\)$/, "-$1")) ?? "", draft.currency) : null;
  if (amount && minor !== null && /\b(total|summe|gesamt|somme|totaal|suma|virement|zahlung|payment|r(è|e)glement)\b/i.test(line) && !documentIn(line.slice(0, amount.index))) {
    draft.total ??= minor;
    return;
  }
  const document = amount && minor !== null ? documentIn(line.slice(0, amount.index)) : null;
  if (document && minor !== null) draft.lines.push(documentLine(line, number, document, minor, order));
  else {
    const pair = /^([^:]{3,40}):\s*(.+)$/.exec(line);
    if (!pair || !takeHead(draft, pair[1]!, pair[2]!, order)) draft.unread.push({ line: number, text: line });
  }
}

function documentLine(line: string, number: number, document: string, minor: bigint, order: DateOrder): AdviceLine {
  const date = line.split(/\s+/).find((word) => dateWord.test(word));
  const credit = /\b(avoir|credit note|gutschrift|creditnota|abono)\b/i.test(line) && minor > 0n;
  return { line: number, document, type: credit ? "credit note" : null, date: date ? readCellDate(date, order) : null, gross: null, discount: null, paid: credit ? -minor : minor, purchaseOrder: null, reason: null, raw: line };
}

/** The first word with four digits that is neither a date nor an amount. */
function documentIn(text: string): string | null {
  const words = text.split(/[\s|;:,]+/).map((word) => word.replace(/^[#(*]+|[).,*]+$/g, ""));
  return words.find((word) => word.replace(/\D/g, "").length >= 4 && word.length <= 35 && !dateWord.test(word) && !/^\d+[.,]\d{2}$/.test(word) && !/^[A-Z]{2}\d{2}[A-Z0-9]{10,}$/.test(word)) ?? null;
}
