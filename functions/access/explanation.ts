// The administrator asks about somebody else: the very decision that the door would make, and how it came about.
import { clientWorks } from "#domain/access/clients/client.ts";
import { scopeLines, summaryOf, type Called } from "#domain/access/explanation.ts";
import type { KnownObject } from "#domain/access/object-facts.ts";
import { rightWords } from "#domain/access/right-words.ts";
import { isAction } from "#domain/access/rights.ts";
import { allows } from "#domain/access/roles.ts";
import type { accessRoutes } from "#domain/access/routes.ts";
import type { User } from "#domain/access/schema.ts";
import type { RowScope } from "#domain/access/scope.ts";
import { refused } from "#domain/refusal.ts";
import type { AboutKind } from "#domain/route.ts";
import type { Handlers } from "#functions/runtime/api.ts";
import { authorize } from "#functions/runtime/authorize.ts";
import { policies } from "#functions/runtime/cedar.ts";
import { callerFrom, isOutOfSight } from "#functions/runtime/decide.ts";
import { accessStore, loadedUser } from "#functions/store/access.ts";
import { CLIENT_ID, clientStore } from "#functions/store/clients.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { loadObject } from "#functions/store/objects.ts";

export const explanationHandlers: Pick<Handlers<typeof accessRoutes>, "GET /access/explanation"> = {
  "GET /access/explanation": async ({ query, caller, now }) => {
    if (!isAction(query.action)) return refused("right.unknown", { right: query.action });
    const store = accessStore(caller.tenant);
    const user = await whoIs(caller.tenant, query.user, now);
    if (!user) return refused("user.unknown");
    const object = await objectOf(caller.tenant, query.resource, query.customer);
    if (!object) return refused("resource.unknown");

    const person = callerFrom(caller.tenant, await loadedUser(store, user));
    const verdict = authorize(person, query.action, object);
    const decided = verdict.policies.flatMap((id) => policies().get(id) ?? []);
    const scope = scopeLines(person.scope, object, await namesIn(caller.tenant, person.scope));
    const hasRight = allows(person.role, query.action);

    const words = decided.map(({ en, fr }) => ({ en, fr }));
    return {
      outcome: verdict.allowed ? ("allow" as const) : ("deny" as const),
      answer: verdict.allowed ? ("done" as const) : object.kind !== "desk" && isOutOfSight(verdict) ? ("not-found" as const) : ("forbidden" as const),
      summary: summaryOf({ allowed: verdict.allowed, hasRight, person: user.name, right: rightWords[query.action], scope: person.scope, lines: scope, policies: words }),
      policies: decided.map(({ id, effect, text, en, fr }) => ({ id, effect, text, words: { en, fr } })),
      scope: scope.map((line) => ({ ...line, limit: [...line.limit], value: [...line.value] })),
      role: { id: person.role.id, name: person.role.name, hasRight },
      hides: [...person.role.hides],
      reasons: [...verdict.policies.map((policy) => ({ code: `policy.${policy}` })), ...(hasRight ? [] : [{ code: "right.missing", right: query.action }]), ...scope.filter(({ holds }) => !holds).map(({ part }) => ({ code: "scope.outside", part }))],
    };
  },
};

/** A program that is revoked or whose time is over stands where a disabled person would. */
async function whoIs(tenant: string, id: string, now: string): Promise<User | undefined> {
  if (!CLIENT_ID.test(id)) return accessStore(tenant).user(id);
  const program = await clientStore(tenant).client(id);
  return program && { id: program.id, email: "", name: program.name, role: program.role, language: "en", entityIds: program.entityIds, ...(clientWorks(program, now) ? {} : { status: "disabled" as const }) };
}

/** Entities and customers by their names; of a person's own names, those that people know. */
async function namesIn(tenant: string, { entities, customers = [] }: RowScope): Promise<Called> {
  const ledger = ledgerStore(tenant);
  const [companies, debtors] = await Promise.all([entities ? ledger.entities() : [], Promise.all(customers.map((id) => ledger.customer(id)))]);
  const names = new Map([...companies, ...debtors.flatMap((debtor) => debtor ?? [])].map(({ id, name }) => [id as string, name]));
  return (part, value) => (part === "entities" || part === "customers" ? (names.get(value) ?? value) : /^usr_|@/.test(value) ? undefined : value);
}

const kinds: Readonly<Record<string, AboutKind>> = { cus: "customer", itm: "item", pay: "payment", src: "source", run: "import", ent: "entity", msg: "message", exp: "export" };

/** Whatever the person's limits, the object is read with all that a policy may ask for. */
async function objectOf(tenant: string, resource: string | undefined, customer: string | undefined): Promise<KnownObject | undefined> {
  if (resource === undefined) return { kind: "desk", tenant };
  const prefix = resource.slice(0, resource.indexOf("_"));
  const kind = kinds[prefix];
  return kind && loadObject(tenant, kind, { id: resource, customer }, { entities: [] });
}
