// A day's receipts at a glance. "Match rate" is never one number: how many were posted without a person, how many a person confirmed, of how many the payer
// is known, and how many automatic postings were taken back later, which is the honesty check (FIELD 2.13).
import type { Payment } from "#domain/cash-application/payment.ts";
import { money, toJson, type MoneyJson } from "#domain/money.ts";

export type DaySummary = {
  entityId: Payment["entityId"];
  day: string;
  currency: string;
  received: MoneyJson;
  payments: number;
  byStatus: Record<string, { payments: number; amount: MoneyJson }>;
  automatic: { payments: number; amount: MoneyJson; lines: number };
  assisted: number;
  identified: number;
  takenBack: number;
};

export function dailySummary(payments: readonly Payment[]): DaySummary[] {
  const groups = Map.groupBy(payments, ({ entityId, bookedOn, currency }) => `${bookedOn}|${entityId}|${currency}`);
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => summaryOf(group));
}

function summaryOf(group: readonly Payment[]): DaySummary {
  const { entityId, bookedOn, currency } = group[0]!;
  const total = (of: readonly Payment[]) => toJson(money(of.reduce((sum, { minor }) => sum + minor, 0n), currency));
  const automatic = group.filter((payment) => isApplied(payment) && standing(payment).every(({ by }) => by.type === "rule") && standing(payment).length > 0);
  const assisted = group.filter((payment) => isApplied(payment) && standing(payment).some(({ by }) => by.type === "user"));
  return {
    entityId, day: bookedOn, currency, received: total(group), payments: group.length,
    byStatus: Object.fromEntries([...Map.groupBy(group, ({ status }) => status)].map(([status, of]) => [status, { payments: of.length, amount: total(of) }])),
    automatic: { payments: automatic.length, amount: total(automatic), lines: automatic.flatMap(standing).reduce((sum, { lines }) => sum + lines.length, 0) },
    assisted: assisted.length,
    identified: group.filter(({ customerId, decision }) => customerId ?? decision?.proposals[0]?.customerId).length,
    takenBack: group.filter(({ allocations }) => allocations.some(({ by, takenBack }) => by.type === "rule" && takenBack)).length,
  };
}

const isApplied = ({ status }: Payment): boolean => status === "applied" || status === "on-account";
const standing = ({ allocations }: Payment) => allocations.filter(({ takenBack }) => !takenBack);
