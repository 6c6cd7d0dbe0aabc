// CFONB120, the account statement of French banks: 01 opening balance, 04 movement, 05 what belongs to it, 07 closing balance, 120 characters each.
//
// The decimals of an amount stand in column 20, its sign in its last character. A statement begins with 01; a movement without one is still given, in a
// statement that says what is missing.
import { scaled } from "#domain/cash-application/statements/amount.ts";
import { type Complement, complementOf, complementsOf } from "#domain/cash-application/statements/cfonb/complement.ts";
import { operation } from "#domain/cash-application/statements/cfonb/operation-codes.ts";
import { readPunched } from "#domain/cash-application/statements/cfonb/overpunch.ts";
import { type FixedRecord, recordsOf, shortDate } from "#domain/cash-application/statements/cfonb/records.ts";
import { closeDraft, openDraft, type ReadStatement, reject, type StatementDraft } from "#domain/cash-application/statements/draft.ts";
import { type Balance, entryDraft } from "#domain/cash-application/statements/statement.ts";
import { frenchIban } from "#domain/iban.ts";
import { isDate } from "#domain/date.ts";

type Movement = { readonly record: FixedRecord; readonly complements: FixedRecord[] };

export function readCfonb120(text: string, file?: string): ReadStatement[] {
  const statements: ReadStatement[] = [];
  let draft: StatementDraft | undefined;
  let movement: Movement | undefined;

  const endMovement = (): void => {
    if (draft && movement) readMovement(draft, movement);
    movement = undefined;
  };
  const end = (line: number): void => {
    endMovement();
    if (draft && draft.closing === null) reject(draft, line, "07", "statement.not-closed", "The statement has no closing balance (record 07).");
    if (draft) statements.push(closeDraft(draft, file));
    draft = undefined;
  };
  const begin = (record: FixedRecord, missing: boolean): StatementDraft => {
    end(record.line);
    draft = openDraft("cfonb120");
    nameAccount(draft, record.text);
    if (missing) reject(draft, record.line, "01", "statement.not-opened", "The statement has no opening balance (record 01).");
    return draft;
  };
  const fitting = (record: FixedRecord): StatementDraft => (draft && draft.account === accountOf(record.text) ? draft : begin(record, true));

  let last = 1;
  for (const record of recordsOf(text, 120)) {
    last = record.line;
    const code = record.text.slice(0, 2);
    if (code === "05" && movement) movement.complements.push(record);
    else if (code === "04") {
      endMovement();
      fitting(record);
      movement = { record, complements: [] };
    } else if (code === "01") {
      const opened = begin(record, false);
      opened.opening = readBalance(opened, record, "01");
    } else if (code === "07") {
      endMovement();
      const own = fitting(record);
      own.closing = readBalance(own, record, "07");
      own.closingLine = record.line;
      end(record.line);
    } else {
      endMovement();
      const own = draft ?? begin(record, true);
      own.unread.push({ line: record.line, text: record.text });
      const message = code === "05" ? "A complement (record 05) without a movement before it." : `"${code}" is no record of a CFONB120 statement (01, 04, 05, 07).`;
      reject(own, record.line, "record", code === "05" ? "complement.alone" : "record.unknown", message);
    }
  }
  end(last);
  return statements;
}

const accountOf = (record: string): string => record.slice(21, 32).trim();

function nameAccount(draft: StatementDraft, record: string): void {
  draft.account = accountOf(record) || null;
  draft.bank = (record.slice(2, 7) + record.slice(11, 16)).trim() || null;
  draft.currency = /^[A-Z]{3}$/.test(record.slice(16, 19)) ? record.slice(16, 19) : null;
  const iban = frenchIban(record.slice(2, 7), record.slice(11, 16), record.slice(21, 32));
  if (iban) draft.id = iban;
}

function readBalance(draft: StatementDraft, { line, text }: FixedRecord, type: string): Balance | null {
  const amount = amountIn(text, draft.currency, undefined);
  if (typeof amount === "string") {
    reject(draft, line, `${type} amount`, "balance.unreadable", amount);
    draft.unread.push({ line, text });
    return null;
  }
  const date = shortDate(text.slice(34, 40));
  if (date === null || !isDate(date)) reject(draft, line, `${type} date`, "date.unreadable", `"${text.slice(34, 40)}" is no date (day, month, year).`);
  return { type, amount, currency: draft.currency, date: date !== null && isDate(date) ? date : null };
}

/** Minor units, or why not. */
function amountIn(record: string, currency: string | null, side: "D" | "C" | undefined): bigint | string {
  const field = record.slice(90, 104);
  const punched = readPunched(field);
  if (!punched) return `"${field}" is no amount: thirteen digits and a last character that holds digit and sign.`;
  if (!punched.signed && side === undefined && record.startsWith("04")) return `"${field}" has no sign, and the operation code does not tell one.`;
  const own = /\d/.test(record[19]!) ? Number(record[19]) : 2;
  const amount = scaled(punched.signed || side !== "D" ? punched.digits : -punched.digits, own, currency);
  return amount ?? `"${field}" with ${own} decimals is no amount of ${currency ?? "the currency"}.`;
}

function readMovement(draft: StatementDraft, { record: { line, text }, complements }: Movement): void {
  draft.records++;
  const raw = [text, ...complements.map((one) => one.text)].join("\n");
  const code = text.slice(32, 34).trim();
  const { kind, side } = operation(code);
  const currency = /^[A-Z]{3}$/.test(text.slice(16, 19)) ? text.slice(16, 19) : draft.currency;
  const amount = amountIn(text, currency, side);
  if (typeof amount === "string") return reject(draft, line, "04 amount", "amount.unreadable", amount, raw);
  const booked = shortDate(text.slice(34, 40));
  if (booked === null || !isDate(booked)) return reject(draft, line, "04 date", "date.unreadable", `"${text.slice(34, 40)}" is no date (day, month, year).`, raw);
  const value = shortDate(text.slice(42, 48));
  if (text.slice(42, 48).trim() !== "" && (value === null || !isDate(value))) reject(draft, line, "04 value date", "date.unreadable", `"${text.slice(42, 48)}" is no date (day, month, year).`);
  const told: Complement[] = complements.map((one) => complementOf(one.text));
  const { customerReference, ...details } = complementsOf(text.slice(48, 79), told, amount >= 0n || kind === "return" ? "payer" : "payee");
  draft.entries.push({
    ...entryDraft(line, raw),
    ...details,
    bookingDate: booked,
    valueDate: value !== null && isDate(value) ? value : null,
    amount,
    currency,
    reference: text.slice(81, 88).trim().replace(/^0+$/, "") || null,
    customerReference: text.slice(104, 120).trim() || customerReference,
    transactionCode: code || null,
    kind,
    returnReason: kind === "return" ? text.slice(40, 42).trim() || null : null,
    reversal: code === "99",
  });
}
