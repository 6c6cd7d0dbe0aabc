// Who may do what to which object, as a table that a credit manager can read. The policies are in functions/runtime/policies.
import { expect, test } from "vitest";
import type { KnownObject, ObjectFacts } from "#domain/access/object-facts.ts";
import { standardRole } from "#domain/access/roles.ts";
import type { User } from "#domain/access/schema.ts";
import { authorize, type Caller } from "#functions/runtime/authorize.ts";
import { policies } from "#functions/runtime/cedar.ts";
import { callerFrom } from "#functions/runtime/decide.ts";

const person = (role: string, change: Partial<User> = {}): Caller =>
  callerFrom("ardelane", { id: `usr_${role}`, email: `${role}@ardelane.example`, name: role, role, language: "en", entityIds: [], ...change });
const withRights = (caller: Caller, ...rights: string[]): Caller => ({ ...caller, role: { ...caller.role, rights } });

const collector = person("collector", { name: "Inès Marchetti", knownAs: ["IM"] });
const salesperson = person("salesperson", { name: "Marc Delorme" });
const manager = person("credit-manager");
const ofTheUk = person("accountant", { entityIds: ["ent_uk"] });
const ofFrance = person("credit-manager", { countries: ["FR"] });
const ofRetail = person("credit-manager", { segments: ["retail"] });
const supervisor = callerFrom("ardelane", { ...person("credit-manager", { name: "Claire Vasseur", sees: "team", team: "north" }).user, teamMembers: [{ ...collector.user, team: "north" }] });
const contact = person("customer", { customerId: "cus_elan" });
const disabled = person("administrator", { status: "disabled" });

const elan = { id: "cus_elan", country: "FR", segment: "retail", collector: "Inès Marchetti", salesperson: "Marc Delorme", entities: ["ent_fr"] } as const;
const at = (facts: ObjectFacts, tenant = "ardelane"): KnownObject => ({ ...facts, tenant });
const customer = (change: object = {}) => at({ kind: "customer", ...elan, ...change });
const item = (change: object = {}, entity = "ent_fr") => at({ kind: "item", id: "itm_1", entity, customer: { ...elan, ...change } });
const desk = at({ kind: "desk" });

const cases: readonly (readonly [string, Caller, string, KnownObject, "allow" | "deny", string])[] = [
  ["a collector opens a customer of his portfolio", collector, "customer.read", customer(), "allow", "rights.role"],
  ["a collector opens a customer that the ERP gives to his short name", collector, "customer.read", customer({ collector: "IM" }), "allow", "rights.role"],
  ["a collector does not open a colleague's customer", collector, "customer.read", customer({ collector: "Thomas Lebrun" }), "deny", "scope.portfolio"],
  ["a collector does not open a customer whom nobody holds", collector, "customer.read", customer({ collector: undefined }), "deny", "scope.portfolio"],
  ["a collector does not open a colleague's invoice", collector, "item.read", item({ collector: "Thomas Lebrun" }), "deny", "scope.portfolio"],
  ["a collector adds no source", collector, "source.change", desk, "deny", ""],
  ["a collector sees that a file came", collector, "import.read", at({ kind: "import", id: "run_1" }), "allow", "rights.role"],
  ["a collector with the right to run imports still opens no whole file", withRights(collector, "import.inspect"), "import.inspect", at({ kind: "import", id: "run_1" }), "deny", "files.whole"],
  ["a salesperson opens his own customer", salesperson, "customer.read", customer(), "allow", "rights.role"],
  ["a salesperson does not open another's", salesperson, "customer.read", customer({ salesperson: "Élise Rouvière" }), "deny", "scope.own-customers"],
  ["a credit manager opens everybody's customer", manager, "customer.read", customer({ collector: undefined, country: undefined }), "allow", "rights.role"],
  ["a supervisor opens what his team holds", supervisor, "customer.read", customer(), "allow", "rights.role"],
  ["a supervisor does not open another team's", supervisor, "customer.read", customer({ collector: "Priya Nair" }), "deny", "scope.portfolio"],
  ["a British accountant does not see a French invoice", ofTheUk, "item.read", item(), "deny", "scope.entity-of-item"],
  ["a British accountant sees the British invoice of the same customer", ofTheUk, "item.read", item({}, "ent_uk"), "allow", "rights.role"],
  ["a British accountant opens who has bought there", ofTheUk, "customer.read", customer({ entities: ["ent_fr", "ent_uk"] }), "allow", "rights.role"],
  ["a British accountant does not open who has not", ofTheUk, "customer.read", customer(), "deny", "scope.entity-of-customer"],
  ["a British accountant does not open the source of all entities", ofTheUk, "source.read", at({ kind: "source", id: "src_1" }), "deny", "scope.entity"],
  ["a British accountant opens the British source", ofTheUk, "source.read", at({ kind: "source", id: "src_1", entity: "ent_uk" }), "allow", "rights.role"],
  ["whoever looks after France does not open a Belgian customer", ofFrance, "customer.read", customer({ country: "BE" }), "deny", "scope.country"],
  ["whoever looks after France does not open one without a country", ofFrance, "customer.read", customer({ country: undefined }), "deny", "scope.country"],
  ["whoever looks after retail does not open a key account", ofRetail, "customer.read", customer({ segment: "key account" }), "deny", "scope.segment"],
  ["nobody reaches another tenant, not even an administrator", person("administrator"), "customer.read", at({ kind: "customer", ...elan }, "stranger"), "deny", "tenant.own"],
  ["a disabled administrator may do nothing", disabled, "user.read", desk, "deny", "rights.disabled"],
  ["a customer's contact sees nothing of the desk", contact, "customer.read", customer(), "deny", ""],
  ["a contact with a right to items sees his own company's", withRights(contact, "item.read"), "item.read", item(), "allow", "rights.role"],
  ["a contact with a right to items sees nobody else's", withRights(contact, "item.read"), "item.read", item({ id: "cus_other" }), "deny", "scope.one-customer"],
];

test.each(cases)("%s", (_, caller, action, object, outcome, policy) => {
  expect(authorize(caller, action, object)).toEqual({ allowed: outcome === "allow", policies: policy ? [policy] : [] });
});

const approvals = ["write-off.approve", "credit-request.approve", "refund.approve", "iban-change.approve"];
const proposal = (duties: object) => at({ kind: "proposal", id: "prp_1", ...duties });

test.each(approvals)("%s: who proposed it does not approve it, nor does anybody for him; somebody else may", (action) => {
  const claire = withRights(manager, action);
  const mine = proposal({ proposedBy: claire.user.id });
  expect(authorize(claire, action, mine)).toEqual({ allowed: false, policies: ["duties.proposer-approves"] });
  expect(authorize({ ...withRights(collector, action), onBehalfOf: claire.user.id }, action, mine)).toEqual({ allowed: false, policies: ["duties.proposer-approves"] });
  expect(authorize(withRights(collector, action), action, mine).allowed).toBe(true);
  expect(authorize(claire, action, proposal({ proposedBy: "usr_else" })).allowed).toBe(true);
  expect(authorize(withRights(manager), action, proposal({ proposedBy: "usr_else" })).allowed).toBe(false);
});

test("who wrote a legal letter does not release it, whatever the role", () => {
  const admin = withRights(person("administrator"), "legal-letter.release", "legal-letter.write");
  expect(authorize(admin, "legal-letter.release", proposal({ author: admin.user.id }))).toEqual({ allowed: false, policies: ["duties.author-releases"] });
  expect(authorize(admin, "legal-letter.release", proposal({ author: "usr_else" })).allowed).toBe(true);
  expect(authorize(admin, "legal-letter.write", proposal({ author: admin.user.id })).allowed).toBe(true);
});

test("who changed the bank details does not approve the refund to them", () => {
  const admin = withRights(person("administrator"), "refund.approve");
  expect(authorize(admin, "refund.approve", proposal({ proposedBy: "usr_else", ibanChangedBy: admin.user.id })).policies).toEqual(["duties.iban-and-refund"]);
  expect(authorize(admin, "refund.approve", proposal({ proposedBy: "usr_else", ibanChangedBy: "usr_else" })).allowed).toBe(true);
});

test("a role that no longer exists opens nothing", () => {
  expect(authorize(person("abolished"), "customer.read", customer()).allowed).toBe(false);
});

test("every policy has a name and says in both languages what it is for", () => {
  expect(policies().size).toBeGreaterThan(10);
  for (const [id, { en, fr }] of policies()) expect([id, en, fr].filter((text) => !/^.{8,}/.test(text)), id).toEqual([]);
});

test("every standard role exists, reads its own account, and only the administrator changes users and roles", () => {
  const roles = ["collector", "credit-manager", "division-manager", "salesperson", "cash-applier", "accountant", "executive", "administrator", "customer"];
  for (const role of roles) expect(authorize(person(role), "me.read", desk).allowed, role).toBe(true);
  for (const right of ["user.change", "role.change"]) expect(roles.filter((role) => standardRole(role)!.rights.includes(right)), right).toEqual(["administrator"]);
});
