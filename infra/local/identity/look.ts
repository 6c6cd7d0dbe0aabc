// The look of the sign-in page: the product's paper, ink and petrol (the values of its tokens), in one style sheet that the page carries
// itself. The content security policy allows this sheet by its hash, the product's typeface, and nothing else: no script at all.
import { createHash } from "node:crypto";

const LIGHT = `--paper:#f5f6f3;--sheet:#fff;--well:#eef1ec;--hover:#f4f7f4;--select:#e5f3f4;--rule:#e2e6e0;--rule-control:#84908b;--ink:#14211f;
--ink-2:#485652;--ink-3:#5f6c68;--ink-on-accent:#fff;--accent:#005b63;--accent-strong:#004950;--focus:#0a7d88;--spine:#10292c;--spine-ink:#b4c8c6;--bad:#ac2724;--bad-soft:#ffeae6`;
const DARK = `--paper:#0e1514;--sheet:#161f1e;--well:#1e2928;--hover:#1b2625;--select:#153335;--rule:#283432;--rule-control:#6b7a76;--ink:#e8eeeb;
--ink-2:#aab8b3;--ink-3:#8f9d98;--ink-on-accent:#05282b;--accent:#6ac9ce;--accent-strong:#8fdde1;--focus:#6ac9ce;--spine:#090f0f;--spine-ink:#9fb3b0;--bad:#f98f87;--bad-soft:#442321`;

export const STYLE = `
@font-face{font-family:"Instrument Sans";src:url("../instrument-sans.woff2") format("woff2");font-weight:400 700;font-display:swap}
:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;grid-template-columns:68px 1fr;background:var(--paper);color:var(--ink);font:400 14px/20px "Instrument Sans",ui-sans-serif,system-ui,sans-serif;word-spacing:.045em}
header{background:var(--spine);color:#fff;display:flex;justify-content:center;padding-top:13px}
main{display:flex;flex-wrap:wrap;gap:48px;align-content:center;align-items:center;justify-content:center;padding:32px 16px}
section{width:min(360px,100%)}
h1{font-size:28px;line-height:32px;font-weight:600;margin:0 0 8px;letter-spacing:-.01em}
h2{font-size:14px;line-height:20px;font-weight:600;margin:0 0 4px}
p{margin:0 0 20px;color:var(--ink-2)}
label{display:block;font-weight:500;margin:0 0 4px}
input{width:100%;height:40px;margin:0 0 16px;padding:0 12px;border:1px solid var(--rule-control);border-radius:6px;background:var(--sheet);color:var(--ink);font:inherit}
.hint{margin:-12px 0 16px;font-size:12px;line-height:16px;color:var(--ink-3)}
button,.button{display:inline-flex;align-items:center;justify-content:center;width:100%;height:40px;border:0;border-radius:6px;background:var(--accent);color:var(--ink-on-accent);font:inherit;font-weight:500;text-decoration:none;cursor:pointer}
button:hover,.button:hover{background:var(--accent-strong)}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
[role=alert]{display:flex;gap:8px;padding:10px 12px;margin:0 0 16px;border-radius:6px;background:var(--bad-soft);color:var(--bad)}
[role=alert] svg{flex:none;margin-top:2px}
code{font:12px/16px ui-monospace,monospace;color:var(--ink-3);overflow-wrap:anywhere}
.people{background:var(--sheet);border:1px solid var(--rule);border-radius:8px;overflow:hidden;width:min(400px,100%)}
.people>div{padding:14px 14px 12px;background:var(--well)}
.people p{margin:0;font-size:12px;line-height:16px}
ul{list-style:none;margin:0;padding:0}
li{border-top:1px solid var(--rule)}
li a{display:grid;grid-template-columns:1fr auto;gap:0 10px;align-items:center;padding:8px 14px;min-height:44px;color:inherit;text-decoration:none}
li a:hover{background:var(--hover)}
li a:focus-visible{outline-offset:-2px}
li a[aria-current]{background:var(--select);box-shadow:inset 2px 0 var(--accent)}
li b{font-weight:500}
li span{font-size:12px;line-height:16px;color:var(--ink-3);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
li i{grid-area:1/2/3/3;font-style:normal;font-size:12px;line-height:16px;color:var(--ink-2);align-self:center}
@media (max-width:719px){body{grid-template-columns:1fr;grid-template-rows:52px 1fr;font-size:16px;line-height:24px}header{justify-content:flex-start;padding:13px 16px}main{align-content:start;gap:24px}
section,.people{width:100%}input{height:48px;font-size:16px}button,.button{height:52px;font-size:16px}}
`;

/** Where the forms of these pages may lead: to ourselves and on to the app. */
export const contentSecurityPolicy = (origins: readonly string[]) =>
  [
    "default-src 'none'",
    `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
    "font-src 'self'",
    `form-action 'self' ${origins.join(" ")}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
