// Who may use the desk of one tenant, and what the tenant has settled for everybody: its name, its currency, its dated exchange rates.
import type { User } from "#domain/access/schema.ts";
import type { Rate } from "#domain/money.ts";
import { all } from "#functions/store/request.ts";
import { rateEntity, tenantEntity, userEntity, userOf } from "#functions/store/settings.ts";
import { tenantTable, type Connection } from "#functions/store/table.ts";

export type Tenant = { readonly id: string; readonly name: string; readonly currency: string };

export function accessStore(tenant: string, connection?: Connection) {
  const table = tenantTable(tenant, connection);
  const tenants = tenantEntity(table);
  const users = userEntity(table);
  const rates = rateEntity(table);

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
    putUser: async (user: User): Promise<void> => {
      await users.put({ ...user, tenant, mail: mailKey(user.email) }).go();
    },
    rates: async (): Promise<Rate[]> => (await rates.query.primary({ tenant }).go(all)).data.map(({ from, to, rate, on }) => ({ from, to, rate, on })),
    putRate: async (rate: Rate): Promise<void> => {
      await rates.put({ ...rate, tenant }).go();
    },
    consumed: () => ({ ...table.consumed }),
  };
}

/** The runtime asks who is behind a verified token. */
export const loadUser = (tenant: string, userId: string): Promise<User | undefined> => accessStore(tenant).user(userId);

const mailKey = (email: string): string => encodeURIComponent(email.trim().toLowerCase());
