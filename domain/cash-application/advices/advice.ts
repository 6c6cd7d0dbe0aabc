// A remittance advice: what the payer says that a payment is for, line by line. It comes before the cash, after it or never, and in any shape.
//
// Gross less discount is what was paid for a document; a credit note is negative. The sum of the lines should be the payment; where it is not, both figures
// are told, and the lines are given all the same.
import { decimalText } from "#domain/cash-application/statements/amount.ts";
import type { StatementError, Unread } from "#domain/cash-application/statements/statement.ts";
import type { DateText } from "#domain/date.ts";

export type Advice = {
  readonly file?: string;
  /** "remt.001.001.06", "x12.820", "table", "text". */
  readonly format: string;
  /** The payer's own number of the advice, and the reference that the payment carries (end-to-end id, trace number). */
  readonly id: string | null;
  readonly paymentReference: string | null;
  readonly payer: string | null;
  readonly payee: string | null;
  readonly paidOn: DateText | null;
  readonly currency: string | null;
  readonly total: bigint | null;
  readonly lines: readonly AdviceLine[];
  readonly errors: readonly StatementError[];
  readonly unread: readonly Unread[];
};

export type AdviceLine = {
  readonly line: number;
  readonly document: string;
  readonly type: string | null;
  readonly date: DateText | null;
  readonly gross: bigint | null;
  readonly discount: bigint | null;
  /** What was paid for this document. */
  readonly paid: bigint | null;
  readonly purchaseOrder: string | null;
  /** Why less was paid than invoiced: a code or words. */
  readonly reason: string | null;
  readonly raw: string;
};

export type AdviceDraft = { -readonly [Key in keyof Advice]: Advice[Key] } & { lines: AdviceLine[]; errors: StatementError[]; unread: Unread[] };

export const openAdvice = (format: string, file?: string): AdviceDraft => ({
  ...(file === undefined ? {} : { file }), format, id: null, paymentReference: null, payer: null, payee: null, paidOn: null, currency: null, total: null, lines: [], errors: [], unread: [],
});

/** Checks the sum. Lines without an amount make it meaningless, and it is not made. */
export function closeAdvice(draft: AdviceDraft): Advice {
  if (draft.total === null || draft.lines.length === 0 || draft.lines.some(({ paid }) => paid === null)) return draft;
  const sum = draft.lines.reduce((all, { paid }) => all + paid!, 0n);
  if (sum === draft.total) return draft;
  const told = (minor: bigint): string => decimalText(minor, draft.currency);
  draft.errors.push({ line: draft.lines.at(-1)!.line, field: "total", code: "sum.mismatch", message: `The advice says a payment of ${told(draft.total)}, its lines add up to ${told(sum)}.` });
  return draft;
}
