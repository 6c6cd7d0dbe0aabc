// Who is signed in. OpenID Connect with code and PKCE; tokens live in this tab's session storage, and are renewed before they end.
import { UserManager, WebStorageStateStore, type User as Signed } from "oidc-client-ts";
import type { Answer } from "#lib/api/client.ts";

export type Config = { readonly issuer: string; readonly clientId: string; readonly live: { readonly http: string; readonly realtime: string } };
export type Me = Answer<"GET /me">;

let manager: UserManager | undefined;
let config: Config | undefined;
export const session: { me: Me | undefined } = $state({ me: undefined });

/** A right as the server lists it in GET /me, such as "import.run". */
export const may = (action: string): boolean => session.me?.actions.includes(action) ?? false;

export async function configuration(): Promise<Config> {
  return (config ??= (await (await fetch("/api/v1/config")).json()) as Config);
}

async function users(): Promise<UserManager> {
  if (manager) return manager;
  const { issuer, clientId } = await configuration();
  const { origin } = location;
  manager = new UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${origin}/signed-in`,
    post_logout_redirect_uri: `${origin}/signed-out`,
    response_type: "code",
    scope: "openid email profile",
    automaticSilentRenew: true,
    userStore: new WebStorageStateStore({ store: sessionStorage }),
  });
  return manager;
}

const current = async (): Promise<Signed | null> => (await users()).getUser();

/** A token that is good now; sends to the sign-in page when there is none. */
export async function accessToken(fresh = false): Promise<string> {
  const known = await current();
  if (known && !known.expired && !fresh) return known.access_token;
  const renewed = known?.refresh_token ? await (await users()).signinSilent().catch(() => null) : null;
  if (renewed) return renewed.access_token;
  return signIn();
}

/** Leaves for the sign-in page and comes back to where it was; never resolves. */
export async function signIn(): Promise<never> {
  await (await users()).signinRedirect({ state: location.pathname + location.search });
  return new Promise<never>(() => undefined);
}

/** Called on the way back. Answers where the person wanted to go. */
export async function signedIn(): Promise<string> {
  const signed = await (await users()).signinCallback();
  const wanted = typeof signed?.state === "string" ? signed.state : "/";
  return wanted.startsWith("/") && !wanted.startsWith("//") ? wanted : "/";
}

export async function signOut(): Promise<void> {
  const { clientId } = await configuration();
  // Cognito's own sign-out address wants its own names beside the standard ones.
  await (await users()).signoutRedirect({ extraQueryParams: { client_id: clientId, logout_uri: `${location.origin}/signed-out` } });
}
