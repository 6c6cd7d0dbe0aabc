// An attempt that was refused is told to the audit. The refusal goes out in any case: if the note cannot be kept, the log has it, and says so as an error.
import type { AuditRecord } from "#domain/access/audit/chain.ts";
import { logger } from "#functions/runtime/log.ts";
import { putNote } from "#functions/store/audit-note.ts";
import { tableConnection } from "#functions/store/table.ts";

export async function noteDenied(tenant: string, denied: Omit<AuditRecord, "id" | "outcome">): Promise<void> {
  try {
    await putNote(tenant, tableConnection(tenant), { told: { ...denied, outcome: "denied" } });
  } catch (error) {
    logger.error("a refused attempt could not be noted", { tenant, denied, error: error as Error });
  }
}
