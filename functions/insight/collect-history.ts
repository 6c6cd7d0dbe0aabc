// The table's stream becomes history: what is new in each change goes into one small file per batch and tenant.
//
// The stream delivers at least once. The name of a file is made from the changes that are in it, so a batch that comes again writes the same
// file again; and a posting that comes in another batch is recognised by its id when deltas are read. A posting that only carries older ones
// forward, so that an item stays small, is no news: the history has each of the older ones.
import { S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBRecord } from "aws-lambda";
import { addedPostings } from "#domain/ledger/journal.ts";
import { layout } from "#functions/insight/history/layout.ts";
import { customerRow, entityRow, itemRow, postingRow } from "#functions/insight/history/columns.ts";
import { deltaFile, type DeltaRows } from "#functions/insight/history/delta.ts";
import { s3ObjectStore, type ObjectStore } from "#functions/insight/history/object-store.ts";
import { digest } from "#functions/runtime/digest.ts";
import { env } from "#functions/runtime/env.ts";
import { streamHandler } from "#functions/runtime/stream.ts";
import { customerFromImage, itemFromImage } from "#functions/store/ledger.ts";
import { legalEntityFromImage } from "#functions/insight/history/legal-entity-image.ts";

export const handler = streamHandler((records) => collectHistory(s3ObjectStore((s3 ??= new S3Client({})), env("LAKE_BUCKET").LAKE_BUCKET), records));
let s3: S3Client | undefined;

export async function collectHistory(store: ObjectStore, records: readonly DynamoDBRecord[]): Promise<undefined> {
  for (const [tenant, changes] of Map.groupBy(records, tenantOf)) {
    const rows = rowsOf(changes);
    if (Object.values(rows).every((some) => some.length === 0)) continue;
    await store.put(layout(tenant).delta(batchName(changes)), await deltaFile(rows));
  }
  return undefined;
}

const tenantOf = (record: DynamoDBRecord): string => (record.dynamodb?.Keys?.pk?.S ?? "").split("#")[0]!;

const batchName = (changes: readonly DynamoDBRecord[]): string =>
  `${changes[0]!.dynamodb!.SequenceNumber!.padStart(40, "0")}-${digest(changes.map(({ eventID, dynamodb }) => `${eventID} ${dynamodb?.SequenceNumber}`).join("\n"))}`;

function rowsOf(changes: readonly DynamoDBRecord[]): DeltaRows {
  const rows: DeltaRows = { posting: [], item: [], customer: [], entity: [] };
  for (const { dynamodb } of changes) {
    const image = dynamodb?.NewImage as Parameters<typeof itemFromImage>[0];
    const [item, customer, entity] = [itemFromImage(image), customerFromImage(image), legalEntityFromImage(image)];
    if (item) {
      const added = addedPostings(item, itemFromImage(dynamodb?.OldImage as typeof image));
      rows.posting.push(...added.map((posting) => postingRow(item, posting)));
      rows.item.push(itemRow(item));
    }
    if (customer) rows.customer.push(customerRow(customer));
    if (entity) rows.entity.push(entityRow(entity, Math.round((dynamodb?.ApproximateCreationDateTime ?? 0) * 1000)));
  }
  return rows;
}
