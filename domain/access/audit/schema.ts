import * as z from "zod";

export const auditActorSchema = z.object({
  type: z.enum(["user", "client", "contact", "source", "rule"]),
  id: z.string(),
  name: z.string().optional(),
  run: z.string().optional(),
  version: z.int().optional(),
});

export const auditRecordSchema = z
  .object({
    seq: z.int(),
    id: z.string(),
    at: z.string(),
    action: z.string().meta({ description: "What happened: the name of a fact, `<kind>.created|changed|removed`, `import.<state>`, or the route that was refused.", examples: ["CustomerChanged"] }),
    outcome: z.enum(["done", "denied"]),
    actor: auditActorSchema,
    onBehalfOf: z.string().optional().meta({ description: "The absent person for whom the actor acted." }),
    source: z.enum(["web", "api", "portal", "import", "rule"]),
    object: z.object({ kind: z.string(), id: z.string() }),
    customerId: z.string().optional(),
    before: z.record(z.string(), z.unknown()).optional(),
    after: z.record(z.string(), z.unknown()).optional(),
    reason: z.string().optional(),
    request: z.string().optional(),
    hash: z.string(),
  })
  .meta({ id: "AuditRecord" });

export const auditFilterSchema = z.object({
  actor: z.string().optional().meta({ description: "Id of a user, client, contact, source or rule." }),
  object: z.string().optional().meta({ description: "Id of the customer or the object." }),
  action: z.string().optional().meta({ description: "The action's name begins with this, whatever the case." }),
  kind: z.string().optional().meta({ description: "What kind of object it is about.", examples: ["customer"] }),
  outcome: z.enum(["done", "denied"]).optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});
/** What a timeline tells of a record: who, when, what, which fields; the values stay in the audit trail. */
export const timelineEntrySchema = z.object({
  seq: z.int(),
  at: z.string(),
  action: z.string(),
  actor: auditActorSchema,
  onBehalfOf: z.string().optional(),
  source: z.enum(["web", "api", "portal", "import", "rule"]),
  object: z.object({ kind: z.string(), id: z.string() }),
  fields: z.array(z.string()),
  reason: z.string().optional(),
});

export type AuditFilter = z.infer<typeof auditFilterSchema>;
