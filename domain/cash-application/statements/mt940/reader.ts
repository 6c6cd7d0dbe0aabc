// MT940 (statement) and MT942 (interim report). One message is one statement or one page of it; pages say so in their balances (60M, 62M), and where a page
// does not go on from the last, that is an error.
import { decimalText, minorUnits } from "#domain/cash-application/statements/amount.ts";
import { closeDraft, openDraft, type ReadStatement, reject, type StatementDraft } from "#domain/cash-application/statements/draft.ts";
import { detailsIn } from "#domain/cash-application/statements/mt940/details.ts";
import { type Field, type Message, messagesOf } from "#domain/cash-application/statements/mt940/fields.ts";
import { kindOf } from "#domain/cash-application/statements/mt940/kind.ts";
import { dateOf, readLine } from "#domain/cash-application/statements/mt940/line.ts";
import { type Balance, entryDraft } from "#domain/cash-application/statements/statement.ts";
import { looksLikeIban } from "#domain/iban.ts";

export function readMt940(text: string, file?: string): ReadStatement[] {
  const statements: ReadStatement[] = [];
  for (const message of messagesOf(text)) {
    const draft = readMessage(message);
    checkPage(draft, statements.at(-1));
    statements.push(closeDraft(draft, file));
  }
  return statements;
}

function readMessage(message: Message): StatementDraft {
  const interim = /\{2:[IO]942|(^|\n):?942\b/.test(message.header) || message.fields.some(({ tag }) => tag === "34F" || tag === "13D" || tag === "90D" || tag === "90C");
  const draft = openDraft(interim ? "mt942" : "mt940");
  draft.bank = /\{1:F01([A-Z0-9]{8})/.exec(message.header)?.[1] ?? null;
  draft.currency = currencyOf(message.fields);
  const header = message.header.trim();
  if (header !== "") draft.unread.push({ line: message.line, text: header });
  const sums: Field[] = [];
  for (let n = 0; n < message.fields.length; n++) {
    const field = message.fields[n]!;
    if (field.tag === "61") {
      const details = detailFields(message.fields, n);
      readEntry(draft, field, details);
      n += details.length;
    } else if (field.tag.startsWith("90")) {
      keepTheRest(draft, field);
      sums.push(field);
    } else readHead(draft, field);
  }
  for (const field of sums) checkSum(draft, field);
  return draft;
}

/** Amounts need their currency before the balances are read: the first balance or limit tells it. */
function currencyOf(fields: readonly Field[]): string | null {
  for (const { tag, text } of fields) {
    const found = /^60|^62/.test(tag) ? /^\s*[CD]\d{6}([A-Z]{3})/.exec(text) : tag === "34F" ? /^\s*([A-Z]{3})/.exec(text) : tag.startsWith("90") ? /^\s*\d*([A-Z]{3})/.exec(text) : null;
    if (found) return found[1]!;
  }
  return null;
}

/** The fields that belong to a :61:, which are the :86: and :NS: behind it. */
function detailFields(fields: readonly Field[], at: number): Field[] {
  const own: Field[] = [];
  for (let n = at + 1; n < fields.length && (fields[n]!.tag === "86" || fields[n]!.tag === "NS"); n++) own.push(fields[n]!);
  return own;
}

function readEntry(draft: StatementDraft, field: Field, details: readonly Field[]): void {
  draft.records++;
  const raw = [field, ...details].map((one) => one.raw).join("\n");
  const line = readLine(field.text, draft.currency);
  if ("message" in line) return reject(draft, field.line, `61 ${line.field}`, line.code, line.message, raw);
  if (line.mended) reject(draft, field.line, `61 ${line.mended.field}`, line.mended.code, line.mended.message);
  const { code, details: told } = detailsIn(details, line);
  draft.entries.push({
    ...entryDraft(field.line, raw),
    ...told,
    bookingDate: line.bookingDate,
    valueDate: line.valueDate,
    amount: line.amount,
    currency: draft.currency,
    reference: line.bankReference,
    customerReference: line.customerReference,
    transactionCode: [line.type, code].filter(Boolean).join(" ") || null,
    kind: kindOf(line.type, code, line.reversal || told.returnReason !== null),
    status: line.expected ? "pending" : "booked",
    reversal: line.reversal,
  });
}

function readHead(draft: StatementDraft, field: Field): void {
  const text = field.text.trim();
  if (field.tag !== "20" && field.tag !== "86" && field.tag !== "NS") keepTheRest(draft, field);
  switch (field.tag) {
    case "20":
      draft.id = text || null;
      return;
    case "25":
    case "25P":
      return readAccount(draft, text);
    case "28":
    case "28C":
      draft.number = text || null;
      return;
    case "60F":
    case "60M":
      draft.opening = readBalance(draft, field) ?? draft.opening;
      return;
    case "62F":
    case "62M":
      draft.closing = readBalance(draft, field) ?? draft.closing;
      draft.closingLine = field.line;
      return;
    case "64":
    case "65": {
      const balance = readBalance(draft, field);
      if (balance) draft.balances.push(balance);
      return;
    }
  }
  draft.unread.push({ line: field.line, text: field.raw });
}

/** These fields are one line long: a line under one of them is a movement whose tag was hurt, or somebody's note. */
function keepTheRest(draft: StatementDraft, { text, line }: Field): void {
  const rest = text.split("\n").slice(1).join("\n").trim();
  if (rest !== "") draft.unread.push({ line: line + 1, text: rest });
}

/** "NL69INGB0123456789EUR", "DEUTDEFF/DE89…", "10020030/1234567": an IBAN if there is one, else what the bank writes. */
function readAccount(draft: StatementDraft, text: string): void {
  const first = text.split("\n")[0]!.trim();
  const pieces = first.split("/").map((piece) => piece.replaceAll(" ", ""));
  const found = pieces.map((piece) => (looksLikeIban(piece) ? piece : looksLikeIban(piece.replace(/[A-Z]{3}$/, "")) ? piece.replace(/[A-Z]{3}$/, "") : null)).find(Boolean);
  draft.account = found ?? (first.replace(/^\/+/, "").replace(/\/[A-Z]{3}$/, "").replace(new RegExp(`(?<=[\\d\\s])${draft.currency ?? "EUR"}$`), "").trim() || null);
  if (pieces.length > 1 && /^([A-Z]{6}[A-Z0-9]{2,5}|\d{8})$/.test(pieces[0]!)) draft.bank ??= pieces[0]!;
}

function readBalance(draft: StatementDraft, field: Field): Balance | null {
  const match = /^\s*([CD])\s?(\d{6})\s?([A-Z]{3})?\s?([\d.,]*)/.exec(field.text);
  const currency = match?.[3] ?? draft.currency;
  const size = match ? minorUnits(/,/.test(match[4]!) ? match[4]!.replaceAll(".", "") : match[4]!, currency) : null;
  const date = match ? dateOf(match[2]!) : null;
  if (!match || size === null) {
    reject(draft, field.line, field.tag, "balance.unreadable", `The balance "${field.text.split("\n")[0]}" is no side, date, currency and amount.`);
    return null;
  }
  if (!date || date.mended) reject(draft, field.line, field.tag, "date.unreadable", `The date "${match[2]}" of the balance is no day of the calendar.`);
  return { type: field.tag, amount: match[1] === "D" ? -size : size, currency, date: date?.date ?? null };
}

/** :90D: and :90C: of an interim report count and sum the entries. */
function checkSum(draft: StatementDraft, field: Field): void {
  const match = /^\s*(\d*)\s?([A-Z]{3})([\d.,]+)/.exec(field.text);
  const sum = match ? minorUnits(match[3]!, match[2]!) : null;
  if (!match || sum === null) return void draft.unread.push({ line: field.line, text: field.raw });
  const debit = field.tag === "90D";
  const own = draft.entries.filter((entry) => (debit ? entry.amount < 0n : entry.amount >= 0n));
  const total = own.reduce((all, entry) => all + (debit ? -entry.amount : entry.amount), 0n);
  if (total === sum && (match[1] === "" || Number(match[1]) === own.length)) return;
  const told = (minor: bigint): string => decimalText(minor, match[2]!);
  reject(draft, field.line, field.tag, "sum.mismatch", `The bank counts ${match[1] || "?"} ${debit ? "debits" : "credits"} of ${told(sum)} in all, the report lists ${own.length} of ${told(total)}.`);
}

function checkPage(draft: StatementDraft, previous: ReadStatement | undefined): void {
  const left = previous?.closing;
  if (draft.opening?.type !== "60M" || left?.type !== "62M" || previous?.account !== draft.account) return;
  if (left.amount === draft.opening.amount) return;
  const told = (balance: Balance): string => decimalText(balance.amount, balance.currency);
  reject(draft, draft.closingLine, "60M", "page.mismatch", `The page begins with ${told(draft.opening)}, but the page before ends with ${told(left)}: a page is missing.`);
}
