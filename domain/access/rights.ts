// Who may do what: one table, read in one place (functions/runtime/api.ts) before any handler runs. A right is "<noun>.<verb>", as in the routes.
import type { Role } from "#domain/access/schema.ts";

const everyone: readonly Role[] = ["collector", "credit-manager", "division-manager", "salesperson", "cash-applier", "accountant", "executive", "administrator"];

export const rights = {
  "me.read": [...everyone, "customer"],
  "entity.read": everyone,
  "entity.change": ["administrator"],
  "user.read": ["administrator", "credit-manager"],
  "customer.read": everyone,
  "customer.change": ["administrator", "credit-manager", "collector"],
  "item.read": everyone,
  "aged-balance.read": everyone,
  "source.read": everyone,
  "source.change": ["administrator", "accountant"],
  "import.read": ["administrator", "accountant", "credit-manager", "collector", "cash-applier", "executive"],
  "import.run": ["administrator", "accountant", "credit-manager", "cash-applier"],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof rights;
export const may = (role: Role, action: Action): boolean => (rights[action] as readonly Role[]).includes(role);
