// Who may use the desk of a tenant. A role says what one may do; the limits on a user say on which rows.
import * as z from "zod";
import { correspondenceSchema } from "#domain/dunning/correspondence/schema.ts";
import { confidentialKinds } from "#domain/confidential.ts";
import { isKeySafe } from "#domain/id.ts";
import { sourceSchema } from "#domain/ingestion/schema.ts";
import { currencySchema, dateSchema, idSchema, legalEntitySchema } from "#domain/ledger/schema.ts";

export const roleSchema = z.enum(["collector", "credit-manager", "division-manager", "salesperson", "cash-applier", "accountant", "executive", "administrator", "customer"]);
export type Role = z.infer<typeof roleSchema>;

/** A standard role, or one of the tenant's own. */
export const roleIdSchema = z.string().refine(isKeySafe, { error: "letters, digits, - and _" }).meta({ examples: ["collector"] });

/** Whose customers' rows: all, those of the own portfolio (collector), of the own sales, of the team's portfolios, or one debtor's. */
export const seesSchema = z.enum(["everything", "portfolio", "own-customers", "team", "one-customer"]);
export type Sees = z.infer<typeof seesSchema>;

export const roleDefinitionSchema = z.object({
  id: roleIdSchema,
  name: z.object({ en: z.string().min(1).max(60), fr: z.string().min(1).max(60) }),
  /** Standard roles are the same everywhere and cannot be changed. */
  standard: z.boolean(),
  basedOn: roleIdSchema.optional(),
  rights: z.array(z.string()).readonly(),
  sees: seesSchema,
  hides: z.array(z.enum(confidentialKinds)).readonly(),
  version: z.int(),
});
export type RoleDefinition = z.infer<typeof roleDefinitionSchema>;

export const userSchema = z.object({
  id: idSchema("usr"),
  email: z.email(),
  name: z.string(),
  role: roleIdSchema,
  language: z.enum(["fr", "en"]),
  /** Empty: all entities. */
  entityIds: z.array(idSchema("ent")),
  /** Instead of what the role sees. */
  sees: seesSchema.optional(),
  /** Only customers of these countries, of these segments. Absent or empty: all. */
  countries: z.array(z.string()).optional(),
  segments: z.array(z.string()).optional(),
  team: z.string().optional(),
  /** The one debtor whose contact this is. */
  customerId: idSchema("cus").optional(),
  /** Other names under which the ERP knows this person as a collector or salesperson. */
  knownAs: z.array(z.string().min(1)).optional(),
  /** Absent: active. */
  status: z.enum(["invited", "active", "disabled"]).optional(),
});
export type User = z.infer<typeof userSchema>;

/** The lists by which a person's rows are narrowed, as domain/access/scope.ts makes them. */
export const rowScopeSchema = z.object({
  entities: z.array(z.string()).readonly().optional(),
  countries: z.array(z.string()).readonly().optional(),
  segments: z.array(z.string()).readonly().optional(),
  collectors: z.array(z.string()).readonly().optional(),
  salespeople: z.array(z.string()).readonly().optional(),
  customers: z.array(z.string()).readonly().optional(),
});

/** Groups of the identity provider that stand for roles, in the order in which they count. */
export const groupRolesSchema = z.object({ items: z.array(z.object({ group: z.string().min(1).max(128), role: roleIdSchema })).max(200), version: z.int() });
export type GroupRoles = z.infer<typeof groupRolesSchema>;

/** What a new tenant begins with. Sent again, it brings the tenant up to it: nothing is doubled, nothing is taken away. */
export const provisioningSchema = z.object({
  tenant: z.object({ id: z.string().refine((id) => isKeySafe(id) && !id.startsWith("~")), name: z.string().min(1), currency: currencySchema }),
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
  /** How the tenant writes; kept only if nothing is settled yet. */
  correspondence: correspondenceSchema.optional(),
});
export type Provisioning = z.infer<typeof provisioningSchema>;
