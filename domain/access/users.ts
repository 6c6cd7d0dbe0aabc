// Who joins, and what becomes of him. An administrator cannot lock himself out, nor can the last one leave: then nobody could let anybody in again.
import { namesOf } from "#domain/access/scope.ts";
import type { RoleDefinition, User } from "#domain/access/schema.ts";
import { refused, type Refused } from "#domain/refusal.ts";
import type { UserFact } from "#events/access.ts";

type Act = { readonly now: string; readonly user: Pick<User, "id" | "name"> };
export type Staff = { readonly users: readonly User[]; readonly roles: readonly RoleDefinition[]; readonly entityIds: readonly string[] };
export type UserAnswer = { readonly user: User; readonly facts: readonly UserFact[] };
export type Limits = Pick<User, "entityIds" | "sees" | "countries" | "segments" | "team" | "customerId" | "knownAs">;
export type UserChange = { readonly [F in "name" | "role" | "language" | "status" | keyof Limits]?: User[F] | null | undefined };

export function inviteUser(invited: User, staff: Staff, { now, user: by }: Act): UserAnswer | Refused {
  if (staff.users.some(({ email }) => email.toLowerCase() === invited.email.toLowerCase())) return refused("user.email-taken");
  const problem = wrongWith(invited, staff) ?? namesakeOf(invited, staff);
  if (problem) return problem;
  const user: User = { ...invited, status: "invited" };
  return { user, facts: [{ name: "UserInvited", occurredAt: now, actor: { type: "user", ...named(by) }, data: { userId: user.id, role: user.role } }] };
}

/** null empties a limit; what is absent stays. Undefined: nothing changes. */
export function changeUser(current: User, change: UserChange, staff: Staff, { now, user: by }: Act): UserAnswer | undefined | Refused {
  const wanted = Object.entries(change).filter(([field, value]) => value !== undefined && JSON.stringify(value ?? undefined) !== JSON.stringify(current[field as keyof User]));
  if (wanted.length === 0) return undefined;
  const user = { ...current, ...Object.fromEntries(wanted.map(([field, value]) => [field, value ?? undefined])) } as User;
  const loses = governs(current, staff.roles) && !governs(user, staff.roles);
  if (loses && current.id === by.id) return refused("user.not-yourself");
  if (loses && !staff.users.some((other) => other.id !== current.id && governs(other, staff.roles))) return refused("user.last-administrator");
  const fields = wanted.map(([field]) => field);
  // Whoever leaves, leaves: nothing else about him has to be in order.
  const problem = fields.every((field) => field === "status") ? undefined : (wrongWith(user, staff) ?? (fields.some((field) => ["name", "knownAs"].includes(field)) ? namesakeOf(user, staff) : undefined));
  if (problem) return problem;
  const about = { occurredAt: now, actor: { type: "user", ...named(by) }, data: { userId: user.id, role: user.role } } as const;
  const facts: UserFact[] = user.status === "disabled" && current.status !== "disabled" ? [{ name: "UserDisabled", ...about }] : [{ name: "UserChanged", ...about, data: { ...about.data, fields } }];
  return { user, facts };
}

const named = ({ id, name }: Pick<User, "id" | "name">) => ({ id, name });

/** Whoever can let people in, and give them rights. */
export const governs = ({ role, status }: Pick<User, "role" | "status">, roles: readonly RoleDefinition[]): boolean =>
  status !== "disabled" && (roles.find(({ id }) => id === role)?.rights ?? []).includes("user.change");

function wrongWith(user: User, { roles, entityIds }: Staff): Refused | undefined {
  const role = roles.find(({ id }) => id === user.role);
  if (!role) return refused("role.unknown", { id: user.role });
  const strange = user.entityIds.find((id) => !entityIds.includes(id));
  if (strange) return refused("entity.unknown", { id: strange });
  if ((user.sees ?? role.sees) === "one-customer" && !user.customerId) return refused("user.customer-missing");
  if ((user.sees ?? role.sees) === "team" && !user.team) return refused("user.team-missing");
  return undefined;
}

/** Two people under one name would see each other's portfolios. */
function namesakeOf(user: User, { users }: Staff): Refused | undefined {
  const mine = new Set(namesOf(user));
  const namesake = users.find((other) => other.id !== user.id && other.status !== "disabled" && namesOf(other).some((name) => mine.has(name)));
  return namesake && refused("user.name-taken", { name: namesOf(namesake).find((name) => mine.has(name))! });
}
