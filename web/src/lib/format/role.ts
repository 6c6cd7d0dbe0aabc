import * as m from "#lib/paraglide/messages.js";

const words: Readonly<Record<string, () => string>> = {
  collector: m.role_collector, "credit-manager": m.role_credit_manager, "division-manager": m.role_division_manager, salesperson: m.role_salesperson, "cash-applier": m.role_cash_applier,
  accountant: m.role_accountant, executive: m.role_executive, administrator: m.role_administrator, customer: m.role_customer,
};
/** A role that has no words yet is shown by its own name. */
export const roleWord = (role: string | undefined): string => words[role ?? ""]?.() ?? role ?? "";
