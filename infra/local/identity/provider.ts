// OpenID Connect by oidc-provider, set up to behave like a Cognito user pool with managed login: public clients with code and PKCE, refresh
// tokens without asking for offline_access and renewed at each use, access tokens as RS256 JWTs, the same paths.
// Sign-in lives in the real time of browsers: moving the local clock signs nobody out.
import { Provider, type ClientMetadata, type Configuration, type JWK as ProviderKey, type KoaContextWithOIDC } from "oidc-provider";
import type { JWK } from "jose";
import { accessTokenClaims, SCOPES, type TriggerOptions } from "./access-tokens.ts";
import type { openGrantStore } from "./grant-store.ts";
import type { UserPool } from "./user-pool.ts";

export type ProviderOptions = {
  readonly issuer: string;
  readonly basePath: string;
  /** Origins of the app: only there may a sign-in end. */
  readonly origins: readonly string[];
  readonly clientIds: readonly string[];
  readonly key: JWK;
  readonly cookieSecret: string;
  readonly users: UserPool;
  readonly grants: ReturnType<typeof openGrantStore>;
  readonly trigger: TriggerOptions;
  readonly showError: (ctx: KoaContextWithOIDC, error: string, description: string | undefined) => void;
};

const HOUR = 3600;
const DAY = 24 * HOUR;
const API = "urn:quittance:api";

export const TOKEN_SECONDS = HOUR;
export const PATHS = {
  authorize: "/oauth2/authorize",
  token: "/oauth2/token",
  userInfo: "/oauth2/userInfo",
  revoke: "/oauth2/revoke",
  jwks: "/.well-known/jwks.json",
  logout: "/logout",
};
export const SESSION_COOKIE = "_session";

export const openProvider = (options: ProviderOptions): Provider => {
  const provider = new Provider(options.issuer, configuration(options));
  const onAppOrigin = (uri: string) => URL.canParse(uri) && options.origins.includes(new URL(uri).origin);
  provider.Client.prototype.redirectUriAllowed = onAppOrigin;
  provider.Client.prototype.postLogoutRedirectUriAllowed = onAppOrigin;
  return provider;
};

const configuration = (options: ProviderOptions): Configuration => ({
  adapter: options.grants.adapter,
  clients: options.clientIds.map((id) => client(id, options.origins)),
  jwks: { keys: [options.key as ProviderKey] },
  scopes: SCOPES.split(" "),
  claims: { openid: ["sub", "token_use", "cognito:username", "custom:tenant", "custom:user"], email: ["email", "email_verified"], profile: ["name", "locale"] },
  conformIdTokenClaims: false,
  cookies: {
    keys: [options.cookieSecret],
    names: { session: SESSION_COOKIE },
    long: { path: options.basePath, httpOnly: true, sameSite: "lax" },
    short: { httpOnly: true, sameSite: "lax" },
  },
  routes: { authorization: PATHS.authorize, token: PATHS.token, userinfo: PATHS.userInfo, revocation: PATHS.revoke, jwks: PATHS.jwks, end_session: PATHS.logout },
  interactions: { url: (_ctx, interaction) => `${options.basePath}/sign-in/${interaction.uid}` },
  clientBasedCORS: (_ctx, origin) => options.origins.includes(origin),
  findAccount: async (_ctx, sub) => account(options.users, sub),
  issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed("refresh_token"),
  expiresWithSession: async () => false,
  rotateRefreshToken: true,
  extraTokenClaims: (ctx, token) => ("accountId" in token ? extraClaims(options, ctx, token.accountId, token.clientId ?? "") : undefined),
  loadExistingGrant: (ctx) => grantWithoutAsking(ctx),
  renderError: async (ctx, out) => options.showError(ctx, out.error, out.error_description),
  ttl: { AccessToken: TOKEN_SECONDS, IdToken: TOKEN_SECONDS, AuthorizationCode: 300, RefreshToken: 30 * DAY, Grant: 30 * DAY, Session: 14 * DAY, Interaction: HOUR },
  features: {
    devInteractions: { enabled: false },
    revocation: { enabled: true },
    userinfo: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => API,
      useGrantedResource: () => true,
      getResourceServerInfo: (_ctx, _resource, client) => ({
        scope: SCOPES,
        audience: client.clientId,
        accessTokenFormat: "jwt",
        accessTokenTTL: TOKEN_SECONDS,
        jwt: { sign: { alg: "RS256" } },
      }),
    },
  },
});

const client = (id: string, origins: readonly string[]): ClientMetadata => ({
  client_id: id,
  token_endpoint_auth_method: "none",
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  redirect_uris: origins.map((origin) => `${origin}/`),
  post_logout_redirect_uris: origins.map((origin) => `${origin}/`),
});

const account = (users: UserPool, sub: string) => {
  const user = users.find(sub);
  if (!user?.enabled) return undefined;
  return { accountId: sub, claims: async () => ({ token_use: "id", "cognito:username": sub, ...user.attributes, email_verified: user.attributes.email_verified === "true", sub }) };
};

const extraClaims = async (options: ProviderOptions, ctx: KoaContextWithOIDC, accountId: string, clientId: string) => {
  const user = options.users.find(accountId);
  if (!user) throw new Error("a token is asked for somebody who is no longer there");
  const renewed = ctx.oidc?.params?.grant_type === "refresh_token";
  return { ...(await accessTokenClaims(options.trigger, user, clientId, renewed ? "TokenGeneration_RefreshTokens" : "TokenGeneration_HostedAuth")) };
};

/** The app and its sign-in are one product, so nobody is asked for consent. */
const grantWithoutAsking = async (ctx: KoaContextWithOIDC) => {
  const { client, session, provider } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const known = session.grantIdFor(client.clientId);
  const grant = (known && (await provider.Grant.find(known))) || new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(SCOPES);
  grant.addResourceScope(API, SCOPES);
  await grant.save();
  return grant;
};
