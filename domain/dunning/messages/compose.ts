// One message per debtor, composed: template and content in, subject, HTML and text out. Pure and fast: templates are parsed once per version, the
// rest is joining texts.
//
// A language without a template is refused, unless the policy names another to fall back on, and then the reasons say so: nobody gets English by accident.
import type { Reason } from "#domain/reason.ts";
import { refused, type Refused } from "#domain/refusal.ts";
import { totalsOf, type MessageContent, type Party } from "#domain/dunning/messages/content.ts";
import { formatsFor } from "#domain/dunning/messages/format.ts";
import { htmlOf } from "#domain/dunning/messages/html.ts";
import { itemsPart, MOST_LINES, needsDetailFile, type Drawing } from "#domain/dunning/messages/items-part.ts";
import { lawOf, legalOf } from "#domain/dunning/messages/legal.ts";
import { fill, parseLiquid, unmarked, type LiquidText } from "#domain/dunning/messages/liquid.ts";
import { claimPart, payPart } from "#domain/dunning/messages/pay-part.ts";
import type { Run, Sheet, SheetPart } from "#domain/dunning/messages/sheet.ts";
import { segmentsOf, type Block, type Template } from "#domain/dunning/messages/template.ts";
import { textOf } from "#domain/dunning/messages/text.ts";
import { scopeOf, type Scope } from "#domain/dunning/messages/variables.ts";
import { wordsOf, type MessageLanguage } from "#domain/dunning/messages/words.ts";

export type Composed = {
  readonly sheet: Sheet;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly sms?: string;
  /** The name of the file that must be attached, because the table shows only the beginning. */
  readonly detailFile?: string;
  readonly reasons: readonly Reason[];
};

export type Choice = { readonly template: Template; readonly reasons: readonly Reason[] };

/** The template of the wanted language, or the one that the policy falls back on, with the reason; else a refusal. */
export function chooseTemplate(templates: readonly Template[], wanted: { readonly id: string; readonly language: string; readonly fallback?: string | undefined }): Choice | Refused<"message.language-missing"> {
  const { id, language, fallback } = wanted;
  const of = (asked: string | undefined): Template | undefined => templates.find((template) => template.id === id && template.language === asked);
  const exact = of(language);
  if (exact) return { template: exact, reasons: [] };
  const other = of(fallback);
  if (other) return { template: other, reasons: [{ code: "message.language-fallback", wanted: language, used: other.language }] };
  return refused("message.language-missing", { template: id, language });
}

export function compose(content: MessageContent, template: Template): Composed {
  const { sheet, parsed, scope, detailFile } = sheetFor(content, template, MOST_LINES);
  const missing = content.lines.filter(({ pdf }) => pdf === undefined).length;
  return {
    sheet,
    subject: sheet.subject,
    html: htmlOf(sheet),
    text: textOf(sheet),
    ...(parsed.sms ? { sms: typeset(unmarked(fill(parsed.sms, scope)), template.language) } : {}),
    ...(needsDetailFile(content) ? { detailFile } : {}),
    reasons: [
      ...(missing > 0 ? [{ code: "message.documents-missing", count: missing }] : []),
      ...(content.claim?.rate && !content.claim.rate.confirmed ? [{ code: "message.rate-unconfirmed", percent: content.claim.rate.percent }] : []),
    ],
  };
}

/** The sheet of a printed letter: every line of the account, for nothing can be attached to paper. */
export const letterSheet = (content: MessageContent, template: Template): Sheet => sheetFor(content, template, Number.MAX_SAFE_INTEGER).sheet;

function sheetFor(content: MessageContent, template: Template, most: number) {
  const { language } = template;
  const totals = totalsOf(content);
  const scope = scopeOf(content, language, totals);
  const detailFile = `${content.debtor.code.replace(/[^A-Za-z0-9_-]+/g, "-")}-${content.today}.csv`;
  const drawing: Drawing = { content, totals, formats: formatsFor(language, content.debtor.country), words: wordsOf[language], detailFile, most };
  const parsed = parsedOf(template);
  return { sheet: sheetOf(drawing, parsed, scope, language), parsed, scope, detailFile };
}

type ParsedSegment = { readonly text: LiquidText } | { readonly block: Block };
type Parsed = { readonly subject: LiquidText; readonly preheader: LiquidText; readonly sms?: LiquidText; readonly body: readonly ParsedSegment[] };

const parsedTemplates = new WeakMap<Template, Parsed>();

function parsedOf(template: Template): Parsed {
  const known = parsedTemplates.get(template);
  if (known) return known;
  const body = segmentsOf(template.body).flatMap((segment): ParsedSegment[] => ("text" in segment ? [{ text: parseLiquid(segment.text) }] : "block" in segment ? [segment] : []));
  const parsed: Parsed = { subject: parseLiquid(template.subject), preheader: parseLiquid(template.preheader), body, ...(template.sms ? { sms: parseLiquid(template.sms) } : {}) };
  parsedTemplates.set(template, parsed);
  return parsed;
}

function sheetOf(drawing: Drawing, { subject, preheader, body }: Parsed, scope: Scope, language: MessageLanguage): Sheet {
  const { content, formats, words } = drawing;
  const { creditor, debtor, links } = content;
  return {
    id: content.id,
    kind: content.kind,
    language,
    subject: typeset(unmarked(fill(subject, scope)), language).replace(/\s+/g, (space) => (space.includes("\u00a0") ? "\u00a0" : " ")),
    preheader: typeset(unmarked(fill(preheader, scope)), language),
    title: words.titles[content.kind],
    creditor: creditor.name,
    date: words.letterDate(formats.longDate(content.today)),
    account: `${words.account} ${debtor.code}`,
    parts: body.flatMap((segment) => ("text" in segment ? paragraphs(typeset(fill(segment.text, scope), language)) : (blockPart(segment.block, drawing, language) ?? []))),
    footer: [[creditor.name, ...(creditor.address ?? [])].join(", "), ...(creditor.registration ? [creditor.registration] : []), `${words.messageNumber} ${content.id}`],
    ...(links.wrongContact ? { wrongContact: { label: words.wrongContact, href: links.wrongContact } } : {}),
  };
}

function blockPart(block: Block, drawing: Drawing, language: MessageLanguage): SheetPart | undefined {
  const { content, formats, words } = drawing;
  const { sender, links, creditor, debtor } = content;
  if (block === "items") return itemsPart(drawing);
  if (block === "pay") return payPart(drawing);
  if (block === "claim") return claimPart(drawing);
  if (block === "signature") return { part: "signature", name: sender.name, lines: [sender.role, creditor.name, [sender.phone, sender.email].filter(Boolean).join(" · ")].filter((line): line is string => !!line) };
  if (block === "parties") return { part: "parties", columns: [partyColumn(words.creditor, creditor), partyColumn(words.debtor, debtor)] };
  if (block === "legal") {
    const percent = content.claim?.rate?.confirmed ? formats.percent(content.claim.rate.percent) : undefined;
    const { effect, mention, notice } = legalOf[language][lawOf(creditor.country)];
    const formal = content.kind === "formal-notice";
    const charged = content.claim?.mode === "waived" ? [] : formal ? notice(percent) : [mention(percent)];
    const paragraphs = [...(formal && effect ? [effect] : []), ...charged].map((text) => typeset(unbroken(text), language));
    return paragraphs.length > 0 ? { part: "legal", paragraphs } : undefined;
  }
  const answers = [links.paid && { label: words.paid, href: links.paid }, links.portal && { label: words.portal, href: links.portal }].filter((link) => !!link);
  return answers.length > 0 ? { part: "answers", links: answers } : undefined;
}

/** "article D. 441-5" and "§ 288 Abs. 5" stay on one line. */
const unbroken = (text: string): string =>
  text.replace(/([LD]\.|§|Abs\.|n\.º|alinéa|apartado) (?=\d)/g, "$1\u00a0").replace(/(\d) (?=Abs\.)/g, "$1\u00a0").replace(/(articles?|Artikel|artículo|artigo) (?=\d|[LD]\.)/gi, "$1\u00a0");

const partyColumn = (label: string, { name, address = [], registration }: Party) => ({ label, lines: [name, ...address, ...(registration ? [registration] : [])] });

/** Whoever writes a French text types a space before a colon; that it never begins a line is ours to see to. */
const typeset = (text: string, language: MessageLanguage): string => (language === "fr" ? text.replace(/ (?=[:;?!»%])/g, "\u00a0").replace(/« /g, "«\u00a0") : text);

/** Paragraphs at blank lines, strong between two stars; only then do the stars that stood in values come back. */
function paragraphs(text: string): SheetPart[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, " ").trim())
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => ({ part: "paragraph", runs: runsOf(paragraph) }));
}

const runsOf = (paragraph: string): Run[] =>
  paragraph
    .split("**")
    .map((text, n) => ({ text: unmarked(text), strong: n % 2 === 1 }))
    .filter(({ text }) => text !== "");
