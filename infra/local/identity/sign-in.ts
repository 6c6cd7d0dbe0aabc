// The sign-in itself: oidc-provider sends a browser here, here it learns who it is, and goes back.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Provider } from "oidc-provider";
import type { Attempts } from "./attempts.ts";
import { expiredPage, newPasswordPage, signInPage, type DemoUser } from "./page.ts";
import { passwordIsAcceptable, tidyEmail, type PoolUser, type UserPool } from "./user-pool.ts";
import { languageOf, WORDS, type Language } from "./words.ts";

export type SignInOptions = {
  readonly provider: Provider;
  readonly users: UserPool;
  readonly attempts: Attempts;
  readonly appUrl: string;
  readonly origins: readonly string[];
  readonly demoUsers: () => readonly DemoUser[];
  readonly sendPage: (response: ServerResponse, status: number, html: string) => void;
};

type Visit = { readonly request: IncomingMessage; readonly response: ServerResponse; readonly language: Language; readonly uid: string };

const LARGEST_FORM = 10_000;

export const openSignIn = (options: SignInOptions) => {
  const { sendPage, users, demoUsers } = options;
  /** Who has proved the password that an administrator gave, and now chooses an own one; by interaction. */
  const choosing = new Map<string, string>();

  return async (request: IncomingMessage, response: ServerResponse, url: URL) => {
    const interaction = await options.provider.interactionDetails(request, response).catch(() => undefined);
    const language = languageOf(interaction?.params.ui_locales as string | undefined, request.headers["accept-language"]);
    if (!interaction || !url.pathname.endsWith(`/${interaction.uid}`)) return sendPage(response, 400, expiredPage(language, options.appUrl));
    const visit = { request, response, language, uid: interaction.uid };
    if (request.method === "POST") return submitted(visit, await readForm(request));
    const demo = demoUsers().find((user) => user.email === url.searchParams.get("as"));
    const hint = typeof interaction.params.login_hint === "string" ? interaction.params.login_hint : "";
    sendPage(response, 200, signInPage({ language, email: demo?.email ?? hint, password: demo?.password ?? "", error: undefined, demoUsers: demoUsers() }));
  };

  async function submitted(visit: Visit, form: URLSearchParams) {
    const origin = visit.request.headers.origin;
    if (origin !== undefined && !options.origins.includes(origin)) return sendPage(visit.response, 403, expiredPage(visit.language, options.appUrl));
    const newPassword = form.get("newPassword");
    return newPassword === null ? withPassword(visit, tidyEmail(form.get("email") ?? ""), form.get("password") ?? "") : withNewPassword(visit, newPassword);
  }

  async function withPassword(visit: Visit, email: string, password: string) {
    const { language, response } = visit;
    const sender = visit.request.socket.remoteAddress ?? "";
    const again = (status: number, error: string) => sendPage(response, status, signInPage({ language, email, password: "", error, demoUsers: demoUsers() }));
    const minutes = options.attempts.minutesToWait(email, sender);
    if (minutes > 0) return again(429, WORDS[language].wait(minutes));
    const user = await users.authenticate(email, password);
    if (!user) {
      options.attempts.failed(email, sender);
      return again(401, WORDS[language].wrong);
    }
    options.attempts.succeeded(email);
    if (user.status === "CONFIRMED") return finish(visit, user.sub);
    choosing.set(visit.uid, user.sub);
    return sendPage(response, 200, newPasswordPage(language, nameOf(user), undefined));
  }

  async function withNewPassword(visit: Visit, password: string) {
    const user = users.find(choosing.get(visit.uid) ?? "");
    if (!user) return sendPage(visit.response, 400, expiredPage(visit.language, options.appUrl));
    if (!passwordIsAcceptable(password)) return sendPage(visit.response, 400, newPasswordPage(visit.language, nameOf(user), WORDS[visit.language].tooShort));
    await users.setPassword(user.sub, password, true);
    choosing.delete(visit.uid);
    return finish(visit, user.sub);
  }

  function finish(visit: Visit, accountId: string) {
    return options.provider.interactionFinished(visit.request, visit.response, { login: { accountId } });
  }
};

const nameOf = (user: PoolUser) => user.attributes.name ?? user.email;

const readForm = async (request: IncomingMessage) => {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > LARGEST_FORM) break;
  }
  return new URLSearchParams(text);
};
