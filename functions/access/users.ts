// People: invited, given roles and limits, disabled. The user pool keeps who may sign in; the table, what he may do then.
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { namedId } from "#domain/id.ts";
import { standardRoles } from "#domain/access/roles.ts";
import type { accessRoutes } from "#domain/access/routes.ts";
import type { User } from "#domain/access/schema.ts";
import { changeUser, inviteUser, type Staff } from "#domain/access/users.ts";
import { isRefused, refused } from "#domain/refusal.ts";
import { AccountOfAnother, keepAccount, letIn, signInOf, type SignIn } from "#functions/access/account.ts";
import type { Handlers } from "#functions/runtime/api.ts";
import { callerFrom } from "#functions/runtime/decide.ts";
import { digest } from "#functions/runtime/digest.ts";
import { accessStore, loadedUser } from "#functions/store/access.ts";
import { ledgerStore } from "#functions/store/ledger.ts";

type Routes = Pick<Handlers<typeof accessRoutes>, "GET /users" | "POST /users" | "GET /users/{id}" | "PATCH /users/{id}">;
/** Without a user pool (a test, a tenant that is set up by hand) people are kept all the same. */
type Pool = { readonly cognito: CognitoIdentityProviderClient; readonly id: string } | undefined;

export const userHandlers = (pool: () => Pool = poolOfEnvironment): Routes => ({
  "GET /users": async ({ caller, query }) => {
    const users = (await accessStore(caller.tenant).users()).toSorted((a, b) => a.name.localeCompare(b.name));
    const connected = query.signIn ? pool() : undefined;
    return { items: connected ? await withSignIn(users, connected) : users };
  },

  "POST /users": async ({ body, caller, now }) => {
    const store = accessStore(caller.tenant);
    const id = namedId("usr", digest, caller.tenant, body.email.toLowerCase());
    const answer = inviteUser(plain({ ...body, id, entityIds: body.entityIds ?? [] }), await staffOf(caller.tenant), { now, user: caller.user });
    if (isRefused(answer)) return answer;

    const connected = pool();
    try {
      if (connected) await keepAccount(connected.cognito, connected.id, caller.tenant, answer.user);
    } catch (error) {
      if (error instanceof AccountOfAnother) return refused("user.email-elsewhere");
      throw error;
    }
    await store.putUser(answer.user, answer.facts);
    return answer.user;
  },

  "GET /users/{id}": async ({ params, caller }) => {
    const store = accessStore(caller.tenant);
    const user = await store.user(params.id);
    if (!user) return refused("user.unknown");
    const { role, scope } = callerFrom(caller.tenant, await loadedUser(store, user));
    const connected = pool();
    return { user, role, scope, ...(connected ? { signIn: await signInOf(connected.cognito, connected.id, user.email) } : {}) };
  },

  "PATCH /users/{id}": async ({ params, body, caller, now }) => {
    const store = accessStore(caller.tenant);
    const user = await store.user(params.id);
    if (!user) return refused("user.unknown");

    const answer = changeUser(user, body, await staffOf(caller.tenant), { now, user: caller.user });
    if (answer === undefined) return user;
    if (isRefused(answer)) return answer;

    const next = plain(answer.user);
    await store.putUser(next, answer.facts);
    const connected = pool();
    if (connected && next.status !== user.status) await letIn(connected.cognito, connected.id, next.email, next.status !== "disabled");
    return next;
  },
});

/** The pool tells of one person at a time, and not of too many at once. */
async function withSignIn(users: readonly User[], { cognito, id }: NonNullable<Pool>) {
  const told: (User & { signIn: SignIn })[] = [];
  for (let from = 0; from < users.length; from += AT_ONCE) told.push(...(await Promise.all(users.slice(from, from + AT_ONCE).map(async (user) => ({ ...user, signIn: await signInOf(cognito, id, user.email) })))));
  return told;
}
const AT_ONCE = 10;

async function staffOf(tenant: string): Promise<Staff> {
  const store = accessStore(tenant);
  const [users, own, entities] = await Promise.all([store.users(), store.roles(), ledgerStore(tenant).entities()]);
  return { users, roles: [...standardRoles, ...own], entityIds: entities.map(({ id }) => id) };
}

/** What is empty is not kept. */
const plain = (user: { readonly [F in keyof User]: User[F] | undefined }): User => Object.fromEntries(Object.entries(user).filter(([, value]) => value !== undefined)) as User;

const poolOfEnvironment = (): Pool => (process.env.USER_POOL_ID ? { cognito: (client ??= new CognitoIdentityProviderClient({})), id: process.env.USER_POOL_ID } : undefined);
let client: CognitoIdentityProviderClient | undefined;
