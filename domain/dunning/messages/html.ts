// The sheet as a mail. Tables and inline styles, because Outlook draws with Word; one column of at most 640 px, so that the same HTML reads on a
// telephone and on a wide screen without asking how wide it is. The items table has three columns at any width: what a wide table would put in
// further columns stands in a second line.
//
// Dark mode comes twice: by `prefers-color-scheme` where the client knows it, and harmless inversion elsewhere, for no text is drawn on a picture and
// the payment code keeps its white ground. Nothing is loaded from anywhere: no font, no picture but the code that is attached, no counting pixel.
import type { ItemRow, PayPart, Run, Sheet, SheetPart, SumTable } from "#domain/dunning/messages/sheet.ts";

/** Where the payment code's picture is found: attached to a mail by this id, or put in by a preview. */
export const CODE_ID = "payment-code";
type Ages = readonly [string, string, string, string, string, string];

const FONT = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const INK = "#14211f";
const SOFT = "#485652";
const META = "#5f6c68";
const RULE = "#e2e6e0";
const ACCENT = "#005b63";
const light: Ages = [META, "#7d5c00", "#944a00", "#a03210", "#7c2130", "#4a1137"];
const dark: Ages = ["#8f9d98", "#cba553", "#e99f50", "#f8986c", "#f99da0", "#fbc1db"];
const FIGURES = "font-variant-numeric:tabular-nums;white-space:nowrap";

const style = `:root{color-scheme:light dark;supported-color-schemes:light dark}body{margin:0;padding:0;-webkit-text-size-adjust:100%}a{text-decoration:none}
@media (prefers-color-scheme:dark){.p{background:#0e1514!important}.s{background:#161f1e!important;border-color:#283432!important}.w{background:#1e2928!important}.i{color:#e8eeeb!important}.j{color:#aab8b3!important}.k{color:#8f9d98!important}.r{border-color:#283432!important}.m{border-color:#4d3f3b!important}.t{border-color:#e8eeeb!important}.a{color:#6ac9ce!important}.b{background:#6ac9ce!important}.b a{color:#05282b!important}.c{color:#7cd591!important}${dark.map((ink, n) => `.g${n}{color:${ink}!important}`).join("")}}
@media (max-width:480px){.o{padding:0!important}.s{border-radius:0!important;border-width:0!important}.x{padding-left:16px!important;padding-right:16px!important}.q{display:block!important;width:auto!important;padding:12px 0 0 0!important}.d{padding-left:6px!important;padding-right:6px!important}}`;

export function htmlOf(sheet: Sheet, codeSource = `cid:${CODE_ID}`): string {
  const { language, subject, preheader, title, creditor, date, account, parts, footer, wrongContact } = sheet;
  const foot = footer.map(escaped).join("<br>");
  const wrong = wrongContact ? `<br><a class="a" href="${escaped(wrongContact.href)}" style="color:${ACCENT};text-decoration:underline">${escaped(wrongContact.label)}</a>` : "";
  return `<!DOCTYPE html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escaped(subject)}</title><style>${style}</style></head>
<body class="p" style="margin:0;padding:0;background:#f5f6f3"><div style="display:none;max-height:0;overflow:hidden;mso-hide:all">${escaped(preheader)}${"&#847;&zwnj;&nbsp;".repeat(30)}</div>
<table role="presentation" class="p" width="100%" cellpadding="0" cellspacing="0" style="background:#f5f6f3"><tr><td class="o" align="center" style="padding:24px 12px">
<table role="presentation" class="s" width="100%" cellpadding="0" cellspacing="0" style="max-width:640px;background:#ffffff;border:1px solid ${RULE};border-radius:8px;${FONT};font-size:15px;line-height:23px;color:${INK};text-align:left">
<tr><td class="x r" style="padding:20px 28px 16px;border-bottom:1px solid ${RULE}"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td class="i" style="${FONT};font-size:16px;line-height:22px;font-weight:600;color:${INK}">${escaped(creditor)}</td><td class="k" align="right" style="padding-left:16px;${FONT};font-size:13px;line-height:18px;color:${META}"><span style="white-space:nowrap">${escaped(date)}</span><br>${lastWordWhole(account)}</td></tr></table></td></tr>
<tr><td class="x i" style="padding:24px 28px 4px;${FONT};font-size:22px;line-height:28px;font-weight:600;color:${INK}"><h1 style="margin:0;font-size:22px;line-height:28px;font-weight:600">${escaped(title)}</h1></td></tr>
${parts.map(partHtml).join("\n")}
<tr><td class="x r k" style="padding:16px 28px 20px;border-top:1px solid ${RULE};${FONT};font-size:12px;line-height:18px;color:${META}">${foot}${wrong}</td></tr>
</table></td></tr></table></body></html>`.replaceAll(`cid:${CODE_ID}`, codeSource);
}

const cell = (content: string, padding = "8px 28px"): string => `<tr><td class="x i" style="padding:${padding};${FONT};font-size:15px;line-height:23px;color:${INK}">${content}</td></tr>`;

function partHtml(part: SheetPart): string {
  switch (part.part) {
    case "paragraph":
      return cell(runsHtml(part.runs));
    case "parties":
      return cell(partiesHtml(part.columns));
    case "items":
      return cell(itemsHtml(part), "12px 28px");
    case "claim":
      return cell(part.sums.map((sum) => sumHtml(sum)).join(""), "4px 28px 12px");
    case "pay":
      return cell(payHtml(part), "12px 28px");
    case "legal":
      return part.paragraphs.map((text) => `<tr><td class="x j" style="padding:6px 28px;${FONT};font-size:14px;line-height:21px;color:${SOFT}">${lawText(text)}</td></tr>`).join("");
    case "answers":
      return cell(part.links.map(({ label, href }) => link(label, href)).join('<span class="k" style="color:#5f6c68"> &nbsp;·&nbsp; </span>'));
    case "signature":
      return cell(`<strong style="font-weight:600">${escaped(part.name)}</strong>${part.lines.map((line) => `<br><span class="j" style="font-size:14px;color:${SOFT}">${escaped(line)}</span>`).join("")}`, "4px 28px 28px");
  }
}

/** A customer's code is not broken at its hyphen. */
const lastWordWhole = (text: string): string => escaped(text).replace(/\S+$/, '<span style="white-space:nowrap">$&</span>');

/** The number of an article stays in one piece. */
const lawText = (text: string): string => escaped(text).replace(/\b[A-Z]\.\s?\d+-\d+|\b\d+\/\d+/g, (article) => `<span style="white-space:nowrap">${article}</span>`);

const runsHtml = (runs: readonly Run[]): string => runs.map(({ text, strong }) => (strong ? `<strong style="font-weight:600">${escaped(text)}</strong>` : escaped(text))).join("");

const link = (label: string, href: string): string => `<a class="a" href="${escaped(href)}" style="color:${ACCENT};text-decoration:underline">${escaped(label)}</a>`;

const partiesHtml = (columns: Extract<SheetPart, { part: "parties" }>["columns"]): string =>
  `<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr>${columns
    .map(({ label, lines }) => `<td class="q i" width="50%" valign="top" style="padding-top:8px;${FONT};font-size:14px;line-height:20px;color:${INK}"><span class="k" style="font-size:12px;color:${META}">${escaped(label)}</span><br>${lines.map((line, n) => (n === 0 ? `<strong style="font-weight:600">${escaped(line)}</strong>` : escaped(line))).join("<br>")}</td>`)
    .join("")}</tr></table>`;

function itemsHtml({ heads, rows, more, sums, notDue }: Extract<SheetPart, { part: "items" }>): string {
  const head = (text: string, align: string, width: string): string => `<th scope="col" class="w k d" width="${width}" align="${align}" style="padding:6px 10px;background:#eef1ec;${FONT};font-size:12px;line-height:16px;font-weight:500;color:${META}">${escaped(text)}</th>`;
  const table = (of: readonly ItemRow[]): string =>
    `<table width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse"><tr>${head(heads.document, "left", "38%")}${head(heads.due, "left", "30%")}${head(heads.open, "right", "32%")}</tr>${of.map(rowHtml).join("")}</table>`;
  const said = (text: string): string => `<p class="j" style="margin:8px 0 0;font-size:13px;line-height:19px;color:${SOFT}">${escaped(text)}</p>`;
  const later = notDue ? `<p class="j" style="margin:20px 0 6px;font-size:13px;line-height:18px;font-weight:600;color:${SOFT}">${escaped(notDue.title)}</p>${table(notDue.rows)}${notDue.more ? said(notDue.more) : ""}` : "";
  return `${rows.length > 0 ? table(rows) : ""}${more ? said(more) : ""}${sums.map((sum) => sumHtml(sum)).join("")}${later}`;
}

function rowHtml({ number, href, about, due, late, age, level, open, notes, credit }: ItemRow): string {
  const edge = `border-bottom:1px solid ${RULE}`;
  const second = (text: string, ink: string, name: string): string => (text === "" ? "" : `<br><span class="${name}" style="font-size:12px;line-height:17px;color:${ink}">${escaped(text)}</span>`);
  const first = href ? link(number, href) : escaped(number);
  const amount = credit ? `<span class="c" style="color:#206b38">${escaped(open)}</span>` : escaped(open);
  const cells = `${edge};${FONT};font-size:14px;line-height:19px;color:${INK}`;
  const document = `<td class="r i d" valign="top"${credit ? ' colspan="2"' : ""} style="padding:8px 10px;${cells}">${first}${about.map((text) => second(text, META, "k")).join("")}</td>`;
  const when = credit ? "" : `<td class="r i d" valign="top" style="padding:8px 10px;${cells};font-variant-numeric:tabular-nums"><span style="white-space:nowrap">${escaped(due)}</span>${second(late, light[age] ?? META, `g${age}`)}${second(level, META, "k")}</td>`;
  return `<tr>${document}${when}<td class="r m i d" valign="top" align="right" style="padding:8px 10px;${cells};border-left:1px solid #d9c3bd;font-variant-numeric:tabular-nums"><span style="white-space:nowrap">${amount}</span>${notes.map((note) => second(note, META, "k")).join("")}</td></tr>`;
}

function sumHtml({ rows }: SumTable): string {
  const row = ({ label, amount, kind }: SumTable["rows"][number]): string => {
    const total = kind === "total";
    const ink = kind === "credit" ? `class="c d" style="color:#206b38` : `class="i d" style="color:${INK}`;
    const figure = total ? `<strong class="t" style="font-weight:600;border-bottom:3px double ${INK};padding-bottom:1px">${escaped(amount)}</strong>` : escaped(amount);
    return `<tr><td class="${total ? "i" : "j"} d" style="padding:${total ? "8px" : "3px"} 10px;${FONT};font-size:14px;line-height:20px;color:${total ? INK : SOFT}${total ? ";font-weight:600" : ""}">${escaped(label)}</td><td ${ink};padding:${total ? "8px" : "3px"} 10px;${FONT};font-size:${total ? "16px" : "14px"};line-height:20px;${FIGURES}" align="right">${figure}</td></tr>`;
  };
  return `<table width="100%" cellpadding="0" cellspacing="0" style="margin-top:8px">${rows.map(row).join("")}</table>`;
}

function payHtml({ button, transfer, code }: PayPart): string {
  const small = (text: string): string => `<div class="k" style="font-size:12px;line-height:17px;color:${META};padding-top:6px">${escaped(text)}</div>`;
  const press = button
    ? `<table role="presentation" cellpadding="0" cellspacing="0"><tr><td class="b" style="background:${ACCENT};border-radius:6px"><a href="${escaped(button.href)}" style="display:inline-block;padding:12px 22px;${FONT};font-size:16px;line-height:20px;font-weight:600;color:#ffffff">${escaped(button.label)}</a></td></tr></table>${small(button.hint)}`
    : "";
  if (!transfer) return press;
  const rows = transfer.rows.map(({ label, value }) => `<tr><td class="k" valign="top" style="padding:2px 12px 2px 0;font-size:13px;line-height:19px;color:${META}">${escaped(label)}</td><td class="i" style="padding:2px 0;font-size:13px;line-height:19px;color:${INK};font-variant-numeric:tabular-nums;text-wrap:balance">${escaped(value)}</td></tr>`).join("");
  const picture = code
    ? `<td class="q" width="144" valign="top" align="center" style="padding-left:12px"><table role="presentation" cellpadding="0" cellspacing="0"><tr><td style="background:#ffffff;padding:6px;border-radius:6px"><img src="cid:${CODE_ID}" width="128" height="128" alt="${escaped(code.hint)}" style="display:block;width:128px;height:128px;border:0"></td></tr></table>${small(code.hint)}</td>`
    : "";
  return `${press}<table role="presentation" class="w" width="100%" cellpadding="0" cellspacing="0" style="margin-top:${button ? "16px" : "0"};background:#eef1ec;border-radius:8px"><tr><td style="padding:14px 16px"><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td class="q" valign="top" style="${FONT}"><strong class="i" style="font-size:14px;line-height:20px;font-weight:600;color:${INK}">${escaped(transfer.title)}</strong><table role="presentation" cellpadding="0" cellspacing="0" style="margin-top:4px">${rows}</table>${small(transfer.hint)}</td>${picture}</tr></table></td></tr></table>`;
}

const marks: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const escaped = (text: string): string => (/[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (mark) => marks[mark]!) : text);
