// The look of /operations: one self-contained page, light or dark as the browser likes it, no script.
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Cell = string | number | undefined | null | Html | readonly Cell[];

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const render = (cell: Cell): string => {
  if (cell === undefined || cell === null) return "";
  if (cell instanceof Html) return cell.text;
  return typeof cell === "object" ? cell.map(render).join("") : escaped(String(cell));
};

/** A template whose values are escaped unless they are Html already. */
export const html = (parts: TemplateStringsArray, ...cells: readonly Cell[]): Html => new Html(parts.reduce((text, part, at) => text + part + render(cells[at]), ""));

export const table = (head: readonly string[], rows: readonly (readonly Cell[])[], empty: string): Html =>
  rows.length === 0
    ? html`<p class="empty">${empty}</p>`
    : html`<div class="scroll"><table><thead><tr>${head.map((name, at) => html`<th scope="col"${new Html(typeof rows[0]?.[at] === "number" ? ' class="number"' : "")}>${name}</th>`)}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td${new Html(typeof cell === "number" ? ' class="number"' : "")}>${cell}</td>`)}</tr>`)}</tbody></table></div>`;

export const button = (action: string, label: string): Html => html`<form method="post" action="${action}"><button>${label}</button></form>`;
export const link = (to: string, label: Cell): Html => html`<a href="${to}">${label}</a>`;

const VIEWS = [
  ["", "Health"],
  ["queues", "Queues"],
  ["functions", "Functions"],
  ["executions", "Executions"],
  ["schedules", "Schedules"],
  ["events", "Events"],
  ["buckets", "Buckets"],
  ["logs", "Logs"],
] as const;

export const page = (current: string, title: string, content: Cell): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · Operations · Quittance</title><style>${new Html(STYLE)}</style></head>
<body><header><strong>Quittance</strong> <span>operations of this machine</span><nav aria-label="Operations">${VIEWS.map(([path, name]) => html`<a href="/operations${path ? `/${path}` : ""}"${new Html(path === current ? ' aria-current="page"' : "")}>${name}</a>`)}<a href="/mail">Mailbox</a><a href="/">App</a></nav></header>
<main><h1>${title}</h1>${content}</main></body></html>`.text;

const STYLE = `
:root{color-scheme:light dark;--paper:#f5f6f3;--sheet:#fff;--rule:#e2e6e0;--ink:#14211f;--soft:#5f6c68;--accent:#005b63;--bad:#ac2724;--good:#1f6b3a}
@media (prefers-color-scheme:dark){:root{--paper:#0e1514;--sheet:#161f1e;--rule:#283432;--ink:#e8eeeb;--soft:#8f9d98;--accent:#6ac9ce;--bad:#f98f87;--good:#7fcf9a}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:14px/20px ui-sans-serif,system-ui,sans-serif}
header{padding:12px 24px;border-bottom:1px solid var(--rule);background:var(--sheet);display:flex;flex-wrap:wrap;gap:4px 12px;align-items:baseline}header span{color:var(--soft)}
nav{display:flex;flex-wrap:wrap;gap:4px 16px;margin-left:auto}a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}nav a[aria-current]{color:var(--ink);font-weight:600}
main{padding:24px;max-width:1440px;margin:0 auto}h1{font-size:22px;line-height:28px;margin:0 0 16px}h2{font-size:16px;margin:24px 0 8px}
.scroll{overflow-x:auto;background:var(--sheet);border:1px solid var(--rule);border-radius:8px}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:6px 12px;border-bottom:1px solid var(--rule);vertical-align:top}tbody tr:last-child td{border-bottom:0}th{font-weight:500;color:var(--soft);white-space:nowrap}
th.number,td.number{text-align:right;font-variant-numeric:tabular-nums}pre{margin:0;font:12px/17px ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
form{display:inline-flex;gap:8px;margin:0 8px 0 0}button,input,select{font:inherit;color:inherit;background:var(--sheet);border:1px solid var(--rule);border-radius:6px;padding:3px 10px}button{cursor:pointer;color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}.bad{color:var(--bad)}.good{color:var(--good)}.empty,.soft{color:var(--soft)}p{margin:0 0 16px}
@media (max-width:600px){main{padding:16px}header{padding:12px 16px}nav{margin-left:0}}`;
