// Sign-in of the local cloud: what Cognito's user pool with managed login is on AWS, an OpenID Connect provider is here, under a path of the
// app's own port. Users, sessions, refresh tokens and the signing key are in one SQLite file of the data folder.
import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { JSONWebKeySet, JWTPayload } from "jose";
import type { AwsHandler, Clock, Engine, Invoke, Log } from "../engine.ts";
import { accessTokenClaims, installationKey, openTokens } from "./access-tokens.ts";
import { cognitoApi } from "./admin-api.ts";
import { Attempts } from "./attempts.ts";
import { openGrantStore } from "./grant-store.ts";
import { contentSecurityPolicy } from "./look.ts";
import { failedPage, signedOutPage, type DemoUser } from "./page.ts";
import { openProvider, PATHS, SESSION_COOKIE } from "./provider.ts";
import { openSignIn } from "./sign-in.ts";
import { UserPool } from "./user-pool.ts";
import { languageOf } from "./words.ts";

export type { DemoUser } from "./page.ts";

export type IdentityOptions = {
  readonly dataDir: string;
  /** Where the browser finds the app, with its port: http://127.0.0.1:4400 */
  readonly appUrl: string;
  /** Where on it this is mounted: /oidc */
  readonly basePath: string;
  readonly clock: Pick<Clock, "now">;
  readonly log: Log;
  readonly invoke: Invoke;
  readonly pool: { readonly id: string; readonly clientIds: readonly string[]; readonly preTokenTrigger: string | undefined };
};

export type Identity = Engine & {
  readonly issuer: string;
  /** Answers every request under the base path. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  jwks(): JSONWebKeySet;
  /** The claims of an access token that is in force in real time, or undefined. */
  verify(token: string): Promise<JWTPayload | undefined>;
  /** An access token for a person, as the sign-in would give it but for twelve hours. */
  issueToken(email: string): Promise<string>;
  /** Cognito's API, as far as it is used: `AWSCognitoIdentityProviderService.*`. */
  readonly aws: AwsHandler;
  demoUsers(): readonly DemoUser[];
  /** Shows these people on the sign-in page and gives them their passwords; makes those who are not there yet. */
  offerDemoUsers(users: readonly DemoUser[]): Promise<void>;
};

const TOKEN_COMMAND_SECONDS = 12 * 3600;
const FONT = "@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2";

export const openIdentity = async (options: IdentityOptions): Promise<Identity> => {
  const { basePath, pool, clock, log } = options;
  const origins = originsOf(options.appUrl);
  const issuer = `${origins[0]}${basePath}`;
  const db = openDatabase(options.dataDir);
  const key = await installationKey(db);
  const tokens = await openTokens(key, issuer);
  const users = new UserPool(db, () => clock.now());
  const grants = openGrantStore(db);
  const trigger = { poolId: pool.id, functionName: pool.preTokenTrigger, invoke: options.invoke };
  const policy = contentSecurityPolicy(origins);
  const demoUsers = () => JSON.parse(setting(db, "demo-users", () => "[]")) as readonly DemoUser[];

  const sendPage = (response: ServerResponse, status: number, html: string) => {
    response.writeHead(status, { ...PAGE_HEADERS, "content-security-policy": policy }).end(html);
  };
  const provider = openProvider({
    issuer,
    basePath,
    origins,
    clientIds: pool.clientIds,
    key,
    users,
    grants,
    trigger,
    cookieSecret: setting(db, "cookie-secret", () => randomBytes(32).toString("base64url")),
    showError: (ctx, error, description) => {
      ctx.set({ ...PAGE_HEADERS, "content-security-policy": policy });
      ctx.body = failedPage(languageOf(undefined, ctx.get("accept-language")), options.appUrl, `${error}${description ? `: ${description}` : ""}`);
    },
  });
  provider.on("server_error", (_ctx, error) => log({ source: "sign-in", level: "error", text: error.stack ?? error.message }));
  const toProvider = provider.callback();
  const signIn = openSignIn({ provider, users, attempts: new Attempts(() => clock.now()), appUrl: options.appUrl, origins, demoUsers, sendPage });

  return {
    name: "sign-in",
    issuer,
    jwks: () => tokens.jwks,
    verify: tokens.verify,
    aws: cognitoApi({ poolId: pool.id, users, endSessionsOf: grants.endEverythingOf, log }),
    demoUsers,
    health: async () => `${users.list().length} users`,
    close: async () => db.close(),
    async handle(request, response) {
      try {
        await answer(request, response);
      } catch (error) {
        log({ source: "sign-in", level: "error", text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
        if (response.headersSent) response.destroy();
        else sendPage(response, 500, failedPage(languageOf(undefined, request.headers["accept-language"]), options.appUrl, "server_error"));
      }
    },
    async issueToken(email) {
      const user = users.find(email);
      if (!user?.enabled) throw new Error(`nobody signs in as ${email}`);
      const clientId = pool.clientIds[0] ?? "";
      return tokens.sign(user.sub, clientId, await accessTokenClaims(trigger, user, clientId, "TokenGeneration_Authentication"), TOKEN_COMMAND_SECONDS);
    },
    async offerDemoUsers(offered) {
      for (const { email, name, password } of offered) {
        const user = users.find(email) ?? users.create(email, { name, email_verified: "true" });
        await users.setPassword(user.sub, password, true);
      }
      db.prepare("INSERT INTO settings VALUES ('demo-users', ?) ON CONFLICT DO UPDATE SET value = excluded.value").run(JSON.stringify(offered));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? "/", origins[0]);
    const path = url.pathname.slice(basePath.length);
    request.headers.host = new URL(origins[0]).host;
    if (path.startsWith("/sign-in/")) return signIn(request, response, url);
    if (path === PATHS.userInfo) return userInfo(request, response);
    if (path === PATHS.logout) return signOut(request, response, url);
    if (path === "/instrument-sans.woff2") return void response.writeHead(200, { "content-type": "font/woff2", "cache-control": "public, max-age=86400" }).end(typeface());
    Object.assign(request, { originalUrl: request.url });
    request.url = `${path || "/"}${url.search}`;
    await toProvider(request, response);
  }

  /** Ends the browser's session at once, as Cognito's logout endpoint does, and goes back to the app; understands both ways to say where. */
  function signOut(request: IncomingMessage, response: ServerResponse, url: URL) {
    const session = cookie(request, SESSION_COOKIE);
    if (session) grants.endSession(session);
    response.setHeader(
      "set-cookie",
      ["", ".sig"].map((suffix) => `${SESSION_COOKIE}${suffix}=; Path=${basePath}; Max-Age=0; HttpOnly; SameSite=Lax`),
    );
    const back = url.searchParams.get("post_logout_redirect_uri") ?? url.searchParams.get("logout_uri");
    if (back === null || !URL.canParse(back) || !origins.includes(new URL(back).origin)) {
      return sendPage(response, 200, signedOutPage(languageOf(url.searchParams.get("ui_locales") ?? undefined, request.headers["accept-language"]), options.appUrl));
    }
    const target = new URL(back);
    const state = url.searchParams.get("state");
    if (state !== null) target.searchParams.set("state", state);
    response.writeHead(303, { location: target.href }).end();
  }

  async function userInfo(request: IncomingMessage, response: ServerResponse) {
    const claims = await tokens.verify(/^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "");
    const user = claims?.sub === undefined ? undefined : users.find(claims.sub);
    const origin = request.headers.origin;
    const headers = {
      "content-type": "application/json",
      ...(origin && origins.includes(origin) ? { "access-control-allow-origin": origin, "access-control-allow-headers": "authorization", vary: "origin" } : {}),
    };
    if (request.method === "OPTIONS") response.writeHead(204, headers).end();
    else if (!user?.enabled) response.writeHead(401, { ...headers, "www-authenticate": 'Bearer error="invalid_token"' }).end('{"error":"invalid_token"}');
    else response.writeHead(200, headers).end(JSON.stringify({ ...user.attributes, sub: user.sub, username: user.sub }));
  }
};

const PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "cache-control": "no-store",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** A person may type either name of this machine; the first is the one that tokens name. */
const originsOf = (appUrl: string): [string, ...string[]] => {
  const { origin, hostname, port } = new URL(appUrl);
  return hostname === "127.0.0.1" ? [origin, `http://localhost:${port}`] : [origin];
};

const openDatabase = (dataDir: string) => {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, "identity.sqlite");
  const db = new DatabaseSync(file);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000");
  chmodSync(file, 0o600);
  return db;
};

const setting = (db: DatabaseSync, name: string, initial: () => string): string => {
  db.prepare("INSERT OR IGNORE INTO settings VALUES (?, ?)").run(name, initial());
  return (db.prepare("SELECT value FROM settings WHERE name = ?").get(name) as { value: string }).value;
};

const cookie = (request: IncomingMessage, name: string) => new RegExp(`(?:^|; )${name}=([^;]+)`).exec(request.headers.cookie ?? "")?.[1];

const typeface = () => readFileSync(createRequire(import.meta.url).resolve(FONT));
