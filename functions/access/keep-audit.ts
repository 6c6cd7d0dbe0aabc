// The one writer of the audit: it follows the table's stream and appends what somebody of ours changed, and what was refused, to the tenant's chain.
// Only records with an author, notes, and runs of imports come here at all: the mapping filters the rest away before anything is invoked.
//
// Each new head is told to the log. Who could rewrite the table, and the chain with it, cannot rewrite the log: see `npm run audit:verify -- --help`.
import type { DynamoDBRecord } from "aws-lambda";
import type { AuditRecord } from "#domain/access/audit/chain.ts";
import { auditRecordOf } from "#functions/access/audit-change.ts";
import { now } from "#functions/runtime/clock.ts";
import { logger } from "#functions/runtime/log.ts";
import { streamHandler } from "#functions/runtime/stream.ts";
import { auditStore } from "#functions/store/audit.ts";

export async function keepAudit(records: readonly DynamoDBRecord[]): Promise<undefined> {
  const found = records.flatMap((record): { tenant: string; record: AuditRecord }[] => {
    const audited = auditRecordOf(record);
    return audited ? [{ tenant: String(record.dynamodb?.Keys?.pk?.S).split("#")[0]!, record: audited }] : [];
  });
  for (const [tenant, of] of Map.groupBy(found, (each) => each.tenant)) {
    const head = await auditStore(tenant).append(
      of.map(({ record }) => record),
      now().slice(0, 7),
    );
    if (head) logger.info("the audit's head moved", { tenant, ...head });
  }
  return undefined;
}

export const handler = streamHandler(keepAudit);
