// What people change of a template: its texts. The rest (which version, who changed it, who let it out) is kept beside them.
import * as z from "zod";
import { messageKinds } from "#domain/dunning/messages/content.ts";
import { messageLanguages } from "#domain/dunning/messages/words.ts";

export const messageKindSchema = z.enum(messageKinds);
export const messageLanguageSchema = z.enum(messageLanguages);
/** A template of ours has the name of its kind; a tenant adds others beside them ("reminder-1-public"). */
export const templateIdSchema = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/);

export const templateTextSchema = z
  .object({
    subject: z.string().max(400).meta({ description: "One line, with variables: `{{ asked.total }}`." }),
    preheader: z.string().max(400).meta({ description: "What a mailbox shows beside the subject." }),
    body: z.string().max(20_000).meta({ description: "Paragraphs at blank lines, **strong** between two stars, and a line `[[items]]` for a block that Quittance draws." }),
    sms: z.string().max(600).optional(),
  })
  .meta({ id: "TemplateText" });
export type TemplateText = z.infer<typeof templateTextSchema>;

export const templateStateSchema = z.enum(["draft", "published", "retired"]);

/** One version of a tenant's own template. Those that come with Quittance are versions of nobody's, and are not kept. */
export const keptTemplateSchema = z.object({
  id: templateIdSchema,
  kind: messageKindSchema,
  language: messageLanguageSchema,
  version: z.int().min(1),
  text: templateTextSchema,
  state: templateStateSchema,
  /** Who changed it last: of a letter with legal effect, somebody else lets it out. */
  changedBy: z.string(),
  changedAt: z.string(),
  publishedBy: z.string().optional(),
  publishedAt: z.string().optional(),
  revision: z.int().min(0),
});
export type KeptTemplate = z.infer<typeof keptTemplateSchema>;
