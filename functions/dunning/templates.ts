// The texts that messages are written from: the tenant's own where he has published one, those that come with Quittance where he has not.
import { languagesOf, templatesInForce } from "#domain/dunning/messages/shelf.ts";
import type { Template } from "#domain/dunning/messages/template.ts";
import type { Books } from "#functions/dunning/books.ts";

export const templatesOf = async ({ dunning }: Pick<Books, "dunning">): Promise<readonly Template[]> => templatesInForce(await dunning.templates());

export type Languages = ReadonlyMap<string, readonly string[]>;
export const writtenLanguages = async (books: Pick<Books, "dunning">): Promise<Languages> => languagesOf(await templatesOf(books));
