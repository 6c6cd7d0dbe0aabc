import * as z from "zod";
import { absenceRoutes } from "#domain/access/absence/routes.ts";
import { clientRoutes } from "#domain/access/clients/routes.ts";
import { groupRolesSchema, roleDefinitionSchema, roleIdSchema, rowScopeSchema, seesSchema, userSchema } from "#domain/access/schema.ts";
import { confidentialKinds } from "#domain/confidential.ts";
import { routes } from "#domain/route.ts";

const words = z.object({ en: z.string(), fr: z.string() });
const roleJson = roleDefinitionSchema.extend({ /** How many users have it. */ users: z.int() }).meta({ id: "Role" });
const userJson = userSchema.meta({ id: "User" });
const signInJson = z.object({ state: z.enum(["invited", "confirmed", "disabled", "missing"]), mfa: z.boolean(), changedAt: z.string().optional() });
const limits = userSchema.pick({ entityIds: true, sees: true, countries: true, segments: true, team: true, customerId: true, knownAs: true });
const userId = z.object({ id: userSchema.shape.id });
const roleId = z.object({ id: roleIdSchema });

const userRefusals = ["role.unknown", "entity.unknown", "user.name-taken", "user.customer-missing", "user.team-missing"] as const;

/** What everybody asks about himself and his cover, and the programs that use the API. */
export const deskRoutes = routes({
  ...absenceRoutes,
  ...clientRoutes,
  "GET /me": {
    summary: "Who am I, and what may I do",
    description: "`actions` are the rights that hold for the desk as a whole; whether a single row is in reach, its own request says.",
    action: "me.read",
    response: z.object({ user: userSchema, tenant: z.object({ id: z.string(), name: z.string(), currency: z.string() }), actions: z.array(z.string()) }),
  },
});

/** What an administrator does: people, roles, and why somebody may or may not. */
export const administrationRoutes = routes({
  "GET /users": {
    summary: "List users",
    description: "With `signIn=true` each also says how he signs in: that asks the user pool, and takes longer.",
    action: "user.read",
    query: z.object({ signIn: z.enum(["true"]).optional() }),
    response: z.object({ items: z.array(userJson.extend({ signIn: signInJson.optional() })), nextCursor: z.string().optional() }),
  },
  "POST /users": {
    summary: "Invite somebody by e-mail",
    description: "An account to sign in is made and its holder is written to. Limits narrow the rows; what may be done there is the role's.",
    action: "user.change",
    body: userSchema.pick({ email: true, name: true, role: true, language: true }).extend({ ...limits.partial().shape }),
    response: userJson,
    status: 201,
    refusals: ["user.email-taken", "user.email-elsewhere", ...userRefusals],
  },
  "GET /users/{id}": {
    summary: "Get a user, how he signs in, and which rows are his",
    description: "`scope` is what every list is narrowed by: each part that is present must hold. `signIn` is absent where no user pool is connected.",
    action: "user.read",
    params: userId,
    response: z.object({
      user: userJson,
      role: roleDefinitionSchema,
      scope: rowScopeSchema,
      signIn: signInJson.optional(),
    }),
    refusals: ["user.unknown"],
  },
  "PATCH /users/{id}": {
    summary: "Change a user's role, limits or state",
    description: "`null` empties a limit. `status: disabled` ends the sessions and refuses the next request; `active` lets him in again. The last one who can let people in stays.",
    action: "user.change",
    params: userId,
    body: z.object({
      name: z.string().min(1).optional(), role: roleIdSchema.optional(), language: z.enum(["fr", "en"]).optional(), status: z.enum(["active", "disabled"]).optional(),
      entityIds: limits.shape.entityIds.optional(), sees: seesSchema.nullable().optional(), countries: limits.shape.countries.nullable(), segments: limits.shape.segments.nullable(),
      team: limits.shape.team.nullable(), customerId: limits.shape.customerId.nullable(), knownAs: limits.shape.knownAs.nullable(),
    }),
    response: userJson,
    refusals: ["user.unknown", "user.last-administrator", "user.not-yourself", ...userRefusals],
  },
  "GET /roles": {
    summary: "List roles, and the matrix of rights in words",
    description: "`rights` are the rows of the matrix (kind of object × verb), each in English and French, `objects` and `verbs` its heads in the order in which they are shown; `hides` are the kinds of fields that a role may hide.",
    action: "user.read",
    response: z.object({ items: z.array(roleJson), rights: z.array(z.object({ right: z.string(), object: z.string(), verb: z.string(), words })), objects: z.array(z.object({ object: z.string(), words })), verbs: z.array(z.object({ verb: z.string(), kind: z.enum(["see", "act", "rule"]), words })), hides: z.array(z.enum(confidentialKinds)), sees: z.array(seesSchema) }),
  },
  "POST /roles": {
    summary: "Copy a role",
    action: "role.change",
    body: z.object({ from: roleIdSchema, name: roleDefinitionSchema.shape.name }),
    response: roleJson,
    status: 201,
    refusals: ["role.unknown", "role.id-taken"],
  },
  "PUT /roles/{id}": {
    summary: "Change the rights of one of the tenant's own roles",
    description: "Standard roles stay as they are: copy one. `version` is the one that was read; 412 if somebody was faster.",
    action: "role.change",
    params: roleId,
    body: roleDefinitionSchema.pick({ name: true, rights: true, sees: true, hides: true, version: true }),
    response: roleJson,
    refusals: ["role.unknown", "role.standard", "role.changed-meanwhile", "right.unknown", "user.last-administrator"],
  },
  "DELETE /roles/{id}": { summary: "Remove a role that nobody has", action: "role.change", params: roleId, response: z.object({}), status: 204, refusals: ["role.unknown", "role.standard", "role.in-use"] },
  "GET /role-groups": {
    summary: "Which groups of the identity provider stand for which roles",
    action: "user.read",
    response: groupRolesSchema,
  },
  "PUT /role-groups": {
    summary: "Say which groups of the identity provider stand for which roles",
    description: "Whoever signs in with a group that is listed has its role, whatever his user says; the first that fits counts.",
    action: "role.change",
    body: groupRolesSchema,
    response: groupRolesSchema,
    refusals: ["role.unknown", "role.changed-meanwhile"],
  },
  "GET /access/explanation": {
    summary: "Why somebody may do something, and why not",
    description: "Decides as the API itself would, and tells how: the policies that decided, in words and as written, and each limit of the person against the object. Without `resource`, about the desk as a whole.",
    action: "access.explain",
    query: z.object({
      user: userSchema.shape.id.meta({ description: "A person, or a program with a token of its own (`usr_api-…`)." }),
      action: z.string().meta({ examples: ["customer.read"] }),
      resource: z.string().optional().meta({ description: "cus_…, pay_…, src_…, run_…, ent_…; or itm_… with `customer`." }),
      customer: z.string().optional(),
    }),
    response: z.object({
      outcome: z.enum(["allow", "deny"]),
      /** What the API would answer. */
      answer: z.enum(["done", "forbidden", "not-found"]),
      summary: words,
      policies: z.array(z.object({ id: z.string(), effect: z.enum(["permit", "forbid"]), words, text: z.string() })),
      scope: z.array(z.object({ part: z.string(), limit: z.array(z.string()), value: z.array(z.string()), holds: z.boolean(), words })),
      role: z.object({ id: z.string(), name: words, hasRight: z.boolean() }),
      /** Kinds of fields that are left out of whatever is shown. */
      hides: z.array(z.enum(confidentialKinds)),
      reasons: z.array(z.looseObject({ code: z.string() })),
    }),
    refusals: ["user.unknown", "right.unknown", "resource.unknown"],
  },
});

export const accessRoutes = { ...deskRoutes, ...administrationRoutes };
