// A text tried: seen as a customer would get it, or sent to oneself. Neither leaves a trace on an account.
import type { templateTrialRoutes } from "#domain/dunning/messages/routes.ts";
import type { TemplateText } from "#domain/dunning/messages/schema.ts";
import { keyOf, kindOf, templateOf } from "#domain/dunning/messages/shelf.ts";
import type { Template } from "#domain/dunning/messages/template.ts";
import type { CustomerId } from "#domain/id.ts";
import { isRefused, refused, type Refused } from "#domain/refusal.ts";
import type { Books } from "#functions/dunning/books.ts";
import { offered } from "#functions/dunning/evidence-objects.ts";
import type { EvidenceObjects } from "#functions/dunning/evidence.ts";
import type { Office } from "#functions/dunning/office.ts";
import { templatesOf } from "#functions/dunning/templates.ts";
import type { Tried } from "#functions/dunning/try-template.ts";
import type { Caller, Handlers } from "#functions/runtime/api.ts";
import { digest } from "#functions/runtime/digest.ts";

/** What a try needs beside the books: the paper, a place for the letter, and a mailbox of one's own. */
export type TrialDesk = { readonly office: (tenant: string) => Promise<Office>; readonly objects: () => EvidenceObjects; readonly bucket: () => string; readonly mail: (raw: Buffer, from: string, to: string) => Promise<void> };
type Asked = { readonly id: string; readonly language: Template["language"]; readonly text?: TemplateText | undefined; readonly customer?: CustomerId | undefined };

export const trialAnswers = ({ office, objects, bucket, mail }: TrialDesk): Handlers<typeof templateTrialRoutes> => ({
  "POST /dunning/templates/{id}/{language}/preview": async ({ params, body, caller, now }) => {
    const desk = await office(caller.tenant);
    const tried = await tryOn({ ...params, ...body }, desk, caller, now);
    if (isRefused(tried)) return tried;
    const { lintTemplate } = await paper();
    const { composed: { subject, html, text, sms, reasons }, template } = tried;
    const letter = body.letter ? await keptLetter(tried.letter(), { tenant: caller.tenant, bucket: bucket(), objects: objects(), name: `${params.id}-${params.language}.pdf`, now }) : undefined;
    return { subject, html, text, ...(sms ? { sms } : {}), faults: lintTemplate(template), reasons: [...reasons], ...(letter ? { letter } : {}) };
  },

  "POST /dunning/templates/{id}/{language}/test": async ({ params, body, caller, now }) => {
    const desk = await office(caller.tenant);
    const tried = await tryOn({ ...params, ...body }, desk, caller, now);
    if (isRefused(tried)) return tried;
    const { composed, content } = tried;
    const { MOST_BYTES, mimeOf } = await paper();
    const from = desk.correspondence.from ?? { name: content.creditor.name, address: desk.mailFrom };
    const raw = mimeOf({ from, to: [{ name: caller.user.name, address: caller.user.email }], subject: composed.subject, text: composed.text, html: composed.html, date: now, headers: { "X-Test": "yes" } });
    if (raw.length > MOST_BYTES) return refused("template.not-readable");
    await mail(raw, from.address, caller.user.email);
    return { to: caller.user.email, subject: composed.subject };
  },
});

/** What composes and draws is loaded when somebody asks for it. */
const paper = () => import("#functions/dunning/paper.ts");

async function tryOn({ id, language, text, customer }: Asked, desk: Office, caller: Caller, now: string): Promise<(Tried & { readonly template: Template }) | Refused> {
  const template = await templateFor(desk.books, { id, language, text });
  if (!template) return refused("template.unknown");
  const inert: Office = { ...desk, linkTo: ({ purpose }) => `#${purpose}` };
  const { tryTemplate } = await paper();
  const tried = await tryTemplate(template, customer, inert, now);
  return isRefused(tried) ? tried : { ...tried, template };
}

/** What was typed; else the draft; else what is in force. */
async function templateFor(books: Books, { id, language, text }: Asked): Promise<Template | undefined> {
  const [versions, inForce] = await Promise.all([books.dunning.templateVersions(id, language), templatesOf(books)]);
  const draft = versions.find(({ state }) => state === "draft");
  const base = draft ? templateOf(draft) : inForce.find((one) => keyOf(one) === keyOf({ id, language }));
  if (!text) return base;
  const kind = base?.kind ?? inForce.find((one) => one.id === id)?.kind ?? kindOf(id);
  const { sms, ...words } = text;
  return kind && { id, kind, language, version: base?.version ?? 1, ...words, ...(sms ? { sms } : {}) };
}

type Keeping = { readonly tenant: string; readonly bucket: string; readonly objects: EvidenceObjects; readonly name: string; readonly now: string };

async function keptLetter(pdf: Uint8Array, { tenant, bucket, objects, name, now }: Keeping) {
  const key = `${tenant}/previews/${digest(Buffer.from(pdf).toString("base64")).slice(0, 32)}.pdf`;
  await objects.put(key, pdf);
  return offered(bucket, key, { name, contentType: "application/pdf", now });
}

