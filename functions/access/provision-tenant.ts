// A tenant begins: its name, its entities, its people (with an account to sign in), its sources, its rates. Invoked by whoever installs Quittance,
// never over HTTP. Sent again, it brings the tenant up to what is sent; what people have changed meanwhile in other places stays.
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { provisioningSchema, type Provisioning, type User } from "#domain/access/schema.ts";
import { namedId } from "#domain/id.ts";
import { keepAccount } from "#functions/access/account.ts";
import { digest } from "#functions/runtime/digest.ts";
import { task } from "#functions/runtime/task.ts";
import { accessStore } from "#functions/store/access.ts";
import { correspondenceStore } from "#functions/store/correspondence.ts";
import { ingestionStore } from "#functions/store/ingestion.ts";
import { ledgerStore } from "#functions/store/ledger.ts";
import { registerTenant } from "#functions/store/tenants.ts";

type Provisioned = { readonly tenant: string; readonly users: readonly Pick<User, "id" | "email">[] };

export const handler = task(async (event: unknown): Promise<Provisioned> => provision(provisioningSchema.parse(event)));

export async function provision({ tenant, entities, users, sources, rates, correspondence }: Provisioning, cognito = new CognitoIdentityProviderClient({})): Promise<Provisioned> {
  const access = accessStore(tenant.id);
  const pool = process.env.USER_POOL_ID;
  await access.putTenant(tenant);
  await registerTenant(tenant.id);
  for (const entity of entities) await ledgerStore(tenant.id).putEntity(entity);
  for (const source of sources) await ingestionStore(tenant.id).putSource(source);
  for (const rate of rates) await access.putRate(rate);
  if (correspondence) await correspondenceStore(tenant.id).save(correspondence, 0);

  const kept: User[] = [];
  for (const { password, ...person } of users) {
    const user: User = { ...person, id: person.id ?? namedId("usr", digest, tenant.id, person.email.toLowerCase()) };
    await access.putUser(user);
    if (pool) await keepAccount(cognito, pool, tenant.id, user, password);
    kept.push(user);
  }
  return { tenant: tenant.id, users: kept.map(({ id, email }) => ({ id, email })) };
}
