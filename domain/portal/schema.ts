// What a customer's contact is shown. Nothing that is only ours can be in it: what is not named here does not leave.
import * as z from "zod";
import { currencySchema, dateSchema, idSchema, itemKindSchema, languageSchema, moneySchema } from "#domain/ledger/schema.ts";

export const portalItemSchema = z.object({
  id: idSchema("itm"),
  kind: itemKindSchema,
  number: z.string(),
  reference: z.string().optional(),
  entity: z.string().meta({ description: "Name of the company that is owed." }),
  issuedOn: dateSchema,
  dueOn: dateSchema,
  daysOverdue: z.int(),
  amount: moneySchema,
  open: moneySchema,
  disputed: moneySchema,
});

export const portalAccountSchema = z
  .object({
    customer: z.object({ name: z.string(), code: z.string() }),
    contact: z.object({ name: z.string(), language: languageSchema.optional() }).optional(),
    asOf: dateSchema,
    items: z.array(portalItemSchema),
    totals: z.array(z.object({ currency: currencySchema, open: moneySchema, overdue: moneySchema })),
  })
  .meta({ id: "PortalAccount", description: "A customer's account as its contact sees it." });
export type PortalAccount = z.infer<typeof portalAccountSchema>;

/** That a contact may open the portal, and through which address. Revoked, it ends every session of the contact at once. */
export const portalAccessSchema = z.object({
  customerId: idSchema("cus"),
  contactId: idSchema("con"),
  email: z.email(),
  name: z.string(),
  language: z.enum(["fr", "en"]),
  status: z.enum(["open", "revoked"]),
  since: z.string(),
});
export type PortalAccess = z.infer<typeof portalAccessSchema>;

export const linkRequestSchema = z.union([
  z.object({ tenant: z.string(), email: z.string() }),
  z.object({ tenant: z.string(), customerId: idSchema("cus"), contactId: idSchema("con") }),
]);
export type LinkRequest = z.infer<typeof linkRequestSchema>;
