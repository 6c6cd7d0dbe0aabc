// Roles: the standard nine, the tenant's own, and which groups of the identity provider stand for them.
import { changeRole, copyRole, removeRole } from "#domain/access/own-roles.ts";
import { objectWords, verbWords } from "#domain/access/matrix-words.ts";
import { rightWords } from "#domain/access/right-words.ts";
import { actions, nounOf, verbOf } from "#domain/access/rights.ts";
import { standardRoles } from "#domain/access/roles.ts";
import type { accessRoutes } from "#domain/access/routes.ts";
import { seesSchema, type RoleDefinition, type User } from "#domain/access/schema.ts";
import { confidentialKinds } from "#domain/confidential.ts";
import { isRefused, refused } from "#domain/refusal.ts";
import type { Handlers } from "#functions/runtime/api.ts";
import { accessStore } from "#functions/store/access.ts";

type Routes = Pick<Handlers<typeof accessRoutes>, "GET /roles" | "POST /roles" | "PUT /roles/{id}" | "DELETE /roles/{id}" | "GET /role-groups" | "PUT /role-groups">;

export const roleHandlers: Routes = {
  "GET /roles": async ({ caller }) => {
    const { roles, users } = await allOf(caller.tenant);
    return {
      items: roles.map((role) => shown(role, users)),
      rights: actions.map((right) => ({ right, object: nounOf(right), verb: verbOf(right), words: rightWords[right] })),
      objects: Object.entries(objectWords).map(([object, words]) => ({ object, words })),
      verbs: Object.entries(verbWords).map(([verb, { kind, en, fr }]) => ({ verb, kind, words: { en, fr } })),
      hides: [...confidentialKinds],
      sees: [...seesSchema.options],
    };
  },

  "POST /roles": async ({ body, caller, now }) => {
    const { store, roles, users } = await allOf(caller.tenant);
    const from = roles.find(({ id }) => id === body.from);
    if (!from) return refused("role.unknown", { id: body.from });
    const answer = copyRole(from, idOf(body.name.en), body.name, roles, { now, user: caller.user });
    if (isRefused(answer)) return answer;
    return (await store.saveRole(answer.role, undefined, answer.facts)) === "saved" ? shown(answer.role, users) : refused("role.id-taken", { id: answer.role.id });
  },

  "PUT /roles/{id}": async ({ params, body, caller, now }) => {
    const { store, roles, users } = await allOf(caller.tenant);
    const current = roles.find(({ id }) => id === params.id);
    if (!current) return refused("role.unknown", { id: params.id });
    const { version, ...content } = body;
    const answer = changeRole(current, content, version, { users, roles }, { now, user: caller.user });
    if (isRefused(answer)) return answer;
    return (await store.saveRole(answer.role, current, answer.facts)) === "saved" ? shown(answer.role, users) : refused("role.changed-meanwhile");
  },

  "DELETE /roles/{id}": async ({ params, caller }) => {
    const { store, roles, users } = await allOf(caller.tenant);
    const role = roles.find(({ id }) => id === params.id);
    if (!role) return refused("role.unknown", { id: params.id });
    const problem = removeRole(role, users);
    if (problem) return problem;
    await store.removeRole(role.id);
    return {};
  },

  "GET /role-groups": ({ caller }) => accessStore(caller.tenant).groupRoles(),

  "PUT /role-groups": async ({ body, caller }) => {
    const { store, roles } = await allOf(caller.tenant);
    const unknown = body.items.find(({ role }) => !roles.some(({ id }) => id === role));
    if (unknown) return refused("role.unknown", { id: unknown.role });
    const next = { ...body, version: body.version + 1 };
    return (await store.saveGroupRoles(next, body.version)) === "saved" ? next : refused("role.changed-meanwhile");
  },
};

async function allOf(tenant: string) {
  const store = accessStore(tenant);
  const [own, users] = await Promise.all([store.roles(), store.users()]);
  return { store, users, roles: [...standardRoles, ...own] };
}

const shown = (role: RoleDefinition, users: readonly User[]) => ({ ...role, rights: [...role.rights], hides: [...role.hides], users: users.filter((user) => user.role === role.id).length });

/** "Key account collector" → key-account-collector: a role's id is told in logs and in the audit. */
const idOf = (name: string): string => name.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "role";
