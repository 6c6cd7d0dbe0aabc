// How a tenant writes (domain/dunning/correspondence): one of the lists in its settings, changed as a whole.
import { noCorrespondence, type Correspondence } from "#domain/dunning/correspondence/schema.ts";
import { perTenant } from "#functions/store/per-tenant.ts";
import { attempted, type Saved } from "#functions/store/request.ts";
import { listEntity } from "#functions/store/settings.ts";
import { tenantTable, type Connection } from "#functions/store/table.ts";

const NAME = "correspondence";
export type CorrespondenceStore = ReturnType<typeof correspondenceStore>;

export const correspondenceStore = /* @__PURE__ */ perTenant((tenant: string, connection?: Connection) => {
  const lists = listEntity(tenantTable(tenant, connection));
  return {
    read: async (): Promise<Correspondence> => ((await lists.get({ tenant, name: NAME }).go({ consistent: true })).data?.content as Correspondence | undefined) ?? noCorrespondence,
    /** Under the version that was read; 0: there is none yet. */
    save: (next: Correspondence, version: number): Promise<Saved> => {
      const row = { tenant, name: NAME, version: version + 1, content: { ...next, version: version + 1 } };
      return attempted(() => (version > 0 ? lists.put(row).where((known, { eq }) => eq(known.version, version)).go() : lists.create(row).go()));
    },
  };
});
