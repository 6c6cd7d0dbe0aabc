// remt.001, every version: the parts that name documents and amounts have kept their names.
import { childrenOf, child, readXml, textAt, type Element } from "#domain/text/xml.ts";
import type { Advice, AdviceLine } from "#domain/cash-application/matching/model.ts";
import { adviceDraft, closed } from "#domain/cash-application/matching/offline/advice-fields.ts";
import { centsOf, dayOf } from "#domain/cash-application/matching/offline/fields.ts";

export function adviceFromXml(id: string, text: string, currency: string): Advice[] {
  const blocks: Element[] = [];
  readXml(text, { wants: (name) => name === "RmtInf", onElement: (element) => void blocks.push(element), onBroken: () => undefined });
  return blocks.flatMap((block, n) => {
    const draft = adviceDraft();
    const original = child(block, "OrgnlPmtInf");
    draft.reference = textAt(original, "Refs", "EndToEndId") ?? textAt(original, "EndToEndId") ?? textAt(block, "RmtId") ?? "";
    draft.payer = textAt(original, "Dbtr", "Nm") ?? textAt(original, "Dbtr", "Pty", "Nm") ?? "";
    draft.iban = textAt(original, "DbtrAcct", "Id", "IBAN") ?? "";
    draft.paidOn = dayOf(textAt(original, "ReqdExctnDt", "Dt") ?? textAt(original, "ReqdExctnDt") ?? textAt(original, "IntrBkSttlmDt") ?? "");
    draft.currency = currency;
    draft.total = centsOf(textAt(original, "Amt", "InstdAmt") ?? textAt(original, "IntrBkSttlmAmt") ?? textAt(original, "Amt") ?? "", currency);
    for (const structured of childrenOf(block, "Strd")) draft.lines.push(...linesOf(structured, currency));
    return closed(`${id}#${n}`, draft);
  });
}

function linesOf(structured: Element, currency: string): AdviceLine[] {
  const amounts = child(structured, "RfrdDocAmt");
  const amount = (...path: string[]): number | null => centsOf(textAt(amounts, ...path) ?? "", currency);
  const typed = (pattern: RegExp): number | null => {
    const found = childrenOf(amounts, "RmtAmtAndTp").find((one) => pattern.test(textAt(one, "Tp", "Prtry") ?? textAt(one, "Tp", "Cd") ?? ""));
    return found ? centsOf(textAt(found, "Amt") ?? "", currency) : null;
  };
  const credit = amount("CdtNoteAmt") ?? typed(/credit/i);
  const net = credit === null ? (amount("RmtdAmt") ?? typed(/remit|paid|net/i)) : -credit;
  const gross = amount("DuePyblAmt") ?? typed(/due|invoice|gross/i);
  const discount = amount("DscntApldAmt", "Amt") ?? amount("DscntApldAmt") ?? typed(/discount/i) ?? 0;
  return childrenOf(structured, "RfrdDocInf").flatMap((document) => {
    const reference = textAt(document, "Nb");
    const isCredit = /CREN/.test(textAt(document, "Tp", "CdOrPrtry", "Cd") ?? "");
    const signed = (value: number | null): number | null => (isCredit && value !== null ? -Math.abs(value) : value);
    return reference ? [{ reference, gross: signed(gross), discount, net: signed(net) }] : [];
  });
}
