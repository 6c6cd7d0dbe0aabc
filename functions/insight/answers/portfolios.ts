import type { PortfolioCustomer } from "#domain/access/portfolio/assign.ts";
import { epochDay, type DateText } from "#domain/date.ts";
import { DEFAULT_BOUNDS } from "#domain/insight/aged-balance.ts";
import { rateOn } from "#domain/insight/conversion.ts";
import { convert, money, type Rate } from "#domain/money.ts";
import type { History } from "#functions/insight/history/open.ts";
import { scopeParameters, type Scope } from "#functions/insight/queries/aged-balance.ts";
import { portfolioBalances, portfolioCustomers } from "#functions/insight/queries/portfolios.ts";

type Found = { customer_id: string; name: string; entities: { items: readonly string[] } | readonly string[] } & Record<"country" | "segment" | "collector", string | null>;
export type Shared = { readonly customers: readonly PortfolioCustomer[]; readonly missingRates: readonly string[] };

export async function customersToShare(history: History, scope: Scope, currency: string, rates: readonly Rate[], asOf: DateText): Promise<Shared> {
  const [accounts, reach] = await Promise.all([history.accountsAt(epochDay(asOf), "due", DEFAULT_BOUNDS), history.reach()]);
  const [found, balances] = await history.use(async (ask) => [
    await ask<Found>(portfolioCustomers(reach, scope), scopeParameters(scope)),
    await ask<{ customer_id: string; currency: string; balance: bigint }>(portfolioBalances(accounts, scope), scopeParameters(scope)),
  ]);
  const rateFrom = new Map([...new Set(balances.map((row) => row.currency))].map((from) => [from, rateOn(rates, from, currency, asOf)]));
  const open = new Map<string, bigint | undefined>();
  for (const { customer_id, currency: from, balance } of balances) {
    const rate = rateFrom.get(from);
    const known = open.has(customer_id) ? open.get(customer_id) : 0n;
    open.set(customer_id, rate && known !== undefined ? known + convert(money(balance, from), rate).minor : undefined);
  }
  return {
    customers: found.map(({ customer_id: id, name, country, segment, collector, entities }) => ({
      id, name, country: country ?? undefined, segment: segment ?? undefined, collector: collector ?? undefined, entities: "items" in entities ? entities.items : entities, openMinor: open.has(id) ? open.get(id) : 0n,
    })),
    missingRates: [...rateFrom].flatMap(([from, rate]) => (rate ? [] : [from])).toSorted(),
  };
}
