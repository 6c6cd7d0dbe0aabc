import * as z from "zod";
import { idSchema } from "#domain/ledger/schema.ts";

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
