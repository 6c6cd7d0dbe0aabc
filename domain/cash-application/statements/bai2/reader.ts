// BAI2, the balance report of American banks: 01 file, 02 group (bank and day), 03 account with balances, 16 movement, 49, 98 and 99 control totals.
//
// Amounts are whole minor units of the account's currency (US dollars where nobody says). The type code tells the side. Control totals are sums of every
// amount as written; where one does not hold, it is said with both figures.
import { baiKind, sideOf } from "#domain/cash-application/statements/bai2/type-codes.ts";
import { type BaiRecord, baiRecords } from "#domain/cash-application/statements/bai2/records.ts";
import { baiDetails } from "#domain/cash-application/statements/bai2/details.ts";
import { closeDraft, openDraft, type ReadStatement, reject, type StatementDraft } from "#domain/cash-application/statements/draft.ts";
import { entryDraft, type StatementError, type Unread } from "#domain/cash-application/statements/statement.ts";
import { decimalText, decimalsOf } from "#domain/cash-application/statements/amount.ts";
import { isDate } from "#domain/date.ts";

type Group = { bank: string | null; date: string | null; currency: string; sum: bigint; accounts: number };

export function readBai2(text: string, file?: string): ReadStatement[] {
  const statements: ReadStatement[] = [];
  let group: Group = { bank: null, date: null, currency: "USD", sum: 0n, accounts: 0 };
  let draft: StatementDraft | undefined;
  let sum = 0n;
  const strays: Unread[] = [];
  const groupErrors: { readonly ofStatement: number; readonly error: StatementError }[] = [];
  const end = (): void => {
    if (draft) statements.push(closeDraft(draft, file));
    draft = undefined;
  };
  const begin = (line: number): StatementDraft => {
    end();
    draft = openDraft("bai2");
    draft.bank = group.bank;
    draft.closingLine = line;
    sum = 0n;
    return draft;
  };
  for (const record of baiRecords(text)) {
    if (hasWordsOfNobody(record)) strays.push({ line: record.line, text: record.raw });
    if (record.code === "01" || record.code === "99") end();
    else if (record.code === "02") {
      end();
      group = groupOf(record);
    } else if (record.code === "03") {
      const opened = begin(record.line);
      sum = readAccount(opened, record, group);
    } else if (record.code === "16") {
      const own = draft ?? begin(record.line);
      sum += readMovement(own, record, group);
    } else if (record.code === "49") {
      if (draft) checkSum(draft, record, "49", sum);
      group.sum += sum;
      group.accounts++;
      end();
    } else if (record.code === "98") {
      end();
      const error = statements.length > 0 ? groupError(record, group, statements.at(-1)!.currency) : undefined;
      if (error) groupErrors.push({ ofStatement: statements.length - 1, error });
    } else {
      const own = draft ?? begin(record.line);
      own.unread.push({ line: record.line, text: record.raw });
      reject(own, record.line, "record", "record.unknown", `A record without a code of BAI2 (01, 02, 03, 16, 49, 88, 98, 99).`);
    }
  }
  end();
  if (strays.length > 0 && statements.length === 0) statements.push(closeDraft(openDraft("bai2"), file));
  const errorsOf = Map.groupBy(groupErrors, ({ ofStatement }) => ofStatement);
  return statements.map((statement, n) => ({
    ...statement,
    errors: [...statement.errors, ...(errorsOf.get(n) ?? []).map(({ error }) => error)],
    unread: n === statements.length - 1 ? [...statement.unread, ...strays] : statement.unread,
  }));
}

/** Text behind a record of the frame belongs to nothing that is read; behind an account it may be more balances. */
const hasWordsOfNobody = ({ code, raw }: BaiRecord): boolean => code !== "16" && code !== "??" && raw.split("\n").slice(1).some((line) => code !== "03" || !/^\s*88,[\d,+/ ZVSD-]*$/.test(line));

function groupOf({ fields }: BaiRecord): Group {
  const [, originator, , date, , currency] = fields.map(({ text }) => text.trim());
  return { bank: originator || null, date: baiDate(date ?? ""), currency: /^[A-Z]{3}$/.test(currency ?? "") ? currency! : "USD", sum: 0n, accounts: 0 };
}

/** YYMMDD, or YYYYMMDD from banks that read ahead. */
function baiDate(text: string): string | null {
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})$/.exec(text);
  const date = match ? `${match[1]!.length === 4 ? match[1] : `20${match[1]}`}-${match[2]}-${match[3]}` : "";
  return isDate(date) ? date : null;
}

const whole = (text: string): bigint | null => (/^[+-]?\d{1,24}$/.test(text.trim()) ? BigInt(text.trim().replace(/^\+/, "")) : null);

/** 03: account, currency, then type, amount, items and funds for each balance or total. Returns the sum of what it says. */
function readAccount(draft: StatementDraft, record: BaiRecord, group: Group): bigint {
  const fields = record.fields.map(({ text }) => text.trim());
  draft.account = fields[0] || null;
  draft.currency = fields[1] && decimalsOf(fields[1]) !== null ? fields[1] : group.currency;
  let sum = 0n;
  let odd = false;
  for (let at = 2; at < fields.length; ) {
    const type = fields[at] ?? "";
    const written = fields[at + 1] ?? "";
    const amount = whole(written);
    odd ||= type !== "" && (written === "" || !/^\d{3}$/.test(type));
    const funds = fundsAt(fields, at + 3);
    if (type !== "" && amount !== null) {
      const balance = { type, amount, currency: draft.currency, date: group.date };
      if (type === "010") draft.opening = balance;
      else if (type === "015") draft.closing = balance;
      else draft.balances.push(balance);
      sum += amount;
    } else if (type !== "" && written !== "") reject(draft, record.line, `03 ${type}`, "balance.unreadable", `"${written}" is no whole number of minor units.`);
    at = funds.next;
  }
  if (odd) draft.unread.push({ line: record.line, text: record.raw });
  return sum;
}

/** Where the funds type at `at` ends, and the value date it may tell. */
function fundsAt(fields: readonly string[], at: number): { next: number; date: string | null } {
  const type = fields[at] ?? "";
  if (type === "V") return { next: at + 3, date: baiDate(fields[at + 1] ?? "") };
  if (type === "S") return { next: at + 4, date: null };
  if (type === "D") return { next: at + 2 + 2 * Math.min(Number.parseInt(fields[at + 1] ?? "0", 10) || 0, 100), date: null };
  return { next: at + 1, date: null };
}

function readMovement(draft: StatementDraft, record: BaiRecord, group: Group): bigint {
  draft.records++;
  draft.currency ??= group.currency;
  const fields = record.fields.map(({ text }) => text.trim());
  const [type = "", written = ""] = fields;
  const side = written === "" && /^9\d\d$/.test(type) ? 0n : sideOf(type);
  const size = written === "" && side === 0n ? 0n : whole(written);
  if (side === null) {
    reject(draft, record.line, "16 type", "type.unknown", `The type code "${type}" is neither a credit (100–399) nor a debit (400–699).`, record.raw);
    return size ?? 0n;
  }
  if (size === null) {
    reject(draft, record.line, "16 amount", "amount.unreadable", `"${written}" is no whole number of minor units.`, record.raw);
    return 0n;
  }
  if (group.date === null) {
    reject(draft, record.line, "02 date", "date.unreadable", "The group names no day (record 02), so this movement has no date.", record.raw);
    return size;
  }
  const funds = fundsAt(fields, 2);
  const pieces = textPieces(record, funds.next + 2);
  draft.entries.push({
    ...entryDraft(record.line, record.raw),
    ...baiDetails(pieces, side),
    bookingDate: group.date,
    valueDate: funds.date,
    amount: side * size,
    currency: draft.currency,
    reference: fields[funds.next] || null,
    customerReference: fields[funds.next + 1] || null,
    transactionCode: type,
    kind: baiKind(type),
    status: side === 0n ? "information" : "booked",
  });
  return size;
}

/** What stands behind the fields, each physical record's share on its own line. */
function textPieces(record: BaiRecord, from: number): string[] {
  const lines = new Map<number, string[]>();
  for (const { text, piece } of record.fields.slice(from)) {
    const line = lines.get(piece);
    if (line) line.push(text);
    else lines.set(piece, [text]);
  }
  return [...lines.values()].map((fields) => fields.join(",").trim()).filter((line) => line !== "" && !/^,+$/.test(line));
}

function checkSum(draft: StatementDraft, record: BaiRecord, code: string, sum: bigint): void {
  const total = whole(record.fields[0]?.text ?? "");
  if (total === sum) return;
  const message = total === null ? `The control total "${record.fields[0]?.text ?? ""}" is no number.` : `The control total is ${decimalText(total, draft.currency)}, the amounts of the account add up to ${decimalText(sum, draft.currency)}.`;
  reject(draft, record.line, code, "sum.mismatch", message);
}

function groupError(record: BaiRecord, group: Group, currency: string | null): StatementError | undefined {
  const total = whole(record.fields[0]?.text ?? "");
  const accounts = whole(record.fields[1]?.text ?? "");
  if (total === group.sum && (accounts === null || accounts === BigInt(group.accounts))) return undefined;
  const message = `The group says ${accounts ?? "?"} accounts and a control total of ${total === null ? "?" : decimalText(total, currency)}; there are ${group.accounts} with ${decimalText(group.sum, currency)}.`;
  return { line: record.line, field: "98", code: "sum.mismatch", message };
}
