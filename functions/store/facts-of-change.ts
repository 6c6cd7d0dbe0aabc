// The facts that a change of the table tells: what its record carries in the attribute `f` (fact.ts), with what the record itself knows filled in.
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import type { Envelope } from "#events/envelope.ts";
import { addedPostings } from "#domain/ledger/journal.ts";
import { money, toJson } from "#domain/money.ts";
import { pendingFact, type StoredFact } from "#functions/store/fact.ts";
import { itemFromImage, type Image } from "#functions/store/item.ts";
import { exactNumber } from "#functions/store/table.ts";

export type PublishedFact = Envelope & { readonly name: string; readonly data: unknown };

export function factsOfChange({ dynamodb, eventID }: DynamoDBRecord): PublishedFact[] {
  const [next, previous] = [dynamodb?.NewImage as Image | undefined, dynamodb?.OldImage as Image | undefined];
  // A change that tells nothing new may leave the facts of the change before it where they are.
  if (!next?.f || JSON.stringify(next.f) === JSON.stringify(previous?.f)) return [];
  const item = itemFromImage(next);
  const data = item && {
    itemId: item.id,
    customerId: item.customerId,
    entityId: item.entityId,
    kind: item.kind,
    number: item.number,
    open: toJson(money(item.openMinor, item.currency)),
    postings: addedPostings(item, itemFromImage(previous)).map(({ id }) => id),
  };
  const { f } = unmarshall({ f: next.f }, { wrapNumbers: exactNumber }) as { f: StoredFact[] };
  const tenant = (next.pk?.S ?? "").split("#")[0]!;
  return f.map((stored, at) => ({ ...pendingFact(stored, item?.source, data), id: `evt_${eventID}.${at}`, tenant, version: 1 }));
}
