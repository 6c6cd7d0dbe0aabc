// The settings a function runs with: it names what it needs, gets exactly that, and says at once what is missing.
export type EnvName =
  | "TABLE" | "BUS" | "INBOX_BUCKET" | "DOCUMENTS_BUCKET" | "LAKE_BUCKET" | "READ_QUEUE_URL" | "PORTAL_LINK_QUEUE_URL" | "PLAN_QUEUE_URL" | "SEND_QUEUE_URL" | "WEB_ORIGIN" | "MAIL_FROM" | "CONFIGURATION_SET" | "PROVIDERS_SECRET" | "APPLY_QUEUE_URL" | "STATEMENT_QUEUE_URL"
  | "LIVE_HTTP" | "LIVE_REALTIME" | "USER_POOL_ID" | "USER_POOL_CLIENT_ID" | "OIDC_ISSUER" | "OIDC_AUTHORITY_DOMAIN" | "STAGE";

export function env<const Names extends readonly EnvName[]>(...names: Names): Readonly<Record<Names[number], string>> {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`this function needs ${missing.join(", ")} in its environment`);
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as Record<Names[number], string>;
}
