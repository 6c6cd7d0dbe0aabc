// Whom a filter picks for a message by hand. Amounts are compared in their own currency, and in no other.
import { daysBetween, type DateText } from "#domain/date.ts";
import type { CustomerFile } from "#domain/dunning/group.ts";
import type { Customer } from "#domain/ledger/schema.ts";
import { parseDecimal, type MoneyJson } from "#domain/money.ts";

export type Filter = {
  readonly countries?: readonly string[] | undefined; readonly segments?: readonly string[] | undefined; readonly collectors?: readonly string[] | undefined;
  readonly daysLateAtLeast?: number | undefined; readonly overdueAtLeast?: MoneyJson | undefined; readonly levelAtLeast?: number | undefined;
};

export function chosenBy({ countries, segments, collectors, ...account }: Filter, customer: Customer, file: CustomerFile | undefined, today: DateText): boolean {
  const among = (list: readonly string[] | undefined, value: string | undefined): boolean => list === undefined || (value !== undefined && list.includes(value));
  return file !== undefined && among(countries, customer.country) && among(segments, customer.segment) && among(collectors, customer.collector) && owes(account, file, today);
}

function owes({ daysLateAtLeast, overdueAtLeast, levelAtLeast }: Omit<Filter, "countries" | "segments" | "collectors">, { lines, account }: CustomerFile, today: DateText): boolean {
  const late = lines.filter(({ openMinor, dueOn }) => openMinor > 0n && dueOn < today);
  if (daysLateAtLeast !== undefined && !late.some(({ dueOn }) => daysBetween(dueOn, today) >= daysLateAtLeast)) return false;
  if (levelAtLeast !== undefined && !account.marks.some(({ level, key }) => level >= levelAtLeast && lines.some((line) => line.key === key))) return false;
  if (!overdueAtLeast) return true;
  const least = parseDecimal(overdueAtLeast.amount, overdueAtLeast.currency)?.minor ?? 0n;
  return late.reduce((sum, { currency, openMinor }) => (currency === overdueAtLeast.currency ? sum + openMinor : sum), 0n) >= least;
}
