// A bank's CSV as a statement, by a profile. Every row below the titles is an entry, an error, or (without date and amount) words that go on from the row
// above or a footer.
//
// Where the file has a running balance that fits every amount, in whichever direction its time runs, it gives opening and closing; else there are none.
import { decimalsOf, minorUnits } from "#domain/cash-application/statements/amount.ts";
import { readCellDate } from "#domain/cash-application/statements/csv/dates.ts";
import { type CsvProfile, detectProfile, isAmount } from "#domain/cash-application/statements/csv/profile.ts";
import { rowsOf, type TableRow } from "#domain/cash-application/statements/csv/table.ts";
import type { Role } from "#domain/cash-application/statements/csv/titles.ts";
import { closeDraft, openDraft, type ReadStatement, reject, type StatementDraft } from "#domain/cash-application/statements/draft.ts";
import { type EntryDraft, type EntryKind, entryDraft } from "#domain/cash-application/statements/statement.ts";
import { looseDecimal } from "#domain/cash-application/statements/loose-decimal.ts";
import { folded } from "#domain/cash-application/statements/words.ts";
import { isCurrency } from "#domain/currency.ts";
import { ibanIn, looksLikeIban } from "#domain/iban.ts";

export type CsvHints = { readonly file?: string; readonly currency?: string; readonly account?: string; readonly profile?: CsvProfile };

export function readBankCsv(text: string, { file, currency, account, profile: stored }: CsvHints): ReadStatement[] {
  const profile = stored ?? detectProfile(text);
  if (!profile) return [];
  const rows = rowsOf(text, profile.delimiter, profile.quotes) ?? rowsOf(text, profile.delimiter, false) ?? [];
  const draft = openDraft("csv");
  draft.account = account ?? null;
  draft.currency = profile.currency ?? currency ?? null;
  for (const row of rows.slice(0, Math.max(0, profile.titles))) {
    readPreamble(draft, row);
    if (!balanceRow(draft, row, profile)) draft.unread.push({ line: row.line, text: row.cells.join(profile.delimiter) });
  }
  const titleRow = rows[profile.titles];
  if (titleRow) draft.unread.push({ line: titleRow.line, text: titleRow.cells.join(profile.delimiter) });
  const balances: (bigint | null)[] = [];
  for (const row of rows.slice(profile.titles + 1)) {
    const before = draft.entries.length;
    readRow(draft, row, profile);
    if (draft.entries.length > before) balances.push(amountIn(cellOf(row, profile, "balance"), profile, draft.entries.at(-1)!.currency));
  }
  const currencies = new Set(draft.entries.map((entry) => entry.currency));
  if (currencies.size === 1) draft.currency ??= draft.entries[0]!.currency;
  if (currencies.size <= 1) runningBalance(draft, balances);
  return [closeDraft(draft, file)];
}

const cellOf = (row: TableRow, profile: CsvProfile, role: Role): string => (profile.columns[role] ?? []).map((n) => row.cells[n] ?? "").find((cell) => cell !== "") ?? "";

function readRow(draft: StatementDraft, row: TableRow, profile: CsvProfile): void {
  const cell = (role: Role): string => cellOf(row, profile, role);
  const raw = row.cells.join(profile.delimiter);
  if (row.cells.every((one) => one === "") || balanceRow(draft, row, profile)) return;
  const [written, signs] = movementCell(row, profile);
  const dateText = cell("booking") || cell("value");
  const date = readCellDate(dateText, profile.dates);
  if (dateText === "" || written === "") {
    if (dateText === "" && written === "" && draft.entries.length > 0 && continues(draft, row, profile)) return;
    if (dateText === "" || !date) return void draft.unread.push({ line: row.line, text: raw });
  }
  draft.records++;
  if (written === "") return reject(draft, row.line, "amount", "amount.missing", "The row has a date and no amount.", raw);
  const currency = currencyOf(row, profile, draft);
  const size = amountIn(written, profile, currency);
  if (size === null) return reject(draft, row.line, "amount", "amount.unreadable", `"${written}" is no amount.`, raw);
  if (!date) return reject(draft, row.line, "date", "date.unreadable", `"${dateText}" is no date.`, raw);
  const sign = signs ?? sideSign(cell("side"), size);
  draft.entries.push(entryOf(row, profile, draft, { date, amount: sign === null ? size : sign * (size < 0n ? -size : size), currency, raw }));
  if (draft.account === null) draft.account = cell("account") || null;
}

/** Some exports write opening and closing balance, and turnovers, as rows before, among or behind the movements. */
function balanceRow(draft: StatementDraft, row: TableRow, profile: CsvProfile): boolean {
  const type = row.cells.map((cell) => balanceWords.find(([pattern]) => pattern.test(cell.trim()))?.[1]).find(Boolean);
  const written = type ? row.cells.findLast((cell) => isAmount(cell)) : undefined;
  const currency = currencyOf(row, profile, draft);
  const size = written === undefined ? null : amountIn(written, profile, currency);
  if (!type || size === null) return false;
  const sign = sideSign(cellOf(row, profile, "side"), size) ?? 1n;
  const balance = { type, amount: sign * size, currency, date: readCellDate(cellOf(row, profile, "booking"), profile.dates) };
  // An account in several currencies has a pair of balances for each; the statement's are those of the first.
  const other = draft.opening !== null && draft.opening.currency !== currency;
  if (type === "opening" && !other) draft.opening = balance;
  else if (type === "closing" && !other) Object.assign(draft, { closing: balance, closingLine: row.line });
  else draft.balances.push(balance);
  return true;
}

const balanceWords: readonly (readonly [RegExp, string])[] = [
  [/^(opening balance|solde (initial|d'ouverture|pr(é|e)c(é|e)dent|en d(é|e)but)|anfangssaldo|beginsaldo|saldo inicial|algsaldo|likutis prad(ž|z)iai|s(ā|a)kuma atlikums)/i, "opening"],
  [/^(closing balance|solde (final|de cl(ô|o)ture|en fin)|endsaldo|eindsaldo|saldo final|l(õ|o)ppsaldo|likutis pabaigai|beigu atlikums)/i, "closing"],
  [/^(turnover|apyvarta|apgroz(ī|i)jums|k(ä|a)ive)(?![\p{L}\d])/iu, "turnover"],
];

/** Lines above the titles tell account and currency as "name : value". */
function readPreamble(draft: StatementDraft, row: TableRow): void {
  for (const cell of row.cells) {
    const told = /^(num(?:é|e)ro de compte|compte|account(?: number| no\.?)?|kontonummer|konto|iban|rekening(?:nummer)?|devise|currency|w(?:ä|ae?)hrung)\s*:?\s+([A-Z0-9][A-Z0-9 .-]{2,40})$/i.exec(cell.trim());
    if (!told) continue;
    if (/^(devise|currency|w)/i.test(told[1]!)) draft.currency ??= isCurrency(told[2]!) ? told[2]! : null;
    else if (/\d{4}/.test(told[2]!)) draft.account ??= told[2]!.trim();
  }
}

/** The cell that holds the movement, and the sign that its column gives it. */
function movementCell(row: TableRow, profile: CsvProfile): [string, bigint | null] {
  const filled = (role: Role): string => {
    const cell = cellOf(row, profile, role);
    return /[1-9]/.test(cell) ? cell : "";
  };
  const [debit, credit] = [filled("debit"), filled("credit")];
  if (profile.columns.debit || profile.columns.credit) {
    if (debit !== "" && credit === "") return [debit, -1n];
    if (credit !== "" && debit === "") return [credit, /^\s*[-−(]/.test(credit) ? null : 1n];
    if (profile.columns.amount === undefined) return [cellOf(row, profile, "debit") || cellOf(row, profile, "credit"), null];
  }
  return [cellOf(row, profile, "amount"), null];
}

/** "Af"/"Bij", "D"/"C", "Debit"/"Credit": believed where the amount itself has no minus. */
function sideSign(side: string, size: bigint): bigint | null {
  const word = side.trim().toLowerCase();
  if (word === "" || size < 0n) return null;
  if (/^(d|dr|db|dbit|debit|debet|soll|s|af|out|outflow|o|-|kiadas|kiadás|obciazenie|cargo|ausgang|lastschrift|debito|debitar|withdrawal)$/.test(word)) return -1n;
  if (/^(c|cr|k|crdt|credit|kredit|haben|h|bij|in|inflow|i|\+|bevetel|bevétel|uznanie|abono|eingang|gutschrift|credito|deposit)$/.test(word)) return 1n;
  return null;
}

function amountIn(cell: string, profile: CsvProfile, currency: string | null): bigint | null {
  const text = cell.replace(/^\s*([-+−–]?)\s*(?:[A-Z]{3}|[€$£¥])\s*/i, "$1").replace(/\s*(?:[A-Z]{3}|[€$£¥])\s*$/i, "").replace(/\s*DR$/i, "-").replace(/\s*CR$/i, "").replace(/[−–]/g, "-").replace(/^\((.*)\)$/, "-$1");
  const thousands = profile.decimal === "," ? /\.(?=\d{3}(?:\D|$))/g : /,(?=\d{3}(?:\D|$))/g;
  const plain = looseDecimal(text.replace(thousands, ""));
  return plain === null ? null : minorUnits(plain, currency);
}

function currencyOf(row: TableRow, profile: CsvProfile, draft: StatementDraft): string | null {
  const told = (profile.columns.currency ?? []).map((n) => (row.cells[n] ?? "").trim().toUpperCase()).find((code) => code.length === 3 && decimalsOf(code) !== null);
  return told ?? draft.currency;
}

function entryOf(row: TableRow, profile: CsvProfile, draft: StatementDraft, { date, amount, currency, raw }: { date: string; amount: bigint; currency: string | null; raw: string }): EntryDraft {
  const all = (role: Role): string[] => (profile.columns[role] ?? []).map((n) => folded(row.cells[n] ?? "")).filter((cell) => cell !== "");
  const first = (role: Role): string | null => all(role)[0] ?? null;
  const lines = [...all("text"), ...all("structured")];
  if (lines.length === 0) lines.push(...all("type"), ...all("counterparty"));
  const side = amount < 0n ? (["payee", "payeeIban"] as const) : (["payer", "payerIban"] as const);
  const accounts = all(profile.columns[side[1]] ? side[1] : "iban").map((one) => one.replaceAll(" ", ""));
  const iban = accounts.find(looksLikeIban) ?? ibanIn(all("text").join(" "));
  const status = first("status")?.toLowerCase() ?? "";
  return {
    ...entryDraft(row.line, raw),
    bookingDate: date,
    valueDate: readCellDate(cellOf(row, profile, "value"), profile.dates),
    amount,
    currency,
    reference: first("reference"),
    counterparty: first(profile.columns[side[0]] ? side[0] : "counterparty"),
    iban: iban === draft.account ? null : iban,
    counterpartyAccount: iban === null ? (accounts[0] ?? null) : null,
    bic: first("bic"),
    text: lines.join(" "),
    textLines: lines,
    structuredReference: first("structured"),
    endToEndId: first("endToEnd"),
    mandate: first("mandate"),
    transactionCode: first("type"),
    kind: kindOf([...all("type"), ...all("text")].join(" ")),
    status: status === "true" || /pending|vorgemerkt|en attente|vormerk/.test(status) ? "pending" : "booked",
  };
}

/** By the words that banks use for the kind, in the column of types or at the head of the text. */
function kindOf(words: string): EntryKind {
  return wordKinds.find(([pattern]) => pattern.test(words))?.[1] ?? "other";
}

const wordKinds: readonly (readonly [RegExp, EntryKind])[] = [
  [/r(ü|ue?)ck(lastschrift|gabe|buchung)|retour|return(ed)?\b|impay|rejet|storno|reject|chargeback/i, "return"],
  [/lastschrift|direct ?debit|pr(e|é)l(e|è)vement|\bprlv|incasso|domiciliation|domiciliering|adeudo|inkaso/i, "direct-debit"],
  [/ch(e|è)que|scheck|\bcheck\b|assegno/i, "cheque"],
  [/\b(frais|commission|fees?|geb(ü|ue)hr|entgelt|kosten|bank charges?|cotisation)\b/i, "fee"],
  [/\b(zinsen|interest|int(e|é)r(e|ê)ts|rente)\b/i, "interest"],
  [/\bvir(ement)?\b|(ü|ue)berweisung|transfer|overboeking|gutschrift|overschrijving|bonifico|przelew|jednor.zov/i, "credit-transfer"],
  [/\b(carte|card|karte|pos|visa|mastercard|kartenzahlung)\b/i, "card"],
];

/** A row without date and amount under an entry: the rest of its words (banks that wrap), unless it looks like a footer. */
function continues(draft: StatementDraft, row: TableRow, profile: CsvProfile): boolean {
  const words = (profile.columns.text ?? []).map((n) => folded(row.cells[n] ?? "")).filter(Boolean);
  const elsewhere = row.cells.filter((cell) => cell !== "").length;
  if (words.length === 0 || elsewhere > words.length) return false;
  const last = draft.entries.at(-1)!;
  if (last.raw.length > 5_000) return false;
  draft.entries[draft.entries.length - 1] = { ...last, text: folded(`${last.text} ${words.join(" ")}`), textLines: [...last.textLines, ...words], raw: `${last.raw}\n${row.cells.join(profile.delimiter)}` };
  return true;
}

function runningBalance(draft: StatementDraft, balances: readonly (bigint | null)[]): void {
  const entries = draft.entries;
  if (entries.length < 2 || balances.some((one) => one === null)) return;
  const all = balances as readonly bigint[];
  const rising = entries.every((entry, n) => n === 0 || all[n]! === all[n - 1]! + entry.amount);
  const falling = entries.every((entry, n) => n === entries.length - 1 || all[n]! === all[n + 1]! + entry.amount);
  if ((!rising && !falling) || draft.opening || draft.closing) return;
  const [first, last] = rising ? [0, entries.length - 1] : [entries.length - 1, 0];
  const balance = (n: number, amount: bigint): { type: string; amount: bigint; currency: string | null; date: string | null } => ({ type: "running", amount, currency: draft.currency, date: entries[n]!.bookingDate });
  draft.opening = balance(first, all[first]! - entries[first]!.amount);
  draft.closing = balance(last, all[last]!);
}
