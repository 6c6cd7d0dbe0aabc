// One account's day as its bank told it: what was there, what came, what went, what is there now. Kept beside the payments, so that a clerk sees the whole
// statement and whether it adds up, and not only the part of it that is customers' money.
import type { DateText } from "#domain/date.ts";
import { namedId, type Digest, type EntityId, type Id } from "#domain/id.ts";
import type { Statement } from "#domain/cash-application/statements/statement.ts";

export type Movements = { readonly count: number; readonly minor: bigint };
export type BankStatement = {
  readonly id: Id<"bst">;
  readonly entityId: EntityId;
  /** As the bank names it: an IBAN where it has one. */
  readonly account: string;
  readonly currency: string;
  /** The day of the closing balance, else of the last booking. */
  readonly day: DateText;
  readonly number?: string;
  readonly fileName: string;
  readonly runId: string;
  readonly format: string;
  /** Notices (camt.054) tell movements and no balance. */
  readonly opening?: bigint;
  readonly closing?: bigint;
  readonly credits: Movements;
  readonly debits: Movements;
};

type From = { readonly entityId: EntityId; readonly entityCurrency: string; readonly fileName: string; readonly runId: string; readonly digest: Digest };

/** None where nothing was booked on a day that anybody could name. */
export function bankStatementOf({ account, currency, number, format, opening, closing, entries }: Statement, { entityId, entityCurrency, fileName, runId, digest }: From): BankStatement | undefined {
  const booked = entries.filter(({ status }) => status === "booked");
  const day = closing?.date ?? booked.flatMap(({ bookingDate }) => bookingDate ?? []).toSorted().at(-1);
  if (!day || (booked.length === 0 && !closing)) return undefined;
  const sumOf = (amounts: readonly bigint[]): Movements => ({ count: amounts.length, minor: amounts.reduce((sum, minor) => sum + minor, 0n) });
  const amounts = booked.map(({ amount }) => amount);
  const kind = closing ? "balances" : "movements";
  return {
    id: namedId("bst", digest, entityId, account ?? "", currency ?? "", day, number ?? "", kind), entityId, account: account ?? "", currency: currency ?? entityCurrency, day, fileName, runId, format,
    ...(number ? { number } : {}), ...(opening ? { opening: opening.amount } : {}), ...(closing ? { closing: closing.amount } : {}),
    credits: sumOf(amounts.filter((minor) => minor > 0n)), debits: sumOf(amounts.filter((minor) => minor < 0n)),
  };
}

/** Whether opening and movements make the closing balance; unknown where the bank told no balances. */
export const addsUp = ({ opening, closing, credits, debits }: Pick<BankStatement, "opening" | "closing" | "credits" | "debits">): boolean | undefined =>
  opening === undefined || closing === undefined ? undefined : opening + credits.minor + debits.minor === closing;

/** A statement with balances tells all that notices of the same account and day told before. */
export const withoutNotices = (statements: readonly BankStatement[]): BankStatement[] =>
  statements.filter((one) => one.closing !== undefined || !statements.some((other) => other.closing !== undefined && other.account === one.account && other.day === one.day && other.currency === one.currency));
