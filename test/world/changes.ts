// What DynamoDB's stream would tell of changes in the ledger: the images are made by the store's own mapping.
import { marshall } from "@aws-sdk/util-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import type { Customer, Item, LegalEntity } from "#domain/ledger/schema.ts";
import { customerEntity, customerRow } from "#functions/store/customer.ts";
import { itemEntity, toRow } from "#functions/store/item.ts";
import { legalEntityEntity } from "#functions/store/settings.ts";

let told = 0;

const change = (NewImage: object, OldImage?: object): DynamoDBRecord => {
  told += 1;
  const { pk, sk } = NewImage as { pk: object; sk: object };
  const dynamodb = { Keys: { pk, sk }, NewImage, ...(OldImage ? { OldImage } : {}), SequenceNumber: `${told}`, ApproximateCreationDateTime: told };
  return { eventID: `event-${told}`, eventName: OldImage ? "MODIFY" : "INSERT", dynamodb } as DynamoDBRecord;
};
const image = (item: object): object => marshall(item, { removeUndefinedValues: true });
const keys = { table: "t" } as const;

export const itemChange = (tenant: string, next: Item, previous?: Item): DynamoDBRecord => {
  const imageOf = (item: Item) => image((itemEntity().put(toRow(tenant, item, undefined)).params(keys) as { Item: object }).Item);
  return change(imageOf(next), previous && imageOf(previous));
};
export const customerChange = (tenant: string, customer: Customer): DynamoDBRecord =>
  change(image((customerEntity().put(customerRow(tenant, customer, undefined)).params(keys) as { Item: object }).Item));
export const entityChange = (tenant: string, entity: LegalEntity): DynamoDBRecord =>
  change(image((legalEntityEntity().put({ ...entity, tenant }).params(keys) as { Item: object }).Item));
