import * as z from "zod";
import { itemKindSchema, moneySchema } from "#domain/ledger/schema.ts";
import { fact, type PendingFact } from "#events/envelope.ts";

const aboutItem = z.object({
  itemId: z.string(),
  customerId: z.string(),
  entityId: z.string(),
  kind: itemKindSchema,
  number: z.string(),
  open: moneySchema,
  postings: z.array(z.string()),
});

/** An invoice, credit note, payment … is now on the account. */
export const itemIssued = fact("ItemIssued", aboutItem);
/** The open amount, the due dates or the disputed share of an item changed: the postings say how. */
export const itemChanged = fact("ItemChanged", aboutItem);
/** Nothing is open any more. */
export const itemSettled = fact("ItemSettled", aboutItem);
export const customerChanged = fact("CustomerChanged", z.object({ customerId: z.string(), fields: z.array(z.string()) }));
export const legalEntityAdded = fact("LegalEntityAdded", z.object({ entityId: z.string(), name: z.string() }));

export type ItemFact = PendingFact<typeof itemIssued | typeof itemChanged | typeof itemSettled>;
export type CustomerFact = PendingFact<typeof customerChanged>;
export type LegalEntityFact = PendingFact<typeof legalEntityAdded>;
