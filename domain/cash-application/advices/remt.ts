// remt.001, the remittance advice of ISO 20022: one advice for each RmtInf, that is for each payment.
import { type Advice, type AdviceDraft, closeAdvice, openAdvice } from "#domain/cash-application/advices/advice.ts";
import { minorUnits } from "#domain/cash-application/statements/amount.ts";
import { dateOf } from "#domain/cash-application/statements/camt/date.ts";
import { child, childrenOf, type Element, readXml, textAt } from "#domain/text/xml.ts";

export function readRemt(text: string, file?: string): Advice[] {
  const advices: Advice[] = [];
  const broken: { line: number; message: string }[] = [];
  let version = "remt.001";
  readXml(text, {
    wants: (name, path) => name === "RmtInf" && path.at(-1) === "RmtAdvc",
    restarts: (name) => name === "RmtAdvc",
    onOpen: (_, attributes) => void (version = Object.values(attributes).map((value) => /remt\.001\.\d{3}\.\d{2}/.exec(value)?.[0]).find(Boolean) ?? version),
    onElement: (element, _, raw) => void advices.push(adviceOf(element, raw, openAdvice(version, file))),
    onTorn: (element) => void broken.push({ line: element.line, message: "The advice does not end: the file is cut off." }),
    onBroken: (line, message) => void broken.push({ line, message: `The file is no well-formed XML: ${message}` }),
  });
  if (broken.length === 0) return advices;
  const draft = openAdvice(version, file);
  draft.errors.push(...broken.map(({ line, message }) => ({ line, field: "", code: "xml.broken", message })));
  return [...advices, draft];
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
    const paid = credit !== null ? -credit : (remitted ?? (gross === null ? null : gross - (discount ?? 0n)));
    draft.lines.push({
      line: document.line, document: textAt(document, "Nb") ?? "", type, date: dateOf(child(document, "RltdDt")), gross: own ? gross : null, discount: own ? discount : null,
      paid: own ? (type === "CREN" && paid !== null && paid > 0n ? -paid : paid) : null, purchaseOrder: null, reason: textAt(amounts, "AdjstmntAmtAndRsn", "Rsn"), raw: textAt(structured, "AddtlRmtInf") ?? "",
    });
  }
}
