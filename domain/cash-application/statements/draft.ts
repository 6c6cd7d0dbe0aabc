// A statement while it is being read. Closing it checks what every format promises: opening balance + movements = closing balance.
//
// A difference is an error that names both figures; the entries are given all the same, for a person can only judge what he can see. Pending entries do not
// move the balance. Where an entry is in another currency than the balances, the sum would mean nothing and is not made.
import { decimalText } from "#domain/cash-application/statements/amount.ts";
import type { Balance, EntryDraft, Statement, StatementError, Unread } from "#domain/cash-application/statements/statement.ts";

export type ReadStatement = Omit<Statement, "entries"> & { readonly entries: readonly EntryDraft[] };

export type StatementDraft = {
  format: string;
  id: string | null;
  number: string | null;
  account: string | null;
  bank: string | null;
  currency: string | null;
  opening: Balance | null;
  closing: Balance | null;
  balances: Balance[];
  entries: EntryDraft[];
  errors: StatementError[];
  unread: Unread[];
  records: number;
  /** Line of the closing balance, for the error that may follow. */
  closingLine: number;
};

export const openDraft = (format: string): StatementDraft => ({
  format, id: null, number: null, account: null, bank: null, currency: null, opening: null, closing: null, balances: [], entries: [], errors: [], unread: [], records: 0, closingLine: 0,
});

/** Says what could not be read. With `raw`, the record is lost to the entries and kept here. */
export function reject(draft: StatementDraft, line: number, field: string, code: string, message: string, raw?: string): void {
  draft.errors.push(raw === undefined ? { line, field, code, message } : { line, field, code, message, raw });
}

export function closeDraft({ closingLine, ...draft }: StatementDraft, file?: string): ReadStatement {
  const { opening, closing } = draft;
  const currency = draft.currency ?? opening?.currency ?? closing?.currency ?? draft.entries.find((entry) => entry.currency)?.currency ?? null;
  const error = opening && closing && balanceError(opening, closing, draft.entries, closingLine);
  return { ...(file === undefined ? {} : { file }), ...draft, currency, errors: error ? [...draft.errors, error] : draft.errors };
}

function balanceError(opening: Balance, closing: Balance, entries: readonly EntryDraft[], line: number): StatementError | undefined {
  const currency = opening.currency ?? closing.currency;
  if (closing.currency !== null && opening.currency !== null && closing.currency !== opening.currency) {
    const message = `The opening balance is in ${opening.currency}, the closing balance in ${closing.currency}: they cannot be compared.`;
    return { line, field: "closing", code: "balance.currencies", message };
  }
  let movements = 0n;
  for (const entry of entries) {
    if (entry.status !== "booked") continue;
    if (entry.currency !== null && currency !== null && entry.currency !== currency) return undefined;
    movements += entry.amount;
  }
  const expected = opening.amount + movements;
  if (expected === closing.amount) return undefined;
  const told = (minor: bigint): string => decimalText(minor, currency);
  const message = `Opening ${told(opening.amount)} and movements of ${told(movements)} make ${told(expected)}, but the closing balance is ${told(closing.amount)}: ${told(closing.amount - expected)} is not explained.`;
  return { line, field: "closing", code: "balance.mismatch", message };
}
