// ANSI X12 820, payment order and remittance advice: BPR the payment, TRN its trace number, N1 payer (PR) and payee (PE), RMR a document with what was paid,
// invoiced and discounted, REF and DTM about it, ADX an adjustment with its reason. One ST is one advice.
//
// The separators stand in the ISA segment: its fourth character, and what follows the sixteenth element. Files that were re-typed lost the padding of ISA, so
// nothing is taken from fixed columns.
import { type Advice, type AdviceDraft, type AdviceLine, closeAdvice, openAdvice } from "#domain/cash-application/advices/advice.ts";
import { decimalsOf, minorUnits } from "#domain/cash-application/statements/amount.ts";
import { isDate } from "#domain/date.ts";

type Segment = { readonly line: number; readonly elements: readonly string[]; readonly raw: string };

export function readEdi820(text: string, file?: string): Advice[] {
  const advices: Advice[] = [];
  let draft: AdviceDraft | undefined;
  let segments = 0;
  const end = (): void => {
    if (draft) advices.push(closeAdvice(draft));
    draft = undefined;
  };
  for (const segment of segmentsOf(text)) {
    const [tag = "", first = ""] = segment.elements;
    segments++;
    if (tag === "ST") {
      end();
      segments = 1;
      if (first === "820") draft = openAdvice("x12.820", file);
    } else if (tag === "SE") {
      if (draft && /^\d+$/.test(first) && Number(first) !== segments) draft.errors.push({ line: segment.line, field: "SE01", code: "segments.missing", message: `The advice says ${first} segments, there are ${segments}.` });
      end();
    } else if (draft) readSegment(draft, segment);
    else if (advices.length > 0 && !/^(GS|GE|ISA|IEA|TA1)$/.test(tag)) {
      // An SE in a wrong place must not swallow what stands behind it.
      draft = openAdvice("x12.820", file);
      draft.errors.push({ line: segment.line, field: tag, code: "segment.outside", message: "This stands behind the end (SE) of its advice." });
      readSegment(draft, segment);
    }
  }
  if (draft) draft.errors.push({ line: 1, field: "SE", code: "file.cut", message: "The advice does not end (no SE segment): the file is cut off." });
  end();
  return advices;
}

function* segmentsOf(text: string): Generator<Segment> {
  const isa = text.indexOf("ISA");
  const separator = isa >= 0 ? (text[isa + 3] ?? "*") : "*";
  let at = isa;
  for (let n = 0; n < 16 && at >= 0; n++) at = text.indexOf(separator, at + 1);
  const terminator = at > 0 ? (/[\r\n]/.test(text[at + 2] ?? "\n") ? "\n" : text[at + 2]!) : /~/.test(text) ? "~" : "\n";
  let line = 1;
  for (const piece of text.split(terminator)) {
    const lead = /^\s*/.exec(piece)![0];
    line += lead.split("\n").length - 1;
    const raw = piece.trim();
    if (raw !== "") yield { line, elements: raw.split(separator).map((element) => element.trim()), raw };
    line += piece.slice(lead.length).split("\n").length - 1 + (terminator === "\n" ? 1 : 0);
  }
}

function readSegment(draft: AdviceDraft, { line, elements, raw }: Segment): void {
  const [tag = "", first = "", second = "", third = "", fourth = "", fifth = "", sixth = ""] = elements;
  switch (tag) {
    case "BPR":
      draft.currency ??= "USD";
      draft.total = amountIn(draft, line, "BPR02", second);
      draft.paidOn = dateIn(elements[16] ?? "");
      return;
    case "CUR":
      if (decimalsOf(second) !== null) draft.currency = second;
      return;
    case "TRN":
      draft.paymentReference = second || null;
      return;
    case "REF":
      return readReference(draft, line, first, second, raw);
    case "DTM":
      if (draft.lines.length === 0) draft.unread.push({ line, text: raw });
      return amendLast(draft, (last) => ({ date: last.date ?? dateIn(second), raw: `${last.raw}\n${raw}` }));
    case "N1":
      if (first === "PR") draft.payer = second || null;
      else if (first === "PE") draft.payee = second || null;
      else draft.unread.push({ line, text: raw });
      return;
    case "RMR":
      return void draft.lines.push(documentLine(draft, line, { type: first, document: second, action: third, paid: fourth, gross: fifth, discount: sixth }, raw));
    case "ADX":
      return readAdjustment(draft, line, first, second, raw);
    case "ENT":
      return;
    default:
      draft.unread.push({ line, text: raw });
  }
}

function documentLine(draft: AdviceDraft, line: number, told: { type: string; document: string; action: string; paid: string; gross: string; discount: string }, raw: string): AdviceLine {
  const gross = amountIn(draft, line, "RMR05", told.gross);
  const discount = amountIn(draft, line, "RMR06", told.discount);
  const paid = amountIn(draft, line, "RMR04", told.paid) ?? (gross === null ? null : gross - (discount ?? 0n));
  const credit = told.type === "CM" && paid !== null && paid > 0n;
  return { line, document: told.document, type: told.type || null, date: null, gross, discount, paid: credit ? -paid : paid, purchaseOrder: null, reason: told.action || null, raw };
}

/** An adjustment behind a document explains it; one on its own changes the payment. */
function readAdjustment(draft: AdviceDraft, line: number, amount: string, reason: string, raw: string): void {
  const size = amountIn(draft, line, "ADX01", amount);
  if (draft.lines.length > 0) amendLast(draft, (last) => ({ reason: [last.reason, reason, amount].filter(Boolean).join(" "), raw: `${last.raw}\n${raw}` }));
  else draft.lines.push({ line, document: "", type: "ADX", date: null, gross: null, discount: null, paid: size, purchaseOrder: null, reason: reason || null, raw });
}

function readReference(draft: AdviceDraft, line: number, qualifier: string, value: string, raw: string): void {
  if (qualifier === "PO" && draft.lines.length > 0) amendLast(draft, (last) => ({ purchaseOrder: last.purchaseOrder ?? value, raw: `${last.raw}\n${raw}` }));
  else if (draft.lines.length > 0) amendLast(draft, (last) => ({ raw: `${last.raw}\n${raw}` }));
  else {
    if (draft.id === null) draft.id = value || null;
    draft.unread.push({ line, text: raw });
  }
}

function amendLast(draft: AdviceDraft, change: (last: AdviceLine) => Partial<AdviceLine>): void {
  const last = draft.lines.at(-1);
  if (last) draft.lines[draft.lines.length - 1] = { ...last, ...change(last) };
}

function amountIn(draft: AdviceDraft, line: number, field: string, text: string): bigint | null {
  if (text === "") return null;
  const amount = minorUnits(text, (draft.currency ??= "USD"));
  if (amount === null) draft.errors.push({ line, field, code: "amount.unreadable", message: `"${text}" is no amount.` });
  return amount;
}

function dateIn(text: string): string | null {
  const match = /^(\d{4}|\d{2})(\d{2})(\d{2})$/.exec(text);
  const date = match ? `${match[1]!.length === 2 ? `20${match[1]}` : match[1]}-${match[2]}-${match[3]}` : "";
  return isDate(date) ? date : null;
}
