// The pages around signing in. Plain HTML and forms: they work without a script, so none is allowed to run.
import { STYLE } from "./look.ts";
import { WORDS, type Language } from "./words.ts";

export type DemoUser = { readonly email: string; readonly name: string; readonly role: string; readonly password: string };
export type SignInView = {
  readonly language: Language;
  readonly email: string;
  readonly password: string;
  readonly error: string | undefined;
  readonly demoUsers: readonly DemoUser[];
};

export const signInPage = ({ language, email, password, error, demoUsers }: SignInView) => {
  const words = WORDS[language];
  const known = password !== "";
  const form = `<section><h1>${words.title}</h1><p>${words.lead}</p>${alert(error)}
<form method="post"><label for="email">${words.email}</label><input id="email" name="email" type="email" autocomplete="username" required value="${escape(email)}"${known ? "" : " autofocus"}>
<label for="password">${words.password}</label><input id="password" name="password" type="password" autocomplete="current-password" required value="${escape(password)}">
<button type="submit"${known ? " autofocus" : ""}>${words.signIn}</button></form></section>`;
  return page(language, words.title, form + demoList(language, email, demoUsers));
};

export const newPasswordPage = (language: Language, name: string, error: string | undefined) => {
  const words = WORDS[language];
  const body = `<section><h1>${words.choose}</h1><p>${escape(words.chooseLead(name))}</p>${alert(error)}
<form method="post"><label for="new">${words.newPassword}</label><input id="new" name="newPassword" type="password" autocomplete="new-password" minlength="8" required autofocus aria-describedby="rule">
<div class="hint" id="rule">${words.atLeast}</div><button type="submit">${words.keep}</button></form></section>`;
  return page(language, words.choose, body);
};

export const expiredPage = (language: Language, appUrl: string) => notice(language, WORDS[language].expired, escape(WORDS[language].expiredLead), appUrl);

export const signedOutPage = (language: Language, appUrl: string) => notice(language, WORDS[language].bye, escape(WORDS[language].byeLead), appUrl);

export const failedPage = (language: Language, appUrl: string, reference: string) =>
  notice(language, WORDS[language].failed, `${escape(WORDS[language].failedLead)} <code>${escape(reference)}</code>`, appUrl);

const notice = (language: Language, title: string, lead: string, appUrl: string) =>
  page(language, title, `<section><h1>${title}</h1><p>${lead}</p><a class="button" href="${escape(appUrl)}">${WORDS[language].back}</a></section>`);

const demoList = (language: Language, chosen: string, users: readonly DemoUser[]) => {
  if (users.length === 0) return "";
  const words = WORDS[language];
  const person = (user: DemoUser) =>
    `<li><a href="?as=${encodeURIComponent(user.email)}"${user.email === chosen ? ' aria-current="true"' : ""}><b>${escape(user.name)}</b><i>${escape(words.roles[user.role] ?? user.role)}</i><span>${escape(user.email)}</span></a></li>`;
  return `<aside class="people" aria-labelledby="trial"><div><h2 id="trial">${words.trial}</h2><p>${words.trialLead}</p></div><ul>${users.map(person).join("")}</ul></aside>`;
};

const alert = (error: string | undefined) =>
  error
    ? `<div role="alert"><svg width="16" height="16" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="M12 8v4M12 16h.01"/></svg><span>${escape(error)}</span></div>`
    : "";

const page = (language: Language, title: string, body: string) => `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title} · Quittance</title><style>${STYLE}</style></head>
<body><header><svg width="26" height="26" viewBox="0 0 26 26" fill="none" stroke="currentColor" role="img" aria-label="Quittance"><circle cx="12.5" cy="10.5" r="7.6" stroke-width="2.4"/><path d="M14.8 12.8l5 5" stroke-width="2.4" stroke-linecap="round"/><path d="M4 21.6h18M4 24.6h18" stroke-width="1.3" stroke="#6ac9ce"/></svg></header><main>${body}</main></body></html>`;

const escape = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
