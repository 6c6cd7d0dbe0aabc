// Which text a message is written from. A tenant's own published version stands before the one that comes with Quittance; where he has none, ours is used,
// so nobody begins with an empty shelf.
import { messageKinds, type MessageKind } from "#domain/dunning/messages/content.ts";
import { defaultTemplates } from "#domain/dunning/messages/defaults.ts";
import type { KeptTemplate } from "#domain/dunning/messages/schema.ts";
import type { Template } from "#domain/dunning/messages/template.ts";

export const legalKinds: ReadonlySet<MessageKind> = new Set(["formal-notice"]);

export const templateOf = ({ id, kind, language, version, text: { subject, preheader, body, sms } }: KeptTemplate): Template => ({ id, kind, language, version, subject, preheader, body, ...(sms ? { sms } : {}) });

/** What goes out today: of each template and language, the tenant's own or ours. */
export function templatesInForce(kept: readonly KeptTemplate[]): Template[] {
  const own = new Map<string, Template>();
  for (const one of kept.toSorted((a, b) => a.version - b.version)) if (one.state === "published") own.set(keyOf(one), templateOf(one));
  return [...defaultTemplates.filter((template) => !own.has(keyOf(template))), ...own.values()];
}

/** The languages that each template is complete in: what plans and checks of policies go by. */
export const languagesOf = (templates: readonly Template[]): ReadonlyMap<string, readonly string[]> => new Map([...Map.groupBy(templates, ({ id }) => id)].map(([id, all]) => [id, all.map(({ language }) => language)]));

export const keyOf = ({ id, language }: Pick<Template, "id" | "language">): string => `${id} ${language}`;
/** The kind that a name of ours stands for. */
export const kindOf = (id: string): MessageKind | undefined => messageKinds.find((kind) => kind === id);
