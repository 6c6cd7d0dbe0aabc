// Every customer that the caller sees with what it owes, per currency: what portfolios are shared out by.
import { customerConditions, scopeFilter, type Scope } from "#functions/insight/queries/aged-balance.ts";

export const portfolioCustomers = (reach: string, scope: Scope): string => `
  SELECT c.customer_id, c.name, c.country, c.segment, c.collector, coalesce(e.entities, []) AS entities
  FROM customers c LEFT JOIN (SELECT customer_id, list(entity_id ORDER BY entity_id) AS entities FROM ${reach} GROUP BY customer_id) e USING (customer_id)
  WHERE true${[...customerConditions(scope), ...(scope.entities ? [`c.customer_id IN (SELECT customer_id FROM ${reach} WHERE list_contains($seesEntities, entity_id))`] : [])].map((part) => ` AND ${part}`).join("")}
  ORDER BY c.customer_id`;

export const portfolioBalances = (accounts: string, scope: Scope): string => `
  SELECT customer_id, currency, sum(balance)::HUGEINT AS balance FROM ${accounts} WHERE true${scopeFilter(scope)} GROUP BY customer_id, currency ORDER BY customer_id, currency`;
