// A role is data: what one may do (rights), whose rows one sees (sees), and which fields stay hidden. The nine standard roles are the same for every
// tenant and cannot be changed; an administrator copies one and changes the copy.
import { actions, may, type Action } from "#domain/access/rights.ts";
import type { Role, RoleDefinition, Sees } from "#domain/access/schema.ts";
import { confidentialKinds, type Confidential } from "#domain/confidential.ts";

type Standard = { readonly en: string; readonly fr: string; readonly sees: Sees; readonly hides: readonly Confidential[] };

const standard: Readonly<Record<Role, Standard>> = {
  collector: { en: "Collector", fr: "Chargé de recouvrement", sees: "portfolio", hides: ["margin"] },
  "credit-manager": { en: "Credit manager", fr: "Credit manager", sees: "everything", hides: [] },
  "division-manager": { en: "Division manager", fr: "Directeur de division", sees: "everything", hides: ["iban"] },
  salesperson: { en: "Salesperson", fr: "Commercial", sees: "own-customers", hides: ["score", "iban", "internal-note"] },
  "cash-applier": { en: "Cash applier", fr: "Chargé de lettrage", sees: "everything", hides: ["score", "margin"] },
  accountant: { en: "Accountant", fr: "Comptable", sees: "everything", hides: ["score", "margin"] },
  executive: { en: "Executive (reads only)", fr: "Direction (lecture)", sees: "everything", hides: ["iban", "internal-note"] },
  administrator: { en: "Administrator", fr: "Administrateur", sees: "everything", hides: [] },
  customer: { en: "Customer contact", fr: "Contact client", sees: "one-customer", hides: [...confidentialKinds] },
};

export const standardRoles: readonly RoleDefinition[] = Object.entries(standard).map(([id, { en, fr, sees, hides }]) => ({
  id,
  name: { en, fr },
  standard: true,
  rights: actions.filter((action) => may(id as Role, action)),
  sees,
  hides: [...hides],
  version: 1,
}));

export const standardRole = (id: string): RoleDefinition | undefined => standardRoles.find((role) => role.id === id);

/** Whoever's role is gone may do nothing and sees nothing: an error on the safe side. */
export const noRole = (id: string): RoleDefinition => ({ id, name: { en: id, fr: id }, standard: false, rights: [], sees: "one-customer", hides: [...confidentialKinds], version: 0 });

export const allows = (role: RoleDefinition, action: Action | string): boolean => role.rights.includes(action);
