// How a new text gets onto the shelf. What is published is never changed: the next draft is a version of its own. A letter with legal effect is let out by
// somebody else than who wrote it last.
import type { MessageKind } from "#domain/dunning/messages/content.ts";
import { lintTemplate, type Fault } from "#domain/dunning/messages/lint.ts";
import type { KeptTemplate, TemplateText } from "#domain/dunning/messages/schema.ts";
import { kindOf, legalKinds, templateOf } from "#domain/dunning/messages/shelf.ts";
import type { Template } from "#domain/dunning/messages/template.ts";
import { refused, type Refused } from "#domain/refusal.ts";

type Change = { readonly id: string; readonly kind: MessageKind; readonly language: Template["language"]; readonly text: TemplateText; readonly revision: number; readonly by: string; readonly now: string };

/** The versions of one template in one language, the oldest first, and a new text for the next one. */
export function draftOf(versions: readonly KeptTemplate[], { id, kind, language, text, revision, by, now }: Change): KeptTemplate | Refused<"template.changed-meanwhile" | "template.other-kind"> {
  const last = versions.at(-1);
  const draft = last?.state === "draft" ? last : undefined;
  const of = kindOf(id) ?? last?.kind ?? kind;
  if (of !== kind) return refused("template.other-kind", { kind: of });
  if ((draft?.revision ?? 0) !== revision) return refused("template.changed-meanwhile", { revision: draft?.revision ?? 0 });
  // Ours is the first version, so a tenant's own begin with the second: a version says which text a customer has read.
  return { id, kind, language, version: draft?.version ?? (last?.version ?? 1) + 1, text, state: "draft", changedBy: by, changedAt: now, revision };
}

type Publisher = { readonly id: string; readonly onBehalfOf?: string | undefined; readonly mayReleaseLegal: boolean };
type Publication = KeptTemplate | Refused<"template.unknown" | "template.no-draft" | "template.changed-meanwhile" | "template.not-publishable" | "template.needs-release" | "template.needs-another-publisher">;

export function published(versions: readonly KeptTemplate[], revision: number, by: Publisher, now: string): Publication {
  const draft = versions.at(-1);
  if (!draft) return refused("template.unknown");
  if (draft.state !== "draft") return refused("template.no-draft", { state: draft.state });
  if (draft.revision !== revision) return refused("template.changed-meanwhile", { revision: draft.revision });
  const faults = lintTemplate(templateOf(draft));
  if (faults.length > 0) return refused("template.not-publishable", { faults: JSON.stringify(faults) });
  if (legalKinds.has(draft.kind)) {
    if (!by.mayReleaseLegal) return refused("template.needs-release");
    if (by.id === draft.changedBy || by.onBehalfOf === draft.changedBy) return refused("template.needs-another-publisher");
  }
  return { ...draft, state: "published", publishedBy: by.id, publishedAt: now };
}

export const faultsOf = (kept: KeptTemplate): Fault[] => lintTemplate(templateOf(kept));
