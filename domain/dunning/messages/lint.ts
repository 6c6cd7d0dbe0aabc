// What is wrong with a template, before anybody can publish it. A reminder with an unfilled variable, a formal notice without a deadline or without
// the law: none of it may be found out by a customer. Codes are for screens and tests; `at` says which part of the template.
import { messageKinds, type MessageKind } from "#domain/dunning/messages/content.ts";
import { parseLiquid, variablesIn } from "#domain/dunning/messages/liquid.ts";
import { mustHave, noticeWords, segmentsOf, type Template } from "#domain/dunning/messages/template.ts";
import { isSure, variables, type VariableName } from "#domain/dunning/messages/variables.ts";
import type { MessageLanguage } from "#domain/dunning/messages/words.ts";

export type Part = "subject" | "preheader" | "body" | "sms";
export type Fault =
  | { readonly code: "template.syntax"; readonly at: Part; readonly detail: string }
  | { readonly code: "template.unknown-variable" | "template.unguarded-variable"; readonly at: Part; readonly variable: string }
  | { readonly code: "template.unknown-block" | "template.missing-block"; readonly at: Part; readonly block: string }
  | { readonly code: "template.empty" | "template.subject-too-long" | "template.markup" | "template.fixed-amount"; readonly at: Part }
  | { readonly code: "template.missing-mention"; readonly at: Part; readonly mention: "notice-word" | "deadline" | "sum" };
export type SetFault = Fault | { readonly code: "template.missing-translation"; readonly id: string; readonly language: string };

/** A subject longer than this is cut by every mailbox; counted without its conditions. */
const SUBJECT = 120;

export function lintTemplate(template: Template): Fault[] {
  const parts = (["subject", "preheader", "body", "sms"] as const).flatMap((at) => (template[at] === undefined ? [] : [{ at, text: template[at] }]));
  return [...parts.flatMap(({ at, text }) => lintPart(at, text, template.kind)), ...lintBlocks(template), ...lintMentions(template)];
}

/** All templates that a policy uses, in all languages in use: each there, each without a fault. A language that is missing is never replaced silently. */
export function lintSet(templates: readonly Template[], used: { readonly ids: readonly string[]; readonly languages: readonly string[] }): SetFault[] {
  const missing = used.ids.flatMap((id) =>
    used.languages
      .filter((language) => !templates.some((template) => template.id === id && template.language === language))
      .map((language) => ({ code: "template.missing-translation", id, language }) as const),
  );
  return [...missing, ...templates.filter(({ id, language }) => used.ids.includes(id) && used.languages.includes(language)).flatMap(lintTemplate)];
}

export const isMessageKind = (text: string): text is MessageKind => (messageKinds as readonly string[]).includes(text);

function lintPart(at: Part, text: string, kind: MessageKind): Fault[] {
  if (text.trim() === "") return [{ code: "template.empty", at }];
  const faults: Fault[] = [];
  if (/<[a-z!/]/i.test(text)) faults.push({ code: "template.markup", at });
  if (/\d[\d.,\u00a0 ]*\s?(€|EUR|£|\$)|[€£$]\s?\d/.test(text)) faults.push({ code: "template.fixed-amount", at });
  if (at === "subject" && text.replace(/\{%[^%]*%\}/g, "").length > 2 * SUBJECT) faults.push({ code: "template.subject-too-long", at });
  for (const piece of at === "body" ? textsOf(text) : [text]) faults.push(...lintText(at, piece, kind));
  return faults;
}

const textsOf = (body: string): string[] => segmentsOf(body).flatMap((segment) => ("text" in segment ? [segment.text] : []));

function lintText(at: Part, text: string, kind: MessageKind): Fault[] {
  try {
    const asked = variablesIn(parseLiquid(text));
    const unknown = asked.filter((name) => !(name in variables));
    const unsure = asked.filter((name): name is VariableName => name in variables && !isSure(name as VariableName, kind) && !isGuarded(text, name));
    return [
      ...unknown.map((variable) => ({ code: "template.unknown-variable", at, variable }) as const),
      ...unsure.map((variable) => ({ code: "template.unguarded-variable", at, variable }) as const),
    ];
  } catch (error) {
    return [{ code: "template.syntax", at, detail: error instanceof Error ? error.message : String(error) }];
  }
}

/** What `{% if %}` may stand for another: when something is asked, its total is there; when there is a deadline, so are its days. */
const sameGuard: Readonly<Record<string, readonly string[]>> = { "asked.total": ["asked.any"], "deadline.days": ["deadline.on"], "dispute.reference": ["dispute.reason"] };

/** Every output of the variable stands within an `{% if %}` that asks for it. */
function isGuarded(text: string, name: string): boolean {
  const open: string[] = [];
  for (const [, tag = "", question = "", output = ""] of text.matchAll(/\{%-?\s*(if|elsif|else|unless|endif|endunless)\s*([^%]*?)-?%\}|\{\{-?\s*([\w.]+)[^}]*\}\}/g)) {
    if (tag === "if" || tag === "unless") open.push(tag === "if" ? question : "");
    else if (tag === "elsif") open[open.length - 1] = question;
    else if (tag === "else") open[open.length - 1] = "";
    else if (tag !== "") open.pop();
    else if (output === name && !open.some((asked) => [name, ...(sameGuard[name] ?? [])].some((guard) => asked.split(/\s+/)[0] === guard))) return false;
  }
  return true;
}

function lintBlocks({ kind, body }: Template): Fault[] {
  const segments = segmentsOf(body);
  const there = segments.flatMap((segment) => ("block" in segment ? [segment.block] : []));
  const unknown = segments.flatMap((segment) => ("unknown" in segment ? [segment.unknown] : []));
  return [
    ...unknown.map((block) => ({ code: "template.unknown-block", at: "body", block }) as const),
    ...mustHave[kind].filter((block) => !there.includes(block)).map((block) => ({ code: "template.missing-block", at: "body", block }) as const),
  ];
}

/** A formal notice is one by its words: it says so, names the sum, and names the day. */
function lintMentions({ kind, language, subject, body }: Template): Fault[] {
  if (kind !== "formal-notice") return [];
  const says = (variable: VariableName): boolean => body.includes(`{{ ${variable} }}`);
  const missing = [
    ...(noticeWords[language as MessageLanguage].test(subject) ? [] : (["notice-word"] as const)),
    ...(says("deadline.on") ? [] : (["deadline"] as const)),
    ...(says("asked.total") ? [] : (["sum"] as const)),
  ];
  return missing.map((mention) => ({ code: "template.missing-mention", at: mention === "notice-word" ? "subject" : "body", mention }));
}
