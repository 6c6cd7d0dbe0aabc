// The nouns of the ledger as the API shows them: amounts as decimal strings with their currency, nothing that is only ours.
import type * as z from "zod";
import type { ItemAt } from "#domain/ledger/item-at.ts";
import type { customerJson, itemJson, postingJson } from "#domain/ledger/routes.ts";
import type { Customer, Item, Posting } from "#domain/ledger/schema.ts";
import { money, toJson, type MoneyJson } from "#domain/money.ts";

export const amount = (minor: bigint, currency: string): MoneyJson => toJson(money(minor, currency));

export function presentCustomer({ codeSpace: _space, touched: _touched, sequence: _sequence, creditLimit, ...plain }: Customer): z.input<typeof customerJson> {
  return { ...plain, ...(creditLimit ? { creditLimit: toJson(creditLimit) } : {}) };
}

export function presentItem({ item, open, instalments, dueOn, daysOverdue, lettering }: ItemAt): z.input<typeof itemJson> {
  const { id, kind, entityId, customerId, number, reference, label, issuedOn, dueReason, disputeReason, salesperson, currency, entityCurrency } = item;
  return {
    id,
    kind,
    entityId,
    customerId,
    number,
    issuedOn,
    dueOn,
    dueReason,
    daysOverdue,
    lettering: [...lettering],
    ...(reference ? { reference } : {}),
    ...(label ? { label } : {}),
    ...(salesperson ? { salesperson } : {}),
    ...(disputeReason ? { disputeReason } : {}),
    instalments: instalments.map((of) => ({ n: of.n, dueOn: of.dueOn, amount: amount(of.minor, currency), open: amount(of.open, currency) })),
    amount: amount(item.minor, currency),
    open: amount(open.minor, currency),
    entityAmount: amount(item.entityMinor, entityCurrency),
    entityOpen: amount(open.entityMinor, entityCurrency),
    disputed: amount(open.disputedMinor, currency),
  };
}

export function presentPosting({ currency, entityCurrency }: Item, posting: Posting): z.input<typeof postingJson> {
  const { id, kind, on, instalment, dueOn, minor, entityMinor, allocation, lettering, reverses, reason, by } = posting;
  const named = { allocation, lettering, reverses, reason };
  const stated = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined)) as typeof named;
  return { id, kind, on, instalment, dueOn, amount: amount(minor, currency), entityAmount: amount(entityMinor, entityCurrency), ...stated, by };
}
