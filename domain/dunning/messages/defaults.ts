// The sets that a new tenant begins with: one per language, complete, polite first, firm later, legally right at the end.
import type { MessageKind } from "#domain/dunning/messages/content.ts";
import { messageKinds } from "#domain/dunning/messages/content.ts";
import { de } from "#domain/dunning/messages/defaults/de.ts";
import { en } from "#domain/dunning/messages/defaults/en.ts";
import { es } from "#domain/dunning/messages/defaults/es.ts";
import { fr } from "#domain/dunning/messages/defaults/fr.ts";
import { pt } from "#domain/dunning/messages/defaults/pt.ts";
import type { Template } from "#domain/dunning/messages/template.ts";
import { messageLanguages, type MessageLanguage } from "#domain/dunning/messages/words.ts";

export type DefaultTexts = Readonly<Record<MessageKind, Pick<Template, "subject" | "preheader" | "body" | "sms">>>;

const sets: Readonly<Record<MessageLanguage, DefaultTexts>> = { fr, en, es, de, pt };

export const defaultTemplate = (kind: MessageKind, language: MessageLanguage): Template => ({ id: kind, version: 1, kind, language, ...sets[language][kind] });

export const defaultTemplates: readonly Template[] = messageLanguages.flatMap((language) => messageKinds.map((kind) => defaultTemplate(kind, language)));
