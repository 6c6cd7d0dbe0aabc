// A day on our accounts in figures: per statement what the bank told, and what became of the receipts. Amounts of one currency are added exactly.
import { money, parseDecimal, toJson, type MoneyJson } from "#domain/money.ts";
import type { Answer } from "#lib/api/client.ts";
import { groupOf, groups, type Group, type Payment } from "#lib/payments/desk.svelte.ts";

export type Statement = Answer<"GET /bank-statements">["items"][number];
export type Part = { readonly group: Group; readonly count: number; readonly amount: MoneyJson };
export type Line = { readonly account: string; readonly entityId: string; readonly currency: string; readonly statements: readonly Statement[]; readonly received: { readonly count: number; readonly amount: MoneyJson }; readonly parts: readonly Part[]; readonly differences: MoneyJson; readonly total: number };

const minorOf = ({ amount, currency }: MoneyJson): bigint => parseDecimal(amount, currency)?.minor ?? 0n;
export const sumOf = (amounts: readonly MoneyJson[], currency: string): MoneyJson => toJson(money(amounts.reduce((sum, one) => sum + minorOf(one), 0n), currency));

/** One line per account and currency, the one with most receipts first. */
export function linesOf(statements: readonly Statement[], payments: readonly Payment[]): Line[] {
  const keyOf = ({ account, currency, entityId }: { account: string; currency: string; entityId: string }): string => `${entityId}|${account}|${currency}`;
  const keys = new Set([...statements.map(keyOf), ...payments.map(keyOf)]);
  const byKey = Map.groupBy(payments, keyOf);
  return [...keys].map((key): Line => {
    const own = byKey.get(key) ?? [];
    const told = statements.filter((one) => keyOf(one) === key);
    const { account, currency, entityId } = told[0] ?? own[0]!;
    const parts = groups.flatMap((group) => {
      const of = own.filter((one) => groupOf(one) === group);
      return of.length > 0 ? [{ group, count: of.length, amount: sumOf(of.map(({ amount }) => amount), currency) }] : [];
    });
    const written = own.flatMap(({ allocations }) => allocations.filter(({ takenBack }) => !takenBack).flatMap(({ adjustments }) => adjustments.map(({ amount }) => amount).filter(({ amount }) => !amount.startsWith("-"))));
    return { account, entityId, currency, statements: told, received: { count: own.length, amount: sumOf(own.map(({ amount }) => amount), currency) }, parts, differences: sumOf(written, currency), total: own.length };
  }).toSorted((a, b) => b.total - a.total || (a.account < b.account ? -1 : 1));
}
