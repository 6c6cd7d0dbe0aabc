// Is anything that stands in a bank file or an advice told to nobody? Judged from the text alone, without the readers' own idea of a record: a line (or
// segment, or opening tag) that can carry a movement or a document must be found again in an entry, an error or among what is kept unread.
//
// Only letters and digits are compared, because a reader may trim, unquote and re-join. Lines of the frame (balances, totals, titles, envelopes) are exempt:
// their values become fields of the statement.
import type { Advice } from "#domain/cash-application/advices/advice.ts";
import { decimalText } from "#domain/cash-application/statements/amount.ts";
import type { Statement } from "#domain/cash-application/statements/statement.ts";

/** What a reading kept, as one text to search in. */
export type Kept = { readonly format: string; readonly words: string };

export function keptOf(statements: readonly Statement[]): Kept {
  const pieces = statements.flatMap(({ id, number, account, entries, errors, unread }) => [id ?? "", number ?? "", account ?? "", ...entries.map(({ raw }) => raw), ...errors.map(({ raw, message }) => raw ?? message), ...unread.map(({ text }) => text)]);
  return { format: statements[0]?.format ?? "", words: squeezed(pieces.join("\n")) };
}

export function keptOfAdvices(advices: readonly Advice[]): Kept {
  const pieces = advices.flatMap(({ id, paymentReference, payer, payee, paidOn, total, currency, lines, errors, unread }) => [
    id ?? "", paymentReference ?? "", payer ?? "", payee ?? "", paidOn ?? "", total === null ? "" : decimalText(total, currency), ...lines.map(({ raw, document }) => `${raw}\n${document}`), ...errors.map(({ raw, message }) => raw ?? message), ...unread.map(({ text }) => text),
  ]);
  return { format: advices[0]?.format ?? "", words: squeezed(pieces.join("\n")) };
}

/** The first record of the text that nothing tells; null when all are there, undefined when the text was read as something else. */
export function lostRecord(name: string, text: string, kept: Kept): string | null | undefined {
  const form = forms[name]!;
  if (!form.formats.test(kept.format)) return undefined;
  const told = (record: string): boolean => {
    const words = squeezed(record);
    return words.length < 4 || kept.words.includes(words);
  };
  return form.records(text).find((record) => !told(record) && !(form.values?.(record) ?? []).some(told)) ?? null;
}

const squeezed = (text: string): string => text.replace(/[^0-9A-Za-z]+/g, "");
const linesOf = (text: string): string[] => text.split(/\r*\n|\r/);
const linesBut = (frame: RegExp) => (text: string): string[] => linesOf(text).filter((line) => !frame.test(line));
/** An opening tag and what stands behind it, up to the first end tag, or the next opening one of its kind. */
const openings = (tag: RegExp, end: RegExp) => (text: string): string[] => [...text.matchAll(tag)].map(({ index, 0: { length } }) => text.slice(index, index + length) + text.slice(index + length, index + 60).split(end)[0]!);
/** "name: value" becomes a field of the advice: the value is what must be kept. */
const valueOf = (line: string): string => valueIn(line.trim());
const valueIn = (line: string): string => (/^[^:]{3,40}:[;\t,\s]*(.+)$/.exec(line) ?? /^(?!\W*[A-Z-]{0,5}\d{4})[^;,\t]{3,40}[;,\t](.+)$/.exec(line))?.[1] ?? line;

const mt940Frame = /^\s{0,3}:(20|21|25P?|28C?|60[FM]|62[FM]|64|65|34F|13D?|90[DC]|940|942):|^\s{0,3}:6[0-5][FM]?[CD]\d{6}[A-Z]{3}\d|^\s*-|^\s*\{/;
const titles = /(date|facture).*(montant|débit|crédit|gross|betrag|amount)|grand total|solde|libellé.*contrepartie|^[\s;,]*(société|date de paiement|total|totaal|suma|gesamt|somme|summe)|[;,\t]total[;,\t]/i;

/** `values`: what of a record is enough, where its name may be dropped. */
type Form = { readonly formats: RegExp; readonly records: (text: string) => string[]; readonly values?: (record: string) => string[] };
const forms: Readonly<Record<string, Form>> = {
  camt: { formats: /^camt/, records: (text) => openings(/<(?:\w+:)?Ntry>/g, /<\/|<(?:\w+:)?(?:Ntry|Stmt|Rpt|Ntfctn)|<[\w:]*$/)(visible(text, "</")) },
  mt940: { formats: /^mt94/, records: linesBut(mt940Frame) },
  mt942: { formats: /^mt94/, records: linesBut(mt940Frame) },
  cfonb120: { formats: /^cfonb120/, records: (text) => linesBut(/^$/)(text.replaceAll("\u001A", "")).flatMap((line) => pieces(line, 120)).filter((record) => !/^0[17]/.test(record)) },
  cfonb240: { formats: /^cfonb240/, records: (text) => linesBut(/^$/)(text.replaceAll("\u001A", "")).flatMap((line) => pieces(line, 240)).filter((record) => !/^\s*3[19]/.test(record)) },
  // Several records may stand on one line.
  bai2: { formats: /^bai2/, records: (text) => linesBut(/^\s*(01|02|03|49|98|99)[,/]|^\s*88,[\d,+/ ZVSD-]*$/)(text.replace(/\/[ \t]+(?=(?:01|02|03|16|49|88|98|99),)/g, "/\n")) },
  ofx: { formats: /^ofx/, records: openings(/<STMTTRN>/g, /<\/|<STM|<LED|<AVA|<[A-Z]*$/) },
  csv: { formats: /^csv/, records: linesBut(titles) },
  stripe: { formats: /^stripe/, records: linesBut(/currency/i) },
  edi820: { formats: /^x12/, records: (text) => segments(text).filter((segment) => /^\s*(RMR|ADX|REF|DTM)\*/.test(segment)) },
  remt: { formats: /^remt/, records: (text) => [...visible(text).matchAll(/<Nb>([^<]*)<\/Nb>/g)].map(([, number]) => number!) },
  table: { formats: /^table/, records: (text) => linesBut(titles)(text).map(valueOf).filter((value) => !isDay.test(value)), values: valuesOfPair },
  text: { formats: /^text/, records: (text) => (/<(html|table|p|br|div)\b/i.test(text) ? [] : linesBut(/\b(total|summe|gesamt|somme|totaal|suma|virement|zahlung|payment|règlement)\b/i)(text).map(valueOf)) },
  xlsx: { formats: /^table/, records: (text) => visible(text).split(/(?=<row\b)/).filter((row) => !titles.test(row.replace(/<[^>]*>/g, ";"))).flatMap(valuesOfRow) },
  package: { formats: /^table/, records: () => [] },
};

/** Two cells by any delimiter that a table may have are a name and its value, whatever other delimiters stand in the name; the day of an advice is told as one. */
const isDay = /^\d{4}-\d{1,2}-\d{1,2}$/;
function valuesOfPair(line: string): string[] {
  const pairs = [";", ",", "\t"].map((delimiter) => line.split(delimiter).filter((cell) => cell.trim() !== "")).filter(({ length }) => length === 2);
  return pairs.flatMap(([name = "", value = ""]) => (/\d{4}/.test(name) ? [] : isDay.test(value.trim()) ? [""] : [value]));
}

/** Of a row of two, the first is the name that the second is known by. Numbers are told as a spreadsheet shows them. */
function valuesOfRow(row: string): string[] {
  const values = [...row.matchAll(/<[vt]>([^<&]*)/g)].map(([, value]) => value!).filter((value) => value.trim() !== "");
  return (values.length === 2 ? values.slice(1) : values).map(valueOf).filter((value) => !/:\s*$|^-?[\d.]+e|\.\d{10}/i.test(value));
}

/** A line as a mainframe's records: cut where it is longer than two of them. */
const pieces = (line: string, width: number): string[] => (line.length < 2 * width ? [line] : (line.match(new RegExp(`.{1,${width}}`, "gs")) ?? []));

/** XML without what its own rules hide. A section of plain text may swallow tags: `instead` stands for it. */
const visible = (text: string, instead = ""): string => text.replace(/<!--[\s\S]*?(-->|$)|<!\[CDATA\[[\s\S]*?(\]\]>|$)/g, (hidden) => (hidden.startsWith("<!--") ? "" : instead));

/** Where the frame of an 820 is whole: what stands between ST and its SE. */
function segments(text: string): string[] {
  const framed = /^ISA\*.{102}~\nGS\*[^~]*~\nST\*820\*[^~]*~([^]*)$/.exec(text)?.[1]?.split(/~\s*SE\*/)[0] ?? "";
  return framed.split("~").slice(0, -1);
}
