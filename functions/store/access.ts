// Who may use the desk of one tenant, and what the tenant has settled for everybody: its name, its currency, its dated exchange rates.
import type { PortfolioRules } from "#domain/access/portfolio/schema.ts";
import { standardRole } from "#domain/access/roles.ts";
import type { GroupRoles, RoleDefinition, User } from "#domain/access/schema.ts";
import type { Rate } from "#domain/money.ts";
import type { PortfolioFact, RoleFact, UserFact } from "#events/access.ts";
import { now } from "#functions/runtime/clock.ts";
import { CLIENT_ID, clientAsUser } from "#functions/store/clients.ts";
import { storedFact } from "#functions/store/fact.ts";
import { perTenant } from "#functions/store/per-tenant.ts";
import { all, attempted, type Saved } from "#functions/store/request.ts";
import { listEntity, rateEntity, roleDefinitionOf, roleEntity, tenantEntity, userEntity, userOf, userRow } from "#functions/store/settings.ts";
import { tenantTable, type Connection } from "#functions/store/table.ts";

export type Tenant = { readonly id: string; readonly name: string; readonly currency: string };

export const accessStore = /* @__PURE__ */ perTenant((tenant: string, connection?: Connection) => {
  const table = tenantTable(tenant, connection);
  const tenants = tenantEntity(table);
  const users = userEntity(table);
  const roles = roleEntity(table);
  const lists = listEntity(table);
  const rates = rateEntity(table);
  /** Version 0: nothing is there yet. */
  const saveList = (name: string, content: { readonly version: number }, version: number, facts: readonly PortfolioFact[] = []): Promise<Saved> => {
    const row = { tenant, name, version: content.version, content, ...told(facts) };
    return attempted(() => (version > 0 ? lists.put(row).where((known, { eq }) => eq(known.version, version)).go() : lists.create(row).go()));
  };

  return {
    tenant: async (): Promise<Tenant | undefined> => {
      const { data } = await tenants.get({ tenant }).go();
      return data ? { id: tenant, name: data.name, currency: data.currency } : undefined;
    },
    putTenant: async ({ name, currency }: Tenant): Promise<void> => {
      await tenants.put({ tenant, name, currency }).go();
    },
    user: async (id: string): Promise<User | undefined> => {
      const { data } = await users.get({ tenant, id }).go();
      return data ? userOf(data) : undefined;
    },
    users: async (): Promise<User[]> => (await users.query.primary({ tenant }).go(all)).data.map(userOf),
    userByMail: async (email: string): Promise<User | undefined> => (await users.query.byMail({ tenant, mail: mailKey(email) }).go({ ...all, hydrate: true })).data.map(userOf)[0],
    putUser: async (user: User, facts: readonly UserFact[] = []): Promise<void> => {
      await users.put({ ...userRow(tenant, mailKey(user.email), user), ...told(facts) }).go();
    },
    /** The tenant's own roles; the standard ones are in domain/access/roles.ts. */
    roles: async (): Promise<RoleDefinition[]> => (await roles.query.primary({ tenant }).go(all)).data.map(roleDefinitionOf),
    role: async (id: string): Promise<RoleDefinition | undefined> => {
      const { data } = await roles.get({ tenant, id }).go();
      return data ? roleDefinitionOf(data) : undefined;
    },
    saveRole: (next: RoleDefinition, previous: RoleDefinition | undefined, facts: readonly RoleFact[] = []): Promise<Saved> => {
      const row = { tenant, id: next.id, version: next.version, content: next, ...told(facts) };
      return attempted(() => (previous ? roles.put(row).where(({ version }, { eq }) => eq(version, previous.version)).go() : roles.create(row).go()));
    },
    removeRole: async (id: string): Promise<void> => {
      await roles.delete({ tenant, id }).go();
    },
    groupRoles: async (): Promise<GroupRoles> => ((await lists.get({ tenant, name: GROUP_ROLES }).go()).data?.content as GroupRoles | undefined) ?? { items: [], version: 0 },
    saveGroupRoles: (next: GroupRoles, version: number): Promise<Saved> => saveList(GROUP_ROLES, next, version),
    portfolioRules: async (): Promise<PortfolioRules> => ((await lists.get({ tenant, name: PORTFOLIO_RULES }).go({ consistent: true })).data?.content as PortfolioRules | undefined) ?? { rules: [], pins: [], version: 0 },
    savePortfolioRules: (next: PortfolioRules, version: number, facts: readonly PortfolioFact[]): Promise<Saved> => saveList(PORTFOLIO_RULES, next, version, facts),
    rates: async (): Promise<Rate[]> => (await rates.query.primary({ tenant }).go(all)).data.map(({ from, to, rate, on }) => ({ from, to, rate, on })),
    putRate: async (rate: Rate): Promise<void> => {
      await rates.put({ ...rate, tenant }).go();
    },
    consumed: () => ({ ...table.consumed }),
  };
});

/**
 * The runtime asks who is behind a verified token, and what his rights and rows depend on. A disabled user is nobody. `groups` are those that the
 * identity provider put in the token: one that stands for a role gives it.
 */
export async function loadUser(tenant: string, userId: string, groups: readonly string[] = []): Promise<LoadedUser | undefined> {
  const store = accessStore(tenant);
  const user = CLIENT_ID.test(userId) ? await clientAsUser(tenant, userId, now()) : await store.user(userId);
  if (!user || user.status === "disabled") return undefined;
  const given = groups.length > 0 ? (await store.groupRoles()).items.find(({ group }) => groups.includes(group))?.role : undefined;
  return loadedUser(store, given ? { ...user, role: given } : user);
}

export async function loadedUser(store: Pick<ReturnType<typeof accessStore>, "role" | "users">, user: User): Promise<LoadedUser> {
  const ownRole = standardRole(user.role) ? undefined : await store.role(user.role);
  const seesTeam = (user.sees ?? standardRole(user.role)?.sees ?? ownRole?.sees) === "team" && user.team;
  const teamMembers = seesTeam ? (await store.users()).filter(({ team }) => team === user.team) : undefined;
  return { ...user, ...(ownRole ? { ownRole } : {}), ...(teamMembers ? { teamMembers } : {}) };
}

/** A user with what his rights and rows depend on: his role if it is one of the tenant's own, and his team's members if he sees their portfolios. */
export type LoadedUser = User & { readonly ownRole?: RoleDefinition; readonly teamMembers?: readonly User[] };

const GROUP_ROLES = "group-roles";
const PORTFOLIO_RULES = "portfolio-rules";
const told = (facts: readonly (UserFact | RoleFact | PortfolioFact)[]) => (facts.length > 0 ? { fact: facts.map((fact) => storedFact(fact)) } : {});
const mailKey = (email: string): string => encodeURIComponent(email.trim().toLowerCase());
