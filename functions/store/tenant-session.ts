// The second wall between tenants, in IAM. A function of the API may not touch the table itself: it takes on a role in a session that is tagged with
// the tenant, and that role's policy lets a session reach only keys that begin with its own tag (infra/parts/tenant-role.ts). So a mistake in our code,
// the guard in table.ts included, still ends at DynamoDB. Where no such role is set (tests, functions that follow queues), the guard stands alone.
import { signedPost } from "#functions/runtime/signed.ts";

type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken: string; readonly expiration: Date };

const SECONDS = 3600;
/** What IAM takes as a tag's value, of what a tenant may be called. */
const taggable = /^[A-Za-z0-9_.-]+$/;

/** What the SDK asks for credentials, or undefined when the function's own role serves. The SDK keeps them until shortly before they end. */
export function tenantCredentials(tenant: string, role = process.env.TENANT_ROLE): (() => Promise<Credentials>) | undefined {
  return role && taggable.test(tenant) ? () => assume(role, tenant) : undefined;
}

async function assume(role: string, tenant: string): Promise<Credentials> {
  const endpoint = process.env.AWS_ENDPOINT_URL_STS ?? process.env.AWS_ENDPOINT_URL ?? `https://sts.${process.env.AWS_REGION}.amazonaws.com`;
  const asked = { Action: "AssumeRole", Version: "2011-06-15", RoleArn: role, RoleSessionName: `tenant-${tenant}`.slice(0, 64), DurationSeconds: String(SECONDS), "Tags.member.1.Key": "tenant", "Tags.member.1.Value": tenant };
  const response = await signedPost("sts", new URL("/", endpoint), { "content-type": "application/x-www-form-urlencoded; charset=utf-8" }, new URLSearchParams(asked).toString());
  const text = await response.text();
  const told = (name: string): string => new RegExp(`<${name}>([^<]+)</${name}>`).exec(text)?.[1] ?? "";
  if (!response.ok || !told("AccessKeyId")) throw new Error(`the session of tenant ${tenant} was refused: ${response.status} ${told("Code")} ${told("Message")}`);
  return { accessKeyId: told("AccessKeyId"), secretAccessKey: told("SecretAccessKey"), sessionToken: told("SessionToken"), expiration: new Date(told("Expiration")) };
}
