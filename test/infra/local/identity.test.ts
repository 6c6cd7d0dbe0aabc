// Written from the documentation of OpenID Connect and of Cognito: a browser's whole way in and out, what a token says, and who is kept out.
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as cognito from "@aws-sdk/client-cognito-identity-provider";
import { decodeProtectedHeader } from "jose";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Invoke } from "#infra/local/engine.ts";
import { openIdentity, type Identity } from "#infra/local/identity/identity.ts";

const INES = { email: "ines.moreau@meridienne.example", name: "Inès Moreau", role: "collector", password: "un-mot-de-passe-long" };
const CLIENT = "web-client";
const POOL = "eu-west-3_Pool";

let dataDir: string;
let server: Server;
let app: string;
let identity: Identity;
let time: number;
let triggered: { triggerSource: string; request: { userAttributes: Record<string, string> } }[];

/** As the stack's own function: copies two attributes into the access token. */
const addClaims: Invoke = async (_name, payload) => {
  const event = payload as (typeof triggered)[number];
  triggered.push(event);
  const { userAttributes } = event.request;
  const claims = { tenant: userAttributes["custom:tenant"] ?? "none", email: userAttributes.email ?? "" };
  return { ok: true, payload: { ...event, response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: claims } } } } };
};

const open = (invoke: Invoke = addClaims) =>
  openIdentity({
    dataDir,
    appUrl: app,
    basePath: "/oidc",
    clock: { now: () => time },
    log: () => undefined,
    invoke,
    pool: { id: POOL, clientIds: [CLIENT], preTokenTrigger: "add-claims" },
  });

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "identity-"));
  time = Date.now();
  triggered = [];
  server = createServer((request, response) => {
    if (request.url?.startsWith("/oidc")) void identity.handle(request, response);
    else void answerAsCognito(request, response);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  app = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  identity = await open();
  await identity.offerDemoUsers([INES]);
});

afterEach(async () => {
  await identity.close();
  await new Promise((resolve) => server.close(resolve));
  await rm(dataDir, { recursive: true });
});

describe("signing in", () => {
  test("a person signs in with code and PKCE and gets an access token that the API understands", async () => {
    const { access_token } = await signIn();
    expect(decodeProtectedHeader(access_token).alg).toBe("RS256");
    const claims = await identity.verify(access_token);
    expect(claims).toMatchObject({ iss: `${app}/oidc`, client_id: CLIENT, token_use: "access", scope: "openid email profile", email: INES.email, tenant: "none" });
    expect(claims?.sub).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("the pre token generation function is asked as Cognito asks it, and what it adds is in the token", async () => {
    await client().send(new cognito.AdminUpdateUserAttributesCommand({ UserPoolId: POOL, Username: INES.email, UserAttributes: [{ Name: "custom:tenant", Value: "meridienne" }] }));
    const { access_token } = await signIn();
    expect((await identity.verify(access_token))?.tenant).toBe("meridienne");
    expect(triggered.at(-1)).toMatchObject({
      version: "2",
      triggerSource: "TokenGeneration_HostedAuth",
      userPoolId: POOL,
      callerContext: { clientId: CLIENT },
      request: { userAttributes: { email: INES.email, "custom:tenant": "meridienne", "cognito:user_status": "CONFIRMED" } },
    });
  });

  test("nobody gets a token when the pre token generation function fails", async () => {
    await reopen(async () => ({ ok: false, errorType: "Error", errorMessage: "no such tenant" }));
    await expect(signIn()).rejects.toThrow("server_error");
  });

  test("the discovery document names Cognito's paths under the issuer", async () => {
    const document = (await (await fetch(`${app}/oidc/.well-known/openid-configuration`)).json()) as Record<string, string>;
    expect(document).toMatchObject({
      issuer: `${app}/oidc`,
      authorization_endpoint: `${app}/oidc/oauth2/authorize`,
      token_endpoint: `${app}/oidc/oauth2/token`,
      jwks_uri: `${app}/oidc/.well-known/jwks.json`,
      end_session_endpoint: `${app}/oidc/logout`,
      code_challenge_methods_supported: ["S256"],
    });
    expect(await (await fetch(document.jwks_uri ?? "")).json()).toEqual(identity.jwks());
  });

  test("a code is never sent to another site", async () => {
    const answer = await fetch(authorizeUrl("verifier", { redirect_uri: "https://evil.example/signed-in" }), { redirect: "manual" });
    expect(answer.status).toBe(400);
    expect(answer.headers.get("location")).toBeNull();
  });

  test("a client without PKCE is refused", async () => {
    const url = new URL(authorizeUrl("verifier"));
    url.searchParams.delete("code_challenge");
    const answer = await fetch(url, { redirect: "manual" });
    expect(new URL(answer.headers.get("location") ?? "").searchParams.get("error")).toBe("invalid_request");
  });

  test("a wrong password is told in plain words, in the person's language, and the fifth closes the door for a quarter of an hour", async () => {
    const browser = new Browser();
    const page = await browser.open(authorizeUrl("verifier"));
    for (let attempt = 0; attempt < 5; attempt++) {
      const answer = await browser.submit(page, { email: INES.email, password: "guess" });
      expect(answer.status).toBe(401);
      expect(answer.text).toContain("Cette adresse et ce mot de passe ne vont pas ensemble");
    }
    expect((await browser.submit(page, { email: INES.email, password: INES.password })).status).toBe(429);
    time += 15 * 60_000;
    expect((await browser.submit(page, { email: INES.email, password: INES.password })).status).toBe(303);
  });

  test("the page runs no script, cannot be framed, and offers the people of the demo", async () => {
    const browser = new Browser();
    const page = await browser.open(authorizeUrl("verifier", { ui_locales: "en" }));
    expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'sha256-.*frame-ancestors 'none'/);
    expect(page.text).not.toContain("<script");
    expect(page.headers.get("referrer-policy"), "with no-referrer a browser would send the form without its origin").toBe("same-origin");
    expect(page.text).toContain('<html lang="en">');
    const filled = await browser.open(`${page.url}?as=${encodeURIComponent(INES.email)}`);
    expect(filled.text).toContain(`value="${INES.password}"`);
  });

  test("a form sent from another site is refused", async () => {
    const browser = new Browser();
    const page = await browser.open(authorizeUrl("verifier"));
    expect((await browser.submit(page, { email: INES.email, password: INES.password }, "https://evil.example")).status).toBe(403);
  });

  test("a refresh token is renewed at each use, and the old one is dead", async () => {
    const first = await signIn();
    const second = await refresh(first.refresh_token);
    expect(await identity.verify(second.access_token ?? "")).toMatchObject({ token_use: "access", email: INES.email });
    expect(triggered.at(-1)?.triggerSource).toBe("TokenGeneration_RefreshTokens");
    expect(await refresh(first.refresh_token)).toMatchObject({ error: "invalid_grant" });
  });

  test("a restart signs nobody out: key, session and refresh token survive", async () => {
    const browser = new Browser();
    const tokens = await signIn(browser);
    await reopen();
    expect(await identity.verify(tokens.access_token)).toBeDefined();
    expect((await refresh(tokens.refresh_token)).access_token).toBeDefined();
    const again = await browser.request(authorizeUrl("verifier"));
    expect(again.headers.get("location")).toContain("/signed-in?code=");
  });

  test("signing out ends the session at once and goes back to the app, however the app asks", async () => {
    for (const parameter of ["logout_uri", "post_logout_redirect_uri"]) {
      const browser = new Browser();
      await signIn(browser);
      const out = await browser.request(`${app}/oidc/logout?client_id=${CLIENT}&${parameter}=${encodeURIComponent(`${app}/`)}`);
      expect(out.headers.get("location")).toBe(`${app}/`);
      expect((await browser.open(authorizeUrl("verifier"))).text).toContain('type="password"');
    }
  });

  test("a token signed by anybody else, or for another issuer, is nobody's", async () => {
    const other = await openIdentity({
      dataDir: join(dataDir, "other"),
      appUrl: app,
      basePath: "/oidc",
      clock: { now: Date.now },
      log: () => undefined,
      invoke: addClaims,
      pool: { id: POOL, clientIds: [CLIENT], preTokenTrigger: undefined },
    });
    await other.offerDemoUsers([INES]);
    expect(await identity.verify(await other.issueToken(INES.email))).toBeUndefined();
    expect(await identity.verify(await identity.issueToken(INES.email))).toMatchObject({ token_use: "access", client_id: CLIENT, email: INES.email });
    await other.close();
  });
});

describe("the user pool's API", () => {
  const HUGO = "hugo.lefevre@meridienne.example";
  const create = (name: string) =>
    client().send(
      new cognito.AdminCreateUserCommand({
        UserPoolId: POOL,
        Username: name,
        TemporaryPassword: "provisoire-1",
        UserAttributes: [
          { Name: "email", Value: name },
          { Name: "name", Value: "Hugo Lefèvre" },
        ],
      }),
    );

  test("a new colleague signs in with the temporary password and chooses an own one", async () => {
    const { User } = await create(HUGO);
    expect(User).toMatchObject({ Enabled: true, UserStatus: "FORCE_CHANGE_PASSWORD" });
    const browser = new Browser();
    const page = await browser.open(authorizeUrl("verifier"));
    const choose = await browser.submit(page, { email: HUGO, password: "provisoire-1" });
    expect(choose.text).toContain("Hugo Lefèvre, votre mot de passe");
    expect((await browser.submit(page, { newPassword: "short" })).status).toBe(400);
    expect((await browser.submit(page, { newPassword: "le-mien-et-rien-d-autre" })).status).toBe(303);
    expect(await client().send(new cognito.AdminGetUserCommand({ UserPoolId: POOL, Username: HUGO }))).toMatchObject({ UserStatus: "CONFIRMED", Username: User?.Username });
  });

  test("the errors have the names that AWS gives them", async () => {
    await create(HUGO);
    await expect(create(HUGO.toUpperCase())).rejects.toBeInstanceOf(cognito.UsernameExistsException);
    await expect(client().send(new cognito.AdminGetUserCommand({ UserPoolId: POOL, Username: "nobody@x.example" }))).rejects.toBeInstanceOf(cognito.UserNotFoundException);
    await expect(client().send(new cognito.AdminSetUserPasswordCommand({ UserPoolId: POOL, Username: HUGO, Password: "x" }))).rejects.toBeInstanceOf(
      cognito.InvalidPasswordException,
    );
    await expect(client().send(new cognito.ListUsersCommand({ UserPoolId: "eu-west-3_Other" }))).rejects.toBeInstanceOf(cognito.ResourceNotFoundException);
  });

  test("a disabled person is signed out everywhere and does not come back in", async () => {
    const { refresh_token } = await signIn();
    await client().send(new cognito.AdminDisableUserCommand({ UserPoolId: POOL, Username: INES.email }));
    expect(await refresh(refresh_token)).toMatchObject({ error: "invalid_grant" });
    const browser = new Browser();
    expect((await browser.submit(await browser.open(authorizeUrl("verifier")), { email: INES.email, password: INES.password })).status).toBe(401);
  });

  test("people are listed by filter and page by page", async () => {
    await create(HUGO);
    const found = await client().send(new cognito.ListUsersCommand({ UserPoolId: POOL, Filter: `email = "${HUGO}"` }));
    expect(found.Users?.map((user) => user.Attributes?.find(({ Name }) => Name === "name")?.Value)).toEqual(["Hugo Lefèvre"]);
    const first = await client().send(new cognito.ListUsersCommand({ UserPoolId: POOL, Limit: 1 }));
    const second = await client().send(new cognito.ListUsersCommand({ UserPoolId: POOL, Limit: 1, PaginationToken: first.PaginationToken }));
    expect([first.Users?.length, second.Users?.length, second.PaginationToken]).toEqual([1, 1, undefined]);
  });
});

/** Follows redirects and keeps cookies as a browser does, but stops where the app would take over. */
class Browser {
  readonly #cookies = new Map<string, string>();

  async request(url: string, init: RequestInit = {}) {
    const answer = await fetch(url, {
      ...init,
      redirect: "manual",
      headers: { ...init.headers, cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; "), "accept-language": "fr-FR,fr;q=0.9,en;q=0.8" },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value) this.#cookies.set(name, value);
      else this.#cookies.delete(name);
    }
    return { url, status: answer.status, headers: answer.headers, text: await answer.text() };
  }

  async open(url: string) {
    let page = await this.request(url);
    for (let location = page.headers.get("location"); location; location = page.headers.get("location")) {
      const next = new URL(location, page.url).href;
      if (!next.startsWith(`${app}/oidc/`)) return { ...page, url: next };
      page = await this.request(next);
    }
    return page;
  }

  submit(page: { url: string }, fields: Record<string, string>, origin = app) {
    return this.request(page.url, { method: "POST", body: new URLSearchParams(fields), headers: { origin } });
  }
}

const authorizeUrl = (verifier: string, changed: Record<string, string> = {}) =>
  `${app}/oidc/oauth2/authorize?${new URLSearchParams({
    response_type: "code",
    client_id: CLIENT,
    redirect_uri: `${app}/signed-in`,
    scope: "openid email profile",
    state: "s",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...changed,
  }).toString()}`;

const token = async (fields: Record<string, string>) => {
  const answer = await fetch(`${app}/oidc/oauth2/token`, { method: "POST", body: new URLSearchParams({ client_id: CLIENT, ...fields }), headers: { origin: app } });
  return (await answer.json()) as { access_token?: string; refresh_token?: string; id_token?: string; error?: string };
};

const refresh = (refreshToken: string) => token({ grant_type: "refresh_token", refresh_token: refreshToken });

const signIn = async (browser = new Browser()) => {
  const verifier = randomBytes(32).toString("base64url");
  const page = await browser.open(authorizeUrl(verifier));
  const submitted = await browser.submit(page, { email: INES.email, password: INES.password });
  const back = await browser.open(submitted.headers.get("location") ?? "");
  const code = new URL(back.url).searchParams.get("code") ?? "";
  const tokens = await token({ grant_type: "authorization_code", code, code_verifier: verifier, redirect_uri: `${app}/signed-in` });
  if (tokens.error) throw new Error(tokens.error);
  return { access_token: tokens.access_token ?? "", refresh_token: tokens.refresh_token ?? "", id_token: tokens.id_token ?? "" };
};

const reopen = async (invoke?: Invoke) => {
  await identity.close();
  identity = await open(invoke);
};

const client = () => new cognito.CognitoIdentityProviderClient({ region: "eu-west-3", endpoint: app, credentials: { accessKeyId: "a", secretAccessKey: "b" }, maxAttempts: 1 });

const answerAsCognito = async (request: Parameters<Identity["handle"]>[0], response: Parameters<Identity["handle"]>[1]) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = request.headers as Record<string, string>;
  const answer = await identity.aws({ method: request.method ?? "", url: new URL(request.url ?? "/", app), headers, body: Buffer.concat(chunks) }, request);
  response.writeHead(answer?.status ?? 404, answer?.headers).end(answer?.body);
};
