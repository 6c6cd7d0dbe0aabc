// What can be allowed, and what the nine standard roles are allowed: a matrix of verbs by kinds of object. A right is "<noun>.<verb>", as in the
// routes; it is decided once, in functions/runtime/api.ts, before any handler runs. A verb `approve` or `release` also stands under the separation
// of duties (functions/runtime/policies/duties.cedar): nobody approves what he proposed himself, nobody releases a letter that he wrote.
import type { Role } from "#domain/access/schema.ts";

const everyone: readonly Role[] = ["collector", "credit-manager", "division-manager", "salesperson", "cash-applier", "accountant", "executive", "administrator"];

export const rights = {
  "me.read": [...everyone, "customer"],
  "entity.read": everyone,
  "entity.change": ["administrator"],
  "client.read": ["administrator"],
  "client.change": ["administrator"],
  "absence.read": everyone,
  "absence.plan": everyone,
  "absence.plan-for-others": ["administrator", "credit-manager", "division-manager"],
  "audit.read": ["administrator"],
  "timeline.read": everyone,
  "user.read": ["administrator", "credit-manager"],
  "user.change": ["administrator"],
  "role.change": ["administrator"],
  "access.explain": ["administrator"],
  "portfolio.read": ["administrator", "credit-manager", "division-manager"],
  "portfolio.assign": ["administrator", "credit-manager"],
  "customer.read": everyone,
  "customer.change": ["administrator", "credit-manager", "collector"],
  "item.read": everyone,
  "aged-balance.read": everyone,
  "portal.read": ["administrator", "credit-manager", "collector", "accountant"],
  "portal.open": ["administrator", "credit-manager", "collector"],
  "portal.preview": ["administrator", "credit-manager", "collector", "accountant"],
  "payment.read": ["administrator", "accountant", "credit-manager", "cash-applier", "executive"],
  "payment.apply": ["credit-manager", "cash-applier"],
  "write-off.change": ["administrator", "accountant"],
  "write-off.approve": ["credit-manager", "accountant"],
  "period.read": ["administrator", "accountant", "credit-manager", "cash-applier", "executive"],
  "period.close": ["administrator", "accountant", "credit-manager"],
  "period.reopen": ["administrator", "credit-manager"],
  "payer-memory.read": ["administrator", "accountant", "credit-manager", "cash-applier", "executive"],
  "payer-memory.change": ["credit-manager", "cash-applier"],
  "matching-rules.read": ["administrator", "accountant", "credit-manager", "cash-applier", "executive"],
  "matching-rules.change": ["administrator", "credit-manager", "cash-applier"],
  "matching-rules.publish": ["administrator", "credit-manager"],
  "posting-export.read": ["administrator", "accountant", "credit-manager", "cash-applier", "executive"],
  "posting-export.make": ["accountant", "credit-manager", "cash-applier"],
  "posting-export.confirm": ["administrator", "accountant"],
  "posting-export.change": ["accountant", "credit-manager"],
  "dunning.read": everyone,
  "policy.change": ["administrator", "credit-manager"],
  "policy.publish": ["administrator", "credit-manager"],
  "template.change": ["administrator", "credit-manager"],
  "template.publish": ["administrator", "credit-manager"],
  "legal-letter.release": ["administrator", "credit-manager"],
  "run.preview": ["administrator", "credit-manager", "division-manager", "collector", "executive"],
  "hold.place": ["administrator", "credit-manager", "collector"],
  "hold.switch": ["administrator", "credit-manager"],
  "message.read": everyone,
  "message.decide": ["administrator", "credit-manager"],
  "message.write": ["administrator", "credit-manager", "collector"],
  "call.note": ["administrator", "credit-manager", "collector", "salesperson"],
  "charge.decide": ["administrator", "credit-manager", "collector", "accountant"],
  "charge.waive": ["administrator", "credit-manager"],
  "evidence.export": ["administrator", "credit-manager"],
  "hand-off.propose": ["administrator", "credit-manager", "collector"],
  "hand-off.release": ["administrator", "credit-manager"],
  "signal.note": ["administrator", "credit-manager", "collector", "salesperson"],
  "signal.import": ["administrator", "credit-manager"],
  "promise.read": everyone,
  "promise.make": ["administrator", "credit-manager", "collector", "salesperson"],
  "rate.confirm": ["administrator"],
  "source.read": everyone,
  "source.change": ["administrator", "accountant"],
  "import.read": ["administrator", "accountant", "credit-manager", "collector", "cash-applier", "executive"],
  "import.inspect": ["administrator", "accountant", "credit-manager", "cash-applier"],
  "import.run": ["administrator", "accountant", "credit-manager", "cash-applier"],
} as const satisfies Record<string, readonly Role[]>;

export type Action = keyof typeof rights;
export const actions = Object.keys(rights) as readonly Action[];
export const isAction = (text: string): text is Action => text in rights;
export const may = (role: Role, action: Action): boolean => (rights[action] as readonly Role[]).includes(role);

export const nounOf = (action: string): string => action.slice(0, action.indexOf("."));
export const verbOf = (action: string): string => action.slice(action.indexOf(".") + 1);
