// OFX statements of bank, card and investment accounts: each STMTTRN is an entry. Trades of an investment account are no movements of cash and are kept unread.
//
// There is one balance (LEDGERBAL, at its date) and no opening one. CURRENCY inside a transaction says that its amount is in that currency; ORIGCURRENCY
// only tells what it was converted from.
import { decimalText, minorUnits, roundedUnits } from "#domain/cash-application/statements/amount.ts";
import { closeDraft, openDraft, type ReadStatement, reject, type StatementDraft } from "#domain/cash-application/statements/draft.ts";
import { type EntryKind, entryDraft } from "#domain/cash-application/statements/statement.ts";
import { looseDecimal } from "#domain/cash-application/statements/loose-decimal.ts";
import { type Tag, tagsOf } from "#domain/cash-application/statements/ofx/markup.ts";
import { folded } from "#domain/cash-application/statements/words.ts";
import { isDate } from "#domain/date.ts";
import { lineCounter } from "#domain/text/xml.ts";

const responses = new Set(["STMTRS", "CCSTMTRS", "INVSTMTRS"]);
const investments = /^(BUY|SELL|REINVEST|INCOME|TRANSFER|MARGININTEREST|INVEXPENSE|RETOFCAP|SPLIT|CLOSUREOPT|JRNL)/;

const kinds: Readonly<Record<string, EntryKind>> = {
  CREDIT: "credit-transfer", DEP: "cash", DIRECTDEP: "credit-transfer", XFER: "credit-transfer", PAYMENT: "credit-transfer", REPEATPMT: "credit-transfer", DIRECTDEBIT: "direct-debit",
  CHECK: "cheque", FEE: "fee", SRVCHG: "fee", INT: "interest", ATM: "cash", CASH: "cash", POS: "card",
};

type Transaction = { readonly at: number; readonly leaves: Map<string, string>; inside: string };

export function readOfx(text: string, file?: string): ReadStatement[] {
  const statements: ReadStatement[] = [];
  const lineAt = lineCounter(text);
  let draft: StatementDraft | undefined;
  let open: Transaction | undefined;
  let section = "";
  let failure: { line: number; message: string } | undefined;

  const endTransaction = (end: number, torn: boolean): void => {
    if (open) readTransaction((draft ??= openDraft("ofx")), open, lineAt(open.at), text.slice(open.at, end), torn);
    open = undefined;
  };
  const end = (at: number): void => {
    endTransaction(at, true);
    if (draft) statements.push(closeDraft(draft, file));
    draft = undefined;
  };
  for (const tag of tagsOf(text)) {
    if (responses.has(tag.name)) {
      end(tag.at);
      if (!tag.closes) draft = openDraft("ofx");
    } else if (tag.name === "STMTTRN") {
      endTransaction(tag.at, !tag.closes);
      if (!tag.closes) open = { at: tag.at, leaves: new Map(), inside: "" };
    } else if (tag.name === "BANKTRANLIST" && tag.closes) endTransaction(tag.at, true);
    if (open && !tag.closes && (tag.name === "LEDGERBAL" || tag.name === "AVAILBAL")) endTransaction(tag.at, true);
    if (tag.name === "STMTTRN" || responses.has(tag.name)) continue;
    if (open) readLeaf(open, tag);
    else {
      if (!tag.closes && tag.value === "") section = tag.name;
      if (draft) readHead(draft, tag, section, () => lineAt(tag.at));
      else if (tag.name === "MESSAGE" && tag.value !== "" && !/^(ok|success|the operation succeeded|.*success)/i.test(tag.value)) failure = { line: lineAt(tag.at), message: tag.value };
    }
  }
  end(text.length);
  if (statements.length === 0 && failure) {
    const refused = openDraft("ofx");
    reject(refused, failure.line, "STATUS", "bank.refused", `The bank answered with a refusal instead of a statement: ${failure.message}.`);
    statements.push(closeDraft(refused, file));
  }
  return statements;
}

function readLeaf(open: Transaction, tag: Tag): void {
  if (tag.closes) {
    if (tag.name === open.inside) open.inside = "";
    return;
  }
  if (tag.value === "") {
    if (["CURRENCY", "ORIGCURRENCY", "PAYEE", "BANKACCTTO", "CCACCTTO"].includes(tag.name)) open.inside = tag.name;
    return;
  }
  // Without end tags, the field that follows an aggregate would be taken for its own: only the aggregate's own names are.
  const inner = /^(CURRATE|CURSYM|ADDR\d|CITY|STATE|POSTALCODE|COUNTRY|PHONE|BANKID|BRANCHID|ACCTID|ACCTTYPE|ACCTKEY)$/.test(tag.name) || (open.inside === "PAYEE" && tag.name === "NAME");
  const key = inner && open.inside !== "" ? `${open.inside}.${tag.name}` : tag.name;
  if (!open.leaves.has(key)) open.leaves.set(key, tag.value);
}

function readTransaction(draft: StatementDraft, { leaves }: Transaction, line: number, raw: string, torn: boolean): void {
  draft.records++;
  const currency = leaves.get("CURRENCY.CURSYM")?.toUpperCase() ?? draft.currency;
  const written = leaves.get("TRNAMT") ?? "";
  const decimal = looseDecimal(written) ?? "";
  const amount = minorUnits(decimal, currency) ?? roundedUnits(decimal, currency);
  const date = ofxDate(leaves.get("DTPOSTED") ?? "");
  if (amount === null) return reject(draft, line, "TRNAMT", "amount.unreadable", torn ? "The transaction does not end, and has no amount." : `"${written}" ${currency ?? ""} is no amount.`, raw);
  if (date === null) return reject(draft, line, "DTPOSTED", "date.unreadable", `"${leaves.get("DTPOSTED") ?? ""}" is no date (year, month, day).`, raw);
  if (minorUnits(decimal, currency) === null) reject(draft, line, "TRNAMT", "amount.rounded", `"${written}" ${currency ?? ""} has more decimals than the currency counts: read as ${decimalText(amount, currency)}.`);
  const name = folded(leaves.get("NAME") ?? leaves.get("PAYEE.NAME") ?? "");
  const memo = folded(leaves.get("MEMO") ?? "");
  const words = [name, memo].filter((one, n, all) => one !== "" && !(n === 0 && all[1]!.includes(one)));
  const original = leaves.get("ORIGCURRENCY.CURSYM");
  draft.entries.push({
    ...entryDraft(line, raw),
    bookingDate: date,
    valueDate: ofxDate(leaves.get("DTAVAIL") ?? leaves.get("VALUEDATE") ?? ""),
    amount,
    currency,
    reference: leaves.get("FITID") ?? null,
    customerReference: leaves.get("CHECKNUM") ?? leaves.get("REFNUM") ?? null,
    transactionCode: leaves.get("TRNTYPE") ?? null,
    kind: kinds[(leaves.get("TRNTYPE") ?? "").toUpperCase()] ?? "other",
    counterparty: name || null,
    counterpartyAccount: leaves.get("BANKACCTTO.ACCTID") ?? null,
    text: words.join(" "),
    textLines: [name, memo].filter(Boolean),
    original: original && original !== currency ? { amount: 0n, currency: original, rate: leaves.get("ORIGCURRENCY.CURRATE") ?? null } : null,
  });
}

function readHead(draft: StatementDraft, tag: Tag, section: string, line: () => number): void {
  if (tag.closes) return;
  if (tag.name === "CURDEF") draft.currency = tag.value === "" ? null : tag.value.toUpperCase();
  else if (tag.name === "ACCTID") draft.account ??= tag.value || null;
  else if (tag.name === "BANKID" || tag.name === "BROKERID") draft.bank ??= tag.value || null;
  else if (tag.name === "BALAMT" && tag.value !== "" && (section === "LEDGERBAL" || section === "AVAILBAL")) readBalance(draft, tag, section, line);
  else if (tag.name === "DTASOF" && section === "LEDGERBAL" && draft.closing) draft.closing = { ...draft.closing, date: ofxDate(tag.value) };
  else if (investments.test(tag.name) && tag.value === "") draft.unread.push({ line: line(), text: tag.name });
}

function readBalance(draft: StatementDraft, tag: Tag, section: string, line: () => number): void {
  const amount = minorUnits(looseDecimal(tag.value) ?? "", draft.currency);
  if (amount === null) return reject(draft, line(), section, "balance.unreadable", `"${tag.value}" ${draft.currency ?? ""} is no amount.`);
  const balance = { type: section, amount, currency: draft.currency, date: null };
  if (section === "LEDGERBAL") draft.closing = balance;
  else draft.balances.push(balance);
}

/** YYYYMMDD with a time and zone behind it: the day as the bank writes it. Some write 2026-01-31. */
function ofxDate(text: string): string | null {
  const match = /^(\d{4})-?(\d{2})-?(\d{2})/.exec(text.trim());
  const date = match ? `${match[1]}-${match[2]}-${match[3]}` : "";
  return isDate(date) ? date : null;
}
