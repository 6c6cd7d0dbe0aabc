// CFONB240: the list of single operations behind an account's totals, 240 characters each: 31 header, 34 operation, 36 total, 39 end with the sum.
// Receivables meet it as unpaid bills (LCR/BOR) and as received transfers.
//
// Amounts have no sign, so the operation tells the side: 20 and 21 are transfers received; 60 to 62 are bills that we are to pay; whatever carries an outcome
// (columns 227–228) came back unpaid. Otherwise it depends on whether our account is the drawer's (we are to be paid) or the drawee's.
import { decimalText } from "#domain/cash-application/statements/amount.ts";
import { type FixedRecord, recordsOf, shortDate } from "#domain/cash-application/statements/cfonb/records.ts";
import { closeDraft, openDraft, type ReadStatement, reject, type StatementDraft } from "#domain/cash-application/statements/draft.ts";
import { type EntryKind, entryDraft } from "#domain/cash-application/statements/statement.ts";
import { folded } from "#domain/cash-application/statements/words.ts";
import { isDate } from "#domain/date.ts";

const currencies: Readonly<Record<string, string>> = { E: "EUR", F: "FRF", "": "EUR" };

export function readCfonb240(text: string, file?: string): ReadStatement[] {
  const statements: ReadStatement[] = [];
  let draft: StatementDraft | undefined;
  const end = (): void => {
    if (draft) statements.push(closeDraft(draft, file));
    draft = undefined;
  };
  for (const record of recordsOf(text, 240)) {
    const code = record.text.slice(0, 2);
    if (code === "31") end();
    draft ??= openDraft("cfonb240");
    if (code === "31") readHeader(draft, record);
    else if (code === "34") readOperation(draft, record);
    else if (code === "39") {
      checkSum(draft, record);
      end();
    } else {
      draft.unread.push({ line: record.line, text: record.text });
      if (code !== "36") reject(draft, record.line, "record", "record.unknown", `"${code}" is no record of a CFONB240 file (31, 34, 36, 39).`);
    }
  }
  end();
  return statements;
}

const at = (record: string, position: number, length: number): string => record.slice(position - 1, position - 1 + length).trim();

function readHeader(draft: StatementDraft, { text }: FixedRecord): void {
  draft.account = at(text, 88, 11) || at(text, 32, 11) || null;
  draft.bank = at(text, 78, 10) || at(text, 22, 10) || null;
  draft.currency = currencies[at(text, 17, 1)] ?? "EUR";
  draft.id = at(text, 11, 6) || null;
}

function readOperation(draft: StatementDraft, { line, text }: FixedRecord): void {
  draft.records++;
  const digits = at(text, 229, 12);
  const date = shortDate(at(text, 11, 6));
  if (!/^\d{1,12}$/.test(digits)) return reject(draft, line, "34 amount", "amount.unreadable", `"${digits}" is no amount of twelve digits.`, text);
  if (date === null || !isDate(date)) return reject(draft, line, "34 date", "date.unreadable", `"${at(text, 11, 6)}" is no date (day, month, year).`, text);
  const operation = at(text, 9, 2);
  const outcome = at(text, 227, 2);
  const weDrew = draft.account !== null && at(text, 32, 11) === draft.account && at(text, 88, 11) !== draft.account;
  const { kind, sign } = meaning(operation, outcome, weDrew);
  const due = shortDate(at(text, 67, 6));
  const [drawer, drawee] = [folded(at(text, 43, 24)), folded(at(text, 99, 24))];
  const number = at(text, 204, 8);
  const lines = [drawer, drawee, at(text, 163, 10), at(text, 173, 10), number, at(text, 123, 8)].filter(Boolean);
  draft.entries.push({
    ...entryDraft(line, text),
    bookingDate: date,
    valueDate: due !== null && isDate(due) ? due : null,
    amount: sign * BigInt(digits),
    currency: draft.currency ?? "EUR",
    reference: at(text, 123, 8) || at(text, 3, 6) || null,
    customerReference: at(text, 163, 10) || null,
    transactionCode: operation || null,
    kind,
    counterparty: (weDrew ? drawee : drawer) || null,
    counterpartyAccount: (weDrew ? at(text, 88, 11) : at(text, 32, 11)) || null,
    text: lines.join(" "),
    textLines: lines,
    returnReason: kind === "return" ? outcome : null,
    documents: number === "" ? [] : [{ number, type: "LCR", date: null, amount: null, currency: null }],
  });
}

function meaning(operation: string, outcome: string, weDrew: boolean): { kind: EntryKind; sign: bigint } {
  if (outcome !== "" && outcome !== "00") return { kind: "return", sign: -1n };
  if (/^2[0-9]$/.test(operation)) return { kind: "credit-transfer", sign: 1n };
  if (/^6[0-9]$/.test(operation)) return { kind: "bill", sign: weDrew ? 1n : -1n };
  return { kind: "bill", sign: weDrew ? 1n : -1n };
}

function checkSum(draft: StatementDraft, { line, text }: FixedRecord): void {
  const digits = at(text, 229, 12);
  if (!/^\d+$/.test(digits)) return reject(draft, line, "39 amount", "amount.unreadable", `The sum "${digits}" is no amount.`);
  const sum = draft.entries.reduce((all, { amount }) => all + (amount < 0n ? -amount : amount), 0n);
  if (sum === BigInt(digits)) return;
  const told = (minor: bigint): string => decimalText(minor, draft.currency);
  reject(draft, line, "39 amount", "sum.mismatch", `The file says a sum of ${told(BigInt(digits))}, its operations add up to ${told(sum)}.`);
}
