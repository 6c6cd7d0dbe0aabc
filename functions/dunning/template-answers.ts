// Texts: read, drafted, published. What is in force is the tenant's own published version, or the one that comes with Quittance.
import { allows } from "#domain/access/roles.ts";
import { defaultTemplates } from "#domain/dunning/messages/defaults.ts";
import type { templateRoutes } from "#domain/dunning/messages/routes.ts";
import type { Fault } from "#domain/dunning/messages/lint.ts";
import { keyOf, legalKinds, templateOf, templatesInForce } from "#domain/dunning/messages/shelf.ts";
import type { KeptTemplate, TemplateText } from "#domain/dunning/messages/schema.ts";
import { blocks, mustHave, type Template } from "#domain/dunning/messages/template.ts";
import { isSure, variables, type VariableName } from "#domain/dunning/messages/variables.ts";
import type { Policy } from "#domain/dunning/policy/schema.ts";
import { isRefused, refused } from "#domain/refusal.ts";
import { templatePublished } from "#events/dunning.ts";
import { policiesInForce, type Books } from "#functions/dunning/books.ts";
import type { Handlers } from "#functions/runtime/api.ts";

/** What reads templates is loaded when somebody asks for it. */
const linting = () => import("#functions/dunning/linting.ts");

type Shelf = { readonly faultsOf: (kept: KeptTemplate) => Fault[]; readonly kept: readonly KeptTemplate[]; readonly policies: readonly Policy[]; readonly names: ReadonlyMap<string, string> };

export const templateAnswers = (booksOf: (tenant: string) => Books): Handlers<typeof templateRoutes> => ({
  "GET /dunning/templates": async ({ query, caller }) => {
    const shelf = await shelfOf(booksOf(caller.tenant));
    const drafts = shelf.kept.filter(({ state }) => state === "draft").map(templateOf);
    const all = new Map([...drafts, ...templatesInForce(shelf.kept)].map((template) => [keyOf(template), template]));
    return { items: [...all.values()].filter(({ language }) => !query.language || language === query.language).map((template) => headOf(template, shelf)) };
  },

  "GET /dunning/templates/{id}/{language}": async ({ params, caller }) => shown(await shelfOf(booksOf(caller.tenant)), params) ?? refused("template.unknown"),

  "PUT /dunning/templates/{id}/{language}": async ({ params, body, caller, now }) => {
    const books = booksOf(caller.tenant);
    const { draftOf } = await linting();
    const draft = draftOf(await books.dunning.templateVersions(params.id, params.language), { ...params, ...body, by: caller.user.id, now });
    if (isRefused(draft)) return draft;
    if ((await books.dunning.saveTemplate(draft)) !== "saved") return refused("template.changed-meanwhile");
    return shown(await shelfOf(books), params) ?? refused("template.unknown");
  },

  "POST /dunning/templates/{id}/{language}/publication": async ({ params, body, caller, now }) => {
    const books = booksOf(caller.tenant);
    const versions = await books.dunning.templateVersions(params.id, params.language);
    const { published } = await linting();
    const next = published(versions, body.revision, { id: caller.user.id, onBehalfOf: caller.onBehalfOf, mayReleaseLegal: allows(caller.role, "legal-letter.release") }, now);
    if (isRefused(next)) return next;
    const fact = { name: templatePublished.name, occurredAt: now, actor: { type: "user" as const, id: caller.user.id, name: caller.user.name }, data: { templateId: next.id, language: next.language, version: next.version, legal: legalKinds.has(next.kind) } };
    if ((await books.dunning.saveTemplate(next, [fact])) !== "saved") return refused("template.changed-meanwhile");
    // Of two published versions the newer is in force, so a crash between the two writes changes nothing.
    for (const before of versions.filter(({ state }) => state === "published")) await books.dunning.saveTemplate({ ...before, state: "retired" });
    return shown(await shelfOf(books), params) ?? refused("template.unknown");
  },
});

async function shelfOf(books: Books): Promise<Shelf> {
  const [kept, policies, users, { faultsOf }] = await Promise.all([books.dunning.templates(), policiesInForce(books), books.users(), linting()]);
  return { kept, policies, faultsOf, names: new Map(users.map(({ id, name }) => [id, name])) };
}

function headOf(template: Template, { kept, policies, names, faultsOf }: Shelf) {
  const { id, kind, language, subject } = template;
  const mine = kept.filter((one) => keyOf(one) === keyOf(template)).toSorted((a, b) => b.version - a.version);
  const own = mine.find(({ state }) => state === "published");
  const draft = mine.find(({ state }) => state === "draft");
  const last = own ?? draft;
  return {
    id, kind, language, subject, legal: legalKinds.has(kind), origin: last && !(draft && !own && isOurs(template)) ? ("own" as const) : ("quittance" as const),
    version: own?.version ?? (isOurs(template) ? 1 : 0), draft: draft !== undefined, draftFaults: draft ? faultsOf(draft).length : 0,
    ...(last ? { changedAt: last.publishedAt ?? last.changedAt, ...nameOf("changedByName", last.changedBy, names) } : {}),
    usedBy: policies.flatMap((policy) => policy.steps.filter((step) => step.template === id).map((step) => ({ policyId: policy.id, policy: policy.name, step: step.name }))),
  };
}

function shown(shelf: Shelf, key: { readonly id: string; readonly language: Template["language"] }) {
  const versions = shelf.kept.filter((one) => keyOf(one) === keyOf(key)).toSorted((a, b) => b.version - a.version);
  const inForce = templatesInForce(shelf.kept).find((template) => keyOf(template) === keyOf(key));
  const template = inForce ?? (versions[0] && templateOf(versions[0]));
  if (!template) return undefined;
  const ours = defaultTemplates.find((one) => keyOf(one) === keyOf(key));
  return {
    ...headOf(template, shelf),
    ...(inForce ? { inForce: { version: inForce.version, text: textOf(inForce) } } : {}),
    versions: versions.map((kept) => ({
      version: kept.version, state: kept.state, text: kept.text, changedBy: kept.changedBy, changedAt: kept.changedAt, revision: kept.revision, faults: kept.state === "draft" ? shelf.faultsOf(kept) : [],
      ...nameOf("changedByName", kept.changedBy, shelf.names), ...(kept.publishedBy ? { publishedBy: kept.publishedBy, ...nameOf("publishedByName", kept.publishedBy, shelf.names) } : {}), ...(kept.publishedAt ? { publishedAt: kept.publishedAt } : {}),
    })),
    ...(ours ? { ours: textOf(ours) } : {}),
    variables: Object.entries(variables).map(([name, { type, example }]) => ({ name, type, example, there: isSure(name as VariableName, template.kind) ? ("always" as const) : ("sometimes" as const) })),
    blocks: blocks.map((name) => ({ name, needed: mustHave[template.kind].includes(name) })),
  };
}

const isOurs = (template: Pick<Template, "id" | "language">): boolean => defaultTemplates.some((one) => keyOf(one) === keyOf(template));
const textOf = ({ subject, preheader, body, sms }: Template): TemplateText => ({ subject, preheader, body, ...(sms ? { sms } : {}) });
const nameOf = <Field extends string>(field: Field, id: string, names: ReadonlyMap<string, string>) => (names.has(id) ? ({ [field]: names.get(id)! } as Record<Field, string>) : {});
