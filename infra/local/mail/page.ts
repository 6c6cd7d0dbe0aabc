// The mailbox as a page: a list, a message, three buttons. Self-contained, light and dark, usable from the keyboard and on a phone.
import type { KeptMail } from "../ses.ts";
import type { Mail } from "./mime.ts";

export type MailPage = { readonly base: string; readonly messages: readonly Mail[]; readonly selected: KeptMail | undefined; readonly nonce: string };

export const mailPage = ({ base, messages, selected, nonce }: MailPage): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>Mailbox${messages.length > 0 ? ` (${messages.length})` : ""} · Quittance</title><style nonce="${nonce}">${STYLE}</style></head>
<body class="${selected === undefined ? "" : "reading"}"><header><h1>Mailbox</h1><p>What would have left this machine. Nothing did.</p></header>
<main><nav aria-label="Messages">${messages.length === 0 ? EMPTY : `<ol>${messages.map((mail) => entry(base, mail, mail.id === selected?.mail.id)).join("")}</ol>`}</nav>
${selected === undefined ? '<article class="none"><p>Choose a message.</p></article>' : view(base, selected)}</main>
<script nonce="${nonce}">${script(base, messages.length)}</script></body></html>`;

const EMPTY = '<p class="empty">No message yet. Whatever the application sends through SES lands here.</p>';

const entry = (base: string, mail: Mail, current: boolean) => `<li><a href="${base}?message=${encodeURIComponent(mail.id)}"${current ? ' aria-current="true"' : ""}>
<b>${escaped(mail.to.join(", ") || "(hidden recipients)")}</b><time datetime="${mail.at}">${when(mail.at)}</time><span>${escaped(mail.subject || "(no subject)")}</span></a></li>`;

const view = (base: string, { mail, recipients, state }: KeptMail): string => {
  const address = `${base}/messages/${encodeURIComponent(mail.id)}`;
  const hidden = recipients.filter((each) => !mail.to.includes(each) && !mail.cc.includes(each));
  return `<article aria-label="Message"><a class="back" href="${base}?message=">All messages</a><h2>${escaped(mail.subject || "(no subject)")}</h2><dl>${[
    ["From", mail.from],
    ["To", mail.to.join(", ")],
    ["Cc", mail.cc.join(", ")],
    ["Hidden", hidden.join(", ")],
    ["Sent", when(mail.at)],
  ]
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `<dt>${name}</dt><dd>${escaped(value ?? "")}</dd>`)
    .join("")}<dt>State</dt><dd>${state.map((each) => `<span class="chip ${GOOD.has(each) ? "good" : "bad"}">${STATES[each] ?? escaped(each)}</span>`).join(" ")}</dd></dl>
${attachments(address, mail)}<div class="body">${mail.html === null ? `<pre>${escaped(mail.text)}</pre>` : `<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="Message text" src="${address}/html"></iframe>`}</div>
<footer>${ANSWERS.map(([kind, label]) => `<form method="post" action="${address}/${kind}"><button>${label}</button></form>`).join("")}<a href="${address}/raw">Source</a></footer></article>`;
};

const attachments = (address: string, mail: Mail) =>
  mail.attachments.length === 0
    ? ""
    : `<ul class="files">${mail.attachments.map(({ name, size, contentType }, at) => `<li><a href="${address}/attachments/${at}" download>${escaped(name)}</a> <small>${escaped(contentType)}, ${bytes(size)}</small></li>`).join("")}</ul>`;

const ANSWERS = [
  ["bounce", "Let it bounce"],
  ["complaint", "Mark as spam"],
  ["delay", "Delay it"],
] as const;
const STATES: Record<string, string> = {
  Send: "sent",
  Delivery: "delivered",
  Bounce: "bounced",
  Complaint: "marked as spam",
  DeliveryDelay: "delayed",
  Suppressed: "not delivered: address suppressed",
};
const GOOD = new Set(["Send", "Delivery"]);

/** Looks for new mail without a connection kept open. A message that somebody chose is not taken away from under the eyes. */
const script = (base: string, count: number) => `
setInterval(async () => { try { const n = (await (await fetch(${JSON.stringify(`${base}/messages`)})).json()).length; if (n !== ${count} && location.search === "") location.reload(); } catch {} }, 5000);`;

const when = (at: string) => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
const bytes = (size: number) => (size < 1024 ? `${size} B` : size < 1024 ** 2 ? `${Math.round(size / 1024)} KB` : `${(size / 1024 ** 2).toFixed(1)} MB`);
const escaped = (text: string) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const STYLE = `
:root{color-scheme:light dark;--paper:light-dark(#f5f6f3,#0f1716);--sheet:light-dark(#fff,#162120);--rule:light-dark(#e2e6e0,#263432);--edge:light-dark(#84908b,#6b7a76);--ink:light-dark(#14211f,#e6edea);--ink-2:light-dark(#485652,#aab8b3);--accent:light-dark(#005b63,#6ac9ce);--select:light-dark(#e5f3f4,#17343a);--good:light-dark(#206b38,#7fd49a);--good-soft:light-dark(#e2f4e6,#173222);--bad:light-dark(#ac2724,#ff9c92);--bad-soft:light-dark(#ffeae6,#3d1a18)}
*{box-sizing:border-box;margin:0}body{display:flex;flex-direction:column;height:100dvh;background:var(--paper);color:var(--ink);font:13px/18px "Instrument Sans Variable","Instrument Sans",ui-sans-serif,system-ui,sans-serif}
header{display:flex;gap:12px;align-items:baseline;padding:12px 20px;border-bottom:1px solid var(--rule)}h1{font-size:16px;font-weight:600}header p{color:var(--ink-2)}
main{flex:1;display:grid;grid-template-columns:minmax(260px,360px) 1fr;min-height:0}nav{overflow:auto;border-right:1px solid var(--rule);background:var(--sheet)}ol,ul{list-style:none;padding:0}
nav a{display:grid;grid-template-columns:1fr auto;gap:0 12px;padding:8px 20px;border-bottom:1px solid var(--rule);color:inherit;text-decoration:none}nav b,nav span{overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-weight:500}nav span{grid-column:1/-1;font-weight:400;color:var(--ink-2)}nav time{font-size:12px;color:var(--ink-2);font-variant-numeric:tabular-nums}
nav a:hover,nav a[aria-current]{background:var(--select)}:focus-visible{outline:2px solid var(--accent);outline-offset:-2px}.empty,.none{padding:32px 20px;color:var(--ink-2)}
article{display:flex;flex-direction:column;gap:12px;min-width:0;min-height:0;overflow:auto;padding:20px}h2{font-size:20px;line-height:26px;font-weight:600;overflow-wrap:anywhere}dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 16px}dt{color:var(--ink-2)}dd{overflow-wrap:anywhere}
.chip{display:inline-block;padding:0 6px;border-radius:4px;font-size:12px}.good{color:var(--good);background:var(--good-soft)}.bad{color:var(--bad);background:var(--bad-soft)}.files{display:flex;flex-wrap:wrap;gap:4px 20px}article a{color:var(--accent)}small{color:var(--ink-2)}.back{display:none}
.body{flex:1;min-height:240px;display:flex;border:1px solid var(--rule);border-radius:8px;overflow:hidden;background:var(--sheet)}iframe{flex:1;border:0;background:#fff}pre{flex:1;padding:16px;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere;font:14px/20px inherit;font-family:inherit}
footer{display:flex;flex-wrap:wrap;gap:8px;align-items:center}button{height:30px;padding:0 12px;border:1px solid var(--edge);border-radius:6px;background:var(--sheet);color:inherit;font:inherit;cursor:pointer}button:hover{background:var(--select)}footer a{margin-left:auto}
@media(max-width:720px){main{grid-template-columns:1fr}.reading nav,.none{display:none}.back{display:inline}button{height:44px}header p{display:none}}`;
