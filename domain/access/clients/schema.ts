// A program that uses the API in its own name. What it may do is a role's rights, on the rows of the legal entities that are named.
import * as z from "zod";
import { roleIdSchema } from "#domain/access/schema.ts";
import { dateSchema, idSchema } from "#domain/ledger/schema.ts";

export const apiClientSchema = z
  .object({
    id: idSchema("usr").meta({ description: "Begins with `usr_api-`: in the ledger and the audit a program stands where a person would." }),
    name: z.string().min(1).max(80),
    role: roleIdSchema,
    entityIds: z.array(idSchema("ent")).meta({ description: "Empty: all entities." }),
    status: z.enum(["active", "revoked"]),
    createdAt: z.string(),
    createdBy: z.string(),
    expiresOn: dateSchema.meta({ description: "The last day on which its tokens work, in UTC." }),
    lastUsedAt: z.string().optional().meta({ description: "To the hour." }),
    tokens: z.array(z.object({ ending: z.string(), since: z.string(), until: z.string().optional() })).meta({ description: "`until`: an old one lives on for its grace time." }),
  })
  .meta({ id: "ApiClient" });
export type ApiClient = z.infer<typeof apiClientSchema>;

export const newClientSchema = z.object({ name: apiClientSchema.shape.name, role: roleIdSchema, entityIds: apiClientSchema.shape.entityIds.default([]), expiresOn: dateSchema });
export type NewClient = z.infer<typeof newClientSchema>;
