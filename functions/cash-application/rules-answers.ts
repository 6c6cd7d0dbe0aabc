// The rules and tolerances of automatic posting: in force, drafted, measured, published.
import type { matchingRoutes } from "#domain/cash-application/matching/routes.ts";
import { refused } from "#domain/refusal.ts";
import type { Handlers } from "#functions/runtime/api.ts";

type Routes = "GET /matching-rules" | "PUT /matching-rules/draft" | "POST /matching-rules/measurement" | "POST /matching-rules/publication";

export const rulesAnswers = (): Pick<Handlers<typeof matchingRoutes>, Routes> => ({
  "GET /matching-rules": async () => ({ items: [{ version: 0, state: "published" as const, revision: 0, rules: { precision: 0.9995, currencies: {}, debtors: [] } }] }),
  "PUT /matching-rules/draft": async () => refused("matching-rules.changed-meanwhile"),
  "POST /matching-rules/measurement": async () => refused("matching-rules.changed-meanwhile"),
  "POST /matching-rules/publication": async () => refused("matching-rules.no-draft"),
});
