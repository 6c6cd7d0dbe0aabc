// A tenant's own roles: copied from another and changed in the matrix. Nobody can take from everybody the right to give rights.
import { isAction } from "#domain/access/rights.ts";
import type { RoleDefinition, User } from "#domain/access/schema.ts";
import { governs } from "#domain/access/users.ts";
import { refused, type Refused } from "#domain/refusal.ts";
import type { RoleFact } from "#events/access.ts";

type Act = { readonly now: string; readonly user: Pick<User, "id" | "name"> };
export type RoleAnswer = { readonly role: RoleDefinition; readonly facts: readonly RoleFact[] };
export type RoleContent = Pick<RoleDefinition, "name" | "rights" | "sees" | "hides">;

/** Rights that nobody can do without, or can be given outside of the standard role for it. */
const kept = "me.read";

export function copyRole(from: RoleDefinition, id: string, name: RoleDefinition["name"], known: readonly RoleDefinition[], { now, user }: Act): RoleAnswer | Refused {
  if (known.some((role) => role.id === id)) return refused("role.id-taken", { id });
  const role: RoleDefinition = { ...from, id, name, standard: false, basedOn: from.id, version: 1 };
  return { role, facts: [told(role, { added: [...role.rights], removed: [] }, now, user)] };
}

export function changeRole(current: RoleDefinition, content: RoleContent, version: number, staff: { readonly users: readonly User[]; readonly roles: readonly RoleDefinition[] }, { now, user }: Act): RoleAnswer | Refused {
  if (current.standard) return refused("role.standard");
  if (version !== current.version) return refused("role.changed-meanwhile", { version: current.version });
  const unknown = content.rights.find((right) => !isAction(right));
  if (unknown) return refused("right.unknown", { right: unknown });
  const rights = [...new Set([kept, ...content.rights])];
  const role: RoleDefinition = { ...current, ...content, rights, version: current.version + 1 };
  const roles = staff.roles.map((other) => (other.id === role.id ? role : other));
  if (!staff.users.some((other) => governs(other, roles))) return refused("user.last-administrator");
  const [added, removed] = [rights.filter((right) => !current.rights.includes(right)), current.rights.filter((right) => !rights.includes(right))];
  return { role, facts: [told(role, { added, removed }, now, user)] };
}

export const removeRole = (role: RoleDefinition, users: readonly User[]): Refused | undefined =>
  role.standard ? refused("role.standard") : users.some((user) => user.role === role.id) ? refused("role.in-use", { users: users.filter((user) => user.role === role.id).length }) : undefined;

const told = (role: RoleDefinition, changes: { readonly added: string[]; readonly removed: string[] }, now: string, { id, name }: Act["user"]): RoleFact => ({
  name: "RoleChanged",
  occurredAt: now,
  actor: { type: "user", id, name },
  data: { roleId: role.id, ...(role.basedOn ? { basedOn: role.basedOn } : {}), ...changes },
});
