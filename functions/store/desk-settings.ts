// What a tenant has settled for its desk of cash application: up to which day each entity's books are closed, and the codes for write-offs. Kept as lists
// of settings (settings.ts), one each, changed as a whole under a version.
import { neverClosed, type ClosedPeriods } from "#domain/cash-application/closing/closing.ts";
import { houseCodes, type WriteOffCodes } from "#domain/cash-application/write-off/codes.ts";
import type { EntityId } from "#domain/id.ts";
import { perTenant } from "#functions/store/per-tenant.ts";
import { attempted, type Saved } from "#functions/store/request.ts";
import { listEntity } from "#functions/store/settings.ts";
import { tenantTable, type Connection } from "#functions/store/table.ts";

const WRITE_OFF_CODES = "WRITE-OFF-CODES";
const closedName = (entityId: string): string => `CLOSED-${entityId}`;
export type DeskSettings = ReturnType<typeof deskSettings>;

export const deskSettings = /* @__PURE__ */ perTenant((tenant: string, connection?: Connection) => {
  const lists = listEntity(tenantTable(tenant, connection));
  const read = async (name: string): Promise<unknown> => (await lists.get({ tenant, name }).go({ consistent: true })).data?.content;
  /** Version 0: nothing is there yet. */
  const save = (name: string, content: { readonly version: number }, version: number): Promise<Saved> => {
    const row = { tenant, name, version: content.version, content };
    return attempted(() => (version > 0 ? lists.put(row).where((known, { eq }) => eq(known.version, version)).go() : lists.create(row).go()));
  };

  return {
    closed: async (entityId: EntityId): Promise<ClosedPeriods> => ((await read(closedName(entityId))) as ClosedPeriods | undefined) ?? neverClosed(entityId),
    writeOffCodes: async (): Promise<WriteOffCodes> => ((await read(WRITE_OFF_CODES)) as WriteOffCodes | undefined) ?? houseCodes,
    saveWriteOffCodes: (next: WriteOffCodes, version: number): Promise<Saved> => save(WRITE_OFF_CODES, next, version),
    saveClosed: (next: ClosedPeriods, version: number): Promise<Saved> => save(closedName(next.entityId), next, version),
  };
});
