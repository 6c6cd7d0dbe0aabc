// A tenant's own texts and their versions, as policies are kept: drafts are changed, what is published is only ever followed by the next version.
import type { KeptTemplate } from "#domain/dunning/messages/schema.ts";
import type { DunningFact } from "#events/dunning.ts";
import type { templateEntity } from "#functions/store/dunning-records.ts";
import { storedFact } from "#functions/store/fact.ts";
import { packed, unpacked } from "#functions/store/packed.ts";
import { all, attempted, type Saved } from "#functions/store/request.ts";

export const templateShelf = (tenant: string, templates: ReturnType<typeof templateEntity>) => ({
  templates: async (): Promise<KeptTemplate[]> => (await templates.query.primary({ tenant }).go({ ...all, consistent: true })).data.map(keptOf),
  /** The oldest first. */
  templateVersions: async (id: string, language: string): Promise<KeptTemplate[]> =>
    (await templates.query.primary({ tenant, id, language }).go({ ...all, consistent: true })).data.map(keptOf).filter((kept) => kept.id === id && kept.language === language).toSorted((a, b) => a.version - b.version),
  saveTemplate: (kept: KeptTemplate, facts: readonly DunningFact[] = []): Promise<Saved> => {
    const { id, language, version, state, revision } = kept;
    const row = { tenant, id, language, number: String(version).padStart(6, "0"), state, revision: revision + 1, content: packed(kept), ...(facts.length > 0 ? { facts: facts.map((fact) => storedFact(fact)) } : {}) };
    return attempted(() => (revision > 0 ? templates.put(row).where(({ revision: known }, { eq }) => eq(known, revision)).go() : templates.create(row).go()));
  },
});

const keptOf = ({ revision, content }: { readonly revision: number; readonly content: unknown }): KeptTemplate => ({ ...unpacked<KeptTemplate>(content), revision });
