import * as z from "zod";
import { isKeySafe } from "#domain/id.ts";
import { sourceSchema } from "#domain/ingestion/schema.ts";
import { currencySchema, dateSchema, idSchema, legalEntitySchema } from "#domain/ledger/schema.ts";

export const roleSchema = z.enum(["collector", "credit-manager", "division-manager", "salesperson", "cash-applier", "accountant", "executive", "administrator", "customer"]);
export type Role = z.infer<typeof roleSchema>;

export const userSchema = z.object({
  id: idSchema("usr"),
  email: z.email(),
  name: z.string(),
  role: roleSchema,
  language: z.enum(["fr", "en"]),
  /** Empty: all entities. */
  entityIds: z.array(idSchema("ent")),
});
export type User = z.infer<typeof userSchema>;

/** What a new tenant begins with. Sent again, it brings the tenant up to it: nothing is doubled, nothing is taken away. */
export const provisioningSchema = z.object({
  tenant: z.object({ id: z.string().refine(isKeySafe), name: z.string().min(1), currency: currencySchema }),
  entities: z.array(legalEntitySchema).default([]),
  users: z
    .array(
      userSchema
        .omit({ id: true, entityIds: true })
        /** `password`: for the first sign-in, and then replaced by one that the person chooses. Without it, Cognito mails one. */
        .extend({ id: userSchema.shape.id.optional(), entityIds: userSchema.shape.entityIds.default([]), password: z.string().optional() }),
    )
    .default([]),
  sources: z.array(sourceSchema).default([]),
  rates: z.array(z.object({ from: currencySchema, to: currencySchema, rate: z.string().regex(/^\d+(\.\d+)?$/), on: dateSchema })).default([]),
});
export type Provisioning = z.infer<typeof provisioningSchema>;
