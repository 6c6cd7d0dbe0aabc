// The memory of payers as people see and correct it.
import type { matchingRoutes } from "#domain/cash-application/matching/routes.ts";
import { refused } from "#domain/refusal.ts";
import type { Handlers } from "#functions/runtime/api.ts";
import { ledgerStore } from "#functions/store/ledger.ts";

type Routes = "GET /payer-memory" | "GET /payer-memory/edits" | "POST /payer-memory/edits" | "DELETE /payer-memory/edits/{id}" | "GET /payer-memory/{id}" | "GET /customers/{id}/payment-habits";

export const memoryAnswers = (): Pick<Handlers<typeof matchingRoutes>, Routes> => ({
  "GET /payer-memory": async () => ({ items: [], total: 0 }),
  "GET /payer-memory/edits": async () => ({ items: [] }),
  "POST /payer-memory/edits": async () => refused("lesson.unknown"),
  "DELETE /payer-memory/edits/{id}": async () => refused("memory-edit.gone"),
  "GET /payer-memory/{id}": async () => refused("payer.nothing-known"),
  "GET /customers/{id}/payment-habits": async ({ params, caller }) => ((await ledgerStore(caller.tenant).customer(params.id)) ? { facts: [], payers: [] } : refused("customer.unknown")),
});
