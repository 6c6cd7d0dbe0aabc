// Who paid and why: RltdPties, RmtInf, Refs and RtrInf of a transaction, in the shapes of all versions (Dbtr/Nm until .07, Dbtr/Pty/Nm or Dbtr/Agt after).
//
// The counterparty of a credit is its debtor. A returned or reversed transaction keeps the roles of the one it takes back, so there the other side is meant;
// and where one side's account is our own, the other side is the counterparty whatever the rest says.
import { minorUnits } from "#domain/cash-application/statements/amount.ts";
import { dateIn, dateOf } from "#domain/cash-application/statements/camt/date.ts";
import type { Charge, Details, EntryDraft, OriginalAmount, PaidDocument } from "#domain/cash-application/statements/statement.ts";
import { rejoined } from "#domain/cash-application/statements/words.ts";
import { child, childrenOf, type Element, textAt } from "#domain/text/xml.ts";

export type Context = { readonly account: string | null; readonly amount: bigint; readonly reversal: boolean };

/** `entry`: the Ntry around it, where its own additional information belongs to this transaction. */
export function detailsOf(transaction: Element, context: Context, entry: Element | undefined): Details {
  const parties = child(transaction, "RltdPties");
  const returnReason = reasonOf(transaction) ?? (entry ? reasonOf(entry) : null);
  const side = counterSide(parties, { ...context, reversal: context.reversal || returnReason !== null });
  const account = child(parties, `${side}Acct`, "Id");
  const iban = textAt(account, "IBAN")?.replaceAll(" ", "") ?? null;
  const words = wordsOf(transaction, entry);
  return {
    counterparty: nameOf(child(parties, side)) ?? nameOf(child(parties, `Ultmt${side}`)),
    ultimateCounterparty: nameOf(child(parties, `Ultmt${side}`)),
    iban,
    counterpartyAccount: iban === null ? (textAt(account, "Othr", "Id") ?? textAt(account, "PrtryAcct", "Id") ?? textAt(account, "BBAN")) : null,
    bic: bicOf(child(transaction, "RltdAgts", `${side}Agt`)),
    text: words.text,
    textLines: words.lines,
    structuredReference: structured(transaction)[0] ?? null,
    endToEndId: meant(textAt(transaction, "Refs", "EndToEndId")),
    mandate: meant(textAt(transaction, "Refs", "MndtId")),
    creditorId: textAt(parties, "Cdtr", "Id", "PrvtId", "Othr", "Id") ?? textAt(parties, "Cdtr", "Pty", "Id", "PrvtId", "Othr", "Id"),
    purpose: textAt(transaction, "Purp", "Cd") ?? textAt(transaction, "Purp", "Prtry"),
    returnReason,
    documents: documentsOf(transaction),
  };
}

export const referenceOf = (transaction: Element): string | null => textAt(transaction, "Refs", "AcctSvcrRef") ?? textAt(transaction, "AcctSvcrRef");

/** The part's amount in the entry's currency, signed; null where the bank gives it in another one only. */
export function partAmount(transaction: Element, entry: EntryDraft): bigint | null {
  const candidates = [child(transaction, "Amt"), child(transaction, "AmtDtls", "TxAmt", "Amt"), child(transaction, "AmtDtls", "CntrValAmt", "Amt"), child(transaction, "AmtDtls", "InstdAmt", "Amt")];
  const own = candidates.find((amount) => amount && (amount.attributes.Ccy ?? entry.currency) === entry.currency);
  const size = own ? minorUnits(own.text, entry.currency) : null;
  if (size === null) return null;
  const side = textAt(transaction, "CdtDbtInd");
  const negative = side === null ? entry.amount < 0n : side === "DBIT";
  return negative ? -size : size;
}

export function chargesOf(element: Element): Charge[] {
  const blocks = childrenOf(element, "Chrgs");
  const records = blocks.flatMap((block) => (child(block, "Rcrd") ? childrenOf(block, "Rcrd") : [block]));
  return records.flatMap((record) => {
    const amount = child(record, "Amt");
    const currency = amount?.attributes.Ccy;
    const size = amount && currency ? minorUnits(amount.text, currency) : null;
    if (!currency || size === null) return [];
    return [{ amount: textAt(record, "CdtDbtInd") === "CRDT" ? -size : size, currency, type: textAt(record, "Tp", "Cd") ?? textAt(record, "Tp", "Prtry", "Id") ?? textAt(record, "Tp", "Prtry") }];
  });
}

export function originalOf(element: Element, currency: string | null): OriginalAmount | null {
  for (const amount of [child(element, "AmtDtls", "InstdAmt", "Amt"), child(element, "AmtDtls", "TxAmt", "Amt"), element.name === "TxDtls" ? child(element, "Amt") : undefined]) {
    const own = amount?.attributes.Ccy;
    const size = amount && own && own !== currency ? minorUnits(amount.text, own) : null;
    if (own && size !== null) return { amount: size, currency: own, rate: rateOf(element) };
  }
  return null;
}

function rateOf(element: Element): string | null {
  for (const name of ["InstdAmt", "TxAmt", "CntrValAmt"]) {
    const rate = textAt(element, "AmtDtls", name, "CcyXchg", "XchgRate");
    if (rate) return rate;
  }
  return null;
}

function counterSide(parties: Element | undefined, { account, amount, reversal }: Context): "Dbtr" | "Cdtr" {
  const own = account?.toUpperCase() ?? "";
  const ibanOf = (side: string): string | null => textAt(parties, `${side}Acct`, "Id", "IBAN") ?? textAt(parties, `${side}Acct`, "Id", "Othr", "Id");
  if (own !== "" && ibanOf("Cdtr")?.replaceAll(" ", "").toUpperCase() === own) return "Dbtr";
  if (own !== "" && ibanOf("Dbtr")?.replaceAll(" ", "").toUpperCase() === own) return "Cdtr";
  const expected = amount >= 0n !== reversal ? "Dbtr" : "Cdtr";
  const other = expected === "Dbtr" ? "Cdtr" : "Dbtr";
  const there = (side: string): boolean => child(parties, side) !== undefined || child(parties, `${side}Acct`) !== undefined || child(parties, `Ultmt${side}`) !== undefined;
  return there(expected) || !there(other) ? expected : other;
}

function nameOf(party: Element | undefined): string | null {
  const inner = child(party, "Pty") ?? party;
  return textAt(inner, "Nm") ?? textAt(party, "Agt", "FinInstnId", "Nm") ?? textAt(party, "FinInstnId", "Nm") ?? textAt(inner, "PstlAdr", "AdrLine");
}

const bicOf = (agent: Element | undefined): string | null => textAt(agent, "FinInstnId", "BICFI") ?? textAt(agent, "FinInstnId", "BIC") ?? textAt(agent, "FinInstnId", "CmbndId", "BIC");

/** Some banks fill the field with a word that says there is none. */
const meant = (id: string | null): string | null => (id === null || /^(NOT ?PROVIDED|NONREF|NOTAVAIL|NONE|NOREF)$/i.test(id) ? null : id);

function reasonOf(element: Element): string | null {
  const returned = child(element, "RtrInf");
  return textAt(returned, "Rsn", "Cd") ?? textAt(returned, "Rsn", "Prtry") ?? textAt(returned, "OrgnlBkTxCd", "Prtry", "Cd") ?? (returned ? textAt(returned, "AddtlInf") ?? "returned" : null);
}

/** Remittance words first, in order; then what the bank adds, unless it repeats them. */
function wordsOf(transaction: Element, entry: Element | undefined): { text: string; lines: string[] } {
  const remittance = child(transaction, "RmtInf");
  const lines = childrenOf(remittance, "Ustrd").map((one) => one.text.replace(/[\r\n\t]+/g, " ")).filter((one) => one.trim() !== "");
  const joined = [rejoined(lines, 140)];
  const additions = [
    ...childrenOf(remittance, "Strd").flatMap((one) => childrenOf(one, "AddtlRmtInf").map((info) => textAt(info))),
    ...structured(transaction),
    textAt(transaction, "AddtlTxInf"),
    entry && entry !== transaction ? textAt(entry, "AddtlNtryInf") : null,
    textAt(transaction, "AddtlNtryInf"),
    textAt(transaction, "RtrInf", "AddtlInf"),
  ];
  // A remittance may name ten thousand documents: what was said is looked up, and searched for only among few.
  const said = new Set(joined);
  for (const addition of additions) {
    if (addition === null || said.has(addition) || (additions.length < 100 && joined.some((text) => text.includes(addition)))) continue;
    said.add(addition);
    joined.push(addition);
    lines.push(addition);
  }
  return { text: joined.filter(Boolean).join(" "), lines: lines.map((line) => line.trim()) };
}

function structured(transaction: Element): string[] {
  const references = childrenOf(child(transaction, "RmtInf"), "Strd").map((one) => textAt(one, "CdtrRefInf", "Ref") ?? textAt(one, "CdtrRefInf", "CdtrRef"));
  return references.filter((reference) => reference !== null).map((reference) => reference.replaceAll(" ", ""));
}

function documentsOf(transaction: Element): PaidDocument[] {
  return childrenOf(child(transaction, "RmtInf"), "Strd").flatMap((one) => {
    const amount = child(one, "RfrdDocAmt", "RmtdAmt") ?? child(one, "RfrdDocAmt", "DuePyblAmt") ?? child(one, "RfrdDocAmt", "CdtNoteAmt");
    const currency = amount?.attributes.Ccy ?? null;
    return childrenOf(one, "RfrdDocInf").flatMap((document): PaidDocument[] => {
      const number = textAt(document, "Nb") ?? textAt(document, "RfrdDocNb");
      const type = textAt(document, "Tp", "CdOrPrtry", "Cd") ?? textAt(document, "Tp", "CdOrPrtry", "Prtry");
      return number === null ? [] : [{ number, type, date: dateOf(child(document, "RltdDt")) ?? dateIn(textAt(one, "RfrdDocRltdDt")), amount: amount ? minorUnits(amount.text, currency) : null, currency }];
    });
  });
}
