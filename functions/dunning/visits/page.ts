// The small pages behind the links in our messages: one question, one button, no script, nothing loaded. Their words are the message's language; a link that
// opens nothing any more answers in the browser's, always in the same words, whatever is wrong with it.
import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { isMessageLanguage, type MessageLanguage } from "#domain/dunning/messages/words.ts";
import { visitWords } from "#functions/dunning/visits/words.ts";

export type Page = { readonly language: MessageLanguage; readonly from?: string; readonly title: string; readonly says: readonly string[]; readonly form?: Form; readonly links?: readonly { readonly label: string; readonly href: string }[] };
type Form = { readonly button: string; readonly choices?: readonly { readonly value: string; readonly label: string }[] };
export type Answer = APIGatewayProxyStructuredResultV2;

export function pageAnswer({ language, from, title, says, form, links = [] }: Page, statusCode = 200): Answer {
  const choices = form?.choices ?? [];
  const fields = choices.map(({ value, label }, n) => `<label><input type="radio" name="choice" value="${escaped(value)}"${n === 0 ? " checked" : ""}> ${escaped(label)}</label>`).join("");
  const body = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>${escaped(title)}</title><style>${STYLE}</style></head><body><main>${from ? `<p class="from">${escaped(from)}</p>` : ""}<h1>${escaped(title)}</h1>${says.map((text) => `<p>${escaped(text)}</p>`).join("")}${form ? `<form method="post">${fields}<button>${escaped(form.button)}</button></form>` : ""}${links.map(({ label, href }) => `<p><a class="button" href="${escaped(href)}">${escaped(label)}</a></p>`).join("")}</main></body></html>`;
  return { statusCode, headers: { "content-type": "text/html; charset=utf-8", ...private_ }, body };
}

export const goTo = (location: string): Answer => ({ statusCode: 303, headers: { location, ...private_ }, body: "" });

/** One answer for a link that is forged, old, used up or of nobody. */
export function nothingHere(asked: string): Answer {
  const wanted = asked.slice(0, 2).toLowerCase();
  const language = isMessageLanguage(wanted) ? wanted : "en";
  const { gone, goneSays } = visitWords[language];
  return pageAnswer({ language, title: gone, says: [goneSays] }, 404);
}

const private_ = { "cache-control": "no-store", "referrer-policy": "no-referrer", "x-robots-tag": "noindex" };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const STYLE = `:root{color-scheme:light dark;--paper:light-dark(#f5f6f3,#0f1716);--sheet:light-dark(#fff,#162120);--rule:light-dark(#e2e6e0,#263432);--ink:light-dark(#14211f,#e6edea);--soft:light-dark(#485652,#aab8b3);--accent:light-dark(#005b63,#6ac9ce);--on:light-dark(#fff,#05282b)}
*{box-sizing:border-box;margin:0}body{background:var(--paper);color:var(--ink);font:16px/24px system-ui,sans-serif;padding:24px 12px}main{max-width:480px;margin:8vh auto 0;padding:28px;background:var(--sheet);border:1px solid var(--rule);border-radius:8px;display:grid;gap:14px}
.from{color:var(--soft);font-size:14px}h1{font-size:22px;line-height:28px;font-weight:600}form{display:grid;gap:10px}label{display:flex;gap:8px;align-items:center;min-height:32px;overflow-wrap:anywhere}button,.button{display:inline-block;justify-self:start;min-height:44px;padding:10px 20px;border:0;border-radius:6px;background:var(--accent);color:var(--on);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}:focus-visible{outline:2px solid var(--accent);outline-offset:2px}`;
