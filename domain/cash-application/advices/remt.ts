// remt.001, the remittance advice of ISO 20022: one advice for each RmtInf, that is for each payment.
import { type Advice, type AdviceDraft, closeAdvice, openAdvice } from "#domain/cash-application/advices/advice.ts";
import { minorUnits } from "#domain/cash-application/statements/amount.ts";
import { dateOf } from "#domain/cash-application/statements/camt/date.ts";
import type { StatementError, Unread } from "#domain/cash-application/statements/statement.ts";
import { child, childrenOf, type Element, lineCounter, readXml, textAt } from "#domain/text/xml.ts";

/** Of a document that nothing ends, so much is shown. */
const LONGEST = 10_000;

export function readRemt(text: string, file?: string): Advice[] {
  const advices: Advice[] = [];
  const errors: StatementError[] = [];
  const told: { from: number; to: number }[] = [];
  const raws: Unread[] = [];
  let version = "remt.001";
  readXml(text, {
    wants: (name, path) => name === "RmtInf" && path.at(-1) === "RmtAdvc",
    restarts: (name) => name === "RmtAdvc",
    onOpen: (_, attributes) => void (version = Object.values(attributes).map((value) => /remt\.001\.\d{3}\.\d{2}/.exec(value)?.[0]).find(Boolean) ?? version),
    onElement: (element, _, raw) => {
      told.push({ from: element.at, to: element.at + raw.length });
      raws.push({ line: element.line, text: raw });
      advices.push(adviceOf(element, raw, openAdvice(version, file)));
    },
    onTorn: (element, _, raw) => {
      told.push({ from: element.at, to: element.at + raw.length });
      errors.push({ line: element.line, field: "RmtInf", code: "xml.torn", message: "The advice does not end: the file is cut off or its markup is broken. It was not read.", raw });
    },
    onBroken: (line, message) => void errors.push({ line, field: "", code: "xml.broken", message: `The file is no well-formed XML: ${message}` }),
  });
  errors.push(...hiddenDocuments(text, told));
  // A quote that never closes hides documents inside of an advice that ends well: in a broken file the whole advice is kept beside what was read of it.
  return errors.length === 0 ? advices : [...advices, { ...openAdvice(version, file), errors, unread: raws }];
}

/** Documents outside of every advice, behind a tag that somebody broke. */
function hiddenDocuments(text: string, told: readonly { from: number; to: number }[]): StatementError[] {
  const lineAt = lineCounter(text);
  const openings = [...text.matchAll(/<(?:[\w.-]+:)?(?:Strd|Nb)\s*>/g)].map(({ index, 0: { length } }) => ({ at: index, end: index + length }));
  let next = 0;
  return openings.flatMap(({ at, end }, n) => {
    while (next < told.length && told[next]!.to <= end) next++;
    if (next < told.length && told[next]!.from <= at) return [];
    const raw = text.slice(at, Math.min(openings[n + 1]?.at ?? text.length, at + LONGEST));
    return [{ line: lineAt(at), field: "Strd", code: "xml.torn", message: "The document stands outside of an advice. It was not read.", raw }];
  });
}

function adviceOf(element: Element, raw: string, draft: AdviceDraft): Advice {
  const payment = child(element, "OrgnlPmtInf");
  const amount = child(payment, "Amt", "InstdAmt") ?? child(payment, "Amt", "EqvtAmt", "Amt");
  draft.id = textAt(element, "RmtId");
  draft.paymentReference = textAt(payment, "Refs", "EndToEndId") ?? textAt(payment, "Refs", "TxId") ?? textAt(payment, "Refs", "InstrId");
  draft.payer = textAt(payment, "Dbtr", "Nm") ?? textAt(payment, "Dbtr", "Pty", "Nm");
  draft.payee = textAt(payment, "Cdtr", "Nm") ?? textAt(payment, "Cdtr", "Pty", "Nm");
  draft.paidOn = dateOf(child(payment, "ReqdExctnDt")) ?? dateOf(child(payment, "IntrBkSttlmDt"));
  draft.currency = amount?.attributes.Ccy ?? null;
  draft.total = amount ? minorUnits(amount.text, draft.currency) : null;
  for (const words of childrenOf(element, "Ustrd")) draft.unread.push({ line: words.line, text: words.text.trim() });
  for (const structured of childrenOf(element, "Strd")) readDocument(draft, structured);
  if (draft.lines.length === 0 && draft.unread.length === 0) draft.unread.push({ line: element.line, text: raw });
  return closeAdvice(draft);
}

function readDocument(draft: AdviceDraft, structured: Element): void {
  const amounts = child(structured, "RfrdDocAmt");
  const typed = childrenOf(amounts, "RmtAmtAndTp");
  const of = (element: Element | undefined): bigint | null => (element ? minorUnits(element.text, (draft.currency ??= element.attributes.Ccy ?? null)) : null);
  const named = (pattern: RegExp): Element | undefined => child(typed.find((one) => pattern.test(textAt(one, "Tp", "Cd") ?? textAt(one, "Tp", "Prtry") ?? "")), "Amt");
  const gross = of(child(amounts, "DuePyblAmt")) ?? of(named(/^DUPA$|invoice|due|gross/i));
  const discount = of(child(amounts, "DscntApldAmt", "Amt") ?? child(amounts, "DscntApldAmt")) ?? of(named(/^DSCT$|discount/i));
  const credit = of(child(amounts, "CdtNoteAmt")) ?? of(named(/^CREN$|credit/i));
  const remitted = of(child(amounts, "RmtdAmt")) ?? of(named(/^REMI$|remit|paid|net/i)) ?? (typed.length === 1 && gross === null && credit === null ? of(child(typed[0], "Amt")) : null);
  const documents = childrenOf(structured, "RfrdDocInf");
  for (const document of documents) {
    const type = textAt(document, "Tp", "CdOrPrtry", "Cd") ?? textAt(document, "Tp", "CdOrPrtry", "Prtry");
    const own = documents.length === 1;
    for (const further of childrenOf(document, "Nb").slice(1)) draft.unread.push({ line: further.line, text: further.text.trim() });
    const paid = credit !== null ? -credit : (remitted ?? (gross === null ? null : gross - (discount ?? 0n)));
    draft.lines.push({
      line: document.line, document: textAt(document, "Nb") ?? "", type, date: dateOf(child(document, "RltdDt")), gross: own ? gross : null, discount: own ? discount : null,
      paid: own ? (type === "CREN" && paid !== null && paid > 0n ? -paid : paid) : null, purchaseOrder: null, reason: textAt(amounts, "AdjstmntAmtAndRsn", "Rsn"), raw: textAt(structured, "AddtlRmtInf") ?? "",
    });
  }
}
