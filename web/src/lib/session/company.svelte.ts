// The legal entities of the tenant, known to the whole frame, and which of them the screens are about. The address decides: a link that names an
// entity means it; pages that have no entity of their own leave the last choice as it is.
import { call, type Answer } from "#lib/api/client.ts";

export type Entity = Answer<"GET /entities">["items"][number];

export const company: { entities: readonly Entity[] | undefined; scope: string | undefined } = $state({ entities: undefined, scope: undefined });

export async function loadEntities(): Promise<void> {
  try {
    company.entities = (await call("GET /entities")).items;
  } catch {
    // The frame does without: screens that need entities say themselves what failed.
  }
}

export const entityOf = (id: string | null | undefined): Entity | undefined => company.entities?.find((one) => one.id === id);
/** A link to a page that knows scopes, within the present one. */
export const scoped = (href: string): string => (company.scope ? `${href}${href.includes("?") ? "&" : "?"}entity=${company.scope}` : href);
