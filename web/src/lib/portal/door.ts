// The portal's way to the API: a cookie that no script sees goes along by itself, and there is no token.
import type { Answer } from "#lib/api/client.ts";
import { getLocale } from "#lib/paraglide/runtime.js";

export type Account = Answer<"GET /portal/account">;
export type Opened = Answer<"POST /portal/sessions">;

async function ask<T>(method: string, path: string, body?: object): Promise<T | undefined> {
  const response = await fetch(`/api/v1/portal${path}`, {
    method,
    credentials: "same-origin",
    headers: { "accept-language": getLocale(), ...(body ? { "content-type": "application/json" } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (response.status === 401) return undefined;
  if (!response.ok) throw new Error(((await response.json().catch(() => ({}))) as { detail?: string }).detail ?? response.statusText);
  return response.status === 204 ? undefined : ((await response.json()) as T);
}

export const account = () => ask<Account>("GET", "/account");
export const open = (token: string) => ask<Opened>("POST", "/sessions", { token });
export const leave = () => ask("DELETE", "/sessions/current");
export const askForLink = (tenant: string, email: string) => ask("POST", "/links", { tenant, email });
