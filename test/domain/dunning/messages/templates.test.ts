import { expect, test } from "vitest";
import { compose } from "#domain/dunning/messages/compose.ts";
import { messageKinds } from "#domain/dunning/messages/content.ts";
import { defaultTemplate, defaultTemplates } from "#domain/dunning/messages/defaults.ts";
import { laws, lawOf, legalOf, mustName } from "#domain/dunning/messages/legal.ts";
import { lintSet, lintTemplate } from "#domain/dunning/messages/lint.ts";
import type { Template } from "#domain/dunning/messages/template.ts";
import { messageLanguages } from "#domain/dunning/messages/words.ts";
import { contentOf, overdueLines } from "#test/world/messages.ts";

const each = defaultTemplates.map((template) => [template.language, template.kind, template] as const);
const leftovers = /\{\{|\}\}|\{%|%\}|\[\[|\]\]|\*\*|undefined|null|NaN|\[object|\ue000/;

test("the default sets are complete: eleven kinds of message in five languages", () => {
  expect(defaultTemplates).toHaveLength(messageKinds.length * messageLanguages.length);
  expect(lintSet(defaultTemplates, { ids: messageKinds, languages: messageLanguages })).toEqual([]);
});

test.each(each)("%s %s is filled completely, with everything known and with the least that is known", (_language, kind, template) => {
  const full = compose(contentOf(kind), template);
  const { contact: _c, claim: _k, previousOn: _p, credits: _r, notDue: _n, reference: _f, ...bare } = contentOf(kind, { lines: overdueLines.slice(0, kind === "thank-you" ? 0 : 1), links: {}, dispute: { amounts: [{ minor: 100n, currency: "EUR" }] }, call: { on: "2026-11-24" } });
  const least = compose({ ...bare, sender: { name: "Inès Marchal", email: "ines@valdre.example" } }, template);
  for (const { subject, html, text, sms = "", sheet } of [full, least]) {
    for (const part of [subject, html.split("</style>")[1], text, sms, sheet.preheader]) expect(part).not.toMatch(leftovers);
    expect(subject.length).toBeGreaterThan(10);
    expect(subject).not.toContain("\n");
    // A condition that left a doubled space, a space before a comma, or a comma without its sentence.
    expect(text).not.toMatch(/[^\s.] {2,}[^\s.]| ,|,,|\( ?\)/);
  }
});

test.each(each)("%s %s calls the debt by its amount, and speaks of no other sum than what is owed", (_language, kind, template) => {
  const { text, subject, sms } = compose(contentOf(kind, { claim: { mode: "waived", amounts: [] } }), template);
  const asks = ["reminder-1", "reminder-2", "reminder-3", "formal-notice"].includes(kind);
  if (asks) expect(subject.replaceAll("\u00a0", " ")).toMatch(/26[ .,]554[.,]60|€26,554\.60/);
  if (asks) expect(text).toMatch(/26[.,\u00a0]554[.,]60/);
  if (sms) expect(sms.length).toBeLessThanOrEqual(306);
});

test.each(messageLanguages.flatMap((language) => laws.map((law) => [language, law] as const)))("in %s, a claim under the law of %s names its articles", (language, law) => {
  const { mention, notice } = legalOf[language][law];
  for (const text of [mention("12,15 %"), notice("12,15 %").join(" "), mention(), notice().join(" ")]) for (const name of mustName[law]) expect(text).toMatch(name);
  expect(mention("12,15 %")).toContain("12,15 %");
  expect(mention()).not.toContain("%");
  expect(notice().join(" ")).not.toMatch(/%|undefined/);
});

test("a French formal notice in any language says what French law wants of it: the words, the sum, the day, who, how to pay, penalties", () => {
  for (const language of messageLanguages) {
    const { subject, text } = compose(contentOf("formal-notice"), defaultTemplate("formal-notice", language));
    expect(`${subject}\n${text}`).toMatch(/mise en demeure/i);
    for (const said of ["F-2026-0388", "Maison Valdré SAS", "18 rue des Tanneurs", "Océlia Frais SARL", "33000 Bordeaux", "L. 441-10", "D. 441-5", "FR14 2004", "Inès Marchal"]) expect(text.replaceAll("\u00a0", " ")).toContain(said);
    expect(text).toMatch(/8\.?\s(de\s)?(décembre|December|dezembro|diciembre|Dezember)/);
  }
});

test("where interest and costs were let go, a French formal notice is still one, and names neither", () => {
  for (const language of messageLanguages) {
    const { text } = compose(contentOf("formal-notice", { claim: { mode: "waived", amounts: [] } }), defaultTemplate("formal-notice", language));
    expect(text).toMatch(/1344/);
    expect(text).not.toMatch(/441|12,15|120,00/);
  }
});

test("a French colon, semicolon or question mark never begins a line, however the text was typed", () => {
  for (const template of defaultTemplates.filter(({ language }) => language === "fr")) {
    const { subject, text, sms = "", sheet } = compose(contentOf(template.kind), template);
    for (const part of [subject, text, sms, sheet.preheader]) expect(part).not.toMatch(/[ \n][:;?!»]/);
  }
});

test("a rate that nobody confirmed stands in no letter, nor does the interest computed with it", () => {
  const claim = { mode: "claimed" as const, rate: { percent: "12.15", confirmed: false }, amounts: contentOf("formal-notice").claim!.amounts };
  const { text, reasons } = compose(contentOf("formal-notice", { claim }), defaultTemplate("formal-notice", "fr"));
  expect(text).not.toMatch(/12,15|764,35|27\u00a0438/);
  expect(text).toContain("L.\u00a0441-10");
  expect(reasons).toContainEqual({ code: "message.rate-unconfirmed", percent: "12.15" });
});

test("the creditor's country decides the law; a country of the Union without a text of its own goes by the directive", () => {
  expect(["FR", "DE", "GB", "ES", "PT", "BE", "IE", "NO", "US"].map(lawOf)).toEqual(["FR", "DE", "GB", "ES", "PT", "EU", "EU", "other", "other"]);
});

const reminder = defaultTemplate("reminder-1", "en");
const faulty = (change: Partial<Template>, of = reminder) => lintTemplate({ ...of, ...change }).map((fault) => ({ ...fault }));

test("a template with a variable that does not exist is refused, and the variable is named", () => {
  expect(faulty({ subject: "Pay {{ total.amout }}" })).toEqual([{ code: "template.unknown-variable", at: "subject", variable: "total.amout" }]);
});

test("a variable that is only sometimes there must be asked for first", () => {
  expect(faulty({ subject: "Since {{ previous.on }}: {{ asked.total }}" })).toEqual([{ code: "template.unguarded-variable", at: "subject", variable: "previous.on" }]);
  expect(faulty({ subject: "{% if previous.on %}Since {{ previous.on }}{% else %}Now{% endif %}: {{ asked.total }}" })).toEqual([]);
  expect(faulty({ subject: "{% if previous.on %}Since then{% else %}{{ previous.on }}{% endif %}" })).toMatchObject([{ code: "template.unguarded-variable" }]);
});

test("what a letter has no need of is refused: loops, foreign blocks, markup, an amount typed by hand", () => {
  expect(faulty({ preheader: "{% for x in items %}{% endfor %}" })).toMatchObject([{ code: "template.syntax", at: "preheader" }]);
  expect(faulty({ body: `${reminder.body}\n\n[[advert]]` })).toEqual([{ code: "template.unknown-block", at: "body", block: "advert" }]);
  expect(faulty({ body: `<b>Hello</b>\n\n${reminder.body}` })).toEqual([{ code: "template.markup", at: "body" }]);
  expect(faulty({ preheader: "Only 40 € today" })).toEqual([{ code: "template.fixed-amount", at: "preheader" }]);
});

test("a reminder that does not say how to pay is refused, and so is a formal notice without its word, its day or the law", () => {
  expect(faulty({ body: reminder.body.replace("[[pay]]", "") })).toEqual([{ code: "template.missing-block", at: "body", block: "pay" }]);
  const notice = defaultTemplate("formal-notice", "fr");
  expect(faulty({ subject: "Lettre : {{ asked.total }}" }, notice)).toEqual([{ code: "template.missing-mention", at: "subject", mention: "notice-word" }]);
  expect(faulty({ body: notice.body.replaceAll("{{ deadline.on }}", "bientôt").replace("[[legal]]", "") }, notice)).toEqual([
    { code: "template.missing-block", at: "body", block: "legal" },
    { code: "template.missing-mention", at: "body", mention: "deadline" },
  ]);
});

test("a language in use without its translation is named before the policy can be published", () => {
  expect(lintSet(defaultTemplates, { ids: ["reminder-1"], languages: ["fr", "it"] })).toEqual([{ code: "template.missing-translation", id: "reminder-1", language: "it" }]);
});
